"""The Pareto chart: which few members make most of a count."""

from __future__ import annotations

from collections.abc import Sequence

from kefu.findings import Figure
from kefu.findings.figure import quotient, summed
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Chart, Question, Role, Series

BARS, MORE_BARS = 8, 12  # of the chart; of one whose rest would else be its highest bar
FEW_BARS = 1 / 3  # of them: where more make most of the whole, none stands out
MOST = 0.5  # of the whole: the bars up to here are what a Pareto is about


def pareto(context: Context, metric: str, dimension: str) -> Chart | None:
    """A count by member with the cumulative share, its few that make most of it highlighted; members beyond the eighth
    are one bar, those beyond some more where it would be the highest."""
    found = [one for one in context.by(metric, dimension) if one.figure.value]
    found.sort(key=lambda one: -(one.figure.value or 0.0))
    if len(found) < 3:
        return None
    shown = found[: _bars([one.figure.value or 0.0 for one in found])]
    total = context.now(metric)
    title = context.narrator.title(metric)
    named = [context.narrator.member(dimension, one.member(dimension)) for one in shown]
    figures = [one.figure for one in shown]
    if len(found) > len(shown):
        named.append(context.say("pieces", "others"))
        figures.append(summed([one.figure for one in found[len(shown) :]]))
    reached = [_together(figures[: place + 1], total) for place in range(len(figures))]
    most = next((place + 1 for place, one in enumerate(reached) if (one.value or 0.0) >= MOST), len(reached))
    roles = [Role.MAIN if place < most else Role.COMPARE for place in range(len(figures))]
    few = most <= FEW_BARS * len(figures)
    return Chart(
        name=f"{metric}.{dimension}.pareto",
        question=Question.PARETO,
        title=context.say("pieces", "by", title=title, dimension=context.narrator.dimension(dimension)),
        categories=tuple(named),
        series=(
            Series(
                name=title,
                values=tuple(one.value for one in figures),
                labels=tuple(context.narrator.show(one) for one in figures),
                figures=tuple(
                    context.note(one, title if place < len(shown) else f"{title} · {name}", {})
                    for place, (one, name) in enumerate(zip(figures, named, strict=True))
                ),
                point_roles=tuple(roles) if few else (),
            ),
            Series(
                context.say("pieces", "cumulative"),
                tuple(one.value for one in reached),
                Role.CUMULATIVE,
                tuple(formats.whole_percent(one.value) for one in reached),
                tuple(context.note(one, f"{title} · {context.say('pieces', 'cumulative')}", {}) for one in reached),
            ),
        ),
        alt=context.say("pieces", "largest", title=title, member=named[0], value=context.narrator.show(figures[0])),
        marked=context.say("pieces", "main_part") if few else "",
        number_format=formats.number_format(context.definition(metric).unit),
    )


def _bars(values: Sequence[float]) -> int:
    """How many members, the largest first, have a bar of their own; the others are one that is not the highest."""
    if len(values) <= BARS:
        return len(values)
    shown = next((n for n in range(BARS - 1, MORE_BARS - 1) if sum(values[n:]) <= values[0]), MORE_BARS - 1)
    return shown if len(values) > shown + 1 else len(values)


def _together(parts: Sequence[Figure], total: Figure) -> Figure:
    """The share of the whole that some parts make."""
    if len(parts) == 1:
        return quotient(parts[0], total)
    return quotient(summed(parts), total)
