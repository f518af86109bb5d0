"""Surveys of a known number of customers: weighted, so that every answer counts for its stratum, and with intervals
that know how many there are to ask.

A weighted metric is another one measured by the dimension of the strata and put together again by how many customers
each has (post-stratification). Answers of a stratum without customers speak for nobody and are left out; customers of a
stratum without answers are spoken for by nobody. The interval is that of Kish's effective number of answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from math import isinf, sqrt

from kefu.findings import Figure, Lineage, Period, Query
from kefu.metrics.aggregation import interval_of, rounded
from kefu.metrics.definition import Definition

Cell = tuple[Query, Figure]
Key = tuple[Period, tuple[tuple[str, str | None], ...]]


@dataclass(frozen=True, slots=True)
class Surveys:
    """What a project says of its surveys.

    With ``finite_population`` intervals are of the customers of the period and no others. ``customers`` is how many
    there are, by dimension and member; what it does not say is counted from the tickets.
    """

    finite_population: bool = False
    customers: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def stated(self, where: Mapping[str, str | None]) -> float | None:
        """Customers of a slice as the project states them; None where it does not."""
        if not self.customers:
            return None
        if not where:
            return sum(next(iter(self.customers.values())).values())
        (name, member), *others = where.items()
        return None if others else self.customers.get(name, {}).get(member or "")


NO_SURVEYS = Surveys()


@dataclass(frozen=True, slots=True)
class _Stratum:
    """The answers of one member, how many customers it has, and the figure that says so where they were counted."""

    answers: Figure
    customers: float
    counted: Figure | None


def among(definition: Definition, found: Iterable[Cell], counted: Iterable[Cell], surveys: Surveys) -> list[Cell]:
    """The cells of a survey with intervals narrowed by the customers stated, or else counted, for each."""
    known = {_key(query): figure.value for query, figure in counted}
    return [
        (query, _among(definition, figure, figure.sample, surveys.stated(query.where) or known.get(_key(query))))
        for query, figure in found
    ]


def weighted(
    definition: Definition,
    of: Definition,
    found: Iterable[Cell],
    counted: Iterable[Cell],
    surveys: Surveys,
    periods: Sequence[Period],
    where: Mapping[str, str | None],
) -> list[Cell]:
    """One cell for every period and slice of ``found``, the figures of ``of`` by member; ``periods`` have one in any
    case. ``counted`` has the customers of each member, where the project does not state them."""
    known = {_key(query): figure for query, figure in counted}
    stated = surveys.customers.get(definition.over, {})
    groups: dict[Key, list[_Stratum]] = {(period, tuple(sorted(where.items()))): [] for period in periods}
    for query, figure in found:
        rest = {name: member for name, member in query.where.items() if name != definition.over}
        many = known.get(_key(query))
        customers = stated.get(query.where[definition.over] or "") if stated else many.value if many else None
        stratum = _Stratum(figure, customers or 0.0, many)
        groups.setdefault(_key(replace(query, where=rest)), []).append(stratum)
    return [
        (query, _figure(definition, of, query, strata, surveys))
        for query, strata in ((Query(definition.name, key[0], dict(key[1])), one) for key, one in groups.items())
    ]


def _key(query: Query) -> Key:
    return query.period, tuple(sorted(query.where.items()))


def _figure(
    definition: Definition, of: Definition, query: Query, strata: Sequence[_Stratum], surveys: Surveys
) -> Figure:
    from kefu.methods.survey.weighting import effective_number, stratum_weights

    held = {str(i): one for i, one in enumerate(strata) if one.answers.sample and one.customers > 0}
    counts = {name: float(one.answers.sample) for name, one in held.items()}
    weights = stratum_weights(counts, {name: one.customers for name, one in held.items()})
    parts = [weights[name] * counts[name] for name in held]
    value = _mean([one.answers.value or 0.0 for one in held.values()], parts)
    square = _mean([(one.answers.spread or 0.0) ** 2 + (one.answers.value or 0.0) ** 2 for one in held.values()], parts)
    spread = None if value is None or square is None else rounded(sqrt(max(square - value * value, 0.0)))
    lineage = _lineage(definition, query, strata, surveys)
    figure = Figure(rounded(value), definition.unit, int(sum(counts.values())), lineage, spread=spread)
    effective = effective_number([weights[name] for name in held], list(counts.values()))
    customers = sum(one.customers for one in held.values()) if surveys.finite_population else None
    return _among(of, figure, effective, customers)


def _among(definition: Definition, figure: Figure, sample: float, customers: float | None) -> Figure:
    """The figure with the interval of so many answers of so many customers; who asked all of them knows the number.

    More answers than customers mean that both do not speak of the same ones: nothing is narrowed.
    """
    from kefu.methods.survey.population import effective_answers

    if figure.value is None or sample == 0:
        return figure
    worth = effective_answers(sample, customers) if customers and sample <= customers else sample
    ends = (figure.value, figure.value) if isinf(worth) else None
    return replace(figure, interval=ends or interval_of(definition, figure.value, figure.spread, worth))


def _lineage(definition: Definition, query: Query, strata: Sequence[_Stratum], surveys: Surveys) -> Lineage:
    read = [figure for one in strata for figure in (one.answers, one.counted) if figure]
    recipes = sorted({one.lineage.definition for one in read})
    stated = surveys.customers.get(definition.over)
    if stated:
        recipes.append(sha256(json.dumps(dict(stated), sort_keys=True).encode()).hexdigest()[:16])
    snapshots = {name: digest for one in read for name, digest in one.lineage.snapshots.items()}
    return Lineage(":".join([definition.digest, *recipes]), query, snapshots)


def _mean(values: Sequence[float], parts: Sequence[float]) -> float | None:
    whole = sum(parts)
    return sum(value * part for value, part in zip(values, parts, strict=True)) / whole if whole else None
