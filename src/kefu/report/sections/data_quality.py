"""What was set aside and why, per source; nothing refused is lost."""

from collections.abc import Iterable

from kefu.cleaning import RULES
from kefu.findings import Unit
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Table
from kefu.report.sections import Section
from kefu.schema import ENTITIES
from kefu.store.record import FileImport


def build(context: Context) -> Iterable[Block]:
    imports = context.meter.snapshot.record.imports
    rows, bad = sum(one.rows for one in imports), sum(one.quarantined for one in imports)
    language = context.narrator.language
    counted = {"rows": formats.count_of(rows, "", language).strip(), "bad": formats.count_of(bad, "", language).strip()}
    title = context.say("data_quality", "title" if bad else "title_clean", **counted)
    return context.page(title, context.say("data_quality", "topic"), _table(context) if bad else None)


def _table(context: Context) -> Table:
    """One row per kind of record: how much was set aside, and each reason with its count."""
    groups: dict[str, list[FileImport]] = {}
    for one in context.meter.snapshot.record.imports:
        groups.setdefault(next(iter(one.tables), one.profile), []).append(one)
    heads = (("file", "left", 1.0), ("rows", "right", 0.8), ("count", "right", 0.7), ("share", "right", 0.7),
             ("reason", "left", 4.0))  # fmt: skip
    columns = tuple(Column(context.say("data_quality", key), align, width) for key, align, width in heads)  # type: ignore[arg-type]
    ranked = sorted(groups.items(), key=lambda group: -sum(one.quarantined for one in group[1]))
    return Table("data_quality", columns, tuple(_row(context, entity, files) for entity, files in ranked))


def _row(context: Context, entity: str, files: list[FileImport]) -> tuple[Cell, ...]:
    language = context.narrator.language
    rows, bad = sum(one.rows for one in files), sum(one.quarantined for one in files)
    share = bad / rows if rows else 0.0
    return (
        Cell(ENTITIES[entity].title[language] if entity in ENTITIES else entity, strong=True),
        Cell(formats.count_of(rows, "", language).strip(), float(rows), "#,##0"),
        Cell(formats.count_of(bad, "", language).strip(), float(bad), "#,##0"),
        Cell(str(formats.figure(share, Unit.SHARE, language)), share, "0.0%"),
        Cell(context.word("and").join(_reasons(context, files)) or formats.DASH),
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
            count=formats.count_of(count, "", language).strip(),
        )
        for code, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]


SECTION = Section(build)
