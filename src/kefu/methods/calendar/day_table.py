"""A calendar as a table of UTC days, so that an engine needs only two equal joins and whole numbers for a duration.

With ``t`` in UTC seconds, the open time up to it is ``cum + Σ greatest(0, least(t % 86400, e) - s)`` over the stretches
``s0, e0, s1, e1, …`` of its day ``t // 86400``; that of a period is the difference of two such sums.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kefu.methods.calendar.timeline import Integers, Timeline, split_at_midnight
from kefu.methods.calendar.week import DAY


@dataclass(frozen=True, slots=True)
class DayTable:
    """By UTC ``day`` since 1970 (n): ``cum`` open seconds before it (n), and its stretches ``starts`` and ``ends`` in
    seconds of that day (n × width); what a day has fewer than ``width`` is filled with (86400, 86400)."""

    day: Integers
    cum: Integers
    starts: Integers
    ends: Integers

    @property
    def width(self) -> int:
        return int(self.starts.shape[1])

    def elapsed(self, at: ArrayLike) -> Integers:
        """Return the open seconds before each moment, as the engine computes them. Moments should lie in the table."""
        moments = np.asarray(at, dtype=np.int64)
        row = moments // DAY - self.day[0]
        clock = (moments % DAY)[..., None]
        inside = np.maximum(0, np.minimum(clock, self.ends[row]) - self.starts[row]).sum(axis=-1)
        return np.asarray(self.cum[row] + inside, dtype=np.int64)


def day_table(open_time: Timeline, first: int, last: int) -> DayTable:
    """Return the table of the UTC days ``first`` to ``last`` (days since 1970), both included."""
    by_day: dict[int, list[tuple[int, int]]] = {day: [] for day in range(first, last + 1)}
    whole = zip(open_time.starts.tolist(), open_time.ends.tolist(), strict=True)
    for start, end in split_at_midnight(whole):
        if start // DAY in by_day:
            by_day[start // DAY].append((start % DAY, (end - 1) % DAY + 1))
    width = max(1, *(len(pieces) for pieces in by_day.values()))
    filled = np.array([pieces + [(DAY, DAY)] * (width - len(pieces)) for pieces in by_day.values()], dtype=np.int64)
    starts, ends = filled[:, :, 0], filled[:, :, 1]
    opened = (ends - starts).sum(axis=1)
    return DayTable(np.arange(first, last + 1), np.cumsum(opened) - opened, starts, ends)
