"""Native charts in Word: the same chart part as on a slide, with its workbook, hung into the document's package.

python-docx has no charts; a chart part is the same in every office format, only what refers to it differs.
"""

from __future__ import annotations

from typing import Any, assert_never

from docx.opc.packuri import PackURI
from docx.opc.part import Part

from kefu.report.document import Card, Chart, Language, Question, Tone
from kefu.report.renderers._pdf.pictures import lowest
from kefu.report.renderers._pptx.chart_book import chart_book
from kefu.report.renderers._pptx.chart_xml import chart_xml
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.renderers._pptx.forms import form_of
from kefu.report.renderers._pptx.marks import Form, Group, Mark
from kefu.report.renderers._reading.cells import at

CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHART_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"
EMU_PER_INCH = 914400
WIDTH, HALF = 6.6, 3.2  # inches: the width of the text, and of one of two charts side by side
STANDING, RING, ROW, LEAST = 1.9, 2.4, 0.22, 1.1  # high: two of them with what is said of them fit on a page
STANDS, LIES = 0.74, 0.8  # of its height, where a page has no room for more


def size_of(chart: Chart, form: Form, wide: float = WIDTH, *, low: bool = False) -> tuple[float, float]:
    """Width and height in inches: a lying chart grows with its rows, the others do not; all but rings may be lower."""
    if form.groups[0].kind == "ring":
        return wide, RING
    if form.flat:
        bars = len(form.groups[0].marks) if not form.groups[0].stacked and not form.groups[0].overlaid else 1
        high = rows_high(len(chart.categories), bars) + (0.25 if form.legend else 0.0)
        return wide, high * (LIES if low else 1.0)
    return wide, STANDING * (max(STANDS, lowest(chart)) if low else 1.0)


def rows_high(rows: int, bars: int = 1) -> float:
    return max(LEAST, rows * ROW * (1 + 0.6 * (bars - 1)) + 0.25)


def form(chart: Chart, colours: Colours, wide: float = WIDTH) -> Form:
    """What to draw; a ring names its parts in a legend beside it, for there is no list of shapes as on a slide."""
    match chart.question:
        case (
            Question.TREND
            | Question.FORECAST
            | Question.COMPARISON
            | Question.COMPOSITION
            | Question.DISTRIBUTION
            | Question.CONTRIBUTION
            | Question.PARETO
            | Question.RANKING
            | Question.INTERVAL
            | Question.RELATION
        ):
            return form_of(chart, colours, wide, STANDING)
        case Question.PARTS:
            return named(chart, form_of(chart, colours, wide, STANDING))
        case _:
            assert_never(chart.question)


def named(chart: Chart, ring: Form) -> Form:
    """A ring has its parts and their labels in the legend; more parts than it bears have become bars with names."""
    if ring.groups[0].kind == "ring":
        labels = chart.series[0].labels if chart.series else ()
        texts = (at(labels, place, "") for place in range(len(chart.categories)))
        ring.categories = tuple(f"{name}  {text}".strip() for name, text in zip(chart.categories, texts, strict=True))
        ring.legend, ring.legend_at = True, "r"
    return ring


def spark(card: Card) -> Form | None:
    """The line of a card's last months without axes; None where there is nothing to draw."""
    known = [value for value in card.trend if value is not None]
    if not known:
        return None
    spread = (max(known) - min(known)) or abs(max(known)) or 1.0
    names = card.trend_categories or tuple(str(place + 1) for place in range(len(card.trend)))
    last = max(place for place, value in enumerate(card.trend) if value is not None)
    colour = "bad" if card.tone is Tone.BAD else "brand"
    mark = Mark(card.name, card.trend, colour, thick=1.5, dots=(last,), figures=card.trend_figures)
    return Form(
        [Group("line", [mark])], names, low=min(known) - spread * 0.2, high=max(known) + spread * 0.2, bare=True
    )


def hang(document_part: Any, number: int, drawn: Form, name: str, colours: Colours, language: Language) -> str:
    """Add the chart and its workbook to the package; return the a:graphic element that shows it."""
    package = document_part.package
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), SHEET, chart_book(drawn, name), package)
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART, b"", package)
    relation = chart.relate_to(book, f"{RELATIONS}/package")
    data = f'<c:externalData r:id="{relation}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    chart._blob = chart_xml(drawn, colours, language).replace(b"</c:chartSpace>", data.encode())
    shown = document_part.relate_to(chart, f"{RELATIONS}/chart")
    return (
        f'<a:graphic><a:graphicData uri="{CHART_SPACE}"><c:chart xmlns:c="{CHART_SPACE}" r:id="{shown}"/>'
        "</a:graphicData></a:graphic>"
    )
