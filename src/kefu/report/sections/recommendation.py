"""Would customers recommend us: the net promoter score with its interval, over time and by occasion."""

from collections.abc import Iterable
from dataclasses import replace

from kefu.report.context import Context
from kefu.report.document import Block
from kefu.report.intervals import estimates
from kefu.report.pieces import conclusion, headline, trend
from kefu.report.sections import Section


def build(context: Context) -> Iterable[Block]:
    figure, name = context.now("nps"), context.narrator.title("nps")
    interval = context.narrator.show_interval(figure)
    said = conclusion(context, "nps")
    title = context.say("recommendation", "title", nps=context.show(figure, name), interval=interval)
    if said is not None:  # then the verdict is the title, and the interval is told with it
        title = headline(context, "nps")
        sure = context.say("recommendation", "interval", interval=interval) + context.word("stop")
        said = replace(said, paragraphs=(*said.paragraphs, *([sure] if figure.interval else [])))
    occasions = estimates(context, "nps", "scenario") if context.sliceable("nps", "scenario") else None
    return context.page(title, name, trend(context, "nps"), occasions, said)


SECTION = Section(build, ("nps",))
