"""One sheet of a section: a cursor that moves down, the columns of its content, and the columns of figure ids behind.

Numbers stand where a person works, ids stand to the right in a group of their own that is not printed; so both the
cells and their origin are there without getting in each other's way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from kefu.report.document import Table, Tone
from kefu.report.renderers._reading.measure import width
from kefu.report.renderers._xlsx.looks import Looks
from kefu.report.renderers._xlsx.names import quoted

LEFT = 1  # content begins in column B
NARROW, WIDE = 9, 34  # bounds of a content column in characters
NARROWER = (28, 23, 18, 14, 12)  # what texts make do with where a sheet is wide
READABLE = 75  # percent of its size below which a printed sheet is hard to read
TEXT_COLUMNS = 96  # characters a line of running text should have
CHART_WIDTH, CHART_HEIGHT = 580, 290
LINE = 16.5  # points of one line of text
POINTS = 0.75  # points of one pixel
ROW = 15.0  # points of a row nobody has set
PAPER_WIDE, PAPER_HIGH = 10.2 * 72, 6.6 * 72  # points of an A4 sheet on its side, without its margins
CHAR = 5.6  # points of one character of column width


def carrying(table: Table) -> list[int]:
    """Return the columns of a range that stand on figures; each gets a column of ids."""
    places = range(len(table.columns))
    return [place for place in places if any(place < len(row) and row[place].figure for row in table.rows)]


def _need(table: Table, place: int, *, numbers: bool = False) -> float:
    """Characters a column of a table needs for all its texts to stay on one line, or for its numbers only; a head may
    take a line for each of its words."""
    if place >= len(table.columns):
        return NARROW
    cells = [row[place] for row in table.rows if place < len(row)]
    texts = [cell.text for cell in cells if cell.value is not None or not numbers]
    heads = [] if numbers else table.columns[place].header.split()
    return max((width(text) for text in (*heads, *texts)), default=0) * 1.05 + 3


class Sheet:
    """``row`` is the next free row; writing methods move it on."""

    def __init__(
        self, paper: Worksheet, name: str, looks: Looks, said: Mapping[str, str], register: str,
        register_rows: Mapping[str, int], contents: str, codes: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.codes = codes  # formats of the figures, by their id
        self.paper, self.name, self.looks, self.said = paper, name, looks, dict(said)
        self.register, self.register_rows, self.contents = register, register_rows, contents
        self.row, self.widths, self.last, self.text_last, self.ids = 0, [2.0], LEFT, LEFT, LEFT
        self.heights: dict[int, float] = {}
        self.breaks: list[int] = []

    def plan(self, ranges: Sequence[Table], charts: Sequence[int]) -> None:
        """Set the columns once for all ranges of the sheet; ``charts`` are the columns native charts begin in. Texts
        take more lines where the printed page would otherwise be too small to read."""
        for widest in (WIDE, *NARROWER):
            self._measure(ranges, charts, widest)
            if self.scale >= READABLE:
                break
        self.ids = self.last + 2
        for place, chars in enumerate(self.widths):
            self.paper.set_column(place, place, chars)
        self.paper.set_column(self.last + 1, self.last + 1, 2)
        group = {"level": 1}
        count = max([1, *(len(carrying(table)) for table in ranges)])
        self.paper.set_column(self.ids, self.ids + count - 1, 11, None, group)

    def _measure(self, ranges: Sequence[Table], charts: Sequence[int], widest: float) -> None:
        """The widths of the columns where no text makes one wider than ``widest``; numbers are never cut."""
        needed = max([6, *(len(table.columns) for table in ranges)])
        self.widths = [2.0]
        for place in range(needed):
            words = max((_need(table, place) for table in ranges), default=NARROW)
            numbers = max((_need(table, place, numbers=True) for table in ranges), default=NARROW)
            self.widths.append(max(NARROW, min(words, widest), min(numbers, WIDE)))
        for start in charts:
            self._reach(start, CHART_WIDTH / 7.2)
        self.text_last = self._reach(LEFT, TEXT_COLUMNS)
        self.last = len(self.widths) - 1

    def _reach(self, start: int, chars: float) -> int:
        """Add columns until ``chars`` characters fit from ``start``; return the last column they cover."""
        place, found = start, 0.0
        while True:
            while place >= len(self.widths):
                self.widths.append(NARROW)
            found += self.widths[place]
            if found >= chars:
                return place
            place += 1

    @property
    def scale(self) -> int:
        """About the percent at which the content is one page wide: programs measure their fonts differently."""
        return max(10, min(100, int(100 * PAPER_WIDE / (sum(self.widths[: self.last + 1]) * CHAR))))

    def height(self, row: int, points: float) -> None:
        self.heights[row] = points
        self.paper.set_row(row, points)

    def break_page(self) -> None:
        """Begin a new printed page at the cursor, unless one begins here."""
        if self.row not in self.breaks and self.row > 2:
            self.breaks.append(self.row)

    def keep(self, points: float) -> None:
        """Begin a new printed page where what follows would be cut in two."""
        start = self.breaks[-1] if self.breaks else 0
        used = sum(self.heights.get(row, ROW) for row in range(start, self.row))
        room = PAPER_HIGH * 95 / self.scale
        if used > points / 4 and used % room + points > room:
            self.break_page()

    def line(self, text: str, look: Any, *, height: float = 0.0, gap: int = 0) -> int:
        """Write one line that may run over the columns to its right; return its row."""
        self.row += gap
        row = self.row
        self.paper.write_string(row, LEFT, text, look)
        if height:
            self.height(row, height)
        self.row += 1
        return row

    def prose(self, text: str, look: Any) -> None:
        """Write running text over merged columns, in a row as high as its lines."""
        room = sum(self.widths[LEFT : self.text_last + 1])
        lines = sum(max(1, math.ceil(width(part) * 1.12 / room)) for part in text.split("\n"))
        self.paper.merge_range(self.row, LEFT, self.row, self.text_last, "", look)
        self.paper.write_string(self.row, LEFT, text, look)
        self.height(self.row, lines * LINE + 4)
        self.row += 1

    def identify(self, row: int, place: int, figure: str) -> None:
        """Write a figure id in the group of ids, linked to its line in the register where it has one."""
        look, column = self.looks.identity(), self.ids + place
        if figure in self.register_rows:
            target = f"internal:{quoted(self.register)}!A{self.register_rows[figure] + 1}"
            self.paper.write_url(row, column, target, look, string=figure)
        elif figure:
            self.paper.write_string(row, column, figure, look)

    def identities(self, row: int, figures: Sequence[str]) -> None:
        """Several ids that belong to one text share a row, one column each."""
        for place, figure in enumerate(dict.fromkeys(figures)):
            self.identify(row, place, figure)

    def tone_look(self, tone: Tone, *, head: bool) -> Any:
        look = self.looks.toned(tone)
        if not head:
            look |= {"font_color": self.looks.colour("ink"), "bold": False}
        elif tone is Tone.NEUTRAL:
            look |= {"font_color": self.looks.colour("brand"), "bold": True}
        return self.looks.of(**look, text_wrap=True, valign="top", indent=1)
