"""How far single rows behind a figure vary."""

from __future__ import annotations

from math import sqrt

from kefu.findings import Figure


def row_spread(figure: Figure) -> float:
    """The standard deviation of one row: that of a share where the figure does not state it."""
    if figure.spread is not None:
        return figure.spread
    share = figure.value or 0.0
    return sqrt(max(share * (1 - share), 0.0))
