"""Words on a slide: block headings, paragraphs and callouts, each in the largest size that fits its box."""

from __future__ import annotations

import re
from dataclasses import replace

from kefu.report.document import Callout, Language, Paragraph, Tone
from kefu.report.renderers._pptx import text
from kefu.report.renderers._pptx.colours import SHAPES, tone_words
from kefu.report.renderers._pptx.grid import Box
from kefu.report.renderers._pptx.need import Need
from kefu.report.renderers._pptx.shapes import Line, Pen, Run
from kefu.report.renderers._reading.words import DEFAULTS

_SIZES = (14.0, 13.5, 13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0)  # the last only in a dense slide
_LARGE = (16.0, 15.0)  # the same on a slide of nothing but words and tables, where there is room
_SIZES_APART = 1.0
_HEADING_SIZES = (14.0, 13.0, 12.0)
_PARAGRAPH_SIZES = (14.0, 13.0, 12.0, 11.0)
_REMARK_SIZES = (12.0, 11.0, 10.0, 9.5, 9.0)  # below 11 only where a slide would otherwise hold nothing but remarks
_LONGEST_LINE = 10.6  # inches; longer lines are hard to follow back
_LONELY = 0.35  # of a line: a shorter last one may be a word or two in the font that a reader has
_HEAD, _GAP = 11.0, 6.0  # points
_LEFT, _TOP, _RIGHT, _BOTTOM = 0.24, 0.15, 0.18, 0.15  # margins of a callout
_LEAD = r"\d\. |[“][^”]{1,60}[”](?:：|: )"  # of a paragraph: the number of a list, the name of an action
_SNUG = 0.98  # of a width: a renderer may break a little earlier


# ---- headings
def heading_lines(title: str, unit: str, width: float) -> tuple[Line, ...]:
    """Title and unit stand on one line where they fit, in a smaller size if need be, else the unit goes below."""
    if not title and not unit:
        return ()
    size = text.largest(title, width * _SNUG, _HEADING_SIZES, 1, True)
    title_run, unit_run = Run(title, size, "ink", True), Run(unit, 10.5, "muted")
    if not unit:
        return (Line((title_run,)),)
    for smaller in (one for one in _HEADING_SIZES if one <= size):
        if text.width(title, smaller, True) + text.width("  " + unit, 10.5) <= width * _SNUG:
            return (Line((replace(title_run, size=smaller), replace(unit_run, text="  " + unit))),)
    return Line((title_run,)), Line((unit_run,))


def heading_height(title: str, unit: str, width: float) -> float:
    lines = heading_lines(title, unit, width)
    return lines_height(lines, width) + 0.1 if lines else 0.0


def draw_heading(pen: Pen, box: Box, title: str, unit: str = "") -> float:
    """Draw the heading of a block; return the height it took with the air below it."""
    lines = heading_lines(title, unit, box.w)
    if not lines:
        return 0.0
    high = lines_height(lines, box.w)
    pen.text(box.top(high), lines)
    return high + 0.1


def lines_height(lines: tuple[Line, ...], width: float) -> float:
    """Height of paragraphs; runs of one size are measured as one text, a title with its unit stands on one line."""
    total = 0.0
    for number, line in enumerate(lines):
        tallest = max(run.size for run in line.runs)
        first, joined = line.runs[0], "".join(run.text for run in line.runs)
        bold, alike = line.runs[-1].bold, all(run.size == first.size for run in line.runs)
        count = len(text.wrap(joined, first.size, width * _SNUG, bold)) if alike else 1
        total += count * text.line_height(tallest) + (line.before / 72 if number else 0)
    return total


# ---- paragraphs
def paragraph_need(block: Paragraph, width: float) -> Need:
    sizes = (11.0, 12.0) if block.muted else (11.0, 14.0)
    least, natural = (_paragraph_height(block, size, width) for size in sizes)
    saving = least - _paragraph_height(block, _REMARK_SIZES[-1], width) if block.muted else 0.0
    return Need(least, natural, natural, saving=saving)


def draw_paragraph(block: Paragraph, pen: Pen, box: Box) -> None:
    sizes = _REMARK_SIZES if block.muted else _PARAGRAPH_SIZES
    size = next((s for s in sizes if _paragraph_height(block, s, box.w) <= box.h + 1e-6), sizes[-1])
    room = line_length(block.text, size, box.w)
    pen.text(Box(box.x, box.y, room, box.h), Run(block.text, size, "muted" if block.muted else "text"))


def _paragraph_height(block: Paragraph, size: float, width: float) -> float:
    return text.height(block.text, size, line_length(block.text, size, width) * _SNUG)


def line_length(words: str, size: float, width: float) -> float:
    """Inches a line of a paragraph is long: no longer than the eye finds back from, or the whole width where that saves
    a line; shorter, so that all lines are about as long, where the last would hold little."""
    room = min(width, _LONGEST_LINE)
    lines = text.wrap(words, size, room * _SNUG)
    if len(text.wrap(words, size, width * _SNUG)) < len(lines):
        return width
    if len(lines) < 2 or text.width(lines[-1], size) >= _LONELY * room:
        return room
    shares = (share / 20 for share in range(10, 20))
    return room * next((one for one in shares if len(text.wrap(words, size, room * one * _SNUG)) == len(lines)), 1.0)


