"""Whether customers wait alike: in surge hours as in calm ones, and on every channel."""

from collections.abc import Iterable, Sequence

from kefu.findings import Unit
from kefu.findings.figure import quotient
from kefu.metrics.query import Measurement
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Chart, Column, Paragraph, Question, Series, Table
from kefu.report.pieces import conclusion, scaled, standing_of, without_blanks
from kefu.report.sections import Section

PUNCTUAL = "answered_within_30_minutes"
SURGE, CALM = f"surge_{PUNCTUAL}", f"calm_{PUNCTUAL}"
MEDIAN, SPREAD = "first_response_median", "channel_response_spread"


def build(context: Context) -> Iterable[Block]:
    yield from _surges(context)
    yield from _channels(context)


def _surges(context: Context) -> list[Block]:
    """Delay in surge hours beside calm ones; nothing where the month had no surge."""
    if not all(context.has(one) for one in ("surge_delay_rate", SURGE, CALM)):
        return []
    surge, calm, share = (context.now(one) for one in (SURGE, CALM, "surge_ticket_share"))
    few = surge.sample < context.definition(SURGE).minimum_sample
    key = "surge_few" if few else "surge_worse" if (surge.value or 0) < (calm.value or 0) else "surge_kept"
    title = context.say(
        "stability",
        key,
        surge=context.show(surge, context.narrator.title(SURGE)),
        calm=context.show(calm, context.narrator.title(CALM)),
        count=context.counted(surge.sample),
    )
    note = context.say(
        "stability", "surge_note", share=context.show(share, context.narrator.title("surge_ticket_share"))
    )
    return context.page(
        title,
        context.say("stability", "surge_topic"),
        _by_hours(context, "ticket_volume", "hour") if context.has("ticket_volume") else None,
        _by_hours(context, PUNCTUAL, "hour_slot") if context.has(PUNCTUAL) else None,
        _kinds_of_hours(context),
        Paragraph(note, muted=True),
    )


def _by_hours(context: Context, metric: str, dimension: str) -> Chart | None:
    """The metric over the hours of the day, in their order."""
    found = [one for one in context.by(metric, dimension) if one.member(dimension) and one.figure.value is not None]
    if len(found) < 2:
        return None
    found.sort(key=lambda one: one.member(dimension) or "")
    title = context.narrator.title(metric)
    axis = formats.axis([one.figure.value for one in found], context.definition(metric).unit, context.narrator.style)
    names = [context.narrator.member(dimension, one.member(dimension)) for one in found]
    highest = max(range(len(found)), key=lambda place: found[place].figure.value or 0.0)
    shown = context.narrator.show(found[highest].figure)
    return Chart(
        name=f"{metric}.by_{dimension}",
        question=Question.DISTRIBUTION,
        title=context.say("pieces", "by", title=title, dimension=context.narrator.dimension(dimension)),
        categories=tuple(names),
        series=(
            Series(
                name=title,
                values=tuple(scaled(one.figure.value, axis) for one in found),
                labels=tuple(context.narrator.show(one.figure) for one in found),
                figures=tuple(context.note(one.figure, title, {}) for one in found),
            ),
        ),
        alt=context.say("pieces", "largest", title=title, member=names[highest], value=shown),
        unit=axis.unit,
        number_format=axis.number_format,
    )


def _kinds_of_hours(context: Context) -> Table:
    heads = (("hours", "left"), ("tickets", "right"), ("punctual", "right"), ("late", "right"))
    columns = tuple(Column(context.say("stability", key), align) for key, align in heads)  # type: ignore[arg-type]
    late = context.now("surge_delay_rate")
    rows = []
    for metric, delay in ((SURGE, late), (CALM, None)):
        figure, title = context.now(metric), context.narrator.title(metric)
        rows.append(
            (
                Cell(context.say("stability", "surge" if metric == SURGE else "calm"), strong=True),
                Cell(context.counted(figure.sample), float(figure.sample), "#,##0"),
                context.cell(figure, title),
                context.cell(delay, context.narrator.title("surge_delay_rate")),
            )
        )
    return without_blanks(Table("stability.hours", columns, tuple(rows)))


def _channels(context: Context) -> list[Block]:
    """How many times as long the slowest channel takes, and which channels miss what is promised."""
    if not context.has(SPREAD):
        return []
    least = context.definition(MEDIAN).minimum_sample
    told = [one for one in context.by(MEDIAN, "channel") if one.member("channel") and one.figure.sample >= least]
    told.sort(key=lambda one: one.figure.value or 0.0)
    slow, fast = (context.narrator.member("channel", told[place].member("channel")) for place in (-1, 0))
    spread = context.show(context.now(SPREAD), context.narrator.title(SPREAD))
    title = context.say("stability", "channels_title", slow=slow, fast=fast, spread=spread)
    return context.page(
        title,
        context.say("stability", "channels_topic"),
        _channel_table(context, told),
        conclusion(context, SPREAD),
        Paragraph(context.say("stability", "channels_note", least=least), muted=True),
    )


def _channel_table(context: Context, told: Sequence[Measurement]) -> Table:
    goals = context.goals([MEDIAN], "channel")
    heads = (("channel", "left"), ("tickets", "right"), ("median", "right"), ("times", "right"), ("target", "right"),
             ("status", "center"))  # fmt: skip
    columns = tuple(Column(context.say("stability", key), align) for key, align in heads)  # type: ignore[arg-type]
    rows = []
    for one in told:
        member = one.member("channel")
        name, goal = context.narrator.member("channel", member), goals.get((MEDIAN, member))
        tone, status, _ = standing_of(context, MEDIAN, one.figure, goal)
        times = quotient(one.figure, told[0].figure, Unit.RATIO)
        rows.append(
            (
                Cell(name, strong=True),
                Cell(context.counted(one.figure.sample), float(one.figure.sample), "#,##0"),
                context.cell(one.figure, context.narrator.title(MEDIAN)),
                context.cell(times, f"{name} · {context.say('stability', 'times')}"),
                context.cell(goal, f"{name} · {context.word('comparisons', 'target')}"),
                Cell(status, tone=tone) if status else Cell(""),
            )
        )
    return without_blanks(Table("stability.channels", columns, tuple(rows)))


SECTION = Section(build, (SPREAD, "surge_delay_rate"))
