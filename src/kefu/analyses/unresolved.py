"""Where do tickets stay open: which kinds hold more of the backlog than tickets as old usually do?

Every value of every attribute and every pair of values is a candidate: channel, group, category, priority, opened
again, not assigned. Tickets are held against tickets as old, because new ones are open anyway. What holds more than its
share is told where that survives Benjamini-Hochberg at 5 % over all candidates; it says where to look for a gap in the
process or a lack of people, and not which of them it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

import numpy as np

from kefu.analyses import MOST_MEMBERS, Analysis, Study
from kefu.engine import identifier
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import derived, quotient
from kefu.methods.association.stratified import excess
from kefu.methods.change.false_discovery import adjusted
from kefu.metrics.query import Meter
from kefu.metrics.template import end_of

DAYS = 180
MONTHS_BEFORE = 3
AGES = (7, 14, 30, 90)  # days that part the age groups within which tickets are held against each other
USUAL = ("team", "category", "subcategory", "channel", "product_line", "priority", "region")
MADE = {"reopened": "CASE WHEN reopens > 0 THEN 'yes' ELSE 'no' END",
        "unassigned": "CASE WHEN agent_id IS NULL THEN 'yes' ELSE 'no' END"}  # fmt: skip
FEWEST_OPEN, FEWEST_ROWS = 5, 20
FALSE_DISCOVERIES = 0.05
MOST_TOLD = 6
ALIKE = 0.7  # of the open tickets of one place lie in another: it is the same one by another name
Place = tuple[tuple[str, str], ...]  # attributes with their values
Counts = dict[Place, dict[int, tuple[int, int]]]  # age group -> tickets, open ones


def run(study: Study) -> Iterable[Finding]:
    if not study.meter.snapshot.has("ticket") or not study.meter.available("backlog"):
        return
    counts = _counts(study, _attributes(study))
    backlog = study.meter.figure("backlog", study.period)
    if () not in counts or not backlog.value:
        return
    yield _whole(study, backlog)
    yield from _held(counts, backlog)


def _attributes(study: Study) -> dict[str, str]:
    """What tickets are told apart by, as SQL."""
    months = Period(study.period.shifted(-DAYS // 30).start, study.period.end)
    usual = study.meter.slicers("ticket_volume", months, USUAL, MOST_MEMBERS)
    held = {name: f"coalesce({identifier(name)}, '')" for name in usual}
    columns = study.meter.table("ticket").columns
    return held | {name: sql for name, sql in MADE.items() if {"reopens", "agent_id"} <= set(columns)}


def _counts(study: Study, attributes: Mapping[str, str]) -> Counts:
    """Tickets of the last half year and those open at the end of the period, by age and every one or two attributes."""
    study.meter.snapshot.open("ticket")
    named = ", ".join(f"{sql} AS {identifier(name)}" for name, sql in attributes.items())
    names = ", ".join(map(identifier, attributes))
    pairs = [(), *((one,) for one in attributes), *combinations(attributes, 2)]
    sets = ", ".join(f"({', '.join(['age', *map(identifier, one)])})" for one in pairs)
    bands = " ".join(f"WHEN days < {days} THEN {number}" for number, days in enumerate(AGES))
    end = end_of(study.period, study.meter.timezone)
    records = study.meter.snapshot.engine.records(
        f"""WITH aged AS (
            SELECT *, date_diff('day', created_at, CAST($until AS TIMESTAMP)) AS days FROM ticket
            WHERE created_at < CAST($until AS TIMESTAMP) AND NOT coalesce(is_spam, false)
        ), known AS (
            SELECT CASE {bands} ELSE {len(AGES)} END AS age, {named},
                settled_at IS NULL OR settled_at >= CAST($until AS TIMESTAMP) AS is_open
            FROM aged WHERE days < {DAYS}
        )
        SELECT age, {names}, count(*) AS tickets, count(*) FILTER (is_open) AS open
        FROM known GROUP BY GROUPING SETS ({sets}) ORDER BY {names}, age""",
        {"until": end},
    )
    return _by_place(records, list(attributes))


def _by_place(records: Iterable[Mapping[str, Any]], attributes: list[str]) -> Counts:
    found: Counts = {}
    for row in records:
        place = tuple((name, str(row[name])) for name in attributes if row[name] is not None)
        found.setdefault(place, {})[int(row["age"])] = (int(row["tickets"]), int(row["open"]))
    return found


def _whole(study: Study, backlog: Figure) -> Finding:
    """How much is open, whether that is ``beyond`` all that came in the month, and how old it is."""
    asked = study.meter.answerable(("backlog_age_median", "backlog_over_7_days"))
    aged = {one.metric: one.figure for one in study.meter.measure(asked, study.period)} if asked else {}
    month = study.meter.figure("ticket_volume", study.period)
    beyond = "yes" if (backlog.value or 0.0) > (month.value or 0.0) > 0 else ""
    figures = {"now": backlog, "month": month}
    if "backlog_age_median" in aged:
        figures["age"] = aged["backlog_age_median"]
    if "backlog_over_7_days" in aged:
        figures["old"] = aged["backlog_over_7_days"]
        figures |= _lingering(study)
    if (ours := _ours(study, backlog)).value is not None:
        figures["ours"] = ours
    return Finding("analyses.unresolved", "unresolved.backlog", {"metric": "backlog", "beyond": beyond}, figures)


def _lingering(study: Study) -> dict[str, Figure]:
    """How many tickets are open for over seven days, the mean of that in the three months before, and how many tickets
    come in as long a time: what there is to judge by whether they are many."""
    now, *before = (_old(study.meter, study.period.shifted(-step)) for step in range(MONTHS_BEFORE + 1))
    volume, days = study.meter.figure("ticket_volume", study.period), (study.period.end - study.period.start).days
    week = derived("tickets × 7 ÷ days of the period", Unit.COUNT, (volume.value or 0.0) * 7 / days, volume)
    usual = [one.value for one in before if one.value is not None]
    mean = sum(usual) / MONTHS_BEFORE if len(usual) == MONTHS_BEFORE else None
    earlier = derived("mean of 3 months", Unit.COUNT, mean, *before)
    return {"lingering": now, "lingering_before": earlier, "week": week}


def _old(meter: Meter, period: Period) -> Figure:
    """Open tickets older than seven days at the end of a period; unknown where the data do not reach."""
    open_, share = meter.figure("backlog", period), meter.figure("backlog_over_7_days", period)
    count = None if open_.value is None or share.value is None else open_.value * share.value
    return derived("open tickets × share older than 7 days", Unit.COUNT, count, open_, share)


def _ours(study: Study, backlog: Figure) -> Figure:
    """The share of open tickets in which the customer wrote last, where conversations are known: we owe an answer."""
    end = end_of(study.period, study.meter.timezone)
    share = study.meter.snapshot.engine.one(
        """SELECT avg(CAST(is_waiting AS DOUBLE)) FROM ticket
        WHERE created_at < CAST($until AS TIMESTAMP) AND NOT coalesce(is_spam, false)
        AND (settled_at IS NULL OR settled_at >= CAST($until AS TIMESTAMP))""",
        {"until": end},
    )
    return derived("open tickets in which the customer wrote last / open tickets", Unit.SHARE, share, backlog)


def _held(counts: Counts, backlog: Figure) -> Iterable[Finding]:
    """The places that hold more than their share, the surest first; of places that are nearly the same the surest."""
    ages = range(len(AGES) + 1)
    whole_n, whole_k = (np.array([counts[()].get(age, (0, 0))[at] for age in ages], dtype=np.float64) for at in (0, 1))
    places = [one for one in counts if _is_candidate(one) and _rows(counts, one) >= FEWEST_ROWS]
    if not places:
        return
    n, k = (np.array([[counts[one].get(age, (0, 0))[at] for age in ages] for one in places]) for at in (0, 1))
    found = excess(k, n, whole_k, whole_n)
    p_values = adjusted(found.p_value)
    told: list[Place] = []
    for i in np.argsort(found.p_value, kind="stable").tolist():
        sure = p_values[i] <= FALSE_DISCOVERIES and found.observed[i] >= FEWEST_OPEN
        if sure and len(told) < MOST_TOLD and not any(_same(counts, places[i], one) for one in told):
            told.append(places[i])
            yield _finding(places[i], float(found.observed[i]), float(found.expected[i]), int(n[i].sum()), backlog)


def _is_candidate(place: Place) -> bool:
    """That a ticket was assigned or never opened again is no place to look."""
    return bool(place) and not any(name in MADE and member == "no" for name, member in place)


def _rows(counts: Counts, place: Place) -> int:
    return sum(n for n, _ in counts.get(place, {}).values())


def _open(counts: Counts, place: Place) -> int:
    return sum(k for _, k in counts.get(place, {}).values())


def _same(counts: Counts, place: Place, told: Place) -> bool:
    """Whether one lies within the other, shares an attribute with it or holds mostly its open tickets."""
    if set(place) & set(told):
        return True
    both = _ordered(counts, {*place, *told})
    return len(both) == 2 and _open(counts, both) >= ALIKE * _open(counts, place)


def _ordered(counts: Counts, wanted: set[tuple[str, str]]) -> Place:
    """The attributes in the order of the counts' keys."""
    return next((one for one in counts if set(one) == wanted), ())


