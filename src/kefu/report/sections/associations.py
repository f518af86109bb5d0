"""Slices and outcomes that go together beyond chance, in the months before and again in this one."""

from collections.abc import Iterable

from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import derived
from kefu.narrative.formats import capital
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Chart, Column, Paragraph, Table
from kefu.report.intervals import estimates
from kefu.report.pairs import IN_TIME
from kefu.report.sections import Section
from kefu.report.stories import frequent, role_of_pair, strongest

MOST, FEW = 8, 2  # so few pairs leave room for a chart
MANY = 0.05  # of the rows: so many without the attribute are worth a word
FIGURES = ("now", "overall", "lift", "lift_before", "support")


def build(context: Context) -> Iterable[Block]:
    all_found = context.found("association")
    pairs = strongest(context)[:MOST]
    attributes = [one for one in all_found if one.kind == "association.attribute"]
    if pairs or attributes:
        yield from context.page(
            frequent(context, pairs[0], more=len(pairs) - 1)
            if pairs
            else context.say("associations", "title_attributes"),
            context.say("associations", "topic"),
            _table(context, pairs) if pairs else None,
            _beside(context, pairs[0]) if 0 < len(pairs) <= FEW else None,
            *(
                Paragraph(context.narrator.tell(one) + context.word("stop"), context.note_finding(one))
                for one in attributes
            ),
            *(base(context, pairs, one) for one in dict.fromkeys(pair.subject["dimension"] for pair in pairs)),
            Paragraph(context.say("associations", "note"), muted=True),
        )


def base(context: Context, pairs: list[Finding], dimension: str) -> Paragraph | None:
    """Of which rows the attribute's values are: how many state none and how they fared, where they are more than a few;
    and why the late orders of a month's answers are not those of the month."""
    metric = next(pair.subject["metric"] for pair in pairs if pair.subject["dimension"] == dimension)
    said, named = [], context.narrator.dimension(dimension)
    unstated = next((one for one in context.by(metric, dimension) if one.member(dimension) is None), None)
    if unstated is not None and unstated.figure.sample >= MANY * context.now(metric).sample:
        title = f"{context.narrator.title(metric)} · {named}"
        rows, whole = (
            derived("rows of the month", Unit.COUNT, float(one.sample), one)
            for one in (unstated.figure, context.now(metric))
        )
        said.append(
            context.say(
                "associations",
                "unstated",
                dimension=named,
                delivery=dimension == "delivery",
                title=context.narrator.title(metric),
                rows=context.show(rows, f"{title} · {context.word('roles', 'left_out')}"),
                whole=context.show(whole, f"{title} · {context.word('roles', 'rows')}"),
                now=context.measured(unstated),
            )
        )
    if dimension == "delivery" and (in_time := _in_time(context)) is not None:
        aside = context.show(in_time, context.narrator.title(IN_TIME))
        said.append(context.say("associations", "two_bases", title=context.narrator.title(IN_TIME), now=aside))
    return Paragraph(context.narrator.together(said) + context.word("stop"), muted=True) if said else None


def _in_time(context: Context) -> Figure | None:
    """The rate of orders in time, whether or not the report is about it."""
    if context.has(IN_TIME):
        return context.now(IN_TIME)
    return context.meter.figure(IN_TIME, context.period) if context.meter.available(IN_TIME) else None


def _beside(context: Context, pair: Finding) -> Chart | None:
    """The outcome of the largest members, where that of the pair is one of them."""
    metric, dimension = pair.subject["metric"], pair.subject["dimension"]
    name = context.narrator.member(dimension, pair.subject["member"])
    chart = estimates(context, metric, dimension, most=MOST) if context.sliceable(metric, dimension) else None
    return chart if chart is not None and any(one.startswith(name) for one in chart.categories) else None


def _table(context: Context, found: list[Finding]) -> Table:
    columns = [Column(context.say("associations", key), width=1.4) for key in ("outcome", "value")]
    columns += [Column(context.say("associations", key), "right") for key in FIGURES]
    return Table("associations", tuple(columns), tuple(_row(context, one) for one in found))


def _row(context: Context, one: Finding) -> tuple[Cell, ...]:
    title = context.narrator.title(one.subject["metric"])
    value = context.narrator.member(one.subject["dimension"], one.subject["member"])
    figures = (context.cell(one.figures[role], role_of_pair(context, one, role)) for role in FIGURES)
    placed = f"{capital(context.narrator.dimension(one.subject['dimension']))} · {value}"
    return (Cell(title), Cell(placed, strong=True), *figures)


SECTION = Section(build)
