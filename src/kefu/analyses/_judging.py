"""Holding a month against its own history: which rule of ``methods.change`` suits which kind of metric."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from math import exp

import numpy as np
from numpy.typing import NDArray

from kefu.analyses._relevance import hidden_change, more_months, rows_needed, too_few
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import apart, derived
from kefu.findings.finding import SHORT_HISTORY, SMALL_SAMPLE, WITHIN_NORMAL_VARIATION
from kefu.methods.calendar import special_days
from kefu.methods.change import laney, prediction_limit, trend
from kefu.methods.change.false_discovery import adjusted
from kefu.methods.change.verdict import Verdict
from kefu.metrics import Aggregate, Definition
from kefu.metrics.query import Measurement

Floats = NDArray[np.float64]
HISTORY = 36  # months; older ones speak of another company
TRENDS = {0: "change.uneven", 1: "change.rising", -1: "change.falling"}
LEVELS = {"real": "change.real", "noticeable": "change.noticeable", "normal": "change.normal"}


def judge(
    definition: Definition, series: Sequence[Measurement], country: str, without: Collection[Period] = ()
) -> Verdict:
    """The verdict on the last month of ``series`` after the months before it, ``without`` some of them."""
    *earlier, now = series
    before = [_unknown(one) if one.period in without else one for one in earlier] if without else earlier
    figures = [one.figure for one in before]
    match definition.aggregate:
        case Aggregate.COUNT | Aggregate.SUM if definition.adds_up:
            return _per_day(before, now, _calendar([one.period for one in series], country))
        case Aggregate.SHARE:
            n = _samples(figures)
            k = np.nan_to_num(_values(figures)) * n
            return laney.judge_rate((now.figure.value or 0.0) * now.figure.sample, now.figure.sample, k, n)
        case Aggregate.MEAN:
            spreads = np.array([np.nan if one.spread is None else one.spread for one in figures])
            value = np.nan if now.figure.value is None else now.figure.value
            return laney.judge_mean(value, now.figure.sample, _values(figures), spreads, _samples(figures))
        case Aggregate.MEDIAN | Aggregate.QUANTILE if definition.unit is Unit.SECONDS:
            return _of_times(now.figure, figures)
        case _:
            value = np.nan if now.figure.value is None else now.figure.value
            return prediction_limit.judge(value, _values(figures))


def judged(
    asked: Sequence[tuple[Definition, Sequence[Measurement], Collection[Period]]], country: str
) -> Iterator[tuple[Definition, Sequence[Measurement], Collection[Period], Verdict, float]]:
    """Each series with the months it is judged without, its verdict, and the p value after having asked of all of them
    (Benjamini-Hochberg); NaN where there is no verdict."""
    verdicts = [judge(definition, series, country, without) for definition, series, without in asked]
    p_values = adjusted(np.array([np.nan if one.p_value is None else one.p_value for one in verdicts]))
    for one, verdict, p_value in zip(asked, verdicts, p_values, strict=True):
        yield *one, verdict, float(p_value)


def _unknown(one: Measurement) -> Measurement:
    """The month as if it had no rows."""
    return Measurement(one.query, replace(one.figure, value=None, sample=0, spread=None))


def _of_times(now: Figure, before: Sequence[Figure]) -> Verdict:
    """Medians and percentiles of times are judged by their logarithms: waits are skewed, so a median of few of them
    jumps up far more often than a normal month may."""
    value, months = np.nan if now.value is None else now.value, _values(before)
    if value <= 0 or (months <= 0).any():
        return prediction_limit.judge(value, months)
    return prediction_limit.judge(float(np.log(value)), np.log(months)).turned(exp)


def _per_day(before: Sequence[Measurement], now: Measurement, calendar: Floats | None) -> Verdict:
    """Counts and sums are judged per day, so that February is not a drop, and told per month."""
    daily = np.array([np.nan if one.figure.value is None else one.figure.value / one.period.days for one in before])
    if now.figure.value is None:
        return prediction_limit.judge(np.nan, daily)
    verdict = prediction_limit.judge(now.figure.value / now.period.days, daily, regressors=calendar)
    return verdict.rescaled(centre=0.0, scale=now.period.days)


def finding(
    made_by: str,
    definition: Definition,
    series: Sequence[Measurement],
    verdict: Verdict,
    without: Collection[Period] = (),
) -> Finding:
    """The verdict as a finding: now, expected and the limits of normal variation."""
    now = series[-1]
    subject = {"metric": definition.name, **{name: member or "" for name, member in now.query.where.items()}}
    history = [one.figure for one in series[:-1] if one.period not in without]
    figures = {"now": now.figure}
    if verdict.expected is not None and verdict.lower is not None and verdict.upper is not None:
        low, high = bounded(definition, verdict.lower), bounded(definition, verdict.upper)
        expected = bounded(definition, verdict.expected)
        if definition.unit is Unit.SHARE and all((one.figure.value or 0.0) <= 1 for one in series):
            high = min(high, 1.0)  # a ratio that was never more than its whole is a share of it
        if _is_whole_number(definition):
            low, high = float(np.ceil(low - 1e-9)), float(np.floor(high + 1e-9))  # no count lies between
        figures["expected"] = derived("expected from history", definition.unit, expected, *history)
        figures["lower"] = derived("lower 99.7 % prediction limit", definition.unit, low, *history)
        figures["upper"] = derived("upper 99.7 % prediction limit", definition.unit, high, *history)
    kind = LEVELS.get(verdict.level, "change.unknown")
    if kind == "change.normal" and (hidden := hidden_change(definition, now.figure, verdict)) is not None:
        few = too_few(definition, now.figure, verdict, hidden)
        kind = "change.few" if few else _unevenness(series, without)
        figures["hidden"] = apart("change that would not stand out", definition.unit, hidden, figures["expected"])
        figures |= _needed(kind, definition, now.figure, history, verdict, hidden)
    caveats = [WITHIN_NORMAL_VARIATION] if kind == "change.normal" else []
    caveats += [SHORT_HISTORY] if kind == "change.unknown" else []
    caveats += [SMALL_SAMPLE] if now.figure.sample < definition.minimum_sample else []
    return Finding(made_by, kind, subject, figures, tuple(caveats))


def _needed(
    kind: str, definition: Definition, now: Figure, history: Sequence[Figure], verdict: Verdict, hidden: float
) -> dict[str, Figure]:
    """What would have to be there for a verdict, as far as that is known: rows a month, or months."""
    if kind == "change.few":
        rows = rows_needed(definition, now, verdict, hidden)
        if rows is None:
            return {}
        return {
            "rows": derived("rows of the month", Unit.COUNT, float(now.sample), now),
            "needed": derived("rows a month for that change to stand out", Unit.COUNT, float(rows), now),
        }
    if kind != "change.uneven":
        return {}  # months on their way up or down need two years, which their sentence says
    months = more_months(verdict, sum(one.value is not None for one in history), hidden, HISTORY)
    if months is None:
        return {}
    return {"months": derived("months of history for that change to stand out", Unit.COUNT, float(months), *history)}


def _unevenness(series: Sequence[Measurement], without: Collection[Period]) -> str:
    """Whether months that differ widely are only on their way up or down, where too few are known to allow for it."""
    values = _values([one.figure for one in series if one.period not in without])
    known = int((~np.isnan(values[:-1])).sum())
    return TRENDS[trend.direction(values) if known < prediction_limit.TWO_YEARS else 0]


def _is_whole_number(definition: Definition) -> bool:
    """Whether the metric counts rows or people, so that only whole numbers are within its limits."""
    return definition.aggregate in (Aggregate.COUNT, Aggregate.DISTINCT) and definition.unit is Unit.COUNT


def bounded(definition: Definition, value: float) -> float:
    """The value cut to what the unit can hold."""
    floor, ceiling = {Unit.SHARE: (0.0, 1.0), Unit.NPS: (-100.0, 100.0)}.get(definition.unit, (0.0, float("inf")))
    if definition.aggregate is Aggregate.RATIO:
        ceiling = float("inf")
    return min(max(value, floor), ceiling)


def _values(figures: Sequence[Figure]) -> Floats:
    return np.array([np.nan if one.value is None else one.value for one in figures], dtype=np.float64)


def _samples(figures: Sequence[Figure]) -> Floats:
    return np.array([one.sample for one in figures], dtype=np.float64)


def _calendar(periods: Sequence[Period], country: str) -> Floats | None:
    """What the calendar says of each month; only China's is known to move volumes."""
    if not special_days.has_calendar(country):
        return None
    return special_days.monthly([(one.start, one.end) for one in periods], country)
