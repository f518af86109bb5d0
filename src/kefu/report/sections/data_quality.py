"""What was set aside and why, per source; nothing refused is lost."""

from collections.abc import Iterable

from kefu.cleaning import RULES
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Table
from kefu.report.sections import Section
from kefu.schema import ENTITIES


def build(context: Context) -> Iterable[Block]:
    imports = context.meter.snapshot.record.imports
    rows, bad = sum(one.rows for one in imports), sum(one.quarantined for one in imports)
    language = context.narrator.language
    counted = {"rows": formats.count_of(rows, "", language).strip(), "bad": formats.count_of(bad, "", language).strip()}
    title = context.say("data_quality", "title" if bad else "title_clean", **counted)
    return context.page(title, context.say("data_quality", "topic"), _table(context) if bad else None)


def _table(context: Context) -> Table:
    counts: dict[tuple[str, str], int] = {}
    for one in context.meter.snapshot.record.imports:
        for code, count in one.reasons.items():
            place = (next(iter(one.tables), one.profile), code)
            counts[place] = counts.get(place, 0) + count
    columns = (
        Column(context.say("data_quality", "file")),
        Column(context.say("data_quality", "reason"), width=1.5),
        Column(context.say("data_quality", "count"), "right", 0.6),
    )
    language = context.narrator.language
    rows = tuple(
        (
            Cell(ENTITIES[entity].title[language] if entity in ENTITIES else entity, strong=True),
            Cell(RULES[code].title[language] if code in RULES else code),
            Cell(str(count), float(count), "#,##0"),
        )
        for (entity, code), count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )
    return Table("data_quality", columns, rows)


SECTION = Section(build)
