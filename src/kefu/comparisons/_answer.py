"""A whole answer: figures by time and slice, each held against what was asked for, and ranked where that was asked.

Whoever asks for the first N gets those with the largest value of the first metric over the whole period. Who equals the
last of them stays in. A member with too small a sample is in no place: it is listed after the others. What is left over
is one line, measured again from its rows, for medians and shares do not add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kefu.comparisons import COMPARISONS, compare_all
from kefu.errors import UsageError
from kefu.findings import Figure, Finding, Period
from kefu.findings.lineage import condition, without
from kefu.metrics.grain import Grain
from kefu.metrics.intervals import with_intervals
from kefu.metrics.query import Measurement, Meter

if TYPE_CHECKING:
    import pyarrow as pa

OTHER = "(other)"
PARTS = {"before": "", "change": "_change", "relative": "_relative"}  # figures of a comparison -> ends of its columns


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of an answer with its ``comparisons`` by name, its ``rank`` among the first N (None: not ranked), and
    whether it is what was left ``over`` when they were taken out."""

    measurement: Measurement
    small_sample: bool
    comparisons: Mapping[str, Finding] = field(default_factory=dict)
    rank: int | None = None
    over: bool = False

    @property
    def metric(self) -> str:
        return self.measurement.metric

    @property
    def period(self) -> Period:
        return self.measurement.period

    @property
    def figure(self) -> Figure:
        return self.measurement.figure

    @property
    def value(self) -> float | None:
        return self.figure.value


@dataclass(frozen=True, slots=True)
class Answer(Sequence[Line]):
    """The lines of an answer, asked ``by`` some dimensions and compared with ``compared``."""

    lines: tuple[Line, ...]
    by: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __getitem__(self, at: Any) -> Any:
        return self.lines[at]

    def member(self, line: Line, dimension: str) -> str | None:
        """The line's member of a dimension; what was left over has none of the first."""
        return OTHER if line.over and dimension == self.by[0] else line.measurement.member(dimension)

    @property
    def figures(self) -> list[Figure]:
        """Every figure there is to show, those of the comparisons too."""
        compared = [one for line in self for finding in line.comparisons.values() for one in finding.figures.values()]
        return [*(line.figure for line in self), *compared]

    def to_pylist(self) -> list[dict[str, Any]]:
        """A row per line: the question, the figure and its uncertainty, and of each comparison the figure before, the
        change and the relative change, all as they are stored."""
        return [self._row(line) for line in self]

    def to_arrow(self) -> pa.Table:
        """The same as an Arrow table; the columns have their types also where there is no line."""
        import pyarrow as pa

        return pa.Table.from_pylist(self.to_pylist(), schema=self._schema())

    def _row(self, line: Line) -> dict[str, Any]:
        figure = line.figure
        low, high = figure.interval or (None, None)
        return {
            "metric": line.metric,
            "from": line.period.start,
            "to": line.period.end,
            **{name: self.member(line, name) for name in self.by},
            "value": figure.value,
            "unit": figure.unit.value,
            "sample": figure.sample,
            "small_sample": line.small_sample,
            "censored": figure.censored,
            "interval_low": low,
            "interval_high": high,
            "rank": line.rank,
            **{key: value for name in self.compared for key, value in _compared(name, line.comparisons[name]).items()},
            "id": figure.id,
        }

    def _schema(self) -> pa.Schema:
        import pyarrow as pa

        types: dict[str, pa.DataType] = {"metric": pa.string(), "from": pa.date32(), "to": pa.date32()}
        types |= dict.fromkeys(self.by, pa.string())
        types |= {"value": pa.float64(), "unit": pa.string(), "sample": pa.int64(), "small_sample": pa.bool_()}
        types |= {"censored": pa.int64(), "interval_low": pa.float64(), "interval_high": pa.float64()}
        types |= {"rank": pa.int64()}
        for name in self.compared:
            types |= {f"{name}{end}": pa.float64() for end in PARTS.values()} | {f"{name}_caveats": pa.string()}
        return pa.schema([*types.items(), ("id", pa.string())])


def _compared(name: str, finding: Finding) -> dict[str, Any]:
    values = {
        f"{name}{end}": finding.figures[role].value if role in finding.figures else None for role, end in PARTS.items()
    }
    return values | {f"{name}_caveats": " ".join(finding.caveats)}


