"""A metric by the members of a dimension, and several metrics side by side: tables, and what may be said of them.

A member's change says what moved, not that it means anything: only what ``analyses.slices`` found outside normal
variation is called a change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kefu.comparisons import compare_all
from kefu.findings import Figure, Finding
from kefu.findings.figure import quotient
from kefu.metrics import Better
from kefu.narrative import formats
from kefu.narrative.formats import capital
from kefu.report.context import Context
from kefu.report.document import Callout, Cell, Column, Table, Tone
from kefu.report.pieces import DELTAS, delta, delta_cell, held_against, in_numbers, share_of, without_blanks
from kefu.report.stories import same_rows, weighed

HELD = ("previous_month", "same_month_last_year", "target")
MOST_ROWS = 7
MOST_CHANGES = 3
LEAST_BEFORE = 10  # rows; from fewer a percentage says nothing
VALUED = "average_order_value"  # whose rows are the orders with an amount
ANOTHER_SHARE = 0.05  # of the orders without an amount: so far from this month's that a year's growth is not the sales'
YEAR = 13  # months of history from which the slices of a metric are judged


@dataclass(frozen=True, slots=True)
class Part:
    """One member of a dimension: its figure, its share of a volume, and what it is held against, by comparison."""

    member: str | None
    name: str
    figure: Figure
    share: Figure | None
    held: Mapping[str, Finding]

    @property
    def target(self) -> Figure | None:
        return self.held["target"].figures.get("before")

    @property
    def attained(self) -> Figure | None:
        """What part of a target that is better surpassed has been reached."""
        return None if self.target is None else quotient(self.figure, self.target)


def parts(context: Context, metric: str, dimension: str) -> list[Part]:
    """Every member that has a number this month, largest first; of a volume those with rows."""
    volume = context.definition(metric).adds_up
    measured = [
        one
        for one in context.by(metric, dimension)
        if one.figure.value is not None and (one.figure.value or not volume)
    ]
    measured.sort(key=lambda one: (one.member(dimension) is None, -(one.figure.value or 0.0)))
    if not measured:
        return []
    held = {name: compare_all(name, context.meter, measured, by=(dimension,)) for name in HELD}
    whole = context.now(metric) if volume else None
    return [
        Part(
            one.member(dimension),
            context.narrator.member(dimension, one.member(dimension)),
            one.figure,
            quotient(one.figure, whole) if whole is not None else None,
            {name: findings[place] for name, findings in held.items()},
        )
        for place, one in enumerate(measured)
    ]


def members(
    context: Context, metric: str, dimension: str, found: Sequence[Part], also: Sequence[str] = (), note: str = ""
) -> Table:
    """A row a member: the metric, its share, last month, last year, target and attainment, and further metrics."""
    title, shown, listed = context.narrator.title(metric), [one for one in also if context.has(one)], found[:MOST_ROWS]
    others = {one: {cell.member(dimension): cell.figure for cell in context.by(one, dimension)} for one in shown}
    figures = _column(context, title, [part.figure for part in listed], strong=True)
    beside = [_column(context, context.narrator.title(one), [others[one].get(part.member) for part in listed])
              for one in shown]  # fmt: skip
    heads = [title, context.word("sections", "pieces", "part"), *(context.word("comparisons", one) for one in HELD)]
    heads += [context.word("sections", "pieces", "attained"), *(context.narrator.title(one) for one in shown)]
    columns = [Column(capital(context.narrator.dimension(dimension)), width=1.3)]
    columns += [Column(capital(head), "right") for head in heads]
    raises = context.definition(metric).better is Better.HIGHER
    if any(_is_scant(part.held[name]) for part in listed for name in HELD[:2]):
        note = context.say("pieces", "scant", note=note, least=LEAST_BEFORE) + context.word("stop")
    told = (part.held[name] for part in listed for name in HELD[:2])
    numbers = in_numbers(context, [one for one in told if not _is_scant(one)])
    note = context.word("blank").join(one for one in (note, numbers) if one)
    rows = tuple(
        (
            Cell(part.name, strong=True),
            figures[place],
            context.cell(part.share, share_of(context, metric), {dimension: part.member}),
            *(_grown(context, name, part.held[name]) for name in HELD[:2]),
            context.cell(part.target, f"{title} · {part.name} · {context.word('comparisons', 'target')}"),
            context.cell(
                part.attained if raises else None,
                f"{title} · {part.name} · {context.word('sections', 'pieces', 'attained')}",
            ),
            *(column[place] for column in beside),
        )
        for place, part in enumerate(listed)
    )
    return without_blanks(Table(f"{metric}.members_{dimension}", tuple(columns), rows, note=note))


def indicators(context: Context, name: str, metrics: Sequence[str]) -> Table:
    """A row a metric: now, target and the three usual comparisons; of those metrics that have data."""
    heads = [Column(context.say("pieces", "metric"), width=1.9), Column(context.say("pieces", "now"), "right", 1.1)]
    heads += [Column(capital(context.word("comparisons", one)), "right") for one in ("target", *DELTAS)]
    rows = []
    for metric in (one for one in metrics if context.has(one)):
        title = context.narrator.title(metric)
        compared = [delta_cell(delta(context, one, metric)) for one in DELTAS]
        goal = context.cell(context.target(metric), f"{title} · {context.word('comparisons', 'target')}")
        rows.append(
            (
                Cell(context.of_all(metric, title)),
                context.cell(context.now(metric), title, strong=True),
                goal,
                *compared,
            )
        )
    held = (context.compared[one][metric] for one in DELTAS for metric in metrics if context.has(metric))
    product = {"orders", VALUED} <= set(metrics)  # a reader expects it to be the revenue
    said = (in_numbers(context, held), without_amount(context) if product else "")
    note = context.word("blank").join(filter(None, said))
    return without_blanks(Table(name, tuple(heads), tuple(rows), note=note))


def without_amount(context: Context) -> str:
    """How many orders have no amount, so that revenue by orders is not the average order value, and how many had none
    a year before where it was another share of them, which moves the revenue; "" where all have."""
    if not all(map(context.has, ("orders", VALUED))):
        return ""
    lacking, orders = _lacking_amount(context.now("orders"), context.now(VALUED))
    before = [context.compared["same_month_last_year"][one].figures.get("before") for one in ("orders", VALUED)]
    then = _lacking_amount(before[0], before[1]) if before[0] and before[1] else (0, 0)
    if not lacking and not then[0]:
        return ""
    told = {"count": context.counted(lacking), "orders": context.counted(orders)}
    if then[1] and abs(then[0] / then[1] - lacking / orders) >= ANOTHER_SHARE:
        told |= {"then": context.counted(then[0]), "orders_then": context.counted(then[1])}
    elif not lacking:
        return ""
    return context.say("pieces", "without_amount", **told) + context.word("stop")


def _lacking_amount(orders: Figure, valued: Figure) -> tuple[int, int]:
    """How many orders have no amount, of how many."""
    whole = int(orders.value or 0.0)
    return max(0, whole - valued.sample), whole


def changed_members(context: Context, metric: str, dimension: str) -> Callout | None:
    """Which members left their normal range."""
    found = [one for one in context.found("slices", metric) if dimension in one.subject][:MOST_CHANGES]
    if not found:
        return None
    ids = tuple(dict.fromkeys(id_ for one in found for id_ in context.note_finding(one)))
    said = tuple(context.narrator.tell(one) + context.word("stop") for one in found)
    return Callout(context.say("pieces", "conclusion"), said, _gravest(context, found), ids)


def _gravest(context: Context, found: Sequence[Finding]) -> Tone:
    """The colour of the gravest: that of the indicator which counts the very same rows (complaints: all tickets of that
    category), as its own page has it; else that of something to look at."""
    tones = [weighed(context, same) for one in found if (same := same_rows(context, one)) is not None]
    return Tone.BAD if Tone.BAD in tones else Tone.WARN


def none_changed(context: Context, metric: str, dimension: str) -> str:
    """That no member left its normal range; "" where one did, or where a year of history is missing."""
    changed = any(dimension in one.subject for one in context.found("slices", metric))
    if changed or len(context.series(metric)) < YEAR:
        return ""
    named, title = context.narrator.dimension(dimension), context.narrator.title(metric)
    return context.say("pieces", "no_member_changed", dimension=named, title=title) + context.word("stop")


def _grown(context: Context, comparison: str, held: Finding) -> Cell:
    """How far a member grew, uncoloured as the verdict is on the whole; a dash where there was next to nothing."""
    if _is_scant(held):
        return Cell(formats.DASH)
    return delta_cell(replace(held_against(context, comparison, held), tone=Tone.NEUTRAL))


def _is_scant(held: Finding) -> bool:
    before = held.figures.get("before")
    return before is not None and 0 < before.sample < LEAST_BEFORE


def _column(context: Context, name: str, figures: Sequence[Figure | None], *, strong: bool = False) -> list[Cell]:
    """The cells of a column, all told in one unit."""
    known = [one for one in figures if one is not None]
    values = [one.value for one in known]
    texts = iter(formats.beside(values, known[0].unit, context.narrator.style) if known else ())
    cells = (context.cell(one, name, strong=strong) for one in figures)
    return [cell if one is None else replace(cell, text=next(texts)) for one, cell in zip(figures, cells, strict=True)]
