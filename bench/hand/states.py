"""Metrics of what stands at the end of each month, written by hand: all ends in one pass over the rows."""

from __future__ import annotations

from collections.abc import Sequence

TICKET = {
    "backlog": "count(*)",
    "backlog_age_median": "median(epoch(as_of) - epoch(created_at))",
    "backlog_over_7_days": "avg((epoch(as_of) - epoch(created_at) > 604800)::INT)",
    "complaint_backlog": "count(*) FILTER (is_complaint)",
}
RETURN_CASE = {"open_returns": "count(*)"}


def standing(table: str, ended: str, months: Sequence[str], *, monthly: bool) -> str:
    """The rows of ``table`` with the end of each of the months at which they stood, as ``bucket`` and ``as_of``; the
    last alone where the months are one. The made facts are eight hours ahead of UTC."""
    asked = months if monthly else months[-1:]
    ends = ", ".join(f"('{month}', TIMESTAMP '{month}-01' + INTERVAL 1 MONTH)" for month in asked)
    began = {"ticket": "created_at_local", "return_case": "opened_at_local"}[table]
    return (
        f'(SELECT *, day - INTERVAL 8 HOUR AS as_of FROM "{table}" JOIN (VALUES {ends}) e(bucket, day) '
        f"ON {began} < day AND ({ended} IS NULL OR {ended} >= day - INTERVAL 8 HOUR) WHERE month <= '{months[-1]}')"
    )
