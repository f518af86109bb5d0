"""Slices and outcomes that go together beyond chance, in the months before and again in this one."""

from collections.abc import Iterable

from kefu.findings import Finding
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Paragraph, Table
from kefu.report.sections import Section

MOST = 8
FIGURES = ("now", "overall", "lift", "lift_before", "support")


def build(context: Context) -> Iterable[Block]:
    found = sorted(context.found("association"), key=lambda one: -(one.figures["lift"].value or 0.0))[:MOST]
    if found:
        note = Paragraph(context.say("associations", "note"), muted=True)
        title = context.say("associations", "title", count=len(found))
        yield from context.page(title, context.say("associations", "topic"), _table(context, found), note)


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
