"""WordprocessingML in small pieces: runs, paragraphs, links, fields, bookmarks, tables, each as text.

Every text of the document passes through ``escaped``; lengths are in twentieths of a point as the format wants them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)

CHART = "chart:"  # begins the name of every chart


def legal(text: str) -> str:
    """Leave out the control characters that XML cannot hold."""
    return "".join(char for char in text if char >= " " or char in "\t\n")


def run(text: str, style: str = "") -> str:
    """Text in a character style; a line break stays one."""
    if not text:
        return ""
    lines = legal(text).split("\n")
    inside = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r>{styled(style)}{inside}</w:r>"


def styled(style: str) -> str:
    return f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""


def tab() -> str:
    return "<w:r><w:tab/></w:r>"


def paragraph(
    style: str,
    *runs: str,
    numbering: int = 0,
    keep: bool = False,
    align: str = "",
    stop: int = 0,
    fresh: bool = False,
    before: int | None = None,
    after: int | None = None,
    line: int | None = None,
    left: int = 0,
) -> str:
    """A paragraph in a style; ``numbering`` is the id of a list, ``keep`` holds it to the next one, ``stop`` is where a
    tab sends text to the right, ``fresh`` begins a page, ``before`` and ``after`` are the space above and below and
    ``line`` the pitch of lines where they are not the style's, ``left`` is how far the text stands in."""
    held = "<w:keepNext/>" if keep else ""
    page = "<w:pageBreakBefore/>" if fresh else ""
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbering}"/></w:numPr>' if numbering else ""
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{stop}"/></w:tabs>' if stop else ""
    sides = (("before", before), ("after", after), ("line", line))
    room = "".join(f' w:{side}="{one}"' for side, one in sides if one is not None)
    space = f"<w:spacing{room}/>" if room else ""
    inward = f'<w:ind w:left="{left}"/>' if left else ""
    edge = f'<w:jc w:val="{align}"/>' if align in ("right", "center") else ""
    look = f'<w:pStyle w:val="{style}"/>{held}{page}{listed}{tabs}{space}{inward}{edge}'
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(runs)}</w:p>"


def link(anchor: str, inside: str) -> str:
    """A jump inside the document; without an anchor the inside alone."""
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{inside}</w:hyperlink>' if anchor else inside


def bookmark(number: int, name: str, inside: str) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'


def field(code: str, shown: str, style: str = "", *, stale: bool = False) -> str:
    """A field with the result shown until it is worked out anew, a stale one when Word opens the file."""
    dirty, look = ' w:dirty="true"' if stale else "", styled(style)
    return (
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"{dirty}/></w:r>'
        f'<w:r>{look}<w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r>{run(shown, style)}'
        f'<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def cell(width: int, inside: str, *, look: str = "", top: bool = False) -> str:
    """A table cell, its text in the middle or at the top; what it holds must end with a paragraph."""
    place = "top" if top else "center"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{look}<w:vAlign w:val="{place}"/></w:tcPr>{inside}</w:tc>'


def row(cells: Iterable[str], *, head: bool = False, splits: bool = False) -> str:
    """A row that is not broken over pages unless it ``splits``; the head is repeated on every page."""
    held, repeated = "" if splits else "<w:cantSplit/>", "<w:tblHeader/>" if head else ""
    look = f"<w:trPr>{held}{repeated}</w:trPr>" if held or repeated else ""
    return f"<w:tr>{look}{''.join(cells)}</w:tr>"


def table(style: str, widths: Sequence[int], rows: Iterable[str], *, caption: str, head: bool = True) -> str:
    """A table with fixed columns; ``caption`` is what a screen reader says of it."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{"0620" if head else "0600"}" w:firstRow="{int(head)}" '
        'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(legal(caption))}/></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def drawing(number: int, name: str, alt: str, width: int, height: int, graphic: str) -> str:
    """A picture or chart in the line of text; width and height in EMU, ``graphic`` is the a:graphic element."""
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name={quoteattr(legal(name))} descr={quoteattr(legal(alt))}/>'
        f"<wp:cNvGraphicFramePr/>{graphic}</wp:inline></w:drawing>"
    )


def drawn(drawing: str, instead: str = "") -> str:
    """The run that holds a drawing; ``instead`` is shown by programs that do not know all of Word's own drawings.

    Both names are asked for together because LibreOffice, which knows either, then takes what stands instead.
    """
    if not instead:
        return f"<w:r>{drawing}</w:r>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="w14 wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{instead}</mc:Fallback></mc:AlternateContent></w:r>"
    )
