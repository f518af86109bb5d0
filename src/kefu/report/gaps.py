"""Where the gap between a month and a missed target lies: the members that miss it beyond chance and carry much of it.

What a month's records show of a place to begin; no cause is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kefu.findings import Figure, Unit
from kefu.findings.figure import derived
from kefu.methods.survey.proportion import wilson
from kefu.metrics import Better
from kefu.metrics.query import Measurement
from kefu.report.context import Context

WAYS = ("team", "channel", "region", "product_line", "subcategory", "category")
MUCH = 0.4  # of the gap: less is no place to begin
MORE = 0.2  # of the gap than of the rows: a member of half of all rows has half of any gap
MOST_NAMED = 2


@dataclass(frozen=True, slots=True)
class Gap:
    """Members of one dimension that miss the target beyond chance, those that carry most first; ``share`` is what they
    carry together of all that is beyond the target, None where the parts of a number do not add up to it."""

    dimension: str
    members: tuple[Measurement, ...]
    share: Figure | None

    def names(self) -> tuple[str, ...]:
        return tuple(one.member(self.dimension) or "" for one in self.members)


def gap(context: Context, metric: str) -> Gap | None:
    """The dimension whose members tell most of where the gap lies; None where no place can be told apart."""
    target = context.target(metric)
    if target is None or context.definition(metric).adds_up:
        return None
    found = [one for way in WAYS if context.sliceable(metric, way) for one in _along(context, metric, way, target)]
    return max(found, key=lambda one: one[0], default=(0.0, None))[1]


def _along(context: Context, metric: str, dimension: str, target: Figure) -> Iterator[tuple[float, Gap]]:
    """The gap by one dimension and how well it tells where the gap lies, if it does: more of the gap than of the rows
    where both add up, else how far beyond the target the first member is, in proportion."""
    least, now = context.definition(metric).minimum_sample, context.now(metric)
    judged = [one for one in context.by(metric, dimension) if one.member(dimension) and one.figure.sample >= least]
    sure = [one for one in judged if _misses(context, metric, one.figure, target)]
    if len(judged) < 2 or not sure:
        return
    if now.unit is Unit.SHARE:
        sure.sort(key=lambda one: -_carried(one.figure, now, target))
        telling = [one for one in sure if _excess(one.figure, now, target) >= MORE][:MOST_NAMED]
        together = sum(_carried(one.figure, now, target) for one in telling)
        if together >= MUCH:
            parts = (now, target, *(one.figure for one in telling))
            share = derived("part of the gap to the target", Unit.SHARE, together, *parts)
            yield sum(_excess(one.figure, now, target) for one in telling), Gap(dimension, tuple(telling), share)
        return
    worse = [one for one in sure if _misses(context, metric, one.figure, now)]
    if worse:
        worse.sort(key=lambda one: -_beyond(one.figure, target))
        yield _beyond(worse[0].figure, target), Gap(dimension, tuple(worse[:MOST_NAMED]), None)


def _misses(context: Context, metric: str, figure: Figure, level: Figure) -> bool:
    """Whether all of the 95 % interval is on the wrong side of the level."""
    interval = figure.interval or _of_share(figure)
    if interval is None or level.value is None:
        return False
    low, high = interval
    return low > level.value if context.definition(metric).better is Better.LOWER else high < level.value


def _of_share(figure: Figure) -> tuple[float, float] | None:
    """The interval of a share that was measured without one (returns of orders)."""
    if figure.unit is not Unit.SHARE or figure.value is None or not 0 <= figure.value <= 1:
        return None
    return wilson(figure.value * figure.sample, figure.sample)


def _carried(part: Figure, whole: Figure, target: Figure) -> float:
    """The member's part of the rows that are beyond the target; more than all where others are better than it."""
    missed = ((one.value or 0.0) - (target.value or 0.0) for one in (part, whole))
    of_part, of_whole = (rate * one.sample for rate, one in zip(missed, (part, whole), strict=True))
    return of_part / of_whole if of_whole else 0.0


def _excess(part: Figure, whole: Figure, target: Figure) -> float:
    """How much more of the gap than of the rows it carries; of the gap no more than all."""
    return min(_carried(part, whole, target), 1.0) - (part.sample / whole.sample if whole.sample else 0.0)


def _beyond(figure: Figure, target: Figure) -> float:
    return abs((figure.value or 0.0) - (target.value or 0.0)) / abs(target.value) if target.value else 0.0
