"""What the blocks share while a document is written: its words, the lines of its register, counters."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kefu.report.document import Chart, Document
from kefu.report.renderers._docx import charts
from kefu.report.renderers._docx.markup import CHART, drawing, drawn, link, run
from kefu.report.renderers._docx.pictures import chart_picture
from kefu.report.renderers._pdf.pictures import HALF, WIDE
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.renderers._pptx.marks import Form
from kefu.report.renderers._reading.numbers import JOINER
from kefu.report.renderers._reading.references import line_numbers, references
from kefu.report.renderers._reading.words import words

NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass
class Sheet:
    """``made`` is the python-docx document the parts go into."""

    document: Document
    colours: Colours
    made: Any
    said: dict[str, str] = field(init=False)
    numbers: dict[str, int] = field(init=False)
    headings: list[tuple[int, str, str, int]] = field(init=False, default_factory=list)  # level, text, bookmark, page
    page: int = field(init=False, default=0)  # the page what is written now is taken to stand on, from 0 for the text
    counts: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.said, self.numbers = words(self.document), line_numbers(self.document)

    def count(self, what: str) -> int:
        """The next number of its kind: exhibit, table, list, bookmark, drawing."""
        self.counts[what] = self.counts.get(what, 0) + 1
        return self.counts[what]

    def anchor(self, figure: str) -> str:
        """The bookmark of a figure's line in the register, "" for a figure without one."""
        return f"Figure{self.numbers[figure]}" if figure in self.numbers else ""

    def spans(self, figures: Iterable[str], style: str) -> str:
        """The numbers of the register's lines, each run of them a link; behind a dash a line would end there."""
        found = references(figures, self.numbers)
        told = ((self.anchor(one.figure), one.text.replace("–", f"-{JOINER}")) for one in found)
        return run(", ", style).join(link(anchor, run(text, style)) for anchor, text in told)

    def references(self, figures: Iterable[str], *, sentence: bool = False) -> str:
        """The same behind a heading or a ``sentence``, raised and in brackets. No line ends before them; behind a
        Chinese full stop LibreOffice ends one all the same, and would break the numbers if it must not."""
        inside = self.spans(figures, "KefuReference")
        opening = "[" if sentence and self.document.language == "zh" else NO_BREAK + "["
        return f"{run(opening, 'KefuReference')}{inside}{run(']', 'KefuReference')}" if inside else ""

    def chart(self, chart: Chart, width: float, *, low: bool) -> str:
        """The run that holds a native chart as many inches wide; a standing one may be drawn lower."""
        form = charts.form(chart, self.colours, width)
        wide, high = charts.size_of(chart, form, width, low=low)
        pixels = WIDE if width == charts.WIDTH else HALF
        shown = chart_picture(chart, self.colours.theme, pixels, low=low)
        return self.plot(form, chart.name, chart.alt or chart.title, wide, high, shown)

    def plot(self, form: Form, name: str, alt: str, wide: float, high: float, shown: bytes) -> str:
        """Hang a drawn chart into the package and return its run; sizes in inches, ``shown`` is the picture of it."""
        number = self.count("chart")
        graphic = charts.hang(self.made.part, number, form, name, self.colours, self.document.language)
        across, up = round(wide * charts.EMU_PER_INCH), round(high * charts.EMU_PER_INCH)
        native = drawing(self.count("drawing"), f"{CHART}{name}", alt, across, up, graphic)
        return drawn(native, self.image(shown, f"{CHART}{name}", alt, wide))

    def picture(self, data: bytes, name: str, alt: str, widest: float) -> str:
        """The run that holds a picture."""
        return drawn(self.image(data, name, alt, widest))

    def image(self, data: bytes, name: str, alt: str, widest: float) -> str:
        """A picture in its own proportions, never wider than ``widest`` inches."""
        key, image = self.made.part.get_or_add_image(io.BytesIO(data))
        wide, high = image.scaled_dimensions(None, None)
        shrink = min(1.0, widest * charts.EMU_PER_INCH / wide)
        wide, high, number = round(wide * shrink), round(high * shrink), self.count("drawing")
        space = "http://schemas.openxmlformats.org/drawingml/2006/picture"
        graphic = (
            f'<a:graphic><a:graphicData uri="{space}"><pic:pic xmlns:pic="{space}"><pic:nvPicPr>'
            f'<pic:cNvPr id="{number}" name="picture"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
            f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>"
        )
        return drawing(number, name, alt, wide, high, graphic)
