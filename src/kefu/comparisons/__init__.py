"""Comparisons: a figure beside another one, as a finding with its caveats.

To add one, write ``<comparison>.py`` here with a module-level ``COMPARISON = Comparison(...)`` that says what to
compare with; differences, percentages and caveats are made here, alike for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kefu.findings import Figure, Finding, Period
from kefu.findings.figure import difference, relative_change
from kefu.findings.finding import INCOMPLETE_PERIOD, NO_BASELINE, SMALL_SAMPLE
from kefu.metrics.query import Measurement, Meter
from kefu.registry import Family


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a figure is held against; ``complete`` is False where the data cover only a part of it."""

    figure: Figure
    complete: bool = True


Baselines = Callable[[Meter, Sequence[str], Period, Mapping[str, str | None]], Mapping[str, Baseline]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``baselines(meter, metrics, period, where)`` gives the figure to compare with, by metric; a metric without one is
    left out."""

    title: Mapping[str, str]
    baselines: Baselines


COMPARISONS: Family[Comparison] = Family(__name__, Comparison)


def compare(
    name: str, meter: Meter, now: Sequence[Measurement], period: Period, where: Mapping[str, str | None] | None = None
) -> dict[str, Finding]:
    """Hold each measured figure against the comparison's baseline; returns findings by metric.

    A percentage from zero, and any change from or to an undefined figure or an incomplete period, is undefined.
    """
    baselines = COMPARISONS[name].baselines(meter, [one.metric for one in now], period, dict(where or {}))
    return {one.metric: _finding(name, meter, one, baselines.get(one.metric)) for one in now}


def _finding(name: str, meter: Meter, now: Measurement, baseline: Baseline | None) -> Finding:
    subject = {"metric": now.metric, **{key: value or "" for key, value in now.query.where.items()}}
    figures = {"now": now.figure}
    if baseline is None or baseline.figure.value is None or not baseline.complete:
        caveat = INCOMPLETE_PERIOD if baseline is not None and not baseline.complete else NO_BASELINE
        return Finding(f"comparisons.{name}", "comparison", subject, figures, (caveat,))
    before = baseline.figure
    figures |= {"before": before, "change": difference(now.figure, before)}
    figures["relative"] = relative_change(now.figure, before)
    least = meter.definition(now.metric).minimum_sample
    small = min(now.figure.sample, before.sample or now.figure.sample) < least
    return Finding(f"comparisons.{name}", "comparison", subject, figures, (SMALL_SAMPLE,) if small else ())


def earlier(then_of: Callable[[Period], Period]) -> Baselines:
    """Baselines that are the same figures of an earlier period."""

    def baselines(
        meter: Meter, metrics: Sequence[str], period: Period, where: Mapping[str, str | None]
    ) -> Mapping[str, Baseline]:
        then = then_of(period)
        measured = meter.measure(metrics, then, where=where)
        return {one.metric: Baseline(one.figure, covered(meter, one.metric, then)) for one in measured}

    return baselines


def covered(meter: Meter, metric: str, period: Period) -> bool:
    """Whether the data of everything the metric reads reach over the whole period."""
    return all(meter.snapshot.covers(entity, period) for entity in meter.entities(metric))
