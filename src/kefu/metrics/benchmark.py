"""A project's ``benchmarks.csv``: what others in the trade reach, to hold a figure against.

Columns: ``metric``, ``value`` (in the metric's unit: seconds, shares from 0 to 1), ``source`` (who says so), and, for a
benchmark of one team or channel, ``dimension`` and ``member``.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite
from pathlib import Path

from kefu.errors import DefinitionError, did_you_mean

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
    path = folder / FILE
    if not path.is_file():
        return ()
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return tuple(_read(csv.DictReader(stream), metrics))
    except UnicodeDecodeError:
        raise DefinitionError(f"{FILE}: is not UTF-8; save it as CSV UTF-8") from None
    except csv.Error as error:
        raise DefinitionError(f"{FILE}: is not CSV: {error}") from None


def _read(rows: csv.DictReader[str], metrics: Collection[str]) -> Iterator[Benchmark]:
    heads = rows.fieldnames or ()
    for name in heads:
        if name not in COLUMNS:
            raise DefinitionError(f'{FILE}: unknown column "{name}"{did_you_mean(name, COLUMNS)}')
    for name in NEEDED:
        if name not in heads:
            raise DefinitionError(f"{FILE}: column {name} is missing; it has {', '.join(heads) or 'none'}")
    for row in rows:
        yield _benchmark(f"{FILE}: line {rows.line_num}", {key: one or "" for key, one in row.items()}, metrics)


def _benchmark(place: str, row: Mapping[str, str], metrics: Collection[str]) -> Benchmark:
    if row["metric"] not in metrics:
        raise DefinitionError(f'{place}: no metric "{row["metric"]}"{did_you_mean(row["metric"], metrics)}')
    try:
        value = float(row["value"])
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise DefinitionError(
            f'{place}: value: "{row["value"]}" is no number; shares run from 0 to 1, times are seconds'
        )
    if bool(row.get("dimension")) != bool(row.get("member")):
        raise DefinitionError(f"{place}: dimension and member go together")
    return Benchmark(row["metric"], value, row["source"], row.get("dimension", ""), row.get("member", ""))
