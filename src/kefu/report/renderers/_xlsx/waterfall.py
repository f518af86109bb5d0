"""The columns a native waterfall stands on, as formulas over the steps: change a step and the picture follows.

Stacked columns cannot jump, so an unseen base carries the part that is seen; a step across zero has a part on
each side.
"""

from __future__ import annotations

import math
from dataclasses import replace

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from kefu.report.document import Block, Chart, Question, Role
from kefu.report.renderers._reading.waterfall import Leap, leaps
from kefu.report.renderers._xlsx.cells import LABELLED, finer
from kefu.report.renderers._xlsx.codes import spelled
from kefu.report.renderers._xlsx.ranges import Place
from kefu.report.renderers._xlsx.sheet import LEFT, Sheet

HELPERS = ("level", "base", "above", "below", "top")
VALUE = LEFT + 1


def in_points(block: Block) -> Block:
    """A waterfall of shares in points, and any other block as it is: a step of 7.8 points is no 7.8 per cent, and in
    one unit the steps still add up."""
    if not isinstance(block, Chart) or block.question is not Question.CONTRIBUTION or "%" not in block.number_format:
        return block
    series = tuple(
        replace(one, values=tuple(None if value is None else value * 100 for value in one.values))
        for one in block.series
    )
    return replace(block, series=series, number_format=block.number_format.replace("%", ""))


def units_of(chart: Chart) -> list[str]:
    """What stands behind each number of a waterfall in points, as its labels have it: "%" behind a level, "pp" behind
    a step, also one labelled a mere 0; of other charts nothing, whose unit is in their title."""
    if chart.question is not Question.CONTRIBUTION or "%" in chart.number_format:
        return []
    found = [(label, LABELLED.search(label)) for label in chart.series[0].labels]
    told = [label[number.end() :] if number else "" for label, number in found]
    step = next(filter(None, told[1:-1]), "")
    told[1:-1] = [one or step for one in told[1:-1]]
    return told if "%" in told else []


def write_steps_of(sheet: Sheet, chart: Chart, place: Place) -> None:
    """Write level, base, part above zero, part below zero and top for every step, each with its present value; only the
    picture needs them, so they stand behind the ids."""
    for column, word in enumerate(HELPERS, start=sheet.aside):
        sheet.paper.write_string(place.first - 1, column, sheet.said[word], sheet.looks.header("right"))
    look = sheet.looks.cell(
        "right", num_format=finer(chart, chart.number_format), font_color=sheet.looks.colour("muted")
    )
    write_end(sheet, chart, place)
    previous = ""
    for row, leap in zip(range(place.first, place.last + 1), leaps(chart.series[0]), strict=False):
        if leap is None:
            continue
        level, value = xl_rowcol_to_cell(row, sheet.aside), xl_rowcol_to_cell(row, VALUE)
        stands = leap.role is Role.START or not previous
        before = "0" if stands else previous
        formulas = (f"={value}" if stands else f"={previous}+{value}", *parts(before, level))
        for offset, (formula, number) in enumerate(zip(formulas, numbers(leap), strict=True)):
            sheet.paper.write_formula(row, sheet.aside + offset, formula, look, number)
        previous = level


def write_end(sheet: Sheet, chart: Chart, place: Place) -> None:
    """The last column of a waterfall as the sum of all before it, where it is that."""
    values = [value for value in chart.series[0].values[:-1] if value is not None]
    end = chart.series[0].values[-1]
    if end is None or len(values) < len(chart.categories) - 1 or not math.isclose(math.fsum(values), end, abs_tol=1e-9):
        return
    span = xl_range(place.first, VALUE, place.last - 1, VALUE)
    code = spelled(finer(chart, chart.number_format), "", next(reversed(units_of(chart)), ""))
    look = sheet.looks.cell("right", num_format=code)
    sheet.paper.write_formula(place.last, VALUE, f"=SUM({span})", look, end)


def parts(before: str, level: str) -> tuple[str, str, str, str]:
    both = f"{before},{level}"
    return (
        f"=MAX(MIN({both}),0)+MIN(MAX({both}),0)",
        f"=MAX({both},0)-MAX(MIN({both}),0)",
        f"=MIN({both},0)-MIN(MAX({both}),0)",
        f"=MAX({both})",
    )


def numbers(leap: Leap) -> tuple[float, float, float, float, float]:
    """What the formulas of one step give."""
    low, high = sorted((leap.before, leap.after))
    return (
        leap.after,
        max(low, 0.0) + min(high, 0.0),
        max(high, 0.0) - max(low, 0.0),
        min(low, 0.0) - min(high, 0.0),
        high,
    )
