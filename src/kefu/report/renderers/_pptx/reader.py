"""A saved deck read back: every text, table cell, chart point, alternative text and note, slide by slide."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from kefu.report.renderers import Said
from kefu.report.renderers._office.charts import chart_said
from kefu.report.renderers._office.package import RELATION, Package, texts
from kefu.report.renderers._office.workbook import workbook_said
from kefu.report.renderers._reading.numbers import unnumbered, unsigned

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
TITLES = ("title", "ctrTitle")
PRESENTATION = "ppt/presentation.xml"


def read(path: Path) -> Iterator[Said]:
    package = Package(path)
    related = package.related(PRESENTATION)
    slides = [related.get(one.get(RELATION + "id"), "") for one in package.root(PRESENTATION).iter(P + "sldId")]
    taken: set[str] = set()
    for slide in (one for one in slides if one in package.names):
        page = _page(package.root(slide), taken)
        yield from _slide(package, slide, page)
        notes = package.first(slide, "notesSlides/notesSlide")
        if notes:
            yield from _paragraphs(package.root(notes), page, "notes")


def _page(slide: Any, taken: set[str]) -> str:
    """A slide by its title, so that it is found again where others were taken out or moved."""
    titles = (shape for shape in slide.iter(P + "sp") if any(one.get("type") in TITLES for one in shape.iter(P + "ph")))
    shown = unnumbered(unsigned("".join(one for shape in titles for one in texts(shape, A + "t"))))
    name = next(
        one for number in count(1) if (one := f"“{shown}”" + (f" ({number})" if number > 1 else "")) not in taken
    )
    taken.add(name)
    return name


def _slide(package: Package, part: str, page: str) -> Iterator[Said]:
    related = package.related(part)
    for shape in package.root(part).iter(P + "sp", P + "graphicFrame", P + "pic", P + "cxnSp"):
        described = next(shape.iter(P + "cNvPr"))
        name = described.get("name") or ""
        if described.get("descr"):
            yield Said(page, f"{name}, alternative text", described.get("descr"))
        yield from _paragraphs(shape, page, name)
        for chart in shape.iter(C + "chart"):
            target = related.get(chart.get(RELATION + "id"), "")
            if target in package.names:
                yield from _chart(package, target, page, name)


def _chart(package: Package, part: str, page: str, spot: str) -> Iterator[Said]:
    """The chart as drawn, and the workbook that opens when somebody edits its data."""
    yield from chart_said(package.root(part), page, spot)
    book = package.first(part, "embeddings/")
    if book:
        yield from workbook_said(Package(package.content(book), f"{package.name}: {page} {spot}"), page, spot)


def _paragraphs(shape: Any, page: str, spot: str) -> Iterator[Said]:
    """Paragraph by paragraph, so that a number split over runs is read whole."""
    for number, paragraph in enumerate(shape.iter(A + "p"), start=1):
        said = "".join(texts(paragraph, A + "t"))
        if said:
            yield Said(page, f"{spot}, paragraph {number}", unsigned(said))
