"""Product failures: batches that fail more than the others, what comes back by product line, what is to come."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from kefu.findings import Finding
from kefu.report.batches import incident_of, of_batches
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Column, Paragraph, Table, Tone
from kefu.report.sections import Section

BATCH = ("units", "failures", "expected", "ratio", "chance")
MOST_TOLD = 8


def build(context: Context) -> Iterable[Block]:
    found = {kind: list(some) for kind, some in groupby(context.found("failures"), key=lambda one: one.kind)}
    if not found:
        return
    batches = found.get("failures.batch", [])[:MOST_TOLD]
    lives = [
        one for kind in ("failures.early", "failures.wear") for one in context.found("failures") if one.kind == kind
    ]
    told = [one for kind in ("failures.ahead", "failures.undecided", "checked.failures") for one in found.get(kind, [])]
    first = [*batches, *found.get("failures.batches", []), *told][0]
    asked = [context.say("pieces", "measure", text=one.title) for _, one in of_batches(context)]
    known = [incident_of(context, one) for one in batches[:1]]
    asked += [context.say("failures", "incident", title=one.subject["title"]) for one in known if one is not None]
    said = tuple(one + context.word("stop") for one in (*map(context.narrator.tell, told), *asked))
    ids = context.note_stated(told, context.say("failures", "topic"))
    yield from context.page(
        context.narrator.headline(first),
        context.say("failures", "topic"),
        _batches(context, batches) if batches else None,
        _lives(context, lives) if lives else None,
        Callout(context.say("failures", "conclusion"), said, Tone.BAD if batches else Tone.NEUTRAL, ids),
        Paragraph(context.say("failures", "note"), muted=True),
    )


def _batches(context: Context, batches: list[Finding]) -> Table:
    columns = [Column(context.say("failures", key)) for key in ("line", "batch")]
    columns += [Column(context.say("failures", key), "right", 0.8) for key in BATCH]
    rows = tuple(_batch(context, one) for one in batches)
    return Table("failures.batches", tuple(columns), rows, title=context.say("failures", "batches"))


def _batch(context: Context, one: Finding) -> tuple[Cell, ...]:
    batch = one.subject["batch"]
    line = context.narrator.member("product_line", one.subject["product_line"])
    cells = {key: context.cell(one.figures[key], f"{line} · {batch} · {context.say('failures', key)}") for key in BATCH}
    cells["chance"] = replace(cells["chance"], text=context.narrator.show_chance(one.figures["chance"]))
    return (Cell(line, strong=True), Cell(batch, strong=True), *cells.values())


def _lives(context: Context, lives: list[Finding]) -> Table:
    columns = [Column(context.say("failures", "line"))]
    columns += [Column(context.say("failures", key), "right") for key in ("units", "failures", "share", "shape")]
    return Table(
        "failures.lives",
        tuple(columns),
        tuple(_life(context, one) for one in lives),
        title=context.say("failures", "lives"),
    )


def _life(context: Context, one: Finding) -> tuple[Cell, ...]:
    line = context.narrator.member("product_line", one.subject["product_line"])
    share = context.cell(one.figures["share"], f"{line} · {context.say('failures', 'share')}")
    months = context.narrator.show(one.figures["months"])
    limits = context.narrator.show_interval(one.figures["share"])
    within = context.say("failures", "months", share=share.text, months=months, limits=limits)
    return (
        Cell(line, strong=True),
        *(context.cell(one.figures[key], f"{line} · {context.say('failures', key)}") for key in ("units", "failures")),
        Cell(within, share.value, share.number_format, figure=share.figure),
        _when(context, one, line),
    )


def _when(context: Context, one: Finding, line: str) -> Cell:
    """Early or with use, in words, the shape in brackets."""
    shape = context.cell(one.figures["shape"], f"{line} · {context.say('failures', 'shape')}")
    return replace(shape, text=context.say("failures", one.kind.removeprefix("failures."), shape=shape.text))


SECTION = Section(build)
