"""A chart block on a slide: heading, native chart, source, and for parts a list that replaces the legend."""

from __future__ import annotations

from math import inf
from typing import Any

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.parts.chart import ChartPart

from kefu.report.document import Chart, Question
from kefu.report.renderers._pptx import text
from kefu.report.renderers._pptx.chart_book import chart_book
from kefu.report.renderers._pptx.chart_xml import chart_xml
from kefu.report.renderers._pptx.forms import form_of
from kefu.report.renderers._pptx.grid import Box, emu
from kefu.report.renderers._pptx.marks import Form
from kefu.report.renderers._pptx.need import Need
from kefu.report.renderers._pptx.prose import draw_heading, heading_height
from kefu.report.renderers._pptx.shapes import Pen, Run
from kefu.report.renderers._reading.titles import beside_title
from kefu.report.renderers._reading.words import DEFAULTS

_SOURCE_HEIGHT = 0.22
_RING_WIDEST = 3.2  # of its height: a ring and the list of its parts
_RING_TALLEST = 0.75  # of its width: beyond, a ring beside its list grows no more
_LYING = (Question.RANKING, Question.INTERVAL, Question.COMPARISON, Question.PARTS)  # may have a row for each category
_LINE_SAVES = 0.35  # inches a line can be lower where a slide would hold nothing but words otherwise
_SMALLEST = {Question.PARETO: 2.3, Question.RELATION: 2.3}


def need(chart: Chart, width: float) -> Need:
    """Charts take whatever is free, but are never made smaller than their bars and labels allow."""
    bars = len(chart.categories) if chart.question in _LYING else 0
    extra = heading_height(chart.title, beside_title(chart, DEFAULTS["en"]), width) + (
        _SOURCE_HEIGHT if chart.source else 0.0
    )
    smallest = min(4.6, max(_SMALLEST.get(chart.question, 1.75), 0.24 * bars + 0.2))
    natural = max(2.9, smallest)
    saving = _LINE_SAVES if chart.question is Question.TREND else 0.0
    most = max(natural, _RING_TALLEST * width) if chart.question is Question.PARTS else inf
    return Need(smallest + extra, natural + extra, most + extra, stretch=True, saving=saving)


def draw(chart: Chart, pen: Pen, box: Box) -> None:
    """Draw the block into the whole box."""
    head = draw_heading(pen, box, chart.title, beside_title(chart, DEFAULTS[pen.language]))
    rest = box.below(head)
    if chart.source:
        pen.text(
            Box(rest.x, rest.y + rest.h - _SOURCE_HEIGHT + 0.03, rest.w, _SOURCE_HEIGHT - 0.03),
            Run(chart.source, 9, "muted"),
        )
        rest = rest.top(rest.h - _SOURCE_HEIGHT)
    form = form_of(chart, pen.colours, rest.w, rest.h)
    if form.groups[0].kind == "ring":
        rest = _draw_list(chart, form, pen, rest)
    place(pen, form, rest, name=chart.name, alt=chart.alt or chart.title)


def place(pen: Pen, form: Form, box: Box, *, name: str, alt: str) -> Any:
    """Put a native chart with its workbook on the slide."""
    slide, package = pen.slide, pen.slide.part.package
    blob = chart_xml(form, pen.colours, pen.language)
    part = ChartPart.load(package.next_partname(ChartPart.partname_template), CONTENT_TYPE.DML_CHART, package, blob)
    part.chart_workbook.update_from_xlsx_blob(chart_book(form, name))
    relation = slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    frame = slide.shapes._add_chart_graphicFrame(relation, emu(box.x), emu(box.y), emu(box.w), emu(box.h))
    shape = slide.shapes._shape_factory(frame)
    shape.name = f"chart:{name}"
    pen.describe(shape, alt)
    return shape


def _draw_list(chart: Chart, form: Form, pen: Pen, box: Box) -> Box:
    """List the parts beside the ring, each with its colour and label; return the ring's box."""
    labels = (chart.series[0].labels if chart.series else ()) or ("",) * len(chart.categories)
    beside = box.w >= 3.6
    if box.w > _RING_WIDEST * box.h:  # apart they would not be read as one
        box = Box(box.x + (box.w - _RING_WIDEST * box.h) / 2, box.y, _RING_WIDEST * box.h, box.h)
    widest = max((text.width(name, 11) for name in chart.categories), default=0) + max(
        (text.width(one, 11, True) for one in labels), default=0
    )
    wide = min(box.w * 0.62, max(1.8, widest + 0.6)) if beside else box.w
    row = min(0.36, (box.h if beside else box.h * 0.5) / max(1, len(chart.categories)))
    size = 11.0 if row >= 0.25 else 9.0
    high = row * len(chart.categories)
    area = (
        Box(box.x + box.w - wide, box.y + max(0.0, (box.h - high) / 2), wide, high)
        if beside
        else Box(box.x, box.y + box.h - high, box.w, high)
    )
    right = max((text.width(one, size, True) for one in labels), default=0.0) + 0.1
    for i, (category, label) in enumerate(zip(chart.categories, labels, strict=False)):
        y = area.y + i * row
        pen.panel(Box(area.x + 0.05, y + row / 2 - 0.06, 0.12, 0.12), form.marks[0].points.get(i, "brand"))
        room = area.w - 0.3 - right
        fitted = text.largest(category, room, (size, size - 0.5, size - 1, 9.0))
        lines = len(text.wrap(category, fitted, room))
        tall = min(row, lines * text.line_height(fitted))
        if tall + 1e-6 < lines * text.line_height(fitted):
            fitted = text.largest(category, room, (9.0, 8.5, 8.0, 7.5, 7.0))
            tall = text.line_height(fitted)
        pen.text(Box(area.x + 0.27, y + (row - tall) / 2, room, tall), Run(category, fitted, "text"), anchor="middle")
        if label:
            pen.text(
                Box(area.x + area.w - right, y + (row - text.line_height(size)) / 2, right, text.line_height(size)),
                Run(label, size, "ink", True),
                align="right",
                anchor="middle",
            )
    if beside:
        return Box(box.x, box.y, box.w - wide - 0.1, box.h)
    return Box(box.x, box.y, box.w, box.h - high - 0.1)
