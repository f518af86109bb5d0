"""How high the steps of a numbered list are, and whether it is broken over a page."""

from __future__ import annotations

from kefu.report.document import Step, Steps
from kefu.report.renderers._docx.charts import WIDTH
from kefu.report.renderers._docx.lines import PAGE, lines
from kefu.report.renderers._paper.paging import is_one_answer

TEXT, META = 18.1, 14.5  # points from line to line of a step, of its small line
AFTER = 6.0  # points below it
HANGING = 0.28  # inches that it is narrower than the text


def step_heights(block: Steps) -> list[float]:
    """How high each of its steps is, in points."""
    return [_high(one) for one in block.items]


def stays_whole(block: Steps) -> bool:
    """Whether all of its steps stay on one page."""
    return is_one_answer(len(block.items), sum(step_heights(block)), PAGE)


def _high(step: Step) -> float:
    room, meta = WIDTH - HANGING, "  ·  ".join(step.meta)
    told = (lines(step.title, 10.0, room, bold=True) + (lines(step.text, 10.0, room) if step.text else 0)) * TEXT
    return told + (lines(meta, 8.0, room) * META if meta else 0.0) + AFTER
