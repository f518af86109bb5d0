"""Steps most cases do without, and states that are taken back at once.

A step done several times in a row counts once here: what matters is where a case was before it and where it went.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kefu.metrics.journey import beginnings, order, rows
from kefu.metrics.moment import epoch


@dataclass(frozen=True, slots=True)
class Detour:
    """``step`` done between ``source`` and ``target``, ``count`` times of the ``done`` times it was done at all, in
    ``cases`` cases; ``direct`` times the one followed the other without it. Seconds from the source to the target:
    ``total`` and ``median`` by way of the step, ``direct_median`` without it."""

    source: str
    step: str
    target: str
    count: int
    done: int
    cases: int
    total: int
    median: float
    direct: int
    direct_median: float | None


@dataclass(frozen=True, slots=True)
class Undone:
    """A state entered ``times`` times, ``count`` of them left for the one before it, in ``cases`` cases, after
    ``total`` seconds in all; nine in ten times after ``p90`` at most."""

    step: str
    times: int
    count: int
    cases: int
    total: int
    p90: float | None


@dataclass(frozen=True, slots=True)
class _Passage:
    """``step`` between ``before`` and ``after``; both are None at the ends of a case."""

    before: str | None
    step: str
    after: str | None
    count: int
    cases: int
    total: int | None
    median: float | None


@dataclass(frozen=True, slots=True)
class _Way:
    source: str
    target: str
    count: int
    median: float


def detours(events: Any) -> tuple[Detour, ...]:
    """Every step between two different ones, the most frequent first."""
    runs = _runs(events)
    ways = {(one.source, one.target): one for one in rows(_Way, _direct(runs))}
    passages = rows(_Passage, _passages(runs))
    done: dict[str, int] = {}
    for one in passages:
        done[one.step] = done.get(one.step, 0) + one.count
    found = []
    for one in passages:
        if one.before is not None and one.after is not None and one.before != one.after:
            way = ways.get((one.before, one.after))
            found.append(Detour(
                one.before, one.step, one.after, one.count, done[one.step], one.cases, one.total or 0,
                one.median or 0.0, way.count if way else 0, way.median if way else None,
            ))  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.count, one.source, one.step, one.target)))


def undone(events: Any) -> tuple[Undone, ...]:
    """Every state of a case with how often it was left for the one before it, the most frequent first."""
    runs = _runs(events.filter(events.state))
    back = runs.before == runs.after
    seconds = back.ifelse(epoch(runs.after_at) - epoch(runs.at), None)
    counted = runs.group_by(step=runs.activity).aggregate(
        times=runs.count(),
        count=back.fill_null(False).cast("int64").sum(),
        cases=back.ifelse(runs.case, None).nunique(),
        total=seconds.sum(),
        p90=seconds.quantile(0.9),
    )
    left = [one for one in rows(Undone, counted) if one.count]
    return tuple(sorted(left, key=lambda one: (-one.count, one.step)))


def _runs(events: Any) -> Any:
    """The steps of every case, several in a row as one, with those around each and their times."""
    import ibis

    changed = beginnings(events, "activity")
    story = ibis.window(group_by="case", order_by=order(changed))
    return changed.mutate(
        before=changed.activity.lag().over(story),
        before_at=changed.at.lag().over(story),
        after=changed.activity.lead().over(story),
        after_at=changed.at.lead().over(story),
    )


def _passages(runs: Any) -> Any:
    seconds = epoch(runs.after_at) - epoch(runs.before_at)
    return runs.group_by(runs.before, runs.after, step=runs.activity).aggregate(
        count=runs.count(), cases=runs.case.nunique(), total=seconds.sum(), median=seconds.quantile(0.5)
    )


def _direct(runs: Any) -> Any:
    followed = runs.filter(runs.after.notnull())
    seconds = epoch(followed.after_at) - epoch(followed.at)
    return followed.group_by(source=followed.activity, target=followed.after).aggregate(
        count=followed.count(), median=seconds.quantile(0.5)
    )
