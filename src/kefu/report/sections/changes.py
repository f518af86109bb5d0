"""Every indicator held against its own history: what is real, what deserves a look, what is noise."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kefu.findings import Finding, Unit
from kefu.findings.finding import CHANGED, UNJUDGED
from kefu.methods.calendar.special_days import has_calendar
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Chart, Column, Paragraph, Table, Tone
from kefu.report.pieces import line, without_blanks
from kefu.report.sections import Section
from kefu.report.stories import moved, once, weighed
from kefu.report.unjudged import unjudged

JUDGED = (*CHANGED, "change.normal")
MOST_ROWS = 12  # what varies as always fills no second slide
FEW, MOST_COURSES = 3, 2  # so few rows leave room for charts
MOST_SLICES = 8
MOST_HIDDEN = 3
LEAST_POINTS = 0.02  # a share that moved by less than two points is of no use to know, however sure it is


def build(context: Context) -> Iterable[Block]:
    changes = context.found("change")
    told, open_ones = ([one for kind in kinds for one in changes if one.kind == kind] for kinds in (JUDGED, UNJUDGED))
    unsettled = unjudged(context, open_ones)
    if told or (unsettled is not None and unsettled not in context.shown.get("summary", ())):
        shown = told[: max(MOST_ROWS, sum(one.kind in CHANGED for one in told))]
        rest = [context.say("changes", "rest", normal=len(told) - len(shown))] if len(shown) < len(told) else []
        plain = any(one.kind in CHANGED and weighed(context, one) is Tone.NEUTRAL for one in shown)
        mixed = any(_by_mix(context, one) for one in shown)
        rule = context.say("changes", "note", calendar=has_calendar(context.study.country), plain=plain, mixed=mixed)
        note = context.narrator.together([*rest, rule])
        yield from context.page(
            _verdicts(context, changes),
            context.say("changes", "topic"),
            replace(_table(context, shown, "changes.indicators"), note=note) if shown else None,
            *(_courses(context, shown) if len(shown) <= FEW else []),
            unsettled,
            None if shown else Paragraph(note, muted=True),
        )
    slices, hidden = _telling(context), _hidden(context)
    if slices or hidden:
        key, count = ("slices_title", len(slices)) if slices else ("hidden_title", len(hidden))
        table = [_table(context, slices, "changes.slices")] if slices else []
        first = context.narrator.stated_title(slices[0]) if slices else ""
        yield from context.page(
            context.say("changes", key, count=count, first=first),
            context.say("changes", "slices_topic"),
            *table,
            *hidden,
        )


def _courses(context: Context, shown: Sequence[Finding]) -> list[Chart]:
    """The course of what changed among few."""
    drawn = [line(context, one.subject["metric"]) for one in shown if one.kind in CHANGED]
    return [one for one in drawn if one is not None][:MOST_COURSES]


def _verdicts(context: Context, changes: Sequence[Finding]) -> str:
    """How many indicators really changed, deserve a look, vary as always, or allow no verdict; what there is none of is
    not counted up."""
    kinds = (("change.real",), ("change.noticeable",), ("change.normal",), UNJUDGED)
    real, noticeable, normal, unjudged = (sum(one.kind in some for one in changes) for some in kinds)
    if real or noticeable:
        return context.say("changes", "title", real=real, noticeable=noticeable, normal=normal, unjudged=unjudged)
    return context.say("changes", "title_quiet", normal=normal, unjudged=unjudged)


def _hidden(context: Context) -> list[Paragraph]:
    """Combinations, hours and days that moved while the whole did not, each with the incidents it began with, and what
    an earlier incident still does. Where one indicator's cause lies, another that moved there is the same story."""
    told = [_place(one) for one in context.found("localisation") if one.kind == "localisation.cause"]
    hidden = [one for one in context.found("localisation") if one.kind == "localisation.hidden"]
    found = [one for one in hidden if _place(one) not in told][:MOST_HIDDEN]
    found += [one for name in ("lasting", "hours", "bad_days") for one in context.found(name)[:MOST_HIDDEN]]
    return [_sentences(context, one) for one in found]


