"""Which channel, team, product line … has more complaints, low scores, reopened tickets or returns than chance allows?

Every value of every usual attribute is a candidate, so dozens are asked about at once: p values are corrected over all
of them in the three months before, and what is left must show again in the month itself. A value that decides the
outcome by its meaning (the category "complaint") is no finding. Of the attributes as a whole the one that goes with an
outcome most is told as well, by the same two steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from kefu.analyses import DIMENSIONS, MOST_MEMBERS, Analysis, Study
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import derived, quotient
from kefu.findings.finding import NOT_CAUSAL
from kefu.methods.association.contingency import Association, cramers_v
from kefu.methods.association.pairs import rule, telling
from kefu.methods.change.false_discovery import adjusted
from kefu.metrics import Aggregate

MONTHS = 3
CONFIRMED = 0.05
FALSE_DISCOVERIES = 0.05
WEAK, MODERATE = 0.1, 0.3  # of Cramer's V, by custom (Cohen 1988): below is weak, below is moderate, the rest is strong
LEAST_EXPECTED = 5  # of either outcome by chance; values of fewer count as one, if that is enough (Cochran 1954)
OUTCOMES = ("complaint_rate", "low_score_rate", "reopen_rate", "return_rate")
ATTRIBUTES = (*(one for one in DIMENSIONS if one != "cause"), "segment", "priority", "delivery", "hour_slot", "weekday")
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


@dataclass(frozen=True, slots=True)
class _Table:
    """One attribute beside one outcome: rows with the outcome, and rows, of each of its values."""

    outcome: str
    dimension: str
    counts: Mapping[str, tuple[int, int]]

    def pairs(self) -> Iterator[_Pair]:
        both, rows = (sum(one[at] for one in self.counts.values()) for at in (0, 1))
        for member, (k, n) in self.counts.items():
            if 0 < n < rows:
                yield _Pair(self.outcome, self.dimension, member, k, n, both, rows)

    def association(self) -> Association | None:
        """How strongly the attribute goes with the outcome; None where nearly all rows are of one value."""
        hits, rows = np.array(list(self.counts.values()), dtype=np.float64).reshape(-1, 2).T
        share = hits.sum() / max(rows.sum(), 1)
        cells = np.column_stack((hits, rows - hits))
        many = rows * min(share, 1 - share) >= LEAST_EXPECTED
        rest = cells[~many].sum(axis=0)
        kept = [rest] if rest.sum() * min(share, 1 - share) >= LEAST_EXPECTED else []
        return cramers_v(np.array([*cells[many], *kept]).reshape(-1, 2))


def run(study: Study) -> Iterable[Finding]:
    before = Period(study.period.shifted(-MONTHS).start, study.period.start)
    tables = [table for outcome in _outcomes(study) for table in _tables(study, outcome, before)]
    for pair in _surviving([pair for table in tables for pair in table.pairs()]):
        one = _again(study, pair)
        if one is not None:
            yield one
    yield from _attributes(study, tables)


def _outcomes(study: Study) -> list[str]:
    return study.meter.answerable(OUTCOMES)


def _tables(study: Study, outcome: str, period: Period) -> Iterator[_Table]:
    """Every attribute beside the outcome; those that decide it are left out whole."""
    for name in study.meter.slicers(outcome, period, ATTRIBUTES, MOST_MEMBERS):
        counts = _counts(study, outcome, period, name)
        both, first = (sum(one[at] for one in counts.values()) for at in (0, 1))
        decides = any(k >= BY_MEANING * n or k >= BY_MEANING * both for k, n in counts.values() if n)
        if not decides and 0 < both < first:
            yield _Table(outcome, name, counts)


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


def _attributes(study: Study, tables: list[_Table]) -> Iterator[Finding]:
    """Of every outcome the attribute that goes with it most, corrected over all attributes of all outcomes."""
    found = [(table, one) for table in tables if (one := table.association()) is not None]
    p_values = adjusted(np.array([one.p_value for _, one in found]))
    kept = [pair for pair, p_value in zip(found, p_values, strict=True) if p_value <= FALSE_DISCOVERIES]
    for outcome in dict.fromkeys(table.outcome for table, _ in kept):
        table, before = max((pair for pair in kept if pair[0].outcome == outcome), key=lambda pair: pair[1].v)
        now = _Table(outcome, table.dimension, _counts(study, outcome, study.period, table.dimension)).association()
        if now is not None and now.p_value <= CONFIRMED:
            tried = sum(other.outcome == outcome for other, _ in found)
            yield _attribute(study, table, tried, before, now)


def _attribute(study: Study, table: _Table, tried: int, before: Association, now: Association) -> Finding:
    overall = study.meter.figure(table.outcome, study.period)
    one, other = table.dimension, table.outcome
    figures = {
        "overall": overall,
        "strength": derived(f"Cramer's V of {one} and {other}", Unit.RATIO, now.v, overall),
        "before": derived(f"Cramer's V of {one} and {other}, three months before", Unit.RATIO, before.v, overall),
        "tried": derived(f"attributes beside {other}", Unit.COUNT, float(tried), overall),
    }
    degree = "weak" if now.v < WEAK else "moderate" if now.v < MODERATE else "strong"
    subject = {"metric": table.outcome, "dimension": table.dimension, "degree": degree}
    return Finding("analyses.association", "association.attribute", subject, figures, (NOT_CAUSAL,))


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
            "month itself shows it again at 5 %. Whole attributes by Cramer's V, without its bias, and chi squared."
        ),
        "zh": (
            "对前三个月每个属性值做Fisher精确检验，对全部候选做5%错误发现率校正，支持度至少30行；本月再次验证（5%"
            "）成立才列出。属性整体用Cramér's V（偏差校正）与卡方检验衡量。"
        ),
    },
    reference="Fisher (1935); Bergsma (2013); Benjamini and Hochberg (1995); Agrawal, Imielinski and Swami (1993)",
    assumes={
        "en": (
            "Rows are independent of each other; values that mean the outcome are left out. A return is counted "
            "as one per order, though a case may belong to an earlier order."
        ),
        "zh": "各行相互独立；含义上等同于结果的属性值已剔除。退换按每单一件计，个案可能对应更早的订单。",
    },
)
