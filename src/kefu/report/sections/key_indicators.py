"""The key indicators as cards: value, target, thirteen months and three comparisons each."""

from collections.abc import Iterable

from kefu.report.context import Context
from kefu.report.document import Block, FigureRow, Tone
from kefu.report.pieces import card, foremost
from kefu.report.sections import Section

MOST, FEWEST = 8, 3


def build(context: Context) -> Iterable[Block]:
    cards = tuple(card(context, metric) for metric in foremost(context, context.kind.cards, MOST))
    few = len(cards) < min(FEWEST, len(context.kind.cards))
    if not any(one.target for one in cards) and (few or not any(one.trend or one.deltas for one in cards)):
        return []  # of so few, or of a single month, the summary has told as much where there are no targets
    good = sum(one.tone is Tone.GOOD for one in cards)
    close = sum(one.tone is Tone.WARN for one in cards)
    bad = sum(one.tone is Tone.BAD for one in cards)
    key = "title" if good or close or bad else "title_plain"
    open_ = len(cards) - good - close - bad
    title = context.say("key_indicators", key, cards=len(cards), good=good, close=close, bad=bad, open=open_)
    return context.page(title, context.say("key_indicators", "topic"), FigureRow(cards))


SECTION = Section(build)
