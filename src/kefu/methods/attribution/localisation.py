"""Which combination of attributes explains a change: found among all combinations of all dimensions at once.

Every leaf (one member of each dimension) has a forecast and an actual value. Leaves that stray further than the usual
noise form the suspicious side; a combination is a cause when nearly all of its weight lies on that side and its leaves
stray alike. Source: Kalander (2022), RiskLoc, arXiv:2205.10004; for ratios the explanatory power of Bhagwan et al.
(2014), Adtributor, NSDI.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
NOISY = 5  # of the most extreme deviations on the quiet side, taken for accidents before the cut-off is set
RISK = 0.5  # least risk of a cause
POWER = 0.02  # least part of the whole deviation a cause explains


@dataclass(frozen=True, slots=True)
class Cause:
    """``members`` are pairs of a dimension's number and a member's code; ``power`` is the part of the whole change that
    they explain, ``risk`` from RISK to 1 how surely this is one cause and not several."""

    members: tuple[tuple[int, int], ...]
    power: float
    risk: float

    def leaves(self, codes: Codes) -> NDArray[np.bool_]:
        """Which rows of ``codes`` belong to it."""
        inside = np.ones(len(codes), dtype=bool)
        for dimension, member in self.members:
            inside &= codes[:, dimension] == member
        return inside


@dataclass(frozen=True, slots=True)
class Leaves:
    """What is known of each leaf: its ``codes`` (a column a dimension), how far it strays (``deviation``, -2 to 2), the
    ``power`` with which it explains the change of the whole (sums to 1), its ``forecast`` and ``actual`` value, and the
    ``size`` with which a change of that value enters the whole."""

    codes: Codes
    deviation: Floats
    power: Floats
    forecast: Floats
    actual: Floats
    size: Floats


def of_amounts(codes: Codes, forecast: Floats, actual: Floats, *, least: float = 0.0) -> Leaves:
    """Leaves of something that adds up (volumes, money); the deviation of leaves whose forecast and actual are both
    below ``least`` is noise and counts as none."""
    forecast, actual = np.asarray(forecast, dtype=np.float64), np.asarray(actual, dtype=np.float64)
    change = actual - forecast
    whole = change.sum()
    power = change / whole if whole else np.zeros_like(change)
    quiet = np.maximum(forecast, actual) < least
    deviation = np.where(quiet, 0.0, _deviation(forecast, actual))
    return Leaves(codes, deviation, power, forecast, actual, np.ones_like(change))


def of_ratio(
    codes: Codes, parts: tuple[Floats, Floats], wholes: tuple[Floats, Floats], *, least: float = 0.0
) -> Leaves:
    """Leaves of a ratio from ``parts`` and ``wholes``, each (forecast, actual); leaves whose wholes are below ``least``
    stray by noise alone. A leaf explains what the ratio of all would have moved by its change only."""
    (part0, part1), (whole0, whole1) = ([np.asarray(one, dtype=np.float64) for one in pair] for pair in (parts, wholes))
    all_parts, all_wholes = part0.sum(), whole0.sum()
    moved = (part1 - part0) * all_wholes - (whole1 - whole0) * all_parts
    power = moved / (all_wholes * (all_wholes + whole1 - whole0))
    total = power.sum()
    before, after = _quotient(part0, whole0), _quotient(part1, whole1)
    quiet = (np.minimum(whole0, whole1) < least) | (whole0 <= 0) | (whole1 <= 0)
    deviation = np.where(quiet, 0.0, _deviation(before, after))
    return Leaves(codes, deviation, power / total if total else np.zeros_like(power), before, after, whole1)


def localise(leaves: Leaves, *, most: int = 3, noisy: int = NOISY) -> list[Cause]:
    """At most ``most`` causes, the first found first: those of fewer dimensions before those of more."""
    cut = _cut_off(leaves.deviation, noisy)
    strays = leaves.deviation > cut if cut >= 0 else leaves.deviation < cut
    weight = np.minimum(np.where(strays, np.abs(leaves.deviation), np.abs(cut - leaves.deviation)), 1.0)
    weight[(leaves.forecast == 0) & (leaves.actual == 0)] = 0.0
    search = _Search(leaves, strays, weight)
    found: list[Cause] = []
    while len(found) < most and search.unexplained() >= search.least:
        cause = search.next()
        if cause is None:
            break
        found.append(cause)
        search.leave_out(cause)
    return found


def chance(leaves: Leaves, *, rounds: int = 199, noisy: int = NOISY, seed: int = 1) -> float:
    """How often leaves that stray as much, but anywhere, give a first cause that explains as much: a p value.

    1 where there is no cause. The deviations are dealt out anew to the leaves, each keeping its forecast.
    """
    found = localise(leaves, most=1, noisy=noisy)
    if not found:
        return 1.0
    explained = _part(leaves, found[0])
    dice = np.random.default_rng(seed)
    as_good = 1
    for _ in range(rounds):
        shuffled = _strayed(leaves, dice.permutation(leaves.deviation))
        other = localise(shuffled, most=1, noisy=noisy)
        as_good += bool(other) and _part(shuffled, other[0]) >= explained
    return as_good / (rounds + 1)


def _part(leaves: Leaves, cause: Cause) -> float:
    """How much of all that strays, up and down, lies within the cause."""
    strayed = np.abs(leaves.actual - leaves.forecast) * leaves.size
    return float(strayed[cause.leaves(leaves.codes)].sum() / strayed.sum()) if strayed.any() else 0.0


def _strayed(leaves: Leaves, deviation: Floats) -> Leaves:
    """The leaves, each straying by ``deviation`` from its forecast; what comes from nothing (-2) stays at it."""
    factor = np.divide(2 - deviation, 2 + deviation, out=np.ones_like(deviation), where=deviation > -2)
    actual = leaves.forecast * factor
    change = (actual - leaves.forecast) * leaves.size
    power = change / change.sum() if change.sum() else np.zeros_like(change)
    return replace(leaves, deviation=deviation, power=power, actual=actual)


def _deviation(forecast: Floats, actual: Floats) -> Floats:
    """Above 0 where less came than was forecast; 0 where there is nothing on either side."""
    both = forecast + actual
    return np.divide(2 * (forecast - actual), both, out=np.zeros_like(both), where=both != 0)


def _quotient(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _cut_off(deviation: Floats, noisy: int) -> float:
    """The mirror image of the extreme on the side that strays less: beyond it noise does not reach."""
    different = np.unique(deviation)
    place = min(noisy, len(different) - 1)
    low, high = different[place], different[-1 - place]
    return float(-min(low, high, key=abs))


class _Search:
    """The leaves not yet explained, and the combinations asked of them."""

    def __init__(self, leaves: Leaves, strays: NDArray[np.bool_], weight: Floats) -> None:
        self.leaves, self.strays, self.weight = leaves, strays, weight
        self.left = np.ones(len(strays), dtype=bool)
        explained = leaves.power[strays].sum()
        self.power = leaves.power if explained >= 0 else -leaves.power
        self.sign = 1.0 if explained >= 0 else -1.0
        self.least = abs(explained) * POWER
        self.sizes = leaves.codes.max(axis=0, initial=0) + 1

    def unexplained(self) -> float:
        return float(self.power[self.strays & self.left].sum())

    def leave_out(self, cause: Cause) -> None:
        self.left &= ~cause.leaves(self.leaves.codes)

    def next(self) -> Cause | None:
        """The most powerful cause of the fewest dimensions that has one."""
        dimensions = range(self.leaves.codes.shape[1])
        for depth in range(1, len(dimensions) + 1):
            best: Cause | None = None
            for together in combinations(dimensions, depth):
                floor = best.power * self.sign if best else self.least
                best = self._best(together, floor) or best
            if best:
                return best
        return None

    def _best(self, together: tuple[int, ...], floor: float) -> Cause | None:
        """The most powerful combination of members of these dimensions that is risky enough and beats ``floor``."""
        rows = np.flatnonzero(self.left)
        sizes = tuple(int(self.sizes[one]) for one in together)
        codes = np.ravel_multi_index(tuple(self.leaves.codes[rows, one] for one in together), sizes)
        element, place = np.unique(codes, return_inverse=True)
        for at in self._risky(place, rows, len(element), floor):
            inside = rows[place == at]
            risk = self._high(place, rows, len(element))[at] - self._low(inside)
            if risk >= RISK:
                members = np.unravel_index(int(element[at]), sizes)
                named = tuple((one, int(member)) for one, member in zip(together, members, strict=True))
                return Cause(named, float(self.leaves.power[inside].sum()), float(risk))
        return None

    def _risky(self, place: Codes, rows: NDArray[np.intp], count: int, floor: float) -> Iterator[int]:
        """Combinations worth a closer look, the most powerful first; how alike leaves stray can only lower the risk."""
        power = np.bincount(place, self.power[rows], count)
        strays = np.bincount(place, self.strays[rows], count)
        possible = np.flatnonzero((strays > 0) & (power > floor) & (self._high(place, rows, count) >= RISK))
        yield from possible[np.argsort(-power[possible], kind="stable")].tolist()

    def _high(self, place: Codes, rows: NDArray[np.intp], count: int) -> Floats:
        """How much of the weight lies on the suspicious side; the 1 keeps single light leaves from being certain."""
        strays = self.strays[rows]
        odd = np.bincount(place, self.weight[rows] * strays, count)
        usual = np.bincount(place, self.weight[rows] * ~strays, count)
        return np.asarray(odd / (odd + usual + 1), dtype=np.float64)

    def _low(self, inside: NDArray[np.intp]) -> float:
        """How differently the leaves stray, beside how far: 0 where one factor explains them all."""
        forecast, actual = self.leaves.forecast[inside], self.leaves.actual[inside]
        known = (forecast != 0) & (actual != 0)
        if not known.any():
            return 0.0
        forecast, actual = forecast[known], actual[known]
        strayed = float(np.abs(self.leaves.deviation[inside][known]).mean())
        apart = float(np.abs(_deviation(forecast * actual.sum() / forecast.sum(), actual)).mean())
        return apart / strayed if strayed else 0.0
