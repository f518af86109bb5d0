"""Returns, exchanges and repairs: how many, why, what they cost.

The page draws what its title tells, and beside it what missed its target."""

from collections.abc import Iterable

from kefu.findings import Unit
from kefu.findings.figure import quotient
from kefu.report.context import Context
from kefu.report.document import Block, Chart, Tone
from kefu.report.pareto import pareto
from kefu.report.pieces import bars, conclusion, headline, lead, share_of, split, standing, trend
from kefu.report.sections import Section


def build(context: Context) -> Iterable[Block]:
    extra = [one for one in ("return_rate", "after_sales_cost") if context.has(one)]
    metrics = ["return_volume", *extra]
    first = lead(context, metrics)
    beside = sorted((one for one in metrics if one != first), key=lambda one: standing(context, one)[0] is not Tone.BAD)
    yield from context.page(
        headline(context, first),
        context.say("returns", "topic"),
        *(_drawn(context, one) for one in [first, *beside][:2]),
        conclusion(context, first, *beside),
    )
    if context.sliceable("return_volume", "cause"):
        yield from _causes(context)


def _drawn(context: Context, metric: str) -> Chart | None:
    """The course of a metric; of a count its columns, and of a volume its parts where the data hold one month only."""
    counted = context.definition(metric).unit is Unit.COUNT
    return trend(context, metric, columns=counted) or split(context, metric)


def _causes(context: Context) -> Iterable[Block]:
    stated = [one for one in context.by("return_volume", "cause") if one.member("cause")]
    largest = max(stated, key=lambda one: one.figure.value or 0.0)
    share = quotient(largest.figure, context.now("return_volume"))
    first = context.narrator.member("cause", largest.member("cause"))
    told = context.show(share, share_of(context, "return_volume"), {"cause": largest.member("cause")})
    yield from context.page(
        context.say("returns", "causes_title", first=first, share=told),
        context.say("returns", "causes_topic"),
        pareto(context, "return_volume", "cause") or bars(context, "return_volume", "cause"),
        bars(context, "return_volume", "product_line") if context.sliceable("return_volume", "product_line") else None,
    )


SECTION = Section(build, ("return_volume",))
