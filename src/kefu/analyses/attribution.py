"""Why did the indicator move: did the mix of customers change, or the service itself, and where?

Only asked of what changed; for the rest there is nothing to explain. The month is held against the three months before.
Each dimension is a separate, complete split of the same change; parts are never added across dimensions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import DIMENSIONS, Analysis, Study, dimensions_of
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import apart, derived, difference
from kefu.findings.finding import CHANGED
from kefu.methods.attribution import mix_and_rate, reweight, volume
from kefu.metrics import Aggregate, Definition
from kefu.metrics.query import Measurement

Floats = NDArray[np.float64]
MONTHS = 3
TWO_ERRORS = 2.0  # an effect smaller than twice its standard error is not shown
COVERED = 0.9  # share of new rows whose segment must have old rows before a re-weighting may be told
ADDED = {"effect", "mix", "rate", "within"}  # of what a figure of a member is told: what it added to the change
Parts = Mapping[str | None, Measurement]


@dataclass(frozen=True, slots=True)
class _Question:
    """What is split: every changed metric, over the three months before and the month itself, by one dimension."""

    study: Study
    before: Period
    dimension: str
    old: Mapping[str, Parts]
    new: Mapping[str, Parts]
    totals: Mapping[str, tuple[Figure, Figure]]


def run(study: Study) -> Iterable[Finding]:
    changed = [one.subject["metric"] for one in study.of("analyses.change") if one.kind in CHANGED]
    before = Period(study.period.shifted(-MONTHS).start, study.period.start)
    old, new = (
        {one.metric: one.figure for one in study.meter.measure(changed, when)} for when in (before, study.period)
    )
    known = [name for name in changed if old[name].value is not None and new[name].value is not None]
    totals = {name: (old[name], new[name]) for name in known}
    rows = _Rows(study, before)
    for name in DIMENSIONS:
        asked = [metric for metric in known if name in dimensions_of(study.meter, metric, study.period)]
        parts = [_parts(study, asked, name, when) for when in (before, study.period)]
        bases = sorted({base for base in (_base(study, metric) for metric in asked) if base})
        sliced = [base for base in bases if name in dimensions_of(study.meter, base, study.period)]
        grounds = [_parts(study, sliced, name, when) for when in (before, study.period)]
        question = _Question(study, before, name, parts[0] | grounds[0], parts[1] | grounds[1], totals)
        for metric in asked:
            yield from _split(question, study.meter.definition(metric), rows)


def _split(question: _Question, definition: Definition, rows: _Rows) -> Iterator[Finding]:
    dimension, totals = question.dimension, question.totals[definition.name]
    old, new = question.old.get(definition.name, {}), question.new.get(definition.name, {})
    if not old or not new:
        return
    match definition.aggregate:
        case Aggregate.COUNT | Aggregate.SUM if definition.adds_up:
            base = _base(question.study, definition.name)
            ground = (question.old.get(base, {}), question.new.get(base, {}))
            yield _of_volume(definition, dimension, old, new, totals, ground)
        case Aggregate.SHARE | Aggregate.MEAN:
            yield _of_mean(definition, dimension, old, new, totals)
        case Aggregate.MEDIAN | Aggregate.QUANTILE:
            yield from _of_quantile(question, definition, rows, old, new)
        case _:
            return


def _parts(
    study: Study, metrics: Sequence[str], dimension: str, period: Period
) -> dict[str, dict[str | None, Measurement]]:
    """Every metric's figure in every member of the dimension."""
    found: dict[str, dict[str | None, Measurement]] = {}
    for one in study.meter.measure(metrics, period, by=[dimension]) if metrics else ():
        found.setdefault(one.metric, {})[one.member(dimension)] = one
    return found


def _base(study: Study, metric: str) -> str:
    """What a count is a share of: the denominator of the ratio that has it on top (complaints: of all tickets)."""
    definitions = (study.meter.definition(name) for name in study.meter.metrics)
    return next((one.denominator for one in definitions if one.numerator == metric), "")


