"""The problems of the month by priority, each with its evidence and a proposed measure."""

from collections.abc import Iterable
from dataclasses import replace

from kefu.findings import Finding
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Paragraph, Table
from kefu.report.pieces import without_blanks
from kefu.report.sections import Section

MOST = 8
ROLES = {"priority": "priority", "tickets": "now", "customers": "customers", "harm": "harm", "growth": "growth"}


def build(context: Context) -> Iterable[Block]:
    found = context.found("problems")
    if len(found) > 1:
        title = context.say("problems", "title", first=_name(context, found[0]), count=len(found))
        note = Paragraph(context.say("problems", "note"), muted=True)
        yield from context.page(title, context.say("problems", "topic"), _table(context, found[:MOST]), note)


def _name(context: Context, one: Finding) -> str:
    return context.narrator.member(one.subject["dimension"], one.subject["member"])


def _table(context: Context, found: list[Finding]) -> Table:
    columns = [Column(context.say("problems", "problem"), width=1.2)]
    columns += [Column(context.say("problems", key), "right", 0.8) for key in ROLES]
    columns += [Column(context.say("problems", "measure"), width=2.8)]
    return without_blanks(Table("problems", tuple(columns), tuple(_row(context, one) for one in found)))


def _row(context: Context, one: Finding) -> tuple[Cell, ...]:
    name = _name(context, one)
    cells = {
        key: context.cell(one.figures.get(role), f"{name} · {context.say('problems', key)}")
        for key, role in ROLES.items()
    }
    rank = one.figures["priority"].value
    cells["priority"] = replace(cells["priority"], text=context.counted(round(rank or 0.0)))
    return (
        Cell(name, strong=True),
        *cells.values(),
        Cell(one.subject.get(f"measure_title_{context.narrator.language}", "")),
    )


SECTION = Section(build, ("ticket_volume",))
