"""What stays open, how old it is, and which kinds hold more of it than their share."""

from collections.abc import Iterable, Mapping

from kefu.analyses.unresolved import DAYS
from kefu.findings import Finding
from kefu.narrative.formats import capital
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Column, Heading, Paragraph, Table, Tone
from kefu.report.measures import of_backlog
from kefu.report.open_tickets import where_open
from kefu.report.sections import Section

FEW = 3  # so short a table has room for charts
DRAWN = 2  # charts side by side
FIGURES = ("open", "expected", "excess", "tickets")
ROLES = {"open": "now"}


def build(context: Context) -> Iterable[Block]:
    found = context.found("unresolved")
    held = [one for one in found if one.kind == "unresolved.held"]
    for whole in (one for one in found if one.kind == "unresolved.backlog"):
        span = context.span(round(DAYS / 30), "ticket")
        said = context.narrator.tell(whole) + context.word("stop")
        yield from context.page(
            _title(context, whole, held, span),
            context.say("unresolved", "topic"),
            *([] if len(held) > FEW else where_open(context, DRAWN)),
            Callout(context.say("unresolved", "state"), (said,), _tone(context), context.note_finding(whole)),
            _table(context, sorted(held, key=_beyond, reverse=True), span) if held else None,
            Paragraph(context.say("unresolved", "note", span=span), muted=True) if held else None,
        )


def _title(context: Context, whole: Finding, held: list[Finding], span: str) -> str:
    """How much is open and how old it is, where that asks for something and is no page's title yet; else which kinds
    hold more of it."""
    said = context.narrator.headline(whole)
    if _tone(context) is not Tone.NEUTRAL and not _is_title(context, said):
        return said
    now = context.show(whole.figures["now"], context.narrator.title("backlog"))
    where = context.narrator.place(max(held, key=_beyond), spoken=True) if held else ""
    return context.say("unresolved", "title" if held else "title_even", now=now, where=where, span=span)


def _is_title(context: Context, said: str) -> bool:
    """Whether a page before is called so."""
    before = (one for pages in context.shown.values() for one in pages if isinstance(one, Heading))
    return capital(context.narrator.tidy(said)) in {one.text for one in before}


def _tone(context: Context) -> Tone:
    hard = of_backlog(context)
    return hard[1].tone if hard else Tone.NEUTRAL


def _beyond(one: Finding) -> float:
    return one.figures["excess"].value or 0.0


def _table(context: Context, held: list[Finding], span: str) -> Table:
    columns = [Column(context.say("unresolved", "where"), width=2)]
    heads = {key: context.say("unresolved", key, span=span) for key in FIGURES}
    columns += [Column(head, "right") for head in heads.values()]
    return Table("unresolved", tuple(columns), tuple(_row(context, one, heads) for one in held))


def _row(context: Context, one: Finding, heads: Mapping[str, str]) -> tuple[Cell, ...]:
    where = context.narrator.place(one)
    named = {key: f"{where} · {head}" for key, head in heads.items()}
    return (Cell(where, strong=True), *(context.cell(one.figures[ROLES.get(key, key)], named[key]) for key in FIGURES))


SECTION = Section(build)
