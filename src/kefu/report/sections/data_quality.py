"""What was set aside and why, per source, and what the data do not hold; nothing refused is lost."""

from collections.abc import Iterable

from kefu.cleaning import RULES
from kefu.findings import Unit
from kefu.narrative import formats
from kefu.report.context import DETAILS, Context, Lack, capital
from kefu.report.document import Block, Cell, Column, Table
from kefu.report.sections import Section
from kefu.schema import ENTITIES
from kefu.store.record import FileImport


def build(context: Context) -> Iterable[Block]:
    imports = context.meter.snapshot.record.imports
    rows, bad = sum(one.rows for one in imports), sum(one.quarantined for one in imports)
    counted = {"rows": context.counted(rows), "bad": context.counted(bad)}
    title = context.say("data_quality", "title" if bad else "title_clean", **counted)
    topic = context.say("data_quality", "topic")
    return context.page(title, topic, _table(context) if bad else None, _lacking(context))


def _lacking(context: Context) -> Table | None:
    """What is not in the data, and which indicators the report therefore does not have."""
    columns = (
        Column(context.say("data_quality", "lacking"), width=1.3),
        Column(context.say("data_quality", "left_out"), width=4.0),
    )
    rows = tuple(
        (Cell(_subject(context, one), strong=True), Cell(_consequence(context, one))) for one in context.lacking
    )
    return Table("data_quality.lacking", columns, rows, title=context.say("data_quality", "lacks")) if rows else None


def _subject(context: Context, lack: Lack) -> str:
    what = context.word("sections", "missing", lack.subject)
    told = lack.how == "absent" or lack.subject in DETAILS
    return capital(what if told else context.say("data_quality", lack.how, what=what))


def _consequence(context: Context, lack: Lack) -> str:
    if not lack.metrics:
        return context.word("sections", "lacking", lack.subject, "text")
    return context.narrator.tidy(context.listed([context.narrator.title(one) for one in lack.metrics]))


def _table(context: Context) -> Table:
    """One row per kind of record: how much was set aside, and each reason with its count."""
    groups: dict[str, list[FileImport]] = {}
    for one in context.meter.snapshot.record.imports:
        groups.setdefault(next(iter(one.tables), one.profile), []).append(one)
    heads = (("file", "left", 1.0), ("rows", "right", 0.8), ("count", "right", 0.7), ("share", "right", 0.7),
             ("reason", "left", 4.0))  # fmt: skip
    columns = tuple(Column(context.say("data_quality", key), align, width) for key, align, width in heads)  # type: ignore[arg-type]
    bad = {entity: sum(one.quarantined for one in files) for entity, files in groups.items()}
    ranked = sorted((group for group in groups.items() if bad[group[0]]), key=lambda group: -bad[group[0]])
    return Table("data_quality", columns, tuple(_row(context, entity, files) for entity, files in ranked))


def _row(context: Context, entity: str, files: list[FileImport]) -> tuple[Cell, ...]:
    language = context.narrator.language
    rows, bad = sum(one.rows for one in files), sum(one.quarantined for one in files)
    share = bad / rows if rows else 0.0
    return (
        Cell(ENTITIES[entity].title[language] if entity in ENTITIES else entity, strong=True),
        Cell(context.counted(rows), float(rows), "#,##0"),
        Cell(context.counted(bad), float(bad), "#,##0"),
        Cell(str(formats.figure(share, Unit.SHARE, context.narrator.style)), share, "0.0%"),
        Cell(context.word("then").join(_reasons(context, files)) or formats.DASH),
    )


def _reasons(context: Context, files: list[FileImport]) -> list[str]:
    language = context.narrator.language
    counts: dict[str, int] = {}
    for one in files:
        for code, count in one.reasons.items():
            counts[code] = counts.get(code, 0) + count
    return [
        context.say(
            "data_quality",
            "reason_text",
            reason=RULES[code].title[language] if code in RULES else code,
            count=context.counted(count),
        )
        for code, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]


SECTION = Section(build)