def _of_volume(
    definition: Definition,
    dimension: str,
    old: Parts,
    new: Parts,
    totals: Sequence[Figure],
    ground: tuple[Parts, Parts],
) -> Finding:
    """Parts of a change in volume; the three months before count as their monthly mean.

    ``grown`` is the part of a member's change that its growth in ``ground``, what the volume is a share of, would bring
    at the old rate: more e-mail brings more complaints by e-mail.
    """
    members = sorted({*old, *new}, key=str)
    n0, n1 = _amounts(old, members) / MONTHS, _amounts(new, members)
    b0, b1 = _amounts(ground[0], members) / MONTHS, _amounts(ground[1], members)
    grown = np.where(b0 > 0, n0 * (b1 / np.where(b0 > 0, b0, 1.0) - 1.0), 0.0)
    parts = volume.split(n0, n1)
    usual = derived("total / 3", definition.unit, (totals[0].value or 0.0) / MONTHS, totals[0])
    found = [
        _part(
            definition,
            dimension,
            member,
            old,
            new,
            {
                "effect": float(parts.change[i]),
                "grown": float(grown[i]),
                "usual": float(n0[i]),
                "weight_before": float(n0[i] / max(n0.sum(), 1.0)),
            },
            float(parts.standard_error[i]),
        )
        for i, member in enumerate(members)
    ]
    figures = {"now": totals[1], "before": usual, "change": difference(totals[1], usual)}
    subject = {"metric": definition.name, "dimension": dimension}
    return Finding("analyses.attribution", "attribution.volume", subject, figures, parts=_largest(found))


def _of_mean(definition: Definition, dimension: str, old: Parts, new: Parts, totals: Sequence[Figure]) -> Finding:
    members = sorted({*old, *new}, key=str)
    n0, r0, v0 = _moments(old, members)
    n1, r1, v1 = _moments(new, members)
    parts = mix_and_rate.split(n0, r0, n1, r1, v0=v0, v1=v1)
    errors = parts.rate_se if parts.rate_se is not None else np.zeros(len(members))
    w0, w1 = n0 / n0.sum(), n1 / n1.sum()
    found = [
        _part(
            definition,
            dimension,
            member,
            old,
            new,
            {
                "effect": float(parts.rate[i]),
                "mix": float(parts.mix[i]),
                "weight_before": float(w0[i]),
                "weight_now": float(w1[i]),
            },
            float(errors[i]),
        )
        for i, member in enumerate(members)
    ]
    figures = _totals(definition, totals, float(parts.mix.sum()), float(parts.rate.sum()))
    subject = {"metric": definition.name, "dimension": dimension}
    return Finding("analyses.attribution", "attribution.mix_and_rate", subject, figures, parts=_largest(found))


def _of_quantile(question: _Question, definition: Definition, rows: _Rows, old: Parts, new: Parts) -> Iterator[Finding]:
    """A percentile has no exact split: the old rows are weighted to the new mix, the rest is the service itself.

    ``within`` is what a member's rows make of that rest; it is no ``effect``, of which an error is known.
    """
    q = 0.5 if definition.quantile is None else definition.quantile
    values0, members0 = rows.of(definition.name, question.before, question.dimension)
    values1, members1 = rows.of(definition.name, question.study.period, question.dimension)
    codes = {member: code for code, member in enumerate(sorted({*members0, *members1}, key=str))}
    coded = [np.array([codes[one] for one in members], dtype=np.int64) for members in (members0, members1)]
    split = reweight.split(values0, coded[0], values1, coded[1], q=q)
    if split is None or split.covered < COVERED:
        return
    n0, n1 = (sum(one.figure.sample for one in parts.values()) for parts in (old, new))
    found = [
        _part(
            definition,
            question.dimension,
            member,
            old,
            new,
            {
                "weight_before": old[member].figure.sample / n0 if member in old else 0.0,
                "weight_now": new[member].figure.sample / n1 if member in new else 0.0,
                "within": float(split.within[codes[member]]) if member in codes else 0.0,
            },
            0.0,
        )
        for member in sorted({*old, *new}, key=str)
    ]
    figures = _totals(definition, question.totals[definition.name], split.mix, split.rest)
    subject = {"metric": definition.name, "dimension": question.dimension}
    yield Finding("analyses.attribution", "attribution.quantile", subject, figures, parts=_largest(found))


