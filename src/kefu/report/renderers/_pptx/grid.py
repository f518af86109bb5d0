"""The slide's grid, in inches: margins, twelve columns, and the bands of title, body and foot."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.55
GUTTER = 0.20
COLUMNS = 12
EYEBROW_TOP, TITLE_TOP, TITLE_HEIGHT = 0.27, 0.54, 0.74
BODY_TOP, BODY_BOTTOM = 1.42, 6.82
FOOT_TOP, FOOT_HEIGHT = 7.02, 0.24
CONTENT_WIDTH = WIDTH - 2 * MARGIN
BODY_HEIGHT = BODY_BOTTOM - BODY_TOP
EMU_PER_INCH = 914400


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the slide; ``x`` and ``y`` are its top left corner."""

    x: float
    y: float
    w: float
    h: float

    def below(self, height: float) -> Box:
        """Return what is left under a strip of this height."""
        return Box(self.x, self.y + height, self.w, self.h - height)

    def top(self, height: float) -> Box:
        return Box(self.x, self.y, self.w, height)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a page draws: a company's own template has other places for title and body than our layouts.

    Without a box for the line above the title (``eyebrow``) or the ``source`` below the body, they are left out.
    """

    title: Box
    body: Box
    eyebrow: Box | None
    source: Box | None

    def span_width(self, span: int) -> float:
        """Width of ``span`` of the body's twelve columns with the gutters between them."""
        column = (self.body.w - (COLUMNS - 1) * GUTTER) / COLUMNS
        return span * column + (span - 1) * GUTTER


OWN = Stage(
    title=Box(MARGIN, TITLE_TOP, CONTENT_WIDTH, TITLE_HEIGHT),
    body=Box(MARGIN, BODY_TOP, CONTENT_WIDTH, BODY_HEIGHT),
    eyebrow=Box(MARGIN, EYEBROW_TOP, 11, 0.24),
    source=Box(MARGIN, FOOT_TOP, 11.2, FOOT_HEIGHT),
)


def emu(inches: float) -> int:
    return round(inches * EMU_PER_INCH)
