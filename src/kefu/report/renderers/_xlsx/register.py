"""The register sheet: every figure of the report with its value, sample, interval and definition, ready to filter."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from kefu.report.document import FigureLine
from kefu.report.renderers._reading.measure import width
from kefu.report.renderers._xlsx.looks import Looks

TEXTS = {0: "id", 1: "name", 2: "slice", 3: "period", 4: "shown", 7: "interval", 8: "definition"}
ORDER = ("id", "name", "slice", "period", "shown", "value", "sample", "interval", "definition")
WIDEST = 60


def write_register(paper: Worksheet, lines: Sequence[FigureLine], looks: Looks, said: Mapping[str, str]) -> None:
    """Write one row per figure, head frozen and filtered; row 1 is the head, so figure n stands in row n + 1."""
    for place, key in enumerate(ORDER):
        paper.write_string(
            0, place, said[key], looks.header("right" if key in ("shown", "value", "sample") else "left")
        )
    for row, line in enumerate(lines, start=1):
        for place, field in TEXTS.items():
            align = "right" if field == "shown" else "left"
            paper.write_string(row, place, getattr(line, field), looks.cell(align))
        if line.value is not None and math.isfinite(line.value):
            paper.write_number(row, 5, line.value, looks.cell("right", num_format=line.number_format or "General"))
        else:
            paper.write_blank(row, 5, None, looks.cell("right"))
        if line.sample is None:
            paper.write_string(row, 6, line.told("sample"), looks.cell("right"))
        else:
            paper.write_number(row, 6, line.sample, looks.cell("right", num_format="#,##0"))
    for place, key in enumerate(ORDER):
        texts = [said[key], *(line.told(key) for line in lines)]
        paper.set_column(place, place, min(WIDEST, max(map(width, texts)) + 4))
    paper.freeze_panes(1, 1)
    paper.autofilter(0, 0, len(lines), len(ORDER) - 1)
    paper.hide_gridlines(2)
    paper.set_landscape()
    paper.set_paper(9)
    paper.fit_to_pages(1, 0)
    paper.repeat_rows(0)
