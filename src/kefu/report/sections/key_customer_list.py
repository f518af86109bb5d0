"""Who is a key customer and why: the list beside what customers bought, whom it misses and whom it may lose."""

from collections.abc import Iterable

from kefu.findings import Finding
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Column, Paragraph, Table
from kefu.report.pieces import without_blanks
from kefu.report.sections import Section

COLUMNS = ("customers", "listed", "money", "purchases", "silent")


def build(context: Context) -> Iterable[Block]:
    found = context.found("customer_value")
    if not found:
        return []
    topic = context.say("key_customer_list", "topic")
    ids = context.note_stated(found, topic)
    said = tuple(context.narrator.tell(one) + context.word("stop") for one in found)
    return context.page(
        context.narrator.headline(found[0]),
        topic,
        _groups(context, found[0]),
        Callout(context.say("key_customer_list", "conclusion"), said, figures=ids),
        Paragraph(context.say("key_customer_list", "note"), muted=True),
    )


def _groups(context: Context, worth: Finding) -> Table:
    columns = [
        Column(context.say("key_customer_list", "group")),
        Column(context.say("key_customer_list", "rule"), width=2),
    ]
    columns += [Column(context.say("key_customer_list", key), "right") for key in COLUMNS]
    return without_blanks(Table("key_customer_list", tuple(columns), tuple(_row(context, one) for one in worth.parts)))


def _row(context: Context, one: Finding) -> tuple[Cell, ...]:
    group = one.subject["group"]
    name = context.say("key_customer_list", group)
    return (
        Cell(name, strong=True),
        Cell(context.say("key_customer_list", f"{group}_rule")),
        *(context.cell(one.figures[key], f"{name} · {context.say('key_customer_list', key)}") for key in COLUMNS),
    )


SECTION = Section(build)
