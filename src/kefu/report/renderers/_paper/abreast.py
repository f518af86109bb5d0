"""What stands side by side on paper: two exhibits in a row that each need half the width of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kefu.report.document import Block, Chart
from kefu.report.renderers._html.vega import lies_down
from kefu.report.renderers._reading.measure import width

SLIM = 20  # narrow letters of a name beside bars half a page wide, 6 pixels each


def abreast(
    blocks: Sequence[tuple[Block, bool]], is_narrow: Callable[[Block], bool]
) -> Iterator[Sequence[tuple[Block, bool]]]:
    """Yield the blocks one by one; two charts that follow one another and need half the width stand side by side, and
    so do two tables."""
    at = 0
    while at < len(blocks):
        both = [block for block, _ in blocks[at : at + 2]]
        paired = (
            len(both) == 2 and all(map(is_narrow, both)) and isinstance(both[0], Chart) == isinstance(both[1], Chart)
        )
        taken = 2 if paired else 1
        yield blocks[at : at + taken]
        at += taken


def is_slim(block: Block) -> bool:
    """Whether half the width is enough: for bars that lie, of short names and not told apart by a legend."""
    if not isinstance(block, Chart):
        return False
    names = max(map(width, block.categories), default=0)
    return lies_down(block) and len(block.series) == 1 and names <= SLIM
