"""A project's ``benchmarks.csv``: what others in the trade reach, to hold a figure against.

Columns: ``metric``, ``value`` (in the metric's unit: seconds, shares from 0 to 1), ``source`` (who says so), and, for a
benchmark of one team or channel, ``dimension`` and ``member``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite
from pathlib import Path

from kefu.errors import DefinitionError, did_you_mean
from kefu.metrics.own_table import rows_of

FILE = "benchmarks.csv"
NEEDED = ("metric", "value", "source")
COLUMNS = (*NEEDED, "dimension", "member")


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One value; ``digest`` is that of its whole row."""

    metric: str
    value: float
    source: str
    dimension: str = ""
    member: str = ""

    @property
    def digest(self) -> str:
        return sha256(repr((self.metric, self.value, self.source, self.dimension, self.member)).encode()).hexdigest()[
            :16
        ]


def read_benchmarks(folder: Path, metrics: Collection[str]) -> tuple[Benchmark, ...]:
    """The benchmarks of a project, none without the file; raises DefinitionError naming row and column."""
    rows = rows_of(folder / FILE, COLUMNS, NEEDED)
    return tuple(_benchmark(place, row, metrics) for place, row in rows)


def _benchmark(place: str, row: Mapping[str, str], metrics: Collection[str]) -> Benchmark:
    if row["metric"] not in metrics:
        raise DefinitionError(
            '{place}: no metric "{name}"{near}',
            place=place,
            name=row["metric"],
            near=did_you_mean(row["metric"], metrics),
        )
    try:
        value = float(row["value"])
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise DefinitionError(
            '{place}: value: "{value}" is no number; shares run from 0 to 1, times are seconds',
            place=place,
            value=row["value"],
        )
    if bool(row.get("dimension")) != bool(row.get("member")):
        raise DefinitionError("{place}: dimension and member go together", place=place)
    return Benchmark(row["metric"], value, row["source"], row.get("dimension", ""), row.get("member", ""))
