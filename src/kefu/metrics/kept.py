"""Answers asked before: what a metric gave for a month is kept, and after an import only what it touched is asked anew.

An answer is kept under a digest of everything it depends on: the definition, the dimensions and the slice, the days,
the content of every partition read, the bands, the engine, and the code that turns a definition into a number. So
nothing is ever out of date; what can no longer be asked for is only in the way, and goes when the space is needed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path
from typing import Any

from kefu.configuration import WeekStart
from kefu.findings import Period
from kefu.findings.lineage import condition
from kefu.metrics.definition import Definition
from kefu.metrics.dimension import Band, names_people
from kefu.metrics.grain import Grain, clipped
from kefu.store.answers import Answers
from kefu.store.snapshot import Snapshot

MONTHLY = (Grain.DAY, Grain.MONTH)  # whose buckets never reach over the end of a month
MEASURES = ("v", "n", "c", "s")  # what a row of an answer says of a metric: ``<metric>.v`` and so on

Rows = list[dict[str, Any]]
Digests = Callable[[Definition, Period], Mapping[str, str]]  # of every partition a figure is read from


@dataclass(frozen=True, slots=True)
class Asked:
    """The shape of a question, whatever the metric and the days."""

    grain: Grain | None
    by: tuple[str, ...]
    where: Mapping[str, str | None]

    @property
    def dimensions(self) -> list[str]:
        return [*self.by, *(condition(key)[0] for key in self.where)]


class Kept:
    """The answers kept for one snapshot; without ``answers`` nothing is kept and everything is asked."""

    def __init__(
        self,
        snapshot: Snapshot,
        bands: Sequence[Band],
        week_start: WeekStart,
        answers: Answers | None,
        digests: Digests,
    ) -> None:
        self.snapshot, self.bands, self.week_start = snapshot, bands, week_start
        self.answers, self.digests = answers, digests

    def find(
        self, definitions: Sequence[Definition], asked: Asked, period: Period
    ) -> tuple[list[tuple[Definition, Rows]], list[tuple[Period, list[Definition]]]]:
        """Answers that are known, by metric, and what is left to ask: spans with the metrics not known there."""
        answers = self._place_for(asked)
        if answers is None:
            return [], [(period, list(definitions))]
        spans = _spans(period, asked.grain)
        keys = self._keys(definitions, asked, spans)
        found = answers.find(list(keys.values()))
        known = [
            (one, _opened(one, len(asked.by), found[keys[one.name, span]]))
            for one in definitions
            for span in spans
            if keys[one.name, span] in found
        ]
        missing = [(span, [one for one in definitions if keys[one.name, span] not in found]) for span in spans]
        return known, list(_joined(missing))

    def keep(self, definitions: Sequence[Definition], asked: Asked, period: Period, rows: Rows) -> None:
        """Keep the answer of each metric for each of its months."""
        answers = self._place_for(asked)
        if answers is None:
            return
        spans = _spans(period, asked.grain)
        keys = self._keys(definitions, asked, spans)
        parts: dict[str, Rows] = {span.months[0]: [] for span in spans}
        for row in rows:
            parts[str(row["bucket"])[:7] if len(spans) > 1 else spans[0].months[0]].append(row)
        answers.keep(
            {
                keys[one.name, span]: [_closed(one, row, len(asked.by)) for row in parts[span.months[0]]]
                for one in definitions
                for span in spans
            }
        )

    def _place_for(self, asked: Asked) -> Answers | None:
        """Answers that name people, or columns nobody described, have none: what is erased is to be gone."""
        unnamed = self.snapshot.record.kept_columns if asked.dimensions else ()
        return None if any(names_people(one) or one in unnamed for one in asked.dimensions) else self.answers

    def _keys(
        self, definitions: Sequence[Definition], asked: Asked, spans: Sequence[Period]
    ) -> dict[tuple[str, Period], str]:
        """The key of each metric's answer for each span; what all have in common is written once."""
        shape = self._shape(asked)
        return {(one.name, span): self._key(one, shape, span) for one in definitions for span in spans}

    def _key(self, definition: Definition, shape: str, span: Period) -> str:
        read = sorted(self.digests(definition, span).items())
        said = (shape, definition.digest, definition.censored, span.start.isoformat(), span.end.isoformat(), read)
        return sha256(repr(said).encode()).hexdigest()

    def _shape(self, asked: Asked) -> str:
        said = {
            "grain": asked.grain,
            "by": asked.by,
            "where": list(asked.where.items()),
            "timezone": self.snapshot.record.timezone,
            "bands": [(band.name, band.below) for band in self.bands],
            "week_start": self.week_start,
            "engine": type(self.snapshot.engine).__name__,
            "code": code_digest(),
        }
        return json.dumps(said, sort_keys=True)


def _spans(period: Period, grain: Grain | None) -> list[Period]:
    """The period month by month where buckets keep within months, else in one piece."""
    if grain not in MONTHLY:
        return [period]
    return [clipped(Period.month(month), period) for month in period.months]


def _joined(missing: Sequence[tuple[Period, list[Definition]]]) -> Iterator[tuple[Period, list[Definition]]]:
    """Neighbouring spans with the same metrics as one question."""
    for names, group in groupby(missing, key=lambda one: [definition.name for definition in one[1]]):
        spans = list(group)
        if names:
            yield Period(spans[0][0].start, spans[-1][0].end), spans[0][1]


def _closed(definition: Definition, row: Mapping[str, Any], dimensions: int) -> list[Any]:
    """A row as it is kept: day of the bucket, members, measures of the one metric, whose name does not matter."""
    bucket = row.get("bucket")
    day = date(bucket.year, bucket.month, bucket.day).isoformat() if bucket is not None else None
    measures = [_plain(row.get(f"{definition.name}.{one}")) for one in MEASURES]
    return [day, *(row[f"by{at}"] for at in range(dimensions)), *measures]


def _opened(definition: Definition, dimensions: int, kept: Sequence[Sequence[Any]]) -> Rows:
    names = ["bucket", *(f"by{at}" for at in range(dimensions)), *(f"{definition.name}.{one}" for one in MEASURES)]
    days = {day: date.fromisoformat(day) if day else None for day in {row[0] for row in kept}}
    return [dict(zip(names, (days[row[0]], *row[1:]), strict=True)) for row in kept]


def _plain(value: Any) -> int | float | None:
    return value if value is None or isinstance(value, int | float) else float(value)


@cache
def code_digest() -> str:
    """Digest of the code an answer depends on: this room's own modules and the libraries that compute."""
    own = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    libraries = [f"{name} {_version(name)}".encode() for name in ("duckdb", "ibis-framework", "pyspark")]
    return sha256(b"\0".join((*own, *libraries))).hexdigest()[:16]


def _version(library: str) -> str:
    """That of an installed library; "" where it is an optional one that is not there."""
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
