"""Many questions asked again with few passes over the data: what differs only in its month, day or member is one.

A report's six hundred figures are about thirty questions; asked one by one they take a minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from kefu.findings import Figure, Period, Query
from kefu.findings.lineage import condition
from kefu.metrics.grain import Grain
from kefu.metrics.query import Meter

Names = tuple[str, ...]
Rest = tuple[tuple[str, str | None], ...]
Key = tuple[str, Period, Rest]
A_DAY = timedelta(days=1)


def key_of(query: Query) -> Key:
    return query.metric, query.period, tuple(sorted(query.where.items()))


def measure_again(meter: Meter, queries: Iterable[Query]) -> dict[Key, Figure]:
    """Today's figure of every query, by ``key_of``."""
    groups: dict[tuple[Names, Rest, Grain | None, Period | None], list[Query]] = {}
    for one in queries:
        grain = _grain(one.period)
        named = tuple(sorted(name for name in one.where if not condition(name)[1]))
        rest = tuple(item for item in sorted(one.where.items()) if item[0] not in named)
        groups.setdefault((named, rest, grain, None if grain else one.period), []).append(one)
    found: dict[Key, Figure] = {}
    for (names, rest, grain, _), together in groups.items():
        found |= _group(meter, together, names, dict(rest), grain)
    return found


def _grain(period: Period) -> Grain | None:
    if period == Period.month(period.months[0]):
        return Grain.MONTH
    return Grain.DAY if period.end - period.start == A_DAY else None


def _group(
    meter: Meter, queries: Sequence[Query], names: Names, rest: Mapping[str, str | None], grain: Grain | None
) -> dict[Key, Figure]:
    """One question for all members and all months or days between the first and the last; ``rest`` are the conditions
    that leave members out, which all of the queries have.

    A member without rows today has no cell in the answer, so it is asked for on its own.
    """
    metrics = sorted({one.metric for one in queries})
    whole = Period(min(one.period.start for one in queries), max(one.period.end for one in queries))
    answers: Mapping[Key, Figure] = {
        key_of(one.query): one.figure for one in meter.measure(metrics, whole, grain=grain, by=names, where=rest)
    }
    return {
        key_of(one): answers[key_of(one)] if key_of(one) in answers else meter.figure(one.metric, one.period, one.where)
        for one in queries
    }
