"""Headers of two levels: titles of groups, mostly in merged cells, over the names of the columns.

A title stands in the first cell of its group, or in all of them where a program filled the merged ones. A column
without a group has its name in the upper row, merged down over an empty one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

Row = Sequence[str | None]

LONGEST = 30  # letters of a title of a group; a sentence above a table is a note
DATED = re.compile(r"(?:19|20)\d{2}\D")


def joined(above: Row, header: Row) -> list[str]:
    """The names of a header row, each behind the title of its group ("售后 退款金额"), where the row ``above`` has
    such titles."""
    titles = _titles(above, len(header))
    names = [_said(cell) for cell in header]
    if not _are_groups(titles, names):
        return names
    return [" ".join(part for part in (titles.get(at), name) if part) for at, name in _under(titles, names)]


def _said(cell: str | None) -> str:
    return (cell or "").strip()


def _titles(above: Row, width: int) -> dict[int, str]:
    """Titles by the column each begins at."""
    said = [_said(cell) for cell in above[:width]]
    return {at: text for at, text in enumerate(said) if text and (at == 0 or said[at - 1] != text)}


def _spans(titles: dict[int, str], width: int) -> list[tuple[int, int]]:
    return list(pairwise([*titles, width]))


def _under(titles: dict[int, str], names: Sequence[str]) -> list[tuple[int, str]]:
    """Each name with the column its title begins at, -1 before the first."""
    starts = [-1] * len(names)
    for begin, end in _spans(titles, len(names)):
        starts[begin:end] = [begin] * (end - begin)
    return list(zip(starts, names, strict=True))


def _are_groups(titles: dict[int, str], names: Sequence[str]) -> bool:
    """Whether words stand over two names or more, or over an empty cell; one over the whole table is its title."""
    words = [*titles.values(), *filter(None, names)]
    if not titles or list(titles) == [0] or not all(map(_is_word, words)):
        return False
    named = {begin: sum(map(bool, names[begin:end])) for begin, end in _spans(titles, len(names))}
    return max(named.values()) > 1 and all(count > 1 or not names[begin] for begin, count in named.items())


def _is_word(text: str) -> bool:
    note = any(mark in text for mark in "：:。！")
    return any(one.isalpha() for one in text) and len(text) <= LONGEST and not note and not DATED.match(text)
