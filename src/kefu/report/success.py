"""By what a measure is held good: its target, else a better level that the months before have shown to be in reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from kefu.findings import Figure, Unit
from kefu.findings.figure import derived
from kefu.findings.finding import UNJUDGED
from kefu.metrics import Better
from kefu.report.context import Context
from kefu.report.document import Tone
from kefu.report.pieces import goal
from kefu.report.stories import passes

RATES = {"complaint_volume": "complaint_rate"}  # what a measure can bring back where the number follows what comes in


@dataclass(frozen=True, slots=True)
class Level:
    """What a measure is to bring an indicator to that has no target: about a number, below or above it, or, where
    nothing of what should be done was done, all of it."""

    figure: Figure
    way: Literal["about", "below", "above", "all"]
    name: str  # of the figure, in the register
    held: Literal["", "expected", "rolling_three_months"] = ""  # what a level to be "about" is
    step: Figure | None = None  # what next month is to reach, where the level itself is further than a month goes


def judged_as(context: Context, metric: str) -> str:
    """The indicator a measure on this one is judged by: of a number without a target its rate, as next month may bring
    more of everything."""
    rate = RATES.get(metric)
    return rate if rate is not None and context.has(rate) and context.target(metric) is None else metric


def judged_by(context: Context, metric: str, tone: Tone) -> str:
    """The target where it is missed, else the level from before, or the new one where that is good; where nothing of
    what should be done was done, all of it. Only where nothing of that is known, something better than this month."""
    metric = judged_as(context, metric)
    held, definition, title = _held(context, metric), context.definition(metric), context.narrator.title(metric)
    now, target, told = held["now"], held.get("target"), context.of_all(metric, title)
    if target is not None and context.is_behind(metric, now, target):
        return context.say("improvements", "measure_target", title=told, goal=goal(context, metric, target))
    if definition.better is Better.NEITHER or tone is Tone.GOOD:
        key = "measure_known" if definition.better is Better.NEITHER else "measure_kept"
        return context.say("improvements", key, title=told, now=context.show(now, title))
    return held_to(context, metric, _level(context, metric, held))


def level_of(context: Context, metric: str) -> Level:
    """What a measure is to bring an indicator to that misses no target, or what that is judged as."""
    metric = judged_as(context, metric)
    return _level(context, metric, _held(context, metric))


def held_to(context: Context, metric: str, level: Level) -> str:
    """The success of a measure that is to bring an indicator to a level; from where, if the report tells it nowhere
    else."""
    lower = context.definition(metric).better is Better.LOWER
    told = context.of_all(metric, context.narrator.title(metric))
    match level.way:
        case "about":
            usual = context.show(level.figure, level.name)
            held = context.say("improvements", f"level_{level.held}")
            if level.step is not None:
                step = context.show(level.step, step_name(context, metric))
                return context.say("improvements", "measure_step", title=told, usual=usual, step=step, held=held)
            hidden = "" if context.has(metric) else context.show(_held(context, metric)["now"], told)
            return context.say("improvements", "measure_usual", title=told, usual=usual, now=hidden, held=held)
        case "all":
            return context.say("improvements", "measure_all", title=told, lower=lower)
        case "below" | "above":
            now = context.show(level.figure, level.name)
            return context.say("improvements", "measure", title=told, lower=lower, now=now)


def _level(context: Context, metric: str, held: Mapping[str, Figure]) -> Level:
    now, lower, title = held["now"], context.definition(metric).better is Better.LOWER, context.narrator.title(metric)
    words: tuple[tuple[Literal["expected", "rolling_three_months"], str], ...]
    words = (("expected", "roles"), ("rolling_three_months", "comparisons"))
    for one, named in words:
        if one in held and context.is_behind(metric, now, held[one]):
            step = _step(context, metric, now, held[one]) if one == "expected" else None
            return Level(held[one], "about", f"{title} · {context.word(named, one)}", one, step)
    if now.unit is Unit.SHARE and now.value == (1.0 if lower else 0.0):
        return Level(now, "all", title)
    return Level(now, "below" if lower else "above", title)


def step_name(context: Context, metric: str) -> str:
    """What the register calls the step to a level."""
    return f"{context.narrator.title(metric)} · {context.word('roles', 'step')}"


def _step(context: Context, metric: str, now: Figure, level: Figure) -> Figure | None:
    """Half of the way back to the level, where no month of the history shown got better by as much as the whole way;
    None also where an incident that is over takes the indicator back by itself."""
    lower = context.definition(metric).better is Better.LOWER
    same = (metric, *(number for number, rate in RATES.items() if rate == metric))
    if now.value is None or level.value is None or not context.has(metric) or any(passes(context, one) for one in same):
        return None
    months = [one.figure.value for one in context.series(metric)]
    moves = [(new - old) * (-1 if lower else 1) for old, new in pairwise(months) if old is not None and new is not None]
    if not moves or max(moves) >= abs(now.value - level.value):
        return None
    return derived("half of the way from the month to its level", now.unit, (now.value + level.value) / 2, now, level)


def _held(context: Context, metric: str) -> Mapping[str, Figure]:
    """The month's number, whether or not the report is about the metric, and the levels it can be held to."""
    now, target, before = context.now(metric), context.target(metric), context.lately(metric)
    change = context.change(metric)
    foreseen = change is not None and change.kind not in UNJUDGED and "year" not in change.figures
    judged = change if foreseen else None  # the worst of uneven months is told without what history suggests
    levels = {
        "target": target,
        "expected": judged.figures.get("expected") if judged else None,
        "rolling_three_months": before
        if before and before.sample >= context.definition(metric).minimum_sample
        else None,
    }
    return {"now": now} | {key: one for key, one in levels.items() if one is not None}
