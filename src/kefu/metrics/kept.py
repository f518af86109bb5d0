"""Answers asked before: what a metric gave for a month is kept, and after an import only what it touched is asked anew.

An answer is kept under a digest of everything it depends on: the definition, the dimensions and the slice, the days,
the content of every partition read, the bands, the engine, and the code that turns a definition into a number. So
nothing is ever out of date; what can no longer be asked for is only in the way, and goes when the space is needed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path

from kefu.configuration import WeekStart
from kefu.findings import Period
from kefu.findings.lineage import condition
from kefu.metrics.answered import Numbers, Rows, numbers_of
from kefu.metrics.definition import Definition
from kefu.metrics.dimension import Band, names_people
from kefu.metrics.grain import Grain, clipped
from kefu.metrics.making import Digests
from kefu.store.answers import Answers
from kefu.store.snapshot import Snapshot

MONTHLY = (Grain.DAY, Grain.MONTH)  # whose buckets never reach over the end of a month

Known = tuple[Definition, Period, Numbers]  # what a metric gave for a span


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
    ) -> tuple[list[Known], list[tuple[Period, list[Definition]]]]:
        """Answers that are known, and what is left to ask: spans with the metrics not known there."""
        answers = self._place_for(asked)
        if answers is None:
            return [], [(period, list(definitions))]
        spans = _spans(period, asked.grain)
        keys = self._keys(definitions, asked, spans)
        found = answers.find([key for of in keys for key in of])
        known = [
            (one, span, Numbers.unpacked(found[key]))
            for span, of in zip(spans, keys, strict=True)
            for one, key in zip(definitions, of, strict=True)
            if key in found
        ]
        missing = [
            (span, [one for one, key in zip(definitions, of, strict=True) if key not in found])
            for span, of in zip(spans, keys, strict=True)
        ]
        return known, list(_joined(missing))

    def keep(self, definitions: Sequence[Definition], asked: Asked, period: Period, rows: Rows) -> list[Known]:
        """The answer of each metric for each of its months, which is kept."""
        spans = _spans(period, asked.grain)
        numbers = [numbers_of(definitions, some, len(asked.by)) for some in _parted(rows, spans)]
        answers = self._place_for(asked)
        if answers is not None:
            keys = self._keys(definitions, asked, spans)
            answers.keep(
                {
                    key: found[one.name].packed()
                    for found, of in zip(numbers, keys, strict=True)
                    for one, key in zip(definitions, of, strict=True)
                }
            )
        return [(one, span, found[one.name]) for span, found in zip(spans, numbers, strict=True) for one in definitions]

    def _place_for(self, asked: Asked) -> Answers | None:
        """Answers that name people, or columns nobody described, have none: what is erased is to be gone."""
        unnamed = self.snapshot.record.kept_columns if asked.dimensions else ()
        return None if any(names_people(one) or one in unnamed for one in asked.dimensions) else self.answers

    def _keys(self, definitions: Sequence[Definition], asked: Asked, spans: Sequence[Period]) -> list[list[str]]:
        """The keys of the metrics' answers, span by span; what all have in common is digested once. They are of the
        same rows, so that one tells which partitions all are read from."""
        shape = self._shape(asked)
        return [self._of_span(definitions, shape, span) for span in spans]

    def _of_span(self, definitions: Sequence[Definition], shape: str, span: Period) -> list[str]:
        read = sorted(self.digests(definitions[0], span).items())
        common = sha256(repr((shape, span.start.isoformat(), span.end.isoformat(), read)).encode())
        keys = []
        for one in definitions:
            own = common.copy()
            own.update(f"{one.digest} {one.censored}".encode())
            keys.append(own.hexdigest())
        return keys

    def _shape(self, asked: Asked) -> str:
        said = {
            "grain": asked.grain,
            "by": asked.by,
            "where": list(asked.where.items()),
            "timezone": self.snapshot.record.timezone,
            "bands": [(band.name, band.below) for band in self.bands],
            "week_start": self.week_start,
            "engine": type(self.snapshot.engine).__name__,
            "bytes": sys.byteorder,
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


def _parted(rows: Rows, spans: Sequence[Period]) -> list[Rows]:
    """The rows of each span, by the day their bucket begins."""
    if len(spans) == 1:
        return [rows]
    parts: dict[str, Rows] = {span.months[0]: [] for span in spans}
    for row in rows:
        parts[str(row["bucket"])[:7]].append(row)
    return list(parts.values())


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
