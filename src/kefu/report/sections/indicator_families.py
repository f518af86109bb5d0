"""One page a family of indicators: how it went, why, and what to do about it."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from kefu.findings import Finding
from kefu.findings.finding import UNJUDGED
from kefu.report.breakdown import indicators
from kefu.report.context import Context
from kefu.report.document import Block, Step, Steps, Tone
from kefu.report.measures import of_change, of_missed_target
from kefu.report.pieces import headline, is_judged, jumps, plain, standing, trend
from kefu.report.sections import Section
from kefu.report.stories import is_explained

FAMILIES: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "response": ("first_response_median", "answered_within_30_minutes", "unanswered_rate", "first_response_p90"),
        "resolution": ("first_contact_resolution", "resolution_rate", "resolution_time_median", "reopen_rate"),
        "satisfaction": ("csat", "nps", "low_score_rate", "survey_response_rate"),
        "complaints": (
            "complaint_volume",
            "complaint_rate",
            "complaint_closure_rate",
            "complaint_handling_time",
            "complaint_repeat_rate",
        ),
        "sales": (
            "revenue",
            "orders",
            "average_order_value",
            "delivery_on_time_rate",
            "conversion_after_contact",
            "repurchase_rate",
        ),
        "after_sales": ("return_rate", "return_turnaround_median", "after_sales_cost"),
    }
)


def build(context: Context) -> Iterable[Block]:
    for family, metrics in FAMILIES.items():
        shown = [one for one in metrics if context.has(one)]
        if shown:
            yield from _page(context, family, shown)


def _page(context: Context, family: str, shown: list[str]) -> list[Block]:
    """Of the family speaks what changed, first what has an explanation, else what missed its target, else the first."""
    changed = [one for one in shown if context.changed(one)]
    explained = [one for one in changed if is_explained(context, one)]
    lead = next(iter(explained or changed), "")
    lead = lead or next((one for one in shown if standing(context, one)[0] is Tone.BAD), shown[0])
    drawn = trend(context, lead)
    table = indicators(context, f"families.{family}", shown)
    topic, jumped = context.say("families", family), jumps(context, shown)
    return context.page(headline(context, lead), topic, drawn, table, _told(context, lead), jumped)


def _told(context: Context, metric: str) -> Steps:
    """Trend, cause and measure in a sentence each."""
    change, cause = context.change(metric), context.cause(metric)
    trend_text = plain(context, metric)
    if change is not None and is_judged(change):
        trend_text = context.narrator.together([context.narrator.tell(change), *_before(context, metric)])
    said = [
        ("trend", trend_text),
        ("cause", _why(context, change, cause)),
        ("measure", _measure(context, metric, change)),
    ]
    noted = [*(context.note_finding(change) if change else ()), *(context.note_finding(cause) if cause else ())]
    ids = tuple(dict.fromkeys([context.note(context.now(metric), context.narrator.title(metric), {}), *noted]))
    return Steps(
        tuple(
            Step(context.say("families", key), context.narrator.tidy(text) + context.word("stop"), figures=ids)
            for key, text in said
        )
    )


def _before(context: Context, metric: str) -> list[str]:
    """The month before, where there is one; the verdict has said this month's number."""
    before = context.compared["previous_month"][metric].figures.get("before")
    return [] if before is None else [context.say("families", "before", before=context.narrator.show(before))]


def _why(context: Context, change: Finding | None, cause: Finding | None) -> str:
    if cause is not None:
        return context.narrator.tell(cause)
    if change is None or not is_judged(change):
        return context.say("families", "too_young")
    return context.say("families", "cannot_judge" if change.kind in UNJUDGED else "no_cause")


def _measure(context: Context, metric: str, change: Finding | None) -> str:
    """What the finding or the missed target asks for; else to leave it as it is."""
    found = of_change(context, change) if change is not None else None
    if found is None and standing(context, metric)[0] is Tone.BAD:
        found = of_missed_target(context, metric)
    if found is None and change is not None and change.kind in UNJUDGED:
        return context.say("families", "no_verdict", aimed=context.target(metric) is not None)
    if found is None:
        return context.say("families", "keep")
    return context.narrator.together([found.title, found.asked])


SECTION = Section(build, tuple(metric for metrics in FAMILIES.values() for metric in metrics))
