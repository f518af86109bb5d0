"""What a chart draws, before any XML: groups of bars, lines, dots or slices with their colours and labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

_NAMED, _NAMES = 16, 12  # categories that can all be named, and how many are of more

Value = float | None
Kind = Literal["bar", "line", "dots", "ring", "area"]


@dataclass(slots=True)
class Mark:
    """One series as drawn; colours are palette words, ``points`` overrides them point by point."""

    name: str
    values: tuple[Value, ...]
    colour: str = "brand"
    points: dict[int, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    label_colour: str = "text"
    label_colours: dict[int, str] = field(default_factory=dict)
    position: str = ""
    positions: dict[int, str] = field(default_factory=dict)
    hidden: bool = False
    dashed: bool = False
    strength: float = 1.0  # below 1 what lies behind shines through
    unnamed: bool = False  # not in the legend
    named: bool = False  # its name stands at the line, where there is room
    thick: float = 2.25
    dots: tuple[int, ...] = ()  # points of a line that carry a dot
    tick: bool = False  # a line of which only short dashes are seen: targets over columns
    whiskers: tuple[int, int] | None = None  # the further columns that hold how far error bars reach down and up
    x: tuple[float, ...] = ()
    figures: tuple[str, ...] = ()
    number_format: str = "General"


@dataclass(slots=True)
class Group:
    """Marks of one kind on one pair of axes."""

    kind: Kind
    marks: list[Mark]
    stacked: Literal["", "stacked", "percentStacked"] = ""
    gap: int = 45
    second: bool = False
    overlaid: bool = False  # bars stand on each other, not beside


@dataclass(slots=True)
class Form:
    """A whole chart: ``flat`` lays bars on their side; ``low``/``high`` bound the value axis."""

    groups: list[Group]
    categories: tuple[str, ...]
    flat: bool = False
    low: float | None = None
    high: float | None = None
    second_low: float | None = None
    second_high: float | None = None
    show_values: bool = False  # whether the value axis has labels
    legend: bool = False
    legend_at: Literal["t", "r"] = "t"
    font: float = 10.0
    number_format: str = "General"
    second_number_format: str = "0%"
    x_title: str = ""
    y_title: str = ""
    x_low: float | None = None
    x_high: float | None = None
    step: float | None = None  # between the labels of a visible scale
    x_step: float | None = None
    slanted: bool = False  # names below columns that would break inside a word
    bare: bool = False  # a sparkline: neither axis
    extra: tuple[tuple[str, tuple[Value, ...]], ...] = ()  # further columns of the workbook
    years: dict[int, int] = field(default_factory=dict)  # months that carry theirs, by their place

    @property
    def skip(self) -> int:
        """Every how many-th category is named: more than sixteen names would touch along an axis."""
        count = len(self.categories)
        return 1 if self.flat or count <= _NAMED else -(-count // _NAMES)

    @property
    def marks(self) -> list[Mark]:
        return [mark for group in self.groups for mark in group.marks]
