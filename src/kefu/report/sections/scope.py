"""What the report covers: purpose, period, sources with their row counts, freshness, and what is missing."""

from collections.abc import Iterable

from kefu.comparisons import COMPARISONS
from kefu.findings.figure import quotient
from kefu.findings.finding import UNJUDGED
from kefu.narrative import formats, subjects
from kefu.narrative.formats import capital
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Paragraph, Step, Steps, Table
from kefu.report.pieces import DELTAS, is_judged
from kefu.report.sections import Section
from kefu.report.unjudged import unjudged
from kefu.schema import ENTITIES
from kefu.store.record import FileImport

COUNTED = ("revenue", "orders", "ticket_volume")  # what tells how much of all is one channel's
FEW_SOURCES = 2  # so short a table has room below the facts


def build(context: Context) -> Iterable[Block]:
    imports = context.meter.snapshot.record.imports
    rows, bad = sum(one.rows for one in imports), sum(one.quarantined for one in imports)
    period = context.narrator.period(context.period)
    key, topic = "title" if bad else "title_clean", context.say("scope", "topic")
    told, aside = context.counted_rows(rows, bad)
    title = context.say("scope", key, period=period, rows=told, quarantined=aside)
    sources = _sources(context)
    facts = _facts(context, period, sources)
    if len(sources.rows) <= FEW_SOURCES:
        yield from context.page(title, topic, facts, sources, _unjudged(context))
        return
    yield from context.page(title, topic, facts, _unjudged(context))
    listed = context.say("scope", "sources_title", files=len(imports), kinds=len(sources.rows))
    yield from context.page(listed, topic, sources)


def _unjudged(context: Context) -> Paragraph | None:
    """Which indicators nobody can judge, where neither the summary has said it nor the table of changes will, and any
    are told at all."""
    line = unjudged(context, [one for one in context.found("change") if one.kind in UNJUDGED])
    told = context.tells("changes") or context.absence is not None
    return None if told or line in context.shown.get("summary", ()) else line


def _facts(context: Context, period: str, sources: Table) -> Steps:
    missing, incomplete, left_out = _missing(context), context.incomplete(), context.left_out()
    said = [
        ("purpose", context.kind.purpose[context.narrator.language]),
        ("period", _period(context, period)),
        ("freshness", _freshness(context)),
    ]
    if channels := _channels(context):
        said.append(("channels", channels))
    if len(sources.rows) > FEW_SOURCES:
        said.append(("sources", _listed(context, sources)))
    if context.absence is None and any(is_judged(one) for one in context.found("change")):
        said.append(("judged", context.say("scope", "judged_text")))
    if incomplete:
        said.append(("incomplete", capital(context.listed(incomplete))))
    if left_out:
        text = context.say("scope", "left_out_text", months=context.word("then").join(left_out))
        said.append(("left_out", text))
    if missing:
        said.append(("missing", context.say("scope", "missing_text", what=context.listed(missing))))
    return Steps(tuple(Step(context.say("scope", key), context.narrator.tidy(text)) for key, text in said))


def of_all_channels(context: Context) -> list[str]:
    """The volumes of more than one channel, in a report about the shop of one; none in any other report."""
    counted = COUNTED if context.kind.channel else ()
    return [one for one in counted if context.has(one) and context.sliceable(one, "channel")]


def _channels(context: Context) -> str:
    """That a report about the shop of one channel tells all of them together, and how much of each is that shop's; ""
    where the data know of one channel only, or the report is about none."""
    own, parts = context.kind.channel, []
    split = of_all_channels(context)
    for metric in split:
        held = next((one for one in context.by(metric, "channel") if one.member("channel") == own), None)
        if held is not None:
            title, share = context.narrator.title(metric), quotient(held.figure, context.now(metric))
            name = f"{title} · {context.narrator.member('channel', own)}"
            parts.append(context.say("scope", "channel_share", title=title, share=context.show(share, name)))
    if not split:
        return ""
    named = context.narrator.member("channel", own)
    return capital(context.say("scope", "channels_text", own=named, parts=context.listed(parts)))


