"""How high the blocks of Word are, in points: by the lines their texts take in the sizes and pitches of the styles.

Lines are as high as in Noto Sans CJK SC, the highest of the fonts a report is read in: in others more goes on a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kefu.report.document import Block, Callout, Chart, FigureRow, Heading, Paragraph, ProcessMap, Steps, Table
from kefu.report.renderers._docx import cards
from kefu.report.renderers._docx.blocks import MAP, MAP_LOW
from kefu.report.renderers._docx.boxes import box_lines, kept
from kefu.report.renderers._docx.charts import HALF, LIES, STANDING, STANDS, WIDTH, rows_high
from kefu.report.renderers._docx.grids import Fitted, fitted
from kefu.report.renderers._docx.lines import lines
from kefu.report.renderers._docx.pictures import picture_height
from kefu.report.renderers._docx.steps import stays_whole, step_heights
from kefu.report.renderers._html.vega import lies_down
from kefu.report.renderers._pdf.pictures import WIDE, lowest, spared
from kefu.report.renderers._process.svg import printed_size
from kefu.report.renderers._reading.figures import figures_of
from kefu.report.renderers._reading.references import references
from kefu.report.themes import Theme

PITCH = 1.45  # of the size of letters: from line to line, single spaced
TEXT, MUTED, BOX = 18.1, 15.4, 16.9  # from line to line of a paragraph, a remark, a box
SMALL = 10.9  # the same of a source or an eyebrow
TITLES = {1: (17.0, 27.1), 2: (12.5, 20.8), 3: (10.5, 17.5)}  # size and pitch of headings by level
ROOMS = {1: (28.0, 12.0), 2: (16.0, 7.0), 3: (10.0, 5.0)}  # above and below them
RULE, EYEBROW = 4.5, 13.0  # below a chapter's title, above that of a page
CAPTION, CAPTIONED = (11.0, 4.0), 16.3  # above and below the title of an exhibit, its line
SOURCE, BELOW = 14.0, 12.0  # the line below an exhibit, and the room behind it
EDGES, APART, BOXED = 10.5, 3.0, 10.0  # of a box: its edges, between its paragraphs, below it
AFTER = 6.0  # a paragraph
CELLS = {
    "KefuCell": (12.9, 3.5),
    "KefuCellClose": (11.6, 2.9),
    "KefuCellSmall": (10.9, 2.9),
}  # pitch of a row's lines, what a row takes besides
GAP = 6.0  # behind cards and charts side by side
SPARE = 24.0  # of a list that is not broken: all of it goes over where Word needs a little more than is thought
WIDOW = 2  # lines of a paragraph that stay together
LINES = "Figures"  # what the lines of the register are called, or as long

Numbers = Mapping[str, int]
NOWHERE: Numbers = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Height:
    """A block ``high`` points, ``low`` where it can be drawn lower, ``least`` of it on the page it begins on, ``torn``
    if it is broken against its will (None: never); the room ``above`` and ``below``."""

    high: float
    low: float
    least: float
    above: float = 0.0
    below: float = 0.0
    torn: float | None = None


class Heights:
    """The heights of a document's blocks, each worked out once, by the block and by how many pixels across its chart
    is drawn; the table ``close`` is set closer than the others."""

    def __init__(self, theme: Theme, numbers: Numbers, close: Table | None = None) -> None:
        self._theme, self._numbers, self._close = theme, numbers, close
        self._known: dict[tuple[int, int, bool], tuple[Block, Height]] = {}  # a block that is held keeps its id

    def closer(self, table: Table) -> Heights:
        """The same with that table set closer; what is known of the others is not worked out again."""
        heights = Heights(self._theme, self._numbers, table)
        heights._known = self._known
        return heights

    def of(self, block: Block, wide: int = WIDE) -> Height:
        close = block is self._close
        key = id(block), wide, close
        if key not in self._known:
            found = (
                tabled(block, self._numbers, close=True)
                if isinstance(block, Table) and close
                else height(block, self._theme, wide, self._numbers)
            )
            self._known[key] = block, found
        return self._known[key][1]


def whole(high: float, above: float = 0.0, below: float = 0.0) -> Height:
    return Height(high, high, high, above, below)


def height(block: Block, theme: Theme, wide: int = WIDE, numbers: Numbers = NOWHERE) -> Height:
    """How high a block is; ``wide`` is how many pixels across a chart is drawn, ``numbers`` are the lines of the
    register by figure."""
    match block:
        case Heading(level=level, text=text, eyebrow=eyebrow):
            return titled(level, text, eyebrow)
        case Paragraph(text=text, muted=True):
            high = lines(text, 8.5) * MUTED
            return Height(high, high, min(high, WIDOW * MUTED), below=AFTER)
        case Paragraph(text=text):
            high = lines(text, 10.0) * TEXT
            return Height(high, high, min(high, WIDOW * TEXT), below=AFTER)
        case Callout() as box:
            return boxed(box)
        case Table() as table:
            return tabled(table, numbers)
        case Chart() as chart:
            return charted(chart, theme, wide, numbers)
        case ProcessMap(title=title, note=note) as drawn:
            high = printed_size(drawn, MAP)[1]
            around = captioned(title) + lines(note, 7.5) * SMALL
            return Height(high + around, high * MAP_LOW + around, high + around, CAPTION[0], BELOW)
        case FigureRow(cards=items):
            rows = [sum(row) for row in cards.rows_high(items)]
            return Height(sum(rows), sum(rows), sum(rows), below=GAP, torn=rows[0] if len(rows) > 1 else None)
        case Steps(title=title) as steps:
            head = TITLES[3][1] + ROOMS[3][1] if title else 0.0
            each = step_heights(steps)
            high = head + sum(each) + (SPARE if stays_whole(steps) else 0.0)
            begun = high if stays_whole(steps) else head + sum(each[:1])
            return Height(high, high, begun, ROOMS[3][0] if title else 0.0)
        case _:
            return whole(0.0)


def titled(level: int, text: str, eyebrow: str) -> Height:
    size, pitch = TITLES[level]
    edge = RULE if level == 1 else EYEBROW if eyebrow else 0.0
    return whole(lines(text, size, bold=True) * pitch + edge, *ROOMS[level])


def sourced(text: str, block: Chart | Table, numbers: Numbers, room: float = WIDTH) -> float:
    """What stands below an exhibit: where it comes from, and the lines of the register."""
    found = ", ".join(one.text for one in references(figures_of(block), numbers))
    told = "    ".join(part for part in (text, f"{LINES} {found}" if found else "") if part)
    return SOURCE + SMALL * max(0, lines(told, 7.5, room) - 1)


def captioned(title: str, beside: str = "") -> float:
    """The title of an exhibit with the room below it."""
    return lines(f"{title}  {beside}", 9.0, bold=True) * CAPTIONED + CAPTION[1] if title else 0.0


def boxed(box: Callout) -> Height:
    """Of a long one the paragraphs held to the heading stand on the page it begins on."""
    each, held = box_lines(box), kept(box)
    begun = held.index(False) + 1
    high, least = (EDGES + BOX * sum(some) + APART * (len(some) - 1) for some in (each, each[:begun]))
    return Height(high, high, least, EDGES / 2, BOXED)


def tabled(table: Table, numbers: Numbers, *, close: bool = False) -> Height:
    """What is not kept whole has some rows on the page it begins on; what is may be broken if it has rows enough."""
    fit = fitted(table, close=close)
    head, *rows = row_heights(fit)
    around = captioned(table.title)
    below = sourced(table.note, table, numbers)
    high, begun = around + head + sum(rows) + below, around + head + sum(rows[: fit.begin])
    torn = begun if fit.whole and fit.breakable else None
    return Height(high, high, high if fit.whole else begun, CAPTION[0] if table.title else 0.0, BELOW, torn)


def row_heights(fit: Fitted) -> list[float]:
    """Of the head and of each row."""
    pitch, besides = CELLS[fit.style]
    return [count * pitch + besides for count in (fit.head_lines, *fit.row_lines)]


def charted(chart: Chart, theme: Theme, wide: int, numbers: Numbers) -> Height:
    """As high as the native chart or as its picture, whichever is higher: either may be what is shown."""
    flat = lies_down(chart)
    native = 72 * (rows_high(len(chart.categories), len(chart.series)) if flat else STANDING)
    shown = picture_height(chart, theme, wide)
    below = sourced(chart.source, chart, numbers, WIDTH if wide == WIDE else HALF)
    around = captioned(chart.title, chart.told_beside) + below
    high = max(native, shown)
    low = (
        max(native * (LIES if flat else max(STANDS, lowest(chart))), shown - spared(chart, theme))
        if wide == WIDE
        else high
    )
    return Height(high + around, low + around, high + around, CAPTION[0], BELOW)
