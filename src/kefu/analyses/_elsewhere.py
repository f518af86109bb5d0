"""Parts of a slice beside the same parts elsewhere: quality complaints of one product line beside those of all others.

What moved everywhere alike is so no news of the slice, and what moved in it alone is found though its luck is spread
over many combinations. A difference in differences, of logarithms for what adds up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log, sqrt

import numpy as np
from scipy.special import ndtr

from kefu.analyses import Study, by_dimension
from kefu.analyses._places import LEAST_ROWS
from kefu.analyses._spread import row_spread
from kefu.findings import Figure, Period, Unit
from kefu.findings.figure import apart, derived
from kefu.methods.attribution.localisation import NORMAL_MEDIAN, chosen
from kefu.metrics import Definition

Pair = tuple[Figure, Figure]  # of the months before and of the month
ENOUGH = 20  # parts to estimate from how far they stray anyway


@dataclass(frozen=True, slots=True)
class Part:
    """One member of another dimension inside the slice: how far it moved beyond the same elsewhere (logarithm of
    amounts, else the unit of the values), with its standard ``error``; ``held`` are its figures before and now."""

    definition: Definition
    where: Mapping[str, str | None]
    effect: float
    error: float
    held: Pair
    months: int

    @property
    def apart(self) -> float:
        """In standard errors."""
        return abs(self.effect) / self.error

    @property
    def p_value(self) -> float:
        return float(2 * ndtr(-self.apart))

    def figures(self, asked: int) -> dict[str, Figure]:
        """Before (of amounts a month), now, and how far it moved with an interval that allows for its being the
        furthest of so many ``asked``."""
        old, now = self.held
        low, high = chosen(self.effect, self.error, 2 * log(asked))
        if not self.definition.adds_up:
            moved = apart("now - before, beside the same elsewhere", old.unit, self.effect, now, old)
            return {"now": now, "before": old, "moved": replace(moved, interval=(low, high))}
        monthly = derived(f"total / {self.months}", old.unit, (old.value or 0.0) / self.months, old)
        times = derived("now / before, beside the same elsewhere", Unit.RATIO, exp(self.effect), now, old)
        return {"now": now, "before": monthly, "times": replace(times, interval=(exp(low), exp(high)))}


def parts(study: Study, metrics: Sequence[str], where: Mapping[str, str | None], before: Period) -> list[Part]:
    """Every part of the slice with enough rows, of every usual dimension the slice does not name."""
    found: dict[str, list[Part]] = {name: [] for name in metrics}
    for name, some in by_dimension(study.meter, metrics, study.period).items():
        if name not in where:
            for one in _of_dimension(study, some, where, before, name):
                found[one.definition.name].append(one)
    return [one for some in found.values() for one in _spread(some)]


def _of_dimension(
    study: Study, metrics: Sequence[str], where: Mapping[str, str | None], before: Period, name: str
) -> Iterator[Part]:
    months = len(before.months)
    inside, everywhere = (_pairs(study, metrics, before, name, within) for within in (where, {}))
    for (metric, member), held in inside.items():
        definition = study.meter.definition(metric)
        enough = max(held[0].sample / months, held[1].sample) >= LEAST_ROWS
        compared = _compared(definition, held, everywhere[metric, member]) if enough and member is not None else None
        if compared is not None:
            yield Part(definition, {**where, name: member}, *compared, held, months)


def _pairs(
    study: Study, metrics: Sequence[str], before: Period, name: str, where: Mapping[str, str | None]
) -> dict[tuple[str, str | None], Pair]:
    """The figures before and now of every metric and member that has both."""
    old, now = (
        {
            (one.metric, one.member(name)): one.figure
            for one in study.meter.measure(metrics, when, by=[name], where=where)
        }
        for when in (before, study.period)
    )
    return {place: (old[place], now[place]) for place in old if place in now}


def _compared(definition: Definition, held: Pair, whole: Pair) -> tuple[float, float] | None:
    """How far the part moved beyond the rest of ``whole``, and the error of that; None where a side has nothing."""
    rows = [one.sample for one in held]
    others = [all_of.sample - n for all_of, n in zip(whole, rows, strict=True)]
    if min(*rows, *others) <= 0:
        return None
    values = [one.value or 0.0 for one in held]
    totals = [one.value or 0.0 for one in whole]
    if definition.adds_up:
        rest = [total - value for total, value in zip(totals, values, strict=True)]
        if min(*values, *rest) <= 0:
            return None
        worth = 1.0 if values == rows else 2.0  # amounts differ: spread as far as their mean, they vary twice as much
        effect = log(values[1] / values[0]) - log(rest[1] / rest[0])
        return effect, sqrt(worth * sum(1 / n for n in (*rows, *others)))
    rest = [(total * all_of.sample - value * n) / m
            for total, all_of, value, n, m in zip(totals, whole, values, rows, others, strict=True)]  # fmt: skip
    error = sqrt(sum(row_spread(one) ** 2 / n for one, n in zip((*held, *whole), (*rows, *others), strict=True)))
    return ((values[1] - values[0]) - (rest[1] - rest[0]), error) if error else None


def _spread(found: Sequence[Part]) -> list[Part]:
    """Parts stray more than chance lets rows stray (customers come twice): the middle one says by how much, beside what
    the whole slice did beyond the others."""
    if len(found) < ENOUGH:
        return list(found)
    common = float(np.median([one.effect for one in found]))
    excess = float(np.median([((one.effect - common) / one.error) ** 2 for one in found])) / NORMAL_MEDIAN
    return [replace(one, error=one.error * sqrt(max(1.0, excess))) for one in found]
