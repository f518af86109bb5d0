"""The stories hidden in the data: reads ``stories.yaml`` and answers how strongly each row is affected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from kefu import yaml_text
from kefu.demo.calendar import Month, day_of_month, hour_of_day
from kefu.demo.vocabulary import MENTIONED, NEVER, Array, Columns
from kefu.errors import DefinitionError

FILE = Path(__file__).with_name("stories.yaml")
EFFECTS = {
    "tickets", "daily_volume", "channel_share", "first_response", "handling_time", "abandonment", "returns",
    "service_cost", "closing", "delivery_days", "csat", "surveys",
}  # fmt: skip

SIZES = ("times", "odds", "plus")


@dataclass(frozen=True, slots=True)
class Effect:
    """What a story does to one quantity, in its own slice of the story's slice."""

    changes: str
    where: Mapping[str, str]
    times: float = 1.0
    add: float = 0.0
    score: int = 5
    of_batch: bool = False
    calendar: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a story does to an indicator of one month in one slice: ``size`` times as much, so many times the odds of a
    share, or plus; ``told_from`` so many tickets of the company on its report tells it."""

    metric: str
    where: Mapping[str, str]
    month: int
    how: str
    size: float
    told_from: int


@dataclass(frozen=True, slots=True)
class Story:
    """One planted truth; ``first`` and ``last`` are month offsets, None where it returns every year."""

    id: str
    title: Mapping[str, str]
    told_as: str
    expect: Mapping[str, str]
    where: Mapping[str, str]
    effects: tuple[Effect, ...]
    first: int | None = None
    last: int | None = None
    days: tuple[int, int] | None = None
    hours: tuple[int, int] | None = None
    calendar: tuple[str, str] | None = None
    batch_made: int = 0
    agent: str = ""
    incident: Mapping[str, str] = field(default_factory=dict)
    shows: tuple[Shown, ...] = ()

    def happens_in(self, month: Month) -> bool:
        return self.first is not None and self.last is not None and self.first <= month.offset <= self.last


def _pair(value: Any) -> tuple[Any, Any] | None:
    return (value[0], value[1]) if value else None


def _effect(told: Mapping[str, Any], where: Mapping[str, str], name: str) -> Effect:
    if told["changes"] not in EFFECTS:
        raise DefinitionError(f"{FILE.name}: {name}: changes: should be one of {', '.join(sorted(EFFECTS))}")
    narrow = {**where, **told.get("where", {})}
    for dimension, member in narrow.items():
        if dimension not in MENTIONED or member not in MENTIONED[dimension].codes:
            raise DefinitionError(f"{FILE.name}: {name}: where: no {dimension} {member}")
    return Effect(
        changes=told["changes"], where=narrow, times=float(told.get("times", 1.0)), add=float(told.get("add", 0.0)),
        score=int(told.get("score", 5)), of_batch=bool(told.get("of_batch", False)),
        calendar=_pair(told.get("calendar")),
    )  # fmt: skip


def _shown(told: Mapping[str, Any], name: str) -> Shown:
    known = [how for how in SIZES if how in told]
    if len(known) != 1:
        raise DefinitionError(f"{FILE.name}: {name}: shows: {told['metric']}: should have one of {', '.join(SIZES)}")
    size, scale = float(told[known[0]]), int(told["told_from"])
    return Shown(told["metric"], told.get("where", {}), int(told["month"]), known[0], size, scale)


def _story(told: Mapping[str, Any]) -> Story:
    first = told.get("month")
    lasts = told.get("lasts", 1)
    last = None if first is None else (0 if lasts == "on" else first + int(lasts) - 1)
    where = told.get("where", {})
    return Story(
        id=told["id"], title=told["title"], told_as=told["told_as"], expect=told["expect"], where=where,
        effects=tuple(_effect(one, where, told["id"]) for one in told["effects"]),
        first=first, last=last, days=_pair(told.get("days")), hours=_pair(told.get("hours")),
        calendar=_pair(told.get("calendar")), batch_made=int(told.get("batch_made", 0)), agent=told.get("agent", ""),
        incident=told.get("incident", {}), shows=tuple(_shown(one, told["id"]) for one in told.get("shows", ())),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stories:
    """All stories, asked by the parts of the generator for the rows of one month."""

    every: tuple[Story, ...]

    def of_every_year(self) -> Stories:
        """Those that return every year: what a company has in which nothing happens."""
        return Stories(tuple(one for one in self.every if one.calendar))

    def of(self, quantity: str, month: Month) -> Iterator[tuple[Story, Effect]]:
        """Effects on one quantity in one month."""
        for story in self.every:
            if story.happens_in(month):
                yield from ((story, effect) for effect in story.effects if effect.changes == quantity)

    def times(self, quantity: str, month: Month, at: Array, columns: Columns) -> Array:
        """By how much each row's quantity is multiplied."""
        factor = np.ones(len(at))
        for story, effect in self.of(quantity, month):
            factor[touched(story, effect, month, at, columns)] *= effect.times
        return factor

    def plus(self, quantity: str, month: Month, at: Array, columns: Columns) -> Array:
        """What is added to each row's quantity."""
        extra = np.zeros(len(at))
        for story, effect in self.of(quantity, month):
            extra[touched(story, effect, month, at, columns)] += effect.add
        return extra

    def surges(self, first: date, last: date) -> dict[date, float]:
        """Days on which more customers come than usual, by how many times."""
        found: dict[date, float] = {}
        for effect, span in self._yearly():
            for day in _days(first, last):
                if span[0] <= f"{day:%m-%d}" <= span[1]:
                    found[day] = found.get(day, 1.0) * effect.times
        return found

    def _yearly(self) -> Iterator[tuple[Effect, tuple[str, str]]]:
        for story in self.every:
            for effect in story.effects:
                span = effect.calendar or story.calendar
                if effect.changes == "daily_volume" and span:
                    yield effect, span


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=one) for one in range((last - first).days + 1))


def touched(story: Story, effect: Effect, month: Month, at: Array, columns: Columns) -> Array:
    """Which rows an effect reaches. ``batch_made`` is a column of month offsets, for effects on one batch."""
    hit = np.ones(len(at), dtype=bool)
    if story.days:
        day = day_of_month(month, at)
        hit &= (day >= story.days[0]) & (day <= story.days[1])
    if story.hours:
        hour = hour_of_day(at)
        hit &= (hour >= story.hours[0]) & (hour <= story.hours[1])
    for dimension, member in effect.where.items():
        known = columns.get(dimension)
        hit &= False if known is None else known == MENTIONED[dimension].position(member)
    if effect.of_batch:
        hit &= columns["batch_made"] == story.batch_made
    return np.asarray(hit & (at != NEVER))


def load(file: Path = FILE) -> Stories:
    """The stories of one file."""
    return Stories(tuple(_story(told) for told in yaml_text.read(file.read_text(encoding="utf-8"))))
