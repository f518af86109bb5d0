"""What after-sales service costs: where a case is dearer than elsewhere, how much is transport, what changed."""

from collections.abc import Iterable

from kefu.findings import Finding
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Chart, Column, Table, Tone
from kefu.report.pieces import bars
from kefu.report.sections import Section

FEW = 4  # so short a table has room for charts below it
METRIC, WAYS = "cost_per_case", ("product_line", "kind")
FIGURES = ("now", "rest", "cases", "excess")


def build(context: Context) -> Iterable[Block]:
    found = context.found("cost")
    dear = [one for one in found if one.kind == "cost.member"]
    told = [one for one in found if one.kind != "cost.member"]
    if not found:
        return
    paragraphs = tuple(context.narrator.tell(one) + context.word("stop") for one in told)
    ids = tuple(dict.fromkeys(figure for one in told for figure in context.note_finding(one)))
    yield from context.page(
        _title(context, dear, told),
        context.say("cost", "topic"),
        *([] if dear else _levels(context)),
        _table(context, dear) if dear else None,
        Callout(context.say("cost", "what"), paragraphs, Tone.NEUTRAL, ids) if told else None,
        *(_levels(context) if 0 < len(dear) <= FEW else []),
    )


def _levels(context: Context) -> list[Chart]:
    """What a case costs by product line and by kind, where few members or none stand out."""
    ways = [one for one in WAYS if context.sliceable(METRIC, one)]
    return [chart for one in ways if (chart := bars(context, METRIC, one)) is not None]


def _title(context: Context, dear: list[Finding], told: list[Finding]) -> str:
    if not dear:
        share = next((one.figures["share"] for one in told if "share" in one.figures), None)
        if share is None:
            return context.narrator.tell(told[0])
        return context.say("cost", "title_transport", share=context.narrator.show(share))
    first = dear[0]
    member = context.narrator.member(first.subject["dimension"], first.subject["member"])
    return context.say("cost", "title", member=member, excess=context.narrator.show(first.figures["excess"]))


def _table(context: Context, dear: list[Finding]) -> Table:
    columns = [Column(context.say("cost", "where"), width=1.6)]
    columns += [Column(context.say("cost", key), "right") for key in FIGURES]
    return Table("cost.members", tuple(columns), tuple(_row(context, one) for one in dear))


def _row(context: Context, one: Finding) -> tuple[Cell, ...]:
    dimension, member = one.subject["dimension"], one.subject["member"]
    name = f"{context.narrator.member(dimension, member)} · {context.narrator.dimension(dimension)}"
    return (
        Cell(name, strong=True),
        *(context.cell(one.figures[role], f"{name} · {context.say('cost', role)}") for role in FIGURES),
    )


SECTION = Section(build, ("after_sales_cost",))
