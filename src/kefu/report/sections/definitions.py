"""How every indicator of the report is defined."""

from collections.abc import Iterable

from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Table
from kefu.report.proposals import judged_beside
from kefu.report.sections import Section


def build(context: Context) -> Iterable[Block]:
    language = context.narrator.language
    columns = (
        Column(context.say("definitions", "metric"), width=1.4),
        Column(context.say("definitions", "question"), width=2),
        Column(context.say("definitions", "rule"), width=4),
    )
    rows = []
    told: dict[str, str] = {}  # rules that were told, and of which indicator
    for metric in (*context.metrics, *judged_beside(context)):
        one = context.definition(metric)
        rule = one.note.get(language, "")
        first = told.setdefault(rule, metric)
        if rule and first != metric:
            rule = context.say("definitions", "same", title=context.narrator.title(first))
        rows.append(
            tuple(
                Cell(context.narrator.tidy(text), strong=place == 0)
                for place, text in enumerate((one.title[language], one.question[language], rule))
            )
        )
    return context.page(
        context.say("definitions", "title"),
        context.say("definitions", "topic"),
        Table("definitions", columns, tuple(rows)),
    )


SECTION = Section(build)
