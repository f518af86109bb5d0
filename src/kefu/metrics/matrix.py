"""Figures as rows and columns: agents by days, hours by weekdays, channels by states.

A cell without rows is part of the picture: of a count it is 0, of anything else undefined. Rows come by their totals,
largest first, and by name where those are equal, so that a table reads the same every time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from kefu.findings import Figure
from kefu.metrics.query import Measurement

Place = Callable[[Measurement], Hashable]


@dataclass(frozen=True, slots=True)
class Matrix:
    """``cells[i][j]`` is the figure of row i and column j, None where the question gave none; ``values`` its number."""

    rows: tuple[Hashable, ...]
    columns: tuple[Hashable, ...]
    cells: tuple[tuple[Figure | None, ...], ...]
    is_count: bool

    @property
    def values(self) -> list[list[float | None]]:
        nothing = 0.0 if self.is_count else None
        return [[nothing if one is None else one.value for one in row] for row in self.cells]

    def drawn(self, *, undefined: float) -> list[list[float]]:
        """The values with a number for what is undefined, for a drawing that knows no gaps; never to be read as one."""
        return [[undefined if value is None else value for value in row] for row in self.values]

    @property
    def totals(self) -> list[float]:
        """The sum of every row, of a count only: other figures do not add up."""
        return [sum(value or 0.0 for value in row) for row in self.values] if self.is_count else []

    def ranked(self) -> Matrix:
        """The same with the largest total first; equal ones by name."""
        totals = self.totals
        order = sorted(range(len(self.rows)), key=lambda i: (-totals[i], str(self.rows[i])))
        return Matrix(
            tuple(self.rows[i] for i in order), self.columns, tuple(self.cells[i] for i in order), self.is_count
        )


def matrix(
    measured: Sequence[Measurement],
    *,
    row: Place,
    column: Place,
    is_count: bool,
    rows: Sequence[Hashable] = (),
    columns: Sequence[Hashable] = (),
) -> Matrix:
    """Arrange the figures of one metric. ``rows`` and ``columns`` are those wanted, also without data; left out, they
    are those found, in the order of the figures."""
    found = {(row(one), column(one)): one.figure for one in measured}
    down = tuple(rows) or tuple(dict.fromkeys(place for place, _ in found))
    across = tuple(columns) or tuple(dict.fromkeys(place for _, place in found))
    cells = tuple(tuple(found.get((one, other)) for other in across) for one in down)
    return Matrix(down, across, cells, is_count)
