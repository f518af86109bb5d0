"""Where the gap between a month and a missed target lies: the members that miss it beyond chance and carry much of it.

What a month's records show of a place to begin; no cause is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kefu.findings import Figure, Unit
from kefu.findings.figure import derived
from kefu.methods.survey.proportion import wilson
from kefu.metrics import Aggregate, Better
from kefu.metrics.definition import Definition
from kefu.metrics.query import Measurement
from kefu.report.context import Context

WAYS = ("team", "channel", "region", "product_line", "subcategory", "category")
ISSUES = ("subcategory", "category")  # what a ticket is about
OF_BUYING = ("ordered_within_7d",)  # values no kind of ticket is the cause of: who asks about a delivery has bought
OWED = (  # what should be done for everybody: whoever was left out can still be served, whatever kind they are of
    "key_customer_revisit_coverage",
    "revisit_coverage",
    "survey_coverage",
    "low_score_callback_rate",
    "training_coverage",
    "training_attendance",
    "drill_participation",
)
MUCH = 0.4  # of the gap: less is no place to begin
MORE = 0.2  # of the gap than of the rows: a member of half of all rows has half of any gap
ROUNDED = 0.01  # of the whole's target: so far apart may targets of parts be that are meant to add up to it
MOST_NAMED = 2
SAMPLE = 30  # cases to read: of fewer, all


@dataclass(frozen=True, slots=True)
class Gap:
    """Members of one dimension that miss the target beyond chance, those that carry most first; ``share`` is what they
    carry together of all that is beyond the target, None where the parts of a number do not add up to it; ``rows`` are
    of how many each member's number is."""

    dimension: str
    members: tuple[Measurement, ...]
    share: Figure | None
    rows: tuple[int, ...]

    def names(self) -> tuple[str, ...]:
        return tuple(one.member(self.dimension) or "" for one in self.members)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The member of a dimension that lacks most of what a sum lacks to its target, with its own ``target`` and the
    ``share`` it has of the gap."""

    dimension: str
    member: Measurement
    target: Figure
    share: Figure


def shortfall(context: Context, metric: str) -> Shortfall | None:
    """Where a sum falls short of its target, if targets of members that add up to it tell, and one member lacks much
    more than its part."""
    target, definition = context.target(metric), context.definition(metric)
    if target is None or not definition.adds_up or definition.better is not Better.HIGHER:
        return None
    ways = [one for one in WAYS if context.sliceable(metric, one)]
    found = [one for way in ways for one in _short(context, metric, way, target)]
    return max(found, key=lambda one: one.share.value or 0.0, default=None)


def _short(context: Context, metric: str, dimension: str, target: Figure) -> Iterator[Shortfall]:
    now, goals = context.now(metric), {one: goal for (_, one), goal in context.goals([metric], dimension).items()}
    whole = target.value or 0.0
    gap, parts = whole - (now.value or 0.0), sum(goal.value or 0.0 for goal in goals.values())
    if gap <= 0 or abs(parts - whole) > ROUNDED * whole:
        return
    for one in context.by(metric, dimension):
        goal = goals.get(one.member(dimension))
        if goal is None or one.figure.value is None or goal.value is None:
            continue
        share = (goal.value - one.figure.value) / gap
        if share >= MUCH and share - goal.value / whole >= MORE:
            inputs = (now, target, one.figure, goal)
            yield Shortfall(dimension, one, goal, derived("part of the gap to the target", Unit.SHARE, share, *inputs))


def gap(context: Context, metric: str) -> Gap | None:
    """The dimension whose members tell most of where the gap lies; None where no place can be told apart."""
    target = context.target(metric)
    if target is None or metric in OWED or context.definition(metric).adds_up:
        return None
    ways = [one for one in ways_of(context.definition(metric)) if context.sliceable(metric, one)]
    found = [one for way in ways for one in _along(context, metric, way, target)]
    return max(found, key=lambda one: one[0], default=(0.0, None))[1]


def ways_of(definition: Definition) -> tuple[str, ...]:
    """The dimensions whose members can be the cause of a metric's gap."""
    return tuple(one for one in WAYS if one not in ISSUES or definition.value not in OF_BUYING)


def behind(context: Context, metric: str, dimension: str, level: Figure) -> list[Measurement]:
    """The members worse than the level beyond chance, the furthest from it first."""
    found = [
        one for one, rows in _judged(context, metric, dimension) if _misses(context, metric, one.figure, rows, level)
    ]
    return sorted(found, key=lambda one: -_beyond(one.figure, level))


def rated(context: Context, metric: str) -> int:
    """Of how many the month's rate is: one of different customers is of those, however many tickets they had."""
    of = context.definition(metric).denominator
    if not _is_of_customers(context, metric):
        return context.now(metric).sample
    return round(context.meter.figure(of, context.period).value or 0.0)


