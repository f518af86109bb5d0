"""What the coming months should bring: the fan of the volume, every indicator's next month, and the days to come."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from kefu.findings import Figure, Finding, Period
from kefu.findings.finding import CHANGED
from kefu.metrics.grain import Grain
from kefu.metrics.query import Measurement
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Chart, Column, Question, Role, Series, Table
from kefu.report.lately import outrun
from kefu.report.pieces import month_label, scaled, without_blanks
from kefu.report.sections import Section

LIMITS = ("lower", "inner_lower", "inner_upper", "upper")
TRIED = ("missed", "naive_missed")  # how far off past forecasts were
OF_DAYS = ("forecast.days", "forecast.days_naive")
STAFFED = ("ticket_volume", "call_volume")  # what shifts are planned for: only their days have a page
DAYS_BEFORE = 28
FEW_ROWS = 2  # a table of so few leaves room for charts
NAMED = 2  # indicators whose forecast a title tells
HEADS = ("metric", "now", "next", "likely", "range", "missed", "naive_missed", "model")
WIDTHS = (1.8, 0.9, 0.9, 1.3, 1.3, 1.0, 1.1, 0.8)


def build(context: Context) -> Iterable[Block]:
    months = [one for one in context.found("forecast") if one.kind in ("forecast.model", "forecast.naive")]
    if not months:
        return
    first = months[0]
    yield from context.page(
        context.narrator.headline(first),
        context.say("forecast", "topic"),
        _months(context, first),
        _known(context, first),
    )
    if days := [one for name in STAFFED for one in context.found("forecast", name) if one.kind in OF_DAYS]:
        fans = [_days(context, one) for one in days]
        topic = context.say("forecast", "days_topic")
        yield from context.page(context.narrator.headline(days[0]), topic, *fans, _special(context, days))
    if len(months) > 1:  # a single indicator has been told
        yield from _ahead(context, months)


def _ahead(context: Context, months: Sequence[Finding]) -> list[Block]:
    """Every indicator's next month in a row each; of few, the months of those that have no page of their own, too."""
    renewed = outrun(context)
    moving = max(months, key=lambda one: _beyond(context, one) if one.subject["metric"] not in renewed else 0.0)
    banded = any("lower" in one.figures for one in months)
    within = all("inner_lower" in one.figures for one in months)
    title = context.narrator.title(moving.subject["metric"])
    known = [one for one in months if one.subject["metric"] not in renewed]
    named, more = [_expected(context, one) for one in known[:NAMED]], max(len(known) - NAMED, 0)
    coming = context.word("comma").join(named) if more else context.listed(named)
    values = {"count": len(months), "banded": banded, "within": within and bool(known), "title": title}
    values |= {"coming": coming, "more": more}
    if _beyond(context, moving) > 0 and moving.subject["metric"] not in renewed:
        now, ahead = context.now(moving.subject["metric"]), moving.figures["expected"]
        values |= {"now": context.narrator.show(now), "next": context.narrator.show(ahead)}
    said = context.say("forecast", "table_title", **values, apart=bool(renewed))
    drawn = [_months(context, one) for one in known if one is not months[0]] if len(months) <= FEW_ROWS else []
    table = _table(context, months)
    return context.page(said, context.say("forecast", "topic"), table, *drawn, _unforeseen(context, months))


def _expected(context: Context, one: Finding) -> str:
    """An indicator and what is forecast of it."""
    title = formats.small(context.narrator.title(one.subject["metric"]))
    return f"{title}{context.word('blank')}{context.narrator.show(one.figures['expected'])}"


def _unforeseen(context: Context, months: Sequence[Finding]) -> Callout | None:
    """Why nothing is forecast of an indicator that an action has moved, and what to expect if that goes on."""
    renewed = outrun(context)
    said = tuple(
        context.say(
            "forecast",
            "renewed",
            title=context.narrator.title(one.subject["metric"]),
            action=renewed[one.subject["metric"]],
            now=context.narrator.show(context.now(one.subject["metric"])),
        )
        + context.word("stop")
        for one in months
        if one.subject["metric"] in renewed
    )
    return Callout(context.say("forecast", "renewed_topic"), said) if said else None


