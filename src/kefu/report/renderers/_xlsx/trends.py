"""The last months of key indicators: a row per month, which can be sorted, reckoned with and drawn anew; a sparkline
beside each indicator, behind the ids, for not all programs print one."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_range

from kefu.report.document import Card, Cell, Column, Table
from kefu.report.renderers._reading.cells import at, by_month, dates_of
from kefu.report.renderers._reading.codes import shown
from kefu.report.renderers._xlsx.cells import dated, kept
from kefu.report.renderers._xlsx.names import quoted
from kefu.report.renderers._xlsx.ranges import Place, write_range
from kefu.report.renderers._xlsx.sheet import LEFT, Sheet


def write_trends(sheet: Sheet, cards: Sequence[Card], named: Place) -> None:
    """Write the last months of the cards, one range per set of months, and their sparklines beside the rows in which
    the cards are ``named``."""
    groups = trend_groups(cards)
    if groups:
        sheet.paper.write_string(named.first - 1, sheet.aside, sheet.said["trend"], sheet.looks.header())
    for group in groups:
        sheet.row += 1
        sheet.mark("exhibit")
        place = write_range(sheet, trend_table(sheet, group), gaps=True, filtered=True)
        for column, card in enumerate(group, start=LEFT + 1):
            sheet.paper.add_sparkline(named.first + cards.index(card), sheet.aside, {
                "range": f"{quoted(sheet.name)}!{xl_range(place.first, column, place.last, column)}",
                "series_color": sheet.looks.colour("brand"), "weight": 1.5, "last_point": True, "show_hidden": True,
            })  # fmt: skip


def trend_groups(cards: Sequence[Card]) -> list[list[Card]]:
    """Cards whose trends share their categories share a range; a card without any number has none."""
    groups: dict[tuple[str, ...], list[Card]] = {}
    for card in cards:
        if any(value is not None for value in card.trend):
            groups.setdefault(names_of(card), []).append(card)
    return list(groups.values())


def names_of(card: Card) -> tuple[str, ...]:
    """The months of the card's trend; their numbers where it does not name them."""
    named = dates_of(card.trend_starts) or card.trend_categories
    return named or tuple(str(place + 1) for place in range(len(card.trend)))


def trend_table(sheet: Sheet, cards: Sequence[Card]) -> Table:
    """One row per month, one column per card; its numbers look as its figures do in the register."""
    first = cards[0]
    word = "month" if first.trend_starts and by_month(first.trend_starts) else "day" if first.trend_starts else "period"
    columns = (Column(sheet.said[word]), *(Column(card.name, "right") for card in cards))
    rows = tuple(
        (Cell(name), *(point(sheet, card, place) for card in cards)) for place, name in enumerate(names_of(first))
    )
    return kept(dated(Table("last_months", columns, rows), first.trend_starts), sheet.lines)


def point(sheet: Sheet, card: Card, place: int) -> Cell:
    code = next(
        (sheet.lines[one].number_format for one in (card.figure, *card.trend_figures) if one in sheet.lines), "General"
    )
    value = at(card.trend, place, None)
    return Cell("" if value is None else shown(value, code), value, code, figure=at(card.trend_figures, place, ""))
