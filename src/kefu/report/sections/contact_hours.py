"""When customers come: a heat map of weekdays by three hours, in tickets on one such day of the month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from kefu.findings import Figure, Unit
from kefu.findings.figure import derived, quotient, summed
from kefu.methods.counts import apart
from kefu.metrics.dimension import members
from kefu.narrative import formats
from kefu.narrative.formats import capital
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Paragraph, Table
from kefu.report.pieces import share_of
from kefu.report.sections import Section

METRIC = "ticket_volume"
HOURS = 3  # of a slot
FEWEST = 100  # tickets: with fewer most cells are empty by chance


def build(context: Context) -> Iterable[Block]:
    whole = context.now(METRIC)
    counted = ((one.member("hour_slot"), one.figure) for one in context.by(METRIC, "hour_slot"))
    slots = {slot: figure for slot, figure in counted if slot and figure.value}
    if (whole.value or 0.0) < FEWEST or len(slots) < 2:
        return  # too few, or a source that knows days and no hours
    busiest = _busiest(slots)
    spans = _spans(busiest)
    held = [slots[slot] for slot in busiest]
    share = quotient(held[0] if len(held) == 1 else summed(held), whole)
    name = f"{share_of(context, METRIC)} · {context.word('comma').join(spans)}"
    title = context.say("contact_hours", "title", spans=spans, share=context.show(share, name))
    yield from context.page(
        title,
        context.say("contact_hours", "topic"),
        _heat(context),
        Paragraph(context.say("contact_hours", "note"), muted=True),
    )


def _busiest(slots: Mapping[str, Figure]) -> list[str]:
    """The busiest three hours, with the next where chance alone may have made it the second."""
    first, second, *_ = sorted(slots, key=lambda slot: -(slots[slot].value or 0.0))
    most, next_most = (slots[slot].value or 0.0 for slot in (first, second))
    return [first] if apart(most, next_most) else sorted([first, second])


def _heat(context: Context) -> Table:
    """A row a weekday, a column three hours; cells of nobody are a zero, and tell it from next to nobody."""
    counted = {
        (one.member("weekday"), one.member("hour_slot")): one.figure
        for one in context.by(METRIC, "weekday", "hour_slot")
    }
    slots, days = members("hour_slot", ()), _days(context)
    means = {
        place: derived("tickets ÷ days", Unit.COUNT, (figure.value or 0.0) / days[place[0] or ""], figure)
        for place, figure in counted.items()
    }
    most = max((one.value or 0.0 for one in means.values()), default=1.0) or 1.0
    columns = (
        Column(capital(context.narrator.dimension("weekday")), width=1.2),
        *(Column(_span(slot), "center") for slot in slots),
    )
    rows = tuple(
        (Cell(context.word("weekday", day), strong=True), *(_cell(context, means, day, slot, most) for slot in slots))
        for day in days
    )
    return Table("contact_hours", columns, rows, title=context.say("contact_hours", "table"))


def _cell(
    context: Context, means: Mapping[tuple[str | None, str | None], Figure], day: str, slot: str, most: float
) -> Cell:
    figure = means.get((day, slot))
    if figure is None:
        return Cell("0", 0.0, "0.0", heat=0.0)
    name = f"{context.say('contact_hours', 'a_day')} · {context.word('weekday', day)} {_span(slot)}"
    shown = context.cell(figure, name)
    text = formats.tenths(figure.value, context.narrator.language)
    return replace(shown, text=text, number_format="0.0", heat=(figure.value or 0.0) / most)


def _days(context: Context) -> dict[str, int]:
    """How many of each weekday the month has, Monday first."""
    length = (context.period.end - context.period.start).days
    met = Counter((context.period.start + timedelta(days=day)).isoweekday() for day in range(length))
    return {str(day): met[day] for day in range(1, 8)}


def _spans(slots: list[str]) -> list[str]:
    """The time of day of each, of those that follow one another in one: "09:00–15:00"."""
    first, last = slots[0], slots[-1]
    together = int(last) - int(first) == HOURS * (len(slots) - 1)
    return [_span(first, HOURS * len(slots))] if together else [_span(slot) for slot in slots]


def _span(slot: str, hours: int = HOURS) -> str:
    return f"{slot}:00–{int(slot) + hours:02d}:00"


SECTION = Section(build, (METRIC,))
