"""Did the mix itself change: is a member's share of the rows another than it used to be?

A split into mix and level always gives the mix some part of a change. Whether the shares moved by more than they ever
do is a question of its own, asked of the rows and not of the indicator: each member's share is held against its own
months, and only what survives Benjamini-Hochberg at 5 % over all members of all dimensions asked is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import DIMENSIONS, Analysis, Study, dimensions_of, is_whole
from kefu.analyses._judging import HISTORY
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import derived
from kefu.findings.finding import CHANGED
from kefu.methods.change import laney
from kefu.methods.change.false_discovery import adjusted
from kefu.methods.change.verdict import Verdict
from kefu.metrics import Aggregate
from kefu.metrics.grain import Grain

FALSE_DISCOVERIES = 0.05
MIXED = (Aggregate.SHARE, Aggregate.MEAN, Aggregate.MEDIAN, Aggregate.QUANTILE)  # what adds up has no mix


@dataclass(frozen=True, slots=True)
class _Share:
    """One member's rows ``k`` among all rows ``n`` of a metric, month by month; ``figure`` is the member's newest."""

    metric: str
    dimension: str
    member: str
    k: NDArray[np.float64]
    n: NDArray[np.float64]
    figure: Figure

    def verdict(self) -> Verdict:
        return laney.judge_rate(float(self.k[-1]), float(self.n[-1]), self.k[:-1], self.n[:-1])


def run(study: Study) -> Iterable[Finding]:
    shares = list(_shares(study))
    if not shares:
        return
    verdicts = [one.verdict() for one in shares]
    p_values = adjusted(np.array([np.nan if one.p_value is None else one.p_value for one in verdicts]))
    for share, verdict, p_value in zip(shares, verdicts, p_values, strict=True):
        if verdict.level == "real" and p_value <= FALSE_DISCOVERIES:
            yield _finding(share, verdict)


def _shares(study: Study) -> Iterator[_Share]:
    """Of every changed metric that has a mix, each member's share by month."""
    changed = [one.subject["metric"] for one in study.of("analyses.change") if one.kind in CHANGED]
    mixed = [name for name in changed if study.meter.definition(name).aggregate in MIXED]
    for dimension in DIMENSIONS:
        asked = [name for name in mixed if dimension in dimensions_of(study.meter, name, study.period)]
        if asked:
            yield from _by_member(study, asked, dimension)


def _by_member(study: Study, metrics: list[str], dimension: str) -> Iterator[_Share]:
    months = Period(study.period.shifted(-HISTORY).start, study.period.end)
    rows: dict[str, dict[Period, dict[str, Figure]]] = {}
    for one in study.meter.measure(metrics, months, grain=Grain.MONTH, by=[dimension]):
        if is_whole(study, one):
            rows.setdefault(one.metric, {}).setdefault(one.period, {})[one.member(dimension) or ""] = one.figure
    for metric, by_month in rows.items():
        held = [by_month[period] for period in sorted(by_month, key=lambda period: period.start)]
        n = np.array([sum(one.sample for one in month.values()) for month in held], dtype=np.float64)
        for member, figure in by_month.get(study.period, {}).items():
            k = np.array([month[member].sample if member in month else 0 for month in held], dtype=np.float64)
            yield _Share(metric, dimension, member, k, n, figure)


def _finding(share: _Share, verdict: Verdict) -> Finding:
    of = f"rows of {share.dimension}={share.member} / rows"
    values = {
        "now": float(share.k[-1] / share.n[-1]),
        "expected": verdict.expected,
        "lower": verdict.lower,
        "upper": verdict.upper,
    }
    figures = {
        role: derived(f"{role}: {of}", Unit.SHARE, None if value is None else min(max(value, 0.0), 1.0), share.figure)
        for role, value in values.items()
    }
    return Finding("analyses.mix", "mix.changed", {"metric": share.metric, share.dimension: share.member}, figures)


ANALYSIS = Analysis(
    {"en": "Change of mix", "zh": "结构变化"},
    run,
    after=("change",),
    question={
        "en": "Is a member's share of the rows behind a changed indicator another than it used to be?",
        "zh": "指标变化的背后，某成员所占比重是否与以往不同？",
    },
    method={
        "en": (
            "Each member's share of the rows against its own months, by Laney's limits; told is what survives "
            "Benjamini-Hochberg at 5 % over all members of all dimensions of all changed indicators."
        ),
        "zh": (
            "各成员所占比重与自身历史各月比较（Laney控制限）；"
            "只说明在全部变化指标、维度与成员中通过5%错误发现率控制的变化。"
        ),
    },
    reference="Laney (2002); Benjamini and Hochberg (1995)",
    assumes={
        "en": "Shares vary around a common level, apart from the season; six months at least.",
        "zh": "除季节外各占比围绕同一水平波动；至少需要六个月。",
    },
)
