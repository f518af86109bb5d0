"""A moment as a whole number, the same on every engine."""

from __future__ import annotations

from typing import Any


def epoch(time: Any) -> Any:
    """Seconds from 1970 to an Ibis time, cut to the second."""
    # DuckDB keeps the fraction, or rounds half a second up, where Spark cuts it off; cut before asking.
    return time.truncate("s").epoch_seconds().cast("int64")
