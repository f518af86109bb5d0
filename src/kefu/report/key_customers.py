"""What a month says of key customers as such, in few words: how they are served beside the rest, and who they are."""

from __future__ import annotations

from collections.abc import Sequence

from kefu.analyses._segments import MONTHS
from kefu.findings import Finding
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Callout, Tone
from kefu.report.pieces import MISSED, standing, standings

NAMED = 2  # indicators a title names
OF_THEM = {  # what all customers are measured by, and what it is called of key customers in the month
    "csat": "key_customer_csat",
    "first_response_median": "key_customer_first_response_median",
    "resolution_rate": "key_customer_resolution_rate",
    "revisit_coverage": "key_customer_revisit_coverage",
}


def side_by_side(context: Context, found: Sequence[Finding], most: int = NAMED) -> str:
    """Where key customers are better or worse off, at most so many indicators each; that nothing can be told apart,
    where nothing can."""
    missed = short_of_target(context, found)
    if missed is not None:
        return _said_missed(context, missed, "title_but_missed")
    named = {kind: _titles(context, found, kind, most) for kind in ("better", "worse")}
    key = "_".join(kind for kind, names in named.items() if names) or "alike"
    judged = sum(one.kind != "key.too_few" for one in found)
    if not judged:
        key = "too_few"
    return context.say("key_customers", f"title_{key}", judged=judged, **named, **_span(context))


def short_of_target(context: Context, found: Sequence[Finding]) -> Finding | None:
    """Where key customers are better off over three months in what misses its target for them this month."""
    better = (one for one in found if one.kind == "key.better" and one.subject["metric"] in OF_THEM)
    short = {metric for metric, (tone, *_) in standings(context).items() if tone in MISSED}
    return next((one for one in better if OF_THEM[one.subject["metric"]] in short), None)


def _said_missed(context: Context, better: Finding, key: str) -> str:
    """The target missed this month; with "title_but_missed" both periods in one sentence, of which the month's has the
    first word: better than the rest is not yet what was promised."""
    metric, own = better.subject["metric"], OF_THEM[better.subject["metric"]]
    return context.say(
        "key_customers",
        key,
        title=context.narrator.title(metric),
        quarter=context.show(better.figures["now"], context.narrator.title(metric)),
        now=context.show(context.now(own), context.narrator.title(own)),
        target=context.narrator.show(context.target(own)),
        close=standing(context, own)[0] is Tone.WARN,
        **_span(context),
    )


def _span(context: Context) -> dict[str, str]:
    """The months taken together, as far as the data hold them."""
    return {"span": context.span(MONTHS, "ticket")}


def _titles(context: Context, found: Sequence[Finding], kind: str, most: int) -> str:
    names = [one.subject["metric"] for one in found if one.kind == f"key.{kind}"]
    return context.indicators(names[:most])


def in_short(context: Context) -> list[Callout]:
    """Of a report about key customers: where they are better or worse off, and who they are, a callout each."""
    if not context.kind.subject:
        return []
    beside, listed = context.found("key_customers"), context.found("customer_value")[:2]
    found = []
    if beside:
        apart = [one for one in beside if one.kind in ("key.better", "key.worse")]
        said, missed = _apart(context, apart, len(beside) - len(apart)), short_of_target(context, beside)
        title = _said_missed(context, missed, "title_missed") if missed else side_by_side(context, beside)
        found.append(_callout(context, title, said, found=apart, tone=_tone(context, beside)))
    if listed:
        title, said = context.narrator.headline(listed[0]), [*map(context.narrator.tell, listed[1:])]
        found.append(_callout(context, title, said, found=listed, tone=Tone.NEUTRAL))
    return found


def _tone(context: Context, beside: Sequence[Finding]) -> Tone:
    """A missed target has the colour it has in the table of targets; to be worse off is something to look at."""
    missed = short_of_target(context, beside)
    if missed is not None:
        return standing(context, OF_THEM[missed.subject["metric"]])[0]
    return Tone.WARN if any(one.kind == "key.worse" for one in beside) else Tone.NEUTRAL


def _apart(context: Context, apart: Sequence[Finding], rest: int) -> list[str]:
    """The differences that count, with the months they are of, and of how many indicators none can be told."""
    said = [context.narrator.tell(one) for one in apart]
    if said:
        said[0] = context.say("key_customers", "over", said=formats.small(said[0]), **_span(context))
    return [*said, *([context.say("key_customers", "others", count=rest)] if rest and apart else [])]


def _callout(context: Context, title: str, said: Sequence[str], *, found: Sequence[Finding], tone: Tone) -> Callout:
    paragraphs = tuple(one + context.word("stop") for one in said)
    name = context.say("key_customers", "topic")
    ids = tuple(
        context.note(figure, context.narrator.title(one.subject["metric"]) if "metric" in one.subject else name, {})
        for one in found
        for figure in one.figures.values()
    )
    return Callout(title, paragraphs, tone, tuple(dict.fromkeys(ids)))
