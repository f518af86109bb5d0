"""The catalogue in pandas: the same fact files read into frames, and one grouping per table, as an analyst would.

A metric is a column, empty where a row does not count, and what is done with it per group.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Column = Callable[[Any], Any]
GROUPS = ["month", "channel", "team"]


def share(condition: str, where: str = "") -> tuple[Column, str]:
    """The mean of a condition among rows that state it and pass ``where``."""

    def column(frame: Any) -> Any:
        found = frame.eval(condition).astype("float64")
        return found.where(frame.eval(where)) if where else found

    return column, "mean"


def of(name: str, how: str, where: str = "") -> tuple[Column, str]:
    return (lambda frame: frame[name].where(frame.eval(where)) if where else frame[name]), how


def counted(where: str) -> tuple[Column, str]:
    return (lambda frame: frame.eval(where).astype("int64")), "sum"


def stated(name: str, condition: str, where: str = "") -> tuple[Column, str]:
    """The mean of a condition among rows where the column it is made of has a value."""
    both = f"{name}.notna() & ({where})" if where else f"{name}.notna()"
    return share(condition, both)


TICKET = {
    "complaint_volume": counted("is_complaint"),
    "complaint_rate": share("is_complaint"),
    "complaint_closure_rate": share("is_closed", "is_complaint & is_mature"),
    "complaint_handling_time": of("resolution_seconds", "mean", "is_complaint & is_mature"),
    "complaint_repeat_rate": share("repeat_complaint", "is_complaint"),
    "first_contact_resolution": share("resolved_on_first_contact"),
    "reopen_rate": share("reopens > 0", "is_mature & (resolved_at.notna() | reopens > 0)"),
    "repeat_contact_rate": share("repeat_within_7d"),
    "resolution_rate": share("is_resolved & resolution_seconds <= 604800", "is_mature"),
    "resolution_time_median": of("resolution_seconds", "median", "is_mature"),
    "answered_within_30_minutes": share("first_response_seconds <= 1800"),
    "first_response_fastest": of("first_response_seconds", "min"),
    "first_response_mean": of("first_response_seconds", "mean"),
    "first_response_median": of("first_response_seconds", "median"),
    "first_response_p90": of("first_response_seconds", "p90"),
    "first_response_slowest": of("first_response_seconds", "max"),
    "unanswered_rate": share("first_response_seconds.isna()"),
    "conversion_after_contact": share("ordered_within_7d", "category == 'inquiry'"),
    "ticket_volume": counted("ticket_id.notna()"),
}
FRAMES: dict[str, tuple[str, dict[str, tuple[Column, str]]]] = {  # table -> rows that count at all, metrics
    "ticket": ("~is_spam", TICKET),
    "turn": ("", {"turn_response_median": of("response_seconds", "median")}),
    "call": (
        "",
        {
            "call_volume": counted("call_id.notna()"),
            "call_abandonment_rate": share("~is_answered", "direction != 'outbound'"),
        },
    ),
    "survey_response": (
        "",
        {
            **{
                one: stated(one, f"{one} >= 4")
                for one in ("csat", "csat_attitude", "csat_efficiency", "csat_expertise")
            },
            "low_score_rate": stated("csat", "csat <= 2"),
            "survey_response_rate": share("is_answered"),
        },
    ),
}
READ = {
    "ticket": "ticket_id is_spam is_complaint is_closed is_mature resolution_seconds repeat_complaint resolved_at "
    "reopens resolved_on_first_contact repeat_within_7d is_resolved first_response_seconds ordered_within_7d category",
    "turn": "response_seconds",
    "call": "call_id is_answered direction",
    "survey_response": "csat csat_attitude csat_efficiency csat_expertise is_answered",
}


def ask_pandas(folder: str, first: str, last: str) -> dict[str, Any]:
    """Every metric month by month by channel and team: values as ``metric|month|channel|team``, and the time taken from
    opening the files."""
    import pandas as pd

    pd.read_parquet(next((Path(folder) / "tables" / "fact_call").glob("month=*")))  # what reading has to load first
    began, cpu = time.perf_counter(), time.process_time()
    found: dict[str, float | None] = {}
    for table, (counts, metrics) in FRAMES.items():
        grouped = _grouped(_frame(Path(folder), table, counts, first, last), metrics)
        for name in grouped.columns:
            found |= {
                "|".join((name, *key)): None if value != value else float(value) for key, value in grouped[name].items()
            }
    return {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu, "values": found}


def _frame(folder: Path, table: str, counts: str, first: str, last: str) -> Any:
    import pandas as pd

    frame = pd.read_parquet(
        folder / "tables" / f"fact_{table}",
        columns=[*READ[table].split(), *GROUPS],
        filters=[("month", ">=", first), ("month", "<=", last)],
    )
    frame[GROUPS] = frame[GROUPS].astype("category")
    return frame.query(counts) if counts else frame


def _grouped(frame: Any, metrics: dict[str, tuple[Column, str]]) -> Any:
    import pandas as pd

    wide = pd.DataFrame({name: column(frame) for name, (column, _) in metrics.items()})
    groups = wide.groupby([frame[name] for name in GROUPS], observed=True)
    plain = groups.agg({name: how for name, (_, how) in metrics.items() if how != "p90"})
    for name, (_, how) in metrics.items():
        if how == "p90":
            plain[name] = groups[name].quantile(0.9)
    return plain
