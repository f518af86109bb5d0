"""The indicators of key customers over time, each in one chart with that of everybody: what changed and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kefu.findings import Figure
from kefu.findings.finding import UNJUDGED
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Chart, Column, Question, Role, Series, Table
from kefu.report.pieces import DELTAS, MISSED, conclusion, headline, scaled, standing, trend
from kefu.report.sections import Section

SHARE = "key_customer_share"  # of all tickets: no level to hold beside that of everybody
FAMILIES = {  # a page each: the indicator of key customers, and what stands beside it
    "volume": ("key_customer_volume", SHARE),
    "response": ("key_customer_first_response_median", "first_response_median"),
    "resolution": ("key_customer_resolution_rate", "resolution_rate"),
    "satisfaction": ("key_customer_csat", "csat"),
    "revisit": ("key_customer_revisit_coverage", "revisit_coverage"),
}


def build(context: Context) -> Iterable[Block]:
    for topic, (metric, beside) in FAMILIES.items():
        chart = trend(context, metric) if context.has(metric) else None
        if chart is None:
            continue  # a single month: the cards have said it
        drawn: tuple[Block | None, ...] = (chart, trend(context, beside) if context.has(beside) else None)
        if beside != SHARE and context.has(beside):
            drawn = (_together(context, chart, metric, beside), _levels(context, topic, metric, beside))
        said = context.say("key_customer_indicators", topic)
        yield from context.page(_title(context, metric, beside), said, *drawn, conclusion(context, metric))


def _title(context: Context, metric: str, beside: str) -> str:
    """What changed; of what nobody can judge, at least how it stands beside everybody's."""
    change = context.change(metric)
    if change is None or change.kind not in UNJUDGED or not context.has(beside):
        return headline(context, metric)
    title, now = context.narrator.title(metric), context.narrator.show(context.now(metric))
    other = context.narrator.show(context.now(beside))
    if beside == SHARE:
        return context.say("key_customer_indicators", "share", title=title, now=now, share=other)
    missed = MISSED.get(standing(context, metric)[0])
    if missed is None:
        return context.say("key_customer_indicators", "beside", title=title, now=now, beside=other)
    aimed, key = context.narrator.show(context.target(metric)), f"beside_{missed}"
    return context.say("key_customer_indicators", key, title=title, now=now, beside=other, target=aimed)


def _together(context: Context, alone: Chart, metric: str, beside: str) -> Chart:
    """Key customers and everybody in one chart, on one scale: of two charts with scales of their own nobody sees which
    stands higher."""
    title, unit = context.narrator.title(metric), context.definition(metric).unit
    everybody = {one.period: one.figure for one in context.series(beside)}
    pairs = [(one.figure, everybody.get(one.period)) for one in context.series(metric)]
    told = [one.value if one else None for pair in pairs for one in pair]
    axis = formats.axis_beside(told, unit, context.narrator.style)
    texts = formats.labels(told, axis, unit, context.narrator.style)[::2]
    main = Series(
        name=title,
        values=tuple(scaled(key.value, axis) for key, _ in pairs),
        labels=_at_the_ends([key.value for key, _ in pairs], texts),
        figures=tuple(context.note(key, title, {}) for key, _ in pairs),
    )
    others = Series(
        name=context.say("key_customer_indicators", "everybody"),
        values=tuple(scaled(one.value, axis) if one else None for _, one in pairs),
        role=Role.BESIDE,
        figures=tuple(context.note(one, context.narrator.title(beside), {}) if one else "" for _, one in pairs),
    )
    same = alone.unit == axis.unit
    targets, normal = (alone.series[1:], alone.normal) if same else ((), None)
    said = context.say("key_customer_indicators", "together", title=title, months=len(pairs))
    return replace(alone, name=f"{metric}.beside", question=Question.TREND, title=said,
                   series=(main, others, *targets), unit=axis.unit, number_format=axis.number_format,
                   normal=normal)  # fmt: skip


def _at_the_ends(values: Sequence[float | None], texts: Sequence[str]) -> tuple[str, ...]:
    """Labels of the first and the last month, the highest and the lowest: all of them would stand on the other line."""
    known = {place: value for place, value in enumerate(values) if value is not None}
    kept = {*(min(known), max(known)), min(known, key=known.__getitem__), max(known, key=known.__getitem__)}
    return tuple(text if place in kept else "" for place, text in enumerate(texts))


def _levels(context: Context, topic: str, metric: str, beside: str) -> Table:
    """This month, the month before, a year ago and three months: key customers and everybody side by side."""
    heads = [
        Column(context.say("key_customer_indicators", "when"), width=1.2),
        Column(context.say("key_customers", "key"), "right"),
        Column(context.say("key_customer_indicators", "everybody"), "right"),
    ]
    rows = [_row(context, context.say("pieces", "now"), {one: context.now(one) for one in (metric, beside)})]
    for comparison in DELTAS:
        before = {one: context.compared[comparison][one].figures.get("before") for one in (metric, beside)}
        if any(one is not None and one.value is not None for one in before.values()):
            rows.append(_row(context, context.say("key_customer_indicators", comparison), before))
    return Table(f"key_customers.{topic}", tuple(heads), tuple(rows))


def _row(context: Context, when: str, levels: Mapping[str, Figure | None]) -> tuple[Cell, ...]:
    return (
        Cell(when, strong=True),
        *(context.cell(one, f"{context.narrator.title(metric)} · {when}") for metric, one in levels.items()),
    )


SECTION = Section(build, tuple(metric for metric, _ in FAMILIES.values()))
