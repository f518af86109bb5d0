"""How long callers are ready to wait, told from those who gave up and from those who were answered before they did."""

from __future__ import annotations


def mean_patience(waited: float, abandoned: int) -> float | None:
    """Mean of exponential patience, in the unit of ``waited``: all time spent waiting per contact given up.

    Everybody who was answered might have waited longer, so their waits count and they do not; the mean wait of those
    who gave up alone is far too short. None where nobody gave up. Source: Gans, Koole & Mandelbaum (2003), M&SOM 5:79,
    section 6.3.
    """
    return waited / abandoned if abandoned > 0 and waited > 0 else None