def _finding(place: Place, observed: float, expected: float, rows: int, backlog: Figure) -> Finding:
    where = ", ".join(f"{name}={member or 'not stated'}" for name, member in place)
    now = derived(f"open tickets of the last {DAYS} days with {where}", Unit.COUNT, observed, backlog)
    usual = derived(f"as many tickets as old as those with {where} would leave open", Unit.COUNT, expected, backlog)
    tickets = derived(f"tickets of the last {DAYS} days with {where}", Unit.COUNT, float(rows), backlog)
    figures = {"now": now, "expected": usual, "tickets": tickets, "share": quotient(now, backlog),
               "excess": derived("open - expected", Unit.COUNT, observed - expected, now, usual)}  # fmt: skip
    subject = {"metric": "backlog", **dict(place)}
    return Finding("analyses.unresolved", "unresolved.held", subject, figures)


ANALYSIS = Analysis(
    {"en": "Why tickets stay open", "zh": "未解决工单的根因"},
    run,
    question={
        "en": "Which kinds of tickets stay open more than tickets as old usually do?",
        "zh": "哪些工单比同龄工单更容易悬而未决？",
    },
    method={
        "en": (
            "Every value and every pair of values of team, category, channel, priority …, opened again and not "
            "assigned is held against all tickets of the same age (Mantel-Haenszel), with Benjamini-Hochberg at "
            "5 % over all candidates."
        ),
        "zh": (
            "对小组、类别、渠道、优先级、重开、未分派等的每个取值及两两组合，与同龄工单比较（Mantel-Haenszel），"
            "对全部候选做5%错误发现率校正。"
        ),
    },
    reference="Mantel and Haenszel (1959); Benjamini and Hochberg (1995)",
    assumes={
        "en": "Tickets of the last half year; what is open stands as the data of today say.",
        "zh": "最近半年的工单；是否未结以现有数据为准。",
    },
)
