"""Next month's targets broken down: by team and by channel, each with its own target or the common one."""

from collections.abc import Iterable, Mapping, Sequence

from kefu.findings import Figure
from kefu.metrics import Better
from kefu.metrics.query import Measurement
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Paragraph, Table, Tone
from kefu.report.pieces import standing, standing_of
from kefu.report.sections import Section

WAYS = ("team", "channel")
MOST_METRICS, MOST_MEMBERS = 8, 6


def build(context: Context) -> Iterable[Block]:
    for way in WAYS:
        yield from _broken_down(context, way)


def _broken_down(context: Context, way: str) -> list[Block]:
    """A row an indicator, a column a member: the month's value and how far it is from the target."""
    goals = context.goals(context.metrics, way)
    wanted = {metric for metric, _ in goals}
    shown = [
        one for one in context.metrics if (one in wanted or standing(context, one)[1]) and _splits(context, one, way)
    ]
    shown = sorted(shown, key=lambda one: one not in wanted)[:MOST_METRICS]
    cells = {one: {cell.member(way): cell for cell in context.by(one, way)} for one in shown}
    members = _members(cells.values())
    if len(members) < 2:
        return []
    rows, missed, judged = [], 0, 0
    for metric in shown:
        row, tones = _row(context, metric, way, members, cells[metric], goals)
        if not tones:
            continue  # too few everywhere: a row of nothing but that says nothing
        rows.append(row)
        judged += len(tones)
        missed += sum(tone is not Tone.GOOD for tone in tones)
    heads = [Column(context.say("target_breakdown", "metric"), width=1.8),
             Column(context.say("target_breakdown", "target"), "right", 0.9)]  # fmt: skip
    heads += [Column(context.narrator.member(way, one), "center") for one in members]
    dimension = context.narrator.dimension(way)
    if not rows:
        return []
    return context.page(
        context.say(
            "target_breakdown", "title" if missed else "title_met", dimension=dimension, judged=judged, missed=missed
        ),
        context.say("target_breakdown", "topic", dimension=dimension),
        Table(f"target_breakdown.{way}", tuple(heads), tuple(rows)),
        Paragraph(context.say("target_breakdown", "note"), muted=True),
    )


def _splits(context: Context, metric: str, way: str) -> bool:
    """Whether a member's value means what the whole's means: a total's target is no target of its parts."""
    return not context.definition(metric).adds_up and context.sliceable(metric, way)


def _members(cells: Iterable[dict[str | None, Measurement]]) -> list[str]:
    """The members with the most rows."""
    rows: dict[str, int] = {}
    for held in cells:
        for member, one in held.items():
            if member:
                rows[member] = max(rows.get(member, 0), one.figure.sample)
    return sorted(rows, key=lambda one: (-rows[one], one))[:MOST_MEMBERS]


def _row(
    context: Context,
    metric: str,
    way: str,
    members: Sequence[str],
    held: dict[str | None, Measurement],
    goals: Mapping[tuple[str, str | None], Figure],
) -> tuple[tuple[Cell, ...], list[Tone]]:
    title, common = context.narrator.title(metric), context.target(metric)
    sign = "≥" if context.definition(metric).better is Better.HIGHER else "≤"
    row = [Cell(title, strong=True), _goal(context, common, f"{title} · {context.word('comparisons', 'target')}", sign)]
    tones = []
    for member in members:
        goal = goals.get((metric, member))
        one = held.get(member)
        if one is None or one.figure.sample < context.definition(metric).minimum_sample:
            row.append(Cell("" if one is None else context.say("target_breakdown", "few")))
            continue
        tone, status, _ = standing_of(context, metric, one.figure, goal or common)
        cell = context.cell(one.figure, title, tone=tone if status else None)
        own = ""
        if goal is not None:
            shown = _goal(context, goal, f"{title} · {context.narrator.member(way, member)}", sign)
            own = context.say("target_breakdown", "own", target=shown.text)
        row.append(Cell(f"{cell.text}{own}", cell.value, cell.number_format, cell.tone, cell.figure))
        tones += [tone] if status else []
    return tuple(row), tones


def _goal(context: Context, goal: Figure | None, name: str, sign: str) -> Cell:
    shown = context.cell(goal, name)
    return Cell(f"{sign}{shown.text}" if goal else "", shown.value, shown.number_format, figure=shown.figure)


SECTION = Section(build)
