"""The cells of a workbook as they are stored: numbers as numbers, texts, and formulas with the values kept for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kefu.report.renderers import Said
from kefu.report.renderers._office.charts import chart_said
from kefu.report.renderers._office.package import RELATION, Package, texts
from kefu.report.renderers._reading.numbers import unsigned

X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORKBOOK = "xl/workbook.xml"


def workbook_said(package: Package, page: str = "", inside: str = "") -> Iterator[Said]:
    """Every cell and every chart of the workbook; its sheets are pages, or spots ``inside`` something of a page."""
    shared = _shared(package)
    related = package.related(WORKBOOK)
    for sheet in package.root(WORKBOOK).iter(X + "sheet"):
        part = related.get(sheet.get(RELATION + "id"), "")
        if part in package.names:
            name = sheet.get("name")
            yield from _sheet(package, part, (page, f"{inside}, {name}!") if page else (name, ""), shared)


def _shared(package: Package) -> list[str]:
    part = "xl/sharedStrings.xml"
    if part not in package.names:
        return []
    return ["".join(texts(one, X + "t")) for one in package.root(part).iter(X + "si")]


def _sheet(package: Package, part: str, where: tuple[str, str], shared: list[str]) -> Iterator[Said]:
    page, before = where
    for cell in package.root(part).iter(X + "c"):
        spot = f"{before}{cell.get('r')}"
        formula = cell.find(X + "f")
        if formula is not None and formula.text:
            yield Said(page, f"{spot} =", formula.text)
        text = _text(cell, shared)
        if text:
            yield Said(page, spot, text)
    drawing = package.first(part, "drawings/drawing")
    for number, chart in enumerate(sorted(package.related(drawing).values(), key=_natural) if drawing else (), start=1):
        if "charts/chart" in chart and chart in package.names:
            yield from chart_said(package.root(chart), page, f"{before}chart {number}")


def _text(cell: Any, shared: list[str]) -> str:
    """What the cell holds, without what joins it where no line ends; "" where it is empty."""
    value = cell.find(X + "v")
    if cell.get("t") == "inlineStr":
        return unsigned("".join(texts(cell, X + "t")))
    if value is None or value.text is None:
        return ""
    if cell.get("t") == "s":
        held = shared[int(value.text)] if value.text.isdigit() and int(value.text) < len(shared) else value.text
        return unsigned(held)
    return str(value.text)


def _natural(part: str) -> tuple[int, str]:
    """Part names in the order of their numbers: chart2 before chart10."""
    digits = "".join(letter for letter in part.rsplit("/", 1)[-1] if letter.isdigit())
    return int(digits or 0), part
