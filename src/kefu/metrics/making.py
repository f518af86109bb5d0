"""Making figures of the numbers an answer has: value, sample, lineage, what is censored, interval and spread.

A cell knows its numbers long before anybody looks at its figure; of tens of thousands in an answer most never are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kefu.findings import Figure, Lineage, Period, Query
from kefu.metrics.aggregation import deviation, interval_of, rounded
from kefu.metrics.answered import NOTHING, Key, Members, Numbers
from kefu.metrics.definition import Aggregate, Definition
from kefu.store.snapshot import Snapshot

VOLUMES = (Aggregate.COUNT, Aggregate.DISTINCT, Aggregate.SUM)
Digests = Callable[[Definition, Period], Mapping[str, str]]  # of every partition a figure is read from


class Cells(Protocol):
    """The cells of one metric, by their position in the answer."""

    def query(self, at: int) -> Query: ...

    def figure(self, at: int) -> Figure: ...


@dataclass(slots=True)
class Making:
    """What all figures of one question share."""

    snapshot: Snapshot
    digests: Digests
    by: tuple[str, ...]
    where: Mapping[str, str | None]
    _slices: dict[Members, Mapping[str, str | None]] = field(default_factory=dict)

    def query(self, definition: Definition, key: Key) -> Query:
        period, members = key
        if members not in self._slices:
            self._slices[members] = {**self.where, **dict(zip(self.by, members, strict=True))}
        return Query(definition.name, period, self._slices[members])

    def figure(self, definition: Definition, key: Key, numbers: Sequence[float]) -> Figure:
        told, rows, counting, square = numbers
        value, sample, counted = rounded(_given(told)), _whole(rows), _whole(counting)
        if sample == 0 and definition.aggregate in VOLUMES:
            # No rows: nothing happened. Rows without an amount: nobody knows how much.
            value = 0.0 if counted == 0 and self.reached(definition, key[0]) else None
        if definition.aggregate is Aggregate.SHARE:
            square = told  # 0 and 1 are their own squares
        spread = deviation(value, _given(square))
        return Figure(
            value=value,
            unit=definition.unit,
            sample=sample,
            lineage=Lineage(definition.digest, self.query(definition, key), self.digests(definition, key[0])),
            interval=interval_of(definition, value, spread, sample),
            censored=counted - sample if definition.censored and counted else 0,
            spread=spread,
        )

    def ratio(self, definition: Definition, key: Key, part: Figure, whole: Figure) -> Figure:
        value = definition.times * part.value / whole.value if part.value is not None and whole.value else None
        lineage = Lineage(
            definition=f"{definition.digest}:{part.lineage.definition}:{whole.lineage.definition}",
            query=self.query(definition, key),
            snapshots={**part.lineage.snapshots, **whole.lineage.snapshots},
        )
        return Figure(rounded(value), definition.unit, whole.sample, lineage)

    def reached(self, definition: Definition, period: Period) -> bool:
        """Whether the table holds any month of the period, so that no rows means none happened."""
        held = self.snapshot.months(definition.entity)
        return bool(held) and held[0] <= period.months[-1] and period.months[0] <= held[-1]


Places = Mapping[Key, tuple[int, int]]  # which of the answers a key is in, and in which row


@dataclass(frozen=True, slots=True)
class OfRows:
    """Cells of a metric of rows; one whose key no answer has says what no rows say."""

    making: Making
    definition: Definition
    keys: Sequence[Key]
    numbers: Sequence[Numbers]
    places: Places

    def query(self, at: int) -> Query:
        return self.making.query(self.definition, self.keys[at])

    def figure(self, at: int) -> Figure:
        return self.of(self.keys[at])

    def of(self, key: Key) -> Figure:
        place = self.places.get(key)
        return self.making.figure(self.definition, key, self.numbers[place[0]].at(place[1]) if place else NOTHING)


@dataclass(frozen=True, slots=True)
class OfRatio:
    """Cells of one metric divided by another."""

    making: Making
    definition: Definition
    keys: Sequence[Key]
    part: OfRows
    whole: OfRows

    def query(self, at: int) -> Query:
        return self.making.query(self.definition, self.keys[at])

    def figure(self, at: int) -> Figure:
        key = self.keys[at]
        return self.making.ratio(self.definition, key, self.part.of(key), self.whole.of(key))


def _given(number: float) -> float | None:
    return None if number != number else number  # NaN is not itself


def _whole(number: float) -> int:
    return 0 if number != number else int(number)
