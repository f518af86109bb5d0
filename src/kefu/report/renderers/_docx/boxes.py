"""Where a box may be broken over a page: a short one nowhere, a long one so that some lines stand on either side."""

from __future__ import annotations

from itertools import accumulate

from kefu.report.document import Callout
from kefu.report.renderers._docx.charts import WIDTH
from kefu.report.renderers._docx.lines import lines

SIZE, INWARD = 10.0, 0.26  # points of its letters, inches that it is narrower than the text
SHORT = 12  # lines of a box that is never broken
LEAST = 3  # lines of a broken one on either page


def box_lines(box: Callout) -> list[int]:
    """How many lines its heading and each of its paragraphs take."""
    room = WIDTH - INWARD
    return [lines(box.heading, SIZE, room, bold=True), *(lines(text, SIZE, room) for text in box.paragraphs)]


def kept(box: Callout) -> list[bool]:
    """Whether the heading and each paragraph are held to the next one; the last is held to nothing. Paragraphs are not
    broken themselves, nor a heading from the first."""
    each = box_lines(box)
    above = list(accumulate(each))
    short = above[-1] <= SHORT
    held = [at == 0 or short or so_far < LEAST or above[-1] - so_far < LEAST for at, so_far in enumerate(above[:-1])]
    return [*held, False]
