"""Intervals that cost another pass over the rows, for those who ask: of medians and other quantiles, and of means.

A mean has Student's interval. A quantile lies between two of the sorted values, whose places depend on the number of
rows alone; the engine sorts each cell's values and gives the two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kefu.findings import Figure, Period
from kefu.metrics.definition import Aggregate, Definition
from kefu.metrics.grain import Grain, cut, first_day
from kefu.metrics.query import Measurement, Meter, local_time

SHARES = {Aggregate.MEDIAN: 0.5}


def with_intervals(
    meter: Meter, measured: Sequence[Measurement], by: Sequence[str], grain: Grain | None
) -> list[Measurement]:
    """The cells of one answer, asked ``by`` some dimensions, with the intervals they have not got yet."""
    ends: dict[str, tuple[float, float]] = {}
    for metric in dict.fromkeys(one.metric for one in measured):
        definition = meter.definition(metric)
        cells = [one for one in measured if one.metric == metric and one.figure.interval is None and one.figure.sample]
        if definition.aggregate in (Aggregate.MEDIAN, Aggregate.QUANTILE):
            ends |= _of_quantiles(meter, definition, cells, by, grain)
        elif definition.aggregate is Aggregate.MEAN:
            ends |= {one.figure.id: end for one in cells if (end := _of_mean(one.figure)) is not None}
    return [Measurement(one.query, _with(one.figure, ends)) for one in measured]


def _with(figure: Figure, ends: Mapping[str, tuple[float, float]]) -> Figure:
    return replace(figure, interval=ends[figure.id]) if figure.id in ends else figure


def _of_mean(figure: Figure) -> tuple[float, float] | None:
    from kefu.methods.survey.mean import t_interval

    if figure.value is None or figure.spread is None:
        return None
    return t_interval(figure.value, figure.spread, figure.sample)


def _of_quantiles(
    meter: Meter, definition: Definition, cells: Sequence[Measurement], by: Sequence[str], grain: Grain | None
) -> dict[str, tuple[float, float]]:
    """Ends by figure id; cells with too few rows have none."""
    from kefu.methods.survey.quantile import ranks

    share = SHARES.get(definition.aggregate, definition.quantile)
    if not cells or share is None or share in (0, 1) or (definition.until and grain):
        return {}  # a state has other rows at the end of every bucket
    sizes = [one.figure.sample for one in cells]
    lower, upper = ranks(sizes, share)
    places = {
        number: (int(low), int(high))
        for number, (low, high, size) in enumerate(zip(lower, upper, sizes, strict=True))
        if low > 0 and high <= size
    }
    found = _values_at(meter, definition, cells, places, by, grain)
    return {cells[number].figure.id: (low, high) for number, low, high in found}


def _values_at(
    meter: Meter,
    definition: Definition,
    cells: Sequence[Measurement],
    places: Mapping[int, tuple[int, int]],
    by: Sequence[str],
    grain: Grain | None,
) -> list[tuple[int, float, float]]:
    """The number of each cell with the values at its two places."""
    import ibis

    sorted_ = _sorted(meter, definition, cells, by, grain)
    wanted = ibis.memtable(_wanted(meter, cells, places, by, grain))
    same = [sorted_[name].identical_to(wanted[name]) for name in ("bucket", *_names(by))]
    held = sorted_.join(wanted, same)
    ends = held.group_by("cell").agg(
        low=held.value.max(where=held.place == held.lower), high=held.value.max(where=held.place == held.upper)
    )
    return [(row["cell"], row["low"], row["high"]) for row in ends.to_pyarrow().to_pylist()] if places else []


def _sorted(
    meter: Meter, definition: Definition, cells: Sequence[Measurement], by: Sequence[str], grain: Grain | None
) -> Any:
    """Every value with its cell and its place there, from 1."""
    import ibis

    from kefu.metrics.expression import compile_expression

    where = {key: member for key, member in cells[0].query.where.items() if key not in by}
    period = Period(min(one.period.start for one in cells), max(one.period.end for one in cells))
    rows = meter.rows(definition.name, period, where)
    local = local_time(definition)
    bucket = cut(rows, local, grain, meter.week_start).date().cast("string") if grain else ibis.literal("")
    keys = {
        name: meter.dimension(rows, dimension, rows[local], definition)
        for name, dimension in zip(_names(by), by, strict=True)
    }
    value = compile_expression(definition.value, rows, definition.name).cast("float64")
    held = rows.select(value=value, bucket=bucket, **keys).filter(lambda table: table["value"].notnull())
    window = ibis.window(group_by=["bucket", *keys], order_by="value")
    return held.mutate(place=ibis.row_number().over(window) + 1)


def _wanted(
    meter: Meter,
    cells: Sequence[Measurement],
    places: Mapping[int, tuple[int, int]],
    by: Sequence[str],
    grain: Grain | None,
) -> Any:
    import pyarrow as pa

    columns: dict[str, Any] = {
        "cell": pa.array(list(places), pa.int64()),
        "lower": pa.array([low for low, _ in places.values()], pa.int64()),
        "upper": pa.array([high for _, high in places.values()], pa.int64()),
        "bucket": pa.array([_bucket(meter, cells[number], grain) for number in places], pa.string()),
    }
    for name, dimension in zip(_names(by), by, strict=True):
        columns[name] = pa.array([cells[number].member(dimension) for number in places], pa.string())
    return pa.table(columns)


def _bucket(meter: Meter, one: Measurement, grain: Grain | None) -> str:
    return first_day(one.period.start, grain, meter.week_start).isoformat() if grain else ""


def _names(by: Sequence[str]) -> list[str]:
    return [f"by{at}" for at in range(len(by))]
