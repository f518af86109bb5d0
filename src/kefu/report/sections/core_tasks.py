"""Targets and whether they were met: what the team promised itself."""

from collections.abc import Iterable

from kefu.report.context import Context
from kefu.report.document import Block, Tone
from kefu.report.pieces import furthest_from_target, standings
from kefu.report.sections import Section
from kefu.report.target_table import WITH_CHANGE, target_table

MOST_NAMED = 2  # in the title, the furthest from its target first


def build(context: Context) -> Iterable[Block]:
    shown = [one for one in context.metrics if context.target(one) is not None]
    if not shown:
        return []
    held = standings(context)
    met = [one for one in held if held[one][0] is Tone.GOOD]
    missed = [one for one in furthest_from_target(context) if one not in met]
    table = target_table(context, "core_tasks", shown, WITH_CHANGE)
    return context.page(_title(context, len(met), missed, len(shown)), context.say("core_tasks", "topic"), table)


def _title(context: Context, met: int, missed: list[str], rows: int) -> str:
    """How many of the targets of the table that can be met or missed are met."""
    names = context.indicators(missed[:MOST_NAMED])
    key = "missed" if len(missed) <= MOST_NAMED else "missed_most"
    total = met + len(missed)
    rest = context.say("core_tasks", key, names=names) if missed else ""
    return context.say("core_tasks", "title", total=total, met=met, missed=rest, unrated=rows - total)


SECTION = Section(build)
