"""Which shifts the people of the month could work, so that the hours of the week that need them are covered."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Analysis, Study
from kefu.findings import Finding, Unit
from kefu.findings.figure import derived
from kefu.methods.queueing.shifts import Plan, Shift, plan

SHIFT_HOURS = 8
MOST_SHIFTS = 6  # different ones; more make a plan nobody remembers
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKS = 2  # of which everybody has one weekend free


def run(study: Study) -> Iterable[Finding]:
    for need in study.of("analyses.staffing"):
        if need.kind == "staffing.need" and need.parts:
            people = _people(study)
            if people:
                yield _planned(need, people)


def _people(study: Study) -> int:
    named = study.meter.measure(["calls_answered"], study.period, by=["agent_id"])
    return sum(bool(one.member("agent_id")) for one in named)


def _planned(need: Finding, people: int) -> Finding:
    week = _week(need)
    shifts = _shifts(week)
    made = plan(np.tile(week, (WEEKS, 1)), shifts, people)
    calls = need.figures["calls"]
    figures = {
        "needed": derived("people needed / share free, two weeks", Unit.COUNT, float(week.sum()) * WEEKS, calls),
        "people": derived("people who answered calls", Unit.COUNT, float(people), calls),
        "shifts": derived("shifts of two weeks", Unit.COUNT, float(made.shifts), calls),
        "uncovered": derived("person-hours nobody is planned for", Unit.COUNT, made.uncovered, calls),
    }  # fmt: skip
    if "availability" in need.figures:
        figures["availability"] = need.figures["availability"]
    subject = {"is_proven": "yes" if made.is_proven else ""}
    return Finding("analyses.shift_plan", "staffing.plan", subject, figures, (), tuple(_parts(made, shifts, need)))


def _week(need: Finding) -> NDArray[np.int64]:
    """People to plan for each hour of the week: those needed at the telephone, and those who then are not free."""
    share = need.figures.get("availability")
    free = (share.value if share is not None else None) or 1.0
    week = np.zeros((7, 24), dtype=np.int64)
    for hour in need.parts:
        place = int(hour.subject["weekday"]) - 1, int(hour.subject["hour"])
        week[place] = ceil((hour.figures["needed"].value or 0.0) / free)
    return week


def _shifts(week: NDArray[np.int64]) -> list[Shift]:
    """Shifts of eight hours, begun at equal steps from the first hour that needs anybody on."""
    hours = np.flatnonzero(week.any(axis=0))
    first, last = int(hours[0]), max(int(hours[0]), int(hours[-1]) + 1 - SHIFT_HOURS)
    starts = np.unique(np.linspace(first, last, MOST_SHIFTS).round().astype(int))
    return [Shift(int(start), int(start) + SHIFT_HOURS) for start in starts]


def _parts(made: Plan, shifts: list[Shift], need: Finding) -> Iterable[Finding]:
    """How many begin each shift on each weekday of the first week."""
    for place, shift in enumerate(shifts):
        counts = (made.shift_of[:, :7] == place).sum(axis=0)
        subject = {"start": f"{shift.start:02d}:00", "end": f"{shift.end % 24:02d}:00"}
        figures = {
            day: derived(f"people planned, {day} {subject['start']}", Unit.COUNT, float(count), need.figures["calls"])
            for day, count in zip(DAYS, counts, strict=True)
        }
        yield Finding("analyses.shift_plan", "staffing.shift", subject, figures)


ANALYSIS = Analysis(
    {"en": "Shift plan", "zh": "排班方案"},
    run,
    after=("staffing",),
    question={"en": "Which shifts cover the need with the people there are?", "zh": "现有人员如何排班才能覆盖需求？"},
    method={
        "en": "Up to six shifts of eight hours over two weeks: at most five days a week, eleven hours between shifts, "
        "one of two weekends free. A greedy plan, improved by CP-SAT where the extra kefu[planning] is installed.",
        "zh": "两周内最多六种八小时班次：每周至多五天，两班间隔不少于 11 小时，两个周末至少休一个。"
        "先贪心排班，装有 kefu[planning] 时由 CP-SAT 优化。",
    },
    reference="Ernst et al. (2004), European Journal of Operational Research 153:3",
    assumes={"en": "Everybody can take every call and works full time.", "zh": "所有人员技能相同且为全职。"},
)
