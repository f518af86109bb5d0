"""The blank presentation: our theme, one master and three layouts with real placeholders, so the deck stays editable.

It starts from the file inside python-pptx, because a package needs two dozen parts, and replaces all that is visible.
"""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from kefu.report.document import Language
from kefu.report.renderers._pptx import grid
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.renderers._pptx.grid import emu

NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
COVER, CONTENTS, PAGE = "Kefu Cover", "Kefu Contents", "Kefu Page"
EYEBROW, SOURCE, NUMBER, SUBTITLE, IMPRINT = 20, 21, 22, 1, 10
_DRAWN = ("p:sp", "p:pic", "p:grpSp", "p:cxnSp", "p:graphicFrame")


def blank(colours: Colours, language: Language) -> Any:
    """Return an empty presentation with Kefu's theme, master and layouts."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = emu(grid.WIDTH), emu(grid.HEIGHT)
    presentation.part._element.find(qn("p:sldSz")).attrib.pop("type", None)  # it still says 4:3
    _drop_leftovers(presentation)
    _set_theme(presentation.slide_master.part, colours)
    kit = _Placeholders(colours, language)
    _draw_master(presentation.slide_master, kit)
    layouts = list(presentation.slide_layouts)
    for layout in layouts[3:]:
        presentation.slide_layouts.remove(layout)
    for layout, name in zip(layouts[:3], (COVER, CONTENTS, PAGE), strict=True):
        _empty(layout)
        layout.name = name
        layout._element.attrib.pop("type", None)
        layout._element.set("preserve", "1")
        layout._element.set("userDrawn", "1")
    _draw_cover(layouts[0], kit)
    _draw_page(layouts[1], kit)
    _draw_page(layouts[2], kit)
    return presentation


def _drop_leftovers(presentation: Any) -> None:
    """Remove the printer settings, the thumbnail and the statistics of somebody else's file."""
    package, part = presentation.part.package, presentation.part
    for holder in (package, part):
        for key, relation in list(holder._rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in ("printerSettings", "thumbnail", "extended-properties"):
                holder._rels.pop(key)


def _set_theme(master_part: Any, colours: Colours) -> None:
    part = master_part.part_related_by(RELATIONSHIP_TYPE.THEME)
    part._blob = themed(part.blob, colours)


def themed(blob: bytes, colours: Colours) -> bytes:
    """Return a theme part with our colours and fonts; every script of Chinese gets the Han font."""
    root = etree.fromstring(blob)
    root.set("name", "Kefu")
    scheme = root.find(f".//{qn('a:clrScheme')}")
    scheme.set("name", "Kefu")
    for slot, value in colours.slots.items():
        holder = scheme.find(qn(f"a:{slot}"))
        for child in list(holder):
            holder.remove(child)
        etree.SubElement(holder, qn("a:srgbClr")).set("val", value)
    fonts = root.find(f".//{qn('a:fontScheme')}")
    fonts.set("name", "Kefu")
    for group in fonts:
        if group.tag in (qn("a:majorFont"), qn("a:minorFont")):
            _set_fonts(group, colours)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _set_fonts(group: Any, colours: Colours) -> None:
    group.find(qn("a:latin")).set("typeface", colours.theme.latin_font)
    group.find(qn("a:ea")).set("typeface", colours.theme.han_font)
    for font in list(group.findall(qn("a:font"))):
        if font.get("script") in ("Hans", "Hant", "Jpan", "Hang"):
            group.remove(font)
    font = etree.SubElement(group, qn("a:font"))
    font.set("script", "Hans")
    font.set("typeface", colours.theme.han_font)


class _Placeholders:
    """Writes the shapes of master and layouts."""

    def __init__(self, colours: Colours, language: Language) -> None:
        self.colours = colours
        self.lang = "zh-CN" if language == "zh" else "en-US"

    def field(
        self,
        number: int,
        name: str,
        kind: str,
        idx: int | None,
        box: grid.Box,
        size: float,
        colour: str,
        *,
        bold: bool = False,
        anchor: str = "t",
        align: str = "l",
    ) -> Any:
        """Return one placeholder; ``number`` is its shape id."""
        index = "" if idx is None else f' idx="{idx}"'
        text = (
            f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
            f'<a:rPr lang="{self.lang}"/><a:t>‹#›</a:t></a:fld>'
            if kind == "sldNum"
            else f'<a:r><a:rPr lang="{self.lang}"/><a:t>{name}</a:t></a:r>'
        )
        return parse_xml(
            f'<p:sp {NS}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>'
            '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f'<p:nvPr><p:ph type="{kind}"{index}/></p:nvPr></p:nvSpPr><p:spPr>{_frame(box)}</p:spPr>'
            f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
            "<a:noAutofit/></a:bodyPr><a:lstStyle>"
            f'<a:lvl1pPr marL="0" indent="0" algn="{align}"><a:lnSpc><a:spcPts val="{round(size * 122)}"/></a:lnSpc>'
            f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr sz="{round(size * 100)}" b="{int(bold)}">'
            f"{self.colours.fill(colour)}</a:defRPr></a:lvl1pPr></a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
        )

    def ornament(self, number: int, name: str, box: grid.Box, colour: str) -> Any:
        return parse_xml(
            f'<p:sp {NS}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>'
            '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
            f"<p:spPr>{_frame(box)}{self.colours.fill(colour)}<a:ln><a:noFill/></a:ln></p:spPr>"
            f'<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="{self.lang}"/></a:p></p:txBody></p:sp>'
        )


def _frame(box: grid.Box) -> str:
    return (
        f'<a:xfrm><a:off x="{emu(box.x)}" y="{emu(box.y)}"/><a:ext cx="{emu(box.w)}" cy="{emu(box.h)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )


def _empty(sheet: Any) -> None:
    tree = sheet.shapes._spTree
    for element in list(tree):
        if element.tag in {qn(tag) for tag in _DRAWN}:
            tree.remove(element)


_TITLE = grid.Box(grid.MARGIN, grid.TITLE_TOP, grid.CONTENT_WIDTH, grid.TITLE_HEIGHT)
_NUMBER = grid.Box(grid.WIDTH - grid.MARGIN - 0.8, grid.FOOT_TOP, 0.8, grid.FOOT_HEIGHT)


def _draw_master(master: Any, kit: _Placeholders) -> None:
    _empty(master)
    body = grid.Box(grid.MARGIN, grid.BODY_TOP, grid.CONTENT_WIDTH, grid.BODY_HEIGHT)
    tree = master.shapes._spTree
    tree.append(kit.field(2, "Title", "title", None, _TITLE, 24, "ink", bold=True))
    tree.append(kit.field(3, "Body", "body", 1, body, 12, "ink"))
    tree.append(kit.field(6, "Slide number", "sldNum", 4, _NUMBER, 9, "muted", align="r"))
    for level in master._element.find(qn("p:txStyles")).iter(qn("a:lvl1pPr")):
        level.set("eaLnBrk", "1")
        level.set("latinLnBrk", "0")


def _draw_cover(layout: Any, kit: _Placeholders) -> None:
    """The cover has a real background, so that a company template can replace it."""
    common = layout._element.find(qn("p:cSld"))
    common.insert(0, parse_xml(f"<p:bg {NS}><p:bgPr>{kit.colours.fill('brand_dark')}<a:effectLst/></p:bgPr></p:bg>"))
    tree = layout.shapes._spTree
    left, wide = grid.MARGIN, 8.1
    tree.append(kit.field(2, "Title", "ctrTitle", None, grid.Box(left, 2.3, wide, 1.45), 40, "background", bold=True))
    tree.append(kit.field(3, "Subtitle", "subTitle", SUBTITLE, grid.Box(left, 3.85, wide, 1.1), 18, "background"))
    tree.append(kit.field(4, "Imprint", "body", IMPRINT, grid.Box(left, 6.15, wide, 0.7), 11, "background", anchor="b"))
    tree.append(kit.ornament(11, "Rule", grid.Box(left, 2.02, 0.9, 0.07), "category.2"))


def _draw_page(layout: Any, kit: _Placeholders) -> None:
    tree = layout.shapes._spTree
    left = grid.MARGIN
    tree.append(kit.field(2, "Title", "title", None, _TITLE, 24, "ink", bold=True))
    tree.append(
        kit.field(3, "Eyebrow", "body", EYEBROW, grid.Box(left, grid.EYEBROW_TOP, 11, 0.24), 10.5, "brand", bold=True)
    )
    tree.append(
        kit.field(20, "Source", "body", SOURCE, grid.Box(left, grid.FOOT_TOP, 11.2, grid.FOOT_HEIGHT), 9, "muted")
    )
    tree.append(kit.field(21, "Slide number", "sldNum", NUMBER, _NUMBER, 9, "muted", align="r"))
    tree.append(kit.ornament(10, "Brand mark", grid.Box(0, grid.TITLE_TOP + 0.03, 0.12, 0.42), "brand"))
