"""Whether customers wait longer when many come at once: by hour of the day, and in the promotions of the year."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kefu.findings import Finding
from kefu.findings.figure import derived, summed
from kefu.methods.survey.proportion import wilson
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Column, Paragraph, Table, Tone
from kefu.report.sections import Section

MOST_HOURS = 6
LEAST = 10  # tickets of an hour of the day with a row of its own; the rate of fewer says nothing
TONES = {"peak.broken": Tone.BAD, "peak.kept": Tone.GOOD}


def build(context: Context) -> Iterable[Block]:
    found = context.found("peak")
    hours, windows = ([one for one in found if one.kind == kind] for kind in ("peak.hour", "peak.window"))
    listed = any(_tickets(one) >= LEAST for one in hours)
    few = context.say("peak", "few", least=LEAST) if listed and any(_tickets(one) < LEAST for one in hours) else ""
    note = context.word("blank").join(filter(None, (context.say("peak", "note"), few)))
    for whole in (one for one in found[:1] if listed or windows):
        yield from context.page(
            context.narrator.tell(whole),
            context.say("peak", "topic"),
            _verdict(context, whole) if listed else None,
            _hours(context, hours) if listed else None,
            _windows(context, windows) if windows else None,
            Paragraph(note, muted=True),
        )


def _verdict(context: Context, whole: Finding) -> Callout:
    kept = context.narrator.show(whole.figures["stability"])
    said = [context.say("peak", "kept", stability=kept), *context.narrator.caveats(whole)]
    topic = context.say("peak", "topic")
    ids = tuple(
        context.note(figure, f"{topic} · {context.say('peak', role)}", {}) for role, figure in whole.figures.items()
    )
    text = context.word("then").join(said) + context.word("stop")
    return Callout(context.say("peak", "verdict"), (text,), TONES.get(whole.kind, Tone.NEUTRAL), ids)


def _hours(context: Context, hours: Sequence[Finding]) -> Table:
    """The hours with most tickets of surges, in the order of the day; all others in one row, so that the table adds up
    to the title."""
    ranked = sorted(hours, key=lambda one: -_tickets(one))
    largest = [one for one in ranked if _tickets(one) >= LEAST][:MOST_HOURS]
    named = [(f"{one.subject['hour']}:00", one) for one in sorted(largest, key=lambda one: one.subject["hour"])]
    if rest := ranked[len(largest) :]:
        named.append((context.say("peak", "others"), _together(rest)))
    rows = tuple(_row(context, one, name, ("tickets", "now")) for name, one in named)
    return Table("peak.hours", _columns(context, ("hour", "tickets", "now", "interval")), rows)


def _together(hours: Sequence[Finding]) -> Finding:
    """Several hours as one: their tickets, and how many of them were late."""
    rates, total = [one.figures["now"] for one in hours], sum(map(_tickets, hours))
    late = sum((one.value or 0.0) * one.sample for one in rates)
    now = derived("late tickets / tickets of these hours", rates[0].unit, late / total, *rates)
    figures = {
        "tickets": summed([one.figures["tickets"] for one in hours]),
        "now": replace(now, sample=round(total), interval=wilson(late, total)),
    }
    return Finding(hours[0].made_by, hours[0].kind, {"metric": hours[0].subject["metric"]}, figures)


def _tickets(hour: Finding) -> float:
    return hour.figures["tickets"].value or 0.0


def _windows(context: Context, windows: Sequence[Finding]) -> Table:
    rows = tuple(_row(context, one, _named(context, one), ("tickets", "share", "now")) for one in windows)
    return Table("peak.promotions", _columns(context, ("promotion", "tickets", "share", "now", "interval")), rows)


def _named(context: Context, one: Finding) -> str:
    days = context.narrator.days(one.subject["from"], one.subject["to"])
    return context.say("peak", "named", promotion=one.subject["promotion"], days=days)


def _columns(context: Context, keys: Sequence[str]) -> tuple[Column, ...]:
    first, *others = keys
    left = Column(context.say("peak", first), width=2.4)
    return (left, *(Column(context.say("peak", key), "right") for key in others))


def _row(context: Context, one: Finding, name: str, roles: Sequence[str]) -> tuple[Cell, ...]:
    cells = (context.cell(one.figures[role], f"{name} · {context.say('peak', role)}") for role in roles)
    return (Cell(name, strong=True), *cells, Cell(context.narrator.show_interval(one.figures["now"])))


SECTION = Section(build, ("first_response_median",))
