"""What the engine answered, metric by metric: columns of numbers beside the rows they are of.

All metrics of a table have the same rows in a month, so what a row is of (the layout) is read once for all of them, and
figures are made of the numbers when somebody looks at them.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import nan
from typing import Any

from kefu.findings import Period
from kefu.metrics.definition import Definition
from kefu.metrics.grain import Grain, clipped, following

MEASURES = ("v", "n", "c", "s")  # what a row of an answer says of a metric: ``<metric>.v`` and so on
LENGTH = struct.Struct("<I")  # of the layout, before it

Rows = list[dict[str, Any]]
Members = tuple[str | None, ...]  # a member of each dimension that was asked by
Key = tuple[Period, Members]
Layout = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """One metric: value, rows with one, rows that count and mean square, row by row; NaN where there is none.

    ``layout`` is the JSON of the rows: the first day of each one's bucket, or null, and its members.
    """

    layout: bytes
    columns: tuple[array[float], ...]

    def at(self, row: int) -> tuple[float, ...]:
        return tuple(column[row] for column in self.columns)

    def packed(self) -> bytes:
        return b"".join((LENGTH.pack(len(self.layout)), self.layout, *(column.tobytes() for column in self.columns)))

    @classmethod
    def unpacked(cls, content: bytes) -> Numbers:
        """The numbers that were packed on a machine of this byte order."""
        start = LENGTH.size + LENGTH.unpack_from(content)[0]
        size = (len(content) - start) // len(MEASURES)
        ends = range(start, len(content) + 1, size) if size else [start] * (len(MEASURES) + 1)
        columns = tuple(array("d", content[ends[at] : ends[at + 1]]) for at in range(len(MEASURES)))
        return cls(content[LENGTH.size : start], columns)


NOTHING = (nan,) * len(MEASURES)  # what a row says that is not there


def numbers_of(definitions: Sequence[Definition], rows: Rows, dimensions: int) -> dict[str, Numbers]:
    """The numbers of each metric by its name, in an order that does not depend on the engine's."""
    placed = sorted(((_place(row, dimensions), at) for at, row in enumerate(rows)), key=lambda one: _order(one[0]))
    layout = json.dumps([place for place, _ in placed], ensure_ascii=False).encode()
    ordered = [rows[at] for _, at in placed]
    return {one.name: Numbers(layout, tuple(_column(f"{one.name}.{key}", ordered) for key in MEASURES))
            for one in definitions}  # fmt: skip


def _place(row: Mapping[str, Any], dimensions: int) -> list[str | None]:
    bucket = row.get("bucket")
    day = date(bucket.year, bucket.month, bucket.day).isoformat() if bucket is not None else None
    return [day, *(row[f"by{at}"] for at in range(dimensions))]


def _order(place: Sequence[str | None]) -> list[tuple[bool, str]]:
    return [(one is None, one or "") for one in place]


def _column(name: str, rows: Rows) -> array[float]:
    if not rows or name not in rows[0]:
        return array("d", [nan]) * len(rows)
    return array("d", [nan if (found := row[name]) is None else found for row in rows])


def laid_out(layout: bytes, grain: Grain | None, period: Period) -> Layout:
    """The keys of a layout's rows; buckets are cut to the period."""
    places = json.loads(layout)
    buckets = {day: _bucket(day, grain, period) for day, *_ in places}
    return tuple((buckets[day], tuple(members)) for day, *members in places)


def _bucket(day: str | None, grain: Grain | None, period: Period) -> Period:
    if day is None or grain is None:
        return period
    first = date.fromisoformat(day)
    return clipped(Period(first, following(first, grain)), period)