class _Rows:
    """Single values of a metric with all dimensions, read once for all of them."""

    def __init__(self, study: Study, before: Period) -> None:
        self.study, self.before = study, before
        self.read: dict[tuple[str, Period], Any] = {}

    def of(self, metric: str, period: Period, dimension: str) -> tuple[Floats, list[str | None]]:
        """Value and member of every row; the value is the metric's own expression, read as a column."""
        if (metric, period) not in self.read:
            names = dimensions_of(self.study.meter, metric, self.study.period)
            self.read[metric, period] = self.study.meter.values(metric, period, names)
        table = self.read[metric, period]
        return np.asarray(table["value"].to_numpy(), dtype=np.float64), table[dimension].to_pylist()


def _amounts(parts: Parts, members: Sequence[str | None]) -> Floats:
    return np.array([parts[m].figure.value or 0.0 if m in parts else 0.0 for m in members], dtype=np.float64)


def _moments(parts: Parts, members: Sequence[str | None]) -> tuple[Floats, Floats, Floats]:
    """Rows, mean and variance of every member; NaN where it has no rows."""
    figures = [parts[m].figure if m in parts else None for m in members]
    n = np.array([one.sample if one else 0 for one in figures], dtype=np.float64)
    r = np.array([one.value if one and one.value is not None else np.nan for one in figures], dtype=np.float64)
    v = np.array([(one.spread or 0.0) ** 2 if one else 0.0 for one in figures], dtype=np.float64)
    return n, r, v


def _totals(definition: Definition, totals: Sequence[Figure], mix: float, rate: float) -> dict[str, Figure]:
    before, now = totals
    return {
        "now": now,
        "before": before,
        "change": difference(now, before),
        "mix": apart("part of the change from the mix", definition.unit, mix, now, before),
        "rate": apart("part of the change within segments", definition.unit, rate, now, before),
    }


def _part(
    definition: Definition,
    dimension: str,
    member: str | None,
    old: Parts,
    new: Parts,
    values: Mapping[str, float],
    error: float,
) -> Finding:
    """One member's share in the change; ``attribution.part`` when it is larger than chance, ``…unclear`` otherwise."""
    inputs = [parts[member].figure for parts in (new, old) if member in parts]
    figures: dict[str, Figure] = {}
    if member in new:
        figures["now"] = new[member].figure
    if member in old:
        figures["before"] = old[member].figure
    shares = {"weight_before", "weight_now"}
    for role, value in values.items():
        unit = Unit.SHARE if role in shares else definition.unit
        made = apart if role in ADDED else derived
        figures[role] = made(f"{role} of {dimension}={member}", unit, value, *inputs)
    effect = values.get("effect", 0.0)
    kind = "attribution.part" if effect and abs(effect) >= TWO_ERRORS * error else "attribution.unclear"
    return Finding("analyses.attribution", kind, {"metric": definition.name, dimension: member or ""}, figures)


def _largest(parts: Sequence[Finding]) -> tuple[Finding, ...]:
    """Parts by the size of their whole contribution."""

    def size(one: Finding) -> float:
        return abs(sum(one.figures[role].value or 0.0 for role in ("effect", "mix", "within") if role in one.figures))

    return tuple(sorted(parts, key=size, reverse=True))


ANALYSIS = Analysis(
    {"en": "Mix and rate", "zh": "结构与水平归因"},
    run,
    after=("change",),
    question={
        "en": "Did the mix of customers change, or the service itself, and where?",
        "zh": "是客户构成变了，还是服务本身变了？变在哪里？",
    },
    method={
        "en": (
            "Rates and means: exact split into mix and rate per member, with standard errors; volumes: change "
            "per member beside what its growth would bring; medians and percentiles: old rows weighted to the "
            "new mix."
        ),
        "zh": (
            "比率与均值：按成员精确拆分为结构与水平，并给出标准误；数量：各成员变化与随规模增长的部分；"
            "中位数与分位数：将旧数据重新加权到新结构。"
        ),
    },
    reference="Kitagawa (1955); Das Gupta (1993); DiNardo, Fortin and Lemieux (1996)",
    assumes={
        "en": (
            "Each dimension is a split of its own; parts are never added across dimensions. A split says where, "
            "not why."
        ),
        "zh": "每个维度各自完整拆分，不同维度不可相加；拆分说明变化在哪里，不说明为什么。",
    },
)
