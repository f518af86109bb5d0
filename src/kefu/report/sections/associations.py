"""Slices and outcomes that go together beyond chance, in the months before and again in this one."""

from collections.abc import Iterable

from kefu.findings import Finding
from kefu.narrative.formats import capital
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Chart, Column, Paragraph, Table
from kefu.report.pieces import estimates
from kefu.report.sections import Section
from kefu.report.stories import frequent, strongest

MOST, FEW = 8, 2  # so few pairs leave room for a chart
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
            Paragraph(context.say("associations", "note"), muted=True),
        )


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
    named = {role: f"{value}: {title} · {context.say('associations', role)}" for role in FIGURES}
    figures = (context.cell(one.figures[role], named[role]) for role in FIGURES)
    placed = f"{capital(context.narrator.dimension(one.subject['dimension']))} · {value}"
    return (Cell(title), Cell(placed, strong=True), *figures)


SECTION = Section(build)
