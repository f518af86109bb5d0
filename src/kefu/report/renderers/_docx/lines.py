"""How many lines a text takes in Word, as far as that can be told without Word."""

from __future__ import annotations

from kefu.report.renderers._docx.charts import WIDTH
from kefu.report.renderers._pptx.text import wrap

PAGE = 711.0  # points: A4 less its margins
SPARE = 1.05  # of a line: wrap() counts Latin letters as wide as any font has them


def lines(text: str, size: float, room: float = WIDTH, *, bold: bool = False) -> int:
    """How many lines a text takes in a room so many inches wide."""
    return len(wrap(text, size, room * SPARE, bold)) if text else 0