def cut_paragraph(block: Paragraph, width: float, height: float) -> tuple[Paragraph, Paragraph] | None:
    """Split a paragraph longer than a slide between two lines."""
    fits = int(height / text.line_height(11.0))
    lines = text.wrap(block.text, 11.0, min(width, _LONGEST_LINE) * _SNUG)
    if fits < 1 or len(lines) <= fits:
        return None
    kept = sum(len(line) for line in lines[:fits]) + fits  # a break may have eaten one space a line
    head = block.text[: min(kept, len(block.text) - 1)]
    while len(text.wrap(head, 11.0, min(width, _LONGEST_LINE) * _SNUG)) > fits:
        head = head[:-1]
    return replace(block, text=head.rstrip()), replace(block, text=block.text[len(head) :].lstrip())


# ---- callouts
def callout_need(block: Callout, width: float) -> Need:
    least, smallest = (_callout_height(block, size, width) for size in _SIZES[-2:])
    natural, ample = (_callout_height(block, size, width) + 0.05 for size in (13.0, _LARGE[0]))
    return Need(least, natural, fill=True, saving=least - smallest, ample=ample)


def _callout_height(block: Callout, size: float, width: float) -> float:
    return lines_height(_callout_lines(block, size), width - _LEFT - _RIGHT) + _TOP + _BOTTOM


def _callout_lines(block: Callout, size: float, language: Language | None = None) -> tuple[Line, ...]:
    """Heading and paragraphs; with a language what leads a paragraph is bold, which takes no line more."""
    colour, _ = tone_words(block.tone)
    mark = "" if block.tone is Tone.NEUTRAL else f"{SHAPES[block.tone]} "
    head_size = max(_HEAD, size - 1)
    head = (Line((Run(mark + block.heading, head_size, colour, True),)),) if block.heading else ()
    return head + tuple(
        Line(_led(one, size, colour, language), _GAP if number or head else 0)
        for number, one in enumerate(block.paragraphs)
    )


def _led(words: str, size: float, colour: str, language: Language | None) -> tuple[Run, ...]:
    """A paragraph with what leads it in bold: "Measure: …", the name of an action, a number of a list."""
    lead = re.match(f"{_LEAD}|{re.escape(DEFAULTS[language]['measure'])}", words) if language else None
    if lead is None:
        return (Run(words, size, "ink"),)
    return Run(lead[0], size, colour, True), Run(words[lead.end() :], size, "ink")


def callout_size(block: Callout, box: Box, *, roomy: bool = False) -> float:
    """The largest size at which the callout fits its box, larger than usual on a ``roomy`` slide; a little smaller
    where no letter stands alone then."""
    sizes = (*_LARGE, *_SIZES) if roomy else _SIZES
    fitting = [s for s in sizes if _callout_height(block, s, box.w) <= box.h + 1e-6]
    if not fitting:
        return _SIZES[-1]
    near = [s for s in fitting if s >= fitting[0] - _SIZES_APART]
    return min(near, key=lambda size: (_lonely_lines(block, size, box.w), -size))


def _lonely_lines(block: Callout, size: float, width: float) -> int:
    room = (width - _LEFT - _RIGHT) * _SNUG
    return sum(text.is_lonely(text.wrap(one, size, room)) for one in block.paragraphs)


def common_size(callouts: list[tuple[Callout, Box]], *, roomy: bool = False) -> float:
    """The largest size of the callouts of a slide: one for all where they are alike; one that is very full does not
    make the others small, but they stay near it."""
    sizes = [callout_size(block, box, roomy=roomy) for block, box in callouts]
    if not sizes:
        return _SIZES[0]
    return min(sizes) if max(sizes) - min(sizes) <= _SIZES_APART else min(sizes) + _SIZES_APART


def draw_callout(block: Callout, pen: Pen, box: Box, largest: float) -> None:
    """One shape holds fill and words, so that it moves as one; the bar at its left is an ornament."""
    size = min(largest, callout_size(block, box, roomy=largest > _SIZES[0]))
    colour, soft = tone_words(block.tone)
    shape = pen.panel(box, soft, name=f"callout:{block.heading}", ornament=False)
    pen.write(shape.text_frame, _callout_lines(block, size, pen.language), margins=(_LEFT, _TOP, _RIGHT, _BOTTOM))
    pen.panel(Box(box.x, box.y, 0.07, box.h), colour)


def cut_callout(block: Callout, width: float, height: float) -> tuple[Callout, Callout] | None:
    """Move paragraphs that do not fit to a second box of the same heading; split a paragraph that is alone too long."""
    for count in range(len(block.paragraphs) - 1, 0, -1):
        head = replace(block, paragraphs=block.paragraphs[:count])
        if _callout_height(head, 10.5, width) <= height:
            return head, replace(block, paragraphs=block.paragraphs[count:], figures=())
    if not block.paragraphs:
        return None
    room = width - _LEFT - _RIGHT
    free = height - _callout_height(replace(block, paragraphs=()), 10.5, width) - _GAP / 72
    halves = cut_paragraph(Paragraph(block.paragraphs[0]), room, free)
    if halves is None:
        return None
    first, rest = halves
    return (
        replace(block, paragraphs=(first.text,)),
        replace(block, paragraphs=(rest.text, *block.paragraphs[1:]), figures=()),
    )
