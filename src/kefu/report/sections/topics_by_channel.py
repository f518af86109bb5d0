"""Which problem comes by which channel: a heat map of the most frequent topics by channel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kefu.findings import Figure
from kefu.findings.figure import quotient
from kefu.narrative.formats import capital
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Paragraph, Table
from kefu.report.pieces import share_of
from kefu.report.sections import Section

METRIC = "ticket_volume"
TOPICS = ("subcategory", "category")  # the finer first
MOST_TOPICS, MOST_CHANNELS = 12, 7
FEWEST = 100  # tickets: with fewer most cells are empty by chance
Held = Mapping[tuple[str, str], Figure]


def build(context: Context) -> Iterable[Block]:
    topic = next((one for one in TOPICS if context.sliceable(METRIC, one)), "")
    if not topic or not context.sliceable(METRIC, "channel") or (context.now(METRIC).value or 0.0) < FEWEST:
        return
    held = {
        (one.member(topic) or "", one.member("channel") or ""): one.figure
        for one in context.by(METRIC, topic, "channel")
        if one.member(topic) and one.member("channel")
    }
    topics, channels = _largest(held, 0)[:MOST_TOPICS], _largest(held, 1)[:MOST_CHANNELS]
    if len(topics) < 2 or len(channels) < 2:
        return
    yield from context.page(
        _title(context, topic, held, topics, channels),
        context.say("topics_by_channel", "topic"),
        _heat(context, topic, held, topics, channels),
        Paragraph(_note(context, topics, channels, held), muted=True),
    )


def _largest(held: Held, place: int) -> list[str]:
    """Topics or channels, those with most tickets first."""
    sizes: dict[str, float] = {}
    for key, figure in held.items():
        sizes[key[place]] = sizes.get(key[place], 0.0) + (figure.value or 0.0)
    return sorted(sizes, key=lambda one: (-sizes[one], one))


def _title(context: Context, topic: str, held: Held, topics: Sequence[str], channels: Sequence[str]) -> str:
    """The fullest cell and its share of all tickets."""
    shown = [(first, second) for first in topics for second in channels if (first, second) in held]
    first, second = max(shown, key=lambda one: held[one].value or 0.0)
    names = (context.narrator.member(topic, first), context.narrator.member("channel", second))
    share = quotient(held[first, second], context.now(METRIC))
    return context.say(
        "topics_by_channel",
        "title",
        first=names[0],
        channel=names[1],
        count=context.show(held[first, second], context.narrator.title(METRIC)),
        share=context.show(share, share_of(context, METRIC), {topic: first, "channel": second}),
    )


def _note(context: Context, topics: Sequence[str], channels: Sequence[str], held: Held) -> str:
    """What the table leaves out: the smaller ones, and tickets that state one of the two not at all."""
    shown = sum(figure.value or 0.0 for (topic, by), figure in held.items() if topic in topics and by in channels)
    stated = sum(figure.value or 0.0 for figure in held.values())
    every = context.now(METRIC).value or 0.0
    return context.say("topics_by_channel", "note", cut=shown < stated, unstated=stated < every)


def _heat(context: Context, topic: str, held: Held, topics: Sequence[str], channels: Sequence[str]) -> Table:
    most = max((figure.value or 0.0 for figure in held.values()), default=1.0) or 1.0
    columns = (
        Column(capital(context.narrator.dimension(topic)), width=1.4),
        *(Column(capital(context.narrator.member("channel", one)), "center") for one in channels),
    )
    rows = tuple(
        (
            Cell(capital(context.narrator.member(topic, one)), strong=True),
            *(_cell(context, held.get((one, channel)), most) for channel in channels),
        )
        for one in topics
    )
    return Table("topics_by_channel", columns, rows, title=context.say("topics_by_channel", "table"))


def _cell(context: Context, figure: Figure | None, most: float) -> Cell:
    """Nobody is a zero like any other number of tickets."""
    if figure is None:
        return Cell("0", 0.0, "#,##0", heat=0.0)
    return replace(context.cell(figure, context.narrator.title(METRIC)), heat=(figure.value or 0.0) / most)


SECTION = Section(build, (METRIC,))
