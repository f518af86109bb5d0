"""Which channel, team, product line … has more complaints, low scores, reopened tickets or returns than chance allows?

Every value of every usual attribute is a candidate, so dozens are asked about at once: p values are corrected over all
of them in the three months before, and what is left must show again in the month itself. A value that decides the
outcome by its meaning (the category "complaint") is no finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from kefu.analyses import DIMENSIONS, MOST_MEMBERS, Analysis, Study
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import derived, quotient
from kefu.findings.finding import NOT_CAUSAL
from kefu.methods.association.pairs import rule, telling
from kefu.metrics import Aggregate

MONTHS = 3
CONFIRMED = 0.05
OUTCOMES = ("complaint_rate", "low_score_rate", "reopen_rate", "return_rate")
ATTRIBUTES = (*(name for name in DIMENSIONS if name != "cause"), "segment", "priority", "hour_slot", "weekday")
BY_MEANING = 0.95  # of the rows have the outcome, or of the outcomes lie here: the value says the same in other words


@dataclass(frozen=True, slots=True)
class _Pair:
    """One value of an attribute beside one outcome: rows with both, with the value, with the outcome, and all."""

    outcome: str
    dimension: str
    member: str
    both: int
    first: int
    second: int
    rows: int


def run(study: Study) -> Iterable[Finding]:
    before = Period(study.period.shifted(-MONTHS).start, study.period.start)
    found = [pair for outcome in _outcomes(study) for pair in _pairs(study, outcome, before)]
    for pair in _surviving(found):
        one = _again(study, pair)
        if one is not None:
            yield one


def _outcomes(study: Study) -> list[str]:
    return study.meter.answerable(OUTCOMES)


def _pairs(study: Study, outcome: str, period: Period) -> Iterator[_Pair]:
    """Every candidate of the outcome; attributes that decide it are left out whole."""
    for name in study.meter.slicers(outcome, period, ATTRIBUTES, MOST_MEMBERS):
        counts = _counts(study, outcome, period, name)
        both, first = (sum(one[at] for one in counts.values()) for at in (0, 1))
        decides = any(k >= BY_MEANING * n or k >= BY_MEANING * both for k, n in counts.values() if n)
        if not decides and 0 < both < first:
            for member, (k, n) in counts.items():
                if 0 < n < first:
                    yield _Pair(outcome, name, member, k, n, both, first)


def _counts(study: Study, outcome: str, period: Period, name: str) -> dict[str, tuple[int, int]]:
    """Rows with the outcome, and rows, of each member; rows that state none are not counted."""
    if study.meter.definition(outcome).aggregate is Aggregate.RATIO:
        return _counts_of_ratio(study, outcome, period, name)
    measured = study.meter.measure([outcome], period, by=[name])
    return {member: _hits(one.figure) for one in measured if (member := one.member(name)) is not None}


def _hits(figure: Figure) -> tuple[int, int]:
    return round((figure.value or 0.0) * figure.sample), figure.sample


def _counts_of_ratio(study: Study, outcome: str, period: Period, name: str) -> dict[str, tuple[int, int]]:
    """The counts of a ratio of two counts; of one that may count a row above twice, at most as many as below."""
    parts = study.meter.definition(outcome).parts
    cells: dict[str, dict[str, int]] = {}
    for one in study.meter.measure(parts, period, by=[name]):
        if one.member(name) is not None:
            cells.setdefault(str(one.member(name)), {})[one.metric] = int(one.figure.value or 0)
    above, below = parts
    return {member: (min(one.get(above, 0), one.get(below, 0)), one.get(below, 0)) for member, one in cells.items()}


def _surviving(pairs: list[_Pair]) -> list[_Pair]:
    """What is told apart from chance, corrected over all candidates of all outcomes."""
    both, first, second, rows = (
        np.array([getattr(one, name) for one in pairs], dtype=np.int64) for name in ("both", "first", "second", "rows")
    )
    if not pairs:
        return []
    kept = telling(both, first, second, rows)
    return [one for one, told in zip(pairs, kept, strict=True) if told]


def _again(study: Study, pair: _Pair) -> Finding | None:
    """The same pair in the month itself; None where it does not show again."""
    counts = _counts(study, pair.outcome, study.period, pair.dimension)
    both, rows = (sum(one[at] for one in counts.values()) for at in (0, 1))
    k, n = counts.get(pair.member, (0, 0))
    if not k or not 0 < n < rows or not 0 < both < rows:
        return None
    now = rule(k, n, both, rows)
    if now.lift <= 1 or now.p_value > CONFIRMED:
        return None
    return _finding(study, pair)


def _finding(study: Study, pair: _Pair) -> Finding:
    where = {pair.dimension: pair.member}
    before = Period(study.period.shifted(-MONTHS).start, study.period.start)
    now, whole = (study.meter.figure(pair.outcome, study.period, one) for one in (where, None))
    then, then_whole = (study.meter.figure(pair.outcome, before, one) for one in (where, None))
    support = derived("rows with both, three months before", Unit.COUNT, float(pair.both), then, then_whole)
    figures = {
        "now": now,
        "overall": whole,
        "lift": quotient(now, whole, Unit.RATIO),
        "before": then,
        "lift_before": quotient(then, then_whole, Unit.RATIO),
        "support": support,
    }
    subject = {"metric": pair.outcome, "dimension": pair.dimension, "member": pair.member}
    return Finding("analyses.association", "association.pair", subject, figures, (NOT_CAUSAL,))


ANALYSIS = Analysis(
    {"en": "What goes together", "zh": "关联分析"},
    run,
    question={
        "en": (
            "Which channel, team, product line … has more complaints, low scores, reopened tickets or returns "
            "than chance allows?"
        ),
        "zh": "哪些渠道、小组、产品线……的投诉、低分、重开或退换超出偶然？",
    },
    method={
        "en": (
            "Fisher's exact test of every value of every attribute in the three months before, "
            "Benjamini-Hochberg at 5 % over all candidates, at least 30 rows with both; told only where the "
            "month itself shows it again at 5 %."
        ),
        "zh": (
            "对前三个月每个属性值做Fisher精确检验，对全部候选做5%错误发现率校正，支持度至少30行；本月再次验证（5%"
            "）成立才列出。"
        ),
    },
    reference="Fisher (1935); Benjamini and Hochberg (1995); Agrawal, Imielinski and Swami (1993)",
    assumes={
        "en": (
            "Rows are independent of each other; values that mean the outcome are left out. A return is counted "
            "as one per order, though a case may belong to an earlier order."
        ),
        "zh": "各行相互独立；含义上等同于结果的属性值已剔除。退换按每单一件计，个案可能对应更早的订单。",
    },
)
