"""What stands in for a native chart where a program does not draw them well: the picture the printed report shows.

Word and WPS draw every chart themselves. LibreOffice keeps no more than twenty embedded objects in memory and draws
those of a longer document in one shape, their letters squeezed flat; it takes the picture instead.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import cast

import vl_convert
from PIL import Image

from kefu.report.document import Card, Chart
from kefu.report.renderers._html.drawing import Entry, legend
from kefu.report.renderers._html.vega import FONTS
from kefu.report.renderers._pdf.pictures import KEPT, WIDE, chart_svg, sparkline_svg
from kefu.report.renderers._reading.measure import width
from kefu.report.themes import Theme

SCALE = 2  # pixels of the picture for one of the drawing: 194 to the inch on the page
Colour = tuple[int, int, int]
CORNER = (0, 0)
COLOURS = 64  # enough for smooth letters, a fifth of the bytes
SIGNS = {  # of a legend, each in a box of 24 x 12
    "line": '<path d="M0 6 L24 6" stroke-width="2" stroke-dasharray="{}"/>',
    "square": '<rect x="13" y="1" width="10" height="10"/>',
    "circle": '<circle cx="18" cy="6" r="5"/>',
    "triangle-up": '<path d="M18 1 L24 11 L12 11 Z"/>',
    "diamond": '<path d="M18 0 L24 6 L18 12 L12 6 Z"/>',
}
SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
POINTS = 475 / WIDE  # of a pixel, on a page 6.6 inches wide
LETTER, LINE, SIGN, BETWEEN = 6.6, 20, 30, 22  # pixels: a narrow letter, a line of the legend, a sign, between entries


def chart_picture(chart: Chart, theme: Theme, wide: int = WIDE, *, low: bool = False) -> bytes:
    """The chart with its legend above it."""
    fonts = letters(theme)
    drawn = chart_svg(chart, theme, fonts, wide, low=low)
    high = drawn_height(drawn)
    lines = list(broken(legend(chart, theme), wide))
    room = len(lines) * LINE
    named = "".join(placed(line, wide, number * LINE + LINE / 2, theme, fonts) for number, line in enumerate(lines))
    return png(
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{wide}" '
        f'height="{high + room:g}"><rect width="100%" height="100%" fill="#{theme.palette["background"]}"/>{named}'
        f'<g transform="translate(0,{room})">{drawn}</g></svg>'
    )


def picture_height(chart: Chart, theme: Theme, wide: int = WIDE) -> float:
    """How many points high that picture is on the page."""
    room = len(list(broken(legend(chart, theme), wide))) * LINE
    return (drawn_height(chart_svg(chart, theme, letters(theme), wide)) + room) * POINTS


def letters(theme: Theme) -> str:
    return f'"{theme.latin_font}", {FONTS}'


def drawn_height(svg: str) -> float:
    """How many pixels high a drawing is."""
    found = SIZE.search(svg)
    return float(found[2]) if found else 0.0


def spark_picture(card: Card, theme: Theme) -> bytes:
    """The line of a card; what is around it shows the ground of the card."""
    return bytes(vl_convert.svg_to_png(sparkline_svg(card.trend, theme), scale=SCALE))


def broken(entries: Sequence[Entry], wide: int = WIDE) -> Iterator[list[Entry]]:
    """The entries of a legend in lines as long as the chart is wide."""
    line: list[Entry] = []
    for entry in entries:
        if line and sum(map(long, (*line, entry))) > wide:
            yield line
            line = []
        line.append(entry)
    if line:
        yield line


def placed(line: Sequence[Entry], wide: int, middle: float, theme: Theme, fonts: str) -> str:
    """One line of the legend, in the middle of the width."""
    at, found = (wide - sum(map(long, line)) + BETWEEN) / 2, []
    for entry in line:
        found.append(
            f'{sign(entry, at, middle)}<text x="{at + SIGN:g}" y="{middle + 4:g}" font-size="12" '
            f'font-family="{escape(fonts)}" fill="#{theme.palette["muted"]}">{escape(said(entry))}</text>'
        )
        at += long(entry)
    return "".join(found)


def sign(entry: Entry, at: float, middle: float) -> str:
    inside = SIGNS.get(entry.shape, SIGNS["square"]).format(entry.dash or "none")
    drawn = f'fill="{entry.colour}" stroke="{entry.colour}" stroke-width="0"'
    return f'<g transform="translate({at:g},{middle - 6:g})" {drawn}>{inside}</g>'


def said(entry: Entry) -> str:
    return f"{entry.name}  {entry.text}".strip()


def long(entry: Entry) -> float:
    return SIGN + LETTER * width(said(entry)) + BETWEEN


@lru_cache(KEPT)
def png(svg: str) -> bytes:
    """The drawing in few colours, chosen the quick way, which is off by a hair: its ground is put right again."""
    with Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=SCALE))) as drawn:
        full, held = drawn.convert("RGB"), io.BytesIO()
    few = full.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.putpalette(grounded(few, cast(Colour, full.getpixel(CORNER))))
    few.save(held, "PNG")
    return held.getvalue()


def grounded(few: Image.Image, ground: Colour) -> list[int]:
    """The palette with the colour of the picture's corner as it was."""
    palette, place = list(few.getpalette() or ()), cast(int, few.getpixel(CORNER))
    palette[3 * place : 3 * place + 3] = ground
    return palette
