"""Would customers recommend us: the net promoter score with its interval, over time and by occasion."""

from collections.abc import Iterable

from kefu.findings import Figure
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Chart, Question, Series, Tone
from kefu.report.pieces import conclusion, limits, standing, trend
from kefu.report.sections import Section


def build(context: Context) -> Iterable[Block]:
    figure = context.now("nps")
    occasions = _occasions(context) if context.sliceable("nps", "scenario") else None
    title = context.say(
        "recommendation",
        "title",
        nps=context.show(figure, context.narrator.title("nps")),
        interval=_interval(context, figure),
        target=context.narrator.show(context.target("nps")) if context.target("nps") else "",
        met=standing(context, "nps")[0] is Tone.GOOD,
    )
    return context.page(
        title, context.narrator.title("nps"), trend(context, "nps"), occasions, conclusion(context, "nps")
    )


def _interval(context: Context, figure: Figure) -> str:
    if figure.interval is None:
        return formats.DASH
    return formats.interval(*figure.interval, figure.unit, context.narrator.style)


def _occasions(context: Context) -> Chart:
    """Each occasion with its answers and interval, so that small ones are not read as certain."""
    title, nps = context.say("recommendation", "table"), context.narrator.title("nps")
    found = sorted((one for one in context.by("nps", "scenario") if one.figure.value is not None),
                   key=lambda one: -(one.figure.value or 0.0))  # fmt: skip
    figures = [one.figure for one in found]
    names = [context.narrator.member("scenario", one.member("scenario")) for one in found]
    named = [
        context.say("recommendation", "occasion", name=name, answers=one.sample)
        for name, one in zip(names, figures, strict=True)
    ]
    main = Series(
        nps,
        tuple(one.value for one in figures),
        labels=tuple(map(context.narrator.show, figures)),
        figures=tuple(context.note(one, nps, {}) for one in figures),
    )
    told = context.word("then").join(
        context.say(
            "recommendation", "told", name=name, nps=context.narrator.show(one), interval=_interval(context, one)
        )
        for name, one in zip(names, figures, strict=True)
    )
    return Chart(
        "recommendation.scenarios",
        Question.INTERVAL,
        title,
        tuple(named),
        (main, *limits(context, figures)),
        alt=told,
        unit=context.say("recommendation", "whiskers"),
        number_format="0.0",
    )


SECTION = Section(build, ("nps",))
