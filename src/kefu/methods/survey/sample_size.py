"""How many answers a survey needs for a promised precision. Source: Cochran, Sampling Techniques (1977), ch. 4."""

from __future__ import annotations

from math import ceil

from kefu.methods.survey.normal import critical


def of_many(margin: float, *, share: float = 0.5, confidence: float = 0.95) -> float:
    """Return the answers needed to know a share within ``margin`` when customers are countless; not rounded.

    ``share`` 0.5 is the worst case.
    """
    return critical(confidence) ** 2 * share * (1 - share) / margin**2


def of_population(margin: float, population: float, *, share: float = 0.5, confidence: float = 0.95) -> float:
    """Return the same for a finite ``population``, which needs fewer; not rounded."""
    countless = of_many(margin, share=share, confidence=confidence)
    return countless / (1 + (countless - 1) / population)


def invitations(answers: float, *, response_rate: float) -> int:
    """Return how many customers to invite for so many ``answers``."""
    return ceil(ceil(answers) / response_rate)
