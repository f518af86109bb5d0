"""Analyses: questions put to the figures of one period, answered as findings.

To add one, write ``<analysis>.py`` here with a module-level ``ANALYSIS = Analysis(...)``. An analysis picks the data,
calls the mathematics in ``methods`` and states findings; it holds no formula and words no sentence but the ones about
itself: its title, its question, how it answers and what it takes for granted. An assumption it checks on the data is a
finding of the kind ``checked.<assumption>``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile
from statistics import median

from kefu.comparisons import covered
from kefu.errors import NotFoundError
from kefu.findings import Finding, Period
from kefu.metrics import Definition
from kefu.metrics.query import Measurement, Meter
from kefu.registry import Family

DIMENSIONS = ("channel", "team", "region", "product_line", "category", "subcategory", "cause", "scenario")
MOST_MEMBERS = 40  # a dimension of more is an identifier, not a way to slice
STARTED = 0.5  # of the usual rows, from which on a month speaks for those that follow
STATED = 0.8  # share of the rows that must state a dimension before a rate or a time is split by it


@dataclass(frozen=True, slots=True)
class Study:
    """What an analysis works on: one period, the metrics the data can answer, and the findings made so far.

    ``platforms`` names the channel of a platform's own figures where tickets call it otherwise.
    """

    meter: Meter
    period: Period
    metrics: tuple[str, ...]
    country: str = "CN"
    findings: Sequence[Finding] = field(default=())
    platforms: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_month(
        cls, meter: Meter, period: Period, metrics: Iterable[str], country: str, platforms: Mapping[str, str]
    ) -> Study:
        """A study of those of the metrics that have a value in the period.

        What is in the data of other months only is not spoken of. Raises NotFoundError for a period without any rows.
        """
        available = meter.answerable(name for name in metrics if name in meter.metrics)
        if not available:
            raise NotFoundError(
                '{period}: none of the indicators asked for can be computed; see "kefu check"', period=period
            )
        measured = meter.measure(available, period)
        if all(one.figure.sample == 0 for one in measured):
            raise NotFoundError(
                '{period}: the data hold no row of this month; see "kefu check" for what they reach over', period=period
            )
        valued = tuple(one.metric for one in measured if one.figure.value is not None)
        return cls(meter, period, valued, country, platforms=platforms)

    def of(self, made_by: str, metric: str = "") -> list[Finding]:
        """Findings of one maker, optionally of one metric only."""
        return [one for one in self.findings if one.made_by == made_by and metric in ("", one.subject.get("metric"))]


@dataclass(frozen=True, slots=True)
class Analysis:
    """``run`` answers for all metrics of the study; ``after`` names analyses whose findings it builds on.

    ``question`` is what it answers, ``method`` how, ``reference`` where the method is described, ``assumes`` what it
    takes for granted.
    """

    title: Mapping[str, str]
    run: Callable[[Study], Iterable[Finding]]
    after: tuple[str, ...] = ()
    question: Mapping[str, str] = field(kw_only=True)
    method: Mapping[str, str] = field(kw_only=True)
    reference: str = field(kw_only=True)
    assumes: Mapping[str, str] = field(kw_only=True)


ANALYSES: Family[Analysis] = Family(__name__, Analysis)


def run_all(study: Study, names: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Run the named analyses (all, where none is named), those they build on first; returns all findings in order."""
    wanted = _with_grounds(names or ANALYSES)
    done: list[str] = []
    found: list[Finding] = []
    while len(done) < len(wanted):
        ready = [name for name in wanted if name not in done and set(ANALYSES[name].after) <= set(done)]
        for name in ready:
            found.extend(ANALYSES[name].run(replace(study, findings=tuple(found))))
            done.append(name)
    return tuple(found)


def _with_grounds(names: Iterable[str]) -> list[str]:
    """The analyses and all they build on, in the order of the family."""
    wanted: set[str] = set()
    asked = list(names)
    while asked:
        name = asked.pop()
        wanted.add(name)
        asked.extend(set(ANALYSES[name].after) - wanted)
    return [name for name in ANALYSES if name in wanted]


def is_whole(study: Study, one: Measurement) -> bool:
    """Whether the data reach over the month measured; the month studied always counts."""
    return one.period == study.period or covered(study.meter, one.metric, one.period)


def under_way(definition: Definition, series: Sequence[Measurement]) -> Sequence[Measurement]:
    """The months from the first with ``STARTED`` of the rows the middle one has; of a metric that adds up all.

    Until then a source is starting up: the few who answer a survey's first weeks, or are served first, are not as the
    many after them, so that their months would stand for variation that has never been since.
    """
    if definition.adds_up or not series:
        return series
    least = STARTED * median(one.figure.sample for one in series)
    return list(dropwhile(lambda one: one.figure.sample < least, series))


def dimensions_of(meter: Meter, metric: str, period: Period) -> list[str]:
    """The usual dimensions that tell the metric's rows apart: at least two members, at most forty.

    A cause is found when a ticket is solved, so it divides counts and never explains a rate or a time. Neither does
    what many rows do not state, which may be so because of how they ended: a call given up leads to no ticket, so that
    all calls about a product were answered.
    """
    if meter.definition(metric).adds_up:
        return meter.slicers(metric, period, DIMENSIONS, MOST_MEMBERS)
    names = [name for name in DIMENSIONS if name != "cause"]
    return meter.slicers(metric, period, names, MOST_MEMBERS, stated=STATED)


def by_dimension(meter: Meter, metrics: Iterable[str], period: Period) -> dict[str, list[str]]:
    """The metrics each dimension tells apart, so that they are measured together."""
    found: dict[str, list[str]] = {}
    for metric in metrics:
        for name in dimensions_of(meter, metric, period):
            found.setdefault(name, []).append(metric)
    return found


def by_slice(
    measured: Iterable[Measurement],
) -> dict[tuple[str, tuple[tuple[str, str | None], ...]], list[Measurement]]:
    """Measurements grouped into one series per metric and slice, each in order of time."""
    series: dict[tuple[str, tuple[tuple[str, str | None], ...]], list[Measurement]] = {}
    for one in measured:
        series.setdefault((one.metric, tuple(sorted(one.query.where.items()))), []).append(one)
    return series
