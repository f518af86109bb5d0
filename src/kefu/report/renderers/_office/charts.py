"""What a native chart shows: the numbers, names and labels kept in it, whatever is in the workbook behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kefu.report.renderers import Said
from kefu.report.renderers._reading.numbers import unsigned

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CACHES = {  # what a series holds, and how it is called to a reader
    C + "tx": "name",
    C + "cat": "category",
    C + "val": "value",
    C + "xVal": "x",
    C + "yVal": "y",
    C + "plus": "above",  # ends of whiskers, from the point
    C + "minus": "below",
    C15 + "datalabelsRange": "label",
}


def chart_said(root: Any, page: str, spot: str) -> Iterator[Said]:
    """Every point of every series with its label, then the texts of titles and axes."""
    for number, series in enumerate(root.iter(C + "ser"), start=1):
        place = f"{spot}, series {number}"
        for tag, kind in CACHES.items():
            for held in series.iter(tag):
                for point, value in _points(held):
                    yield Said(page, f"{place}, {kind} {point}", value)
        for label in series.iter(C + "dLbl"):
            point = int(label.find(C + "idx").get("val")) + 1
            yield from (Said(page, f"{place}, label at {point}", said) for said in _texts(label))
    titles = (said for title in root.iter(C + "title") for said in _texts(title))
    for number, text in enumerate(titles, start=1):
        yield Said(page, f"{spot}, text {number}", text)


def _texts(element: Any) -> Iterator[str]:
    """Paragraphs that say something; programs write empty ones to keep a font."""
    for text in element.iter(A + "p"):
        said = unsigned("".join(one.text or "" for one in text.iter(A + "t")))
        if said:
            yield said


def _points(held: Any) -> Iterator[tuple[int, str]]:
    """The number of every point, from 1, and what is kept for it."""
    for point in held.iter(C + "pt"):
        value = point.find(C + "v")
        if value is not None and value.text:
            yield int(point.get("idx", 0)) + 1, value.text