def _beyond(context: Context, told: Finding) -> float:
    """How far next month is expected from this one, in proportion, where this one lies outside the 80 % interval."""
    now = context.now(told.subject["metric"]).value
    coming, low, high = (
        told.figures[role].value if role in told.figures else None
        for role in ("expected", "inner_lower", "inner_upper")
    )
    if not now or coming is None or low is None or high is None or low <= now <= high:
        return 0.0
    return abs(coming - now) / abs(now)


def _months(context: Context, told: Finding) -> Chart:
    """The last thirteen months and, from the last of them, the fan."""
    metric = told.subject["metric"]
    series = context.series(metric)
    ahead = [Period.month(part.subject["month"]) for part in told.parts]
    names = [month_label(context, one) for one in series]
    names += [formats.short_month(one.start, context.narrator.language) for one in ahead]
    title = context.narrator.title(metric)
    shown = context.say("forecast", "chart", title=title, months=len(series), ahead=len(ahead))
    return _fan(context, told, series, names, ahead, shown, label=True)


def _days(context: Context, told: Finding) -> Chart:
    """The last four weeks and the coming month, day by day."""
    metric, coming = told.subject["metric"], Period.month(told.subject["month"])
    before = Period(coming.start - timedelta(days=DAYS_BEFORE), coming.start)
    series = context.meter.measure([metric], before, grain=Grain.DAY)
    ahead = [Period(day, day + timedelta(days=1)) for day in _dates(told)]
    names = [f"{one.start.month}/{one.start.day}" for one in (*(one.period for one in series), *ahead)]
    month = context.narrator.months(told.subject["month"])
    shown = context.say("forecast", "days_chart", title=context.narrator.title(metric), month=month)
    return _fan(context, told, series, names, ahead, shown, label=False)


def _dates(told: Finding) -> list[date]:
    return [date.fromisoformat(part.subject["day"]) for part in told.parts]


def _fan(
    context: Context, told: Finding, series: Sequence[Measurement], names: Sequence[str], ahead: Sequence[Period],
    shown: str, *, label: bool,
) -> Chart:  # fmt: skip
    """What was, what is expected, and the limits; all that lies ahead begins at the last known value."""
    metric = told.subject["metric"]
    title, last = context.narrator.title(metric), series[-1].figure
    figures = [one.figure for one in series]
    known = [one.value for one in figures]
    known += [part.figures[role].value for part in told.parts for role in ("expected", *LIMITS) if role in part.figures]
    axis = formats.axis(known, context.definition(metric).unit, context.narrator.style)
    ids = [context.note(one, title, {}) for one in figures]
    past = Series(
        name=title,
        values=(*(scaled(one.value, axis) for one in figures), *(None for _ in ahead)),
        labels=(*("" for _ in figures[1:]), context.narrator.show(last)) if label else (),
        figures=(*ids, *("" for _ in ahead)),
    )
    drawn = [past]
    for role in ("expected", *(role for role in LIMITS if role in told.parts[0].figures)):
        name = context.say("forecast", role)
        coming = [part.figures[role] for part in told.parts]
        noted = [context.note(one, f"{title} · {name}", {}, when) for one, when in zip(coming, ahead, strict=True)]
        said = [context.narrator.show(one) for one in coming] if label and role == "expected" else []
        drawn.append(
            Series(
                name=name,
                values=(*(None for _ in series[1:]), *(scaled(one.value, axis) for one in (last, *coming))),
                role=Role.EXPECTED if role == "expected" else Role.LIMIT,
                labels=(*("" for _ in series), *said) if said else (),
                figures=(*("" for _ in series[1:]), ids[-1], *noted),
            )
        )
    return Chart(
        name=f"{metric}.{told.kind}",
        question=Question.FORECAST,
        title=shown,
        categories=tuple(names),
        series=tuple(drawn),
        alt=context.narrator.tell(told),
        unit=axis.unit,
        number_format=axis.number_format,
        marked=context.say("forecast", "shades") if "lower" in told.parts[0].figures else "",
        starts=(*(one.period.start for one in series), *(one.start for one in ahead)),
    )


