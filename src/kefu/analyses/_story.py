"""The process of one study, and how its numbers become figures and findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kefu.analyses import Study
from kefu.findings import Figure, Finding, Unit
from kefu.findings.finding import SMALL_SAMPLE, WINDOW_OPEN
from kefu.metrics import journey
from kefu.metrics.journey import CASES, Journey, Passing, Transition

MADE_BY = "analyses.process"
FEW_CASES = 30
FINISHED = 0.9  # with fewer finished cases the month is not over
LOOPS = 0.02  # share of cases from which doing something again is told


@dataclass(frozen=True)
class Story:
    """The process of one study, and how its numbers become findings."""

    study: Study

    @cached_property
    def events(self) -> object:
        return journey.log(self.study.meter, self.study.period)

    @cached_property
    def journey(self) -> Journey:
        return journey.journey(self.events)

    @cached_property
    def cases(self) -> Figure:
        """The measured number of cases, from which all figures derive."""
        return self.study.meter.figure(CASES, self.study.period)

    @cached_property
    def caveats(self) -> tuple[str, ...]:
        few = (SMALL_SAMPLE,) if self.journey.cases < FEW_CASES else ()
        return (*few, WINDOW_OPEN) if self.journey.finished < FINISHED * self.journey.cases else few

    def figure(self, what: str, unit: Unit, value: float | None, sample: int) -> Figure:
        return journey.figure(self.study.meter, self.cases, what, unit, value, sample)

    def finding(
        self, kind: str, subject: dict[str, str], figures: dict[str, Figure], parts: Iterable[Finding] = ()
    ) -> Finding:
        return Finding(MADE_BY, f"process.{kind}", subject, figures, self.caveats, tuple(parts))

    def way(self, way: Transition) -> Finding:
        said = f"{way.source} → {way.target}"
        whole = 0 if way.passing is Passing.REST else self.journey.lasted()
        ours = self.journey.lasted(Passing.QUEUE) if way.passing is Passing.QUEUE else 0
        figures = {
            "count": self.figure(f"{said}: times", Unit.COUNT, way.count, way.count),
            "cases": self.figure(f"{said}: cases", Unit.COUNT, way.cases, way.count),
            "median": self.figure(f"{said}: median time", Unit.SECONDS, way.median, way.count),
            "mean": self.figure(f"{said}: mean time", Unit.SECONDS, way.mean, way.count),
            "p90": self.figure(f"{said}: 90th percentile of the time", Unit.SECONDS, way.p90, way.count),
            "total": self.figure(f"{said}: time of all together", Unit.SECONDS, way.total, way.count),
            "share": self._part(f"{said}: share of the time until cases are solved", way, whole),
            "own": self._part(f"{said}: share of our own waiting", way, ours),
        }
        subject = {"source": way.source, "target": way.target, "passing": way.passing.value}
        return self.finding("way", subject, figures)

    def _part(self, what: str, way: Transition, whole: int) -> Figure:
        return self.figure(what, Unit.SHARE, way.total / whole if whole else None, way.count)

    def costing(self, said: str, step: str, times: int) -> dict[str, Figure]:
        """What doing the step so many times costs, as a process for all cases says; nothing where none does."""
        every = (one.costs for one in self.study.meter.processes.values() if not one.cases)
        cost = next((costs[step] for costs in every if step in costs), None)
        if cost is None:
            return {}
        return {"cost": self.figure(f"{said}: {times} times at {cost:g}", Unit.MONEY, times * cost, times)}
