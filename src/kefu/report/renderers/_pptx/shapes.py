"""Native shapes with what python-pptx leaves out: theme colours, exact line pitch, language, alternative text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from kefu.report.document import Language
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.renderers._pptx.grid import EMU_PER_INCH, Box, emu
from kefu.report.renderers._pptx.text import LINE, set_for, spared

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
NS = f'xmlns:a="{A}"'
_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
_ANCHOR = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}
Align = Literal["left", "center", "right"]
Anchor = Literal["top", "middle", "bottom"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one size, colour and weight; without a colour it takes that of its placeholder."""

    text: str
    size: float
    colour: str = "ink"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its runs and the space before it in points."""

    runs: tuple[Run, ...]
    before: float = 0.0


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws on one slide in the colours and language of the document."""

    slide: Any
    colours: Colours
    language: Language

    def text(
        self,
        box: Box,
        lines: tuple[Line, ...] | Run,
        name: str = "",
        *,
        align: Align = "left",
        anchor: Anchor = "top",
        wrap: bool = True,
    ) -> Any:
        """Add a text box without inner margins."""
        shape = self.slide.shapes.add_textbox(emu(box.x), emu(box.y), emu(box.w), emu(box.h))
        if name:
            shape.name = name
        self.write(shape.text_frame, lines, align=align, anchor=anchor, wrap=wrap)
        return shape

    def panel(
        self,
        box: Box,
        fill: str | None,
        *,
        line: str | None = None,
        radius: float = 0.0,
        name: str = "",
        ornament: bool = True,
    ) -> Any:
        """Add a filled rectangle; an ornament is skipped by screen readers."""
        kind = MSO_SHAPE.ROUNDED_RECTANGLE if radius else MSO_SHAPE.RECTANGLE
        shape = self.slide.shapes.add_shape(kind, emu(box.x), emu(box.y), emu(box.w), emu(box.h))
        if radius:
            shape.adjustments[0] = min(0.5, radius / min(box.w, box.h))
        element = shape._element
        element.remove(element.find(qn("p:style")))
        for part in (self.colours.fill(fill), self.colours.line(line)):
            element.spPr.append(parse_xml(rooted(part)))
        if name:
            shape.name = name
        if ornament:
            self.decorative(shape)
        return shape

    def write(
        self,
        frame: Any,
        lines: tuple[Line, ...] | Run,
        *,
        align: Align | None = "left",
        anchor: Anchor | None = "top",
        wrap: bool = True,
        margins: tuple[float, float, float, float] = (0, 0, 0, 0),
    ) -> None:
        """Fill a text frame; margins are left, top, right, bottom in inches, the right one more where a line would else
        tear a number; without align or anchor the layout's."""
        frame.word_wrap = wrap
        if anchor:
            frame.vertical_anchor = _ANCHOR[anchor]
        left, top, right, bottom = margins
        if wrap and align == "left":
            right += free_beside(lines, frame._parent.width / EMU_PER_INCH - left - right)
        frame.margin_left, frame.margin_top, frame.margin_right, frame.margin_bottom = map(
            emu, (left, top, right, bottom)
        )
        self.paragraphs(frame, lines, align)

    def paragraphs(self, frame: Any, lines: tuple[Line, ...] | Run, align: Align | None = "left") -> None:
        """Write paragraphs and leave the frame as it is: a table's cell keeps its margins elsewhere."""
        for number, line in enumerate(_paragraphs(lines)):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            self._paragraph(paragraph, line, align)

    def _paragraph(self, paragraph: Any, line: Line, align: Align | None) -> None:
        if align:
            paragraph.alignment = _ALIGN[align]
        tallest = max((run.size for run in line.runs), default=12.0)
        properties = paragraph._p.get_or_add_pPr()
        spacing = f'<a:lnSpc {NS}><a:spcPts val="{round(tallest * LINE * 100)}"/></a:lnSpc>'
        before = f'<a:spcBef {NS}><a:spcPts val="{round(line.before * 100)}"/></a:spcBef>'
        properties.insert(0, parse_xml(before))
        properties.insert(0, parse_xml(spacing))
        properties.set("eaLnBrk", "1")
        properties.set("hangingPunct", "0")
        for run in line.runs:
            for number, part in enumerate(run.text.split("\n")):
                if number:
                    paragraph.add_line_break()
                self._run(paragraph, part, run)

    def _run(self, paragraph: Any, part: str, run: Run) -> None:
        added = paragraph.add_run()
        added.text = set_for(part, self.language)
        properties = added._r.get_or_add_rPr()
        self.speak(properties)
        properties.set("sz", str(round(run.size * 100)))
        properties.set("b", str(int(run.bold)))
        if run.colour:
            properties.insert(0, parse_xml(rooted(self.colours.fill(run.colour))))

    def speak(self, properties: Any) -> None:
        """State the language, or every Chinese word is underlined in red."""
        main, other = ("zh-CN", "en-US") if self.language == "zh" else ("en-US", "zh-CN")
        properties.set("lang", main)
        properties.set("altLang", other)
        properties.set("dirty", "0")

    def describe(self, shape: Any, text: str) -> None:
        """Set the alternative text."""
        shape._element.xpath(".//p:cNvPr")[0].set("descr", text)

    def decorative(self, shape: Any) -> None:
        extension = (
            f'<a:extLst {NS}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
            f'<adec:decorative xmlns:adec="{_DECORATIVE}" val="1"/></a:ext></a:extLst>'
        )
        shape._element.xpath(".//p:cNvPr")[0].append(parse_xml(extension))


def _paragraphs(lines: tuple[Line, ...] | Run) -> tuple[Line, ...]:
    return (Line((lines,)),) if isinstance(lines, Run) else lines


def free_beside(lines: tuple[Line, ...] | Run, room: float) -> float:
    """Inches to leave free at the right of paragraphs so that no number is torn from its sign."""
    runs = [line.runs for line in _paragraphs(lines)]
    return max(
        (spared("".join(run.text for run in some), some[-1].size, room, some[-1].bold) for some in runs if some),
        default=0.0,
    )


def rooted(fragment: str) -> str:
    """Declare the drawing namespace on a fragment's first element."""
    cut = min(i for i in (fragment.find(">"), fragment.find("/"), fragment.find(" ")) if i > 0)
    return f"{fragment[:cut]} {NS}{fragment[cut:]}"
