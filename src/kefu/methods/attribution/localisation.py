"""Which combination of attributes explains a change: found among all combinations of all dimensions at once.

Every leaf (one member of each dimension) has a forecast and an actual value. A combination is a cause when letting its
leaves move by a factor of their own explains more than naming it costs. The gain is the score statistic of a shift of
the combination against that of all others, so that many small leaves count as much as one large one; the cost is the
length of its name, so that a combination is preferred to its members only where it explains clearly better.

Sources: the scan over all slices is Kulldorff (1997), Communications in Statistics 26:1481; what a name costs is
Rissanen (1978), Automatica 14:465; the p value is that of a sequential Monte Carlo test, Besag & Clifford (1991),
Biometrika 78:301; the usual level of a leaf is fitted as by Buja, Hastie & Tibshirani (1989), Annals of Statistics
17:453; intervals of what was chosen hold for all at once, Berk et al. (2013), Annals of Statistics 41:802.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from math import prod

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]
DEEPEST = 3  # dimensions of a cause; more is a list of rows
PRICE = 12.0  # what a cause must gain beyond the length of its name: e^-6 is the chance of as much luck
LEAST_PART = 0.05  # of the first cause's gain that another one must have
COMMON = 0.2  # how far everything may move together: the prior standard deviation of the common shift
NORMAL_MEDIAN = 0.4549  # median of the square of a standard normal variable
NORMAL_95 = 1.96
POOLED = 10.0  # rows that what is known of all leaves counts for beside a leaf's own
SWEEPS = 10  # through all dimensions; what the last one changes is far below chance
ENOUGH_LEAVES = 20  # to estimate a spread from
AT_ONCE = 11  # rounds of chance that are worked out together: most searches need no more


@dataclass(frozen=True, slots=True)
class Leaves:
    """What is known of each leaf: its ``codes`` (a column a dimension), how far it ``strayed`` from its forecast, by
    how much it would with a shift of one (``base``), the ``variance`` of its straying by chance alone (infinite where
    nothing can be said), and the ``rows`` behind it."""

    codes: Codes
    strayed: Floats
    base: Floats
    variance: Floats
    rows: Floats


@dataclass(frozen=True, slots=True)
class Cause:
    """``members`` are pairs of a dimension's number and a member's code, ``gain`` is what it explains (chi-squared),
    ``shift`` how far its leaves moved beyond all others: relative for amounts, log odds for ratios, the unit of the
    values for means; ``error`` is the standard error of ``shift``; ``names`` is twice the natural logarithm of how many
    names there are, this name's share of them counted."""

    members: tuple[tuple[int, int], ...]
    gain: float
    shift: float
    error: float
    names: float

    def leaves(self, codes: Codes) -> Mask:
        """Which rows of ``codes`` belong to it."""
        inside = np.ones(len(codes), dtype=bool)
        for dimension, member in self.members:
            inside &= codes[:, dimension] == member
        return inside


def of_amounts(
    codes: Codes, forecast: Floats, actual: Floats, *, months: float = 1.0, worth: float | None = 1.0
) -> Leaves:
    """Leaves of something that adds up; ``forecast`` is the mean of ``months`` earlier periods.

    ``worth`` is what one row adds, 1 for counts: chance alone gives an amount a variance of ``worth`` times itself.
    None where rows are not known: amounts then stray by a share of themselves, estimated from the leaves.
    """
    usual = (months * forecast + actual) / (months + 1)
    strayed = actual - forecast
    if worth is None:
        return Leaves(codes, strayed, usual, _relative(strayed, usual), usual)
    variance = np.where(usual > 0, usual * worth * (1 + 1 / months), np.inf)
    return _dispersed(Leaves(codes, strayed, usual, variance, usual / worth))


