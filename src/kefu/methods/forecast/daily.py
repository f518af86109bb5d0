"""The volume of every day to come, from weekdays, the calendar's special days, a yearly wave and a trend.

Ridge regression of log volumes (Hoerl & Kennard 1970, Technometrics 12:55), the penalty by generalised
cross-validation (Golub, Heath & Wahba 1979, Technometrics 21:215); what is left over follows a first-order
autoregression, so that a busy week fades instead of ending at midnight. The model is tried on the past beside repeating
the last week, and dropped for that where it loses.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kefu.methods.forecast.accuracy import mase

Floats = NDArray[np.float64]
Ints = NDArray[np.int_]

WEEK, YEAR = 7, 365.25
FEWEST = 84  # days: twelve of every weekday, and four weeks of them to try the model on
FOLDS, FOLD = 3, 28  # past forecasts, the latest four weeks long each
PENALTIES = np.logspace(-2, 3, 21)
FAR = 4.0  # robust standard deviations beyond which a day (an outage, a broken export) teaches nothing more
TO_SIGMA = 1.4826  # makes the median absolute deviation an estimate of sigma for normal data
MOST_PERSISTENCE = 0.9
OUTER, INNER = 0.95, 0.80


@dataclass(frozen=True, slots=True)
class DailyForecast:
    """``values`` with 95 % and, inside them, 80 % limits, per day ahead in the unit of the volumes.

    ``error`` and ``naive_error`` are the scaled errors (MASE, season of a week) of the model and of repeating the last
    week in ``folds`` past forecasts, ``missed`` and ``naive_missed`` the mean absolute errors there, per day;
    ``is_naive`` says that the model lost and the last week is repeated.
    """

    values: Floats
    lower: Floats
    upper: Floats
    inner_lower: Floats
    inner_upper: Floats
    is_naive: bool
    error: float
    naive_error: float
    missed: float
    naive_missed: float
    folds: int


@dataclass(frozen=True, slots=True)
class Fitted:
    """Expected log volumes of all days, known and ahead, with the standard error of each day ahead.

    ``smear`` turns the exponential of an expected logarithm, a median, into a mean (Duan 1983, Journal of the American
    Statistical Association 78:605): medians of days do not add up to the month.
    """

    expected: Floats
    errors: Floats
    freedom: float
    smear: float


def forecast(volumes: Floats, weekdays: Ints, special: Floats) -> DailyForecast | None:
    """The days after ``volumes`` (consecutive days, NaN: not known); None below twelve known weeks.

    ``weekdays`` (0 to 6, a make-up working day as the weekday it is worked like) and ``special`` (a column per kind of
    special day) have a row for every known day and for every day ahead.
    """
    y = np.log1p(np.asarray(volumes, dtype=np.float64))
    if (~np.isnan(y)).sum() < FEWEST:
        return None
    tried = _tried(y, weekdays, special)
    model, naive = (_errors(np.expm1(y), tried, which) for which in (0, 1))
    is_naive = not model[0] <= naive[0]  # nor where nothing could be measured
    middle, outer, inner = _ahead(y, weekdays, special, tried, is_naive=is_naive)
    return DailyForecast(
        values=_volumes(middle),
        lower=_volumes(middle - outer),
        upper=_volumes(middle + outer),
        inner_lower=_volumes(middle - inner),
        inner_upper=_volumes(middle + inner),
        is_naive=is_naive,
        error=model[0],
        naive_error=naive[0],
        missed=model[1],
        naive_missed=naive[1],
        folds=len(tried),
    )


def fit(y: Floats, weekdays: Ints, special: Floats) -> Fitted:
    """The regression of log volumes ``y`` on their days, for those days and all that follow them."""
    design = _design(len(y), weekdays, special)
    rows = ~np.isnan(y)
    x, ahead = design[: len(y)][rows], design[len(y) :]
    ridge = _Ridge(x, _calmed(y[rows], _Ridge(x, y[rows]).expected(x)))
    left = ridge.y - ridge.expected(x)
    sd = float(np.sqrt(left @ left / ridge.freedom))
    fading = _persistence(left) ** np.arange(1, len(ahead) + 1)
    expected = ridge.expected(design)
    expected[len(y) :] += fading * left[-1]
    errors = sd * np.sqrt(1 - fading**2 + ridge.leverage(ahead))
    return Fitted(expected, errors, ridge.freedom, smear=float(np.exp(left).mean()))


def level(volumes: Floats, weekdays: Ints, special: Floats) -> Floats:
    """Log volumes without what weekdays and special days make of them; days far out are brought to the edge of what is
    usual, and an unknown day is as the days around it. The yearly wave and the trend stay in: they are the level."""
    y = np.log1p(np.asarray(volumes, dtype=np.float64))
    rows = ~np.isnan(y)
    x = _design(len(y), weekdays, special)
    ridge = _Ridge(x[rows], _calmed(y[rows], _Ridge(x[rows], y[rows]).expected(x[rows])))
    known = WEEK - 1 + int((special != 0).any(axis=0).sum())
    left = ridge.y - (x[rows, :known] - ridge.middle[:known]) @ ridge.slopes[:known]
    places = np.arange(len(y))
    return np.asarray(np.interp(places, places[rows], left))


def _tried(y: Floats, weekdays: Ints, special: Floats) -> list[tuple[int, Fitted, Floats]]:
    """Per past forecast its first day, what the model would have said and what the last week would have."""
    last = len(y)
    starts = [last - FOLD * number for number in range(1, FOLDS + 1)]
    starts = [at for at in starts if (~np.isnan(y[:at])).sum() >= FEWEST - FOLD]
    return [(at, fit(y[:at], weekdays[: at + FOLD], special[: at + FOLD]), _last_week(y[:at], FOLD)) for at in starts]


def _errors(volumes: Floats, tried: list[tuple[int, Fitted, Floats]], which: int) -> tuple[float, float]:
    """The mean scaled and the mean absolute error of the model (0) or of the last week (1); NaN where volumes that
    never moved, or days nobody knows, leave nothing to measure."""
    scaled, missed = list[float](), list[float]()
    for at, fitted, week in tried:
        said = np.expm1((fitted.expected[at : at + FOLD], week)[which])
        then = volumes[at : at + FOLD]
        known = ~np.isnan(then) & ~np.isnan(said)
        if not known.any():
            continue
        one = mase(then[known], said[known], _without_gaps(volumes[:at]), season=WEEK)
        scaled += [] if one is None else [one]
        missed.append(float(np.abs(then - said)[known].mean()))
    return _mean(scaled), _mean(missed)


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else float("nan")


def _ahead(
    y: Floats, weekdays: Ints, special: Floats, tried: list[tuple[int, Fitted, Floats]], *, is_naive: bool
) -> tuple[Floats, Floats, Floats]:
    """Log volumes of the days ahead and the half widths of their intervals.

    A model's own standard error knows nothing of what it leaves out; where the past strayed further, that counts.
    """
    from scipy.special import stdtrit

    if is_naive:
        strayed = np.concatenate([np.abs(y[at : at + FOLD] - week) for at, _, week in tried])
        middle = _last_week(y, len(weekdays) - len(y))
        outer, inner = (np.nanquantile(strayed, level) for level in (OUTER, INNER))
        return middle, np.full_like(middle, outer), np.full_like(middle, inner)
    strayed = np.concatenate([np.abs(y[at : at + FOLD] - one.expected[at : at + FOLD]) / one.errors[:FOLD]
                              for at, one, _ in tried])  # fmt: skip
    found = fit(y, weekdays, special)
    outer, inner = (
        max(float(stdtrit(found.freedom, (1 + level) / 2)), float(np.nanquantile(strayed, level))) * found.errors
        for level in (OUTER, INNER)
    )
    return found.expected[len(y) :], outer, inner


def _design(known: int, weekdays: Ints, special: Floats) -> Floats:
    """Weekdays but the first, special days seen in the known days, a yearly wave once two years of it are known, and
    the trend in years, 0 on the last known day."""
    days = np.arange(len(weekdays)) - (known - 1)
    columns = [weekdays == day for day in range(1, WEEK)]
    columns += [special[:, kind] for kind in range(special.shape[1]) if special[:known, kind].any()]
    if known >= 2 * YEAR - 1:
        columns += [np.cos(2 * np.pi * days / YEAR), np.sin(2 * np.pi * days / YEAR)]
    return np.column_stack([*columns, days / YEAR]).astype(np.float64)


class _Ridge:
    """Least squares with shrunk slopes; the intercept is not shrunk."""

    def __init__(self, x: Floats, y: Floats) -> None:
        self.y = y
        self.middle, u, sizes, self.turn = _taken_apart(x.tobytes(), x.shape[1])
        turned = u.T @ (y - y.mean())
        self.weights = sizes**2 + _penalty(sizes, turned, y)
        self.slopes = self.turn.T @ (sizes / self.weights * turned)
        self.freedom = max(len(y) - 1 - float((sizes**2 / self.weights).sum()), 1.0)

    def expected(self, x: Floats) -> Floats:
        return np.asarray(self.y.mean() + (x - self.middle) @ self.slopes)

    def leverage(self, x: Floats) -> Floats:
        """How uncertain the expected values are, in units of the residual variance."""
        turned = (x - self.middle) @ self.turn.T
        return np.asarray((turned**2 / self.weights).sum(axis=1) + 1 / len(self.y))


@lru_cache(maxsize=64)
def _taken_apart(content: bytes, columns: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Mean and singular value decomposition of a design; indicators of one company share their days, and so these."""
    x = np.frombuffer(content, dtype=np.float64).reshape(-1, columns)
    middle = x.mean(axis=0)
    u, sizes, turn = np.linalg.svd(x - middle, full_matrices=False)
    return middle, u, sizes, turn


