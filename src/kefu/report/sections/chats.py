"""Chats held at once: how many, how long a chat then takes, and how many people they need."""

from collections.abc import Iterable

from kefu.findings import Finding
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Column, Paragraph, Table
from kefu.report.sections import Section

SHOWN = ("time", "ends", "handling")


def build(context: Context) -> Iterable[Block]:
    """Nothing where nobody is seen to hold several: then a chat is like a call."""
    found = context.found("chats")
    held = next((one for one in found if one.kind == "chats.held"), None)
    if held is None or len(held.parts) < 2:
        return
    need = next((one for one in found if one.kind == "chats.need"), held)
    topic = context.say("chats", "topic")
    ids = context.note_stated(found, topic)
    said = tuple(context.narrator.tell(one) + context.word("stop") for one in found)
    yield from context.page(
        context.narrator.headline(need),
        topic,
        _levels(context, held),
        Callout(context.say("chats", "conclusion"), said, figures=ids),
        Paragraph(context.say("chats", "note"), muted=True),
    )


def _levels(context: Context, held: Finding) -> Table:
    """A row a number of chats in hand."""
    columns = [Column(context.say("chats", "held"))]
    columns += [Column(context.say("chats", role), "right") for role in SHOWN]
    rows = tuple(tuple(_row(context, one)) for one in held.parts)
    return Table("chats.levels", tuple(columns), rows, title=context.say("chats", "table"))


def _row(context: Context, one: Finding) -> Iterable[Cell]:
    number = context.narrator.show(one.figures["held"])
    yield Cell(number, strong=True)
    for role in SHOWN:
        yield context.cell(one.figures[role], f"{context.say('chats', role)} · {number}")


SECTION = Section(build)
