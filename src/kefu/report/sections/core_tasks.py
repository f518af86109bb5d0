"""Targets and whether they were met: what the team promised itself."""

from collections.abc import Iterable

from kefu.findings import Unit
from kefu.metrics import Better
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Table, Tone
from kefu.report.pieces import delta, delta_cell, furthest_from_target, is_judged, standing, standings, without_blanks
from kefu.report.sections import Section

MOST_NAMED = 2  # in the title, the furthest from its target first
HEADERS = ("metric", "actual", "target", "attained", "status", "change", "verdict")


def build(context: Context) -> Iterable[Block]:
    shown = [one for one in context.metrics if context.target(one) is not None]
    if not shown:
        return []
    held = standings(context)
    met = [one for one in held if held[one][0] is Tone.GOOD]
    missed = [one for one in furthest_from_target(context) if one not in met]
    table = Table("core_tasks", _columns(context), tuple(_row(context, one) for one in shown))
    return context.page(_title(context, len(met), missed), context.say("core_tasks", "topic"), without_blanks(table))


def _title(context: Context, met: int, missed: list[str]) -> str:
    names = context.indicators(missed[:MOST_NAMED])
    key = "missed" if len(missed) <= MOST_NAMED else "missed_most"
    rest = context.say("core_tasks", key, names=names) if missed else ""
    return context.say("core_tasks", "title", total=met + len(missed), met=met, missed=rest)


def _columns(context: Context) -> tuple[Column, ...]:
    widths = (2.2, 1, 1, 0.9, 0.9, 1, 1.3)
    aligned = {"metric": "left", "status": "center", "verdict": "center"}
    return tuple(
        Column(context.say("core_tasks", key), aligned.get(key, "right"), width)  # type: ignore[arg-type]
        for key, width in zip(HEADERS, widths, strict=True)
    )


def _row(context: Context, metric: str) -> tuple[Cell, ...]:
    title, target, change = context.narrator.title(metric), context.target(metric), context.change(metric)
    tone, status, attained = standing(context, metric)
    higher = context.definition(metric).better is Better.HIGHER
    sign, parts = ("≥", (1, 2)) if higher else ("≤", (2, 1))
    goal = context.cell(target, f"{title} · {context.word('comparisons', 'target')}")
    shown = Cell(f"{sign}{goal.text}", goal.value, goal.number_format, figure=goal.figure) if status else goal
    month = delta(context, "previous_month", metric)
    return (
        Cell(title, strong=True),
        context.cell(context.now(metric), title, strong=True),
        shown,
        Cell(_percent(context, attained), attained, "0%", quotient=parts),
        Cell(status, tone=tone) if status else Cell(""),
        delta_cell(month),
        Cell(context.narrator.verdict(change) if change and is_judged(change) else ""),
    )


def _percent(context: Context, attained: float | None) -> str:
    return str(formats.figure(attained, Unit.SHARE, context.narrator.style))


SECTION = Section(build)
