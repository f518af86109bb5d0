"""A metric in every leaf: one member of every usual dimension, the month beside the months before.

What ``methods.attribution.localisation`` searches, measured and told by its names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Study, dimensions_of
from kefu.findings import Figure, Period
from kefu.methods.attribution import localisation
from kefu.methods.attribution.localisation import Cause, Leaves
from kefu.metrics import Aggregate, Definition

Floats = NDArray[np.float64]
Members = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Cube:
    """The leaves of one metric: their members, the figures of each (before, now), and the mathematics' view of them.

    ``before`` are the months the period is held against."""

    definition: Definition
    dimensions: tuple[str, ...]
    members: Sequence[Members]
    figures: tuple[Mapping[Members, Figure], Mapping[Members, Figure]]
    leaves: Leaves
    before: Period

    def where(self, cause: Cause) -> dict[str, str | None]:
        """The slice a cause names."""
        return {self.dimensions[at]: self._names(at)[code] for at, code in cause.members}

    def _names(self, at: int) -> list[str | None]:
        return _coded([one[at] for one in self.members])


def cubes(study: Study, metrics: Sequence[str], before: Period) -> Iterator[Cube]:
    """Of every metric that can be divided; metrics of the same dimensions are measured together."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name in metrics:
        dimensions = tuple(dimensions_of(study.meter, name, study.period))
        if dimensions and _divides(study.meter.definition(name)):
            alike.setdefault(dimensions, []).append(name)
    for dimensions, names in alike.items():
        old, new = (_by_leaf(study, names, when, dimensions) for when in (before, study.period))
        for name in names:
            members, held = _members(old.get(name, {}), new.get(name, {})), (old.get(name, {}), new.get(name, {}))
            leaves = _leaves_of(study.meter.definition(name), members, held, len(before.months)) if all(held) else None
            if leaves is not None:
                yield Cube(study.meter.definition(name), dimensions, members, held, leaves, before)


def _divides(definition: Definition) -> bool:
    """Whether the metric of the whole is made of those of its leaves."""
    if definition.aggregate in (Aggregate.COUNT, Aggregate.SUM):
        return definition.adds_up
    return definition.aggregate in (Aggregate.SHARE, Aggregate.MEAN, Aggregate.RATIO) and definition.times == 1


def _by_leaf(
    study: Study, metrics: Sequence[str], period: Period, dimensions: tuple[str, ...]
) -> dict[str, dict[Members, Figure]]:
    found: dict[str, dict[Members, Figure]] = {}
    for one in study.meter.measure(metrics, period, by=dimensions):
        found.setdefault(one.metric, {})[tuple(one.member(name) for name in dimensions)] = one.figure
    return found


def _members(old: Mapping[Members, Figure], new: Mapping[Members, Figure]) -> list[Members]:
    return sorted({*old, *new}, key=lambda one: [member or "" for member in one])


def _leaves_of(
    definition: Definition,
    members: Sequence[Members],
    held: tuple[Mapping[Members, Figure], Mapping[Members, Figure]],
    months: int,
) -> Leaves | None:
    codes = np.array([_places(column) for column in zip(*members, strict=True)], dtype=np.int64).T
    old, new = ([figures.get(one) for one in members] for figures in held)
    return _leaves(definition, codes, old, new, months)


def _coded(column: Sequence[str | None]) -> list[str | None]:
    return sorted(set(column), key=lambda member: member or "")


def _places(column: Sequence[str | None]) -> list[int]:
    """Each member's place among the names."""
    known = {member: place for place, member in enumerate(_coded(column))}
    return [known[member] for member in column]


def _leaves(
    definition: Definition,
    codes: NDArray[np.int64],
    old: Sequence[Figure | None],
    new: Sequence[Figure | None],
    months: int,
) -> Leaves | None:
    (n0, v0, s0), (n1, v1, s1) = moments(old), moments(new)
    match definition.aggregate:
        case Aggregate.COUNT | Aggregate.SUM:
            amounts = np.nan_to_num(v0).sum() + np.nan_to_num(v1).sum()
            if amounts <= 0 or min(np.nan_to_num(v0).min(), np.nan_to_num(v1).min()) < 0:
                return None
            # Amounts of a row differ: with a spread as large as their mean, twice its variance.
            worth = 1.0 if definition.aggregate is Aggregate.COUNT else 2 * amounts / (n0.sum() + n1.sum())
            return localisation.of_amounts(
                codes, np.nan_to_num(v0) / months, np.nan_to_num(v1), months=months, worth=worth
            )
        case Aggregate.SHARE | Aggregate.RATIO:
            parts = (np.nan_to_num(v0) * n0, np.nan_to_num(v1) * n1)
            counted = all(
                np.all(part <= n + 0.5) and np.all(part >= 0) for part, n in zip(parts, (n0, n1), strict=True)
            )
            return localisation.of_ratio(codes, parts, (n0, n1)) if counted else None
        case _:
            return localisation.of_means(codes, (n0, n1), (v0, v1), (s0**2, s1**2))


def moments(figures: Sequence[Figure | None]) -> tuple[Floats, Floats, Floats]:
    """Rows, values and spreads of leaves; NaN where there are none."""
    known = [one if one is not None and one.value is not None else None for one in figures]
    rows = np.array([0 if one is None else one.sample for one in known], dtype=np.float64)
    values = np.array([np.nan if one is None or one.value is None else one.value for one in known], dtype=np.float64)
    spreads = [np.nan if one is None or one.spread is None else one.spread for one in known]
    return rows, values, np.array(spreads, dtype=np.float64)
