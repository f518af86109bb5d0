"""The catalogue written by hand: per fact table one select list and one filter, as somebody who knows DuckDB would.

Spam is filtered once and not in every measure; two quantiles of a column are one sort. Only the values are computed:
Kefu's figures also have their sample, what is censored, an interval and a lineage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hand:
    """One fact table: each metric's SQL, which rows count, and the dimensions its rows ``lack``. ``time`` is set where
    the partition alone does not say the month: turns lie with their ticket's."""

    measures: dict[str, str]
    where: str = "true"
    lack: tuple[str, ...] = ()
    time: str = ""


HAND: dict[str, Hand] = {
    "ticket": Hand(
        where="NOT coalesce(is_spam, false)",
        measures={
            "ticket_volume": "count(*)",
            "complaint_volume": "count(*) FILTER (is_complaint)",
            "complaint_rate": "avg(coalesce(is_complaint, false)::INT)",
            "complaint_closure_rate": "avg(is_closed::INT) FILTER (is_complaint AND is_mature)",
            "complaint_handling_time": "avg(resolution_seconds) FILTER (is_complaint AND is_mature)",
            "complaint_repeat_rate": "avg(repeat_complaint::INT) FILTER (is_complaint)",
            "first_contact_resolution": "avg(resolved_on_first_contact::INT)",
            "reopen_rate": "avg((reopens > 0)::INT) FILTER (is_mature AND (resolved_at IS NOT NULL OR reopens > 0))",
            "repeat_contact_rate": "avg(repeat_within_7d::INT)",
            "resolution_rate": "avg((is_resolved AND resolution_seconds <= 604800)::INT) FILTER (is_mature)",
            "resolution_time_median": "median(resolution_seconds) FILTER (is_mature)",
            "answered_within_30_seconds": "avg(coalesce(first_response_seconds <= 30, false)::INT)",
            "answered_within_3_minutes": "avg(coalesce(first_response_seconds <= 180, false)::INT)",
            "answered_within_30_minutes": "avg(coalesce(first_response_seconds <= 1800, false)::INT)",
            "first_response_fastest": "min(first_response_seconds)",
            "first_response_mean": "avg(first_response_seconds)",
            "first_response_median": "quantile_cont(first_response_seconds, [0.5, 0.9])[1]",
            "first_response_p90": "quantile_cont(first_response_seconds, [0.5, 0.9])[2]",
            "first_response_slowest": "max(first_response_seconds)",
            "unanswered_rate": "avg((first_response_seconds IS NULL)::INT)",
            "conversion_after_contact": "avg(ordered_within_7d::INT) FILTER (category = 'inquiry')",
        },
    ),
    "turn": Hand(measures={"turn_response_median": "median(response_seconds)"}, time="asked_at_local"),
    "order": Hand(
        where="is_completed",
        lack=("team",),
        measures={
            "orders": "count(*)",
            "revenue": "sum(amount)",
            "average_order_value": "avg(amount)",
            "repurchase_rate": "avg(bought_before_180d::INT) FILTER (is_customers_first_of_month)",
        },
    ),
    "return_case": Hand(
        lack=("team", "channel"),
        measures={
            "return_volume": "count(*)",
            "after_sales_cost": "sum(cost)",
            "return_turnaround_median": "median(turnaround_seconds)",
        },
    ),
    "call": Hand(
        measures={
            "call_volume": "count(*)",
            "call_abandonment_rate": "avg((NOT is_answered)::INT) FILTER (coalesce(direction, 'inbound') = 'inbound')",
        }
    ),
    "survey_response": Hand(
        measures={
            "csat": "avg((csat >= 4)::INT)",
            "csat_attitude": "avg((csat_attitude >= 4)::INT)",
            "csat_efficiency": "avg((csat_efficiency >= 4)::INT)",
            "csat_expertise": "avg((csat_expertise >= 4)::INT)",
            "low_score_rate": "avg((csat <= 2)::INT)",
            "nps": "avg(CASE WHEN nps >= 9 THEN 100 WHEN nps <= 6 THEN -100 ELSE 0 END) FILTER (nps IS NOT NULL)",
            "survey_response_rate": "avg(is_answered::INT)",
        }
    ),
}
RATIOS = {"return_rate": ("return_volume", "orders")}


def statement(table: str, months: Sequence[str], *, monthly: bool, by: Sequence[str], metrics: Sequence[str]) -> str:
    """The query of the metrics over ``months``: in one row, or a row per month, per members of ``by``, or per both."""
    hand = HAND[table]
    month = f"strftime(date_trunc('month', {hand.time}), '%Y-%m')" if hand.time else "month"
    keys = [*([f"{month} AS bucket"] if monthly else []), *by]
    measures = [f"{sql} AS {name}" for name, sql in hand.measures.items() if name in metrics]
    return (
        f'SELECT {", ".join([*keys, *measures])} FROM "{table}" '
        f"WHERE month BETWEEN '{months[0]}' AND '{months[-1]}' AND {_dated(hand, months)} AND {hand.where}"
        f"{' GROUP BY ALL' if keys else ''}"
    )


def _dated(hand: Hand, months: Sequence[str]) -> str:
    first, last = (f"TIMESTAMP '{month}-01'" for month in (months[0], months[-1]))
    return f"{hand.time} >= {first} AND {hand.time} < {last} + INTERVAL 1 MONTH" if hand.time else "true"
