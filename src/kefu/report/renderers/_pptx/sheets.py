"""Pages to the contents of slides: two pages of a section that together fill no more than one slide share it, so do
two sections of a few lines each, and a line or two stand above or below the charts beside them.

The first keeps its finding as the slide's title, the second's stands above its own blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kefu.report.document import Chart, Notes, Page, Paragraph, Table
from kefu.report.renderers._pptx.arrange import arrange
from kefu.report.renderers._pptx.deck import title_size
from kefu.report.renderers._pptx.flow import lay_out
from kefu.report.renderers._pptx.grid import GUTTER, Stage
from kefu.report.renderers._pptx.need import stacked
from kefu.report.renderers._pptx.pieces import STILL, Piece, pieces_of

_EASE = 0.35  # of the way from the least height to the natural one
_FEW_LINES = 0.5  # of a slide: a section of no more is lost on a slide of its own
_A_LINE_OR_TWO = 0.33  # of a slide
_LEGIBLE = 18.0  # points of a title
_EASE_OF_CHARTS = 0.15  # the same where charts give way to a line or two


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one slide, or as many as it needs, shows below its title; ``opens`` names the sections that begin here, each
    with the title of its first page."""

    title: str
    eyebrow: str
    section: str
    opens: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]
    notes: tuple[str, ...]


def sheets(pages: Iterable[Page], stage: Stage) -> list[Sheet]:
    """Return the pages in order, sparse ones together."""
    found: list[Sheet] = []
    listed = list(pages)
    for page, following in zip(listed, [*listed[1:], None], strict=True):
        one = _sheet(page, stage)
        alone = page.opens_section and (following is None or following.opens_section)
        both = _together(found[-1], one, stage, alone=alone) if found else None
        if both is not None and not (
            following and _leaves_alone(found[-1], both, one, _sheet(following, stage), stage)
        ):
            found[-1] = both
        else:
            found.append(one)
    return found


def _leaves_alone(first: Sheet, both: Sheet, second: Sheet, last: Sheet, stage: Stage) -> bool:
    """Whether the last page would be half empty on a slide of its own, and goes with the second, where charts of the
    first fill its slide without it."""
    if _is_still(first) or not (_is_still(last) and _is_short(last, stage)):
        return False
    joined = (_together(one, last, stage, alone=False) for one in (both, second))
    return [one is not None for one in joined] == [False, True]


def _sheet(page: Page, stage: Stage) -> Sheet:
    notes = tuple(line for block in page.blocks if isinstance(block, Notes) for line in block.lines)
    eyebrow = page.heading.eyebrow or page.section
    opens = ((page.section, page.heading.text),) if page.opens_section else ()
    title, further = _parted(page.heading.text, stage)
    pieces = (*(Piece(Paragraph(one)) for one in further), *pieces_of(page.blocks))
    return Sheet(title, eyebrow, page.section, opens, pieces, notes)


def _parted(title: str, stage: Stage) -> tuple[str, list[str]]:
    """The title, and the last of its parts as a sentence below it, where all of it would be in small print."""
    parts = re.split("；|; ", title)
    if len(parts) < 2 or title_size(title, stage.title) >= _LEGIBLE:
        return title, []
    stop, mark = ("。", "；") if "；" in title else (".", "; ")
    return mark.join(parts[:-1]), [f"{parts[-1][0].upper()}{parts[-1][1:]}{stop}"]


def _together(first: Sheet, second: Sheet, stage: Stage, *, alone: bool) -> Sheet | None:
    """Both on one sheet, or None where they do not belong together or would be cramped on one slide; the second may be
    ``alone`` in its section."""
    still = _is_still(first) and _is_still(second)
    below, above = (_is_line_or_two(one, stage) for one in (second, first))
    across = alone and bool(first.opens) and (below or (_is_short(first, stage) and _is_short(second, stage)))
    if not first.section or not (across or (first.section == second.section and not second.opens)):
        return None
    pieces = (*first.pieces, Piece(None, second.title), *second.pieces)
    written = any(isinstance(one.body, Paragraph) and one.body.written for one in pieces)
    if written or not first.pieces or not second.pieces or not (still or below or above):
        return None
    if _comfortable(pieces, stage, _EASE if still else _EASE_OF_CHARTS) > stage.body.h and not (
        _goes_on(first, second, pieces, stage) if still else above and _leads(second, pieces, stage)
    ):
        return None
    eyebrow = f"{first.section} · {second.section}" if across else _joined(first.eyebrow, second.eyebrow)
    return replace(
        first, eyebrow=eyebrow, opens=first.opens + second.opens, pieces=pieces, notes=first.notes + second.notes
    )


def _goes_on(first: Sheet, second: Sheet, pieces: Sequence[Piece], stage: Stage) -> bool:
    """Whether the second is a table that fills what a table of few rows leaves of its slide, goes on behind it, and
    takes no slide more for it."""
    tables = all(isinstance(one.body, Table) for one in (*first.pieces, *second.pieces))
    if len(second.pieces) > 1 or not tables or not _is_short(first, stage):
        return False
    apart = 1 + len(lay_out(list(second.pieces), stage))
    slides = lay_out(list(pieces), stage)
    return len(slides) <= apart and slides[0][-1].piece.body is not None and len(slides[0]) > len(first.pieces) + 1


def _leads(second: Sheet, pieces: Sequence[Piece], stage: Stage) -> bool:
    """Whether the second is a table and a chart, which stand beside each other below a line or two that would else be
    alone on their slide, or the table there and the chart on a slide of its own."""
    match [piece.body for piece in second.pieces]:
        case [Table(), Chart()]:
            slides = lay_out(list(pieces), stage)
            return [len(one) for one in slides] in ([len(pieces)], [len(pieces) - 1, 1])
    return False


def _is_still(sheet: Sheet) -> bool:
    return all(isinstance(piece.body, STILL) for piece in sheet.pieces)


def _is_short(sheet: Sheet, stage: Stage) -> bool:
    return _comfortable(sheet.pieces, stage) <= _FEW_LINES * stage.body.h


def _is_line_or_two(sheet: Sheet, stage: Stage) -> bool:
    return _is_still(sheet) and _comfortable(sheet.pieces, stage) <= _A_LINE_OR_TWO * stage.body.h


def _comfortable(pieces: Sequence[Piece], stage: Stage, ease: float = _EASE) -> float:
    """Height at which all of it can be read with ease, if not at its best."""
    needed = stacked([row.need() for row in arrange(list(pieces), stage)], GUTTER)
    return needed.least + ease * (needed.natural - needed.least)


def _joined(first: str, second: str) -> str:
    """The section once, then both topics."""
    topic = second.rpartition(" · ")[2]
    return first if topic in first.split(" · ") else f"{first} · {topic}"
