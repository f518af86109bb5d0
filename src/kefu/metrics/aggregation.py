"""Aggregating: what is computed of the rows a metric counts, and the figure's own measure of chance.

A question has one column for every value of a row (``values_of_rows``), and of it the aggregates of each metric
(``measures``); ``rounded``, ``deviation`` and ``interval_of`` are of the numbers that come back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

from kefu.findings import Unit
from kefu.metrics.definition import Aggregate, Definition

PRECISION = 12  # significant digits; below them the order in which threads add up would show

Content = tuple[str, str]  # what a column holds: ``value`` of the rows that pass ``where``; no value: 1


def compiled(definition: Definition, key: str, table: Any) -> Any:
    """A definition's ``where`` or ``value`` over a table.

    What compiles takes two seconds to load, and answers that were kept do without it.
    """
    from kefu.metrics.expression import Kind, compile_expression

    kind = Kind.CONDITION if key == "where" else None
    return compile_expression(getattr(definition, key), table, f"metrics/{definition.name}.yaml: {key}", kind=kind)


def columns_named(definition: Definition) -> frozenset[str]:
    """The columns a definition's value is made of."""
    from kefu.metrics.expression import columns_of

    return columns_of(definition.value) if definition.value else frozenset()


def values_of_rows(definitions: Sequence[Definition], table: Any) -> dict[Content, Any]:
    """What the metrics aggregate, each once: the value of a row that counts, NULL for any other row.

    A condition here is weighed once for all aggregates of its column; as FILTER of every aggregate it costs twice the
    time of the whole query.
    """
    import ibis

    columns: dict[Content, Any] = {}
    for one in definitions:
        counted = compiled(one, "where", table) if one.where else None
        wanted = [one.value, ""] if one.censored or one.aggregate is Aggregate.SUM else [one.value]
        for text in (text for text in wanted if (one.where, text) not in columns):
            value = compiled(one, "value", table) if text else ibis.literal(1)
            if value.type().is_boolean():
                value = value.cast("int64")
            columns[one.where, text] = value if counted is None else counted.ifelse(value, None)
    return columns


def measures(definition: Definition, columns: Mapping[Content, Any]) -> dict[str, Any]:
    """Ibis aggregates of one metric: value ``.v``, rows with one ``.n``, rows that count ``.c``, mean square ``.s``."""
    name, value = definition.name, columns[definition.where, definition.value]
    measures = {f"{name}.v": _aggregate(definition, value), f"{name}.n": value.count()}
    if definition.censored or definition.aggregate is Aggregate.SUM:
        measures[f"{name}.c"] = columns[definition.where, ""].count()
    if definition.aggregate is Aggregate.MEAN:
        wide = value.cast("float64")
        measures[f"{name}.s"] = (wide * wide).mean()
    return measures


def _aggregate(definition: Definition, value: Any) -> Any:
    match definition.aggregate:
        case Aggregate.COUNT:
            return value.count()
        case Aggregate.DISTINCT:
            return value.nunique()
        case Aggregate.SUM:
            return value.sum()
        case Aggregate.MEAN | Aggregate.SHARE:
            return value.mean()
        case Aggregate.MEDIAN:
            return value.quantile(0.5)
        case Aggregate.QUANTILE if definition.quantile == 0:
            return value.min()
        case Aggregate.QUANTILE if definition.quantile == 1:
            return value.max()
        case _:
            return value.quantile(definition.quantile)


def rounded(value: Any) -> float | None:
    return None if value is None else float(f"{float(value):.{PRECISION}g}")


def deviation(mean: float | None, mean_square: Any) -> float | None:
    """Standard deviation of the rows' values from mean and mean square."""
    if mean is None or mean_square is None:
        return None
    return rounded(sqrt(max(float(mean_square) - mean * mean, 0.0)))


def interval_of(
    definition: Definition, value: float | None, spread: float | None, sample: float
) -> tuple[float, float] | None:
    """The 95 % interval of a share (Wilson) or a net promoter score (adjusted Wald)."""
    if value is None or sample == 0:
        return None
    if definition.aggregate is Aggregate.SHARE:
        from kefu.methods.survey.proportion import wilson

        return wilson(value * sample, sample)
    if definition.unit is Unit.NPS and spread is not None:
        from kefu.methods.survey.nps import Nps

        mean = value / 100
        return Nps.from_moments(mean, (spread / 100) ** 2 + mean**2, sample).interval()
    return None