def amiss(context: Context, metric: str, figure: Figure, rows: int) -> int | None:
    """How many of so many rows a share counts that should not be, or leaves out; None of what is no share."""
    better = context.definition(metric).better
    if figure.unit is not Unit.SHARE or figure.value is None or better is Better.NEITHER:
        return None
    return round(rows * (figure.value if better is Better.LOWER else 1 - figure.value))


def to_read(context: Context, cases: int | None) -> str:
    """How many cases there are to read where they are fewer than a sample; "" where one is to be drawn."""
    return context.counted(cases) if cases is not None and 0 < cases < SAMPLE else ""


def _is_of_customers(context: Context, metric: str) -> bool:
    of = context.definition(metric).denominator
    return bool(of) and context.definition(of).aggregate is Aggregate.DISTINCT


def _judged(context: Context, metric: str, dimension: str) -> list[tuple[Measurement, int]]:
    """The members with enough rows, each with of how many its number is."""
    found = [(one, one.figure.sample) for one in context.by(metric, dimension)]
    if _is_of_customers(context, metric):
        held = context.by(context.definition(metric).denominator, dimension)
        customers = {one.member(dimension): round(one.figure.value or 0.0) for one in held}
        found = [(one, customers.get(one.member(dimension), 0)) for one, _ in found]
    least = context.definition(metric).minimum_sample
    return [(one, rows) for one, rows in found if one.member(dimension) and rows >= least]


def _along(context: Context, metric: str, dimension: str, target: Figure) -> Iterator[tuple[float, Gap]]:
    """The gap by one dimension and how well it tells where the gap lies, if it does: how much of the gap, and how much
    more than of the rows, where both add up, else how far beyond the target the first member is, in proportion."""
    now, judged = context.now(metric), _judged(context, metric, dimension)
    sure = [(one, rows) for one, rows in judged if _misses(context, metric, one.figure, rows, target)]
    if len(judged) < 2 or not sure:
        return
    if now.unit is Unit.SHARE:
        whole = (now, rated(context, metric))
        carried = [(one, rows, _carried((one.figure, rows), whole, target)) for one, rows in sure]
        carried.sort(key=lambda held: -held[2])
        telling = [held for held in carried if _excess(held[2], held[1], whole[1]) >= MORE][:MOST_NAMED]
        together = sum(part for _, _, part in telling)
        if together >= MUCH:
            parts = (now, target, *(one.figure for one, _, _ in telling))
            share = derived("part of the gap to the target", Unit.SHARE, together, *parts)
            excess = sum(_excess(part, rows, whole[1]) for _, rows, part in telling)
            yield min(together, 1.0) + excess, _gap(dimension, [(one, rows) for one, rows, _ in telling], share)
        return
    worse = [(one, rows) for one, rows in sure if _misses(context, metric, one.figure, rows, now)]
    if worse:
        worse.sort(key=lambda held: -_beyond(held[0].figure, target))
        yield _beyond(worse[0][0].figure, target), _gap(dimension, worse[:MOST_NAMED], None)


def _gap(dimension: str, found: Sequence[tuple[Measurement, int]], share: Figure | None) -> Gap:
    members, rows = zip(*found, strict=True)
    return Gap(dimension, members, share, rows)


def _misses(context: Context, metric: str, figure: Figure, rows: int, level: Figure) -> bool:
    """Whether all of the 95 % interval is on the wrong side of the level."""
    interval = figure.interval or _of_share(figure, rows)
    if interval is None or level.value is None:
        return False
    low, high = interval
    return low > level.value if context.definition(metric).better is Better.LOWER else high < level.value


def _of_share(figure: Figure, rows: int) -> tuple[float, float] | None:
    """The interval of a share that was measured without one (returns of orders)."""
    if figure.unit is not Unit.SHARE or figure.value is None or not 0 <= figure.value <= 1:
        return None
    return wilson(figure.value * rows, rows)


def _carried(part: tuple[Figure, int], whole: tuple[Figure, int], target: Figure) -> float:
    """The member's part of the rows that are beyond the target; more than all where others are better than it."""
    of_part, of_whole = (((one.value or 0.0) - (target.value or 0.0)) * rows for one, rows in (part, whole))
    return of_part / of_whole if of_whole else 0.0


def _excess(carried: float, rows: int, of: int) -> float:
    """How much more of the gap than of the rows is carried; of the gap no more than all."""
    return min(carried, 1.0) - (rows / of if of else 0.0)


def _beyond(figure: Figure, target: Figure) -> float:
    return abs((figure.value or 0.0) - (target.value or 0.0)) / abs(target.value) if target.value else 0.0
