"""One page a family of indicators: how it went, why, and what to do about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from kefu.findings import Finding
from kefu.findings.finding import TRENDS, UNJUDGED
from kefu.narrative.formats import capital
from kefu.report.breakdown import indicators
from kefu.report.context import Context
from kefu.report.document import Block, Step, Steps, Tone
from kefu.report.measures import of_change, of_missed_target
from kefu.report.pairs import of_pair
from kefu.report.pieces import headline, headline_of_sales, is_judged, jumps, plain, standing, trend
from kefu.report.proposals import proposed
from kefu.report.sampling import differences
from kefu.report.sections import Section
from kefu.report.stories import frequent, is_explained, role_of_pair, strongest, weighed

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
BEFORE: Mapping[str, str] = MappingProxyType({"previous_month": "before", "same_month_last_year": "last_year"})


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
    title = headline_of_sales(context, shown[0], lead) if family == "sales" else headline(context, lead)
    return context.page(title, topic, drawn, table, _told(context, lead, shown), jumped)


def _told(context: Context, metric: str, shown: Sequence[str]) -> Steps:
    """Trend, cause and measure of the metric, one of those ``shown``, in a sentence each."""
    change, cause = context.change(metric), context.cause(metric)
    noted = [*(context.note_finding(change) if change else ()), *(context.note_finding(cause) if cause else ())]
    ids = tuple(dict.fromkeys([context.note(context.now(metric), context.narrator.title(metric), {}), *noted]))
    asked, own = _measure(context, metric, change, shown)
    said = [
        ("trend", _course(context, metric, change), ids),
        ("cause", _why(context, change, cause), ids),
        ("measure", asked, own or ids),
    ]
    return Steps(
        tuple(
            Step(context.say("families", key), context.narrator.tidy(capital(text)) + context.word("stop"), figures=of)
            for key, text, of in said
        )
    )


def _course(context: Context, metric: str, change: Finding | None) -> str:
    """The verdict and the months it may be held against; of one that cannot be judged the title has told the number."""
    if change is None or not is_judged(change):
        return plain(context, metric)
    before, last_year = _before(context, metric, "previous_month"), _before(context, metric, "same_month_last_year")
    if change.kind not in UNJUDGED:
        return context.narrator.together([context.narrator.tell(change), *before])
    spread = replace(change, kind=f"{change.kind}_spread")
    how_wide = [] if change.kind in TRENDS else [context.narrator.tell(spread)]
    return context.narrator.together([*how_wide, *(differences(context, metric) or [*before, *last_year])])


def _before(context: Context, metric: str, comparison: str) -> list[str]:
    """An earlier month, where there is one."""
    before, key = context.compared[comparison][metric].figures.get("before"), BEFORE[comparison]
    return [] if before is None else [context.say("families", key, before=context.narrator.show(before))]


def _why(context: Context, change: Finding | None, cause: Finding | None) -> str:
    if cause is not None:
        return context.narrator.tell(cause)
    if change is None or not is_judged(change):
        return context.say("families", "too_young")
    if change.kind in UNJUDGED:
        return context.narrator.say("sections", "families", "cannot_judge", change.kind.removeprefix("change."))
    return context.say("families", "no_cause")


def _measure(
    context: Context, metric: str, change: Finding | None, shown: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """What the finding or the missed target asks for, or another finding on one of those ``shown``, with the figures of
    that; else to leave it as it is."""
    found = of_change(context, change) if change is not None else None
    if found is None and standing(context, metric)[0] is Tone.BAD:
        found = of_missed_target(context, metric)
    if found is None and change is not None and change.kind in UNJUDGED:
        kind, aimed = change.kind.removeprefix("change."), context.target(metric) is not None
        none = context.narrator.say("sections", "families", "no_verdict", kind, aimed=aimed)
        return _elsewhere(context, shown) or (none, ())
    if found is None and change is not None and weighed(context, change) is Tone.WARN:
        return _elsewhere(context, shown) or (context.say("pieces", "again"), ())
    if found is None:
        near = standing(context, metric)[0] is Tone.WARN  # of its target
        return context.say("families", "near" if near else "keep"), ()
    return context.narrator.together([found.title, found.asked]), ()


def _elsewhere(context: Context, shown: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """The first measure of the report that comes from one of the metrics, with what it rests on where that is what one
    of them goes with, and its figures; None where none does."""
    for step in proposed(context):
        queries = [context.figures[one].lineage.query for one in step.figures]
        if any(one is not None and one.metric in shown for one in queries):
            pairs = [one for one in strongest(context) if of_pair(context, one).title == step.title]
            rests_on = [frequent(context, one) for one in pairs[:1] if one.subject["metric"] in shown]
            ids = [context.note(one.figures["now"], role_of_pair(context, one, "now"), {}) for one in pairs[:1]]
            return context.narrator.together([step.title, *rests_on]), tuple(dict.fromkeys([*step.figures, *ids]))
    return None


SECTION = Section(build, tuple(metric for metrics in FAMILIES.values() for metric in metrics))
