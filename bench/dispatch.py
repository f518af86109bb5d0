"""``dispatch``: a bank's calls of February 1999 given out anew by several rules, to the people who were there that day.

Arrivals are those of the data, day by day, calls answered only. A call takes as long as it took, times how fast its new
agent is with calls of its line beside the one who took it. Somebody is there from the first call of a day to the end of
the last; nobody gives up. So waits are beside each other, and not what happened: breaks are not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.company import Place
from bench.public_data import absent
from bench.staffing import CALLS, MONTH, bank

Floats = NDArray[np.float64]
SHRUNK = 20.0  # calls that the mean of all counts for beside an agent's own of a line
BATCH = 60.0  # seconds after which a batch is dealt out


@dataclass(frozen=True)
class Day:
    """The calls of a day in the order they came, the seconds each would take each agent, what is expected of that, and
    when each agent is there."""

    came: Floats
    takes: Floats
    expected: Floats
    begins: Floats
    ends: Floats

    def there(self, at: float) -> NDArray[np.intp]:
        """Agents at work; before the first comes, that one; after the last has gone, all."""
        found = np.flatnonzero((self.begins <= at) & (at < self.ends))
        if len(found):
            return found
        later = np.flatnonzero(self.begins > at)
        return later[[self.begins[later].argmin()]] if len(later) else np.arange(len(self.begins))


Held = list[list[tuple[float, float]]]  # of each agent, the end and the seconds expected of every call in hand
Rule = Callable[[Day, int, NDArray[np.intp], Floats, Held], int]


def measure(place: Place) -> list[str]:
    return absent(CALLS) or list(_measured(place))


def _measured(place: Place) -> Iterator[str]:
    days = list(_days(bank(place.work / "bank")))
    yield f"{sum(len(one.came) for one in days):,} calls on {len(days)} days"
    dice = np.random.default_rng(1)
    turn = iter(range(10**9))
    rules: dict[str, Rule] = {
        "drawn by lot": lambda _day, _call, there, *_: int(dice.choice(there)),
        "round robin": lambda _day, _call, there, *_: int(there[next(turn) % len(there)]),
        "to whoever has fewest": lambda _day, _call, there, _free, held: min(
            map(int, there), key=lambda one: len(held[one])
        ),
        "to the shortest expected end": lambda day, call, there, _free, held: min(
            map(int, there), key=lambda one: day.expected[call, one] + sum(left for _, left in held[one])
        ),
        "one queue, first come first served": lambda day, call, there, free, _held: int(
            there[np.maximum(free[there], day.came[call]).argmin()]
        ),
    }
    for name, rule in rules.items():
        yield _line(name, [_given(one, rule) for one in days])
    yield _line(f"batches of {BATCH:.0f} s, least expected work", [_batched(one) for one in days])


def _line(name: str, found: list[tuple[Floats, Floats]]) -> str:
    waits, work = (np.concatenate(one) for one in zip(*found, strict=True))
    return (
        f"{name:<40}mean wait {waits.mean():7.1f} s   95th percentile {np.quantile(waits, 0.95):7.1f} s   "
        f"handling {work.mean():5.1f} s"
    )


def _given(day: Day, rule: Rule) -> tuple[Floats, Floats]:
    """Waits and work of a day on which every call is given to one agent as it comes."""
    free = day.begins.copy()
    held: Held = [[] for _ in free]
    waits, work = np.zeros(len(day.came)), np.zeros(len(day.came))
    for call, at in enumerate(day.came):
        held = [[one for one in calls if one[0] > at] for calls in held]
        agent = rule(day, call, day.there(at), free, held)
        begin = max(free[agent], at)
        waits[call], work[call] = begin - at, day.takes[call, agent]
        free[agent] = begin + work[call]
        held[agent].append((free[agent], day.expected[call, agent]))
    return waits, work


def _batched(day: Day) -> tuple[Floats, Floats]:
    """The same where the calls waiting are dealt out among those free, every so often."""
    from kefu.methods.queueing.assignment import assign

    free, done, arrived = day.begins.copy(), 0, 0
    waits, work = np.zeros(len(day.came)), np.zeros(len(day.came))
    waiting: list[int] = []
    at = float(day.came[0])
    while done < len(day.came):
        while arrived < len(day.came) and day.came[arrived] <= at:
            waiting.append(arrived)
            arrived += 1
        there = day.there(at)
        able = there[free[there] <= at]
        picked = waiting[: len(able)]
        if picked:
            chosen, _ = assign(day.expected[np.ix_(np.array(picked), able)])
            for call, place in zip(picked, chosen, strict=True):
                agent = able[place]
                waits[call], work[call] = at - day.came[call], day.takes[call, agent]
                free[agent] = at + work[call]
            waiting, done = waiting[len(picked) :], done + len(picked)
        at += BATCH
    return waits, work


def _days(project: Any) -> Iterator[Day]:
    from kefu.analyses import Study
    from kefu.analyses._lines import lines
    from kefu.findings import Period

    line = next(one for one in lines(Study(project.meter, Period.month(MONTH), ())) if one.entity == "call")
    worked = np.nan_to_num(line.worked) if line.worked is not None else np.zeros(len(line.came))
    known = line.served & (line.person >= 0) & (worked > 0)
    speed = _speeds(line.person[known], line.queue[known], worked[known])
    for day in np.unique(line.day[known]):
        which = np.flatnonzero(known & (line.day == day))
        which = which[np.argsort(line.came[which], kind="stable")]
        agents, person = np.unique(line.person[which], return_inverse=True)
        expected = speed[:, line.queue[which]][agents].T
        own = expected[np.arange(len(which)), person]
        begins, ends = np.full(len(agents), np.inf), np.zeros(len(agents))
        np.minimum.at(begins, person, line.left[which])
        np.maximum.at(ends, person, line.left[which] + worked[which])
        takes = worked[which][:, None] * expected / own[:, None]
        yield Day(line.came[which], takes, expected, begins, ends)


def _speeds(person: NDArray[np.int64], queue: NDArray[np.int64], worked: Floats) -> Floats:
    """Mean handling by agent and line, drawn to the mean of the line."""
    shape = (person.max() + 1, queue.max() + 1)
    total, count = np.zeros(shape), np.zeros(shape)
    np.add.at(total, (person, queue), worked)
    np.add.at(count, (person, queue), 1)
    mean = total.sum(axis=0) / np.maximum(count.sum(axis=0), 1)
    return np.asarray((total + SHRUNK * mean) / (count + SHRUNK), dtype=np.float64)
