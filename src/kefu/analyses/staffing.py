"""How many people each hour of the week needs for the service promised, beside those who were there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Analysis, Study
from kefu.analyses._calls import INTERVAL, WITHIN, Floats, Halves, calls_of, halves_of
from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import derived
from kefu.methods.queueing.intervals import Expected, expected
from kefu.methods.queueing.patience import mean_patience
from kefu.methods.queueing.staffing import staff_for_the_impatient

HOUR = 3_600
SERVICE_LEVEL = 0.8  # of the 80/20 rule of call centres
REGULAR = 0.5  # share of its days on which an hour of the week must have been open to be planned for


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of the mean week as 7 x 24: calls an hour, ``days`` they stand for, people ``needed`` and ``there``."""

    calls: Floats
    days: Floats
    needed: Floats
    there: Floats


def run(study: Study) -> Iterable[Finding]:
    if not study.meter.snapshot.has("call"):
        return
    calls = calls_of(study)
    total = study.meter.figure("inbound_calls", study.period)
    if not calls.answered.any() or not (calls.inbound & ~calls.answered).any():
        return
    halves = halves_of(calls, study.period.days)
    if not halves.is_a_queue:
        yield Finding("analyses.staffing", "staffing.too_few", {}, {"calls": total})
        return
    gave_up = calls.inbound & ~calls.answered
    patience = mean_patience(float(calls.waited[calls.inbound].sum()), int(gave_up.sum()))
    if patience is None:
        return
    yield _need(study, total, _week(study, halves, patience), halves, patience)
    came = halves.open & (halves.offered > 0)
    found = expected(halves.offered[came], INTERVAL, halves.handling[came], halves.people[came], patience, WITHIN)
    if found is not None:
        yield _checked(total, found, halves, came)


def _week(study: Study, halves: Halves, patience: float) -> Week:
    """The mean hour of each weekday, over the days on which the line was open then."""
    hours = np.arange(len(halves.open)) // 2
    cell = (study.period.start.weekday() + hours // 24) % 7 * 24 + hours % 24

    def over(values: Floats) -> Floats:
        return np.bincount(cell, weights=values * halves.open, minlength=7 * 24).astype(np.float64)

    days = over(np.ones(len(cell))) / 2
    days[days < REGULAR * np.bincount(cell, minlength=7 * 24) / 2] = 0
    each = np.maximum(days, 0.5)
    calls, there = over(halves.offered) / each, over(halves.people) / 2 / each
    work = over(halves.offered * halves.handling)
    handling = np.divide(work, calls * each, out=np.zeros(len(work)), where=calls > 0)
    needed = [
        staff_for_the_impatient(count, HOUR, long, patience, answered_within=WITHIN, service_level=SERVICE_LEVEL)
        if day > 0 and count > 0 and long > 0
        else 0
        for day, count, long in zip(days, calls, handling, strict=True)
    ]
    return Week(calls, days, np.array(needed, dtype=np.float64), there)


def _need(study: Study, total: Figure, week: Week, halves: Halves, patience: float) -> Finding:
    lack = (week.needed - week.there) * week.days
    answer = study.meter.figure("calls_answered_within_20_seconds", study.period)
    handling = study.meter.figure("call_handle_time", study.period)

    def hours(formula: str, value: float) -> Figure:
        return derived(formula, Unit.COUNT, value, total, handling)

    figures = {
        "calls": total,
        "level": answer,
        "needed": hours("person-hours that keep 80 % within 20 s (Erlang A)", float(week.needed @ week.days)),
        "there": hours("person-hours free for calls", float(week.there @ week.days)),
        "short": hours("person-hours below the need", float(np.maximum(lack, 0).sum())),
        "over": hours("person-hours above the need", float(np.maximum(-lack, 0).sum())),
        "patience": derived("seconds waited / calls given up", Unit.SECONDS, patience, total),
    }
    if halves.availability is not None:
        free = "people busy while somebody waited / people at work"
        figures["availability"] = derived(free, Unit.SHARE, min(halves.availability, 1.0), total)
    return Finding("analyses.staffing", "staffing.need", {}, figures, (), tuple(_hours(study, week)))


def _hours(study: Study, week: Week) -> Iterable[Finding]:
    """Every hour of the week in which the line was open."""
    measured = study.meter.measure(["inbound_calls"], study.period, by=["weekday", "hour"])
    counted = {(one.member("weekday"), one.member("hour")): one.figure for one in measured}
    for cell in np.flatnonzero(week.days > 0):
        where = {"weekday": str(cell // 24 + 1), "hour": f"{cell % 24:02d}"}
        calls = counted.get((where["weekday"], where["hour"]))
        if calls is not None:
            needed, there = float(week.needed[cell]), float(week.there[cell])
            figures = {
                "calls": calls,
                "needed": derived("people that keep 80 % within 20 s (Erlang A)", Unit.COUNT, needed, calls),
                "there": derived("people free for calls, mean", Unit.COUNT, there, calls),
                "lack": derived("people needed - people free", Unit.COUNT, needed - there, calls),
            }
            yield Finding("analyses.staffing", "staffing.hour", where, figures)


def _checked(total: Figure, found: Expected, halves: Halves, came: NDArray[np.bool_]) -> Finding:
    """What the formula says of the half-hours the line was open, beside what happened in them."""
    calls = float(halves.offered[came].sum())

    def seen(formula: str, unit: Unit, values: Floats) -> Figure:
        return derived(f"{formula}, half-hours open", unit, float(values[came].sum()) / calls, total)

    def told(what: str, unit: Unit, value: float) -> Figure:
        return derived(f"{what} (Erlang A by half-hour, weighed by calls)", unit, value, total)

    figures = {
        "wait": seen("seconds in the queue / inbound calls", Unit.SECONDS, halves.waited),
        "wait_expected": told("mean wait", Unit.SECONDS, found.wait),
        "abandoned": seen("given up / inbound calls", Unit.SHARE, halves.gave_up),
        "abandoned_expected": told("share given up", Unit.SHARE, found.abandons),
        "level": seen("answered within 20 s / inbound calls", Unit.SHARE, halves.within),
        "level_expected": told("share answered within 20 s", Unit.SHARE, found.within),
    }
    return Finding("analyses.staffing", "checked.waiting", {}, figures)


ANALYSIS = Analysis(
    {"en": "Staffing", "zh": "人力测算"},
    run,
    question={
        "en": "How many people does each hour of the week need, and how many were there?",
        "zh": "每周各时段需要多少人接听，实际有多少人？",
    },
    method={
        "en": "Calls and handling time by half-hour; the fewest people who answer 80 % within 20 seconds where callers "
        "give up (Erlang A). Patience is the time waited per call given up. People free for calls are those busy while "
        "somebody waited.",
        "zh": "按半小时统计来电量与处理时长，以考虑放弃的 Erlang A 模型求 20 秒内接起 80% 所需的最少人数；"
        "耐心时长取总排队时长除以放弃量；"
        "可接听人数取有人排队时正在通话的人数。",
    },
    reference="Palm (1957); Garnett, Mandelbaum & Reiman (2002); Green, Kolesar & Soares (2001)",
    assumes={
        "en": "Calls come at random and patience is exponential; leave and training come on top of the hours told.",
        "zh": "来电随机到达，耐心时长服从指数分布；休假与培训工时需另外增加。",
    },
)