def _penalty(sizes: Floats, turned: Floats, y: Floats) -> float:
    """The penalty with the smallest generalised cross-validation error."""
    total = float(((y - y.mean()) ** 2).sum()) - float(turned @ turned)
    kept = sizes[None, :] ** 2 / (sizes[None, :] ** 2 + PENALTIES[:, None])
    unexplained = total + (((1 - kept) * turned) ** 2).sum(axis=1)
    return float(PENALTIES[np.argmin(unexplained / (len(y) - 1 - kept.sum(axis=1)) ** 2)])


def _calmed(y: Floats, expected: Floats) -> Floats:
    """Days far from what was expected of them, brought to the edge of what is usual."""
    strayed = y - expected
    edge = FAR * max(TO_SIGMA * float(np.median(np.abs(strayed - np.median(strayed)))), 1e-9)
    return np.asarray(expected + np.clip(strayed, -edge, edge))


def _persistence(left: Floats) -> float:
    """How much of a day's surprise is left the day after: the first autocorrelation, never negative."""
    total = float(left @ left)
    return min(max(float(left[1:] @ left[:-1]) / total, 0.0), MOST_PERSISTENCE) if total > 0 else 0.0


def _last_week(y: Floats, ahead: int) -> Floats:
    return np.resize(y[-WEEK:], ahead)


def _without_gaps(volumes: Floats) -> Floats:
    """Unknown days as the same weekday of the week before, so that the weeks stay in step."""
    filled = volumes.copy()
    for place in np.flatnonzero(np.isnan(filled)):
        filled[place] = filled[place - WEEK] if place >= WEEK else np.nanmean(volumes)
    return filled


def _volumes(logs: Floats) -> Floats:
    return np.maximum(np.expm1(logs), 0.0)
