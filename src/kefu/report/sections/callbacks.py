"""Low scores and whether somebody called within 48 hours: the rate, the queue behind it, and how few they are."""

from collections.abc import Iterable

from kefu.findings import Period, Unit
from kefu.findings.figure import derived
from kefu.report.called_back import RATE, YEAR, called_of, rate_over
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Paragraph, Table
from kefu.report.pieces import conclusion, trend
from kefu.report.sections import Section

LOW = "low_score_rate"
SPANS = (1, 3, YEAR)  # months; low scores are few, so the month alone says little
HEADS = (("span", "left"), ("low", "right"), ("judged", "right"), ("called", "right"), ("rate", "right"))


def build(context: Context) -> Iterable[Block]:
    rows = [_row(context, months) for months in SPANS]
    columns = tuple(Column(context.say("callbacks", key), align) for key, align in HEADS)  # type: ignore[arg-type]
    year = rate_over(context, YEAR)
    missed = derived("judged - called", Unit.COUNT, year.sample - (called_of(year).value or 0.0), year)
    key = "title_all" if not missed.value else "title_none" if missed.value == year.sample else "title"
    title = context.say(
        "callbacks",
        key,
        count=context.show(missed, context.say("callbacks", "missed")),
        judged=context.counted(year.sample),
        span=context.span(SPANS[-1], "survey_response"),
    )
    return context.page(
        title,
        context.say("callbacks", "topic"),
        Table("callbacks", columns, tuple(rows)),
        trend(context, LOW) if context.has(LOW) else None,
        conclusion(context, LOW) if context.has(LOW) else None,
        Paragraph(context.say("callbacks", "note"), muted=True),
    )


def _row(context: Context, months: int) -> tuple[Cell, ...]:
    span = Period(context.period.shifted(1 - months).start, context.period.end)
    rate, low = rate_over(context, months), context.meter.figure(LOW, span)
    count = derived("low score rate * answers", Unit.COUNT, float(round((low.value or 0.0) * low.sample)), low)
    name = context.say("callbacks", "months", months=months)
    return (
        Cell(name, strong=True),
        context.cell(count, f"{name} · {context.say('callbacks', 'low')}"),
        Cell(context.counted(rate.sample), float(rate.sample), "#,##0"),
        context.cell(called_of(rate), f"{name} · {context.say('callbacks', 'called')}"),
        context.cell(rate, context.narrator.title(RATE)),
    )


SECTION = Section(build, (RATE,))
