"""What the formula of priority queues says of the month's calls, beside what happened; or that it does not apply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kefu.analyses import Study
from kefu.analyses._calls import INTERVAL, Halves, calls_of, halves_of
from kefu.analyses._lines import Flags, Floats, Line, Places
from kefu.findings import Finding, Unit
from kefu.findings.figure import derived
from kefu.methods.queueing.intervals import waits_by_class

WEEK = 7 * 24
STEADY = 0.8  # share of calls from hours of the week in which people could do what came, to speak of a formula
FEW_GIVE_UP = 0.05  # who give up shorten the wait of the others, which the formula does not know


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of the week: calls answered in the mean half-hour the line was open then, by class; handling of a call,
    people free for calls, how many such half-hours there were, and the hour each call came in."""

    calls: Floats
    handling: Floats
    people: Floats
    halves: Floats
    came: Places


def formula(study: Study, line: Line) -> Iterator[Finding]:
    """Nothing of a line whose handling and people nobody counts, or that is no queue."""
    if line.entity != "call":
        return
    halves = halves_of(calls_of(study), study.period.days)
    if not halves.is_a_queue:
        return
    hours = _hours(study, line, halves)
    found = waits_by_class(hours.calls, INTERVAL, hours.handling, hours.people, hours.halves)
    gave_up = 1 - float(line.served.mean())
    counted = hours.calls.sum(axis=1) * hours.halves
    covered = float(counted[found[1]].sum() / counted.sum()) if found else 0.0
    if found is None or gave_up > FEW_GIVE_UP or covered < STEADY:
        yield _does_not_apply(study, line, gave_up, covered)
    else:
        yield _checked(study, line, hours.came, *found)


def _hours(study: Study, line: Line, halves: Halves) -> Hours:
    """Means over the weeks: what chance brings in one half-hour is not the rate at which calls come."""
    hour = np.arange(len(halves.open)) // 2
    cell = (study.period.start.weekday() * 24 + hour) % WEEK

    def over(values: Floats) -> Floats:
        return np.bincount(cell, values * halves.open, WEEK).astype(np.float64)

    came = cell[np.clip(line.came // INTERVAL, 0, len(cell) - 1).astype(np.int64)]
    which = line.served & (line.kind >= 0)
    calls = np.zeros((WEEK, len(line.kinds)))
    np.add.at(calls, (came[which], line.kind[which]), 1)
    count = over(np.ones(len(cell)))
    each, answered = np.maximum(count, 1), halves.offered - halves.gave_up
    work = over(answered * halves.handling)
    handling = np.divide(work, over(answered), out=np.ones(WEEK), where=work > 0)
    return Hours(calls / each[:, None] * (count > 0)[:, None], handling, over(halves.people) / each, count, came)


def _does_not_apply(study: Study, line: Line, gave_up: float, covered: float) -> Finding:
    total = line.figure(study)
    figures = {
        "gave_up": derived("given up / inbound calls", Unit.SHARE, gave_up, total),
        "steady": derived("calls of hours with people enough / calls", Unit.SHARE, covered, total),
    }
    return Finding("analyses.dispatch", "checked.priority_no_formula", {"entity": line.entity}, figures)


def _checked(study: Study, line: Line, came: Places, expected: Floats, steady: Flags) -> Finding:
    which = line.served & (line.kind >= 0) & steady[came]
    kind, total = line.kind[which], line.figure(study)
    counts = np.bincount(kind, minlength=len(expected))
    seen = np.bincount(kind, (line.left - line.came)[which], len(expected)) / np.maximum(counts, 1)
    figures = {}
    for role, place in (("first", 0), ("last", len(expected) - 1)):
        what = f"mean wait, class {place + 1} of {len(expected)}"
        figures[role] = derived(f"{what}, steady hours", Unit.SECONDS, float(seen[place]), total)
        figures[f"{role}_expected"] = derived(f"{what} (Cobham by hour)", Unit.SECONDS, float(expected[place]), total)
    subject = {"entity": line.entity, "priority": line.kinds[0], "other": line.kinds[-1]}
    return Finding("analyses.dispatch", "checked.priority_formula", subject, figures)
