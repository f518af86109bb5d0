"""Whether customers got what they were promised: answers and solutions in time, and who got them least."""

from collections.abc import Iterable

from kefu.report.context import Context
from kefu.report.document import Block, Chart
from kefu.report.measures import of_promises
from kefu.report.pieces import bars, conclusion, hardship, headline, lead, trend
from kefu.report.promised import METRICS, hardly_better, least_kept, way_of
from kefu.report.sections import Section


def build(context: Context) -> Iterable[Block]:
    shown = [one for one in METRICS if context.has(one)]
    first = lead(context, shown)
    others = [one for one in shown if one != first]
    way = way_of(context, first)
    return context.page(
        _title(context, first, way),
        context.say("promises", "topic"),
        *(trend(context, one) for one in (first, *others)),
        _by(context, first, way) if way and not others else None,
        conclusion(context, first, *others),
        *(hardship(context, one, hard, listed=False) for one, hard in of_promises(context)),
    )


def _by(context: Context, metric: str, way: str) -> Chart | None:
    """How often the promise is kept to each, the least first; whom it is seldom kept to stands out."""
    worst = least_kept(context, metric)
    behind = () if worst is None else (worst, *hardly_better(context, metric, worst))
    return bars(context, metric, way, lowest=True, behind={one.member(way) for one in behind})


def _title(context: Context, metric: str, way: str) -> str:
    """What happened to it and, where that is far from the whole, of whom the promise was kept least."""
    said, worst = headline(context, metric), least_kept(context, metric)
    if worst is None:
        return said
    member = context.narrator.of_dimension(way, worst.member(way))
    count, never = context.counted(worst.figure.sample), not worst.figure.value
    return context.say(
        "promises", "title", said=said, member=member, value=context.measured(worst), count=count, never=never
    )


SECTION = Section(build, METRICS)
