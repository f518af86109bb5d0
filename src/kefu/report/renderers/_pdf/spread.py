"""How the blocks spread over the pages: charts are drawn lower, or stand without their box, and short tables and long
boxes are broken where a page would else end half empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

from kefu.report.document import Chart, Document
from kefu.report.renderers._paper.paging import (
    ASUNDER,
    DIVIDED,
    HEADLESS,
    PARTED,
    Paging,
    Piece,
    is_one_answer,
    paged,
    stays,
)
from kefu.report.renderers._pdf.content import SHORT, WHOLE, Data
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
HIGHEST = 0.45  # of a page: how much of it such a table may take
BOX, TEXTS = 110.0, 3  # points and texts of a box that may be broken
MAP_LOW = 0.85  # of its size: its letters stay legible
FOOT = 0.25  # of a page: the highest box at the foot of a table
ROWS, OF_SHORT = 3, 4  # of a table that go over with it, of a short one; as in the template
WORDS = 30.0  # points of a paragraph that stand together
RETOLD = 20.0  # points of a title set again above numbers that stand on the page after their chart
HEAD = 26.0  # points of a broken table that are set again, or left by a row that has no room
MOVED = 0.01  # what it costs to set a process map, its box and its table in another order
AROUND = ("callout", "table", "map")  # a process map and what stands around it

High = tuple[float, float]  # of a block, and of what stands together of it


def spread(data: Data, document: Document, theme: Theme, font: str) -> Data:
    """Return the content with those charts lower that let a page be used, and each exhibit held only to what has to
    stand on its page."""
    charts = alone(document)
    found = list(boxed(list(zip(data["blocks"], heights(data), strict=True))))
    laid = [settled(one, charts, theme) for one in ordered(found)]
    blocks, high, paging = min(laid, key=lambda one: one[2].cost + (MOVED if one is not laid[0] else 0.0))
    return data | {
        "blocks": [
            one
            | (smaller(one, charts, theme, font) if place in paging.low else {})
            | ({"noted": False} if place in paging.parted else {})
            | ({"broken": place in paging.broken} if is_whole(one, high[place]) else {})
            | ({"broken": False} if is_answer(one, high[place]) else {})
            | (
                {"again": again(blocks[:place], data)}
                if place - 1 in paging.parted and before.get("headless", False)
                else {}
            )
            for place, (before, one) in enumerate(zip([{}, *blocks], blocks, strict=False))
        ]
    }


def again(before: Sequence[Data], data: Data) -> str:
    """What stands again above numbers on the page after their chart: the topic of their page, else its title."""
    page = next(one for one in reversed(before) if one["kind"] == "heading")
    title = page["eyebrow"] or page["text"]
    return f"{title}{' ' if data['language'] == 'en' else ''}{data['said']['continued']}"


def settled(
    found: Sequence[tuple[Data, High]], charts: Mapping[str, Chart], theme: Theme
) -> tuple[list[Data], list[High], Paging]:
    """Return the blocks in an order, how high they are, and how they spread over pages."""
    high = [tall for _, tall in found]
    every = [one for one, _ in found]
    blocks = list(headed(every, list(pieces(every, high, charts, theme))))
    return blocks, high, paged(list(pieces(blocks, high, charts, theme)), PAGE)


def ordered(found: Sequence[tuple[Data, High]]) -> Iterator[list[tuple[Data, High]]]:
    """Yield the blocks as they come, then with each process map that fills a page before or behind what stands around
    it, one map at a time."""
    yield list(found)
    for at, (one, _) in enumerate(found):
        if one["kind"] != "map":
            continue
        first, last = at, at + 1
        while first and found[first - 1][0]["kind"] in AROUND:
            first -= 1
        while last < len(found) and found[last][0]["kind"] in AROUND:
            last += 1
        if last - first == len(AROUND):
            others = list(permutations(found[first:last]))[1:]
            yield from ([*found[:first], *map(freed, other), *found[last:]] for other in others)


def freed(one: tuple[Data, High]) -> tuple[Data, High]:
    """A block that is held to nothing."""
    return one[0] | {"noted": False}, one[1]


def smaller(block: Data, charts: Mapping[str, Chart], theme: Theme, font: str) -> Data:
    """What makes a chart lower, and a map smaller."""
    if block["kind"] == "map":
        return {"wide": block["wide"] * MAP_LOW}
    return {"svg": chart_svg(charts[block["name"]], theme, font, low=True)}


def headed(blocks: Sequence[Data], found: Sequence[Piece]) -> Iterator[Data]:
    """Yield the blocks; charts of which the numbers without a title of their own may stand on the next page are marked
    as ``headless``."""
    for at, one in enumerate(blocks):
        numbered = one.get("noted", False) and blocks[at + 1]["kind"] == "table"
        yield one | {"headless": True} if numbered and not stays(found[at], found[at + 1], PAGE) else one


def boxed(found: Sequence[tuple[Data, High]]) -> Iterator[tuple[Data, High]]:
    """Yield the blocks with the box behind a table that runs over pages at the foot of that: it goes over together with
    the last rows, never alone."""
    rest = list(found)
    while rest:
        one, (high, begun) = rest.pop(0)
        after, (tall, _) = rest[0] if rest else ({"kind": ""}, (0.0, 0.0))
        runs_on = one["kind"] == "table" and len(one["rows"]) > WHOLE and not is_whole(one, (high, begun))
        if runs_on and after["kind"] == "callout" and tall <= FOOT * PAGE:
            del rest[0]
            gap = GAPS["callout"][0]
            rows = ROWS if len(one["rows"]) > SHORT else OF_SHORT
            last = (high - begun) / (len(one["rows"]) - rows) * rows
            yield one | {"box": after, "noted": False, "last": last + gap + tall}, (high + gap + tall, begun)
        else:
            yield one, (high, begun)


def alone(document: Document) -> dict[str, Chart]:
    """The charts by name, without those of which another has the name."""
    every = [block for block in document.blocks if isinstance(block, Chart)]
    times = Counter(one.name for one in every)
    return {one.name: one for one in every if times[one.name] == 1}


def pieces(blocks: Sequence[Data], high: Sequence[High], charts: Mapping[str, Chart], theme: Theme) -> Iterator[Piece]:
    for one, (tall, begun), after in zip(blocks, high, [*blocks, {}][1:], strict=True):
        kind = one["kind"]
        short = is_whole(one, (tall, begun))
        long = kind == "table" and len(one["rows"]) > WHOLE and not short
        listed = tall if is_answer(one, (tall, begun)) else begun
        least = {"steps": listed, "paragraph": min(tall, WORDS), "table": begun if long else tall}.get(kind, tall)
        above, below = CHAPTER if kind == "heading" and one["level"] == 1 else GAPS.get(kind, PLAIN)
        spare = spared(charts[one["name"]], theme) if kind == "chart" and one["name"] in charts else 0.0
        if kind == "map":
            spare = one["high"] * (1 - MAP_LOW)
        noted = one.get("noted", False) and not long
        yield Piece(
            tall,
            tall - spare,
            least,
            above,
            below,
            held=kind == "heading" or noted,
            lightly=noted and after.get("kind") in ("callout", "table"),
            parting=HEADLESS if one.get("headless", False) else PARTED,
            tearing={"cards": ASUNDER, "table": DIVIDED}.get(kind, PARTED),
            rest=tall - begun if kind == "cards" else one.get("last", 0.0),
            retold=RETOLD if one.get("headless", False) else 0.0,
            torn=begun if short else None,
            again=HEAD if kind == "table" else 0.0,
        )


def is_whole(block: Data, high: High) -> bool:
    """Whether it is a table, a box or rows of cards, broken only where a page would else be left white."""
    if block["kind"] == "cards":
        return high[1] < high[0]
    if block["kind"] == "callout":
        return len(block["texts"]) >= TEXTS and high[0] >= BOX
    return block["kind"] == "table" and WHOLE < len(block["rows"]) <= SHORT and high[0] < HIGHEST * PAGE


def is_answer(block: Data, high: High) -> bool:
    """Whether it is a list whose steps are read together."""
    return block["kind"] == "steps" and is_one_answer(len(block["items"]), high[0], PAGE)
