"""What will the coming months bring, and how far may it be off?

Volumes come from their days (weekdays, festivals, make-up working days, promotions), rates and times from their months;
every model is tried on the past and those that lose to repeating last year's number are dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Analysis, Study, is_whole, under_way
from kefu.analyses._days import Days, history, volume, weekdays
from kefu.analyses._judging import HISTORY, bounded
from kefu.comparisons import covered
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import apart, derived
from kefu.findings.finding import SHORT_HISTORY, SMALL_SAMPLE
from kefu.methods.calendar import special_days
from kefu.methods.forecast import automatic, calendar_model, combined, daily, summed_days
from kefu.methods.forecast.combined import Forecast
from kefu.methods.forecast.models import Model
from kefu.methods.forecast.season import is_chance
from kefu.metrics import Definition
from kefu.metrics.grain import Grain
from kefu.metrics.query import Measurement

Floats = NDArray[np.float64]
AHEAD = 3  # months
YEAR = 12
BUSIER = 1.1  # times the next busiest, from which a day, or days that follow one another, are called the busiest
MOST_BUSY = 7  # days: more of them are no peak
FEWEST_A_DAY = 10  # rows of an ordinary day, from which the days of a volume that is not the main one are told too
ORIGINS = 12  # past forecasts each model is tried in
FEWEST_ORIGINS = 3  # past forecasts, without which what rests on months alone is not told; of a volume the days speak
MADE_BY = "analyses.forecast"
# The volumes and indicators a plan is made of and targets are set for, in the order they are told.
WATCHED = (
    "ticket_volume",
    "call_volume",
    "complaint_volume",
    "return_volume",
    "orders",
    "first_response_median",
    "resolution_rate",
    "first_contact_resolution",
    "csat",
    "nps",
    "complaint_handling_time",
    "complaint_closure_rate",
    "complaint_repeat_rate",
    "conversion_after_contact",
    "revenue",
    "average_order_value",
    "repurchase_rate",
    "return_rate",
)
# A quotient -> its parts: where both are forecast, one of its own would be a second number for the same thing.
QUOTIENTS = {"average_order_value": ("revenue", "orders"), "return_rate": ("return_volume", "orders")}
LIMITS = ("lower", "inner_lower", "inner_upper", "upper")


def run(study: Study) -> Iterable[Finding]:
    main, series = volume(study), _series(study)
    days = {metric: _history(study, metric) for metric, known in series.items() if known}
    found = {metric: _of_months(study, metric, known, days.get(metric)) for metric, known in series.items()}
    told = {metric: one for metric, one in found.items() if one is not None}
    for metric in tuple(_at_odds(told, series)):
        told.pop(metric, None)
    for metric, one in told.items():
        if metric in QUOTIENTS and told.keys() >= set(QUOTIENTS[metric]):
            continue
        yield one
        held = days.get(metric)
        if held is not None and (metric == main or _enough_a_day(held, study.period)):
            yield from _of_days(study, held, one)


def _history(study: Study, metric: str) -> Days | None:
    return history(study, metric) if study.meter.definition(metric).adds_up else None


def _at_odds(told: Mapping[str, Finding], series: Mapping[str, Sequence[Measurement]]) -> Iterator[str]:
    """Of two forecasts that cannot both be told, the one that was further off in the past: their quotient lies outside
    its own 95 % interval or, where there is none, one is to be more and the other less (more orders, less revenue)."""
    for quotient, parts in QUOTIENTS.items():
        if not told.keys() >= set(parts):
            continue
        own = told[quotient].figures if quotient in told else {}
        above, below = (told[one].figures["expected"].value or 0.0 for one in parts)
        if {"lower", "upper"} <= set(own):
            low, high = (own[role].value or 0.0 for role in ("lower", "upper"))
            odd = bool(below) and not low <= above / below <= high
        else:
            odd = _go_apart(*((told[one], series[one][-1].figure.value or 0.0) for one in parts))
        if odd:
            yield max(parts, key=lambda one: _off(told[one]))


def _go_apart(*parts: tuple[Finding, float]) -> bool:
    """Whether one is to be more and the other less than now, one of them by more than past forecasts were off."""
    moves = [(one.figures["expected"].value or 0.0) - now for one, now in parts]
    missed = [one.figures["missed"].value if "missed" in one.figures else None for one, _ in parts]
    far = any(off is not None and abs(move) > off for move, off in zip(moves, missed, strict=True))
    return moves[0] * moves[1] < 0 and far


def _off(told: Finding) -> float:
    """How far past forecasts were off, in proportion to what is forecast now."""
    missed, expected = told.figures.get("missed"), told.figures["expected"].value
    return abs((missed.value or 0.0) / expected) if missed and expected else 0.0


def _series(study: Study) -> dict[str, Sequence[Measurement]]:
    """Monthly figures up to the period, without a gap and from when they were under way, of the metrics whose data
    reach over the whole month."""
    metrics = [one for one in WATCHED if one in study.metrics and covered(study.meter, one, study.period)]
    months = Period(study.period.shifted(-HISTORY).start, study.period.end)
    series: dict[str, list[Measurement]] = {name: [] for name in metrics}
    for one in study.meter.measure(metrics, months, grain=Grain.MONTH) if metrics else ():
        known = one.figure.value is not None and is_whole(study, one)
        series[one.metric] = [*series[one.metric], one] if known else []
    return {name: under_way(study.meter.definition(name), one) for name, one in series.items()}


# --- months ----------------------------------------------------------------------------------------------------------


def _of_months(study: Study, metric: str, series: Sequence[Measurement], days: Days | None) -> Finding | None:
    """The coming months of one metric; None below a year of history."""
    definition = study.meter.definition(metric)
    coming = [study.period.shifted(step) for step in range(1, AHEAD + 1)]
    periods = [*(one.period for one in series), *coming]
    lengths = np.array([one.days if definition.adds_up else 1 for one in periods], dtype=np.float64)
    values = np.array([one.figure.value or 0.0 for one in series]) / lengths[: len(series)]
    models = _models(definition, periods, study.country, days)
    if definition.unit is Unit.SHARE and is_chance(values, np.array([one.figure.sample for one in series])):
        models = {name: model if name == combined.BASELINE else _seasonless(model) for name, model in models.items()}
    told = combined.forecast(values, AHEAD, YEAR, models=models, most_origins=ORIGINS)
    if told is None:
        return None
    figures = [one.figure for one in series]
    months = tuple(
        _month(definition, told, place, period, lengths[len(series) + place], figures, study.country)
        for place, period in enumerate(coming)
    )
    if _says_nothing(definition, told) or _repeats_one_month(definition, told, len(series)):
        return None
    tried_out = told.combined is not None and (days is not None or told.origins >= FEWEST_ORIGINS)
    kind = "forecast.untested" if not tried_out else "forecast.naive" if told.is_naive else "forecast.model"
    subject = {"metric": metric, "month": str(coming[0]), "origins": str(told.origins)}
    tried = _tried(definition, told, float(lengths.mean()), figures)
    return Finding(MADE_BY, kind, subject, {**months[0].figures, **tried}, _caveats(definition, told, series), months)


def _says_nothing(definition: Definition, told: Forecast) -> bool:
    """Whether past forecasts were as far off as the whole number that is forecast; a score around zero may be."""
    return definition.unit is not Unit.NPS and told.missed is not None and told.missed >= abs(float(told.values[0]))


def _repeats_one_month(definition: Definition, told: Forecast, known: int) -> bool:
    """Whether what is forecast of a level (a mean, a share, a stock) is the only such month there ever was: a season is
    seen in two years, or not at all."""
    return told.is_naive and not definition.adds_up and known < 2 * YEAR


def _models(definition: Definition, periods: Sequence[Period], country: str, days: Days | None) -> Mapping[str, Model]:
    """The models a metric is forecast with: for volumes also what the calendar and the days know."""
    models = dict(automatic.models())
    if definition.adds_up and special_days.has_calendar(country):
        spans = [(one.start, one.end) for one in periods]
        models["calendar"] = calendar_model.of(special_days.monthly(spans, country))
    if days is not None:
        models["days"] = _summed(days, periods)
    return models


def _seasonless(model: Model) -> Model:
    """The model of a series whose months differ by chance: a season of it would be that chance, told again."""
    return lambda series, ahead, _season: model(series, ahead, 1)


def _summed(days: Days, periods: Sequence[Period]) -> Model:
    first = max(days.place(periods[0].start), 0)
    dates = days.dates((periods[-1].end - periods[-AHEAD].start).days)[first:]
    starts = np.array([*((one.start - dates[0]).days for one in periods), len(dates)], dtype=np.int_)
    flags = special_days.flags(dates, days.country)
    return summed_days.of(days.values[first:], weekdays(dates, days.country), flags, np.maximum(starts, 0))


def _month(
    definition: Definition, told: Forecast, place: int, period: Period, length: float, history: Sequence[Figure],
    country: str,
) -> Finding:  # fmt: skip
    """One coming month: what is expected of it, its limits, and the special days in it."""
    subject = {"metric": definition.name, "month": str(period), "days": ",".join(_special(period, country))}
    made = partial(_figure, definition, f"{period}", history)
    ends = (told.lower, told.inner_lower, told.inner_upper, told.upper)
    figures = {"expected": made("forecast", told.values[place] * length)}
    if not np.isnan(told.lower[place]):
        figures |= {role: made(role, end[place] * length) for role, end in zip(LIMITS, ends, strict=True)}
    return Finding(MADE_BY, "forecast.month", subject, figures)


def _figure(definition: Definition, when: str, inputs: Sequence[Figure], role: str, value: float) -> Figure:
    return derived(f"{role} of {when} from history", definition.unit, bounded(definition, float(value)), *inputs)


def _special(period: Period, country: str) -> list[str]:
    """The kind of every special day in the period, in order of time; a peak is part of its promotion."""
    days = [period.start + timedelta(days=step) for step in range(period.days)]
    kinds = (special_days.kind_of(day, country).removesuffix("_peak") for day in days)
    return [one for one in kinds if one]


def _tried(definition: Definition, told: Forecast, length: float, history: Sequence[Figure]) -> dict[str, Figure]:
    """What trying it on the past said: how far off it was, and how far last year's number was."""
    said = {"missed": told.missed, "naive_missed": told.naive_missed}
    return {
        role: apart(f"{role}: mean absolute error of {told.origins} past forecasts", definition.unit,
                      value * (length if definition.adds_up else 1.0), *history)
        for role, value in said.items() if value is not None
    }  # fmt: skip


