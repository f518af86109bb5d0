"""A process map as SVG: by itself a picture, inside a page part of it. No script, no style sheet, nothing from outside.

Colours are attributes, so the picture is whole wherever it is shown; the classes let a page give it colours of its own
(for the dark, for print).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from kefu.report.document import MapLink, MapStep, ProcessMap, Tone
from kefu.report.renderers._process.placing import Placed, Point, Size, Spacing, curve, place
from kefu.report.renderers._reading.measure import width
from kefu.report.themes import Theme

FONTS = "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', system-ui, sans-serif"
NAME, SMALL = 13.0, 11.0  # sizes of text in pixels
COLUMN = 0.56  # of the size: how wide a column of text is, bold Latin included
HIGH, LEAST = 46.0, 92.0  # of a step
LINE = 15.0
SPACING = Spacing(beside=16.0, between=19.0, port=13.0)
PRINTED = Spacing(beside=16.0, between=13.0, port=13.0)  # closer: what is saved on a page goes to the letters
READ = 7.6 / SMALL  # points of paper for a pixel: its smallest letters are as large as the notes below exhibits
EDGE = 6.0
HEAD = 8.0  # length of an arrow's head
THIN, THICK = 1.2, 5.0


def size(drawn: ProcessMap, spacing: Spacing = SPACING) -> Size:
    """Width and height of the map in pixels."""
    placed = place(drawn, step_size, label_size, spacing, "down")
    return placed.width + 2 * EDGE, placed.height + 2 * EDGE


def printed_size(drawn: ProcessMap, room: Size) -> Size:
    """Width and height of the map on paper in points: so that all its letters can be read, if ``room`` is enough."""
    wide, high = size(drawn, PRINTED)
    scale = min(READ, room[0] / wide, room[1] / high)
    return wide * scale, high * scale


def svg(drawn: ProcessMap, theme: Theme, font: str = "", spacing: Spacing = SPACING) -> str:
    """Return the map as one SVG element with its natural size, the flow running down, in the font or the machine's."""
    placed = place(drawn, step_size, label_size, spacing, "down")
    wide, high = placed.width + 2 * EDGE, placed.height + 2 * EDGE
    paint = theme.palette
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="process-map" viewBox="0 0 {wide:.0f} {high:.0f}" '
        f'width="{wide:.0f}" height="{high:.0f}" role="img" aria-label="{escape(drawn.alt)}" '
        f'font-family="{escape(font) or FONTS}" text-anchor="middle">',
        f'<g transform="translate({EDGE:.0f} {EDGE:.0f})">',
        *(_line(link, line, paint) for link, line in _by_weight(drawn, placed)),
        *(part for link, at in zip(drawn.links, placed.labels, strict=True) for part in _label(link, at, paint)),
        *(part for step, at in zip(drawn.steps, placed.steps, strict=True) for part in _step(step, at, paint)),
        "</g></svg>",
    ]
    return "\n".join(parts)


def step_size(step: MapStep) -> Size:
    if step.role != "step":
        return max(64.0, _wide(step.name, NAME) + 28), 30.0
    widest = max(_wide(step.name, NAME), *(_wide(line, SMALL) for line in step.lines), 0.0)
    return max(LEAST, widest + 22), HIGH + LINE * max(0, len(step.lines) - 1)


def label_size(link: MapLink) -> Size:
    wide = max(_wide(link.text, SMALL), _wide(link.time, SMALL))
    return wide + 10, LINE * (2 if link.time else 1) + 2


def _wide(text: str, size: float) -> float:
    return width(text) * size * COLUMN


def _by_weight(drawn: ProcessMap, placed: Placed) -> list[tuple[MapLink, Sequence[Point]]]:
    """Lines with the strongest and the marked ones last, on top."""
    pairs = zip(drawn.links, placed.lines, strict=True)
    return sorted(pairs, key=lambda pair: (pair[0].tone is not Tone.NEUTRAL, pair[0].share))