def ask(
    meter: Meter,
    metrics: Sequence[str],
    period: Period,
    *,
    grain: Grain | None = None,
    by: Sequence[str] = (),
    where: Mapping[str, str | None] | None = None,
    compare: Sequence[str] = (),
    top: int | None = None,
    intervals: bool = False,
) -> Answer:
    """Measure, compare and rank; see ``Project.measure``."""
    for name in compare:
        COMPARISONS[name]  # one that does not exist is told before anything is measured
    asked = _Asked(meter, tuple(metrics), period, grain, tuple(by), dict(where or {}), tuple(compare), intervals)
    lines = asked.everyone() if top is None else asked.first(top)
    return Answer(tuple(lines), asked.by, asked.compare)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question to several metrics."""

    meter: Meter
    metrics: tuple[str, ...]
    period: Period
    grain: Grain | None
    by: tuple[str, ...]
    where: dict[str, str | None]
    compare: tuple[str, ...]
    intervals: bool

    def everyone(self) -> list[Line]:
        return self._lines(self._measured(), self.by)

    def first(self, top: int) -> list[Line]:
        """Of the first dimension, the members in the first places, the rest as one, and those without a place."""
        if not self.by:
            raise UsageError("the first N are members of a dimension; say which with by")
        ranks, unranked = self._ranked(top)
        held = [one for one in self._measured() if one.member(self.by[0]) in {*ranks, *unranked}]
        lines = [(ranks.get(line.measurement.member(self.by[0])), line) for line in self._lines(held, self.by)]
        placed = [Line(one.measurement, one.small_sample, one.comparisons, rank) for rank, one in lines]
        return sorted([*placed, *self._rest([*ranks, *unranked])], key=self._order)

    def _ranked(self, top: int) -> tuple[dict[str | None, int], list[str | None]]:
        """The members in the first ``top`` places with their place, and the members that have none."""
        one_by_one = self.meter.measure([self.metrics[0]], self.period, by=self.by[:1], where=self.where)
        able = [one for one in one_by_one if one.figure.value is not None and not self._small(one)]
        values = sorted((one.figure.value or 0.0 for one in able), reverse=True)
        places = {one.member(self.by[0]): values.index(one.figure.value or 0.0) + 1 for one in able}
        unranked = [one.member(self.by[0]) for one in one_by_one if one not in able]
        return {member: place for member, place in places.items() if place <= top}, unranked

    def _rest(self, named: Sequence[str | None]) -> list[Line]:
        """Everybody who is not named, together."""
        left_out = [member for key, member in self.where.items() if condition(key) == (self.by[0], True)]
        others = {key: member for key, member in self.where.items() if condition(key) != (self.by[0], True)}
        others |= without(self.by[0], [*left_out, *named])
        if not self.meter.figure(self.metrics[0], self.period, others).sample:
            return []
        measured = self.meter.measure(
            self.metrics, self.period, grain=self.grain, by=self.by[1:], where=others, zeros=True
        )
        return [
            Line(one.measurement, one.small_sample, one.comparisons, over=True)
            for one in self._lines(measured, self.by[1:])
        ]

    def _order(self, line: Line) -> tuple[Any, ...]:
        """By metric and time as asked; the places, the rest, and those without a place."""
        place = (0, line.rank) if line.rank else (1 if line.over else 2, 0)
        return self.metrics.index(line.metric), line.period, place

    def _measured(self) -> list[Measurement]:
        return self.meter.measure(
            self.metrics, self.period, grain=self.grain, by=self.by, where=self.where, zeros=bool(self.by)
        )

    def _lines(self, measured: Sequence[Measurement], by: Sequence[str]) -> list[Line]:
        if self.intervals and measured:
            measured = with_intervals(self.meter, measured, by, self.grain)
        found = [compare_all(name, self.meter, measured, by) for name in self.compare] if measured else []
        held = zip(*found, strict=True) if found else [()] * len(measured)
        return [
            Line(one, self._small(one), dict(zip(self.compare, findings, strict=True)))
            for one, findings in zip(measured, held, strict=True)
        ]

    def _small(self, one: Measurement) -> bool:
        return one.figure.value is not None and one.figure.sample < self.meter.definition(one.metric).minimum_sample
