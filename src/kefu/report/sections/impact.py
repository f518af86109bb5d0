"""What becomes of customers who complain again, beside others like them."""

from collections.abc import Iterable, Sequence

from kefu.findings import Finding
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Chart, Column, Paragraph, Question, Role, Series, Table, Tone
from kefu.report.sections import Section

HEADS = ("what", "people", "share", "baseline", "difference", "interval", "verdict")
BAD = {("buys", "less"), ("sends_back", "more"), ("detracts", "more")}


def build(context: Context) -> Iterable[Block]:
    found = context.found("impact")
    if found:
        columns = tuple(_column(context, key) for key in HEADS)
        table = Table("impact", columns, tuple(_row(context, one) for one in found))
        lost = [context.narrator.tell(one) + context.word("stop") for one in found if "lost" in one.figures]
        yield from context.page(
            _title(context, found),
            context.say("impact", "topic"),
            table,
            _chart(context, found),
            *(Paragraph(text) for text in lost),
            Paragraph(context.say("impact", "note"), muted=True),
        )


def _title(context: Context, found: Sequence[Finding]) -> str:
    """The first outcome in which those who complained again differ for the worse; else that none shows it."""
    for one in found:
        if (one.subject["outcome"], one.kind.removeprefix("impact.")) in BAD:
            return context.narrator.headline(one)
    return context.say("impact", "title_none")


def _chart(context: Context, found: Sequence[Finding]) -> Chart:
    """Each outcome's share among those who complained again, beside others like them."""
    names = [context.word("outcomes", one.subject["outcome"]) for one in found]
    series = [
        Series(
            name=context.say("impact", role),
            values=tuple(one.figures[role].value for one in found),
            labels=tuple(context.narrator.show(one.figures[role]) for one in found),
            figures=tuple(
                context.note(one.figures[role], f"{name} · {context.say('impact', role)}", {})
                for one, name in zip(found, names, strict=True)
            ),
            role=shown,
        )
        for role, shown in (("share", Role.MAIN), ("baseline", Role.COMPARE))
    ]
    return Chart(
        name="impact.shares",
        question=Question.COMPARISON,
        title=context.say("impact", "chart"),
        categories=tuple(names),
        series=tuple(series),
        alt=_title(context, found),
        number_format="0.0%",
    )


def _column(context: Context, key: str) -> Column:
    return Column(
        context.say("impact", key),
        "left" if key in ("what", "verdict") else "right",
        1.5 if key in ("what", "interval", "verdict") else 1.0,
    )


def _row(context: Context, one: Finding) -> tuple[Cell, ...]:
    outcome, way = one.subject["outcome"], one.kind.removeprefix("impact.")
    name, gap = context.word("outcomes", outcome), one.figures["difference"]
    tone = Tone.BAD if (outcome, way) in BAD else Tone.NEUTRAL
    context.note(gap, f"{name} · {context.say('impact', 'difference')}", {})
    return (
        Cell(name, strong=True),
        *(
            context.cell(one.figures[role], f"{name} · {context.say('impact', role)}")
            for role in ("people", "share", "baseline")
        ),
        context.change_cell(gap),
        Cell(context.narrator.show_change_interval(gap, short=True)),
        Cell(context.say("impact", way), tone=tone),
    )


SECTION = Section(build, ("complaint_volume",))
