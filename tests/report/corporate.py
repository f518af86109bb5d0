"""Two made-up companies' presentations, as unlike ours and each other as two templates are.

``harbour``: 4:3, Chinese names of layouts, a coloured bar at the foot, a logo beside the title, its own Chinese font.
``night``: 16:9 and 10 inches wide, light text on a dark ground, a bar down the left, no layout that is a title only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches

HARBOUR = {
    "dk1": "102A2B", "lt1": "FFFFFF", "dk2": "0B4F52", "lt2": "F1F5F2", "accent1": "0A7F86", "accent2": "E07A2F",
    "accent3": "B5A642", "accent4": "6B4E71", "accent5": "3D6FB6", "accent6": "8A8D91", "hlink": "0A7F86",
    "folHlink": "0B4F52",
}  # fmt: skip
NIGHT = {
    "dk1": "101322", "lt1": "F2F2F7", "dk2": "1D2340", "lt2": "C9CDE6", "accent1": "FFB000", "accent2": "7BD389",
    "accent3": "9D8DF1", "accent4": "F2545B", "accent5": "38B6FF", "accent6": "A0A4B8", "hlink": "FFB000",
    "folHlink": "C9CDE6",
}  # fmt: skip


def harbour(path: Path) -> Path:
    presentation = Presentation()
    theme(presentation, HARBOUR, "Georgia", "KaiTi")
    for number, layout in enumerate(presentation.slide_layouts):
        layout.name = f"海港版式{number}"
        bar(layout, 0, 7.1, 10, 0.12, "E07A2F")
        if layout._element.get("type") != "title":
            bar(layout, 8.9, 0.3, 0.7, 0.7, "0A7F86")  # the logo, right of a narrower title
            title = layout.placeholders[0]
            if title.placeholder_format.idx == 0:
                title.left, title.top, title.width, title.height = (Inches(x) for x in (0.5, 0.45, 8.2, 0.75))
    presentation.slides.add_slide(presentation.slide_layouts[5]).shapes.title.text = "旧的页面"
    presentation.save(str(path))
    return path


def night(path: Path) -> Path:
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(10), Inches(5.625)
    theme(presentation, NIGHT, "Verdana", "")
    master = presentation.slide_master
    mapped = master._element.find(qn("p:clrMap"))
    for name, slot in {"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"}.items():
        mapped.set(name, slot)
    bar(master, 0, 0, 0.3, 5.625, "FFB000")
    squeeze(master, 0.75)
    for layout in list(presentation.slide_layouts):
        squeeze(layout, 0.75)
        if layout._element.get("type") in ("titleOnly", "blank"):
            presentation.slide_layouts.remove(layout)
    background = parse_xml(
        f'<p:bg {nsdecls("p", "a")}><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/>'
        "</p:bgPr></p:bg>"
    )
    common = master._element.find(qn("p:cSld"))
    for old in common.findall(qn("p:bg")):
        common.remove(old)
    common.insert(0, background)
    presentation.save(str(path))
    return path


def theme(presentation: Any, colours: dict[str, str], latin: str, han: str) -> None:
    """Give the master's theme other colours and fonts."""
    part = next(
        one.target_part for one in presentation.slide_master.part.rels.values() if one.reltype.endswith("theme")
    )
    root = etree.fromstring(part.blob)
    for slot in root.find(f".//{qn('a:clrScheme')}"):
        name = etree.QName(slot).localname
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, qn("a:srgbClr")).set("val", colours[name])
    for fonts in (root.find(f".//{qn('a:majorFont')}"), root.find(f".//{qn('a:minorFont')}")):
        fonts.find(qn("a:latin")).set("typeface", latin)
        fonts.find(qn("a:ea")).set("typeface", han)
        for font in fonts.findall(qn("a:font")):
            fonts.remove(font)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def bar(sheet: Any, left: float, top: float, wide: float, high: float, colour: str) -> None:
    """Draw a filled rectangle on a layout or master."""
    box = [Inches(one) for one in (left, top, wide, high)]
    tree = sheet.shapes._spTree
    number = max([int(one) for one in tree.xpath(".//p:cNvPr/@id")], default=1) + 1
    shape = tree.add_autoshape(number, f"bar {number}", MSO_SHAPE.RECTANGLE.xml_value or "rect", *box)
    tree.remove(shape)
    tree.insert(2, shape)
    fill = parse_xml(f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{RGBColor.from_string(colour)}"/></a:solidFill>')
    shape.spPr.append(fill)


def squeeze(sheet: Any, share: float) -> None:
    """Fit the shapes of a 4:3 sheet into one as wide and less high."""
    for shape in sheet.placeholders:
        if shape._element.spPr.find(qn("a:xfrm")) is not None:
            shape.top, shape.height = Emu(round(shape.top * share)), Emu(round(shape.height * share))
