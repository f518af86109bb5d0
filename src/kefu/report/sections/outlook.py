"""What the month comes to, and what next month is aimed at."""

from collections.abc import Iterable, Sequence

from kefu.findings import Finding, Unit
from kefu.findings.figure import difference
from kefu.findings.finding import TRENDS, UNJUDGED
from kefu.metrics import Better
from kefu.narrative import formats
from kefu.narrative.formats import capital
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Column, Step, Table, Tone
from kefu.report.lately import outrun
from kefu.report.measures import falling_short
from kefu.report.pieces import (
    MISSED,
    furthest_from_target,
    headline,
    is_judged,
    standing,
    standing_of,
    standings,
    without_blanks,
)
from kefu.report.planned import FORECAST, coming, contradicted
from kefu.report.proposals import aimed_at, first_asked, judged_beside, levels_aimed_at, proposed
from kefu.report.sections import Section
from kefu.report.stories import told_first, tone
from kefu.report.success import Level, judged_as, step_name

MOST_TOLD = 4
MOST_LISTED = 12
MOST_FOCUSED = 3  # indicators the title names, which are the first in the table
MOST_AIMED = 3  # indicators a month without targets is told to set one for
TENTHS = 3  # digits of a share told in tenths of a per cent


def build(context: Context) -> Iterable[Block]:
    moved = told_first(context)[:MOST_TOLD]
    held = standings(context)
    aimed = sorted(furthest_from_target(context), key=lambda one: _rank(context, one, held[one][0]))
    missed = [one for one in aimed if held[one][0] is not Tone.GOOD]
    bad = [one for one in moved if tone(context, one) in (Tone.BAD, Tone.WARN)]
    worse = [one.subject["metric"] for one in bad if tone(context, one) is Tone.BAD and _is_open(context, one)]
    focus = _focus(context, [*missed, *worse])
    title, advice = _without_focus(context)
    beside = judged_beside(context)  # no other table shows them
    if focus:
        named = list(dict.fromkeys([*beside, *focus]))[:MOST_FOCUSED]
        title = context.say("outlook", "title", focus=context.spoken_of(named))
    told = [headline(context, one.subject["metric"]) for one in moved]
    said = tuple(formats.ended(one, context.word("stop")) for one in told or [advice])
    summary = Callout(context.say("outlook", "summary" if told else "advice"), said)
    asking = [*missed, *(one for one in aimed if one not in missed and _is_at_risk(context, one))]
    asking = asking if aimed else _without_target(context)
    told_worse = (one.subject["metric"] for one in bad)  # what the summary tells has a row
    listed = [*focus, *beside, *worse, *asking, *told_worse, *_foreseen(context)]
    targets = _targets(context, list(dict.fromkeys(listed)))
    steps = _steps(context) if told and not aimed else None
    return context.page(title, context.say("outlook", "topic"), targets, summary, steps)


def _foreseen(context: Context) -> list[str]:
    """The indicator the page of the forecast begins with, where more or less of it is better: nobody strives for the
    number of tickets."""
    told = context.found("forecast") if context.tells("forecast") else []
    first = next((one.subject["metric"] for one in told if one.kind in FORECAST), "")
    return [first] if first and context.definition(first).better is not Better.NEITHER else []


def _focus(context: Context, asking: Sequence[str]) -> list[str]:
    """What next month is about: the indicators of the measures in their order, of a month without any the others that
    ask for something; never what is reached already, and what cannot be judged last."""
    telling = {one.subject["metric"] for one in context.found("change") if one.kind not in UNJUDGED}
    aimed = [one for one in aimed_at(context) if _matters(context, one)]
    found = (
        [one for one in aimed if not _is_quiet(context, one)]
        or aimed
        or [one for one in dict.fromkeys(asking) if _matters(context, one)]
    )
    return sorted(found, key=lambda one: one not in telling)[:MOST_FOCUSED]


def _matters(context: Context, metric: str) -> bool:
    """Whether the indicator can be good or bad and has not reached its target."""
    better = context.definition(metric).better
    return better is not Better.NEITHER and standing(context, metric)[0] is not Tone.GOOD


def _is_quiet(context: Context, metric: str) -> bool:
    """Whether the indicator is as usual and misses no target: a measure on another one speaks of it."""
    change = context.change(metric)
    usual = change is not None and change.kind == "change.normal"
    return usual and standing(context, metric)[0] not in MISSED


