"""How far the mean of a sample may lie from the mean of all."""

from __future__ import annotations

from math import sqrt


def t_interval(mean: float, spread: float, n: int, *, confidence: float = 0.95) -> tuple[float, float] | None:
    """Return Student's interval; None below two rows. ``spread`` is the standard deviation divided by n, not n - 1.

    Right for values near a normal curve, and for any from some dozens on, the more skewed the more.
    """
    if n < 2:
        return None
    from scipy.special import stdtrit

    half = float(stdtrit(n - 1, (1 + confidence) / 2)) * spread / sqrt(n - 1)
    return (mean - half, mean + half)