def of_ratio(codes: Codes, parts: tuple[Floats, Floats], wholes: tuple[Floats, Floats]) -> Leaves:
    """Leaves of a share from ``parts`` of ``wholes``, each (before, after), as counts of the rows they rest on."""
    (part0, part1), (whole0, whole1) = parts, wholes
    level = (part0.sum() + part1.sum()) / max(whole0.sum() + whole1.sum(), 1.0)
    share = (part0 + part1 + POOLED * level) / (whole0 + whole1 + POOLED)
    spread = whole1 * np.clip(share * (1 - share), 0.0, None)
    strayed = part1 - whole1 * np.clip(_usual(codes, part0, whole0), 0.0, 1.0)
    variance = np.where(spread > 0, spread * (1 + whole1 / (whole0 + POOLED)), np.inf)
    return _dispersed(Leaves(codes, strayed, spread, variance, whole1))


def of_means(
    codes: Codes, rows: tuple[Floats, Floats], means: tuple[Floats, Floats], variances: tuple[Floats, Floats]
) -> Leaves:
    """Leaves of a mean: ``rows``, ``means`` and ``variances`` of single rows, each (before, after); NaN is 0 rows."""
    n0, n1 = rows
    squares = n0 * np.nan_to_num(variances[0]) + n1 * np.nan_to_num(variances[1])
    pooled = squares.sum() / max((n0 + n1).sum(), 1.0)
    own = (squares + POOLED * pooled) / (n0 + n1 + POOLED)
    strayed = n1 * (np.nan_to_num(means[1]) - _usual(codes, n0 * np.nan_to_num(means[0]), n0))
    known = (n1 > 0) & (own > 0)
    variance = np.where(known, n1 * own * (1 + n1 / (n0 + POOLED)), np.inf)
    return _dispersed(Leaves(codes, strayed, n1, variance, n1))


def _usual(codes: Codes, part: Floats, whole: Floats) -> Floats:
    """The level of every leaf before: of its own rows and, as if they were some more, what its members' levels add up
    to, because most leaves of a small company have no rows of their own.

    Levels are fitted one dimension after the other to what the others leave (backfitting): a team that handles one
    category and no other counts once, not for its team and its category.
    """
    together = np.full(len(part), part.sum() / max(whole.sum(), 1.0))
    own = [np.zeros(int(column.max(initial=0)) + 1) for column in codes.T]
    for _ in range(SWEEPS):
        for at, column in enumerate(codes.T):
            others = together - own[at][column]
            left, rows = np.bincount(column, part - whole * others), np.bincount(column, whole)
            own[at] = left / (rows + POOLED)
            together = others + own[at][column]
    return np.asarray((part + POOLED * together) / (whole + POOLED), dtype=np.float64)


def localise(leaves: Leaves, *, most: int = 3, least: float = 0.0, price: float = PRICE) -> list[Cause]:
    """At most ``most`` causes, the one that explains most first; none has fewer than ``least`` rows.

    Where ``chance`` has spoken already, the first may come at no ``price``.
    """
    search = _Search(leaves, least, price)
    left, found = np.ones(len(leaves.codes), dtype=bool), list[Cause]()
    while len(found) < most:
        cause = search.best(left)
        if cause is None or (found and cause.gain < LEAST_PART * found[0].gain):
            break
        for one in search.narrowed(cause, left, most - len(found)):
            found.append(one)
            left = left & ~one.leaves(leaves.codes)
    return sorted(found, key=lambda one: -one.gain)


def chance(leaves: Leaves, *, least: float = 0.0, rounds: int = 99, enough: int = 10, seed: int = 1) -> float:
    """How often leaves that stray by chance alone give a first cause that explains as much: a p value; 1 without one.

    Chance is normal with the variance of each leaf. (Dealing out the deviations anew instead would never find a cause
    of a single leaf: wherever it lands, it is as good.) It stops early once ``enough`` of the rounds did as well.
    """
    whole = np.ones(len(leaves.codes), dtype=bool)
    search = _Search(leaves, least, price=0.0)
    first = search.best(whole)
    if first is None:
        return 1.0
    reached = search.net(first)
    scale = np.sqrt(np.where(np.isfinite(leaves.variance), leaves.variance, 0.0))
    dice, as_good = np.random.default_rng(seed), 0
    for begin in range(0, rounds, AT_ONCE):
        drawn = dice.standard_normal((min(AT_ONCE, rounds - begin), len(scale))) * scale
        for done, net in enumerate(search.best_nets(drawn), begin + 1):
            as_good += bool(net >= reached)
            if as_good == enough:
                return as_good / done
    return (as_good + 1) / (rounds + 1)