def _caveats(definition: Definition, told: Forecast, series: Sequence[Measurement]) -> tuple[str, ...]:
    """Under two years there is no season to tell, and no interval with few past forecasts."""
    caveats = [SHORT_HISTORY] if np.isnan(told.lower[0]) else []
    caveats += [SMALL_SAMPLE] if series[-1].figure.sample < definition.minimum_sample else []
    return tuple(caveats)


# --- days ------------------------------------------------------------------------------------------------------------


def _enough_a_day(days: Days, month: Period) -> bool:
    """Whether a day is a number to plan with, and not a handful that chance doubles."""
    return float(np.median(days.rows[-month.days :])) >= FEWEST_A_DAY


def _of_days(study: Study, days: Days, months: Finding) -> Iterator[Finding]:
    """The days of the coming month: they share out the month's forecast, so that both say one number."""
    coming = study.period.shifted(1)
    dates = days.dates(coming.days)
    flags, kinds = special_days.flags(dates, days.country), weekdays(dates, days.country)
    told = daily.forecast(days.values, kinds, flags)
    if told is None or not told.values.sum():
        return
    scale = (months.figures["expected"].value or 0.0) / float(told.values.sum())
    definition = study.meter.definition(days.metric)
    ends = {"expected": told.values, "lower": told.lower, "inner_lower": told.inner_lower,
            "inner_upper": told.inner_upper, "upper": told.upper}  # fmt: skip
    parts = tuple(
        _day(definition, day, {role: float(end[place]) * scale for role, end in ends.items()}, days)
        for place, day in enumerate(dates[-coming.days :])
    )
    kind = "forecast.days_naive" if told.is_naive else "forecast.days"
    subject = {"metric": days.metric, "month": str(coming), "folds": str(told.folds)}
    busy = _busiest(parts)
    busiest = max(busy or parts, key=_expected)
    subject |= {
        "day": busiest.subject["day"],
        "days": busiest.subject["days"],
        "alone": "yes" if len(busy) == 1 else "",
    }
    if len(busy) > 1:
        subject |= {"from": busy[0].subject["day"], "to": busy[-1].subject["day"]}
    off = f"mean absolute error a day of {told.folds} past forecasts"
    tried = {
        role: apart(f"{role}: {off}", definition.unit, value, days.whole)
        for role, value in (("missed", told.missed), ("naive_missed", told.naive_missed))
    }
    yield Finding(MADE_BY, kind, subject, {**busiest.figures, **tried}, (), parts)


