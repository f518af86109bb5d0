"""One sheet of a section: a cursor that moves down, the columns of its content, and the columns of figure ids behind.

Numbers stand where a person works, ids stand to the right in a group of their own that is not printed; so both the
cells and their origin are there without getting in each other's way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from xlsxwriter.worksheet import Worksheet

from kefu.report.document import Cell, FigureLine, Table, Tone
from kefu.report.renderers._reading.codes import read, shown
from kefu.report.renderers._reading.tones import marked
from kefu.report.renderers._xlsx.breaks import Kind, Paging, Spot, paged
from kefu.report.renderers._xlsx.lines import PADDING, SCRAP, is_doubtful, lines_of, room_of, scraps, written
from kefu.report.renderers._xlsx.looks import HEAD_SIZE, SIZE, Looks
from kefu.report.renderers._xlsx.names import quoted

LEFT = 1  # content begins in column B
NARROW, WIDE = 9, 34  # bounds of a content column in characters
WIDEST = (100, 80)  # characters texts are given where nothing stands below them
WIDER = (60, 52, 46, 40)  # what they are given where a sheet is narrow
NARROWER = (28, 24, 20)  # what they make do with where it is wide
NAMES, LONG_NAMES = 30, 60  # what the names of the rows are given all the same, and at most
NEARLY = 1.15  # times what it is given, a text is not broken for the last letters of a line
READABLE = 78  # percent of its size below which a printed sheet is hard to read: its small letters have 7 points
EASY = 85  # percent from which on one is read with ease: so far texts may widen it to take fewer lines
LONGER = 1.2  # times its length, a line of running text may be longer so that no line of a box stays empty
TEXT_COLUMNS = 138  # characters a line of running text should have: the width of a printed page, as far as fonts agree
CHART_WIDTH, CHART_HEIGHT = 520, 280  # pixels
CHART_AIR = 20  # of the width, between the numbers and the picture
LINE, AIR = 14.75, 1.0  # points of one line of text, and of what a row of a range has around its lines
POINTS = 0.75  # points of one pixel
HEADING = 24.0  # points of a line of a finding's title
ROW = 15.0  # points of a row nobody has set
PAPER_WIDE, PAPER_HIGH = 11.0 * 72, 7.3 * 72  # points of an A4 sheet on its side, without its margins
SURE = 98  # percent of a page that is filled: programs measure their fonts differently
HEAD = 2  # rows of the frozen head
REPEATED = (1, 2)  # rows on every printed page: the title, without the way back, and the air below it
CHAR, EDGES = 7, 5  # pixels of one character of column width, and of what every column has beside them
OVERRUN = 60  # characters of a last column that may run over what is right of it on one line
SPARE = 1  # character beside a number: one that does not fit is shown as ###
BUTTON = 2.5  # characters the button of a filter takes
BESIDE = 12  # characters of a column that only a picture stands on
HEAD_PARTS = re.compile(r"\s+|(?=（)|(?<=·)")  # where the head of a column breaks before it is torn
STRETCHED = (0, 1, 2, 3, 4, 5, 6)  # characters a column may be wider so that no line of its cells is a scrap
LONG_HEAD = 8  # Han letters in a row above which a head may be torn all the same


def carrying(table: Table) -> list[int]:
    """Return the columns of a range that stand on figures; each gets a column of ids."""
    places = range(len(table.columns))
    return [place for place in places if any(place < len(row) and row[place].figure for row in table.rows)]


def room_needed(table: Table, place: int, *, numbers: bool = False) -> float:
    """Characters a column of a table needs for all its texts to stay on one line, or for its numbers only; a head may
    take a line for each of its words."""
    if place >= len(table.columns):
        return NARROW
    cells = [row[place] for row in table.rows if place < len(row)]
    texts = [_room(cell) for cell in cells if cell.value is not None or not numbers]
    heads = [] if numbers else [head_room(table.columns[place].header)]
    return max(texts + heads, default=0) + PADDING


def _room(cell: Cell) -> float:
    """Characters a cell takes: as a text, and as the number its format shows, which may be longer: 1,677,081元 for
    167.7万元. Times and dates have texts as long as what is shown of them."""
    room = room_of(marked(cell.text, cell.tone), bold=is_bold(cell))
    if cell.value is None:
        return room
    code = cell.number_format
    number = shown(cell.value, code) if code == "General" or (code and read(code).decimals is not None) else ""
    return SPARE + max(room, room_of(number, bold=is_bold(cell)))


def head_room(text: str) -> float:
    """Characters the longest part of a head takes, half of it where it is a long row of Han letters."""
    parts = [part for part in HEAD_PARTS.split(text) if part]
    halves = [part[: (len(part) + 1) // 2] if len(part) > LONG_HEAD and is_han(part) else part for part in parts]
    return max((room_of(half, bold=True) for half in halves), default=0.0) + BUTTON


def unbroken(head: str, wide: float) -> float:
    """The width of a column this ``wide``, or that of its whole head where only a letter or two of it would stand in a
    second line, as far as programs agree on what fits into the first."""
    whole = room_of(head, bold=True) * HEAD_SIZE / SIZE
    forgotten = wide - PADDING - BUTTON < whole < wide + SCRAP
    return whole + PADDING + BUTTON if forgotten and is_han(head[-1:]) else wide


def runs_over(table: Table, ranges: Sequence[Table]) -> bool:
    """Whether the words in the last column of a table may take the empty cells right of it too, so that they widen no
    column of numbers another table has there."""
    last = len(table.columns) - 1
    told = [row[last] for row in table.rows if last < len(row)]
    if (
        last < 1
        or table.columns[last].align != "left"
        or any(cell.value is not None or cell.tone for cell in told)
        or (any("\n" in cell.text for cell in told) and not is_long(table, last))
    ):
        return False
    others = [room_needed(other, last) for other in ranges if other != table and last < len(other.columns)]
    alone = len(ranges) > 1 and is_long(table, last)  # no other has a column there: all that is printed is free
    return max(others) < room_needed(table, last) if others else alone


def is_long(table: Table, place: int) -> bool:
    """Whether a column holds running text, which takes several lines over merged cells, where shorter ones run over
    empty ones and a filter can stand."""
    return room_needed(table, place) > OVERRUN


def with_words_last(table: Table) -> Table:
    """The table with its only column of running text behind the others, where it may be as wide as what is printed; as
    it is where cells are ratios of others, which are known by their places."""
    places = range(1, len(table.columns))
    long = [place for place in places if table.columns[place].align == "left" and is_long(table, place)]
    if len(long) != 1 or any(cell.quotient for row in table.rows for cell in row):
        return table
    order = [place for place in range(len(table.columns)) if place not in long] + long
    rows = tuple(tuple(row[place] for place in order if place < len(row)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in order), rows=rows)


def without_last(table: Table) -> Table:
    """The table with the head of its last column only."""
    return replace(table, rows=tuple(row[: len(table.columns) - 1] for row in table.rows))


def running(table: Table) -> tuple[int, list[float]]:
    """The last column of a table and how many characters its words take."""
    last = len(table.columns) - 1
    return LEFT + last, [min(room_needed(table, last), OVERRUN)]


def without_scraps(tables: Sequence[Table], place: int, wide: float) -> float:
    """The width of a column this ``wide``, or a little more where then fewer lines of its texts are a letter or two, or
    begin with the comma of the line before."""
    cells = [row[place] for table in tables for row in table.rows if place < len(row) and row[place].value is None]
    told = [(marked(cell.text, cell.tone), is_bold(cell)) for cell in cells if cell.text]
    texts = [(text, bold) for text, bold in told if room_of(text, bold=bold) + PADDING > wide]

    def left(more: int) -> int:
        return sum(scraps(text, wide + more, bold=bold) for text, bold in texts)

    return wide + (min(STRETCHED, key=left) if left(0) else 0)


def is_han(text: str) -> bool:
    return text != "" and all(letter >= "\u2e80" for letter in text)


def is_bold(cell: Cell) -> bool:
    return cell.strong or cell.tone not in (None, Tone.NEUTRAL)


def pixels(widths: Sequence[float]) -> float:
    return sum(chars * CHAR + EDGES for chars in widths)


def scale_of(widths: Sequence[float]) -> int:
    """About the percent at which columns are one page wide: programs measure their fonts differently, and enlarge
    nothing."""
    return max(10, min(100, int(100 * PAPER_WIDE / (pixels(widths) * POINTS))))


def rest_of(widths: Sequence[float], scale: int) -> float:
    """How wide an empty column behind these is with which they are one page wide at a smaller scale, in characters."""
    return max(1.0, (PAPER_WIDE * 100 / scale / POINTS - pixels(widths) - EDGES) // CHAR)


class Sheet:
    """``row`` is the next free row; writing methods move it on."""

    def __init__(
        self, paper: Worksheet, name: str, looks: Looks, said: Mapping[str, str], register: str,
        lines: Mapping[str, FigureLine], contents: str, taken: set[str], footer: str,
    ) -> None:  # fmt: skip
        self.lines = lines  # of the register, by the id of their figure
        self.register_rows = {figure: row for row, figure in enumerate(lines, start=1)}
        self.taken = taken  # names of tables, each used once in a workbook
        self.paper, self.name, self.looks, self.said = paper, name, looks, dict(said)
        self.register, self.contents, self.footer = register, contents, footer
        self.row, self.widths, self.last, self.text_last, self.ids, self.aside = 0, [2.0], LEFT, LEFT, LEFT, LEFT
        self.head = HEAD  # row of the heads of the last range
        self.overrun: dict[Table, int] = {}  # the column up to which words of the last one of a table run over others
        self.heights: dict[int, float] = {}
        self.spots: list[Spot] = []

    def plan(
        self, ranges: Sequence[Table], pictures: Sequence[int] = (), texts: Sequence[tuple[int, Sequence[float]]] = (),
        beside: int = 0, alone: Sequence[Table] = (), boxed: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Set the columns once for all ranges of the sheet, of which nothing stands right of those that are ``alone``;
        ``pictures`` are the columns native charts begin in, ``texts`` those from which on texts stand beside one
        another and how many characters each needs, ``beside`` how many columns pictures are drawn from, ``boxed`` the
        texts of boxes, which are wider where then fewer of them may take a line less than counted. Texts take more
        lines, and none runs over, where pictures would otherwise have to stand below, or the printed page be too small
        to read; they take fewer where that costs nothing."""
        running_over = [table for table in alone if runs_over(table, ranges)]

        def suits(choice: tuple[float, Sequence[Table]]) -> tuple[int, int, bool]:
            widest, over = choice
            shared = [without_last(table) if table in over else table for table in ranges]
            self._measure(shared, pictures, [*texts, *map(running, over)], widest)
            free = widest <= WIDE or self.scale >= EASY
            return min(self.scale, READABLE), sum(map(self.has_room_at, pictures)), free

        widths = (*(WIDEST if len(ranges) == 1 else ()), *WIDER, WIDE, *NARROWER)
        choices = [(widest, over) for over in (running_over, []) for widest in widths]
        best = max(choices, key=suits)  # of equals the widest, with words that run over
        suits(best)
        over = best[1]
        self.text_last = self._certain(boxed)
        ends = {table: self.laid(*running(table))[-1] for table in over}
        self.overrun = {
            table: self.last if is_long(table, len(table.columns) - 1) else end for table, end in ends.items()
        }
        self.ids = self.last + 2
        for place, chars in enumerate(self.widths):
            self.paper.set_column(place, place, chars)
        self.paper.set_column(self.last + 1, self.last + 1, 2)
        group = {"level": 1}
        count = max([1, *(len(carrying(table)) for table in ranges)])
        self.paper.set_column(self.ids, self.ids + count - 1, 11, None, group)
        self.aside = self.ids + count + 1
        if beside:
            self.paper.set_column(self.aside, self.aside + beside - 1, BESIDE, None, group)

    def _measure(
        self, ranges: Sequence[Table], pictures: Sequence[int], texts: Sequence[tuple[int, Sequence[float]]],
        widest: float,
    ) -> None:  # fmt: skip
        """The widths of the columns where no text makes one wider than ``widest``; numbers are never cut."""
        needed = max([6, *(len(table.columns) for table in ranges)])
        self.widths = [2.0]
        for place in range(needed):
            words = max((room_needed(table, place) for table in ranges), default=NARROW)
            numbers = max((room_needed(table, place, numbers=True) for table in ranges), default=NARROW)
            most = widest if place else min(max(widest, NAMES), LONG_NAMES)
            fitting = words if words <= NEARLY * most else most
            wide = without_scraps(ranges, place, max(NARROW, fitting, min(numbers, WIDE)))
            heads = [table.columns[place].header for table in ranges if place < len(table.columns)]
            self.widths.append(max([wide, *(unbroken(head, wide) for head in heads)]))
        for start in filter(self.has_room_at, pictures):
            self._reach(start, CHART_WIDTH / CHAR)
        self.text_last = max([self._reach(LEFT, TEXT_COLUMNS), *(self.laid(*one)[-1] for one in texts)])
        self.last = len(self.widths) - 1

    def _certain(self, texts: Sequence[str]) -> int:
        """The last column of running text, moved as far as the sheet has columns and a line may be longer to where
        fewest texts take a line less in a narrow font than is counted, which would be left empty."""
        most = self.across(LEFT, self.text_last) * LONGER
        lasts = [last for last in range(self.text_last, self.last + 1) if self.across(LEFT, last) <= most]
        return min(lasts, key=lambda last: sum(is_doubtful(text, self.across(LEFT, last)) for text in texts))

    def has_room_at(self, column: int) -> bool:
        """Whether a picture that begins in this column still stands on a page that can be read."""
        before = self.widths[:column] + [NARROW] * (column - len(self.widths))
        return (pixels(before) + CHART_WIDTH) * POINTS <= PAPER_WIDE * 100 / READABLE

    def _reach(self, start: int, chars: float) -> int:
        """Add columns until ``chars`` characters fit from ``start``; return the last column they cover."""
        place, found = start, 0.0
        while True:
            while place >= len(self.widths):
                self.widths.append(NARROW)
            found += self.widths[place] + EDGES / CHAR
            if found >= chars:
                return place
            place += 1

    def laid(self, start: int, rooms: Sequence[float]) -> list[int]:
        """The last column of each of several texts beside one another that need so many characters, from ``start``."""
        lasts = list[int]()
        for chars in rooms:
            lasts.append(self._reach(lasts[-1] + 1 if lasts else start, chars))
        return lasts

    @property
    def scale(self) -> int:
        """The percent at which the content is one page wide."""
        return scale_of(self.widths)

    def height(self, row: int, points: float) -> None:
        self.heights[row] = points
        self.paper.set_row(row, points)

    def fold(self, first: int, last: int) -> None:
        """Hide rows until somebody opens them, which the row above offers."""
        for row in range(first, last + 1):
            self.paper.set_row(row, self.heights.get(row), None, {"level": 1, "hidden": True})
            self.heights[row] = 0.0
        self.paper.set_row(first - 1, self.heights.get(first - 1), None, {"collapsed": True})

    def mark(self, kind: Kind) -> None:
        """Say that a printed page may begin at the cursor."""
        self.spots.append(Spot(self.row, kind))

    def paging(self, scale: int) -> Paging:
        """The pages the sheet is printed on at this percent, once all is written."""
        heights = [self.heights.get(row, ROW) for row in range(self.row)]
        room = PAPER_HIGH * SURE / scale - sum(self.heights.get(row, ROW) for row in REPEATED)
        return paged(self.spots, heights, room)

    def shrink(self) -> list[int]:
        """Print the sheet on as few pages as it takes in letters that can be read, and these as large as they can be
        there; return the rows before which its pages end."""
        scales = range(self.scale, min(READABLE, self.scale) - 1, -1)
        found = {scale: self.paging(scale) for scale in scales}
        scale = min(found, key=lambda one: (found[one].pages, -one))
        if scale < self.scale:
            rest = rest_of(self.widths, scale)
            self.widths.append(rest)
            self.last += 1
            self.paper.set_column(self.last, self.last, rest)
        return found[scale].breaks

    @property
    def room(self) -> float:
        """Characters a line of running text has."""
        return self.across(LEFT, self.text_last)

    def across(self, first: int, last: int) -> float:
        """Characters merged columns have, the air between them included."""
        return pixels(self.widths[first : last + 1]) / CHAR

    def line(self, text: str, look: Any, *, height: float = 0.0, gap: int = 0) -> int:
        """Write one line that may run over the columns to its right; return its row."""
        self.row += gap
        row = self.row
        self.paper.write_string(row, LEFT, text, look)
        if height:
            self.height(row, height)
        self.row += 1
        return row

    def unprinted(self, text: str, look: Any) -> None:
        """Write one line above the ids, right of all that is printed: paper has nothing to click on."""
        self.paper.write_string(self.row, self.ids, text, look)
        self.row += 1

    def heading(self, text: str) -> int:
        """Write the title of a finding, over all columns where it takes more than one line; return its row."""
        look = self.looks.page()
        room = self.across(LEFT, self.last) * SIZE / look.font_size
        lines = lines_of(text, room, bold=True)
        if lines > 1:
            look = self.looks.page(text_wrap=True)
            self.paper.merge_range(self.row, LEFT, self.row, self.last, "", look)
        return self.line(written(text, room, bold=True), look, height=HEADING * lines)

    def prose(self, text: str, look: Any) -> None:
        """Write running text over merged columns, in a row as high as its lines."""
        self.paper.merge_range(self.row, LEFT, self.row, self.text_last, "", look)
        room = self.room * SIZE / look.font_size
        self.paper.write_string(self.row, LEFT, written(text, room), look)
        self.height(self.row, lines_of(text, room) * LINE + 4)
        self.row += 1

    def spread(self, row: int, first: int, last: int, text: str, look: Any) -> None:
        """Write a text beside a range, over the columns from ``first`` to ``last``, and heighten the row where it needs
        more."""
        room = self.across(first, last)
        if last > first:
            self.paper.merge_range(row, first, row, last, "", look)
        self.paper.write_string(row, first, written(text, room), look)
        self.height(row, max(self.heights.get(row, ROW), lines_of(text, room) * LINE + AIR))

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
        return self.looks.of(**look, text_wrap=True, valign="top", align="left", indent=1)
