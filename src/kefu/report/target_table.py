"""Targets and how far they were reached, a row each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from kefu.findings import Unit
from kefu.metrics import Better
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Cell, Column, Table
from kefu.report.pieces import delta, delta_cell, in_numbers, is_judged, standing, without_blanks

STANDING = {"metric": 2.2, "actual": 1.0, "target": 1.0, "attained": 0.9, "status": 0.9}  # heads with their widths
MONTH = "previous_month"  # the change is held against
WITH_CHANGE = {**STANDING, "change": 1.0, "verdict": 1.3}
_ALIGNED: dict[str, Literal["left", "center"]] = {"metric": "left", "status": "center", "verdict": "center"}


def target_table(
    context: Context, name: str, metrics: Sequence[str], heads: dict[str, float], *, title: str = ""
) -> Table:
    """The metrics in the order given, under those heads that have something to say."""
    columns = tuple(
        Column(context.say("core_tasks", key), _ALIGNED.get(key, "right"), width) for key, width in heads.items()
    )
    rows = [_row(context, metric) for metric in metrics]
    changes = [context.compared[MONTH][one] for one in metrics] if "change" in heads else []
    note = context.word("blank").join(filter(None, (_neither(context, metrics), in_numbers(context, changes))))
    return without_blanks(Table(name, columns, tuple(tuple(row[key] for key in heads) for row in rows), title, note))


def _neither(context: Context, metrics: Sequence[str]) -> str:
    """Why some of the targets are not rated: neither side of them is better; "" where there are none."""
    held = [one for one in metrics if context.target(one) and context.definition(one).better is Better.NEITHER]
    names = context.indicators(held)
    return context.say("core_tasks", "neither", names=names) + context.word("stop") if names else ""


def _row(context: Context, metric: str) -> dict[str, Cell]:
    title, target, change = context.narrator.title(metric), context.target(metric), context.change(metric)
    tone, status, attained = standing(context, metric)
    higher = context.definition(metric).better is Better.HIGHER
    sign, parts = ("≥", (1, 2)) if higher else ("≤", (2, 1))
    goal = context.cell(target, f"{title} · {context.word('comparisons', 'target')}")
    shown = Cell(f"{sign}{goal.text}", goal.value, goal.number_format, figure=goal.figure) if status else goal
    month = delta(context, MONTH, metric)
    unrated = Cell(context.say("core_tasks", "unrated") if target else "")
    return {
        "metric": Cell(context.of_all(metric, title), strong=True),
        "actual": context.cell(context.now(metric), title, strong=True),
        "target": shown,
        "attained": Cell(_percent(context, attained), attained, "0.0%", quotient=parts),
        "status": Cell(status, tone=tone) if status else unrated,
        "change": delta_cell(month),
        "verdict": Cell(context.narrator.verdict(change) if change and is_judged(change) else ""),
    }


def _percent(context: Context, attained: float | None) -> str:
    return str(formats.figure(attained, Unit.SHARE, context.narrator.style))