def _place(one: Finding) -> dict[str, str]:
    """The slice a finding speaks of; the days are those of the indicator."""
    return {name: member for name, member in one.subject.items() if name not in ("metric", "from", "to")}


def _sentences(context: Context, one: Finding) -> Paragraph:
    began = [other for other in context.found("onset") if one.subject.items() <= other.subject.items()]
    told = context.narrator.together([context.narrator.tell(part) for part in (one, *began)])
    return Paragraph(told + context.word("stop"), context.note_finding(one))


def _telling(context: Context) -> list[Finding]:
    """Slices that say more than the whole: of a metric that moved by mix alone, none; per metric and dimension, the
    one furthest out."""
    told: dict[tuple[str, str], Finding] = {}
    for one in context.found("slices"):
        dimension = next(key for key in one.subject if key != "metric")
        place = (one.subject["metric"], dimension)
        if _speaks(context, one) and (place not in told or _distance(one) > _distance(told[place])):
            told[place] = one
    return sorted(once(context, list(told.values())), key=_distance, reverse=True)[:MOST_SLICES]


def _speaks(context: Context, one: Finding) -> bool:
    cause, now = context.cause(one.subject["metric"]), one.figures["now"]
    if cause is not None and cause.kind in ("cause.mix", "cause.general"):
        return False
    is_the_whole = now.value == context.now(one.subject["metric"]).value
    moved = abs((now.value or 0.0) - (one.figures["expected"].value or 0.0))
    return not is_the_whole and not (now.unit is Unit.SHARE and moved < LEAST_POINTS)


def _distance(one: Finding) -> float:
    """How far outside the limits, in widths of the normal range."""
    now, expected, low, high = (one.figures[role].value or 0.0 for role in ("now", "expected", "lower", "upper"))
    return abs(now - expected) / ((high - low) or 1.0)


def _table(context: Context, findings: list[Finding], name: str) -> Table:
    heads = ("metric", "now", "expected", "range", "verdict")
    said = {key: context.say("changes", key) for key in heads}
    columns = tuple(
        Column(said[key], "left" if key == "metric" else "center" if key == "verdict" else "right", width)
        for key, width in zip(heads, (2.3, 0.9, 0.9, 1.4, 1.6), strict=True)
    )
    return without_blanks(Table(name, columns, tuple(_row(context, one) for one in findings)))


def _row(context: Context, one: Finding) -> tuple[Cell, ...]:
    metric = one.subject["metric"]
    where = {key: member for key, member in one.subject.items() if key != "metric"}
    name = context.narrator.title(metric)
    shown = context.narrator.placed(metric, where)
    expected, now = one.figures.get("expected"), one.figures["now"]
    span = formats.DASH
    if one.kind in UNJUDGED or "year" in one.figures:  # which is held against the year before
        expected = None  # what is too wide to judge by is no range, and its middle nothing to expect
    elif "lower" in one.figures:
        low, high = one.figures["lower"].value, one.figures["upper"].value
        around = expected.value if expected is not None else None
        span = formats.interval(low, high, now.unit, context.narrator.style, around)
        span = context.narrator.show(one.figures["lower"]) if low == high else span  # what never moved
    return (
        Cell(shown, strong=one.kind == "change.real"),
        context.cell(now, name, where, strong=True),
        context.cell(expected, f"{name} · {context.say('changes', 'expected')}", where),
        Cell(span),
        Cell(context.narrator.verdict(one), tone=weighed(context, one)),
    )


def _by_mix(context: Context, one: Finding) -> bool:
    """Whether another mix alone made a real change for the worse."""
    worse = context.narrator.is_better(one.subject["metric"], moved(one)) is False
    return worse and one.kind == "change.real" and context.moved_by_mix(one.subject["metric"])


SECTION = Section(build)
