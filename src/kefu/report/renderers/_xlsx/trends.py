"""The last months of key indicators: numbers in a row, a sparkline before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kefu.report.document import Card, Cell, Column, Table
from kefu.report.renderers._reading.cells import at
from kefu.report.renderers._reading.codes import shown
from kefu.report.renderers._xlsx.durations import timed
from kefu.report.renderers._xlsx.names import quoted
from kefu.report.renderers._xlsx.ranges import write_range
from kefu.report.renderers._xlsx.sheet import LEFT, Sheet


def write_trends(sheet: Sheet, cards: Sequence[Card]) -> None:
    """Write the last months of the cards, one range per set of months, a sparkline before each row."""
    for group in trend_groups(cards):
        table = trend_table(group, sheet.said, sheet.codes)
        sheet.row += 1
        place = write_range(sheet, table, gaps=True)
        for row in range(place.first, place.last + 1):
            sheet.paper.add_sparkline(row, LEFT + 1, {
                "range": f"{quoted(sheet.name)}!{cells(row, LEFT + 2, LEFT + len(table.columns) - 1)}",
                "series_color": sheet.looks.colour("brand"), "last_point": True, "show_hidden": True,
            })  # fmt: skip


def cells(row: int, first: int, last: int) -> str:
    """Return the address of part of a row, as sparklines take it."""
    return f"{letters(first)}{row + 1}:{letters(last)}{row + 1}"


def letters(column: int) -> str:
    found, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        found = chr(65 + digit) + found
    return found


def trend_groups(cards: Sequence[Card]) -> list[list[Card]]:
    """Cards whose trends share their categories share a range; a card without any number has none."""
    groups: dict[tuple[str, ...], list[Card]] = {}
    for card in cards:
        if any(value is not None for value in card.trend):
            names = card.trend_categories or tuple(str(place + 1) for place in range(len(card.trend)))
            groups.setdefault(names, []).append(card)
    return list(groups.values())


def trend_table(cards: Sequence[Card], said: dict[str, str], codes: Mapping[str, str]) -> Table:
    """One row per card; its numbers look as its figures do in the register (``codes``)."""
    names = cards[0].trend_categories or tuple(str(place + 1) for place in range(len(cards[0].trend)))
    columns = (Column(said["indicator"]), Column(said["trend"]), *(Column(name, "right") for name in names))
    rows = []
    for card in cards:
        code = next((codes[one] for one in (card.figure, *card.trend_figures) if one in codes), "General")
        points = [point(value, code, at(card.trend_figures, i, "")) for i, value in enumerate(card.trend[: len(names)])]
        rows.append((Cell(card.name), Cell(""), *points))
    return timed(Table("trend", columns, tuple(rows)))


def point(value: float | None, code: str, figure: str) -> Cell:
    return Cell("" if value is None else shown(value, code), value, code, figure=figure)
