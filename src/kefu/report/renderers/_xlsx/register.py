"""The register sheet: every figure of the report with its value, sample, interval and definition, ready to filter."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from kefu.report.document import FigureLine
from kefu.report.renderers._reading.codes import shown
from kefu.report.renderers._xlsx.codes import CONDITION
from kefu.report.renderers._xlsx.lines import PADDING, lines_of, room_of
from kefu.report.renderers._xlsx.looks import Looks
from kefu.report.renderers._xlsx.printing import set_up
from kefu.report.renderers._xlsx.sheet import BUTTON, LINE

TEXTS = {0: "id", 1: "name", 2: "slice", 3: "period", 4: "shown", 7: "interval", 8: "definition"}
ORDER = ("id", "name", "slice", "period", "shown", "value", "sample", "interval", "definition")
WIDEST = {"name": 46, "slice": 32}  # characters; longer ones take a second line
LONGEST = 60  # of the definitions, which run on beyond the last column


def write_register(
    paper: Worksheet, lines: Sequence[FigureLine], looks: Looks, said: Mapping[str, str], footer: str
) -> None:
    """Write one row per figure, head frozen and filtered; row 1 is the head, so figure n stands in row n + 1."""
    for place, key in enumerate(ORDER):
        paper.write_string(
            0, place, said[key], looks.header("right" if key in ("shown", "value", "sample") else "left")
        )
    for row, line in enumerate(lines, start=1):
        for place, field in TEXTS.items():
            align = "right" if field == "shown" else "left"
            paper.write_string(row, place, getattr(line, field), looks.cell(align, text_wrap=field in WIDEST))
        if line.value is not None and math.isfinite(line.value):
            paper.write_number(row, 5, line.value, looks.cell("right", num_format=line.number_format or "General"))
        else:
            paper.write_blank(row, 5, None, looks.cell("right"))
        if line.sample is None:
            paper.write_string(row, 6, line.told("sample"), looks.cell("right"))
        else:
            paper.write_number(row, 6, line.sample, looks.cell("right", num_format="#,##0"))
    for place, key in enumerate(ORDER):
        texts = [text_of(line, key) for line in lines]
        wide = max(max(map(room_of, texts)) + PADDING, room_of(said[key]) + PADDING + BUTTON)
        paper.set_column(place, place, min(WIDEST.get(key, LONGEST), wide))
    for row, line in enumerate(lines, start=1):
        high = max(lines_of(line.told(key), most) for key, most in WIDEST.items())
        if high > 1:
            paper.set_row(row, high * LINE + 2)
    paper.freeze_panes(1, 1)
    paper.repeat_rows(0)  # for those who print a part of it all the same
    paper.autofilter(0, 0, len(lines), len(ORDER) - 1)
    paper.hide_gridlines(2)
    set_up(paper, footer)
    keep_from_paper(paper)


def keep_from_paper(paper: Worksheet) -> None:
    """Nobody looks up an id on dozens of printed pages, where sections show none: what is printed of the register is
    an empty column that is hidden, which is nothing."""
    place = len(ORDER) + 1
    paper.set_column(place, place, None, None, {"hidden": True})
    paper.print_area(0, place, 0, place)


def text_of(line: FigureLine, key: str) -> str:
    """The longest text a cell of the register can show of the line."""
    if key != "value":
        return line.told(key)
    if line.value is None or not math.isfinite(line.value):
        return ""
    return max((shown(line.value, CONDITION.sub("", code)) for code in line.number_format.split(";")), key=room_of)