def times(
    leaves: Leaves, inside: Mask, forecast: Floats, actual: Floats, *, months: float
) -> tuple[float, float] | None:
    """How many times as much as expected came inside, were it to go as outside, and the error of its logarithm.

    That is the usual standard error of a ratio of two rates, with the leaves' own variance of a row; None where a side
    has nothing.
    """
    sums = [float(values[side].sum()) for side in (inside, ~inside) for values in (actual, months * forecast)]
    if min(sums) <= 0:
        return None
    known = np.isfinite(leaves.variance) & (leaves.base > 0)
    row = float(np.median(leaves.variance[known] / leaves.base[known])) / (1 + 1 / months)
    return sums[0] / sums[1] / (sums[2] / sums[3]), float(np.sqrt(row * sum(1 / one for one in sums)))


def chosen(effect: float, error: float, names: float) -> tuple[float, float]:
    """The 95 % interval of an effect that is told because it stood out among ``names`` (of ``Cause``).

    What stood out is too large on average, never too small. So away from zero the limit is the usual one; towards zero
    it is one that holds for all names at once (Bonferroni by what each name costs), but not beyond zero: that a
    combination strayed by chance alone is what ``chance`` has ruled out. An effect that its usual interval cannot tell
    from zero has that one.
    """
    usual, all_at_once = NORMAL_95 * error, float(np.sqrt(NORMAL_95**2 + names)) * error
    if abs(effect) <= usual:
        return effect - usual, effect + usual
    if effect < 0:
        return effect - usual, min(effect + all_at_once, 0.0)
    return max(effect - all_at_once, 0.0), effect + usual


def _relative(strayed: Floats, usual: Floats) -> Floats:
    """Variance where amounts stray by a share of themselves; the median is blind to the leaves of a fault."""
    large = usual > 0
    large &= usual >= (np.median(usual[large]) if large.any() else 0.0)
    share = float(np.median((strayed[large] / usual[large]) ** 2)) / NORMAL_MEDIAN if large.any() else 0.0
    floor = 1e-9  # of leaves that were forecast to the last digit
    return np.where(usual > 0, max(share, floor) * usual**2, np.inf)


def _dispersed(leaves: Leaves) -> Leaves:
    """Leaves that stray more than chance lets rows stray (customers come twice): the larger half says by how much."""
    known = np.isfinite(leaves.variance) & (leaves.variance > 0)
    large = known & (leaves.base >= np.median(leaves.base[known])) if known.any() else known
    if large.sum() < ENOUGH_LEAVES:
        return leaves
    excess = float(np.median(leaves.strayed[large] ** 2 / leaves.variance[large])) / NORMAL_MEDIAN
    return replace(leaves, variance=leaves.variance * max(1.0, excess))


