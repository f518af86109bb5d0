"""Pages in Word's sense: a section for the text, one of two columns for the register, with header and footer."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm

from kefu.report.renderers._docx.markup import NAMESPACES, field, run, tab
from kefu.report.renderers._docx.sheet import Sheet
from kefu.report.renderers._docx.styles import COLUMN

LONG, SHORT, SIDE, TOP, NARROW, TIGHT = Cm(29.7), Cm(21.0), Cm(2.1), Cm(2.3), Cm(1.5), Cm(1.9)

TWENTIETH = 635  # of a point, in the units of python-docx


def lay_out(made: Any, *, register: bool) -> tuple[Any, Any]:
    """Set the page sizes; return the elements of the body that the text and the register stand in front of."""
    first = made.sections[0]
    size(first, SIDE, TOP)
    first.different_first_page_header_footer = True
    if not register:
        return made.element.body.sectPr, made.element.body.sectPr
    last = made.add_section(WD_SECTION.NEW_PAGE)
    size(last, NARROW, TIGHT)
    last.different_first_page_header_footer = False
    columns = last._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), "2")
    columns.set(qn("w:space"), str((SHORT - 2 * NARROW) // TWENTIETH - 2 * COLUMN))
    ending = next(one for one in made.element.body if one.tag.endswith("}p"))
    return ending, made.element.body.sectPr


def size(section: Any, side: Any, top: Any) -> None:
    section.page_width, section.page_height = SHORT, LONG
    section.left_margin = section.right_margin = side
    section.top_margin = section.bottom_margin = top
    section.header_distance = section.footer_distance = Cm(1.1)


def dress(sheet: Sheet) -> None:
    """Header: report and organisation; footer: where the numbers come from and the page. The cover has neither."""
    document = sheet.document
    for section in sheet.made.sections:
        wide = (section.page_width - section.left_margin - section.right_margin) // TWENTIETH
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