def _is_open(context: Context, change: Finding) -> bool:
    """Whether what got worse is not within its target still, or is not to stay there."""
    metric = change.subject["metric"]
    return standing(context, metric)[0] is not Tone.GOOD or _is_at_risk(context, metric)


def _steps(context: Context) -> Callout | None:
    """What is to be done about what the title names, where no target says it."""
    said = tuple(capital(one.title) + context.word("stop") for one in proposed(context)[:MOST_TOLD])
    return Callout(context.say("outlook", "advice"), said) if said else None


def _without_focus(context: Context) -> tuple[str, str]:
    """Title and advice of a month in which no indicator asks for attention: what hardship asks for first is the title;
    the measures have a page of their own."""
    asked = proposed(context)
    title, advice = _quiet(context, asked)
    return context.say("outlook", "title", focus=first_asked(context)) if asked else title, advice


def _quiet(context: Context, steps: Sequence[Step]) -> tuple[str, str]:
    """Title and advice of a month in which nothing asks for attention, or nothing can be judged yet."""
    asked, only = bool(steps), steps[0].title if len(steps) == 1 else ""
    if not any(is_judged(one) for one in context.found("change")):
        return context.say("outlook", "title_young"), context.say("outlook", "collect", asked=asked, only=only)
    if any(context.target(one) is not None for one in context.metrics):
        return context.say("outlook", "title_plain"), context.say("outlook", "keep")
    names = context.spoken_of(_without_target(context))
    going = context.spoken_of([one.subject["metric"] for one in context.found("change") if one.kind in TRENDS])
    said = {"names": names, "going": going, "asked": asked, "only": only}
    return context.say("outlook", "title_aimless"), context.say("outlook", "aim", **said)


def _without_target(context: Context) -> list[str]:
    """The report's first indicators that can be good or bad, and have no number to be held to."""
    wanted = [one for one in dict.fromkeys((*context.kind.cards, *context.metrics)) if context.has(one)]
    return [one for one in wanted if context.definition(one).better is not Better.NEITHER][:MOST_AIMED]


def _targets(context: Context, aimed: list[str]) -> Table | None:
    """What it takes to reach next month's targets; of what has none, the level a measure aims at, if one names any;
    None where there is nothing to hold to one."""
    if not aimed:
        return None
    keys = (
        ("metric", "left", 2.0),
        ("actual", "right", 1.0),
        ("forecast", "right", 1.0),
        ("target", "right", 1.0),
        ("gap", "right", 1.4),
    )
    columns = tuple(Column(context.say("outlook", key), align, width) for key, align, width in keys)  # type: ignore[arg-type]
    told = context.tells("improvements")
    levels, measured = (levels_aimed_at(context), aimed_at(context)) if told else ({}, {})
    listed = aimed[:MOST_LISTED]
    rows = tuple(_row(context, one, levels.get(one), measured.get(one)) for one in listed)
    note = _about(context, [levels[one] for one in listed if one in levels])
    return without_blanks(Table("outlook.targets", columns, rows, note=note))


def _about(context: Context, levels: Sequence[Level]) -> str:
    """What the levels are that the table calls "about" so much; "" where it calls none so."""
    held = [one for one in dict.fromkeys(level.held for level in levels) if one]
    if not held:
        return ""
    said = [context.say("outlook", f"about_{'_or_'.join(sorted(held))}")]
    said += [context.say("outlook", "about_step")] if any(one.step is not None for one in levels) else []
    return context.word("then").join(said) + context.word("stop")


def _row(context: Context, metric: str, level: Level | None, measure: int | None = None) -> tuple[Cell, ...]:
    """An indicator of next month; ``level``: what a measure aims at where there is no target; ``measure``: the number
    of the first that is about the indicator."""
    title, now = context.narrator.title(metric), context.now(metric)
    return (
        Cell(context.of_all(metric, title), strong=True),
        context.cell(now, title),
        _forecast(context, metric),
        _goal(context, metric, level),
        _needed(context, metric, level, measure),
    )


def _goal(context: Context, metric: str, level: Level | None) -> Cell:
    """Next month's target, else the level a measure aims at as it names it: "about 4.7 h", that of a rate with its
    name; where that is further than a month goes, the step to it first."""
    title, judged = context.narrator.title(metric), judged_as(context, metric)
    if level is None:
        return context.cell(context.target_ahead(metric), f"{title} · {context.word('comparisons', 'target')}")
    value, told = context.show(level.figure, level.name), level.figure
    if level.step is None:
        text = context.say("outlook", level.way, value=value)
    else:
        step, told = context.show(level.step, step_name(context, judged)), level.step
        text = context.say("outlook", "step", value=value, step=step)
    if judged != metric:
        name = context.narrator.title(judged)
        text = context.say("outlook", "from_rate", title=name, now=context.show(context.now(judged), name), level=text)
    return Cell(text, figure=told.id)


