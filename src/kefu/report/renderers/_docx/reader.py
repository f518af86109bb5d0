"""A saved Word document read back: every paragraph and cell under its heading, alternative texts, charts, page margins.

Page numbers are left out: Word works them out anew, and no figure stands behind them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kefu.report.renderers import Said
from kefu.report.renderers._docx.markup import CHART
from kefu.report.renderers._office.charts import chart_said
from kefu.report.renderers._office.package import RELATION, Package
from kefu.report.renderers._office.schema import breaches
from kefu.report.renderers._office.workbook import workbook_said
from kefu.report.renderers._reading.numbers import unnumbered, unsigned

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DOCUMENT = "word/document.xml"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MARGINS = ("word/header", "word/footer")
OF_PAGES = ("PAGE", "NUMPAGES", "PAGEREF")  # fields whose results are numbers of pages


def read(path: Path) -> Iterator[Said]:
    package = Package(path)
    related = package.related(DOCUMENT)
    here, counted = "cover", Counter[str]()
    for paragraph in package.root(DOCUMENT).iter(W + "p"):
        text = words(paragraph)
        if style(paragraph).startswith("Heading"):
            here = unnumbered(text)
        counted[here] += 1
        page, spot = f"“{here}”", f"paragraph {counted[here]}"
        if text:
            yield Said(page, spot, text)
        for picture in pictures(paragraph):
            yield from _picture(package, picture, related, page)
    for part in sorted(one for one in related.values() if one.startswith(MARGINS) and one in package.names):
        for number, paragraph in enumerate(package.root(part).iter(W + "p"), start=1):
            yield Said(part.removeprefix("word/").removesuffix(".xml"), f"paragraph {number}", words(paragraph))


def words(paragraph: Any) -> str:
    """The text of a paragraph without the numbers of pages, its signs those of the register."""
    fields: list[str] = []
    said = []
    for node in paragraph.iter(W + "t", W + "br", W + "tab", W + "fldChar", W + "instrText"):
        kind = node.get(W + "fldCharType")
        if kind == "begin":
            fields.append("")
        elif kind == "end" and fields:
            fields.pop()
        elif node.tag == W + "instrText" and fields:
            fields[-1] += node.text or ""
        elif node.tag == W + "t" and not any(code.split()[:1] and code.split()[0] in OF_PAGES for code in fields):
            said.append(node.text or "")
        elif node.tag in (W + "br", W + "tab"):
            said.append(" ")
    return unsigned("".join(said).strip())


def pictures(paragraph: Any) -> Iterator[Any]:
    """The drawings of a paragraph without those that only stand in for a native chart."""
    for picture in paragraph.iter(WP + "inline", WP + "anchor"):
        if next(picture.iterancestors(MC + "Fallback"), None) is None:
            yield picture


def style(paragraph: Any) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(W + "val"))


def _picture(package: Package, picture: Any, related: dict[str, str], page: str) -> Iterator[Said]:
    """What a picture says to those who do not see it; a chart also as drawn, and the workbook behind it."""
    described = picture.find(WP + "docPr")
    name = _name(picture)
    if described.get("descr"):
        yield Said(page, f"{name}, alternative text", described.get("descr"))
    for chart in picture.iter(C + "chart"):
        part = related.get(chart.get(RELATION + "id"), "")
        if part in package.names:
            yield from chart_said(package.root(part), page, name)
            book = package.first(part, "embeddings/")
            if book:
                yield from workbook_said(Package(package.content(book), f"{package.name}: {name}"), page, name)


def check(path: Path) -> Iterator[str]:
    """A broken schema, pictures without words, headings without any, links that lead nowhere; of a file LibreOffice
    saved that its charts are pictures now. It writes "true" where the schema wants "on", a thousand times in a report:
    Word reads both, and nobody can do anything about it."""
    package = Package(path)
    body = package.root(DOCUMENT)
    yield from _redrawn(body) if package.by_libreoffice else breaches(path)
    for described in body.iter(WP + "docPr"):
        if not described.get("descr"):
            yield f"{described.get('name')}: no words for those who do not see it"
    yield from ("an empty heading" for one in body.iter(W + "p") if style(one).startswith("Heading") and not words(one))
    places = {one.get(W + "name") for one in body.iter(W + "bookmarkStart")}
    for link in body.iter(W + "hyperlink"):
        if link.get(W + "anchor") and link.get(W + "anchor") not in places:
            yield f"a link to {link.get(W + 'anchor')}, which is nowhere"


def _redrawn(body: Any) -> Iterator[str]:
    """What LibreOffice made pictures of, in one line: nobody can do anything about each of them."""
    drawn = [one for one in body.iter(WP + "inline", WP + "anchor") if _name(one).startswith(CHART)]
    lost = sum(next(one.iter(C + "chart"), None) is None for one in drawn)
    if lost:
        yield (
            f"LibreOffice saved this file and made pictures of {lost} of {len(drawn)} charts: what they show cannot "
            "be read back; all other numbers were compared all the same. Edit in Word or WPS, or write the report anew "
            "to have charts"
        )


def _name(picture: Any) -> str:
    return picture.find(WP + "docPr").get("name") or ""
