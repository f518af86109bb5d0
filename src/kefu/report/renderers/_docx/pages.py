"""Pages in Word's sense: an upright section, a lying one for the register, with a header and a footer each."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.shared import Cm

from kefu.report.renderers._docx.markup import NAMESPACES, field, run, tab
from kefu.report.renderers._docx.sheet import Sheet

LONG, SHORT, SIDE, TOP, TIGHT = Cm(29.7), Cm(21.0), Cm(2.1), Cm(2.3), Cm(1.8)


def lay_out(made: Any, *, lying: bool) -> tuple[Any, Any]:
    """Set the page sizes; return the elements of the body that the upright and the lying text stand in front of."""
    upright = made.sections[0]
    size(upright, SHORT, LONG)
    upright.different_first_page_header_footer = True
    if not lying:
        return made.element.body.sectPr, made.element.body.sectPr
    last = made.add_section(WD_SECTION.NEW_PAGE)
    size(last, LONG, SHORT)
    last.top_margin = last.bottom_margin = TIGHT
    last.orientation = WD_ORIENT.LANDSCAPE
    last.different_first_page_header_footer = False
    ending = next(one for one in made.element.body if one.tag.endswith("}p"))
    return ending, made.element.body.sectPr


def size(section: Any, wide: Any, high: Any) -> None:
    section.page_width, section.page_height = wide, high
    section.left_margin = section.right_margin = SIDE
    section.top_margin = section.bottom_margin = TOP
    section.header_distance = section.footer_distance = Cm(1.1)


def dress(sheet: Sheet) -> None:
    """Header: report and organisation; footer: where the numbers come from and the page. The cover has neither."""
    document = sheet.document
    for section in sheet.made.sections:
        wide = (section.page_width - section.left_margin - section.right_margin) // 635
        left, right = f"{document.title}  {document.period}", document.organisation
        number = field("PAGE", "") + run(" / ") + field("NUMPAGES", "")
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        fill(section.header, "Header", wide, run(left), run(right))
        fill(section.footer, "Footer", wide, run(" · ".join(document.imprint)), number)


def fill(holder: Any, style: str, wide: int, left: str, right: str) -> None:
    """One line with text at both edges."""
    stop = f'<w:tabs><w:tab w:val="right" w:pos="{wide}"/></w:tabs>'
    line = f'<w:p {NAMESPACES}><w:pPr><w:pStyle w:val="{style}"/>{stop}</w:pPr>{left}{tab()}{right}</w:p>'
    element = holder._element
    for old in list(element):
        element.remove(old)
    element.append(parse_xml(line))
