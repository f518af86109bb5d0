"""A veil over the people a report speaks of: tokens in the place of agents, customers and what free text says of them.

Whatever leaves the project beside the report itself (a message to a group, a question to a language model) is told
from veiled findings, so that no name has to be looked for in a finished sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kefu.cleaning.privacy import PERSON, Pseudonyms, mask
from kefu.cleaning.privacy.kinds import token
from kefu.findings import Finding
from kefu.metrics.dimension import names_people
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context

AGENT = "agent_id"  # an id that is often a name; other columns of people are personal by their class
FREE_TEXT = ("title",)  # what somebody wrote about an incident


def is_person(dimension: str) -> bool:
    """Whether members of the dimension are people."""
    return dimension == AGENT or names_people(dimension)


class Veil:
    """Tokens such as 〔姓名·3f2a9c81d0〕, the same for the same person everywhere in the project."""

    def __init__(self, pseudonyms: Pseudonyms, language: str) -> None:
        self.pseudonyms, self.language = pseudonyms, language
        self.names: dict[str, str] = {}

    def person(self, name: str) -> str:
        """The token of a person; nobody has none."""
        if not name:
            return name
        made = token("name", self.pseudonyms.of(PERSON, name), self.language)
        self.names[made] = name
        return made

    def text(self, text: str) -> str:
        """Free text with tokens for whatever the rules of privacy find in it."""
        return mask(text, self.pseudonyms, language=self.language).text

    def finding(self, finding: Finding) -> Finding:
        """The finding with tokens in its subject and in those of its parts."""
        subject = {key: self._said(key, value, finding.subject) for key, value in finding.subject.items()}
        return replace(finding, subject=subject, parts=tuple(self.finding(one) for one in finding.parts))

    def _said(self, key: str, value: str, subject: Mapping[str, str]) -> str:
        if is_person(key) or (key == "member" and is_person(subject.get("dimension", ""))):
            return self.person(value)
        return self.text(value) if key in FREE_TEXT else value

    def lifted(self, text: str) -> str:
        """The text with the names this veil hid."""
        for made, name in self.names.items():
            text = text.replace(made, name)
        return text


class VeiledNarrator(Narrator):
    """Tells the same without naming anybody."""

    def __init__(self, narrator: Narrator, veil: Veil) -> None:
        super().__init__(narrator.language, narrator.metrics, narrator.style.currency)
        self.veil = veil

    def member(self, dimension: str, member: str | None) -> str:
        if member and is_person(dimension):
            return member if member in self.veil.names else self.veil.person(member)
        return super().member(dimension, member)


def veiled(context: Context, veil: Veil) -> Context:
    """The same report in the making, told without names."""
    return context.retold(VeiledNarrator(context.narrator, veil), [veil.finding(one) for one in context.findings])
