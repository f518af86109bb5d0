"""Metrics made of the figures of channels, written by hand: the channels' figures first, and then one of them."""

from __future__ import annotations

from collections.abc import Sequence

from bench.hand.ticket import SPAMLESS

SPREAD = {"channel_response_spread": "CASE WHEN count(*) > 1 AND min(value) > 0 THEN max(value) / min(value) END"}
WEIGHTED = {
    name: f"sum({name} * customers) / nullif(sum(customers) FILTER ({name} IS NOT NULL), 0)" for name in ("csat", "nps")
}
WEIGHTED = {f"{name}_weighted": sql for name, sql in WEIGHTED.items()}
LEAST = 30  # rows of a channel that takes part in a spread


def medians(keys: Sequence[str], period: str) -> str:
    """The median first response of every channel with enough answers."""
    return (
        f"(SELECT {', '.join([*keys, 'channel'])}, median(first_response_seconds) AS value FROM ticket "
        f"WHERE {period} AND {SPAMLESS} GROUP BY ALL HAVING count(first_response_seconds) >= {LEAST})"
    )


def strata(keys: Sequence[str], period: str) -> str:
    """Every channel's satisfaction and recommendation beside the tickets resolved there."""
    names = ", ".join([*(one.split(" AS ")[-1] for one in keys), "channel"])
    asked = ", ".join([*keys, "channel"])
    return (
        f"(SELECT * FROM (SELECT {asked}, avg((csat >= 4)::INT) AS csat, "
        f"100 * (avg((nps >= 9)::INT) - avg((nps <= 6)::INT)) AS nps FROM survey_response WHERE {period} GROUP BY ALL) "
        f"JOIN (SELECT {asked}, count(*) FILTER (is_resolved) AS customers FROM ticket WHERE {period} AND {SPAMLESS} "
        f"GROUP BY ALL) USING ({names}))"
    )
