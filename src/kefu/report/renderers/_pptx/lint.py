"""What a reader would notice in a saved deck and no schema knows.

Text that spills, blocks that touch, pale words, charts that PowerPoint would repair.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn

from kefu.report.renderers._office.package import Package
from kefu.report.renderers._pptx import text
from kefu.report.renderers._pptx.colours import contrast

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
INCH = 914400
_SLACK = 0.03
_LEGAL = {
    "clustered": {"outEnd", "ctr", "inEnd", "inBase"},
    "stacked": {"ctr", "inEnd", "inBase"},
    "percentStacked": {"ctr", "inEnd", "inBase"},
    "lineChart": {"t", "b", "l", "r", "ctr"},
    "scatterChart": {"t", "b", "l", "r", "ctr"},
    "doughnutChart": set(),
    "areaChart": set(),
}


def lint(path: Path) -> list[str]:
    """Return everything wrong with the deck, one line each."""
    presentation = Presentation(str(path))
    resaved = Package(path).by_libreoffice  # which keeps neither alternative texts nor all workbooks of charts
    found: list[str] = []
    for number, slide in enumerate(presentation.slides, 1):
        problems = (
            *_order(slide),
            *_bounds(presentation, slide),
            *_texts(slide),
            *_overlaps(slide),
            *(() if resaved else _alts(slide)),
            *_contrast(slide),
        )
        found.extend(f"slide {number}: {problem}" for problem in problems)
    lost = sum(1 for slide in presentation.slides for _ in _alts(slide)) if resaved else 0
    if resaved:
        found = [_dropped(path, lost), *(f"{one} (as LibreOffice laid it out)" for one in found)]
    return [*found, *_charts(path)]


def _dropped(path: Path, texts: int) -> str:
    """What LibreOffice left out, in one line: nobody can do anything about each of them."""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
    charts = sum(name.startswith("ppt/charts/chart") and name.endswith(".xml") for name in names)
    books = sum(name.startswith("ppt/embeddings/") for name in names)
    return (
        f"LibreOffice saved this file and dropped what it does not keep: the alternative texts of {texts} charts, "
        f"tables and pictures, the workbooks behind {charts - books} of {charts} charts; the numbers were compared all "
        "the same. Edit in PowerPoint or WPS, or write the report anew, to have them"
    )


def _order(slide: Any) -> Iterator[str]:
    shapes = list(slide.shapes)
    if slide.shapes.title is None or not slide.shapes.title.text_frame.text.strip():
        yield "no title"
    elif shapes[0].shape_id != slide.shapes.title.shape_id:
        yield "the title is not read first"
    ids = slide.shapes._spTree.xpath(".//p:cNvPr/@id")
    if len(ids) != len(set(ids)):
        yield "shape ids are not unique"
    for shape in slide.placeholders:
        if shape.has_text_frame and not shape.text_frame.text:
            yield f"empty placeholder {shape.name}"


def _bounds(presentation: Any, slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if (
            shape.left < 0
            or shape.top < 0
            or shape.left + shape.width > presentation.slide_width + 10
            or shape.top + shape.height > presentation.slide_height + 10
        ):
            yield f"{shape.name} is off the slide"


def _texts(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame and shape.text_frame.text.strip():
            frame = shape.text_frame
            wide = (shape.width - frame.margin_left - frame.margin_right) / INCH
            high = (shape.height - frame.margin_top - frame.margin_bottom) / INCH
            needed = frame_height(frame, wide)
            if needed > high + _SLACK:
                yield f"{shape.name}: text is {needed:.2f} in high, its box {high:.2f}: {frame.text[:30]!r}"
        if getattr(shape, "has_table", False) and shape.has_table:
            yield from _cells(shape)


def frame_height(frame: Any, wide: float) -> float:
    """Height the text of a frame takes when wrapped; every paragraph of ours states its pitch in points."""
    total = 0.0
    for number, paragraph in enumerate(frame.paragraphs):
        runs = list(paragraph.runs)
        if not runs:
            continue
        properties = paragraph._p.pPr
        pitch = properties.find(f"{qn('a:lnSpc')}/{qn('a:spcPts')}") if properties is not None else None
        if pitch is None:  # a slide number inherits its line from the layout
            continue
        points = int(pitch.get("val")) / 100
        space = properties.find(f"{qn('a:spcBef')}/{qn('a:spcPts')}")
        before = int(space.get("val")) / 100 if number and space is not None else 0
        total += (_lines(runs, wide) * points + before) / 72
    return total


def _lines(runs: list[Any], wide: float) -> int:
    if any(run.font.size is None for run in runs):  # written by another program, which takes it from elsewhere
        return 1
    if len(runs) == 1:
        return len(text.wrap(runs[0].text, runs[0].font.size.pt, wide, bool(runs[0].font.bold)))
    whole = sum(text.width(run.text, run.font.size.pt, bool(run.font.bold)) for run in runs)
    return max(1, -int(-whole // wide))


def _cells(shape: Any) -> Iterator[str]:
    table = shape.table
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            wide = (table.columns[c].width - cell.margin_left - cell.margin_right) / INCH
            needed = frame_height(cell.text_frame, wide) + (cell.margin_top + cell.margin_bottom) / INCH
            if cell.text_frame.text and needed > row.height / INCH + _SLACK:
                yield f"{shape.name} row {r}: {cell.text_frame.text[:20]!r} makes the row grow"
    if abs(sum(row.height for row in table.rows) - shape.height) > INCH * 0.02:
        yield f"{shape.name}: rows do not add up to its height"


def _content(slide: Any) -> list[tuple[str, tuple[int, int, int, int]]]:
    found = []
    for shape in slide.shapes:
        words = shape.has_text_frame and shape.text_frame.text.strip()
        graphic = getattr(shape, "has_chart", False) or getattr(shape, "has_table", False) or shape.shape_type == 13
        if words or graphic:
            found.append((shape.name, (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)))
    return found


def _overlaps(slide: Any) -> Iterator[str]:
    for (one, a), (other, b) in combinations(_content(slide), 2):
        wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
        if wide > INCH * 0.02 and high > INCH * 0.02:
            yield f"{one} and {other} overlap by {wide / INCH:.2f} x {high / INCH:.2f} in"


def _alts(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        graphic = getattr(shape, "has_chart", False) or getattr(shape, "has_table", False) or shape.shape_type == 13
        if graphic and not shape._element.xpath(".//p:cNvPr")[0].get("descr"):
            yield f"{shape.name} has no alternative text"


def _contrast(slide: Any) -> Iterator[str]:
    """Text against the fill of its own shape, else of the slide; 4.5 : 1 as WCAG asks."""
    slots = _slots(slide)
    sheets = (slide.slide_layout._element, slide.slide_layout.slide_master._element)
    backgrounds = [found for sheet in sheets if (found := sheet.find(f".//{qn('p:bgPr')}")) is not None]
    ground = _colour(backgrounds[0], slots) if backgrounds else slots["bg1"]
    for shape in slide.shapes:
        if shape.has_text_frame:
            fill = _colour(shape._element.spPr, slots) or ground
            yield from _weak(shape.text_frame, fill, slots, shape.name)
        if getattr(shape, "has_table", False) and shape.has_table:
            for cell in shape.table.iter_cells():
                yield from _weak(cell.text_frame, _colour(cell._tc.tcPr, slots) or ground, slots, shape.name)


def _weak(frame: Any, fill: str, slots: dict[str, str], name: str) -> Iterator[str]:
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            ink = _colour(run._r.rPr, slots)
            if run.text.strip() and ink and contrast(ink, fill) < 4.5:
                yield f"{name}: {ink} on {fill} reads {contrast(ink, fill):.1f} : 1"


def _slots(slide: Any) -> dict[str, str]:
    master = slide.slide_layout.slide_master
    part, mapped = master.part, master._element.find(qn("p:clrMap"))
    theme = next(r.target_part for r in part.rels.values() if r.reltype.endswith("/theme"))
    scheme = etree.fromstring(theme.blob).find(f".//{qn('a:clrScheme')}")
    held = {etree.QName(slot).localname: slot[0].get("lastClr") or slot[0].get("val") for slot in scheme}
    return held | {name: held[slot] for name, slot in mapped.attrib.items() if slot in held}


def _colour(holder: Any, slots: dict[str, str]) -> str:
    fill = holder.find(qn("a:solidFill")) if holder is not None else None
    if fill is None:
        return ""
    value = str(fill[0].get("val"))
    return slots.get(value, value)


def _charts(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as package:
        if len(package.namelist()) != len(set(package.namelist())):
            yield "a part is in the package twice"
        for name in package.namelist():
            if name.startswith("ppt/charts/chart") and name.endswith(".xml"):
                problems = chart_problems(etree.fromstring(package.read(name)))
                yield from (f"{name}: {problem}" for problem in problems)


def chart_problems(root: Any) -> Iterator[str]:
    area = root.find(f".//{C}plotArea")
    axes = {int(axis.find(C + "axId").get("val")) for axis in area if axis.tag.endswith("Ax")}
    for group in area:
        kind = etree.QName(group).localname
        if not kind.endswith("Chart"):
            continue
        grouping = group.find(C + "grouping")
        legal = _LEGAL[grouping.get("val") if kind == "barChart" else kind]
        yield from (
            f"label position {p.get('val')} on {kind}" for p in group.iter(C + "dLblPos") if p.get("val") not in legal
        )
        ids = {int(axis.get("val")) for axis in group.findall(C + "axId")}
        if ids - axes or any(not 0 < one < 2**31 for one in ids):
            yield f"axes {ids} of {kind}"
    for tag in ("idx", "order"):
        values = [e.get("val") for e in area.iter(C + tag) if e.getparent().tag == C + "ser"]
        if len(values) != len(set(values)):
            yield f"series share a c:{tag}"
