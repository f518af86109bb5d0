"""The neutral document: what a report says, before any file format.

Text arrives here already worded and formatted (narrative does that); charts hold data and intent, never a picture.
Every block that shows numbers also carries the ids of the figures, so each renderer can pass them on: slide notes, a
column of the workbook, a tooltip of the page.

A document is a flat sequence of blocks. ``Heading(level=1)`` opens a section (core tasks, key indicators …),
``Heading(level=2)`` opens a page whose title is its finding; ``PageBreak`` ends a page early. Renderers of paged
formats lay out the blocks of one page together; others read them top to bottom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, TypeAlias

Language = Literal["zh", "en"]
_NUMBER = str.maketrans("", "", "+-0123456789., ")  # takes from a label all but its unit


def unit_of(label: str) -> str:
    """What a label says beside its number: "min" of "1.0 min"."""
    return label.translate(_NUMBER)


class Tone(StrEnum):
    """How a number should be read; renderers show it by shape, word and colour together."""

    NEUTRAL = "neutral"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Question(StrEnum):
    """What a chart answers; it decides the form (docs/explanation/charts.md has the table)."""

    TREND = "trend"  # line over time; target as a dashed line; this period marked
    COMPARISON = "comparison"  # bars, one highlighted
    COMPOSITION = "composition"  # 100 % stacked bars over time or groups
    PARTS = "parts"  # doughnut of at most six parts
    DISTRIBUTION = "distribution"  # columns over ordered bands
    CONTRIBUTION = "contribution"  # waterfall from start to end
    PARETO = "pareto"  # bars in falling order with cumulative share on the second axis
    RANKING = "ranking"  # horizontal bars
    INTERVAL = "interval"  # horizontal bars with whiskers: how sure each estimate is
    RELATION = "relation"  # scatter
    FORECAST = "forecast"  # line of what was, dashed line of what is expected, in its band (a fan)


class Role(StrEnum):
    """What a series or point is for; renderers turn it into a theme colour."""

    MAIN = "main"  # the point of the chart
    COMPARE = "compare"  # everything that is not the point
    BESIDE = "beside"  # the line the point is held against: a thin line must be darker than a bar to be seen
    TARGET = "target"
    CUMULATIVE = "cumulative"  # share on the second axis
    START = "start"  # first and last column of a waterfall
    UP = "up"  # raises the value
    DOWN = "down"  # lowers it
    CATEGORY = "category"  # one of several equals; coloured by position
    EXPECTED = "expected"  # what a forecast says
    LIMIT = "limit"  # FORECAST: the edges of its bands, the lowest first; INTERVAL: the lower and the upper limit


@dataclass(frozen=True, slots=True)
class Series:
    """``values`` per category, in the unit of the chart's axis (None: no number, drawn as a gap); ``labels`` are the
    texts shown at points ("" shows none); ``figures`` the ids behind the points ("" where there is none)."""

    name: str
    values: tuple[float | None, ...]
    role: Role = Role.MAIN
    labels: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    point_roles: tuple[Role, ...] = ()  # overrides ``role`` point by point (the current month)
    tones: tuple[Tone, ...] = ()  # waterfall steps and rankings: good or bad
    x: tuple[float, ...] = ()  # RELATION only: values are the y of each point


@dataclass(frozen=True, slots=True)
class Normal:
    """The range in which the last value of a chart was to be expected from its history, in the unit of the axis;
    ``told`` says beside the title how it is marked; its ends have ``names`` and ids (``figures``)."""

    lower: float
    upper: float
    told: str
    names: tuple[str, str] = ("", "")
    figures: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Chart:
    """Data and intent. ``number_format`` is a spreadsheet format code such as ``0.0%`` for axis and tooltips; ``unit``
    stands beside the title ("件", "小时 / 右轴 %"); ``alt`` says the finding for people who cannot see the chart."""

    name: str  # stable key within the document, e.g. "ticket_volume.trend"
    question: Question
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    unit: str = ""
    number_format: str = "General"
    second_number_format: str = "0%"
    x_title: str = ""  # RELATION only
    y_title: str = ""
    source: str = ""
    normal: Normal | None = None  # TREND and DISTRIBUTION over time only
    starts: tuple[date, ...] = ()  # the first day of each category, where they are months or days
    marked: str = ""  # what its marks mean: points in the main colour where others stand back, whiskers, shades
    course_of: str = ""  # the metric whose months it shows, where it shows those of one

    @property
    def told_unit(self) -> str:
        """What stands beside the title: the unit, unless the labels say it themselves."""
        units = {unit_of(label) for series in self.series for label in series.labels if label}
        return "" if self.unit in units else self.unit

    @property
    def told_beside(self) -> str:
        """The same, with what is highlighted and how the normal range is marked."""
        return " · ".join(one for one in (self.told_unit, self.marked, self.normal.told if self.normal else "") if one)


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1: section; level 2: page, its text the finding of the page; level 3: a title inside a page."""

    level: Literal[1, 2, 3]
    text: str
    eyebrow: str = ""  # small line above a page title: the section and the topic


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``written``: somebody's own words, which no figure stands behind."""

    text: str
    figures: tuple[str, ...] = ()
    muted: bool = False
    written: bool = False


