"""Customers in their own words, the discontent first; personal data are masked before a text is stored."""

from collections.abc import Iterable

from kefu.findings import Finding
from kefu.narrative import formats
from kefu.narrative.formats import capital
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Chart, Column, Table, Tone
from kefu.report.intervals import estimates
from kefu.report.pieces import WAYS, without_blanks
from kefu.report.sections import Section

TONES = {"voices.low": Tone.BAD, "voices.middling": Tone.WARN, "voices.high": Tone.GOOD}
OFTEN = 5  # times the same words are said before they are called the most frequent
MOST_SHOWN = 6  # members of the chart beside the quotations
LONGEST = 120  # letters of a comment a slide has room for


def build(context: Context) -> Iterable[Block]:
    found = context.found("voices")
    stated = any(one.subject["scenario"] or one.subject["several"] for one in found)
    low = [one for one in found if one.kind != "voices.high"]
    if not found:
        return
    columns = (
        Column(context.say("quotes", "mood"), "center", 0.8),
        Column(context.say("quotes", "text"), width=3.2),
        Column(capital(context.narrator.dimension("scenario"))),
        Column(context.say("quotes", "count"), "right", 0.6),
    )
    first = _short(low[0].subject["text"]) if low else ""
    title = context.say("quotes", _title(context, low), first=first, mixed=len(low) < len(found))
    rows = tuple(_row(context, one, stated=stated) for one in found)
    note = context.say("quotes", "note") + context.word("stop")
    table = without_blanks(Table("quotes", columns, rows, note=note))
    yield from context.page(title, context.say("quotes", "topic"), table, _beside(context))


def _title(context: Context, low: list[Finding]) -> str:
    """Which title fits what the discontent said most; words in another language than the title's stay in the table."""
    if not low:
        return "title_content"
    if not formats.is_in(low[0].subject["text"], context.narrator.language):
        return "title_foreign"
    return "title" if (low[0].figures["count"].value or 0) >= OFTEN else "title_one"


def _beside(context: Context) -> Chart | None:
    """How satisfied customers were where the quotations come from, or in the first other way their answers tell."""
    for way in ("scenario", *WAYS):
        if context.sliceable("csat", way) and (chart := estimates(context, "csat", way, most=MOST_SHOWN)):
            return chart
    return None


def _row(context: Context, one: Finding, *, stated: bool) -> tuple[Cell, ...]:
    return (
        Cell(context.say("quotes", one.kind.removeprefix("voices.")), tone=TONES[one.kind]),
        Cell(_short(one.subject["text"])),
        Cell(capital(_occasion(context, one)) if stated else ""),
        context.cell(one.figures["count"], context.say("quotes", "topic")),
    )


def _occasion(context: Context, one: Finding) -> str:
    if one.subject["several"]:
        return context.say("quotes", "several")
    return context.narrator.member("scenario", one.subject["scenario"])


def _short(text: str) -> str:
    """The words as a slide has room for them, cut between words where they have any."""
    if len(text) <= LONGEST:
        return text
    words = text[:LONGEST].rpartition(" ")[0]
    return f"{words if len(words) > LONGEST / 2 else text[:LONGEST]}…"


SECTION = Section(build, ("csat",))
