"""The day as it goes: each hour beside what is usual for that hour of that weekday."""

from __future__ import annotations

from collections.abc import Iterator
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
class Day:
    """A day as shown; ``is_today`` is False where the data end earlier."""

    day: str
    weekday: str
    is_today: bool
    parts: tuple[Drawn, ...]


def live(project: Project) -> Day:
    """Today, or the last day the data reach; nothing to show where there are none."""
    narrator, today = narrator_of(project), timezone.localdate()
    reach = project.record.reach.get("ticket")
    if reach is None:
        return Day("", "", is_today=False, parts=())
    day = min(date.fromisoformat(reach[1][:10]), today)
    filters = Filters(Period(day, day + timedelta(days=1)), day.isoformat())
    context = context_of(project, METRICS, filters, None)
    weekday = narrator.word("weekday", str(day.isoweekday()))
    shown = formats.day(day, narrator.language)
    if context is None:
        return Day(shown, weekday, day == today, ())
    blocks = tuple(_blocks(context, day))
    return Day(shown, weekday, day == today, (drawn(project, context, blocks, filters, "main"),))


def _blocks(context: Context, day: date) -> Iterator[Block]:
    yield FigureRow(tuple(_card(context, metric, day) for metric in context.metrics))
    for metric in HOURLY:
        if context.has(metric):
            yield _by_hour(context, metric, day)


def _card(context: Context, metric: str, day: date) -> Card:
    """The day's number beside the mean of the same weekday of the weeks before."""
    figure, title = context.now(metric), context.narrator.title(metric)
    context.note(figure, title, {})
    shown = formats.figure(figure.value, figure.unit, context.narrator.style)
    days = context.meter.measure([metric], _before(day), grain=Grain.DAY)
    usual = _usual([one.figure for one in days if one.period.start.isoweekday() == day.isoweekday()])
    text = context.show(usual, word("dashboards.live.usual_of", title=title))
    is_small = figure.sample < context.definition(metric).minimum_sample
    notes = [word("dashboards.live.usually", shown=text), context.word("caveats", "small_sample") if is_small else ""]
    return Card(title, shown.number, shown.unit, figure.id, note=" · ".join(filter(None, notes)))


def _by_hour(context: Context, metric: str, day: date) -> Chart:
    """Hour by hour: the day as a line, what is usual beside it."""
    title = context.narrator.title(metric)
    today = {one.member("hour"): one.figure for one in _hours(context, metric, context.period)}
    before: dict[str | None, list[Figure]] = {}
    for one in _hours(context, metric, _before(day), Grain.DAY):
        if one.period.start.isoweekday() == day.isoweekday():
            before.setdefault(one.member("hour"), []).append(one.figure)
    usual = {hour: _usual(found) for hour, found in before.items()}
    held = [found.get(hour) for found in (today, usual) for hour in HOURS]
    unit = context.definition(metric).unit
    values = [one.value if one else None for one in held]
    axis = formats.axis(values, unit, context.narrator.style)
    few = unit is Unit.COUNT and max((one or 0.0 for one in values), default=0.0) < FEW
    name = word("dashboards.live.by_hour", title=title)
    return Chart(
        name=f"{metric}.by_hour",
        question=Question.TREND,
        title=name,
        categories=HOURS,
        series=(
            _line(context, title, word("dashboards.live.this_day"), today, axis, Role.MAIN),
            _line(context, title, word("dashboards.live.usual"), usual, axis, Role.COMPARE),
        ),
        alt=name,
        unit=axis.unit,
        number_format="0.0" if few else axis.number_format,
    )


def _line(
    context: Context, title: str, name: str, found: dict[str | None, Figure], axis: formats.Axis, role: Role
) -> Series:
    held = [found.get(hour) for hour in HOURS]
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


def _usual(figures: list[Figure]) -> Figure:
    """The mean of those days that have a value; undefined where none has."""
    known = [one for one in figures if one.value is not None]
    mean = sum(one.value or 0.0 for one in known) / len(known) if known else None
    unit = figures[0].unit
    return derived(f"mean of {len(known)} days", unit, mean, *known)
