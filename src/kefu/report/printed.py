"""The register's lines as the pages print their figures: a table or a chart may show one with more digits than a
sentence does, so that what stands beside one another adds up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kefu.narrative.formats import TOLD
from kefu.report.document import Block, Chart, FigureLine, Table

WHOLE = "#,##0"  # the code of a number without decimals, as counts have it


def printed(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """Every text that stands for a figure alone, with the figure's id: cells of tables, labels of charts."""
    for block in blocks:
        match block:
            case Table(rows=rows):
                yield from ((cell.figure, cell.text) for row in rows for cell in row)
            case Chart(series=series):
                yield from (pair for one in series for pair in zip(one.figures, one.labels, strict=False))
            case _:
                pass


def as_printed(line: FigureLine, text: str) -> FigureLine:
    """The line with the number of ``text`` where that is the same number with more digits, in the line's unit or with
    none beside it: "63.8" for "64", "4.95 h" for "5.0 h"; else the line as it is. A cell may name the figure it is
    held against, and a month's growth is not its number."""
    told, found = TOLD.search(line.shown), TOLD.search(text)
    if told is None or found is None or text[found.end() :] not in ("", line.shown[told.end() :]):
        return line
    finer = _decimals(found[0]) > _decimals(told[0]) and _rounds(found[0], told[0])
    if not finer or text[: found.start()] != line.shown[: told.start()]:
        return line
    code = f"{WHOLE}.{'0' * _decimals(found[0])}" if line.number_format == WHOLE else line.number_format
    return replace(line, shown=f"{line.shown[: told.start()]}{found[0]}{line.shown[told.end() :]}", number_format=code)


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def _rounds(finer: str, told: str) -> bool:
    """Whether both are roundings of one number: they differ by no more than half of the last digit of each."""
    one, other = (float(number.replace(",", "")) for number in (finer, told))
    return abs(one - other) <= 0.5001 * (10.0 ** -_decimals(finer) + 10.0 ** -_decimals(told))
