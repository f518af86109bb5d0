"""Measures the findings ask for; owner and deadline stay open until somebody takes them."""

from collections.abc import Iterable

from kefu.findings import Figure, Finding
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Step, Steps, Tone
from kefu.report.pieces import is_judged, standing
from kefu.report.sections import Section
from kefu.report.stories import told_first

MOST = 6


def build(context: Context) -> Iterable[Block]:
    steps = [step for change in told_first(context) if (step := _of_change(context, change)) is not None]
    steps += [step for one in context.found("incidents") if (step := _of_incident(context, one)) is not None]
    steps += [step for metric in context.metrics if (step := _of_target(context, metric)) is not None]
    topic = context.say("improvements", "topic")
    if not steps:
        reason = Callout(context.say("improvements", "why"), (_reason(context),))
        return context.page(context.say("improvements", "none"), topic, reason)
    return context.page(
        context.say("improvements", "title", count=len(steps[:MOST])), topic, Steps(tuple(steps[:MOST]))
    )


def _reason(context: Context) -> str:
    """Why nothing is proposed: because nothing moved, or because nobody can say yet what did."""
    if not any(is_judged(one) for one in context.found("change")):
        return context.say("improvements", "too_early")
    aimed = any(context.target(one) is not None for one in context.metrics)
    return context.say("improvements", "nothing_missed" if aimed else "nothing_moved")


def _of_change(context: Context, change: Finding) -> Step | None:
    metric = change.subject["metric"]
    cause = context.cause(metric)
    if cause is None:
        return None
    expected, now = change.figures.get("expected"), change.figures["now"]
    moved = (now.value or 0.0) - ((expected.value or 0.0) if expected else 0.0)
    better = context.narrator.is_better(metric, moved)
    kind = "cause.worse" if cause.kind == "cause.general" and not better else cause.kind
    if better and kind in ("cause.member", "cause.incident"):
        return None  # good news from one place asks for no repair
    title, text = context.narrator.action(kind, cause)
    return _step(context, metric, title, text, Tone.GOOD if better else Tone.WARN, [now])


def _of_incident(context: Context, incident: Finding) -> Step | None:
    """What the incident register says would keep a grave incident from coming back."""
    if incident.subject["severity"] != "high" or not incident.subject["prevention"]:
        return None
    title = context.say("improvements", "incident", title=incident.subject["title"])
    meta = (context.say("improvements", "owner"), context.say("improvements", "due"))
    return Step(title, context.narrator.tidy(incident.subject["prevention"]) + context.word("stop"), meta, Tone.WARN)


def _of_target(context: Context, metric: str) -> Step | None:
    """A missed target asks for a plan, unless its change has been taken up already."""
    tone, _, _ = standing(context, metric)
    if tone is not Tone.BAD or context.cause(metric) is not None:
        return None
    target = context.target(metric)
    figures = {"now": context.now(metric)} | ({"target": target} if target else {})
    finding = Finding("report.improvements", "target", {"metric": metric}, figures)
    title, text = context.narrator.action("target", finding)
    return _step(context, metric, title, text, Tone.BAD, list(figures.values()))


def _step(context: Context, metric: str, title: str, text: str, tone: Tone, figures: list[Figure]) -> Step:
    name = context.narrator.title(metric)
    meta = (
        context.say("improvements", "owner"),
        context.say("improvements", "due"),
        context.say("improvements", "measure", title=name),
    )
    return Step(title, text + context.word("stop"), meta, tone, tuple(context.note(one, name, {}) for one in figures))


SECTION = Section(build)
