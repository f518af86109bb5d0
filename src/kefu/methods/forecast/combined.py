"""The forecast that is told: the median of the models that beat last year's number, with how far it was off before.

On the 36-month histories people have, the median of several models beats each of them; what a model is worth is shown
by forecasting the past from what was known then. Source: Armstrong (2001), Combining forecasts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.methods.forecast.accuracy import mase
from kefu.methods.forecast.models import MODELS, Model

Floats = NDArray[np.float64]
BASELINE = "seasonal_naive"
FEWEST = 12  # values below which nothing is forecast
FEWEST_ORIGINS = 6  # past forecasts below which no interval is told
MOST_ORIGINS = 18
BEHIND = 1.25  # how much larger than the best model's error one may be and still have a say in the median
OUTER, INNER = 0.95, 0.80  # what the two intervals hold


@dataclass(frozen=True, slots=True)
class Forecast:
    """``values`` ahead with 95 % and, inside them, 80 % limits (NaN: too few past forecasts to tell); ``models`` are
    those of which it is the median, ``error`` the scaled error (MASE) of each model and of the ``combined`` forecast in
    the ``origins`` past forecasts: below 1 beats repeating the value of a season ago. ``missed`` and ``naive_missed``
    are the mean absolute errors of the forecast and of the seasonal naive there, in the unit of the series."""

    values: Floats
    lower: Floats
    upper: Floats
    inner_lower: Floats
    inner_upper: Floats
    models: tuple[str, ...]
    error: Mapping[str, float]
    combined: float | None
    origins: int
    missed: float | None
    naive_missed: float | None

    @property
    def is_naive(self) -> bool:
        """Whether no model beat repeating the value of a season ago."""
        return self.models == (BASELINE,)


def forecast(
    series: Floats, ahead: int, season: int, *, models: Mapping[str, Model] = MODELS, most_origins: int = MOST_ORIGINS
) -> Forecast | None:
    """The next ``ahead`` values of a series without gaps; None below twelve values."""
    y = np.asarray(series, dtype=np.float64)
    if len(y) < FEWEST:
        return None
    origins = _origins(len(y), ahead, season, most_origins)
    past = {name: [model(y[:at], ahead, season) for at in origins] for name, model in models.items()}
    error = _known({name: _scaled(y, origins, made, season) for name, made in past.items()})
    kept, together = _chosen(y, origins, past, error, season)
    values = np.median([models[name](y, ahead, season) for name in kept], axis=0)
    half, inner = (_half_widths(y, origins, together, ahead, level) for level in (OUTER, INNER))
    return Forecast(
        values=values,
        lower=values - half,
        upper=values + half,
        inner_lower=values - inner,
        inner_upper=values + inner,
        models=kept,
        error=error,
        combined=_scaled(y, origins, together, season),
        origins=len(origins),
        missed=_missed(y, origins, together),
        naive_missed=_missed(y, origins, past[BASELINE]) if BASELINE in past else None,
    )


def _known(error: Mapping[str, float | None]) -> dict[str, float]:
    return {name: one for name, one in error.items() if one is not None}


def _chosen(
    y: Floats, origins: Sequence[int], past: Mapping[str, Sequence[Floats]], error: Mapping[str, float], season: int
) -> tuple[tuple[str, ...], list[Floats]]:
    """The models that are kept and their medians in the past; the baseline alone where even the median loses to it."""
    kept = _worth_keeping(error)
    together = _medians(past, kept)
    joint, limit = _scaled(y, origins, together, season), error.get(BASELINE)
    if joint is not None and limit is not None and joint > limit:
        return (BASELINE,), _medians(past, (BASELINE,))
    return kept, together


def _medians(past: Mapping[str, Sequence[Floats]], names: Sequence[str]) -> list[Floats]:
    return [np.median(together, axis=0) for together in zip(*(past[name] for name in names), strict=True)]


def _missed(y: Floats, origins: Sequence[int], made: Sequence[Floats]) -> float | None:
    """Mean absolute error of all past forecasts of values that are known by now."""
    errors = [abs(y[at + step] - one[step]) for at, one in zip(origins, made, strict=True)
              for step in range(min(len(one), len(y) - at))]  # fmt: skip
    return float(np.mean(errors)) if errors else None


def _origins(known: int, ahead: int, season: int, most: int) -> list[int]:
    """From which points of the past to forecast, the latest first: with two seasons before them where there are enough
    such points, because a model that has not seen a season twice is another model."""
    twice = 2 * season
    least = twice if known >= twice + FEWEST_ORIGINS else min(max(FEWEST, season + 1), known - 1)
    return list(range(known - 1, least - 1, -1))[: most + ahead - 1]


def _worth_keeping(error: Mapping[str, float]) -> tuple[str, ...]:
    """Models that are no worse than the baseline and not far behind the best of them; the baseline alone where none is,
    and where nothing could be tried."""
    limit = error.get(BASELINE)
    if limit is None:
        return (BASELINE,)
    best = min(one for name, one in error.items() if name != BASELINE) if len(error) > 1 else limit
    better = tuple(name for name, one in error.items() if name != BASELINE and one <= min(limit, BEHIND * best))
    return better or (BASELINE,)


def _scaled(y: Floats, origins: Sequence[int], made: Sequence[Floats], season: int) -> float | None:
    """Mean over the origins of the scaled error of what can be held against known values."""
    errors = [mase(y[at : at + len(one)], one[: len(y) - at], y[:at], season=_lag(at, season))
              for at, one in zip(origins, made, strict=True)]  # fmt: skip
    known = [one for one in errors if one is not None]
    return float(np.mean(known)) if known else None


def _lag(known: int, season: int) -> int:
    return season if known > season else 1


def _half_widths(y: Floats, origins: Sequence[int], made: Sequence[Floats], ahead: int, level: float) -> Floats:
    """By the spread of the past forecasts' errors so many steps ahead; never narrower further ahead."""
    from scipy.special import stdtrit

    half = np.full(ahead, np.nan)
    for step in range(ahead):
        errors = [y[at + step] - one[step] for at, one in zip(origins, made, strict=True) if at + step < len(y)]
        count = len(errors)
        if count >= FEWEST_ORIGINS:
            spread = float(np.sqrt(np.mean(np.square(errors))))
            half[step] = stdtrit(count - 1, (1 + level) / 2) * spread * np.sqrt(1 + 1 / count)
    return np.fmax.accumulate(half)
