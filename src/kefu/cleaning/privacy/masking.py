"""Masking one text: what a rule finds is replaced by its token, and the rest stays as it was written.

Masking a masked text changes nothing: tokens are not searched, and the rules are tried until none finds anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kefu.cleaning.privacy.folding import folded, heard
from kefu.cleaning.privacy.kinds import KIND_OF, KINDS, TOKEN, hidden, token
from kefu.cleaning.privacy.pseudonyms import Pseudonyms
from kefu.cleaning.privacy.rules import RULES


@dataclass(frozen=True, slots=True)
class Hit:
    """What was masked, without the value."""

    kind: str
    pseudonym: str


@dataclass(frozen=True, slots=True)
class Masked:
    text: str
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where a value of a kind lies in a text, and the value as it was read."""

    start: int
    end: int
    kind: str
    value: str


def mask(text: str, pseudonyms: Pseudonyms, *, language: str = "zh") -> Masked:
    """The text with tokens for personal data; ``language`` is that of their labels, the same for a whole project."""
    hits: list[Hit] = []
    while spans := found(text):
        made = [Hit(one.kind, pseudonyms.of(KINDS[one.kind].identity, one.value)) for one in spans]
        text = "".join(_replaced(text, spans, made, language))
        hits += made
    return Masked(text, tuple(hits))


def found(text: str) -> list[Span]:
    """The values the rules find at once, from left to right; they do not overlap."""
    read = folded(text)
    if "〔" in read:
        read = TOKEN.sub(lambda one: hidden(KIND_OF[one[1]]) * len(one[0]), read)
    spans: list[Span] = []
    read = _search(read, spans)
    said = heard(read)
    if said != read:
        _search(said, spans)
    return sorted(spans)


def _search(read: str, spans: list[Span]) -> str:
    """Add what is found to ``spans`` and return the text with it hidden."""
    traces: dict[str, bool] = {"": True}
    for rule in RULES:
        if rule.trace not in traces:
            traces[rule.trace] = re.search(rule.trace, read) is not None
        if not traces[rule.trace]:
            continue
        for start, end in list(rule.found(read)):
            spans.append(Span(start, end, rule.kind, read[start:end]))
            read = read[:start] + hidden(rule.kind) * (end - start) + read[end:]
    return read


def _replaced(text: str, spans: list[Span], hits: list[Hit], language: str) -> Iterator[str]:
    at = 0
    for span, hit in zip(spans, hits, strict=True):
        yield text[at : span.start]
        yield token(hit.kind, hit.pseudonym, language)
        at = span.end
    yield text[at:]
