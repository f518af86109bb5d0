"""Why customers complain, what within each type of complaint, and how far complaints are closed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kefu.findings import Figure
from kefu.findings.figure import quotient
from kefu.metrics.query import Measurement
from kefu.narrative import formats
from kefu.narrative.formats import capital
from kefu.report.breakdown import Part, indicators, parts
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Chart, Column, Paragraph, Question, Role, Series, Table
from kefu.report.pareto import pareto
from kefu.report.pieces import conclusion, headline, missed_by_much, share_of, trend
from kefu.report.sections import Section

METRIC = "complaint_volume"
HUNDRED = 100
MOST_TOLD = 2  # indicators of a conclusion, beside the backlog
TYPES, CAUSES = 5, 6  # rows and columns of the table of causes within types
CLOSING = (
    "complaint_closure_rate",
    "complaint_resolution_rate",
    "complaint_handling_time",
    "complaint_repeat_rate",
    "complaint_backlog",
)


def build(context: Context) -> Iterable[Block]:
    if context.sliceable(METRIC, "cause"):
        yield from _causes(context)
    yield from _status(context)


def _causes(context: Context) -> Iterable[Block]:
    found = parts(context, METRIC, "cause")
    first = next((one for one in found if one.member), None)
    if first is None or first.share is None:
        return
    share = context.show(first.share, share_of(context, METRIC), {"cause": first.member})
    within = _within(context, found) if context.sliceable(METRIC, "subcategory") else None
    yield from context.page(
        context.say("complaint_causes", "title", first=first.name, share=share),
        context.say("complaint_causes", "topic"),
        pareto(context, METRIC, "cause"),
        within,
    )


def _within(context: Context, causes: list[Part]) -> Table:
    """A row a type of complaint, a column a cause: the cause's share of the type's complaints."""
    cells: Mapping[tuple[str | None, str | None], Measurement] = {
        (one.member("subcategory"), one.member("cause")): one for one in context.by(METRIC, "subcategory", "cause")
    }
    types = parts(context, METRIC, "subcategory")[:TYPES]
    shown, few = causes[:CAUSES], any((one.figure.value or 0.0) < HUNDRED for one in types)
    columns = [Column(capital(context.narrator.dimension("subcategory")), width=1.2)]
    columns += [Column(context.narrator.title(METRIC), "right"), *(Column(one.name, "right") for one in shown)]
    rows = []
    for kind in types:
        held = [cells.get((kind.member, cause.member)) for cause in shown]
        shares = [None if one is None else quotient(one.figure, kind.figure) for one in held]
        rows.append(
            (
                Cell(kind.name, strong=True),
                context.cell(kind.figure, context.narrator.title(METRIC)),
                *(_share(context, kind, cause, share, whole=few) for share, cause in zip(shares, shown, strict=True)),
            )
        )
    return Table(
        "complaints.causes_within_types", tuple(columns), tuple(rows), title=context.say("complaint_causes", "within")
    )


def _share(context: Context, kind: Part, cause: Part, share: Figure | None, *, whole: bool) -> Cell:
    """Of fewer than a hundred complaints, a share is known no better than to the per cent; the others read alike."""
    cell = context.cell(share, share_of(context, METRIC), {"subcategory": kind.member, "cause": cause.member})
    return replace(cell, text=formats.whole_percent(share.value)) if share and whole else cell


def _status(context: Context) -> Iterable[Block]:
    """What became of the month's complaints, and how closure stands beside its history and target."""
    shown = [one for one in CLOSING if context.has(one)]
    if not shown:
        return
    split, told = _standing(context) if context.sliceable(METRIC, "status") else None, _told(context, shown)
    yield from context.page(
        headline(context, told[0]),
        context.say("complaint_causes", "status_topic"),
        split or trend(context, shown[0]),
        indicators(context, "complaints.closing", shown),
        conclusion(context, *told),
        context.resting(shown[:1]) if split is not None else None,
        _carried(context) if split is not None and context.has("complaint_backlog") else None,
    )


def _told(context: Context, shown: Sequence[str]) -> list[str]:
    """The indicators the conclusion speaks of: what misses its target by much, the furthest first, then how complaints
    are closed, and the backlog where it changed."""
    changed = [one for one in ("complaint_backlog",) if context.changed(one)]
    return list(dict.fromkeys([*[*missed_by_much(context, shown), *shown[:2]][:MOST_TOLD], *changed]))


def _carried(context: Context) -> Paragraph:
    """Why more complaints are open than the month's own."""
    backlog = context.show(context.now("complaint_backlog"), context.narrator.title("complaint_backlog"))
    return Paragraph(context.say("complaint_causes", "carried", backlog=backlog) + context.word("stop"), muted=True)


def _standing(context: Context) -> Chart | None:
    """The month's complaints by how they stand today."""
    found = [one for one in parts(context, METRIC, "status") if one.member]
    if len(found) < 2:
        return None
    title = context.say("complaint_causes", "status")
    return Chart(
        name="complaints.status",
        question=Question.PARTS,
        title=title,
        categories=tuple(one.name for one in found),
        series=(
            Series(
                name=context.narrator.title(METRIC),
                values=tuple(one.figure.value for one in found),
                role=Role.CATEGORY,
                labels=tuple(context.narrator.show(one.figure) for one in found),
                figures=tuple(context.note(one.figure, context.narrator.title(METRIC), {}) for one in found),
            ),
        ),
        alt=context.say("pieces", "largest_part", member=found[0].name, value=context.narrator.show(found[0].figure)),
        number_format="#,##0",
    )


SECTION = Section(build, (METRIC,))
