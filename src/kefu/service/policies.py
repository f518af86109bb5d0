"""Promises to customers: ``sla.yaml``, which tickets get which targets, and in which states the clock stands still.

    pauses: [pending]            # states of a ticket in which its resolution clock stops; default: pending, hold
    at_closing: next_opening     # when a target used up exactly at closing is due; default: closing_time
    policies:                    # the first that fits a ticket holds
      vip: {when: {segment: vip, priority: [high, urgent]}, first_response: 15m, next_response: 30m, resolution: 8h}
      everybody: {first_response: 1h, resolution: 24h, clock: round_the_clock}

Targets are open time of the team's calendar, or of the one ``clock`` names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import yaml

from kefu import yaml_text
from kefu.errors import DefinitionError, did_you_mean
from kefu.keys import known
from kefu.methods.calendar.calendar import AtClosing

FILE = "sla.yaml"
CLOCKS = ("first_response", "next_response", "resolution")
DIMENSIONS = ("priority", "team", "channel", "segment", "category", "product_line", "region")
KEYS = ("when", *CLOCKS, "clock")
BUSINESS = "business"
PAUSES = ("pending", "hold")
TIME = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


@dataclass(frozen=True, slots=True)
class Policy:
    """``when`` gives the values a ticket must have, by dimension (none: every ticket); targets are in seconds, None is
    no promise; ``clock`` is a calendar, "" the one of the ticket's team."""

    name: str
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_response: int | None = None
    next_response: int | None = None
    resolution: int | None = None
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Promises:
    """The policies in the order in which they are tried, and the states in which a resolution clock stands still.

    ``at_closing`` says when a target is due that is used up exactly at closing: then, or at the next opening.
    """

    policies: tuple[Policy, ...] = ()
    pauses: tuple[str, ...] = PAUSES
    at_closing: AtClosing = "closing_time"


def read_promises(path: Path, calendars: Collection[str]) -> Promises:
    """Read ``sla.yaml``, or nothing where there is none; raises DefinitionError with key and what should be there."""
    if not path.is_file():
        return Promises()
    try:
        raw = yaml_text.read(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise DefinitionError(
            "{place}: is not valid YAML: {error}", place=FILE, error=" ".join(str(error).split())
        ) from error
    said = known(raw, ("pauses", "at_closing", "policies"), FILE)
    pauses = said.get("pauses", list(PAUSES))
    if not isinstance(pauses, list):
        raise DefinitionError("{place}: pauses: should be a list of states, such as [pending]", place=FILE)
    policies = known(said.get("policies") or {}, None, f"{FILE}: policies")
    read = tuple(_policy(str(name), one, calendars) for name, one in policies.items())
    for one in read[:-1]:
        if not one.when:
            raise DefinitionError(
                "{place}: {name}: holds for every ticket, so those after it never do: put it last",
                place=FILE,
                name=one.name,
            )
    at_closing = said.get("at_closing", "closing_time")
    if at_closing not in get_args(AtClosing):
        raise DefinitionError(
            "{place}: at_closing: should be one of {known}", place=FILE, known=", ".join(get_args(AtClosing))
        )
    return Promises(read, tuple(map(str, pauses)), at_closing)


def _policy(name: str, raw: object, calendars: Collection[str]) -> Policy:
    said = known(raw, KEYS, f"{FILE}: {name}")
    targets = {one: _seconds(said[one], f"{name}: {one}") for one in CLOCKS if said.get(one) is not None}
    if not targets:
        raise DefinitionError(
            "{place}: {name}: promises nothing: give one of {known}", place=FILE, name=name, known=", ".join(CLOCKS)
        )
    clock = str(said.get("clock", BUSINESS))
    if clock != BUSINESS and clock not in calendars:
        raise DefinitionError(
            '{place}: {name}: clock: unknown "{clock}"{near}',
            place=FILE,
            name=name,
            clock=clock,
            near=did_you_mean(clock, {BUSINESS, *calendars}),
        )
    return Policy(name, _when(said, name), **targets, clock="" if clock == BUSINESS else clock)


def _when(said: Mapping[str, Any], name: str) -> dict[str, tuple[str, ...]]:
    if "when" not in said:
        return {}
    when = known(said["when"] or {}, DIMENSIONS, f"{FILE}: {name}: when")
    if not when:
        raise DefinitionError(
            "{place}: {name}: when: says nothing; leave it out for a policy of every other ticket",
            place=FILE,
            name=name,
        )
    return {key: tuple(map(str, one if isinstance(one, list) else [one])) for key, one in when.items()}


def _seconds(said: object, place: str) -> int:
    """Seconds of ``90s``, ``15m`` or ``1h30m``; a day of business time is no fixed time, so there are none."""
    from kefu.methods.calendar.sla import target  # with numpy; most projects have no such file

    found = TIME.fullmatch(str(said))
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    if not found or isinstance(said, int):
        raise DefinitionError(
            '{file}: {place}: "{said}" should be a time such as 30s, 15m, 8h or 1h30m',
            file=FILE,
            place=place,
            said=said,
        )
    try:
        return target(hours * 3_600 + minutes * 60 + seconds)
    except ValueError as error:
        raise DefinitionError(f"{FILE}: {place}: {error}") from error