@dataclass(frozen=True, slots=True)
class Delta:
    """One comparison under a card: ``环比 ▲ 3.2%``; ``text`` holds the arrow and the number, ``value`` the number
    alone, which ``number_format`` shows as the text does."""

    label: str
    text: str
    tone: Tone = Tone.NEUTRAL
    figure: str = ""
    value: float | None = None  # the number in the unit of the text, for the workbook
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A key indicator: its value, its standing against the target, its last months and its comparisons."""

    name: str
    value: str  # "1.8" or "–"
    unit: str  # "小时", "%", ""
    figure: str
    tone: Tone = Tone.NEUTRAL
    status: str = ""  # 达标 / 接近 / 未达; "" where there is no target
    target: str = ""  # "目标 ≤2 小时 · 达成 107%"
    goal: str = ""  # the target alone, "≤2 小时"
    goal_figure: str = ""
    attainment: float | None = None  # 1.0 = exactly on target, drawn on a track that ends at 1.2
    trend: tuple[float | None, ...] = ()
    trend_categories: tuple[str, ...] = ()
    trend_starts: tuple[date, ...] = ()  # the first day of each of them
    trend_figures: tuple[str, ...] = ()
    deltas: tuple[Delta, ...] = ()
    note: str = ""  # a caveat: "样本量小"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One to eight key indicators side by side (two rows of four on a page)."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Column:
    header: str
    align: Literal["left", "right", "center"] = "left"
    width: float = 1.0  # share of the table's width, relative to the other columns


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` as shown; ``value`` the unformatted number for the workbook, with its ``number_format``; ``quotient``
    the columns of its row it is the ratio of, which the workbook computes; ``heat`` from 0 to 1 shades the cell of a
    heat map, 1 being the largest of the table; ``tint`` colours the letters of a change, whose arrow is its shape."""

    text: str
    value: float | None = None
    number_format: str = ""
    tone: Tone | None = None  # a pill when set: shape + word + colour
    figure: str = ""
    strong: bool = False
    quotient: tuple[int, int] | None = None
    heat: float | None = None
    tint: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class Table:
    """``totalled``: the last row is the sum of those above, which the workbook computes where the numbers add up."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    note: str = ""
    totalled: bool = False


@dataclass(frozen=True, slots=True)
class Callout:
    """A coloured box that says the conclusion: a heading and one to three short paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]
    tone: Tone = Tone.NEUTRAL
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    text: str
    meta: tuple[str, ...] = ()  # owner, deadline, measure of success
    tone: Tone = Tone.NEUTRAL
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Steps:
    """A numbered list of things to do or to know."""

    items: tuple[Step, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    name: str
    data: bytes  # PNG or SVG
    media_type: Literal["image/png", "image/svg+xml"]
    alt: str


@dataclass(frozen=True, slots=True)
class Notes:
    """Speaker notes of the page: what each shown number is, ``F-1a2b3c4d = 1.8 小时 | definition``."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class MapStep:
    """A step of a process: its name and short lines below it ("1,204 次 · 22 人"). ``share`` from 0 to 1 says how
    frequent it is beside the others; where cases begin and end are steps of their own."""

    name: str
    lines: tuple[str, ...] = ()
    share: float = 0.0
    role: Literal["start", "step", "end"] = "step"
    figure: str = ""


@dataclass(frozen=True, slots=True)
class MapLink:
    """A way from one step to another (places in ``ProcessMap.steps``): how often above how long, "150" and "3.0 小时".
    ``share`` decides how strong the line is, a tone marks the ways the map is about."""

    source: int
    target: int
    text: str
    time: str = ""
    share: float = 0.0
    tone: Tone = Tone.NEUTRAL
    figure: str = ""


@dataclass(frozen=True, slots=True)
class ProcessMap:
    """A process as a graph; renderers lay it out (``renderers/_process``). ``table`` holds every way there is, with its
    numbers, also those not drawn; ``note`` says how to read the map and what it leaves out."""

    name: str
    title: str
    steps: tuple[MapStep, ...]
    links: tuple[MapLink, ...]
    table: Table
    alt: str
    note: str = ""


Block: TypeAlias = (
    Heading | Paragraph | FigureRow | Table | Chart | ProcessMap | Callout | Steps | Image | Notes | PageBreak
)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One line of the figure register at the end of a report: everything a reader needs to look a number up.

    ``sample`` is None where no rows were counted: of a target, and of what it takes to reach one.
    """

    id: str
    name: str
    slice: str
    period: str
    shown: str
    value: float | None
    number_format: str
    sample: int | None
    interval: str
    definition: str

    def told(self, key: str) -> str:
        """One of the fields as text, "1,234" of a sample; a dash for a sample of nothing that was counted."""
        value = getattr(self, key)
        return "–" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


@dataclass(frozen=True, slots=True)
class Document:
    """A finished report in one language. ``figures`` is the register of every figure its blocks name."""

    title: str
    subtitle: str
    organisation: str
    period: str
    language: Language
    blocks: tuple[Block, ...]
    figures: tuple[FigureLine, ...] = ()
    cover: tuple[Card, ...] = ()  # up to four key numbers on the cover
    source: str = ""  # foot of every page: sources, snapshot, freshness
    generated: str = ""  # date of the data, never the clock: the same data gives the same report
    meta: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)  # renderers' own few words: "contents", "figures", "note" …

    @property
    def imprint(self) -> tuple[str, ...]:
        """Where the numbers come from, and the date of the data where that does not say it already."""
        dated = " ".join(part for part in (self.words.get("generated", ""), self.generated) if part)
        repeated = not self.generated or self.generated in self.source
        return tuple(one for one in (self.source, "" if repeated else dated) if one)


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks between two page headings, with the section they belong to; how paged renderers read a document."""

    section: str
    heading: Heading
    blocks: tuple[Block, ...]
    opens_section: bool


def pages(document: Document) -> Iterator[Page]:
    """Yield the document's pages in order; a level-1 heading names the section of the pages that follow it."""
    section, opens = "", False
    heading: Heading | None = None
    held: list[Block] = []
    for block in document.blocks:
        match block:
            case Heading(level=1):
                if heading:
                    yield Page(section, heading, tuple(held), opens)
                    opens = False
                heading, held, section, opens = None, [], block.text, True
            case Heading(level=2):
                if heading:
                    yield Page(section, heading, tuple(held), opens)
                    opens = False
                heading, held = block, []
            case PageBreak():
                if heading:
                    yield Page(section, heading, tuple(held), opens)
                    opens = False
                heading, held = None, []
            case _:
                held.append(block)
    if heading:
        yield Page(section, heading, tuple(held), opens)


def blocks_of(document: Document, kind: type[Block]) -> Sequence[Block]:
    """Every block of one kind, in order."""
    return [block for block in document.blocks if isinstance(block, kind)]
