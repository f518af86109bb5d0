"""Workforce: in which hours of the week people are short at the telephone, and which shifts would cover them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kefu.findings import Finding
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Column, Paragraph, Table
from kefu.report.sections import Section

SHORT = 2.0  # people short from which on an hour stands out
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def build(context: Context) -> Iterable[Block]:
    found = context.found("staffing")
    need = next((one for one in found if one.kind == "staffing.need"), None)
    if need is None:
        return
    told = [need, *(one for one in found if one.kind == "checked.waiting")]
    ids = context.note_stated(told, context.say("staffing", "topic"))
    said = tuple(context.narrator.tell(one) + context.word("stop") for one in told)
    yield from context.page(
        context.narrator.headline(need),
        context.say("staffing", "topic"),
        _heat(context, need),
        Callout(context.say("staffing", "conclusion"), said, figures=ids),
        Paragraph(context.say("staffing", "note"), muted=True),
    )
    for plan in context.found("shift_plan"):
        yield from context.page(
            context.narrator.headline(plan),
            context.say("staffing", "plan_topic"),
            _shifts(context, plan),
            Callout(
                context.say("staffing", "conclusion"),
                (context.narrator.tell(plan) + context.word("stop"),),
                figures=context.note_stated([plan], context.say("staffing", "plan_topic")),
            ),
            Paragraph(context.say("staffing", "rules"), muted=True),
        )


def _heat(context: Context, need: Finding) -> Table:
    """A row a weekday, a column an hour: how many people are short."""
    cells = {(one.subject["weekday"], one.subject["hour"]): one for one in need.parts}
    hours = sorted({hour for _, hour in cells})
    days = sorted({day for day, _ in cells})
    columns = [Column(context.say("staffing", "day"), width=1.3), *(Column(hour, "right") for hour in hours)]
    rows = [
        (Cell(context.word("weekday", day), strong=True), *(_lack(context, cells.get((day, hour))) for hour in hours))
        for day in days
    ]
    return Table("staffing.hours", tuple(columns), _shaded(rows), title=context.say("staffing", "lack"))


def _lack(context: Context, one: Finding | None) -> Cell:
    if one is None:
        return Cell("")
    lack, place = one.figures["lack"], f"{context.word('weekday', one.subject['weekday'])} {one.subject['hour']}:00"
    shown = context.cell(lack, f"{context.say('staffing', 'lack')} · {place}")
    text = context.narrator.show_change(lack) if round(lack.value or 0.0, 1) else "0"
    return replace(shown, text=text, strong=(lack.value or 0.0) >= SHORT, tone=None)


def _shaded(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows with their cells the darker, the more people are short; where there are enough nothing is shaded."""
    most = max((cell.value or 0.0 for row in rows for cell in row), default=0.0)
    if most <= 0:
        return tuple(rows)
    return tuple(
        tuple(cell if cell.value is None else replace(cell, heat=max(0.0, cell.value) / most) for cell in row)
        for row in rows
    )


def _shifts(context: Context, plan: Finding) -> Table:
    columns = [Column(context.say("staffing", "shift"), width=1.5)]
    columns += [Column(context.word("weekday", str(day)), "right") for day in range(1, 8)]
    rows = [
        (
            Cell(f"{one.subject['start']}–{one.subject['end']}", strong=True),
            *(
                context.cell(one.figures[day], f"{context.say('staffing', 'plan')} · {one.subject['start']}")
                for day in DAYS
            ),
        )
        for one in plan.parts
    ]
    return Table("staffing.plan", tuple(columns), tuple(rows), title=context.say("staffing", "plan"))


SECTION = Section(build)
