"""The catalogue written by hand: one select list and one filter per fact table, as somebody who knows DuckDB would.

What rows have in common is filtered once and not in every measure; quantiles of a column are one sort. Only the values
are computed: Kefu's figures also have their sample, what is censored, an interval and a lineage. Not written: states,
which are asked month by month, a spread, and the few metrics of tables ``bench/facts.py`` does not make.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.hand import others, ticket


@dataclass(frozen=True, slots=True)
class Hand:
    """One query: each metric's SQL, the ``table`` it reads, which of its rows count, and the dimensions they ``lack``
    or have under ``another`` name. ``time`` is set where the partition alone does not say the month: turns lie with
    their ticket's."""

    table: str
    measures: Mapping[str, str]
    where: str = "true"
    lack: tuple[str, ...] = ()
    another: Mapping[str, str] = field(default_factory=dict)
    time: str = ""


HAND = (
    Hand("ticket", ticket.MEASURES, where=ticket.SPAMLESS),
    Hand("ticket", ticket.RESPONDERS, where=ticket.SPAMLESS, another={"team": "first_responder_team"}),
    Hand("turn", others.TURN, time="asked_at_local"),
    Hand("order", others.ORDER, lack=("team",)),
    Hand("return_case", others.RETURN_CASE, lack=("team", "channel")),
    Hand("call", others.CALL),
    Hand("survey_response", others.SURVEY_RESPONSE),
)
# Two tables in one number: how many of the first per how many of the second.
RATIOS = {
    "after_sales_cost_per_unit_sold": ("after_sales_cost", "units_sold", 1),
    "complaints_per_10000_orders": ("complaint_volume", "orders", 10_000),
    "exchange_rate": ("exchange_volume", "orders", 1),
    "goods_return_rate": ("goods_return_volume", "orders", 1),
    "refund_rate": ("refund_volume", "orders", 1),
    "refund_share": ("refund_amount", "revenue", 1),
    "repair_rate": ("repair_volume", "orders", 1),
    "return_rate": ("return_volume", "orders", 1),
    "return_rate_per_unit": ("returned_units", "units_sold", 1),
}


def statement(hand: Hand, months: Sequence[str], *, monthly: bool, by: Sequence[str], metrics: Sequence[str]) -> str:
    """The query of the metrics over ``months``: in one row, or a row per month, per members of ``by``, or per both."""
    month = f"strftime(date_trunc('month', {hand.time}), '%Y-%m')" if hand.time else "month"
    members = [f"{hand.another[one]} AS {one}" if one in hand.another else one for one in by]
    keys = [*([f"{month} AS bucket"] if monthly else []), *members]
    measures = [f"{sql} AS {name}" for name, sql in hand.measures.items() if name in metrics]
    return (
        f'SELECT {", ".join([*keys, *measures])} FROM "{hand.table}" '
        f"WHERE month BETWEEN '{months[0]}' AND '{months[-1]}' AND {_dated(hand, months)} AND {hand.where}"
        f"{' GROUP BY ALL' if keys else ''}"
    )


def _dated(hand: Hand, months: Sequence[str]) -> str:
    first, last = (f"TIMESTAMP '{month}-01'" for month in (months[0], months[-1]))
    return f"{hand.time} >= {first} AND {hand.time} < {last} + INTERVAL 1 MONTH" if hand.time else "true"
