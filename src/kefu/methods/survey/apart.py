"""How far two groups are apart, from the interval of each: shares, medians, scores alike."""

from __future__ import annotations

from math import hypot

Ends = tuple[float, float]


def interval(one: float, one_ends: Ends, other: float, other_ends: Ends) -> Ends:
    """Return the interval of ``one - other`` for independent groups, at the level of the two given.

    Source: Zou & Donner (2008), Statistics in Medicine 27:1693; for shares with Wilson's intervals it is method 10 of
    Newcombe (1998), Statistics in Medicine 17:873.
    """
    gap = one - other
    return (
        gap - hypot(one - one_ends[0], other_ends[1] - other),
        gap + hypot(one_ends[1] - one, other - other_ends[0]),
    )
