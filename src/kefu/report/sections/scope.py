"""What the report covers: purpose, period, sources with their row counts, freshness, and what is missing."""

from collections.abc import Iterable

from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Step, Steps, Table
from kefu.report.sections import Section
from kefu.schema import ENTITIES
from kefu.store.record import FileImport


def build(context: Context) -> Iterable[Block]:
    imports = context.meter.snapshot.record.imports
    rows, bad = sum(one.rows for one in imports), sum(one.quarantined for one in imports)
    period = context.narrator.period(context.period)
    title = context.say("scope", "title", period=period, rows=_count(context, rows), quarantined=_count(context, bad))
    yield from context.page(title, context.say("scope", "topic"), _facts(context, period))
    sources = _sources(context)
    listed = context.say("scope", "sources_title", files=len(imports), kinds=len(sources.rows))
    yield from context.page(listed, context.say("scope", "topic"), sources)


def _facts(context: Context, period: str) -> Steps:
    missing = _missing(context)
    said = [
        ("purpose", context.kind.purpose[context.narrator.language]),
        ("period", context.say("scope", "period_text", period=period)),
        ("freshness", context.say("scope", "freshness_text", until=_until(context))),
    ]
    if missing:
        said.append(("missing", context.say("scope", "missing_text", what=context.word("and").join(missing))))
    return Steps(tuple(Step(context.say("scope", key), context.narrator.tidy(text)) for key, text in said))


def _until(context: Context) -> str:
    reach = context.meter.snapshot.record.reach
    last = max((reach[name][1] for name in ("ticket", "order") if name in reach), default="")
    return last[:16] or formats.DASH


def _missing(context: Context) -> list[str]:
    """What the data set lacks, in words: tables without rows, and metrics of tables that have them but not this."""
    named = context.narrator.words["sections"]["missing"]
    snapshot = context.meter.snapshot
    found = [str(named[name]) for name in ("ticket", "message", "call", "survey_response", "order", "return_case",
                                           "incident", "target") if not snapshot.has(name)]  # fmt: skip
    if snapshot.has("ticket"):
        found += [str(named["first_response"])] if not context.has("first_response_median") else []
        found += [str(named["complaint"])] if not context.has("complaint_volume") else []
    return found


def _sources(context: Context) -> Table:
    """One row per kind of export: files, rows, what counts and what does not, and the time it reaches over."""
    groups: dict[str, list[FileImport]] = {}
    for one in context.meter.snapshot.record.imports:
        groups.setdefault(next(iter(one.tables), one.profile), []).append(one)
    rows = [_row(context, entity, files) for entity, files in groups.items()]
    headers = ("source", "files", "rows", "clean", "set_aside", "reach")
    columns = tuple(
        Column(context.say("scope", key), "left" if key in ("source", "reach") else "right", width)
        for key, width in zip(headers, (1.6, 0.7, 1, 1, 0.8, 2), strict=True)
    )
    return Table("scope.sources", columns, tuple(sorted(rows, key=lambda row: -(row[2].value or 0))))


def _row(context: Context, entity: str, files: list[FileImport]) -> tuple[Cell, ...]:
    numbers = [len(files), *(sum(getattr(one, part) for one in files) for part in ("rows", "clean", "quarantined"))]
    reach = context.meter.snapshot.record.reach.get(entity)
    span = f"{reach[0][:10]} – {reach[1][:10]}" if reach else formats.DASH
    name = ENTITIES[entity].title[context.narrator.language] if entity in ENTITIES else entity
    return (
        Cell(name, strong=True),
        *(Cell(_count(context, number), float(number), "#,##0") for number in numbers),
        Cell(span),
    )


def _count(context: Context, number: int) -> str:
    return formats.count_of(number, "", context.narrator.language).strip()


SECTION = Section(build)
