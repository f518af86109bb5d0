"""Would customers recommend us: the net promoter score with its interval, over time and by occasion."""

from collections.abc import Iterable

from kefu.findings import Figure
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Table
from kefu.report.pieces import conclusion, trend
from kefu.report.sections import Section


def build(context: Context) -> Iterable[Block]:
    figure = context.now("nps")
    title = context.say(
        "recommendation",
        "title",
        nps=context.show(figure, context.narrator.title("nps")),
        interval=_interval(context, figure),
    )
    occasions = _occasions(context) if context.sliceable("nps", "scenario") else None
    return context.page(
        title, context.narrator.title("nps"), trend(context, "nps"), occasions, conclusion(context, "nps")
    )


def _interval(context: Context, figure: Figure) -> str:
    if figure.interval is None:
        return formats.DASH
    return formats.interval(*figure.interval, figure.unit, context.narrator.style)


def _occasions(context: Context) -> Table:
    """Each occasion with its sample and interval, so that small ones are not read as certain."""
    heads = (("scenario", "left"), ("score", "right"), ("interval", "right"), ("answers", "right"))
    columns = tuple(Column(context.say("recommendation", key), align) for key, align in heads)  # type: ignore[arg-type]
    found = sorted((one for one in context.by("nps", "scenario") if one.figure.value is not None),
                   key=lambda one: -(one.figure.value or 0.0))  # fmt: skip
    rows = tuple(
        (
            Cell(context.narrator.member("scenario", one.member("scenario")), strong=True),
            context.cell(one.figure, context.narrator.title("nps")),
            Cell(_interval(context, one.figure)),
            Cell(str(one.figure.sample), float(one.figure.sample)),
        )
        for one in found
    )
    return Table("recommendation.scenarios", columns, rows, title=context.say("recommendation", "table"))


SECTION = Section(build, ("nps",))
