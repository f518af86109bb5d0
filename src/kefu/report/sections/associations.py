"""Slices and outcomes that go together beyond chance, in the months before and again in this one."""

from collections.abc import Iterable

from kefu.findings import Finding
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Paragraph, Table
from kefu.report.sections import Section

MOST = 8
FIGURES = ("now", "overall", "lift", "lift_before", "support")


def build(context: Context) -> Iterable[Block]:
    all_found = context.found("association")
    pairs = [one for one in all_found if one.kind == "association.pair"]
    pairs = sorted(pairs, key=lambda one: -(one.figures["lift"].value or 0.0))[:MOST]
    attributes = [one for one in all_found if one.kind == "association.attribute"]
    if pairs or attributes:
        title = context.say("associations", "title" if pairs else "title_attributes", count=len(pairs))
        yield from context.page(
            title,
            context.say("associations", "topic"),
            _table(context, pairs) if pairs else None,
            *(
                Paragraph(context.narrator.tell(one) + context.word("stop"), context.note_finding(one))
                for one in attributes
            ),
            Paragraph(context.say("associations", "note"), muted=True),
        )


def _table(context: Context, found: list[Finding]) -> Table:
    columns = [Column(context.say("associations", key), width=1.4) for key in ("outcome", "value")]
    columns += [Column(context.say("associations", key), "right") for key in FIGURES]
    return Table("associations", tuple(columns), tuple(_row(context, one) for one in found))


def _row(context: Context, one: Finding) -> tuple[Cell, ...]:
    title = context.narrator.title(one.subject["metric"])
    value = context.narrator.member(one.subject["dimension"], one.subject["member"])
    named = {role: f"{value}: {title} · {context.say('associations', role)}" for role in FIGURES}
    figures = (context.cell(one.figures[role], named[role]) for role in FIGURES)
    return (Cell(title), Cell(value, strong=True), *figures)


SECTION = Section(build)
