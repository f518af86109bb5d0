"""Repairs against the rule of thirty days (三包): how many took longer, and how near the slowest came."""

from collections.abc import Iterable

from kefu.findings import Period
from kefu.findings.figure import Unit, derived
from kefu.metrics.grain import Grain
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Chart, Column, Question, Role, Series, Table, Tone
from kefu.report.pieces import month_label, scaled
from kefu.report.sections import Section

RATE, SLOW = "repairs_over_30_days", "return_turnaround_p90"
DAY, LIMIT = 86_400, 30
REPAIRS = {"kind": "repair"}
SPANS = (1, 12)
HEADS = (("span", "left"), ("repairs", "right"), ("over", "right"), ("rate", "right"), ("slow", "right"))


def build(context: Context) -> Iterable[Block]:
    columns = tuple(Column(context.say("compliance", key), align) for key, align in HEADS)  # type: ignore[arg-type]
    rows = [_row(context, months) for months in SPANS]
    year = context.meter.figure(RATE, _span(context, SPANS[-1]))
    over = rows[-1][2]
    key = "title" if over.value else "title_none"
    said = context.say("compliance", "rule") + context.word("stop")
    return context.page(
        context.say(
            "compliance",
            key,
            over=over.text,
            repairs=context.counted(year.sample),
            span=context.span(SPANS[-1], "return_case"),
        ),
        context.say("compliance", "topic"),
        Table("compliance", columns, tuple(rows)),
        Callout(context.say("compliance", "what"), (said,), Tone.BAD if over.value else Tone.NEUTRAL),
        _months(context),
    )


def _months(context: Context) -> Chart | None:
    """The slowest tenth of each month's repairs beside the limit; None where fewer than two months had repairs."""
    measured = context.meter.measure([SLOW], _span(context, SPANS[-1]), grain=Grain.MONTH, where=REPAIRS)
    name, known = context.say("compliance", "slow"), [one.figure for one in measured if one.figure.value is not None]
    if len(known) < 2:
        return None
    most = max(known, key=lambda one: one.value or 0.0)
    days = formats.axis([2 * DAY], Unit.SECONDS, context.narrator.style)  # the unit of the limit
    return Chart(
        name="compliance.months",
        question=Question.TREND,
        title=context.say("compliance", "trend"),
        categories=tuple(month_label(context, one) for one in measured),
        series=(
            Series(
                name=name,
                values=tuple(scaled(one.figure.value, days) for one in measured),
                labels=tuple("" if one.figure.value is None else context.narrator.show(one.figure) for one in measured),
                figures=tuple(
                    "" if one.figure.value is None else context.note(one.figure, name, {}) for one in measured
                ),
            ),
            Series(context.say("compliance", "limit"), tuple(float(LIMIT) for _ in measured), Role.TARGET),
        ),
        alt=context.say("compliance", "trend_alt", most=context.narrator.show(most)),
        unit=days.unit,
        number_format="0.0",
        starts=tuple(one.period.start for one in measured),
    )


def _span(context: Context, months: int) -> Period:
    return Period(context.period.shifted(1 - months).start, context.period.end)


def _row(context: Context, months: int) -> tuple[Cell, ...]:
    rate = context.meter.figure(RATE, _span(context, months))
    slow = context.meter.figure(SLOW, _span(context, months), REPAIRS)
    over = derived("share * repairs", Unit.COUNT, float(round((rate.value or 0.0) * rate.sample)), rate)
    name = context.say("callbacks", "months", months=months)
    return (
        Cell(name, strong=True),
        Cell(context.counted(rate.sample), float(rate.sample), "#,##0"),
        context.cell(over, f"{name} · {context.say('compliance', 'over')}"),
        context.cell(rate, context.narrator.title(RATE)),
        context.cell(slow, context.narrator.title(SLOW)),
    )


SECTION = Section(build, (RATE,))
