"""What key customers ask for, beside the rest: the share of each topic, and in which of them the two differ."""

from collections.abc import Iterable, Sequence

from kefu.findings import Finding
from kefu.narrative.formats import capital
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Chart, Paragraph, Question, Role, Series
from kefu.report.sections import Section

MOST = 7  # topics a chart shows
NAMED = 2  # a title names


def build(context: Context) -> Iterable[Block]:
    for one in context.found("key_topics"):
        yield from context.page(
            _title(context, one),
            context.say("key_customer_topics", "topic"),
            _chart(context, one),
            _conclusion(context, one),
            Paragraph(context.say("key_customer_topics", "note"), muted=True),
        )


def _title(context: Context, told: Finding) -> str:
    """Of what they ask more or less than the rest; else what they ask most, which is no difference."""
    named = {way: [_name(context, one) for one in _of(told, way)][:NAMED] for way in ("more", "less")}
    key = "_".join(way for way, names in named.items() if names) or "alike"
    listed = {way: context.listed(names) for way, names in named.items()}
    return context.say("key_customer_topics", f"title_{key}", first=_name(context, told), **listed)


def _of(told: Finding, way: str) -> list[Finding]:
    return [one for one in told.parts if one.kind == f"key_topics.{way}"]


def _name(context: Context, one: Finding) -> str:
    return context.narrator.member(one.subject["dimension"], one.subject["member"])


def _chart(context: Context, told: Finding) -> Chart:
    """The topics that differ and those key customers ask most for, their share beside that of the rest."""
    first = sorted(told.parts, key=lambda one: one.kind == "key_topics.alike")[:MOST]  # stable: by share within each
    shown = [one for one in told.parts if one in first]
    return Chart(
        name="key_customer_topics",
        question=Question.COMPARISON,
        title=context.say("key_customer_topics", "chart", count=len(told.parts), shown=len(shown)),
        categories=tuple(capital(_name(context, one)) for one in shown),
        series=(
            _shares(context, shown, "now", "key", Role.MAIN),
            _shares(context, shown, "rest", "rest", Role.COMPARE),
        ),
        alt=context.narrator.tell(told),
        number_format="0.0%",
    )


def _shares(context: Context, shown: Sequence[Finding], role: str, name: str, drawn: Role) -> Series:
    title = context.say("key_customer_topics", name)
    figures = [one.figures[role] for one in shown]
    return Series(
        name=title,
        values=tuple(one.value for one in figures),
        role=drawn,
        labels=tuple(map(context.narrator.show, figures)),
        figures=tuple(
            context.note(figure, f"{title} · {_name(context, one)}", {})
            for figure, one in zip(figures, shown, strict=True)
        ),
    )


def _conclusion(context: Context, told: Finding) -> Callout:
    """What is asked most, what more or less than by the rest, and of how many topics nothing can be told."""
    apart = [*_of(told, "more"), *_of(told, "less")]
    rest = len(told.parts) - len(apart)
    said = [told, *apart]
    open_ones = [context.say("key_customer_topics", "alike" if apart else "none", count=rest)] if rest else []
    ids = context.note_stated(said, context.say("key_customer_topics", "topic"))
    texts = [*map(context.narrator.tell, said), *open_ones]
    paragraphs = tuple(one + context.word("stop") for one in texts)
    return Callout(context.say("key_customer_topics", "conclusion"), paragraphs, figures=ids)


SECTION = Section(build)
