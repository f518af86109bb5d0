"""What of a process could be simpler: two steps that are one, steps nearly all do without, states taken back at once,
teams that only pass on, cases given back to whom they came from.

A candidate is a question to whoever owns the process, with its counts, time and, where known, cost. "Nearly
always" is said of thirty times at least; what is counted one by one is told from ten cases on.
"""

from __future__ import annotations

from collections.abc import Iterator

from kefu.analyses._story import FEW_CASES, LOOPS, Story
from kefu.findings import Figure, Finding, Unit
from kefu.metrics import detours, handovers
from kefu.metrics.detours import Detour, Undone
from kefu.metrics.handovers import Relay
from kefu.metrics.journey import ENDS, GIVEN, OPENED

ALWAYS = 0.95  # of the times: nearly always
PASSES_ON = 0.9  # of what a team had, from which it is a place of passage
LEAST_CASES = 10  # given back, or with a step that most leave out
MOMENT = 60.0  # seconds in which nobody can have done anything


def candidates(story: Story) -> Iterator[Finding]:
    """Every kind in turn, each the most frequent first."""
    yield from _together(story)
    yield from _skipped(story)
    yield from _undone(story)
    yield from _passed_on(story)
    yield from _handed_back(story)


def _together(story: Story) -> Iterator[Finding]:
    """Steps that are nearly always followed at once by the same next one, and what the second costs."""
    counts = {one.activity: one.events for one in story.journey.steps}
    for way in story.journey.transitions:
        least = min(counts[way.source], counts[way.target])
        always = way.count >= ALWAYS * max(counts[way.source], counts[way.target])
        if always and way.p90 <= MOMENT and least >= FEW_CASES and way.source != way.target:
            found = story.way(way)
            figures = dict(found.figures) | story.costing(f"{way.source} → {way.target}", way.target, way.count)
            yield story.finding("together", dict(found.subject), figures)


def _skipped(story: Story) -> Iterator[Finding]:
    """Steps done between the same two others, which nearly always follow each other without it."""
    for one in detours.detours(story.events):
        its_place = one.count >= ALWAYS * one.done and one.step not in (OPENED, *ENDS)
        left_out = one.direct >= ALWAYS * (one.direct + one.count)
        if its_place and left_out and one.cases >= LEAST_CASES:
            subject = {"source": one.source, "step": one.step, "target": one.target}
            yield story.finding("skipped", subject, _skipping(story, one))


def _skipping(story: Story, one: Detour) -> dict[str, Figure]:
    said = f"{one.source} → {one.step} → {one.target}"
    passes = one.count + one.direct
    figures = {
        "count": story.figure(f"{said}: times", Unit.COUNT, one.count, one.count),
        "cases": story.figure(f"{said}: cases", Unit.COUNT, one.cases, one.count),
        "passes": story.figure(f"{said}: times with and without it", Unit.COUNT, passes, passes),
        "share": story.figure(f"{said}: share without it", Unit.SHARE, one.direct / passes, passes),
        "median": story.figure(f"{said}: median time", Unit.SECONDS, one.median, one.count),
        "total": story.figure(f"{said}: time, all cases", Unit.SECONDS, one.total, one.count),
        "direct_median": story.figure(f"{said}: median time without it", Unit.SECONDS, one.direct_median, one.direct),
    }
    return figures | story.costing(said, one.step, one.count)


def _undone(story: Story) -> Iterator[Finding]:
    """States nearly always left within a minute for the one before."""
    for one in detours.undone(story.events):
        at_once = one.p90 is not None and one.p90 <= MOMENT
        if at_once and one.count >= ALWAYS * one.times and one.times >= FEW_CASES:
            yield story.finding("undone", {"step": one.step}, _undoing(story, one))


def _undoing(story: Story, one: Undone) -> dict[str, Figure]:
    figures = {
        "count": story.figure(f"{one.step} taken back: times", Unit.COUNT, one.count, one.times),
        "cases": story.figure(f"{one.step} taken back: cases", Unit.COUNT, one.cases, one.times),
        "times": story.figure(f"{one.step} entered: times", Unit.COUNT, one.times, one.times),
        "total": story.figure(f"{one.step} taken back: time, all cases", Unit.SECONDS, one.total, one.count),
    }
    return figures | story.costing(f"{one.step} taken back", one.step, one.count)


def _passed_on(story: Story) -> Iterator[Finding]:
    """Teams that pass on nearly all they are given."""
    for one in handovers.relays(story.study.meter, story.events):
        if one.stays >= FEW_CASES and one.passed >= PASSES_ON * one.stays:
            yield story.finding("passed_on", {"holder": one.team, "via": one.to}, _passing(story, one))


def _passing(story: Story, one: Relay) -> dict[str, Figure]:
    said = f"{one.team} passed on"
    figures = {
        "stays": story.figure(f"{said}: times it had a case", Unit.COUNT, one.stays, one.stays),
        "count": story.figure(f"{said}: times", Unit.COUNT, one.passed, one.stays),
        "cases": story.figure(f"{said}: cases", Unit.COUNT, one.cases, one.stays),
        "share": story.figure(f"{said}: share", Unit.SHARE, one.passed / one.stays, one.stays),
        "straight": story.figure(f"{said} to {one.to}: times", Unit.COUNT, one.straight, one.passed),
        "bare": story.figure(f"{said} without another step: times", Unit.COUNT, one.bare, one.passed),
        "median": story.figure(f"{said}: median time it lay there", Unit.SECONDS, one.median, one.passed),
        "total": story.figure(f"{said}: time it lay there, all cases", Unit.SECONDS, one.total, one.passed),
    }
    return figures | (story.costing(said, GIVEN, one.handed) if one.handed else {})


def _handed_back(story: Story) -> Iterator[Finding]:
    """Cases that came back to the person who had them, with nothing done in between."""
    one = handovers.handed_back(story.study.meter, story.events)
    if one.cases < max(LEAST_CASES, LOOPS * story.journey.cases):
        return
    said, share = "back to the same person", one.cases / story.journey.cases
    figures = {
        "count": story.figure(f"{said}: times", Unit.COUNT, one.count, one.count),
        "cases": story.figure(f"{said}: cases", Unit.COUNT, one.cases, one.count),
        "share": story.figure(f"{said}: share of all cases", Unit.SHARE, share, story.journey.cases),
        "given": story.figure(f"{said}: assignments", Unit.COUNT, one.given, one.count),
        "median": story.figure(f"{said}: median time", Unit.SECONDS, one.median, one.count),
        "total": story.figure(f"{said}: time, all cases", Unit.SECONDS, one.total, one.count),
    }
    yield story.finding("handed_back", {}, figures | story.costing(said, GIVEN, one.given))