def _period(context: Context, period: str) -> str:
    """The period and what it can be held against."""
    held = [
        context.say("scope", name)
        for name in DELTAS
        if name in COMPARISONS and any("before" in one.figures for one in context.compared[name].values())
    ]
    if not held:
        return context.say("scope", "period_alone", period=period)
    return context.say("scope", "period_text", period=period, held=context.listed(held))


def _freshness(context: Context) -> str:
    """Until when the tickets or orders reach, and the latest record of any other kind of export; without either, the
    latest of any."""
    record = context.meter.snapshot.record
    exported = {next(iter(one.tables), one.profile) for one in record.imports}  # the log of a ticket is no other kind
    reach = {name: span for name, span in record.reach.items() if name in exported} or record.reach
    last = max((last for _, last in reach.values()), default="")[:10]
    leading = [name for name in ("ticket", "order") if name in reach]
    if not leading:
        return last or formats.DASH
    until = max(reach[name][1] for name in leading)[:16]
    what = context.listed([formats.small(ENTITIES[name].title[context.narrator.language]) for name in leading])
    return capital(context.say("scope", "freshness_text", what=what, until=until, last=last))


def _listed(context: Context, sources: Table) -> str:
    """How many files and which kinds of records, the most rows first."""
    names = context.listed([formats.small(row[0].text) for row in sources.rows])
    files = sum(int(row[1].value or 0) for row in sources.rows)
    return context.say("scope", "sources_text", files=files, kinds=len(sources.rows), names=names)


def _missing(context: Context) -> list[str]:
    """What the data set lacks, in words; of what is there and only says too little, what a whole page would need."""
    said = []
    for one in (lack for lack in context.lacking if lack.is_whole):
        what = context.word("sections", "missing", one.subject)
        said.append(context.say("scope", "this_month", what=what) if one.how == "this_month" else what)
    return said


def _sources(context: Context) -> Table:
    """One row per kind of export: files, rows, what counts and what does not, and the time it reaches over."""
    groups: dict[str, list[FileImport]] = {}
    for one in context.meter.snapshot.record.imports:
        groups.setdefault(next(iter(one.tables), one.profile), []).append(one)
    found = sorted((_counts(entity, files) for entity, files in groups.items()), key=lambda one: -one[1][1])
    folded = {entity: _folded(context, entity, files) for entity, files in groups.items()}
    texts = [context.counted_rows(*column) for column in zip(*(numbers for _, numbers in found), strict=True)]
    rows = [_row(context, *one, [column[at] for column in texts], folded[one[0]]) for at, one in enumerate(found)]
    headers = ("source", "files", "rows", "clean", "set_aside", "reach")
    columns = tuple(
        Column(context.say("scope", key), "left" if key in ("source", "reach") else "right", width)
        for key, width in zip(headers, (1.6, 0.7, 1, 1, 0.8, 2), strict=True)
    )
    return Table("scope.sources", columns, tuple(rows))


def _counts(entity: str, files: list[FileImport]) -> tuple[str, list[int]]:
    """How many files of a kind, rows of them, those that count and those that do not."""
    return entity, [
        len(files),
        *(sum(getattr(one, part) for one in files) for part in ("rows", "clean", "quarantined")),
    ]


def _folded(context: Context, entity: str, files: list[FileImport]) -> str:
    """How many records the rows of a log make up, in brackets; "" where each row is one."""
    records = sum(one.tables.get(entity, 0) for one in files)
    if not 0 < records < sum(one.clean for one in files):
        return ""
    return context.say("scope", "folded", records=context.counted_rows(records)[0])


def _row(context: Context, entity: str, numbers: list[int], texts: list[str], folded: str) -> tuple[Cell, ...]:
    reach = context.meter.snapshot.record.reach.get(entity)
    span = f"{reach[0][:10]} – {reach[1][:10]}" if reach else context.say("scope", "undated")
    name = subjects.records(entity, context.narrator.language)
    return (
        Cell(name + folded, strong=True),
        *(Cell(text, float(number), "#,##0") for number, text in zip(numbers, texts, strict=True)),
        Cell(span),
    )


SECTION = Section(build)
