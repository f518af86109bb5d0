"""What customers answered: satisfaction over time and by aspect, with how sure the sample makes it."""

from collections.abc import Iterable

from kefu.findings import Finding
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Chart, Question, Role, Series
from kefu.report.pieces import conclusion, headline, trend
from kefu.report.sections import Section

ASPECTS = ("csat", "csat_attitude", "csat_efficiency", "csat_expertise")


def build(context: Context) -> Iterable[Block]:
    shown = [one for one in ASPECTS if context.has(one)]
    apart = len(shown) > 2
    told = context.tells("indicator_families")  # the trend, its cause and the measure
    if told and not apart:
        yield from context.page(_how_sure(context), context.say("satisfaction", "topic"), _sample(context))
    if not told:
        yield from context.page(
            headline(context, "csat"),
            context.say("satisfaction", "topic"),
            trend(context, "csat"),
            _sample(context),
            conclusion(context, "csat"),
        )
    if apart:
        yield from _aspects(context, shown, _sample(context) if told else None)


def _sample(context: Context) -> Callout:
    """How many answered and how far chance may move the result."""
    figure = context.now("csat")
    said = []
    if context.has("survey_response_rate"):
        rate = context.show(context.now("survey_response_rate"), context.narrator.title("survey_response_rate"))
        said.append(context.say("satisfaction", "responses", n=figure.sample, rate=rate))
    else:
        said.append(context.say("satisfaction", "answers", n=figure.sample))
    if figure.interval:
        span = context.narrator.show_interval(figure)
        said.append(context.say("satisfaction", "interval", interval=span))
    planned = context.found("survey_sample")
    said += [context.narrator.tell(one) for one in planned]
    ids = (context.note(figure, context.narrator.title("csat"), {}), *_noted(context, planned))
    paragraphs = tuple(one + context.word("stop") for one in said)
    return Callout(context.say("satisfaction", "sample"), paragraphs, figures=tuple(dict.fromkeys(ids)))


def _noted(context: Context, planned: list[Finding]) -> tuple[str, ...]:
    found = [part for one in planned for part in (one, *one.parts)]
    return context.note_stated(found, context.say("satisfaction", "sample"))


def _how_sure(context: Context) -> str:
    """How many answers there are, as a title."""
    title, figure = context.narrator.title("csat"), context.now("csat")
    return context.say("satisfaction", "sample_title", title=title, n=figure.sample)


def _aspects(context: Context, shown: list[str], sample: Callout | None) -> Iterable[Block]:
    shown = [shown[0], *sorted(shown[1:], key=lambda one: -(context.now(one).value or 1.0))]
    worst = shown[-1]
    title = context.say(
        "satisfaction",
        "dimensions_title",
        worst=context.narrator.title(worst),
        value=context.show(context.now(worst), context.narrator.title(worst)),
    )
    chart = Chart(
        name="satisfaction.aspects",
        question=Question.RANKING,
        title=context.say("satisfaction", "dimensions"),
        categories=tuple(context.narrator.title(one) for one in shown),
        series=(
            Series(
                name=context.say("satisfaction", "dimensions"),
                values=tuple(context.now(one).value for one in shown),
                labels=tuple(context.narrator.show(context.now(one)) for one in shown),
                figures=tuple(context.note(context.now(one), context.narrator.title(one), {}) for one in shown),
                point_roles=tuple(Role.MAIN if one == worst else Role.COMPARE for one in shown),
            ),
        ),
        alt=title,
        number_format="0.0%",
    )
    yield from context.page(title, context.say("satisfaction", "topic"), chart, sample, conclusion(context, worst))


SECTION = Section(build, ("csat",))
