"""What a project may set for its cases: ``cases.yaml`` beside ``kefu.yaml``, else the one that comes with Kefu."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from kefu import yaml_text
from kefu.errors import DefinitionError, did_you_mean
from kefu.keys import known
from kefu.workbench.accounts.roles import Role
from kefu.workbench.cases.flow import Step, Urgency
from kefu.workbench.web.clocks import Span, time_said
from kefu.workbench.web.words import spoken

FILE = "cases.yaml"
BUILT_IN = Path(__file__).parent / FILE
URGENT = ("topics", "per_hour", "keep_contact")
KEYS = ("hours", "clocks", "hand_overs", "authority", "topics", "departments", "urgent", "evidence")
Words = Mapping[str, Mapping[str, str]]
Times = Mapping[Urgency, Span]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """``hours`` names the calendar clocks run by, or is ``business``: that of whoever the clock runs for. ``authority``
    goes from the lowest tier up, None is any amount; sizes are in bytes."""

    hours: Mapping[Urgency, str]
    clocks: Mapping[Step, Times]
    hand_overs: Times
    authority: Mapping[Role, Decimal | None]
    topics: Words
    departments: Words
    urgent_topics: tuple[str, ...]
    per_hour: int
    keep_contact: timedelta
    largest: int
    most_files: int

    def topic(self, code: str) -> str:
        return self.topics.get(code, {}).get(spoken(), code)

    def department(self, code: str) -> str:
        return self.departments.get(code, {}).get(spoken(), code)


def rulebook() -> Rulebook:
    """As the files are now; raises DefinitionError with the key that is wrong and what should be there."""
    own = Path(settings.KEFU_PROJECT) / FILE
    path = own if own.is_file() else BUILT_IN
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Rulebook:
    try:
        raw = yaml_text.read(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise DefinitionError(
            "{place}: is not valid YAML: {error}", place=FILE, error=" ".join(str(error).split())
        ) from error
    said = _whole(raw, KEYS)
    clocks = _whole(said["clocks"], [one for one in Step if one is not Step.CLOSED], "clocks")
    topics, urgent = _words(said["topics"], "topics"), _whole(said["urgent"], URGENT, "urgent")
    evidence = _whole(said["evidence"], ("largest_mb", "most_files"), "evidence")
    keep = _time(urgent["keep_contact"], "urgent: keep_contact")
    hours = _whole(said["hours"], list(Urgency), "hours")
    return Rulebook(
        hours={Urgency(name): str(one) for name, one in hours.items()},
        clocks={Step(step): _times(times, f"clocks: {step}") for step, times in clocks.items()},
        hand_overs=_times(said["hand_overs"], "hand_overs"),
        authority=_authority(said["authority"]),
        topics=topics,
        departments=_words(said["departments"], "departments"),
        urgent_topics=_among(urgent["topics"], topics),
        per_hour=_number(urgent["per_hour"], "urgent: per_hour"),
        keep_contact=timedelta(days=keep.days, seconds=keep.seconds),
        largest=_number(evidence["largest_mb"], "evidence: largest_mb") * 2**20,
        most_files=_number(evidence["most_files"], "evidence: most_files"),
    )


def _whole(raw: object, keys: Collection[str], *path: str) -> Mapping[str, Any]:
    """A mapping that has all of the keys and no other."""
    place = ": ".join((FILE, *path))
    said = known(raw, keys, place)
    for key in keys:
        if key not in said:
            raise DefinitionError("{place}: {key} is missing", place=place, key=key)
    return said


def _times(raw: object, place: str) -> Times:
    said = _whole(raw, list(Urgency), place)
    return {Urgency(name): _time(one, f"{place}: {name}") for name, one in said.items()}


def _time(said: object, place: str) -> Span:
    found = time_said(said)
    if found is None:
        raise DefinitionError(
            '{file}: {place}: "{said}" should be a time such as 30m, 8h or 2d', file=FILE, place=place, said=said
        )
    return found


def _authority(raw: object) -> Mapping[Role, Decimal | None]:
    """The tiers; each may grant more than the one below."""
    if not isinstance(raw, dict) or not raw:
        raise DefinitionError("{place}: authority: should be roles and amounts", place=FILE)
    found: dict[Role, Decimal | None] = {}
    below: Decimal | None = Decimal(-1)
    for role, amount in raw.items():
        if role not in Role.values:
            raise DefinitionError(
                '{place}: authority: no role "{role}"{near}',
                place=FILE,
                role=role,
                near=did_you_mean(str(role), Role.values),
            )
        limit = _amount(amount, f"authority: {role}")
        if below is None or (limit is not None and limit <= below):
            raise DefinitionError(
                "{place}: authority: {role}: should be more than the tier below it", place=FILE, role=role
            )
        found[Role(role)] = below = limit
    return found


def _amount(said: object, place: str) -> Decimal | None:
    if said is None:
        return None
    try:
        found = Decimal(str(said))
    except InvalidOperation as error:
        raise DefinitionError(
            '{file}: {place}: "{said}" should be an amount, or null for any', file=FILE, place=place, said=said
        ) from error
    if not found.is_finite() or found < 0:
        raise DefinitionError(
            '{file}: {place}: "{said}" should be an amount of 0 or more', file=FILE, place=place, said=said
        )
    return found


def _words(raw: object, place: str) -> Words:
    if not isinstance(raw, dict) or not raw:
        raise DefinitionError("{file}: {place}: should be codes with their names in zh and en", file=FILE, place=place)
    return {str(code): {**_whole(said, ("zh", "en"), place, str(code))} for code, said in raw.items()}


def _among(raw: object, topics: Words) -> tuple[str, ...]:
    if not isinstance(raw, list) or not raw or not set(raw) <= set(topics):
        raise DefinitionError(
            "{place}: urgent: topics: should be a list of topics: {known}", place=FILE, known=", ".join(topics)
        )
    return tuple(raw)


def _number(said: object, place: str) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or said < 1:
        raise DefinitionError("{file}: {place}: should be a whole number from 1", file=FILE, place=place)
    return said
