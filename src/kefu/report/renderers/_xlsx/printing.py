"""What all sheets have in common on paper: A4 on its side, one page wide, and a foot that names report and page."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from kefu.report.document import Document

A4 = 9
LONGEST = 80  # letters of a title, for a foot may not hold many


def footer_of(document: Document, title: str) -> str:
    """Report, period and title of the sheet, whose name may be shorter, and page of pages: a sheet of paper may lie
    alone. Programs take ``&`` for a command and digits behind the size for a part of it."""
    named = [one.replace("&", "&&") for one in (document.title[:LONGEST], document.period, title[:LONGEST]) if one]
    return f"&L&9 {' · '.join(named)}&R&9&P / &N"


def set_up(paper: Worksheet, footer: str, breaks: Sequence[int] = ()) -> None:
    """Set up the printed pages of a sheet; a new one begins before each of the rows ``breaks``."""
    paper.set_landscape()
    paper.set_paper(A4)
    paper.fit_to_pages(1, 0)
    paper.set_h_pagebreaks(breaks)
    paper.set_margins(left=0.34, right=0.34, top=0.4, bottom=0.56)
    paper.set_footer(footer, {"scale_with_doc": False})
