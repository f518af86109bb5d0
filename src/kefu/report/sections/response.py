"""How long customers wait for the first answer: trend, distribution over bands, by the clock and in opening hours, and
channels with the standard they owe."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kefu.findings import Finding, Unit
from kefu.findings.figure import derived, quotient
from kefu.metrics.query import Measurement
from kefu.narrative import formats
from kefu.narrative.formats import capital
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Chart, Column, Paragraph, Question, Role, Series, Table, Tone
from kefu.report.pieces import also_changed, conclusion, headline, jumps, trend, without_blanks
from kefu.report.sections import Section
from kefu.report.sections._business_time import IN_OPENING_HOURS, calendars, hours_used, in_opening_hours

STATISTICS = (
    "first_response_median",
    "first_response_mean",
    "first_response_p90",
    "first_response_fastest",
    "first_response_slowest",
    "unanswered_rate",
    "turn_response_median",
)
ALSO_TOLD = ("first_response_mean", "answered_within_30_minutes", "unanswered_rate")  # where they changed
HALF_AN_HOUR = 1_800.0  # seconds: what the title calls answered in time
CONSISTENT = {"consistency.broken": Tone.BAD, "consistency.kept": Tone.GOOD}


def build(context: Context) -> Iterable[Block]:
    if not context.tells("indicator_families"):  # which has said the trend, its cause and the measure
        yield from context.page(
            headline(context, "first_response_median"),
            context.say("response", "topic"),
            trend(context, "first_response_median"),
            also_changed(context, conclusion(context, "first_response_median"), ALSO_TOLD),
        )
    yield from _distribution(context)
    if context.sliceable("first_response_median", "channel"):
        yield from _channels(context)


def _distribution(context: Context) -> Iterable[Block]:
    if not all(context.has(one) for one in ("ticket_volume", "answered_within_30_minutes", "unanswered_rate")):
        return
    within, none = (context.now(one) for one in ("answered_within_30_minutes", "unanswered_rate"))
    title = context.say(
        "response",
        "distribution_title" if none.value else "distribution_title_all",
        share=context.show(within, context.narrator.title("answered_within_30_minutes")),
        unanswered=context.show(none, context.narrator.title("unanswered_rate")),
    )
    hours = calendars(context)
    yield from context.page(
        title,
        context.say("response", "distribution_topic"),
        _bands(context),
        _statistics(context, beside=bool(hours)),
        None if context.tells("indicator_families") else jumps(context, STATISTICS),
        _answered_only(context),
        hours_used(context, hours) if hours else None,
    )


def _answered_only(context: Context) -> Paragraph | None:
    """That waits are of those who were answered, where some were not: else nine of ten within three minutes could not
    stand beside nine of ten within half an hour."""
    some = context.has("unanswered_rate") and context.now("unanswered_rate").value
    return Paragraph(context.say("response", "answered_only"), muted=True) if some else None


def _bands(context: Context) -> Chart:
    """Share of tickets in each band, in the order of the bands; together they are all tickets."""
    counted = {one.member("response_band"): one for one in context.by("ticket_volume", "response_band")}
    total = context.now("ticket_volume")
    order = [*(band.name for band in context.meter.bands), "unanswered"]
    in_time = {band.name for band in context.meter.bands if band.below is not None and band.below <= HALF_AN_HOUR}
    nobody = derived("no ticket of this band", Unit.COUNT, 0.0, total)
    shares = [quotient(counted[name].figure if name in counted else nobody, total) for name in order]
    names = [context.narrator.member("response_band", name) for name in order]
    title = context.say("response", "distribution")
    largest = max(range(len(order)), key=lambda i: shares[i].value or 0.0)
    return Chart(
        name="response.bands",
        question=Question.DISTRIBUTION,
        title=title,
        categories=tuple(names),
        series=(
            Series(
                name=title,
                values=tuple(one.value for one in shares),
                labels=tuple(context.narrator.show(one) for one in shares),
                figures=tuple(
                    context.note(one, f"{title} · {name}", {}) for one, name in zip(shares, names, strict=True)
                ),
                point_roles=tuple(Role.MAIN if name in in_time else Role.COMPARE for name in order),
            ),
        ),
        marked=context.say("response", "in_time"),
        alt=context.say("response", "alt", band=names[largest], share=context.narrator.show(shares[largest])),
        number_format="0.0%",
    )


def _statistics(context: Context, *, beside: bool) -> Table:
    """Every statistic by the clock, and ``beside`` it in opening hours."""
    rows = tuple(_statistic(context, one, beside=beside) for one in STATISTICS if context.has(one))
    heads = ("by_clock", "in_hours") if beside else ("value",)
    values = (Column(context.say("response", key), "right") for key in heads)
    columns = (Column(context.say("response", "statistic"), width=2), *values)
    return Table("response.statistics", columns, rows, title=context.say("response", "statistics"))


def _statistic(context: Context, metric: str, *, beside: bool) -> tuple[Cell, ...]:
    title = context.narrator.title(metric)
    known = (Cell(title), context.cell(context.now(metric), title, strong=True))
    if not beside:
        return known
    figure = in_opening_hours(context, metric)
    return (*known, context.cell(figure, context.narrator.title(IN_OPENING_HOURS.get(metric, metric))))


def _channels(context: Context) -> Iterable[Block]:
    metrics = ("ticket_volume", "first_response_median", "first_response_p90", "answered_within_30_minutes")
    shown = [one for one in metrics if context.has(one)]
    measured = {one: {cell.member("channel"): cell for cell in context.by(one, "channel")} for one in shown}
    waits = measured["first_response_median"]
    ranked = sorted(
        (c for c in waits if c and waits[c].figure.value is not None), key=lambda c: -(waits[c].figure.value or 0)
    )
    if len(ranked) < 2:
        return
    title = context.say(
        "response",
        "channels_title",
        slowest=context.narrator.member("channel", ranked[0]),
        value=context.measured(waits[ranked[0]]),
        fastest=context.narrator.member("channel", ranked[-1]),
        best=context.measured(waits[ranked[-1]]),
    )
    beyond = next((one for one in context.found("consistency") if one.kind == "consistency.broken"), None)
    yield from context.page(
        title if beyond is None else context.narrator.headline(beyond),
        context.say("response", "channels_topic"),
        _held_to(context) or _shares(context, measured.get("answered_within_30_minutes", {}), ranked),
        _table(context, measured, ranked),
        _consistency(context),
    )


def _consistency(context: Context) -> Callout | None:
    """Whether every channel keeps its standard; of those that do not, how far each is beyond it."""
    found = [one for one in context.found("consistency") if "channel" not in one.subject]
    if not found:
        return None
    name = context.say("response", "consistency")
    ids = tuple(
        context.note(figure, f"{name} · {context.say('response', role)}", {})
        for role, figure in found[0].figures.items()
    )
    said = tuple(context.narrator.tell(one) + context.word("stop") for one in _beyond(context, found[0]) or found[:1])
    return Callout(name, said, CONSISTENT.get(found[0].kind, Tone.NEUTRAL), ids)


def _beyond(context: Context, whole: Finding) -> list[Finding]:
    """The channels beyond standards of their own, one by one: that some are has been said in the title."""
    if whole.kind != "consistency.broken" or whole.subject.get("standard") == "spread":
        return []
    return [one for one in context.found("consistency") if one.kind == "consistency.beyond"]


def _held_to(context: Context) -> Chart | None:
    """How many times its standard every channel takes, where they have one: what the title says, drawn."""
    found = [one for one in context.found("consistency") if _of_one(one)]
    if not found:
        return None
    beyond = [one.kind == "consistency.beyond" for one in found]
    times = [one.figures["times"] for one in found]
    labels = [
        context.say("response", "times", times=context.narrator.show(one), beyond=over)
        for one, over in zip(times, beyond, strict=True)
    ]
    title = context.say("response", "held_to", title=context.narrator.title("first_response_median"))
    names = [context.narrator.member("channel", one.subject["channel"]) for one in found]
    ids = [context.note(one, f"{name} · {title}", {}) for one, name in zip(times, names, strict=True)]
    main = Series(title, tuple(one.value for one in times), labels=tuple(labels), figures=tuple(ids))
    return _channel_bars(title, names, main, beyond, context.narrator.tell(found[0]), Unit.RATIO)


def _shares(context: Context, measured: dict[str | None, Measurement], ranked: list[str]) -> Chart | None:
    """Who answers within half an hour, the slowest marked: a share compares channels whose medians differ a
    thousandfold."""
    metric = context.narrator.title("answered_within_30_minutes")
    found = [measured[channel] for channel in ranked if channel in measured]
    if len(found) < 2:
        return None
    found.sort(key=lambda one: -(one.figure.value or 0.0))
    labels = [context.narrator.show(one.figure) for one in found]
    names = [context.narrator.member("channel", one.member("channel")) for one in found]
    ids = [context.note(one.figure, metric, {}) for one in found]
    main = Series(metric, tuple(one.figure.value for one in found), labels=tuple(labels), figures=tuple(ids))
    title = context.say("pieces", "by", title=metric, dimension=context.narrator.dimension("channel"))
    alt = context.say("pieces", "largest", title=metric, member=names[0], value=labels[0])
    slowest = [one.member("channel") == ranked[0] for one in found]
    return _channel_bars(title, names, main, slowest, alt, found[0].figure.unit)


def _channel_bars(
    title: str, names: Sequence[str], main: Series, marked: Sequence[bool], alt: str, unit: Unit
) -> Chart:
    """A bar a channel, those of which the page speaks in the main colour."""
    roles = tuple(Role.MAIN if one else Role.COMPARE for one in marked)
    return Chart(
        name="response.channels",
        question=Question.RANKING,
        title=title,
        categories=tuple(names),
        series=(replace(main, point_roles=roles),),
        alt=alt,
        number_format=formats.number_format(unit),
    )


def _table(context: Context, measured: dict[str, dict[str | None, Measurement]], ranked: list[str]) -> Table:
    """A row a channel, the standard it owes last where there is one."""
    keys = {"ticket_volume": "tickets", "first_response_median": "median", "first_response_p90": "p90"}
    owed = {one.subject["channel"]: one.figures["limit"] for one in context.found("consistency") if _of_one(one)}
    goal = f"{context.narrator.title('first_response_median')} · {context.say('response', 'limit')}"
    columns = [Column(capital(context.narrator.dimension("channel")), width=1.3)]
    columns += [Column(context.say("response", keys.get(one, "within")), "right") for one in measured]
    columns += [Column(context.say("response", "owed"), "right")]
    rows = [
        (
            Cell(context.narrator.member("channel", channel), strong=True),
            *(
                context.cell(cells[channel].figure, context.narrator.title(one))
                if channel in cells
                else Cell(formats.DASH)
                for one, cells in measured.items()
            ),
            context.cell(owed.get(channel), goal),
        )
        for channel in ranked
    ]
    return without_blanks(Table("response.by_channel", tuple(columns), tuple(rows)))


def _of_one(finding: Finding) -> bool:
    """Whether it judges one channel by its standard."""
    return "channel" in finding.subject and "limit" in finding.figures


SECTION = Section(build, ("first_response_median",))
