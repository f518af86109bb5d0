"""A deck being written: new slides with their title, notes, sections, and a file that is the same every time."""

from __future__ import annotations

import copy
import io
import re
import uuid
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from kefu.report.document import Document
from kefu.report.renderers._pptx import grid, master, template
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.renderers._pptx.shapes import Pen, Run
from kefu.report.renderers._pptx.text import LINE, largest, width, wrap
from kefu.report.renderers._reading.words import words
from kefu.report.themes import Template

_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - office properties know no time zone
_TITLE_SIZES = (24.0, 23.5, 23.0, 22.5, 22.0)
_LONELY = 0.4  # of a title's width: a shorter last line is lost below the first
_LONELY_BELOW_A_MARK = 0.32  # the same of a line that begins a part of its own
_MARKS = "，；：、,;:"
_HAN, _APART = re.compile("[\u3400-\u9fff]"), "的"  # a word of its own, which none begins with
_STEPS = 160  # in which a line is shortened: less than a letter each
_WIDE = str.maketrans("（）", "()")
_AMOUNT = re.compile(r"\d[万亿小分百个]?$")
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"


@dataclass
class Deck:
    """The presentation of one document; ``slides`` keeps each slide's section."""

    document: Document
    colours: Colours
    presentation: Any = field(init=False)
    stage: grid.Stage = field(init=False)
    sections: list[tuple[str, Any]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        if self.template is None:
            self.presentation, self.stage = master.blank(self.colours, self.document.language), grid.OWN
        else:
            self.presentation = template.opened(self.template)
            self.stage = template.stage(self.presentation, self.template)

    @property
    def template(self) -> Template | None:
        """The company's own presentation, where the theme has one."""
        return self.colours.theme.template

    def word(self, key: str) -> str:
        """One of the renderer's own few words, as the document says it."""
        return words(self.document)[key]

    def continued(self, title: str) -> str:
        """The title of a further slide of the same page."""
        word = self.word("continued")
        return f"{title}{word}" if word.startswith("（") else f"{title} {word}"

    def pen(self, slide: Any) -> Pen:
        return Pen(slide, self.colours, self.document.language)

    def add(self, layout: str, section: str) -> Any:
        """Append a slide of the layout to the section."""
        name = layout if self.template is None else template.layout_name(self.template, layout)
        chosen = next(one for one in self.presentation.slide_layouts if one.name == name)
        slide = self.presentation.slides.add_slide(chosen)
        if self.template:
            template.clear(slide)
        self.sections.append((section, slide))
        return slide

    def page(self, title: str, eyebrow: str, section: str, *, layout: str = master.PAGE) -> Pen:
        """Append a page with title, eyebrow, source line and number; the body is the caller's."""
        slide = self.add(layout, section)
        pen = self.pen(slide)
        if self.template:
            self._fill_template(pen, title, eyebrow)
            return pen
        size = title_size(title, self.stage.title)
        pen.write(slide.shapes.title.text_frame, Run(broken(title, size, self.stage.title), size, "ink", True))
        for holder in list(slide.placeholders):
            match holder.placeholder_format.idx:
                case master.EYEBROW:
                    self.fill_or_drop(
                        pen,
                        holder,
                        eyebrow,
                        largest(eyebrow, 10.8, (10.5, 10.0, 9.5, 9.0), 1, True),
                        "brand",
                        bold=True,
                    )
                case master.SOURCE:
                    self.fill_or_drop(pen, holder, self.document.source, _source_size(self.document.source), "muted")
        _add_number(slide)
        return pen

    def _fill_template(self, pen: Pen, title: str, eyebrow: str) -> None:
        """The title keeps place, colour and alignment of the company's layout; the rest has no placeholders there."""
        run = Run(title, title_size(title, self.stage.title), "", True)
        pen.write(pen.slide.shapes.title.text_frame, run, align=None, anchor=None)
        if self.stage.eyebrow and eyebrow:
            wide = self.stage.eyebrow.w * 0.98
            size = largest(eyebrow, wide, (10.5, 10.0, 9.5, 9.0), 1, True)
            pen.text(self.stage.eyebrow, Run(eyebrow, size, "brand", True), name="Eyebrow")
        if self.stage.source and self.document.source:
            size = largest(self.document.source, self.stage.source.w * 0.98, (9.0, 8.5, 8.0), 1)
            pen.text(self.stage.source, Run(self.document.source, size, "muted"), name="Source")
        _add_number(pen.slide)

    def fill(self, pen: Pen, holder: Any, text: str, size: float, colour: str = "ink", *, bold: bool = False) -> None:
        """Write a placeholder; its text takes exactly the measured line pitch."""
        frame = holder.text_frame
        pen.write(frame, Run(text, size, colour, bold))

    def fill_or_drop(self, pen: Pen, holder: Any, text: str, size: float, colour: str, *, bold: bool = False) -> None:
        """Write a placeholder, or remove it: an empty one shows its prompt in the editor."""
        if text:
            self.fill(pen, holder, text, size, colour, bold=bold)
        else:
            holder._element.getparent().remove(holder._element)

    def note(self, slide: Any, lines: tuple[str, ...]) -> None:
        """Write the speaker notes."""
        if not lines:
            return
        frame = slide.notes_slide.notes_text_frame
        frame.text = "\n".join(lines)
        pen = self.pen(slide)
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                pen.speak(run._r.get_or_add_rPr())

    def save(self, path: Path) -> None:
        """Write the file; the same document gives the same bytes."""
        for _, slide in self.sections:
            _foot_last(slide)
        self._write_sections()
        self._write_properties()
        self._theme_notes()
        held = io.BytesIO()
        self.presentation.save(held)
        path.write_bytes(_timeless(held.getvalue()))

    def _write_sections(self) -> None:
        groups = groupby(self.sections, key=lambda pair: pair[0])
        listed = "".join(_section_xml(n, name, [slide for _, slide in pairs]) for n, (name, pairs) in enumerate(groups))
        element = self.presentation.part._element
        extension = parse_xml(
            f'<p:extLst {master.NS}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
            f'<p14:sectionLst xmlns:p14="{_P14}">{listed}</p14:sectionLst></p:ext></p:extLst>'
        )
        for old in element.findall(qn("p:extLst")):
            element.remove(old)
        element.append(extension)

    def _write_properties(self) -> None:
        properties = self.presentation.core_properties
        document = self.document
        properties.title, properties.subject, properties.author = (
            document.title,
            document.subtitle,
            document.organisation,
        )
        properties.last_modified_by, properties.keywords, properties.comments = "Kefu", document.period, ""
        properties.language = "zh-CN" if document.language == "zh" else "en-US"
        properties.created = properties.modified = _EPOCH
        properties.revision = 1

    def _theme_notes(self) -> None:
        """Notes have their own theme, which would otherwise bring an English font."""
        if not any(slide.has_notes_slide for _, slide in self.sections):
            return
        part = self.presentation.part.notes_master_part
        for relation in part.rels.values():
            if relation.reltype.endswith("/theme"):
                theme = relation.target_part
                fresh = master.themed(theme.blob, self.colours)
                if hasattr(theme, "_element"):
                    theme._element = parse_xml(fresh)
                else:
                    theme._blob = fresh


def title_size(title: str, box: grid.Box) -> float:
    """One line at 24 to 22 points, else two at 20; a title longer than that is set smaller rather than cut."""
    wide, room = box.w * _title_share(title), int(box.h * 72)
    size = largest(title, wide, _TITLE_SIZES, 1, True)
    if len(wrap(title, size, wide, True)) == 1 and size * LINE <= room:
        return size
    for small in (20.0, 18.0, 16.0, 14.0, 12.0, 10.5):
        if len(wrap(title, small, wide, True)) * small * LINE <= room:
            return small
    return 9.0


def broken(title: str, size: float, box: grid.Box) -> str:
    """The title with its line break, where it has two lines: a margin would leave it to the reader's font where the
    first one ends."""
    lines = wrap(title, size, box.w * _title_share(title) - spare_width(title, size, box), True)
    if len(lines) != 2:
        return title
    second = len(title) - len(lines[1])
    return f"{title[:second]}\n{title[second:]}"


def spare_width(title: str, size: float, box: grid.Box) -> float:
    """Inches to leave free beside a title of two lines, so that the second is not a lonely word and the first ends at a
    mark where it can, never within an amount: else as much as they can spare without becoming three, also in a font a
    little wider."""
    wide = box.w * _title_share(title)
    lines = wrap(title, size, wide, True)
    torn = len(lines) == 2 and _is_torn(*lines)
    if len(lines) != 2 or (width(lines[1], size, True) >= _LONELY * wide and not torn):
        return 0.0
    tried = (share / _STEPS for share in range(_STEPS, _STEPS // 2 - 1, -1))
    shares = [share for share in tried if len(wrap(title, size, wide * share, True)) == 2]
    broken = {share: wrap(title, size, wide * share, True) for share in shares}
    at_marks = [
        (first, second)
        for first, second in (broken[share] for share in shares)
        if first[-1] in _MARKS and width(second, size, True) >= _LONELY_BELOW_A_MARK * wide
    ]
    if at_marks:
        return wide - 1.01 * max(width(line, size, True) for line in at_marks[-1])
    whole = [share for share in shares if not _is_torn(*broken[share])]
    least = min(whole or shares)
    easy = min(1.0, least + 0.05)
    return (1 - (least if whole and _is_torn(*wrap(title, size, wide * easy, True)) else easy)) * wide


def _is_torn(first: str, second: str) -> bool:
    """Whether the line ends before an amount, before the rest of its unit: "73.5万 | 元", "116 | tickets", within
    brackets, or between two Han that may be one word: "全部客 | 户"."""
    if first[-1].isdigit() and second[:1].isalpha():
        return True
    if _HAN.search(first[-1]) and first[-1] not in _APART and _HAN.search(second[:1]):
        return True
    if second[:1].isdigit() or first.translate(_WIDE).count("(") > first.translate(_WIDE).count(")"):
        return True
    return _AMOUNT.search(first) is not None and second[:1] > "\u2e80" and second[:1] not in _MARKS


def _title_share(title: str) -> float:
    """How much of its box a title may take: a bold Latin text grows most where a reader has other fonts, and there is
    no room below for a line more."""
    return 0.985 if sum(char > "\u2e80" for char in title) * 2 > len(title) else 0.94


def _source_size(source: str) -> float:
    return largest(source, 11.2, (9.0, 8.5, 8.0), 1)


def _add_number(slide: Any) -> None:
    """Copy the slide number from the layout; python-pptx leaves it out."""
    for shape in slide.slide_layout.placeholders:
        if shape.placeholder_format.type != PP_PLACEHOLDER.SLIDE_NUMBER:
            continue
        element = copy.deepcopy(shape._element)
        tree = slide.shapes._spTree
        tree.append(element)
        used = [int(value) for value in tree.xpath(".//p:cNvPr/@id")]
        element.xpath(".//p:cNvPr")[0].set("id", str(max(used) + 1))
        for child in list(element.find(qn("p:spPr"))):
            element.find(qn("p:spPr")).remove(child)
        style = element.find(qn("p:txBody")).find(qn("a:lstStyle"))
        for child in list(style):
            style.remove(child)


def _foot_last(slide: Any) -> None:
    """Move source line and number behind the body: shapes are read aloud in this order."""
    tree = slide.shapes._spTree
    feet = [
        shape._element
        for shape in slide.shapes
        if shape.name == "Source" or (shape.is_placeholder and _is_foot(shape.placeholder_format))
    ]
    for element in feet:
        tree.remove(element)
    end = tree.find(qn("p:extLst"))
    for element in feet:
        tree.append(element) if end is None else end.addprevious(element)


def _is_foot(holder: Any) -> bool:
    return bool(holder.idx == master.SOURCE or holder.type == PP_PLACEHOLDER.SLIDE_NUMBER)


def _section_xml(number: int, name: str, slides: list[Any]) -> str:
    key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"kefu/section/{number}/{name}")).upper()
    inside = "".join(f'<p14:sldId id="{slide.slide_id}"/>' for slide in slides)
    return f'<p14:section name={quoteattr(name)} id="{{{key}}}"><p14:sldIdLst>{inside}</p14:sldIdLst></p14:section>'


def _timeless(data: bytes) -> bytes:
    """Rewrite the package with one fixed date, so that equal content is equal bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            fixed.compress_type, fixed.external_attr, fixed.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 0
            target.writestr(fixed, source.read(entry))
    return held.getvalue()
