"""How the blocks spread over the pages: charts are drawn lower, or stand without their box, where a page would else end
half empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kefu.report.document import Chart, Document
from kefu.report.renderers._paper.paging import Piece, paged, stays
from kefu.report.renderers._pdf.content import WHOLE, Data
from kefu.report.renderers._pdf.pictures import chart_svg, spared
from kefu.report.renderers._pdf.press import heights
from kefu.report.themes import Theme

PAGE = 714.0  # points: A4 less its margins
GAPS = {  # points above and below, as in the template
    "heading": (22.0, 9.0),
    "cards": (10.0, 12.0),
    "chart": (13.0, 13.0),
    "table": (13.0, 13.0),
    "pair": (13.0, 13.0),
    "map": (13.0, 13.0),
    "callout": (11.0, 11.0),
}
CHAPTER, PLAIN = (30.0, 14.0), (9.0, 9.0)
SHORT, HIGHEST = 12, 0.45  # rows of a table that is rather not broken, and how much of a page it may take
MAP_LOW = 0.85  # of its size: its letters stay legible
BEGUN = {"paragraph": 30.0, "steps": 60.0, "table": 110.0}  # so much of a broken one stands together


def spread(data: Data, document: Document, theme: Theme, font: str) -> Data:
    """Return the content with those charts lower that let a page be used, and each exhibit held only to what has to
    stand on its page."""
    charts, high = alone(document), heights(data)
    blocks = list(loosened(data["blocks"], list(pieces(data["blocks"], high, charts, theme))))
    paging = paged(list(pieces(blocks, high, charts, theme)), PAGE)
    return data | {
        "blocks": [
            one
            | (smaller(one, charts, theme, font) if place in paging.low else {})
            | ({"noted": False} if place in paging.parted else {})
            | ({"unbroken": place not in paging.broken} if is_short(one, high[place]) else {})
            for place, one in enumerate(blocks)
        ]
    }


def smaller(block: Data, charts: Mapping[str, Chart], theme: Theme, font: str) -> Data:
    """What makes a chart lower, and a map smaller."""
    if block["kind"] == "map":
        return {"wide": block["wide"] * MAP_LOW}
    return {"svg": chart_svg(charts[block["name"]], theme, font, low=True)}


def loosened(blocks: Sequence[Data], found: Sequence[Piece]) -> Iterator[Data]:
    for at, one in enumerate(blocks):
        belongs = one.get("noted", False) and blocks[at + 1]["kind"] in ("callout", "table")
        loose = belongs and not stays(found[at], found[at + 1], PAGE)
        yield one | {"noted": False} if loose else one


def alone(document: Document) -> dict[str, Chart]:
    """The charts by name, without those of which another has the name."""
    every = [block for block in document.blocks if isinstance(block, Chart)]
    times = Counter(one.name for one in every)
    return {one.name: one for one in every if times[one.name] == 1}


def pieces(blocks: Sequence[Data], high: Sequence[float], charts: Mapping[str, Chart], theme: Theme) -> Iterator[Piece]:
    for one, tall, after in zip(blocks, high, [*blocks, {}][1:], strict=True):
        kind = one["kind"]
        short = is_short(one, tall)
        long = kind == "table" and len(one["rows"]) > WHOLE and not short
        begins = tall if kind == "table" and not long else min(tall, BEGUN.get(kind, tall))
        above, below = CHAPTER if kind == "heading" and one["level"] == 1 else GAPS.get(kind, PLAIN)
        spare = spared(charts[one["name"]], theme) if kind == "chart" and one["name"] in charts else 0.0
        if kind == "map":
            spare = one["high"] * (1 - MAP_LOW)
        noted = one.get("noted", False) and not long
        lightly = noted and after.get("kind") == "callout"
        yield Piece(
            tall, tall - spare, begins, above, below, kind == "heading" or noted, lightly, tall / 2 if short else None
        )


def is_short(block: Data, tall: float) -> bool:
    """Whether it is a table that is broken, in its middle, only where a page would else be left white."""
    return block["kind"] == "table" and WHOLE < len(block["rows"]) <= SHORT and tall < HIGHEST * PAGE
