"""How far apart the members of a dimension are: the largest figure divided by the smallest.

A member with fewer rows than the metric's minimum is left out, because the extremes of a comparison are where small
samples land. Fewer than two members, or a smallest figure of zero or less, leave the spread undefined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kefu.findings import Figure, Lineage, Period, Query
from kefu.metrics.definition import Definition

Cell = tuple[Query, Figure]


def spreads(
    definition: Definition,
    found: Iterable[Cell],
    least: int,
    periods: Sequence[Period],
    where: Mapping[str, str | None],
) -> list[Cell]:
    """One cell for every period and slice of ``found``, the figures by member; ``periods`` have one in any case."""
    groups: dict[tuple[Period, tuple[tuple[str, str | None], ...]], list[Figure]] = {
        (period, tuple(where.items())): [] for period in periods
    }
    for query, figure in found:
        rest = tuple(one for one in query.where.items() if one[0] != definition.over)
        groups.setdefault((query.period, rest), []).append(figure)
    return [_cell(definition, Query(definition.name, period, dict(rest)), figures, least)
            for (period, rest), figures in groups.items()]  # fmt: skip


def _cell(definition: Definition, query: Query, figures: Sequence[Figure], least: int) -> Cell:
    told = [one for one in figures if one.value is not None and one.sample >= least]
    values = [one.value for one in told if one.value is not None]
    value = max(values) / min(values) if len(values) > 1 and min(values) > 0 else None
    lineage = Lineage(
        definition=":".join([definition.digest, *sorted({one.lineage.definition for one in figures})]),
        query=query,
        snapshots={name: digest for one in figures for name, digest in one.lineage.snapshots.items()},
    )
    return query, Figure(value, definition.unit, sum(one.sample for one in told), lineage)
