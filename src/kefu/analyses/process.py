"""How the month's cases really ran: the map, where they wait, what is done twice, who passes them back, what is asked.

Findings: one ``process.map`` whose parts are all steps, ways and variants, one ``process.time`` with what the time is
made of; then, each where there is one to tell, bottlenecks of our own waiting, the longest time of another kind, loops,
cases given back and forth, rules of the standard processes that were broken, steps that could go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kefu.analyses import Analysis, Study
from kefu.analyses._simpler import candidates
from kefu.analyses._story import LOOPS, MADE_BY, Story
from kefu.findings import Figure, Finding, Unit
from kefu.metrics import handovers, journey
from kefu.metrics.conformance import Conformance, Verdict, conformance
from kefu.metrics.handovers import Return
from kefu.metrics.journey import OPENED, Passing, Step, Transition, Variant
from kefu.service.processes import PROCESSES, Process

HOUR = 3_600  # seconds
LEAST_CASES = 10  # below these there is no process to speak of
MOST_TOLD = 5
WAITS = 0.1  # share of our own waiting from which a way is a bottleneck
LEAST_LOOPS = 3
MOST_OPENED = 0.5  # of the cases: a log of which fewer begin with their opening begins with another step
TIED = 0.05  # share of ways in one second from which the order is in doubt


def run(study: Study) -> Iterable[Finding]:
    snapshot = study.meter.snapshot
    if not (snapshot.has("ticket_event") and snapshot.has("ticket")):
        return
    story = _Told(study)
    if story.journey.cases >= LEAST_CASES:
        yield story.map()
        yield from story.order_in_doubt()
        yield from story.time()
        yield from story.bottlenecks()
        yield from story.loops()
        yield from story.returns()
        yield from story.conforming()
        yield from candidates(story)


class _Told(Story):
    """What is told of the map, and what is asked of it."""

    # --- the map -------------------------------------------------------------------------------------------------

    def map(self) -> Finding:
        told, first = self.journey, self.journey.variants[0]
        figures = {
            "cases": self.figure("cases with events", Unit.COUNT, told.cases, told.cases),
            "finished": self.figure("cases resolved or closed", Unit.COUNT, told.finished, told.cases),
            "steps": self.figure("different steps", Unit.COUNT, len(told.steps), told.events),
            "variants": self.figure("different ways through", Unit.COUNT, told.variant_count, told.cases),
            "first": self.figure("the most frequent way", Unit.SHARE, first.cases / told.cases, told.cases),
            "lasted": self.figure("time until cases are solved, all cases", Unit.SECONDS, told.lasted(), told.events),
        }
        parts = [*map(self._step, told.steps), *map(self.way, told.transitions), *self._variants(told.variants)]
        return self.finding("map", {}, figures, parts)

    def _step(self, step: Step) -> Finding:
        name = step.activity
        counts = {"count": step.events, "cases": step.cases, "people": step.people, "first": step.first,
                  "last": step.last}  # fmt: skip
        figures = {
            role: self.figure(f"{name}: {role}", Unit.COUNT, count, step.events) for role, count in counts.items()
        }
        return self.finding("step", {"step": name}, figures)

    def _variants(self, variants: Iterable[Variant]) -> Iterator[Finding]:
        covered = 0
        for number, one in enumerate(variants, start=1):
            covered += one.cases
            figures = {
                "cases": self.figure(f"way {number}: cases", Unit.COUNT, one.cases, one.cases),
                "share": self.figure(
                    f"way {number}: share", Unit.SHARE, one.cases / self.journey.cases, self.journey.cases
                ),
                "covered": self.figure(
                    f"ways 1 to {number}: share", Unit.SHARE, covered / self.journey.cases, self.journey.cases
                ),
                "median": self.figure(f"way {number}: median time", Unit.SECONDS, one.median, one.cases),
            }
            yield self.finding("variant", {"number": str(number), "steps": "\n".join(one.steps)}, figures)

    # --- what is told of it --------------------------------------------------------------------------------------

    def order_in_doubt(self) -> Iterator[Finding]:
        """Whether steps often fall into one second, so that their order is only that of the file."""
        ways = sum(one.count for one in self.journey.transitions)
        share = sum(one.tied for one in self.journey.transitions) / ways if ways else 0.0
        tied = self.figure("ways within one second", Unit.SHARE, share, ways)
        yield Finding(MADE_BY, f"checked.order_{'in_doubt' if share > TIED else 'known'}", {}, {"share": tied})

    def time(self) -> Iterator[Finding]:
        """What the time until cases are solved is made of."""
        whole = self.journey.lasted()
        if whole:
            kinds = (one for one in Passing if one is not Passing.REST)
            lasted = {kind: self.journey.lasted(kind) for kind in kinds}
            shares = {kind.value: lasts / whole for kind, lasts in lasted.items() if lasts or kind is Passing.QUEUE}
            yield self.finding("time", {}, {
                kind: self.figure(f"share of the time until cases are solved: {kind}", Unit.SHARE, share,
                                  self.journey.events)
                for kind, share in shares.items()
            })  # fmt: skip

    def bottlenecks(self) -> Iterator[Finding]:
        """The ways with at least a tenth of our own waiting, the longest first, then the longest of the others."""
        longest = sorted(self.journey.transitions, key=lambda one: (-one.total, one.source, one.target))
        ours, whole = self.journey.lasted(Passing.QUEUE), self.journey.lasted()
        waits = [one for one in longest if one.passing is Passing.QUEUE and one.total >= WAITS * ours and one.total]
        others = [one for one in longest if one.passing not in (Passing.QUEUE, Passing.REST)]
        for one in waits[:MOST_TOLD]:
            yield self._told_of("bottleneck", one)
        if others and others[0].total >= WAITS * whole and others[0].total:
            yield self._told_of("longest", others[0])

    def _told_of(self, kind: str, one: Transition) -> Finding:
        way = self.way(one)
        return self.finding(kind, dict(way.subject), dict(way.figures))

    def loops(self) -> Iterator[Finding]:
        """Steps done again in many cases, by the time between the first and the last time."""
        least = max(LEAST_LOOPS, LOOPS * self.journey.cases)
        again = [one for one in self.journey.steps if one.reworked >= least]
        for one in sorted(again, key=lambda one: (-one.looped, one.activity))[:MOST_TOLD]:
            yield self.finding("loop", {"step": one.activity}, self._loop(one))

    def _loop(self, step: Step) -> dict[str, Figure]:
        name = step.activity
        figures = {
            "cases": self.figure(f"{name} again: cases", Unit.COUNT, step.reworked, step.cases),
            "share": self.figure(
                f"{name} again: share of all cases", Unit.SHARE, step.reworked / self.journey.cases, self.journey.cases
            ),
            "again": self.figure(f"{name} again: times", Unit.COUNT, step.again, step.events),
            "back": self.figure(f"{name} after other steps: times", Unit.COUNT, step.back, step.events),
            "median": self.figure(
                f"{name}: median time from first to last", Unit.SECONDS, step.loop_median, step.reworked
            ),
            "total": self.figure(f"{name}: time from first to last, all cases", Unit.SECONDS, step.looped, step.cases),
        }
        return figures | self.costing(f"{name} again", name, step.again)

    def returns(self) -> Iterator[Finding]:
        """Pairs of teams between which cases went and came back."""
        least = max(LEAST_LOOPS, LOOPS / 2 * self.journey.cases)
        found = [one for one in handovers.returns(self.study.meter, self.events) if one.cases >= least]
        for one in found[:MOST_TOLD]:
            yield self._return(one)

    def _return(self, one: Return) -> Finding:
        said = f"{one.team} → {one.via} → {one.team}"
        figures = {
            "count": self.figure(f"{said}: times", Unit.COUNT, one.count, one.count),
            "cases": self.figure(f"{said}: cases", Unit.COUNT, one.cases, one.count),
            "mean": self.figure(f"{said}: mean time away", Unit.SECONDS, one.total / one.count, one.count),
            "total": self.figure(f"{said}: time away, all cases", Unit.SECONDS, one.total, one.count),
        }
        return self.finding("return", {"holder": one.team, "via": one.via}, figures)

    # --- what is asked of it -------------------------------------------------------------------------------------

    def conforming(self) -> Iterator[Finding]:
        """Every standard process the period has enough cases of, with the verdict on each of its rules as parts."""
        known = self._known()
        until = journey.until(self.study.meter)
        for process in self.study.meter.processes.values():
            if set(process.cases) <= set(self.study.meter.table("ticket").columns):
                asked = (self.study.meter, self.study.period, process.cases)
                found = conformance(journey.log(*asked), journey.cases(*asked), process, known, until)
                if found.finished >= LEAST_CASES:
                    yield self._conformance(process, found)

    def _known(self) -> frozenset[str]:
        """The steps of the log; that a case was opened only where most cases have it as a step."""
        most = MOST_OPENED * (self.cases.value or 0.0)
        return frozenset(one.activity for one in self.journey.steps if one.activity != OPENED or one.cases >= most)

    def _conformance(self, process: Process, found: Conformance) -> Finding:
        named = {"process": process.name, **{f"process.{key}": title for key, title in process.title.items()}}
        if process.name in PROCESSES and process == PROCESSES[process.name]:
            named["built_in"] = "yes"  # nobody here has set it
        figures = {
            "finished": self.figure(f"{process.name}: finished cases", Unit.COUNT, found.finished, found.finished),
            "conforming": self.figure(f"{process.name}: share", Unit.SHARE, found.conforming / found.finished,
                                      found.finished),
        }  # fmt: skip
        asked, rules = len(found.verdicts), len(process.rules)
        figures |= {
            "asked": self.figure(f"{process.name}: rules asked", Unit.COUNT, asked, found.finished),
            "rules": self.figure(f"{process.name}: rules", Unit.COUNT, rules, found.finished),
        }
        parts = [self._verdict(process, one, named) for one in found.verdicts if one.cases]
        return self.finding("conformance", named, figures, parts)

    def _verdict(self, process: Process, one: Verdict, named: dict[str, str]) -> Finding:
        rule = one.rule
        limit = f"within {rule.seconds / HOUR:g} h" if rule.seconds else ""
        said = f"{process.name}: {rule.kind} {rule.source} {rule.target} {limit}".rstrip()
        figures = {
            "cases": self.figure(f"{said}: asked", Unit.COUNT, one.cases, one.cases),
            "broken": self.figure(f"{said}: broken", Unit.COUNT, one.broken, one.cases),
            "share": self.figure(f"{said}: share broken", Unit.SHARE, one.broken / one.cases, one.cases),
        }
        if rule.seconds:
            figures["within"] = self.figure(f"{said}: limit", Unit.SECONDS, rule.seconds, one.cases)
        subject = {**named, "source": rule.source, **({"target": rule.target} if rule.target else {})}
        if rule.source == OPENED and OPENED not in self._known():
            subject["opened"] = "yes"  # a time, and no step of the log
        return self.finding(f"rule_{rule.kind}", subject, figures)


ANALYSIS = Analysis(
    {"en": "How cases really ran", "zh": "流程实况"},
    run,
    question={
        "en": "How did the cases of the month really run, where did they wait, and what was done twice?",
        "zh": "本月的工单实际是怎样流转的？在哪里等待？哪些环节重复？",
    },
    method={
        "en": (
            "A directly-follows graph of the events of all tickets created in the month, up to the end of the data: "
            "how often one step came right after another and how long that took. The state a step leaves a ticket in "
            "says what that time is: work, waiting for us, waiting for the customer, on hold; of a ticket that "
            "is solved next and was not seen to be worked on, it is part waiting, part work. Loops are "
            "steps done more than once in a ticket; an event that leaves it in the state it is in is an update and no "
            "step done again. Standard processes are asked rule by rule: steps required, their order, time limits. "
            "What could be simpler: steps that follow at once or are left out 95 times in 100, states taken back "
            "within a minute, teams that pass on nine in ten of thirty stays at least, assignments back to the same "
            "person."
        ),
        "zh": (
            "取本月创建的全部工单截至数据末尾的事件，统计一个环节之后紧接另一个环节的次数与耗时（直接跟随图）；"
            "按前一环节所处的状态，这段时间分为处理、等我方受理、等客户、挂起；"
            "没有开始处理的记录而直接解决或转入等待的，其间既有等待也有处理，单独列出；"
            "同一工单中做了一次以上的环节为重复，状态不变的记录只是更新，不算重复。"
            "标准流程逐条核对：必经环节、先后次序、时限。"
            "可简化处：百次中九十五次以上随即相接或省去的环节、一分钟内退回的状态、"
            "经手至少三十次而九成转出的班组、转回原来的人的指派。"
        ),
    },
    reference=(
        "van der Aalst (2016), Process Mining; van der Aalst, Pesic and Schonenberg (2009), Declarative workflows"
    ),
    assumes={
        "en": (
            "Everything that happens to a ticket is an event. Time is counted round the clock, work with its pauses; "
            "while a solved ticket rests nobody waits. Events of one second are in the order of the file."
        ),
        "zh": (
            "工单上发生的事都有事件记录。时间按自然时间计，处理时间含其间的停顿；"
            "解决之后的静置不算等待；同一秒的事件按文件先后。"
        ),
    },
)
