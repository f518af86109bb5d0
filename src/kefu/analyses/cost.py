"""Where does after-sales service cost too much, how much of it is transport, and what changed the cost of a case?

A member of a dimension is named where its cases cost more than the others' beyond chance, corrected over all members
looked at. A change against the three months before is split into a part of other cases (mix) and a part of dearer ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from kefu.analyses import DIMENSIONS, MOST_MEMBERS, Analysis, Study
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import apart, derived, difference, quotient
from kefu.methods.attribution import mix_and_rate
from kefu.methods.change.false_discovery import adjusted
from kefu.methods.survey.normal import two_sided
from kefu.metrics.query import Measurement

MONTHS = 3
METRIC, TRANSPORT = "cost_per_case", "logistics_cost_per_case"
WAYS = (*DIMENSIONS, "kind")
LEAST_CASES = 30
FALSE_DISCOVERIES = 0.05
TWO_ERRORS = 2.0
MOST_TOLD = 6


@dataclass(frozen=True, slots=True)
class _Member:
    dimension: str
    now: Measurement
    rest: float  # mean of all other cases
    p_value: float


def run(study: Study) -> Iterable[Finding]:
    if not study.meter.available(METRIC):
        return
    now = study.meter.figure(METRIC, study.period)
    if now.value is None:
        return
    ways = study.meter.slicers(METRIC, study.period, WAYS, MOST_MEMBERS)
    yield from _transport(study, now)
    yield from _dear(study, now, ways)
    yield from _change(study, now, ways)


def _transport(study: Study, now: Figure) -> Iterator[Finding]:
    """The share of transport, reverse logistics, in the cost of a case."""
    if not study.meter.available(TRANSPORT):
        return
    before = Period(study.period.shifted(-MONTHS).start, study.period.start)
    share = quotient(study.meter.figure(TRANSPORT, study.period), now)
    then = quotient(study.meter.figure(TRANSPORT, before), study.meter.figure(METRIC, before))
    if share.value is not None:
        yield Finding(
            "analyses.cost", "cost.transport", {"metric": TRANSPORT}, {"share": share, "before": then, "now": now}
        )


def _dear(study: Study, now: Figure, ways: Sequence[str]) -> Iterator[Finding]:
    """Members whose cases cost more than the others', by what that cost in the month."""
    found = [one for way in ways for one in _members(study, now, way)]
    p_values = adjusted(np.array([one.p_value for one in found]))
    kept = [one for one, p in zip(found, p_values, strict=True)
            if p <= FALSE_DISCOVERIES and (one.now.figure.value or 0.0) > one.rest]  # fmt: skip
    findings = [_finding(one, now) for one in kept]
    yield from sorted(findings, key=lambda one: -(one.figures["excess"].value or 0.0))[:MOST_TOLD]


def _members(study: Study, whole: Figure, way: str) -> Iterator[_Member]:
    total = (whole.value or 0.0) * whole.sample
    for one in study.meter.measure([METRIC], study.period, by=[way]):
        n, rest = one.figure.sample, whole.sample - one.figure.sample
        if one.member(way) and min(n, rest) >= LEAST_CASES and one.figure.value is not None and one.figure.spread:
            others = (total - one.figure.value * n) / rest
            error = sqrt(one.figure.spread**2 / n + (whole.spread or 0.0) ** 2 / rest)
            yield _Member(way, one, others, two_sided((one.figure.value - others) / error))


def _finding(one: _Member, whole: Figure) -> Finding:
    now = one.now.figure
    rest = derived("cost of a case elsewhere", Unit.MONEY, one.rest, whole, now)
    gap = (now.value or 0.0) - one.rest
    cases = derived("cases", Unit.COUNT, float(now.sample), now)
    excess = derived("(cost of a case - elsewhere) * cases", Unit.MONEY, gap * now.sample, now, rest)
    figures = {"now": now, "rest": rest, "cases": cases, "excess": excess}
    subject = {"metric": METRIC, "dimension": one.dimension, "member": one.now.member(one.dimension) or ""}
    return Finding("analyses.cost", "cost.member", subject, figures)


def _change(study: Study, now: Figure, ways: Sequence[str]) -> Iterator[Finding]:
    """The change of a case's cost, split by the dimension that explains it best; none where it lies within chance."""
    before = Period(study.period.shifted(-MONTHS).start, study.period.start)
    then = study.meter.figure(METRIC, before)
    if then.value is None or now.value is None or not _differs(now, then):
        return
    splits = [one for way in ways if (one := _split(study, way, before, now, then)) is not None]
    yield from sorted(splits, key=lambda one: -abs(one.figures["effect"].value or 0.0))[:1]


def _differs(now: Figure, then: Figure) -> bool:
    error = sqrt(sum((one.spread or 0.0) ** 2 / max(one.sample, 1) for one in (now, then)))
    return abs((now.value or 0.0) - (then.value or 0.0)) > TWO_ERRORS * error


def _split(study: Study, way: str, before: Period, now: Figure, then: Figure) -> Finding | None:
    old, new = ({one.member(way): one.figure for one in study.meter.measure([METRIC], when, by=[way])}
                for when in (before, study.period))  # fmt: skip
    members = [one for one in sorted({*old, *new}, key=str) if one is not None]
    if len(members) < 2:
        return None
    (n0, r0), (n1, r1) = (_columns(held, members) for held in (old, new))
    found = mix_and_rate.split(n0, r0, n1, r1)
    i = int(np.argmax(np.abs(found.total)))
    inputs = [one for held in (old, new) for one in held.values()]
    change = difference(now, then)
    figures = {
        "now": now,
        "before": then,
        "change": change,
        "mix": apart(f"mix by {way}", Unit.MONEY, float(found.mix.sum()), *inputs),
        "rate": apart(f"cost within {way}", Unit.MONEY, float(found.rate.sum()), *inputs),
        "effect": apart(f"part of {way} {members[i]}", Unit.MONEY, float(found.total[i]), *inputs),
    }
    subject = {"metric": METRIC, "dimension": way, "member": members[i]}
    return Finding("analyses.cost", "cost.change", subject, figures)


def _columns(held: dict[str | None, Figure], members: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Cases and cost of a case by member; a member without a case has none."""
    figures = [held.get(one) for one in members]
    known = [one if one is not None and one.value is not None else None for one in figures]
    rows = [0.0 if one is None else float(one.sample) for one in known]
    values = [0.0 if one is None else float(one.value or 0.0) for one in known]
    return np.array(rows), np.array(values)


ANALYSIS = Analysis(
    {"en": "What after-sales costs", "zh": "售后成本"},
    run,
    question={
        "en": "Where does after-sales service cost too much, and why did a case get dearer?",
        "zh": "售后成本高在哪里，单笔成本为何变化？",
    },
    method={
        "en": (
            "Each member's cost of a case against all other cases, z test with Benjamini-Hochberg at 5 % over "
            "all members; a change beyond two standard errors is split into mix and cost within by Kitagawa."
        ),
        "zh": (
            "各维度成员的单笔成本与其余个案比较（z检验，全部成员5%错误发现率校正）；超过两倍标准误的变化按Kitagaw"
            "a法拆为构成与单笔成本两部分。"
        ),
    },
    reference="Kitagawa (1955); Benjamini and Hochberg (1995)",
    assumes={
        "en": "Costs are those stated on return cases; wages of the desk are not in them.",
        "zh": "成本以退换修个案所记为准，不含客服人力。",
    },
)
