"""A survey of a known number of customers: who has asked most of them knows more than formulas for countless ones."""

from __future__ import annotations

from math import inf


def effective_answers(answers: float, population: float) -> float:
    """Return how many answers of a countless population would be as good as these ``answers`` out of ``population``.

    The variance of a share or a mean shrinks by ``(population - answers) / (population - 1)``; intervals for countless
    populations become right when they are told ``answers`` divided by it. Infinite when everybody has answered.
    Raises ValueError when there are more answers than people. Source: Cochran, Sampling Techniques (1977), ch. 2.
    """
    if answers > population:
        raise ValueError(f"{answers} answers of {population} people")
    if answers == population:
        return inf
    return answers * (population - 1) / (population - answers)