def _busiest(parts: Sequence[Finding]) -> Sequence[Finding]:
    """The day that stands out from all others, or the few in a row that do; nothing where the busiest lie apart."""
    least = max(map(_expected, parts)) / BUSIER
    busy = [place for place, one in enumerate(parts) if _expected(one) > least]
    in_a_row = busy[-1] - busy[0] == len(busy) - 1
    return [parts[place] for place in busy] if in_a_row and len(busy) <= MOST_BUSY else []


def _expected(day: Finding) -> float:
    return day.figures["expected"].value or 0.0


def _day(definition: Definition, day: date, values: Mapping[str, float], days: Days) -> Finding:
    figures = {role: _figure(definition, str(day), [days.whole], role, value) for role, value in values.items()}
    subject = {"metric": days.metric, "day": str(day), "days": special_days.kind_of(day, days.country)}
    return Finding(MADE_BY, "forecast.day", subject, figures)


ANALYSIS = Analysis(
    {"en": "Forecast", "zh": "预测"},
    run,
    question={
        "en": "What will the coming months and days bring, and how far may that be off?",
        "zh": "未来几个月和每一天会有多少，可能相差多大？",
    },
    method={
        "en": (
            "Volumes from their days (weekdays, holidays, make-up working days, promotions, trend; ridge regression), "
            "other indicators from their months (theta, damped trend); each model is tried on the past, what loses to "
            "last year's number is dropped, and the median of the rest is told with the spread of its past errors."
        ),
        "zh": (
            "业务量按日推算（星期、节假日、调休、大促与趋势，岭回归），其他指标按月推算（theta、阻尼趋势）；"
            "各模型先在过去回测，不及沿用去年同期者不用，其余取中位数，区间取自过去的误差。"
        ),
    },
    reference="Assimakopoulos and Nikolopoulos (2000); Gardner and McKenzie (1985); Hoerl and Kennard (1970)",
    assumes={
        "en": "The coming months are like the past ones on the same kinds of days; a year of months at least.",
        "zh": "未来与过去同类日子相仿；至少需要一年的历史。",
    },
)