def _known(context: Context, told: Finding) -> Callout:
    """How sure it is, and which months ahead hold festivals or promotions."""
    ids = _noted(context, told, Period.month(told.subject["month"]))
    months: dict[str, list[str]] = {}
    for part in told.parts:
        if named := context.narrator.special_days(part.subject["days"], of_month=True):
            months.setdefault(named, []).append(part.subject["month"])
    special = [
        context.say(
            "forecast", "special", month=context.narrator.months(", ".join(held)), named=named, several=len(held) > 1
        )
        for named, held in months.items()
    ]
    unbounded = [] if "lower" in told.figures else [context.say("forecast", "no_range")]
    said = [context.narrator.tell(told), *unbounded, *([context.word("then").join(special)] if special else [])]
    return Callout(context.say("forecast", "known"), tuple(one + context.word("stop") for one in said), figures=ids)


def _special(context: Context, volumes: Sequence[Finding]) -> Callout:
    """How sure the days of each volume are, and once the special days among them by date."""
    ids = tuple(one for told in volumes for one in _noted(context, told, _busiest(told)))
    runs: list[tuple[str, date, date]] = []
    for day, part in zip(_dates(volumes[0]), volumes[0].parts, strict=True):
        name = context.narrator.special_days(part.subject["days"])
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1], day)
        else:
            runs.append((name, day, day))
    named = [
        context.say("forecast", "special_days", span=context.narrator.days(str(first), str(last)), named=name)
        for name, first, last in runs
        if name
    ]
    month = context.narrator.months(volumes[0].subject["month"])
    listed = context.word("then").join(named) or context.say("forecast", "plain", month=month)
    said = (*(context.narrator.tell(one) for one in volumes), listed)
    return Callout(context.say("forecast", "known"), tuple(one + context.word("stop") for one in said), figures=ids)


def _busiest(told: Finding) -> Period:
    day = date.fromisoformat(told.subject["day"])
    return Period(day, day + timedelta(days=1))


def _table(context: Context, months: Sequence[Finding]) -> Table:
    columns = tuple(
        Column(context.say("forecast", head), "left" if head == "metric" else "right", width)
        for head, width in zip(HEADS, WIDTHS, strict=True)
    )
    told_apart = any(one.kind == "forecast.naive" for one in months)
    rows = tuple(_row(context, one, told_apart=told_apart) for one in months)
    metrics = {one.subject["metric"] for one in months}
    changes = [context.change(one) for one in metrics]
    held = any(one is not None and one.kind in (*CHANGED, "change.normal") for one in changes)
    title = context.say("forecast", "table")
    note = context.say("forecast", "note", sales={"revenue", "orders"} <= metrics, expected=held)
    return without_blanks(Table("forecast.months", columns, rows, title=title, note=note))


def _row(context: Context, one: Finding, *, told_apart: bool) -> tuple[Cell, ...]:
    """A metric's forecast; by what it was made only where not all were made alike."""
    metric, figures = one.subject["metric"], one.figures
    title = context.narrator.title(metric)
    if metric in outrun(context):
        return (
            Cell(title, strong=True),
            context.cell(context.now(metric), title),
            *[Cell(formats.DASH)] * len(HEADS[2:]),
        )
    _noted(context, one, Period.month(one.subject["month"]))
    return (
        Cell(title, strong=True),
        context.cell(context.now(metric), title),
        context.cell(figures["expected"], f"{title} · {context.say('forecast', 'next')}", strong=True),
        Cell(context.narrator.interval(figures, "inner_lower", "inner_upper")),
        Cell(context.narrator.interval(figures, "lower", "upper")),
        _off(context, figures.get("missed")),
        _off(context, figures.get("naive_missed")),
        Cell(context.say("forecast", "naive" if one.kind == "forecast.naive" else "by_model") if told_apart else ""),
    )


def _noted(context: Context, told: Finding, when: Period) -> tuple[str, ...]:
    """Enter the figures of a forecast as those of the time to come, not as what this month was held against."""
    title = context.narrator.title(told.subject["metric"])
    return tuple(
        context.note(figure, f"{title} · {context.say('forecast', role)}", {}, when if role not in TRIED else None)
        for role, figure in told.figures.items()
    )


def _off(context: Context, figure: Figure | None) -> Cell:
    if figure is None:
        return Cell(formats.DASH)
    text = context.narrator.show_error(figure, short=True)
    return Cell(text, *formats.kept_as(text, figure.value, figure.unit), figure=figure.id)


SECTION = Section(build)
