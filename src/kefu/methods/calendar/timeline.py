"""Open time on the one clock that never jumps: local hours as stretches of UTC seconds, and sums over them.

A shop opens at the first moment its clock shows the hour or a later one, and closes likewise. So a day of 25 hours that
is open round the clock has 25, and an hour the clock skips is neither opened nor closed twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kefu.methods.calendar.calendar import AtClosing, Calendar
from kefu.methods.calendar.week import DAY, Span

Integers = NDArray[np.int64]
FOREVER = np.iinfo(np.int64).max // 4


@dataclass(frozen=True, slots=True)
class Timeline:
    """Stretches ``[starts, ends)`` of UTC seconds, in order and apart; ``before`` is the open time up to each start."""

    starts: Integers
    ends: Integers
    before: Integers

    @property
    def total(self) -> int:
        """Open seconds of all stretches."""
        return int((self.ends - self.starts).sum())

    def elapsed(self, at: ArrayLike) -> Integers:
        """Return the open seconds before each moment; moments outside the timeline have those of its nearest end."""
        moments = np.asarray(at, dtype=np.int64)
        if not len(self.starts):
            return np.zeros(moments.shape, dtype=np.int64)
        position = np.maximum(np.searchsorted(self.starts, moments, side="right") - 1, 0)
        inside = np.clip(moments, self.starts[position], self.ends[position]) - self.starts[position]
        return np.asarray(self.before[position] + inside, dtype=np.int64)

    def reached(self, seconds: ArrayLike, *, at_closing: AtClosing = "closing_time") -> Integers:
        """Return the moment at which that many open seconds are over; ``FOREVER`` beyond the timeline.

        Where they are over exactly at closing, both that moment and the next opening are right; ``at_closing`` says
        which of the two.
        """
        wanted = np.asarray(seconds, dtype=np.int64)
        if not len(self.starts):
            return np.full(wanted.shape, FOREVER, dtype=np.int64)
        upto = self.before + (self.ends - self.starts)
        side: Literal["left", "right"] = "left" if at_closing == "closing_time" else "right"
        position = np.searchsorted(upto, wanted, side=side)
        known = np.minimum(position, len(upto) - 1)
        moment = self.starts[known] + np.maximum(wanted - self.before[known], 0)
        return np.where(position < len(upto), moment, FOREVER).astype(np.int64)

    def is_open(self, at: ArrayLike) -> NDArray[np.bool_]:
        """Return whether each moment lies in a stretch."""
        moments = np.asarray(at, dtype=np.int64)
        opened = np.searchsorted(self.starts, moments, side="right")
        return np.asarray(opened > np.searchsorted(self.ends, moments, side="right"), dtype=np.bool_)

    def without(self, pauses: Iterable[Span]) -> Timeline:
        """Return the timeline with the pauses cut out; they may overlap."""
        return merged(_cut(list(zip(self.starts.tolist(), self.ends.tolist(), strict=True)), joined(pauses)))


def timeline(calendar: Calendar, first: date, last: date) -> Timeline:
    """Return the open time of the shifts that start on the local dates ``first`` to ``last``, both included."""
    zone = ZoneInfo(calendar.zone)
    found: list[Span] = []
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(number)
        for start, end in _cut(list(calendar.scheduled(day)), joined(_pauses(calendar, day))):
            found.append((shown_at(zone, day, start), shown_at(zone, day, end)))
    return merged(found)


def _pauses(calendar: Calendar, day: date) -> list[Span]:
    """Breaks that can fall into shifts of ``day``: its own, and those of the morning after."""
    tomorrow = calendar.paused(day + timedelta(days=1)) if day < date.max else ()
    return [*calendar.paused(day), *((start + DAY, end + DAY) for start, end in tomorrow)]


def shown_at(zone: ZoneInfo, day: date, seconds: int) -> int:
    """Return the first moment at which the clock of the zone shows ``seconds`` after midnight of ``day``, or more."""
    local = datetime.combine(day + timedelta(days=seconds // DAY), time.min) + timedelta(seconds=seconds % DAY)
    first, second = (int(local.replace(tzinfo=zone, fold=fold).timestamp()) for fold in (0, 1))
    if first <= second:  # an hour shown twice counts from its first showing
        return first
    before = datetime.fromtimestamp(second, zone).utcoffset()
    low, high = second, first  # the clock skips this time: look for the moment it jumps
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if datetime.fromtimestamp(middle, zone).utcoffset() == before else (low, middle)
    return high


def merged(stretches: Iterable[Span]) -> Timeline:
    """Return a timeline of stretches in any order; those that touch or overlap become one."""
    edges = np.array(joined(stretches), dtype=np.int64).reshape(-1, 2)
    starts, ends = edges[:, 0], edges[:, 1]
    return Timeline(starts, ends, np.concatenate(([0], np.cumsum(ends - starts)))[:-1].astype(np.int64))


def joined(stretches: Iterable[Span]) -> list[Span]:
    """Return the stretches in order, those that touch or overlap as one, empty ones left out."""
    result: list[Span] = []
    for start, end in sorted(stretches):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        elif end > start:
            result.append((start, end))
    return result


def _cut(whole: list[Span], gaps: list[Span]) -> list[Span]:
    """``whole`` without ``gaps``, each in order and apart."""
    left: list[Span] = []
    for start, end in whole:
        for begin, stop in gaps:
            if stop <= start or begin >= end:
                continue
            if begin > start:
                left.append((start, begin))
            start = stop
        if start < end:
            left.append((start, end))
    return left


def split_at_midnight(stretches: Iterable[Span], zone: str = "UTC") -> list[Span]:
    """Return the stretches of UTC seconds cut at every midnight of the zone."""
    clock, pieces = ZoneInfo(zone), []
    for start, end in stretches:
        while start < end:
            midnight = shown_at(clock, local_day(start, clock), DAY)
            pieces.append((start, min(midnight, end)))
            start = pieces[-1][1]
    return pieces


def local_day(moment: int, zone: ZoneInfo) -> date:
    """Return the date the zone's calendar shows at the moment."""
    return (datetime.fromtimestamp(0, UTC) + timedelta(seconds=moment)).astimezone(zone).date()
