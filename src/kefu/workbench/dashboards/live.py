"""The day as it goes: each hour beside what is usual for that hour of that weekday."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from kefu.findings import Figure, Period, Unit
from kefu.findings.figure import derived
from kefu.metrics.grain import Grain
from kefu.metrics.query import Measurement
from kefu.narrative import formats
from kefu.project import Project
from kefu.report.context import Context
from kefu.report.document import Block, Card, Chart, FigureRow, Question, Role, Series
from kefu.workbench.dashboards.drawing import Drawn, context_of, drawn, narrator_of
from kefu.workbench.dashboards.filters import Filters
from kefu.workbench.web.words import word

METRICS = (
    "ticket_volume",
    "first_response_median",
    "answered_within_30_minutes",
    "resolution_rate",
    "complaint_volume",
)
HOURLY = ("ticket_volume", "first_response_median")
WEEKS = 8  # weeks before whose same weekday says what is usual
FEW = 10  # below so many, means of counts need a decimal
HOURS = tuple(f"{hour:02d}" for hour in range(24))


@dataclass(frozen=True, slots=True)
class Beside:
    """A number of the day and what is usual for the weekday; None where nothing is known of that hour."""

    now: Figure | None
    usual: Figure | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day in figures: metrics of the whole of it, and some by hour; ``context`` tells of them."""

    day: date
    context: Context
    whole: Mapping[str, Beside]
    hours: Mapping[str, Mapping[str, Beside]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A day as shown; ``is_today`` is False where the data end earlier."""

    day: str
    weekday: str
    is_today: bool
    parts: tuple[Drawn, ...]


def live(project: Project) -> Shown:
    """Today, or the last day the data reach; nothing to show where there are none."""
    narrator, day = narrator_of(project), last_day(project)
    if day is None:
        return Shown("", "", is_today=False, parts=())
    weekday, shown = narrator.word("weekday", str(day.isoweekday())), formats.day(day, narrator.language)
    is_today, measured = day == timezone.localdate(), measure_day(project, day)
    if measured is None:
        return Shown(shown, weekday, is_today, ())
    blocks = tuple(_blocks(measured))
    return Shown(shown, weekday, is_today, (drawn(project, measured.context, blocks, _filters(day), "main"),))


def last_day(project: Project) -> date | None:
    """Today, or the last day the data reach; None before anything was brought in."""
    reach = project.record.reach.get("ticket")
    return min(date.fromisoformat(reach[1][:10]), timezone.localdate()) if reach else None


def measure_day(project: Project, day: date) -> Day | None:
    """A day beside what is usual for its weekday; None where none of the metrics has a row."""
    context = context_of(project, METRICS, _filters(day), None)
    if context is None:
        return None
    whole = {one: _whole(context, one, day) for one in context.metrics}
    return Day(day, context, whole, {one: _by_hour(context, one, day) for one in HOURLY if context.has(one)})


def _filters(day: date) -> Filters:
    return Filters(Period(day, day + timedelta(days=1)), day.isoformat())


def _whole(context: Context, metric: str, day: date) -> Beside:
    """The day's number beside the mean of the same weekday of the weeks before."""
    days = context.meter.measure([metric], _before(day), grain=Grain.DAY)
    usual = [one.figure for one in days if one.period.start.isoweekday() == day.isoweekday()]
    return Beside(context.now(metric), _usual(usual))


def _by_hour(context: Context, metric: str, day: date) -> Mapping[str, Beside]:
    today = {one.member("hour"): one.figure for one in _hours(context, metric, context.period)}
    before: dict[str | None, list[Figure]] = {}
    for one in _hours(context, metric, _before(day), Grain.DAY):
        if one.period.start.isoweekday() == day.isoweekday():
            before.setdefault(one.member("hour"), []).append(one.figure)
    return {hour: Beside(today.get(hour), _usual(before.get(hour, ()))) for hour in HOURS}


def is_small(context: Context, metric: str, figure: Figure) -> bool:
    """Whether the day's number comes from too few rows to conclude from."""
    return figure.sample < context.definition(metric).minimum_sample


def _blocks(day: Day) -> Iterator[Block]:
    yield FigureRow(tuple(_card(day.context, metric, beside) for metric, beside in day.whole.items()))
    for metric, hours in day.hours.items():
        yield _chart(day.context, metric, hours)


def _card(context: Context, metric: str, beside: Beside) -> Card:
    figure, title = context.now(metric), context.narrator.title(metric)
    context.note(figure, title, {})
    shown = formats.figure(figure.value, figure.unit, context.narrator.style)
    usual = context.show(beside.usual, word("dashboards.live.usual_of", title=title))
    small = context.word("caveats", "small_sample") if is_small(context, metric, figure) else ""
    notes = [word("dashboards.live.usually", shown=usual), small]
    return Card(title, shown.number, shown.unit, figure.id, note=" · ".join(filter(None, notes)))


def _chart(context: Context, metric: str, hours: Mapping[str, Beside]) -> Chart:
    """Hour by hour: the day as a line, what is usual beside it."""
    title = context.narrator.title(metric)
    today, usual = [one.now for one in hours.values()], [one.usual for one in hours.values()]
    unit = context.definition(metric).unit
    values = [one.value if one else None for one in (*today, *usual)]
    axis = formats.axis(values, unit, context.narrator.style)
    few = unit is Unit.COUNT and max((one or 0.0 for one in values), default=0.0) < FEW
    name = word("dashboards.live.by_hour", title=title)
    return Chart(
        name=f"{metric}.by_hour",
        question=Question.TREND,
        title=name,
        categories=tuple(hours),
        series=(
            _line(context, title, word("dashboards.live.this_day"), today, axis, Role.MAIN),
            _line(context, title, word("dashboards.live.usual"), usual, axis, Role.COMPARE),
        ),
        alt=name,
        unit=axis.unit,
        number_format="0.0" if few else axis.number_format,
    )


def _line(
    context: Context, title: str, name: str, held: Sequence[Figure | None], axis: formats.Axis, role: Role
) -> Series:
    return Series(
        name=name,
        values=tuple(one.value / axis.divisor if one and one.value is not None else None for one in held),
        role=role,
        figures=tuple(context.note(one, f"{title} · {name}", {}) if one else "" for one in held),
    )


def _hours(context: Context, metric: str, period: Period, grain: Grain | None = None) -> list[Measurement]:
    return context.meter.measure([metric], period, grain=grain, by=["hour"], zeros=True)


def _before(day: date) -> Period:
    return Period(day - timedelta(weeks=WEEKS), day)


def _usual(figures: Sequence[Figure]) -> Figure | None:
    """The mean of those days that have a value; undefined where none has, None where there are no days."""
    if not figures:
        return None
    known = [one for one in figures if one.value is not None]
    mean = sum(one.value or 0.0 for one in known) / len(known) if known else None
    return derived(f"mean of {len(known)} days", figures[0].unit, mean, *known)