def _needed(context: Context, metric: str, level: Level | None, measure: int | None) -> Cell:
    """What it takes to reach the target, and whether it comes by itself, is at risk or has to be confirmed first."""
    now, aim = context.now(metric), context.target_ahead(metric)
    if aim is None:
        return _missing(context, metric, level, measure)
    if contradicted(context, metric, aim) is not None:
        return Cell(context.say("outlook", "unconfirmed"), tone=Tone.WARN)
    held, status, _ = standing_of(context, metric, now, aim)
    met = held is Tone.GOOD
    needed = None if met else difference(aim, now).value
    unit = context.definition(metric).unit
    text = status if met else formats.change(needed, unit, context.narrator.style, short=True, beside=aim.value)
    kept = (None, "") if met else formats.kept_as(text, needed, unit)
    if met and metric in outrun(context):
        held, text = Tone.NEUTRAL, context.say("outlook", "unaware")
    elif met and _is_at_risk(context, metric):
        held, text = Tone.WARN, context.say("outlook", "at_risk")
    if needed is not None and _will_meet(context, metric):
        text, kept = context.say("outlook", "will_meet", gap=text), (None, "")
    elif needed is not None and (reach := falling_short(context, metric)) is not None:
        text, kept = context.say("outlook", "short", gap=text, reach=context.narrator.show(reach)), (None, "")
    return Cell(text, *kept, tone=held if met and held is not Tone.NEUTRAL else None)


def _missing(context: Context, metric: str, level: Level | None, measure: int | None) -> Cell:
    """How far it is to the level a measure aims at, where no target is set; of a measure that aims at something else,
    such as a part of the indicator, which one says it."""
    if level is None:
        key = "aimless" if measure is None else "by_measure"
        return Cell(context.say("outlook", key, number=measure))
    if level.way != "about":
        return Cell(context.say("outlook", "measured"))
    judged = judged_as(context, metric)
    unit, now, aim = context.definition(judged).unit, context.now(judged), level.step or level.figure
    missing = difference(aim, now).value
    if unit is Unit.SHARE and aim.value is not None and now.value is not None:
        missing = round(aim.value, TENTHS) - round(now.value, TENTHS)  # both stand beside it
    text = formats.change(missing, unit, context.narrator.style, short=True, beside=aim.value)
    if judged != metric:  # the row is that of the number
        return Cell(context.say("outlook", "of_rate", title=context.narrator.title(judged), change=text))
    return Cell(text, *formats.kept_as(text, missing, unit))


def _rank(context: Context, metric: str, held: Tone) -> int:
    """Missed targets first, then those that next month is forecast to miss."""
    return 0 if held is not Tone.GOOD else 1 if _is_at_risk(context, metric) else 2


def _is_at_risk(context: Context, metric: str) -> bool:
    """Whether next month is forecast to miss the target."""
    return (_margin(context, metric) or 0.0) < 0


def _will_meet(context: Context, metric: str) -> bool:
    """Whether next month is forecast to reach the target without more being done."""
    margin = _margin(context, metric)
    return margin is not None and margin >= 0


def _margin(context: Context, metric: str) -> float | None:
    """By how much next month is forecast to be on the good side of the target; None where one of the two is missing."""
    found, target = _coming(context, metric), context.target_ahead(metric)
    ahead = found.figures["expected"].value if found else None
    if ahead is None or target is None or target.value is None:
        return None
    higher = context.definition(metric).better is Better.HIGHER
    return ahead - target.value if higher else target.value - ahead


def _coming(context: Context, metric: str) -> Finding | None:
    """The forecast of next month as its page tells it; none that a new measure has outrun."""
    return None if metric in outrun(context) else coming(context, metric)


def _forecast(context: Context, metric: str) -> Cell:
    """What next month is expected to be, where it is forecast."""
    name = f"{context.narrator.title(metric)} · {context.say('outlook', 'forecast')}"
    found = _coming(context, metric)
    return context.cell(found.figures["expected"] if found else None, name)


SECTION = Section(build)
