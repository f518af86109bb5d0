"""Whether one production batch fails more often than the others, by months in service.

Source: Przyborowski & Wilenski (1940), Biometrika 31:313 (two Poisson rates, conditional exact test). Over many batches
correct the p values together (``change.false_discovery``).
"""

from __future__ import annotations

from dataclasses import dataclass

FEWEST = 3  # failures below which no batch is judged


@dataclass(frozen=True, slots=True)
class Batch:
    """``expected`` failures at the rate of the rest and ``ratio`` to it; ``p_value`` one-sided, of the exact test that
    knows the rest's rate from a sample too, ``poisson_p`` as if that rate were certain."""

    failures: int
    expected: float
    ratio: float
    p_value: float
    poisson_p: float


def judge(failures: int, exposure: float, rest_failures: int, rest_exposure: float) -> Batch | None:
    """Hold a batch against the rest; None where the batch has too few failures or the rest says nothing."""
    from scipy.special import bdtrc, pdtrc

    if failures < FEWEST or rest_failures == 0 or exposure <= 0 or rest_exposure <= 0:
        return None
    expected = exposure * rest_failures / rest_exposure
    share = exposure / (exposure + rest_exposure)
    exact = float(bdtrc(failures - 1, failures + rest_failures, share))
    return Batch(failures, expected, failures / expected, exact, float(pdtrc(failures - 1, expected)))