def _line(link: MapLink, line: Sequence[Point], paint: Mapping[str, str]) -> str:
    x, y = line[-1]
    ahead = 1 if y > line[-2][1] else -1
    shaft = [*line[:-1], (x, y - ahead * HEAD)]
    path = f"M{line[0][0]:.1f} {line[0][1]:.1f}" + "".join(
        f"C{a[0]:.1f} {a[1]:.1f} {b[0]:.1f} {b[1]:.1f} {c[0]:.1f} {c[1]:.1f}" for a, b, c in curve(shaft, "down")
    )
    stroke = THIN + (THICK - THIN) * link.share**0.5
    half = HEAD / 2 + stroke / 4
    head = f"M{x:.1f} {y:.1f}L{x - half:.1f} {y - ahead * (HEAD + 1):.1f}L{x + half:.1f} {y - ahead * (HEAD + 1):.1f}Z"
    colour = paint[_colour(link)]
    dash = ' stroke-dasharray="6 4"' if ahead < 0 else ""
    return (
        f'<g class="link {link.tone.value}"><path class="line" d="{path}" fill="none" stroke="#{colour}" '
        f'stroke-width="{stroke:.1f}"{dash}/><path class="head" d="{head}" fill="#{colour}"/></g>'
    )


def _colour(link: MapLink) -> str:
    return "muted" if link.tone is Tone.NEUTRAL else link.tone.value


def _label(link: MapLink, at: Point, paint: Mapping[str, str]) -> Iterator[str]:
    """The texts on a line, on a ground that hides it."""
    wide, high = label_size(link)
    x, y = at
    ground = f'<rect class="ground" x="{x - wide / 2:.1f}" y="{y - high / 2:.1f}" width="{wide:.1f}" '
    yield f'<g class="label {link.tone.value}"{_figure(link.figure)}>'
    yield f'{ground}height="{high:.1f}" rx="3" fill="#{paint["background"]}"/>'
    texts = [text for text in (link.text, link.time) if text]
    ink = paint["text"] if link.tone is Tone.NEUTRAL else paint[link.tone.value]
    for number, text in enumerate(texts):
        base = y + SMALL * 0.36 + (number - (len(texts) - 1) / 2) * LINE
        bold = ' font-weight="700"' if number == 0 or link.tone is not Tone.NEUTRAL else ""
        yield f'<text x="{x:.1f}" y="{base:.1f}" font-size="{SMALL:.0f}"{bold} fill="#{ink}">{escape(text)}</text>'
    yield "</g>"


def _step(step: MapStep, at: Point, paint: Mapping[str, str]) -> Iterator[str]:
    wide, high = step_size(step)
    x, y = at
    role = step.role
    fill, stroke = ("brand_dark", "brand_dark") if role != "step" else ("brand_soft", "brand")
    ink = paint["background"] if role != "step" else paint["ink"]
    rim = 1.0 + 1.6 * step.share
    yield f'<g class="step {role}"{_figure(step.figure)}>'
    yield (
        f'<rect x="{x - wide / 2:.1f}" y="{y - high / 2:.1f}" width="{wide:.1f}" height="{high:.1f}" '
        f'rx="{high / 2 if role != "step" else 7:.0f}" fill="#{paint[fill]}" stroke="#{paint[stroke]}" '
        f'stroke-width="{rim:.1f}"/>'
    )
    lines = [(step.name, NAME, True), *((line, SMALL, False) for line in step.lines)]
    for number, (text, size, bold) in enumerate(lines):
        base = y + size * 0.36 + (number - (len(lines) - 1) / 2) * 17
        weight = ' font-weight="700"' if bold else ""
        colour = ink if bold else paint["text"]
        said = "name" if bold else "said"
        yield (
            f'<text class="{said}" x="{x:.1f}" y="{base:.1f}" font-size="{size:.0f}"{weight} fill="#{colour}">'
            f"{escape(text)}</text>"
        )
    yield "</g>"


def _figure(figure: str) -> str:
    return f' data-figure="{escape(figure)}"' if figure else ""
