"""Whether one production batch fails more often than the others, by months in service.

Source: Przyborowski & Wilenski (1940), Biometrika 31:313 (two Poisson rates, conditional exact test); the interval is
the exact one of the same share, Clopper & Pearson (1934), Biometrika 26:404. Over many batches correct the p values
together (``change.false_discovery``).
"""

from __future__ import annotations

from dataclasses import dataclass

FEWEST = 3  # failures below which no batch is judged


@dataclass(frozen=True, slots=True)
class Batch:
    """``expected`` failures at the rate of the rest and ``ratio`` to it with its 95 % ``interval``; ``p_value``
    one-sided, of the exact test that knows the rest's rate from a sample too, ``poisson_p`` as if it were certain."""

    failures: int
    expected: float
    ratio: float
    interval: tuple[float, float]
    p_value: float
    poisson_p: float


def judge(failures: int, exposure: float, rest_failures: int, rest_exposure: float) -> Batch | None:
    """Hold a batch against the rest; None where the batch has too few failures or the rest says nothing."""
    from scipy.special import bdtrc, betaincinv, pdtrc

    if failures < FEWEST or rest_failures == 0 or exposure <= 0 or rest_exposure <= 0:
        return None
    expected = exposure * rest_failures / rest_exposure
    share = exposure / (exposure + rest_exposure)
    exact = float(bdtrc(failures - 1, failures + rest_failures, share))
    limits = betaincinv((failures, failures + 1), (rest_failures + 1, rest_failures), (0.025, 0.975))
    low, high = (float(one / (1 - one) * (1 - share) / share) for one in limits)
    certain = float(pdtrc(failures - 1, expected))
    return Batch(failures, expected, failures / expected, (low, high), exact, certain)
