"""A company's own presentation as the ground of a deck: its master, layouts and theme, without its slides.

Every measure of the deck is in inches on a slide 13.333 inches wide, so a smaller one is enlarged with all that its
master and layouts hold; on the screen it looks the same.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn

from kefu.errors import DataError, DefinitionError
from kefu.report.renderers._pptx import grid, master
from kefu.report.renderers._pptx.grid import Box, Stage
from kefu.report.themes import Template

TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
LARGEST = 100 * 2**20  # bytes of a template with all its pictures
_LENGTHS = {  # attributes that hold lengths, by the elements they stand on
    "off": ("x", "y"), "ext": ("cx", "cy"), "chOff": ("x", "y"), "chExt": ("cx", "cy"), "ln": ("w",), "tab": ("pos",),
    "bodyPr": ("lIns", "tIns", "rIns", "bIns"), "sldSz": ("cx", "cy"), "gridCol": ("w",), "tr": ("h",),
}  # fmt: skip
_SIZES = {"rPr": ("sz",), "defRPr": ("sz",), "endParaRPr": ("sz",), "spcPts": ("val",)}
_OF_PARAGRAPHS = ("marL", "indent")


def opened(template: Template) -> Any:
    """The template as an empty presentation; raises DefinitionError where a layout it names is not there."""
    presentation = read(template.file)
    names = {one.name for one in presentation.slide_layouts}
    for role, layout in (("cover", template.cover.layout), ("page", template.page.layout)):
        if layout not in names:
            raise DefinitionError(
                '{name}: {role}: there is no layout "{layout}"; known: {known}',
                name=template.file.name,
                role=role,
                layout=layout,
                known=", ".join(sorted(names)),
            )
    return presentation


def read(path: Path) -> Any:
    """A .pptx or .potx without its slides and 13.333 inches wide; raises DataError where it is none."""
    presentation = _presentation(path)
    part = presentation.part
    for slide in list(presentation.slides._sldIdLst):
        part.drop_rel(slide.rId)
        presentation.slides._sldIdLst.remove(slide)
    for tag in ("p:custShowLst", "p:extLst"):  # both name slides
        for element in part._element.findall(qn(tag)):
            part._element.remove(element)
    factor = grid.emu(grid.WIDTH) / presentation.slide_width
    if abs(factor - 1) > 1e-3:
        _scale(presentation, factor)
    return presentation


def _presentation(path: Path) -> Any:
    if path.stat().st_size > LARGEST:
        raise DataError("{path}: is larger than {most} MB", path=path, most=LARGEST // 2**20)
    try:
        return Presentation(io.BytesIO(_as_presentation(path)))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise DataError(
            "{path}: is no PowerPoint presentation or template ({error})", path=path, error=error
        ) from error


def _as_presentation(path: Path) -> bytes:
    """The file; a .potx says of itself that it is one, and is a presentation otherwise."""
    held = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "[Content_Types].xml":
                content = content.replace(b"presentationml.template.main+xml", b"presentationml.presentation.main+xml")
            target.writestr(entry.filename, content)
    return held.getvalue()


def _scale(presentation: Any, factor: float) -> None:
    """Enlarge the slide and everything on master and layouts."""
    presentation.slide_height = round(presentation.slide_height * factor)
    presentation.slide_width = grid.emu(grid.WIDTH)
    presentation.part._element.find(qn("p:sldSz")).attrib.pop("type", None)
    roots = [one._element for one in presentation.slide_masters]
    roots += [layout._element for one in presentation.slide_masters for layout in one.slide_layouts]
    for root in roots:
        for element, name in _measures(root):
            element.set(name, str(round(int(element.get(name)) * factor)))


def _measures(root: Any) -> Iterator[tuple[Any, str]]:
    """Every element and attribute that holds a length or a size of type."""
    for element in root.iter():
        tag = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
        names = (*_LENGTHS.get(tag, ()), *_SIZES.get(tag, ()))
        names += _OF_PARAGRAPHS if tag.endswith("pPr") else ()
        yield from ((element, name) for name in names if (element.get(name) or "").lstrip("-").isdigit())


def layout_name(template: Template, role: str) -> str:
    """The company's layout for one of our own."""
    return template.cover.layout if role == master.COVER else template.page.layout


def stage(presentation: Any, template: Template) -> Stage:
    """Where the company's page draws."""
    layout = next(one for one in presentation.slide_layouts if one.name == template.page.layout)
    title = next(one for one in layout.placeholders if one.placeholder_format.type in TITLES)
    place = Box(*(one / grid.EMU_PER_INCH for one in (title.left, title.top, title.width, title.height)))
    boxes = [Box(*one) if one else None for one in (template.page.eyebrow, template.page.source)]
    return Stage(place, Box(*template.page.body), boxes[0], boxes[1])


def clear(slide: Any) -> None:
    """Take out the placeholders nothing is written to: title and what stands below it on a cover are kept."""
    kept = {*TITLES, PP_PLACEHOLDER.SUBTITLE}
    for holder in list(slide.placeholders):
        if holder.placeholder_format.type not in kept:
            holder._element.getparent().remove(holder._element)
