"""Whether cases ran as they are to: every rule of a process, counted over the cases it can be asked of.

The rules are those of Declare (van der Aalst, Pesic and Schonenberg 2009): existence of a step, precedence of one step
before another, and response within a time. Steps no case has are not in the log, so nothing is said of them; but every
case was opened at a time, from which a limit runs also where the log does not begin with that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kefu.metrics.journey import OPENED
from kefu.metrics.moment import epoch
from kefu.service.processes import Process, Rule


@dataclass(frozen=True, slots=True)
class Verdict:
    """``broken`` of the ``cases`` the rule can be asked of today: finished ones for a required step, those with both
    steps for an order, those with an answer or past the time for a limit."""

    rule: Rule
    cases: int
    broken: int


@dataclass(frozen=True, slots=True)
class Conformance:
    """The verdict on every rule, and how many of the finished cases break none."""

    verdicts: tuple[Verdict, ...]
    finished: int
    conforming: int


def conformance(events: Any, cases: Any, process: Process, known: frozenset[str], until: datetime) -> Conformance:
    """Ask every rule of the events and cases of ``journey``; ``known`` are the steps of the log, ``until`` is how far
    the data reach."""
    import ibis

    asked = [rule for rule in process.rules if {rule.source, rule.target or rule.source} <= known | _timed(rule)]
    if not asked:
        return Conformance((), 0, 0)
    each = _opened(_firsts(events, asked), cases)
    end = epoch(ibis.literal(until).cast("timestamp"))
    told = {f"r{i}": _broken(rule, each, end) for i, rule in enumerate(asked)}
    verdicts = each.select("finished", **told)
    breaks_none = ~ibis.or_(*(ibis.coalesce(verdicts[name], False) for name in told))
    counts = {name: verdicts[name].count() for name in told}
    broken = {f"{name}_broken": verdicts[name].cast("int64").sum() for name in told}
    sums = verdicts.aggregate(
        counts | broken,
        finished=verdicts.finished.cast("int64").sum(),
        conforming=(verdicts.finished & breaks_none).cast("int64").sum(),
    )
    row = sums.to_pyarrow().to_pylist()[0]
    found = (Verdict(rule, row[f"r{i}"], row[f"r{i}_broken"] or 0) for i, rule in enumerate(asked))
    return Conformance(tuple(found), row["finished"] or 0, row["conforming"] or 0)


def _timed(rule: Rule) -> frozenset[str]:
    """What a rule may name though it is no step of the log: a limit the time a case was opened. That a case was opened,
    and before all else, no case could break."""
    return frozenset({OPENED}) if rule.kind == "limit" else frozenset()


def _firsts(events: Any, asked: list[Rule]) -> Any:
    """Per case: whether it is finished, and the place and the second of the first time of every step asked for."""
    import ibis

    story = ibis.window(group_by="case", order_by=[events.at, events.file, events.row])
    placed = events.mutate(place=ibis.row_number().over(story), second=epoch(events.at))
    columns = {"finished": placed.ends.any()}
    for step in _steps(asked):
        done = placed.activity == step
        columns |= {f"place:{step}": placed.place.min(where=done), f"second:{step}": placed.second.min(where=done)}
    return placed.group_by("case").aggregate(**columns)


def _opened(each: Any, cases: Any) -> Any:
    """The same with the time a case was opened, before all its steps, where no event says it."""
    if f"place:{OPENED}" not in each.columns:
        return each
    joined = each.join(cases, "case")
    return joined.mutate(**{
        f"place:{OPENED}": joined[f"place:{OPENED}"].fill_null(-1),
        f"second:{OPENED}": joined[f"second:{OPENED}"].fill_null(epoch(joined.opened)),
    })  # fmt: skip


def _steps(asked: list[Rule]) -> list[str]:
    return list(dict.fromkeys(step for rule in asked for step in (rule.source, rule.target) if step))


def _broken(rule: Rule, each: Any, end: Any) -> Any:
    """Whether a case breaks the rule; NULL where it cannot be asked (yet)."""
    if rule.kind == "required":
        return each.finished.ifelse(each[f"place:{rule.source}"].isnull(), None)
    if rule.kind == "order":
        return each[f"place:{rule.source}"] > each[f"place:{rule.target}"]
    begun, done = each[f"second:{rule.source}"], each[f"second:{rule.target}"]
    late = done > begun + rule.seconds
    overdue = (end > begun + rule.seconds).ifelse(True, None)
    waiting = each.finished.ifelse(None, overdue)  # who is done without the step was never late with it
    return done.isnull().ifelse(waiting, late)
