"""The catalogue written by hand: one select list and one filter per fact table, as somebody who knows DuckDB would.

What rows have in common is filtered once and not in every measure; quantiles of a column are one sort. Only the values
are computed: Kefu's figures also have their sample, what is censored, an interval and a lineage. Not written: the
metrics of parts, whose table ``bench/facts.py`` does not make.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.hand import nested, others, states, ticket


@dataclass(frozen=True, slots=True)
class Hand:
    """One query: each metric's SQL, the ``table`` it reads, which of its rows count, and the dimensions they ``lack``
    or have under ``another`` name. ``time`` is set where the partition alone does not say the month: turns lie with
    their ticket's. ``ended`` is set where rows count at every month's end at which they stand, ``channels`` where the
    measures are of the figures of channels."""

    table: str
    measures: Mapping[str, str]
    where: str = "true"
    lack: tuple[str, ...] = ()
    another: Mapping[str, str] = field(default_factory=dict)
    time: str = ""
    ended: str = ""
    channels: Callable[[Sequence[str], str], str] | None = None


HAND = (
    Hand("ticket", ticket.MEASURES, where=ticket.SPAMLESS),
    Hand("ticket", ticket.RESPONDERS, where=ticket.SPAMLESS, another={"team": "first_responder_team"}),
    Hand("turn", others.TURN, time="asked_at_local"),
    Hand("order", others.ORDER, lack=("team",)),
    Hand("return_case", others.RETURN_CASE),
    Hand("call", others.CALL),
    Hand("survey_response", others.SURVEY_RESPONSE),
    Hand("shared_rating", others.SHARED_RATING),
    Hand("ticket_event", others.TICKET_EVENT),
    Hand("ticket_label", others.TICKET_LABEL, where="NOT is_spam"),
    Hand("training_record", others.TRAINING_RECORD, lack=("channel",)),
    Hand("ticket", states.TICKET, where=ticket.SPAMLESS, ended="settled_at"),
    Hand("return_case", states.RETURN_CASE, ended="closed_at"),
    Hand("ticket", nested.SPREAD, lack=("channel",), channels=nested.medians),
    Hand("survey_response", nested.WEIGHTED, lack=("channel",), channels=nested.strata),
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
    period = f"month BETWEEN '{months[0]}' AND '{months[-1]}' AND {_dated(hand, months)}"
    rows = f'"{hand.table}" WHERE {period} AND {hand.where}'
    if hand.ended or hand.channels:
        keys = [*(["bucket"] if monthly else []), *by]
    if hand.ended:
        rows = f"{states.standing(hand.table, hand.ended, months, monthly=monthly)} WHERE {hand.where}"
    if hand.channels:
        rows = hand.channels([*(["month AS bucket"] if monthly else []), *by], period)
    measures = [f"{sql} AS {name}" for name, sql in hand.measures.items() if name in metrics]
    return f"SELECT {', '.join([*keys, *measures])} FROM {rows}{' GROUP BY ALL' if keys else ''}"


def _dated(hand: Hand, months: Sequence[str]) -> str:
    first, last = (f"TIMESTAMP '{month}-01'" for month in (months[0], months[-1]))
    return f"{hand.time} >= {first} AND {hand.time} < {last} + INTERVAL 1 MONTH" if hand.time else "true"
