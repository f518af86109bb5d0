"""How evenly work was given out among those who were there, beside what dealing it out by lot would do."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Even:
    """``people`` shared the work; ``moved`` of it would have to change hands for each to have an even share, ``by_lot``
    is what chance alone would ask for, ``chance`` the probability that chance does as much."""

    people: int
    moved: float
    by_lot: float
    chance: float


def evenness(person: Places, team: Places, day: Places) -> Even | None:
    """One row for each piece of work. An even share is a day's work of a team by the people who did any of it that day.

    None for fewer than two people. By lot: Pearson's chi-squared over people, and the mean distance of a normal count
    from its mean, sqrt(2 / pi) standard deviations.
    """
    from scipy.special import chdtrc

    if not len(person):
        return None
    at = np.unique(np.column_stack((team, day, person)), axis=0, return_counts=True)
    (shared, mine), did = (at[0][:, :2], at[0][:, 2]), at[1].astype(np.float64)
    place = np.unique(shared, axis=0, return_inverse=True)[1].ravel()
    share = (np.bincount(place, did) / np.bincount(place))[place]
    who = np.unique(mine, return_inverse=True)[1].ravel()
    had, due = np.bincount(who, did), np.bincount(who, share)
    people = len(had)
    if people < 2:
        return None
    chance = float(chdtrc(people - 1, float(((had - due) ** 2 / due).sum())))
    by_lot = sqrt(2 / pi) * float(np.sqrt(due * (1 - due / due.sum())).sum())
    return Even(people, float(np.abs(had - due).sum() / 2 / due.sum()), by_lot / 2 / float(due.sum()), chance)
