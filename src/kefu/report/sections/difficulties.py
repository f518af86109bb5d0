"""What the team cannot solve alone: targets missed month after month, open work, and missing hands.

Each with what is asked for and of whom; what the team itself is to do stands among the measures.
"""

from collections.abc import Iterable

from kefu.comparisons import compare_all
from kefu.metrics import Better
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Chart, Step, Steps, Tone
from kefu.report.gaps import gap
from kefu.report.open_tickets import where_open
from kefu.report.pieces import standing, trend
from kefu.report.sections import Section

LASTING = 2  # months in a row from which a missed target is a difficulty
MOST_MISSED = 3
FEW = 2  # so few difficulties leave room for charts
LOOKED = ("target", "ticket", "call")  # what holds each of the three; nobody is told of what could not be looked at
PLACES = {  # dimension of a gap: on whom it depends
    "team": "hands",
    "channel": "hands",
    "region": "logistics",
    "product_line": "products",
    "category": "sources",
    "subcategory": "sources",
}
STATED = {"unresolved": "unresolved.backlog", "staffing": "staffing.need"}


def build(context: Context) -> Iterable[Block]:
    missed = sorted(((_months_missed(context, one), one) for one in context.metrics), key=lambda held: -held[0])
    lasting = [(metric, months) for months, metric in missed[:MOST_MISSED] if months >= LASTING]
    steps = [_missed(context, metric, months) for metric, months in lasting]
    for analysis, kind in STATED.items():
        found = next((one for one in context.found(analysis) if one.kind == kind), None)
        if found is not None:
            name = context.say("difficulties", analysis)
            text = context.narrator.tidy(context.narrator.tell(found)) + context.word("stop")
            ids = context.note_stated([found], name)
            steps.append(Step(name, text, (_asked(context, analysis),), Tone.WARN, ids))
    topic = context.say("difficulties", "topic")
    if steps:
        title = context.say("difficulties", "title", count=len(steps), first=steps[0].title)
        drawn = _drawn(context, [metric for metric, _ in lasting]) if len(steps) <= FEW else []
        yield from context.page(title, topic, Steps(tuple(steps)), *drawn)
        return
    looked = tuple(
        context.say("difficulties", f"looked_{one}") + context.word("stop") for one in LOOKED if context.holds(one)
    )
    if looked:
        yield from context.page(
            context.say("difficulties", "none"), topic, Callout(context.say("difficulties", "looked"), looked)
        )


def _drawn(context: Context, missed: list[str]) -> list[Chart]:
    """What a few difficulties look like: the indicators beside their targets, and where the open tickets lie."""
    charts = [trend(context, metric) for metric in missed[:FEW]]
    if any(one.kind == STATED["unresolved"] for one in context.found("unresolved")) and not context.tells("unresolved"):
        charts += where_open(context, FEW)
    return [one for one in charts if one is not None][:FEW]


def _months_missed(context: Context, metric: str) -> int:
    """How many months in a row, this one the last, the metric missed the target that held for the month."""
    if standing(context, metric)[0] is not Tone.BAD:
        return 0
    raises = context.definition(metric).better is Better.HIGHER
    months = 0
    for held in reversed(compare_all("target", context.meter, context.series(metric))):
        change = held.figures.get("change")
        if change is None or not change.value or (change.value > 0) == raises:
            return months
        months += 1
    return months


def _missed(context: Context, metric: str, months: int) -> Step:
    title, now, target = context.narrator.title(metric), context.now(metric), context.target(metric)
    goal = f"{title} · {context.word('comparisons', 'target')}"
    said = context.say(
        "difficulties", "missed", months=months, now=context.show(now, title), target=context.show(target, goal)
    )
    ids = (now.id, *((target.id,) if target else ()))
    return Step(title, said + context.word("stop"), (_decision(context, metric),), Tone.BAD, ids)


def _decision(context: Context, metric: str) -> str:
    """Who else is needed to reach the target: those whom the places are up to where the gap lies, or whoever may give
    hands or another target."""
    found = gap(context, metric)
    if found is None:
        return _asked(context, "target")
    names = [context.narrator.spoken(found.dimension, one) for one in found.names()]
    return _asked(context, PLACES[found.dimension], members=context.listed(names))


def _asked(context: Context, key: str, **values: str) -> str:
    text = context.narrator.say("sections", "difficulties", "asked", key, **values)
    return context.say("difficulties", "support", text=text)


SECTION = Section(build)
