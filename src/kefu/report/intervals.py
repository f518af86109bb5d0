"""Estimates with their 95 % intervals, drawn with whiskers so that small samples are not read as certain."""

from __future__ import annotations

from collections.abc import Sequence

from kefu.findings import Figure
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Chart, Question, Role, Series


def limits(context: Context, figures: Sequence[Figure]) -> tuple[Series, Series]:
    """The two ends of the 95 % intervals of estimates, for a chart with whiskers."""
    ends = [one.interval or (None, None) for one in figures]
    return (
        Series(context.say("pieces", "lower"), tuple(low for low, _ in ends), Role.LIMIT),
        Series(context.say("pieces", "upper"), tuple(high for _, high in ends), Role.LIMIT),
    )


def estimates(context: Context, metric: str, dimension: str, *, most: int | None = None) -> Chart | None:
    """Each member with its answers and interval, the highest first, so that small ones are not read as certain; the
    ``most`` with most answers; None where there are not two with an interval."""
    title = context.narrator.title(metric)
    known = [one for one in context.by(metric, dimension) if one.figure.interval and one.member(dimension)]
    largest = sorted(known, key=lambda one: -one.figure.sample)[:most]
    found = sorted(largest, key=lambda one: -(one.figure.value or 0.0))
    if len(found) < 2:
        return None
    figures = [one.figure for one in found]
    names = [context.narrator.member(dimension, one.member(dimension)) for one in found]
    main = Series(
        title,
        tuple(one.value for one in figures),
        labels=tuple(map(context.narrator.show, figures)),
        figures=tuple(context.note(one, title, {}) for one in figures),
    )
    key = "by" if len(found) == len(known) else "by_most"
    named = context.say("pieces", key, title=title, dimension=context.narrator.dimension(dimension), shown=len(found),
                        count=len(known))  # fmt: skip
    shown = [(context.narrator.show(one), context.narrator.show_interval(one)) for one in figures]
    told = [
        context.say("pieces", "told", name=name, value=value, interval=interval)
        for name, (value, interval) in zip(names, shown, strict=True)
    ]
    return Chart(
        name=f"{metric}.estimates_{dimension}",
        question=Question.INTERVAL,
        title=named,
        categories=tuple(
            context.say("pieces", "answers", name=name, answers=one.sample)
            for name, one in zip(names, figures, strict=True)
        ),
        series=(main, *limits(context, figures)),
        alt=context.word("then").join(told),
        marked=context.say("pieces", "whiskers"),
        number_format=formats.number_format(context.definition(metric).unit),
    )
