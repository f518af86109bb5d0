"""``coverage``: how often 95 % intervals hold the truth, and how often something is claimed where nothing is.

By simulation, without a company. Effects of actions: the Prais-Winsten step beside least squares, which does not
allow for neighbouring months' likeness; the net promoter score: adjusted Wald beside the textbook interval; people's
scores: the shrunken interval and bands given to equal people, beside bands that do not allow for the mix of cases; a
difference from likes: with a success and a failure more on each side, beside the plain one; the size of a combination
that was found because it stood out: the interval that allows for the choice beside the usual one. Every seed is fixed.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bench.company import Place
from kefu.methods.attribution import localisation
from kefu.methods.effect import controlled, interrupted, matched
from kefu.methods.ranking import bands
from kefu.methods.ranking.case_mix import adjust
from kefu.methods.survey.nps import Nps

Floats = NDArray[np.float64]
RUNS = 1_500
DEALS = 5_000  # of actions among teams: 500 could not tell 5 % from 7 %
LIKENESS = (0.0, 0.3, 0.6)  # rho of neighbouring months
NORMAL_95 = 1.959964
EFFECT = 2.0
MEMBERS = (5, 3, 7, 5, 16)  # of channel, team, region, product line, subcategory
STANDING = ((3, 1), (4, 5))  # the combination planted: product line and subcategory, each
STANDING_SHARE = 0.26  # a quarter of the rows: both together 7 %
ROWS, BEFORE = 330, 3  # complaints a month, and months before


def measure(_place: Place) -> list[str]:
    return [*_steps(), *_differences(), *_scores(), *_people(), *_likes(), *_combinations()]


def _held(truth: float, interval: tuple[float, float]) -> bool:
    return interval[0] <= truth <= interval[1]


def _series(dice: np.random.Generator, months: int, rho: float) -> Floats:
    """Months that resemble their neighbours, standard deviation 1."""
    noise = dice.normal(0, np.sqrt(1 - rho**2), months)
    noise[0] /= np.sqrt(1 - rho**2)
    for at in range(1, months):
        noise[at] += rho * noise[at - 1]
    return noise


def _steps() -> Iterator[str]:
    """How often the interval holds that nothing happened, an effect is claimed then, and one of 2 sd is."""
    for before, after in ((12, 3), (24, 6)):
        for rho in LIKENESS:
            dice, ours, plain, claimed, seen = np.random.default_rng(1), 0, 0, 0, 0
            for _ in range(RUNS):
                y = _series(dice, before + after, rho)
                ours += _step_holds(y, before)
                plain += _least_squares_holds(y, before)
                claimed += _is_claimed(y, before)
                y[before:] += EFFECT
                seen += _is_claimed(y, before)
            held, least = ours / RUNS, plain / RUNS
            yield (
                f"step, {before}+{after} months, rho {rho}: held {held:.1%} (least squares {least:.1%}); "
                f"claimed without an effect {claimed / RUNS:.1%}, with one of 2 sd {seen / RUNS:.1%}"
            )


def _step_holds(y: Floats, before: int) -> bool:
    found = interrupted.step(y, before)
    return found is not None and _held(0.0, found.interval)


def _is_claimed(y: Floats, before: int) -> bool:
    """The rule of the analysis: zero outside the interval, and hardly any earlier date with as much."""
    found = interrupted.step(y, before)
    apart = found is not None and not _held(0.0, found.interval)
    return found is not None and apart and interrupted.is_rare(found.effect, interrupted.placebo(y, before))


def _least_squares_holds(y: Floats, before: int) -> bool:
    from scipy.stats import t

    x = interrupted.design(before, len(y) - before)
    coefficients, error, _ = interrupted.least_squares(y, x)
    return bool(abs(coefficients[2]) <= t.ppf(0.975, len(y) - x.shape[1]) * error[2])


def _differences() -> Iterator[str]:
    """Twenty teams, six with the action, twelve months before and six after."""
    dice, held, claimed = np.random.default_rng(2), 0, 0
    treated = np.arange(20) < 6
    for _ in range(DEALS):
        series = np.array([_series(dice, 18, 0.5) for _ in range(20)])
        found = controlled.compare(series, treated, 12)
        held += found.interval is not None and _held(0.0, found.interval)
        claimed += (found.p_value or 1.0) <= 0.05
    yield (
        f"difference in differences, 20 teams, rho 0.5: held {held / DEALS:.1%}, "
        f"claimed by permutation {claimed / DEALS:.1%}"
    )


def _scores() -> Iterator[str]:
    for shares in ((0.9, 0.08, 0.02), (0.7, 0.25, 0.05), (0.45, 0.35, 0.2)):
        for n in (30, 100, 400):
            counts = np.random.default_rng(3).multinomial(n, shares, 10_000)
            truth = 100 * (shares[0] - shares[2])
            found = [Nps(float(up), float(down), float(n)) for up, _, down in counts]
            ours = np.mean([_held(truth, one.interval()) for one in found])
            textbook = np.mean([_held(truth, one.wald()) for one in found])
            yield f"NPS {truth:.0f}, {n} answers: {ours:.1%} (textbook {textbook:.1%})"


def _people() -> Iterator[str]:
    """Forty people with easy cases (95 % succeed) and hard ones (70 %), in mixes of their own."""
    for spread in (0.0, 0.03):
        dice, held, people, claimed, unadjusted = np.random.default_rng(4), 0, 0, 0, 0
        for _ in range(RUNS // 5):
            gain = dice.normal(0, spread, 40)
            easy = dice.integers(15, 200, 40)
            rows = np.column_stack([easy, 215 - easy]).astype(float)
            chance = np.clip(np.array([0.95, 0.7]) + gain[:, None], 0.01, 0.99)
            hits = dice.binomial(rows.astype(int), chance).astype(float)
            found = adjust(hits, rows)
            banded = bands.of_adjusted(found)
            raw = bands.of_rates(hits.sum(axis=1), rows.sum(axis=1))
            truth = found.mean + ((chance - [0.95, 0.7]) * rows).sum(axis=1) / rows.sum(axis=1)
            held += int(((banded.lower <= truth) & (truth <= banded.upper)).sum())
            people += 40
            claimed += set(banded.band) != {"within"}
            unadjusted += set(raw.band) != {"within"}
        runs = RUNS // 5
        yield (
            f"scores of 40 people, true sd {spread:.0%}: held {held / people:.1%}; somebody is in a band in "
            f"{claimed / runs:.1%} of months ({unadjusted / runs:.1%} without the mix of cases)"
        )


def _likes() -> Iterator[str]:
    """Two groups of likes, 60 % and 40 % of those asked about."""
    for people in (40, 150):
        dice, ours, plain = np.random.default_rng(5), 0, 0
        for _ in range(RUNS):
            n1, n0 = np.array([0.6, 0.4]) * people, np.array([300.0, 600.0])
            k1 = dice.binomial(n1.astype(int), [0.06, 0.2]).astype(float)
            k0 = dice.binomial(n0.astype(int), [0.05, 0.15]).astype(float)
            found = matched.difference(k1, n1, k0, n0)
            truth = 0.6 * 0.01 + 0.4 * 0.05
            ours += found is not None and _held(truth, found.interval)
            plain += found is not None and _held(truth, _plain(k1, n1, k0, n0, found.difference))
        yield f"difference from likes, {people} people: {ours / RUNS:.1%} (plain {plain / RUNS:.1%})"


def _plain(k1: Floats, n1: Floats, k0: Floats, n0: Floats, found: float) -> tuple[float, float]:
    weight = n1 / n1.sum()
    variance = k1 / n1 * (1 - k1 / n1) / n1 + k0 / n0 * (1 - k0 / n0) / n0
    half = NORMAL_95 * float(np.sqrt(weight**2 @ variance))
    return found - half, found + half


def _combinations() -> Iterator[str]:
    """Combinations that come several times as often and are found by the rule of the analysis: is their size held?"""
    for times in (1.6, 2.0, 3.0):
        dice, told = np.random.default_rng(6), list[tuple[float, bool, bool]]()
        runs = RUNS // 5
        for _ in range(runs):
            told += _sizes(dice, times)
        if told:
            sizes, ours, usual = (np.array(column) for column in zip(*told, strict=True))
            yield (
                f"combination that comes {times} times as often: found in {len(told) / runs:.1%}, told as "
                f"{np.median(sizes):.2f}; held {ours.mean():.1%} (usual interval {usual.mean():.1%})"
            )


def _sizes(dice: np.random.Generator, times: float) -> Iterator[tuple[float, bool, bool]]:
    """Where the planted combination is told: its size, and whether our interval and the usual one hold the truth."""
    codes, before, now = _counted(dice, times)
    leaves = localisation.of_amounts(codes, before, now, months=BEFORE)
    if localisation.chance(leaves, least=20) > 0.05:
        return
    for cause in localisation.localise(leaves, least=20) or localisation.localise(leaves, most=1, least=20, price=0.0):
        found = localisation.times(leaves, cause.leaves(codes), before, now, months=BEFORE)
        if cause.members == STANDING and found is not None:
            size, error = np.log(found[0]), found[1]
            ours = _held(np.log(times), localisation.chosen(size, error, cause.names))
            yield found[0], ours, bool(abs(size - np.log(times)) <= NORMAL_95 * error)


def _counted(dice: np.random.Generator, times: float) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Leaves that have rows, how many a month of them before, and how many now."""
    shares = [dice.dirichlet(np.full(members, 5.0)) for members in MEMBERS]
    for dimension, member in STANDING:
        others = np.delete(shares[dimension], member)
        shares[dimension] = np.insert(others / others.sum() * (1 - STANDING_SHARE), member, STANDING_SHARE)
    usual = shares[0]
    for one in shares[1:]:
        usual = np.multiply.outer(usual, one)
    more = np.ones(MEMBERS)
    more[:, :, :, STANDING[0][1], STANDING[1][1]] = times
    before, now = dice.poisson(ROWS * BEFORE * usual), dice.poisson(ROWS * usual * more)
    known = np.argwhere(before + now > 0)
    return known, before[tuple(known.T)] / BEFORE, now[tuple(known.T)].astype(np.float64)
