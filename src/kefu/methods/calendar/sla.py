"""The clock of a service level: open time since a start without its pauses, set against a target.

The difference to a target is signed: what was left of it, negative when late. Exactly at the target is in time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from kefu.methods.calendar.business_time import FIRST_LOOK, LAST_LOOK, around, due_on
from kefu.methods.calendar.calendar import AtClosing, Calendar
from kefu.methods.calendar.timeline import FOREVER, Timeline

Verdict = Literal["met", "missed", "open"]
Overall = Literal["met", "missed", "open", "open_with_misses"]
Pause = tuple[int, int | None]  # None: still paused


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock says: ``elapsed`` open seconds until done (or until now), the moment the target is ``due`` (None
    while a pause holds it up), the signed ``difference`` in open seconds, and the verdict."""

    elapsed: int
    due: int | None
    difference: int
    verdict: Verdict


def target(seconds: int) -> int:
    """Return the target. Raises ValueError where it is none: no time is no promise."""
    if seconds <= 0:
        raise ValueError(f"invalid SLA duration {seconds}: a target should be more than 0 seconds")
    return seconds


def read(
    calendar: Calendar,
    start: int,
    seconds: int,
    *,
    now: int,
    done: int | None = None,
    pauses: Sequence[Pause] = (),
    at_closing: AtClosing = "closing_time",
) -> Reading:
    """Read a clock that started at ``start`` with a target of ``seconds`` open seconds, and stopped when ``done``."""
    end = now if done is None else done
    spent = elapsed(calendar, start, end, pauses=pauses)
    left = target(seconds) - spent
    verdict: Verdict = "missed" if left < 0 else "open" if done is None else "met"
    return Reading(spent, due(calendar, start, seconds, pauses=pauses, at_closing=at_closing), left, verdict)


def elapsed(
    calendar: Calendar,
    start: int,
    end: int,
    *,
    pauses: Sequence[Pause] = (),
    life: tuple[int, int | None] | None = None,
) -> int:
    """Return the open seconds of ``[start, end)`` outside the pauses; only those within the ``life`` of the ticket.

    Raises ValueError for a period that ends before it starts: that is a fault of the data.
    """
    if end < start:
        raise ValueError("the clock stops before it starts")
    if life:
        start, end = max(start, life[0]), min(end, FOREVER if life[1] is None else life[1])
    running = _running(around(calendar, (start, end)), pauses)
    return int(running.elapsed(max(start, end)) - running.elapsed(start))


def due(
    calendar: Calendar,
    start: int,
    seconds: int,
    *,
    pauses: Sequence[Pause] = (),
    at_closing: AtClosing = "closing_time",
) -> int | None:
    """Return the moment at which the target is used up, or None while a pause without end comes before it."""
    begin, wanted = np.array([start]), np.array([target(seconds)])
    endless = any(stop is None for _, stop in pauses)
    days = FIRST_LOOK
    while days <= LAST_LOOK:
        latest = max([start, *(stop for _, stop in pauses if stop is not None)])
        running = _running(around(calendar, (start, latest), ahead=days), pauses)
        moment = int(due_on(running, begin, wanted, at_closing=at_closing)[0])
        if moment < FOREVER:
            return moment
        if endless:
            return None
        days *= 4
    raise ValueError("no deadline: the calendar does not open that long in half a century")


def overdue(reading: Reading) -> int | None:
    """Return by how many open seconds the target was missed, or None where it was not."""
    return -reading.difference if reading.verdict == "missed" else None


def overall(verdicts: Collection[Verdict], *, resolved: bool) -> Overall:
    """Return the verdict over all clocks of a ticket: as long as it is not resolved it stays open."""
    missed = "missed" in verdicts
    if resolved:
        return "missed" if missed else "met"
    return "open_with_misses" if missed else "open"


def standing(clocks: Mapping[str, Reading], *, paused: bool, resolved: bool) -> str:
    """Return where a ticket stands, in one word: ``missed``, ``met``, ``paused``, or the name of the clock that runs.

    ``clocks`` are in the order in which they are to be met; a miss stays one, whatever comes after.
    """
    if any(clock.verdict == "missed" for clock in clocks.values()):
        return "missed"
    if resolved:
        return "met"
    return "paused" if paused else next(name for name, clock in clocks.items() if clock.verdict == "open")


def next_due(running: Collection[Reading]) -> int | None:
    """Return when the first of the clocks that still run is due; None where none runs or a pause holds all up."""
    return min((clock.due for clock in running if clock.due is not None), default=None)


def worst(clocks: Collection[Reading]) -> Reading | None:
    """Return the clock of a ticket's several exchanges that took longest; None where there was none."""
    return max(clocks, key=lambda clock: clock.elapsed, default=None)


def updates(start: int, answered: Sequence[int]) -> list[tuple[int, int]]:
    """Return the stretches between an agent's words and the next, the first from ``start``.

    Another promise than ``exchanges``: the customer hears from us at least so often, whoever spoke last.
    """
    return list(pairwise([start, *sorted(answered)]))


def exchanges(asked: Sequence[int], answered: Sequence[int]) -> list[tuple[int, int | None]]:
    """Return (first unanswered question, its answer) for every exchange; the last may have none.

    Several questions before an answer are one exchange, timed from the first.
    """
    result: list[tuple[int, int | None]] = []
    answers = sorted(answered)
    for moment in sorted(asked):
        if result and (result[-1][1] is None or moment < result[-1][1]):
            continue
        result.append((moment, next((answer for answer in answers if answer >= moment), None)))
    return result


def pauses_of(history: Sequence[tuple[int, str]], pausing: Collection[str]) -> list[Pause]:
    """Return the stretches in which the status was one of ``pausing``; the last may have no end.

    ``history`` are (moment, new status) in order.
    """
    ends: list[int | None] = [moment for moment, _ in history[1:]]
    return [
        (moment, end)
        for (moment, status), end in zip(history, [*ends, None], strict=True)
        if status in pausing and moment != end
    ]


def status_time(seconds: Mapping[str, int]) -> dict[str, int]:
    """Return who waited for whom, from the seconds a ticket was new, open, pending and on hold.

    The requester waits unless the ticket is pending, which waits for the requester. Source: Zendesk's definitions of
    requester wait, agent wait, agent work and on-hold time.
    """
    new, opened, pending, hold = (seconds.get(state, 0) for state in ("new", "open", "pending", "hold"))
    return {
        "agent_wait": pending,
        "requester_wait": new + opened + hold,
        "agent_work": new + opened,
        "on_hold": hold,
        "solve_time": new + opened + pending + hold,
    }


def _running(open_time: Timeline, pauses: Sequence[Pause]) -> Timeline:
    return open_time.without((start, FOREVER if end is None else end) for start, end in pauses)
