"""What customers ask about: kinds of requests, their mix over the months, and the few types that make most of them."""

from collections.abc import Iterable

from kefu.findings import Figure, Unit
from kefu.findings.figure import derived, quotient
from kefu.narrative import formats
from kefu.report.breakdown import Part, changed_members, members, none_changed, parts
from kefu.report.context import Context
from kefu.report.document import Block
from kefu.report.pareto import pareto
from kefu.report.pieces import composition, share_of
from kefu.report.sections import Section

METRIC = "ticket_volume"
FEW = 3  # types that are said to make most of the work
BESIDE = ("first_response_median", "first_contact_resolution")


def build(context: Context) -> Iterable[Block]:
    if context.sliceable(METRIC, "category"):
        yield from _mix(context)
    if context.sliceable(METRIC, "subcategory"):
        yield from _types(context)


def _mix(context: Context) -> Iterable[Block]:
    found = parts(context, METRIC, "category")
    first = next((one for one in found if one.member), None)
    if first is None or first.share is None:
        return
    share = context.show(first.share, share_of(context, METRIC), {"category": first.member})
    yield from context.page(
        _led(context, "category", context.say("consultations", "mix_title", first=first.name, share=share)),
        context.say("consultations", "mix_topic"),
        composition(context, METRIC, "category"),
        members(context, METRIC, "category", found, BESIDE, none_changed(context, METRIC, "category")),
        changed_members(context, METRIC, "category"),
    )


def _types(context: Context) -> Iterable[Block]:
    found = parts(context, METRIC, "subcategory")
    few = [one for one in found if one.member][:FEW]
    chart = pareto(context, METRIC, "subcategory")
    if len(few) < FEW or chart is None:
        return
    names = context.listed([one.name for one in few])
    title = context.say(
        "consultations",
        "types_title",
        names=names,
        share=context.show(_together(context, few), f"{share_of(context, METRIC)} · {names}"),
    )
    yield from context.page(
        _led(context, "subcategory", title),
        context.say("consultations", "types_topic"),
        chart,
        members(context, METRIC, "subcategory", found, (), none_changed(context, METRIC, "subcategory")),
        changed_members(context, METRIC, "subcategory"),
    )


def _led(context: Context, dimension: str, said: str) -> str:
    """The title, after the member that left its normal range, where one did."""
    moved = next((one for one in context.found("slices", METRIC) if dimension in one.subject), None)
    if moved is None:
        return said
    return context.say("consultations", "moved", changed=context.narrator.headline(moved), said=formats.small(said))


def _together(context: Context, few: list[Part]) -> Figure:
    """The share of all requests these types make."""
    figures = [one.figure for one in few]
    count = derived("sum of parts", Unit.COUNT, sum(one.value or 0.0 for one in figures), *figures)
    return quotient(count, context.now(METRIC))


SECTION = Section(build, (METRIC,))