class _Search:
    """Sums of all combinations of up to three dimensions; ``pull`` and ``weight`` of leaves add up."""

    def __init__(self, leaves: Leaves, least: float, price: float) -> None:
        known = np.isfinite(leaves.variance) & (leaves.variance > 0)
        self.precision = np.divide(leaves.base, leaves.variance, out=np.zeros_like(leaves.base), where=known)
        self.leaves, self.least, self.price = leaves, least, price
        self.pull, self.weight = leaves.strayed * self.precision, leaves.base * self.precision
        self.sizes = [int(one) + 1 for one in leaves.codes.max(axis=0, initial=0)]
        self.anchor = 1 / COMMON**2

    @cached_property
    def together(self) -> list[tuple[int, ...]]:
        """Every set of one to three dimensions."""
        dimensions = range(self.leaves.codes.shape[1])
        return [one for depth in range(1, DEEPEST + 1) for one in combinations(dimensions, depth)]

    def best(self, left: Mask, fixed: Sequence[int] = (), others: float | None = None) -> Cause | None:
        """The combination of the leaves ``left`` that gains most beyond its cost; with ``others``, the shift of all
        that is not asked, only combinations that narrow the dimensions ``fixed``."""
        rows = np.flatnonzero(left)
        asked = [one for one in self.together if set(fixed) < set(one)] if fixed else self.together
        found = (self._of(one, rows, others) for one in asked)
        return max((one for one in found if one), key=self.net, default=None)

    def net(self, cause: Cause) -> float:
        return cause.gain - self._cost([dimension for dimension, _ in cause.members])

    def narrowed(self, cause: Cause, left: Mask, most: int) -> list[Cause]:
        """The cause, or up to ``most`` narrower ones inside it where they together explain more for their cost."""
        inside = left & cause.leaves(self.leaves.codes)
        outside = left & ~inside
        others = self.pull[outside].sum() / (self.weight[outside].sum() + self.anchor)
        weight = self.weight[inside].sum()
        shift = self.pull[inside].sum() / weight - others
        whole = self.net(replace(cause, gain=float(shift**2 * weight)))
        fixed = [dimension for dimension, _ in cause.members]
        found = list(self._narrower(inside, fixed, float(others), most))
        return found if sum(self.net(one) for one in found) > whole else [cause]

    def _narrower(self, inside: Mask, fixed: Sequence[int], others: float, most: int) -> Iterator[Cause]:
        for _ in range(most):
            one = self.best(inside, fixed, others)
            if one is None:
                return
            yield one
            inside = inside & ~one.leaves(self.leaves.codes)

    def _of(self, together: tuple[int, ...], rows: NDArray[np.intp], others: float | None) -> Cause | None:
        """The best combination of members of these dimensions, where it is worth its cost."""
        found = self._gains(together, rows, self.pull[None, rows], others)
        if found is None:
            return None
        (gain,), (shift,), apart = found
        at = int(np.argmax(gain))
        if gain[at] <= self._cost(together):
            return None
        sizes = tuple(self.sizes[one] for one in together)
        members = tuple(zip(together, (int(one) for one in np.unravel_index(at, sizes)), strict=True))
        names = self._cost(together) - self.price
        return Cause(members, float(gain[at]), float(shift[at]), float(np.sqrt(apart[at])), names)

    def best_nets(self, strayed: Floats) -> Floats:
        """What the best combination gains beyond its cost for each row of deviations of all leaves; below zero where
        none is worth it."""
        rows, pulls = np.arange(len(self.leaves.codes)), strayed * self.precision
        found = ((one, self._gains(one, rows, pulls, None)) for one in self.together)
        nets = [gains[0].max(axis=1) - self._cost(one) for one, gains in found if gains is not None]
        return np.asarray(np.max(nets, axis=0)) if nets else np.full(len(strayed), -np.inf)

    def _gains(
        self, together: tuple[int, ...], rows: NDArray[np.intp], pulls: Floats, others: float | None
    ) -> tuple[Floats, Floats, Floats] | None:
        """For each row of ``pulls`` and each combination of members its gain and its shift, and for each combination
        the variance of that shift; None where none has rows enough."""
        sizes = tuple(self.sizes[one] for one in together)
        codes, cells = np.ravel_multi_index(tuple(self.leaves.codes[rows, one] for one in together), sizes), prod(sizes)
        weight, behind = (np.bincount(codes, values[rows], cells) for values in (self.weight, self.leaves.rows))
        asked = (weight > 0) & (behind >= self.least)
        if not asked.any():
            return None
        places = (codes + cells * np.arange(len(pulls))[:, None]).ravel()
        pull = np.bincount(places, pulls.ravel(), cells * len(pulls)).reshape(len(pulls), cells)
        safe = np.where(asked, weight, 1.0)
        rest = weight.sum() - weight + self.anchor
        common = (pull.sum(axis=1, keepdims=True) - pull) / rest if others is None else others
        apart = 1 / safe + (1 / rest if others is None else np.zeros(cells))
        shift = pull / safe - common
        return np.where(asked, shift**2 / apart, -np.inf), shift, apart

    def _cost(self, together: Sequence[int]) -> float:
        """Twice the natural logarithm of how many names there are, beside the price of naming anything."""
        return self.price + 2 * float(np.log(prod(self.sizes[one] for one in together) * len(self.together)))
