"""RiskLoc as its paper states it, to hold Kefu's own localisation against; nothing here is used by Kefu.

Kalander (2022), arXiv:2205.10004, algorithms 1 to 3, with the parameters of its experiments: five deviations removed on
each side, risk threshold 0.5, proportional explanatory power 0.02. Written for reading: masks instead of bins. The
element pruning, which only saves time, is left out. Ratios deviate by the ratio of the leaf and explain as Adtributor
has it (Bhagwan et al. 2014, NSDI).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Cause = frozenset[tuple[int, int]]  # pairs of a dimension's number and a member's code
REMOVED, RISK, POWER = 5, 0.5, 0.02


@dataclass(frozen=True, slots=True)
class Cube:
    """Leaves: ``codes`` has a column a dimension; ``power`` sums to 1."""

    codes: NDArray[np.int64]
    forecast: Floats
    actual: Floats
    power: Floats


def of_amounts(codes: NDArray[np.int64], forecast: Floats, actual: Floats) -> Cube:
    whole = actual.sum() - forecast.sum()
    return Cube(codes, forecast, actual, (actual - forecast) / (whole or 1.0))


def of_ratio(codes: NDArray[np.int64], parts: tuple[Floats, Floats], wholes: tuple[Floats, Floats]) -> Cube:
    (f_a, v_a), (f_b, v_b) = parts, wholes
    all_a, all_b = f_a.sum(), f_b.sum()
    power = ((v_a - f_a) * all_b - (v_b - f_b) * all_a) / (all_b * (all_b + v_b - f_b))
    forecast, actual = (np.divide(a, b, out=np.zeros_like(a), where=b > 0) for a, b in ((f_a, f_b), (v_a, v_b)))
    return Cube(codes, forecast, actual, power / (power.sum() or 1.0))


def riskloc(cube: Cube) -> set[Cause]:
    """Every root cause the method names."""
    deviation = _deviation(cube.forecast, cube.actual)
    cut = _cut_off(deviation)
    abnormal = deviation > cut if cut >= 0 else deviation < cut
    weight = np.where(abnormal, np.abs(deviation), np.abs(cut - deviation)).clip(max=1.0)
    weight[(cube.forecast == 0) & (cube.actual == 0) & ~abnormal] = 0.0
    explained = cube.power[abnormal].sum()
    power = cube.power if explained >= 0 else -cube.power
    least, left, found = abs(explained) * POWER, np.ones(len(power), dtype=bool), set()
    while power[abnormal & left].sum() >= least:
        cause = _search(cube, deviation, abnormal, weight, power, left, least)
        if cause is None:
            break
        found.add(cause)
        left = left & ~_inside(cube.codes, cause)
    return found


def _search(
    cube: Cube,
    deviation: Floats,
    abnormal: NDArray[np.bool_],
    weight: Floats,
    power: Floats,
    left: NDArray[np.bool_],
    least: float,
) -> Cause | None:
    """The first layer with an element of enough risk gives the most powerful of them."""
    count = cube.codes.shape[1]
    for layer in range(1, count + 1):
        best, floor = None, least
        for cuboid in combinations(range(count), layer):
            elements, place = np.unique(cube.codes[:, list(cuboid)], axis=0, return_inverse=True)
            place = place.reshape(-1)
            explains = np.bincount(place[left], power[left], len(elements))
            touched = np.bincount(place[left], abnormal[left], len(elements)) > 0
            for at in np.argsort(-explains, kind="stable"):
                if explains[at] <= floor:
                    break
                inside = left & (place == at)
                if touched[at] and _risk(cube, deviation, abnormal, weight, inside) >= RISK:
                    best, floor = frozenset(zip(cuboid, map(int, elements[at]), strict=True)), explains[at]
                    break
        if best:
            return best
    return None


def _risk(
    cube: Cube, deviation: Floats, abnormal: NDArray[np.bool_], weight: Floats, inside: NDArray[np.bool_]
) -> float:
    odd, usual = weight[inside & abnormal].sum(), weight[inside & ~abnormal].sum() + 1
    known = inside & (cube.forecast != 0) & (cube.actual != 0)
    if not known.any():
        return float(odd / (odd + usual))
    expected = cube.forecast[known] * cube.actual[known].sum() / cube.forecast[known].sum()
    apart, strayed = np.abs(_deviation(expected, cube.actual[known])).mean(), np.abs(deviation[known]).mean()
    return float(odd / (odd + usual) - (apart / strayed if strayed else 0.0))


def _deviation(forecast: Floats, actual: Floats) -> Floats:
    both = forecast + actual
    return np.divide(2 * (forecast - actual), both, out=np.zeros_like(both), where=both != 0)


def _cut_off(deviation: Floats) -> float:
    ordered = np.unique(deviation)
    place = min(REMOVED, len(ordered) - 1)
    return float(-min(ordered[place], ordered[-1 - place], key=abs))


def _inside(codes: NDArray[np.int64], cause: Cause) -> NDArray[np.bool_]:
    return np.asarray(np.all([codes[:, dimension] == member for dimension, member in cause], axis=0))
