"""Pieces sections are made of: cards, charts and tables of one metric, each from figures the context gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from kefu.comparisons import COMPARISONS
from kefu.findings import Figure, Finding, Period, Query, Unit
from kefu.findings.figure import derived, quotient
from kefu.findings.finding import CHANGED, UNJUDGED
from kefu.metrics import Aggregate, Better
from kefu.metrics.grain import Grain
from kefu.metrics.query import Measurement
from kefu.narrative import formats
from kefu.narrative.formats import capital
from kefu.report import measures
from kefu.report.context import Context
from kefu.report.document import (
    Block,
    Callout,
    Card,
    Cell,
    Chart,
    Delta,
    Normal,
    Paragraph,
    Question,
    Role,
    Series,
    Table,
    Tone,
)
from kefu.report.lately import done_by
from kefu.report.sampling import differences
from kefu.report.stories import weighed

MET = 0.9995  # attainment that prints as 100.0 %: a target missed by less than can be shown is reached
CLOSE = 0.95  # attainment from which a missed target counts as close
MISSED: Mapping[Tone, str] = MappingProxyType({Tone.WARN: "close", Tone.BAD: "missed"})  # as the targets' page has it
MEMBERS_SHOWN = 6
FEW = 30  # a count below this is told by how many it changed: three more than three are no doubling
LEAST = 0.5  # of a count: less rounds to no change
HUNDREDFOLD = 99.0  # growth beyond it is of next to nothing
A_YEAR = 12  # months in which what never moved is one number twelve times over
FEW_MONTHS = 3  # a line through so few makes a cliff of any difference; fewer are the comparison with the month before
UNDECIDED = ("change.few", "change.uneven")  # no verdict, and no way to be on
POINTS = (Unit.SHARE, Unit.NPS)  # compared by difference, not by percentage of a percentage
DELTAS = ("previous_month", "same_month_last_year", "rolling_three_months")
MONTHS_BEFORE = {"rolling_three_months": 3, "working_days": 1}  # what a computed baseline reaches back over
ROLES = ("lower", "upper")  # of a change: the ends of the range it is judged by
WAYS = ("channel", "team", "product_line", "category", "region")  # ways to split a volume, the usual one first


# --- cards -----------------------------------------------------------------------------------------------------------


def card(context: Context, metric: str) -> Card:
    """A key indicator with its target, its last thirteen months and those comparisons there are."""
    figure, title = context.now(metric), context.narrator.title(metric)
    context.note(figure, title, {})
    shown = formats.figure(figure.value, figure.unit, context.narrator.style)
    series = _course(context, metric)
    tone, status, attainment = standing(context, metric)
    aim = context.target(metric)
    return Card(
        name=title,
        value=shown.number,
        unit=shown.unit,
        figure=figure.id,
        tone=tone,
        status=status,
        target=_target_text(context, metric, attainment),
        goal=goal(context, metric) if aim else "",
        goal_figure=aim.id if aim else "",
        attainment=attainment,
        trend=tuple(one.figure.value for one in series),
        trend_categories=tuple(context.narrator.period(one.period) for one in series),
        trend_starts=tuple(one.period.start for one in series),
        trend_figures=tuple(context.note(one.figure, title, {}) for one in series),
        deltas=tuple(one for name in DELTAS if (one := delta(context, name, metric)).figure),
        note=_card_note(context, metric),
    )


def _course(context: Context, metric: str) -> list[Measurement]:
    """The months a card draws: none where they are too few for a line, as the comparisons have said it."""
    series = context.series(metric)
    return series if sum(one.figure.value is not None for one in series) > FEW_MONTHS else []


def standing(context: Context, metric: str) -> tuple[Tone, str, float | None]:
    """Tone, word and attainment against the target; nothing for a metric without a target or a better side."""
    return standing_of(context, metric, context.now(metric), context.target(metric))


def standings(context: Context) -> dict[str, tuple[Tone, str, float | None]]:
    """Every metric of the report that is measured by a target, and where it stands."""
    found = {metric: standing(context, metric) for metric in context.metrics}
    return {metric: one for metric, one in found.items() if one[1]}


def furthest_from_target(context: Context) -> list[str]:
    """The metrics that are measured by a target, the furthest from it first; every page tells them in this order."""
    held = standings(context)
    return sorted(held, key=lambda one: held[one][2] or 0.0)


def missed_by_much(context: Context, metrics: Sequence[str]) -> list[str]:
    """Those of the metrics that miss their target by much, the furthest from it first."""
    return [one for one in furthest_from_target(context) if one in metrics and standing(context, one)[0] is Tone.BAD]


def standing_of(context: Context, metric: str, now: Figure, target: Figure | None) -> tuple[Tone, str, float | None]:
    """The same of one slice of the metric and its own target."""
    better = context.definition(metric).better
    if target is None or now.value is None or not target.value or better is Better.NEITHER or not now.value:
        return Tone.NEUTRAL, "", None
    attained = now.value / target.value if better is Better.HIGHER else target.value / now.value
    tone = Tone.GOOD if attained >= MET else Tone.WARN if attained >= CLOSE else Tone.BAD
    return tone, context.word("status", tone.value), attained


def goal(context: Context, metric: str, target: Figure | None = None) -> str:
    """The target, by default the month's, as a bound entered in the register: "≥92.0%"; of a metric without a better
    side the number alone."""
    name = f"{context.narrator.title(metric)} · {context.word('comparisons', 'target')}"
    sign = {Better.HIGHER: "≥", Better.LOWER: "≤"}.get(context.definition(metric).better, "")
    return f"{sign}{context.show(target or context.target(metric), name)}"


def _target_text(context: Context, metric: str, attainment: float | None) -> str:
    """The target and how much of it was attained; of one without a better side only the number."""
    target = context.target(metric)
    if target is None:
        return ""
    if attainment is None:
        return f"{context.word('comparisons', 'target')} {goal(context, metric)}"
    attained = quotient(context.now(metric), target)
    if context.definition(metric).better is Better.LOWER:
        attained = quotient(target, context.now(metric))
    return context.say(
        "key_indicators", "target", target=goal(context, metric), attained=context.narrator.show(attained)
    )


def delta(context: Context, comparison: str, metric: str) -> Delta:
    """One comparison as arrow and number; a dash where there is nothing honest to compare with."""
    return held_against(context, comparison, context.compared[comparison][metric])


def held_against(context: Context, comparison: str, finding: Finding) -> Delta:
    """A comparison's finding, on the metric or a slice of it, as arrow and number."""
    metric, label, change = (
        finding.subject["metric"],
        context.word("comparisons", comparison),
        finding.figures.get("change"),
    )
    if change is None or change.value is None:
        return Delta(label, formats.DASH)
    text, (value, code) = _delta_text(context, finding, change)
    name = f"{context.narrator.title(metric)} · {COMPARISONS[comparison].title[context.narrator.language]}"
    context.note(finding.figures["before"], name, {}, _then(context, comparison))
    tone = context.verdict_tone(context.change(metric), change.value)
    return Delta(label, text, tone, finding.figures["before"].id, value, code)


def jumps(context: Context, metrics: Sequence[str]) -> Paragraph | None:
    """Of how many rows percentiles are that are a multiple of what they were; None where none is."""
    found = [one for metric in metrics for one in context.found("tail", metric)]
    if not found:
        return None
    said = context.narrator.together([context.narrator.tell(one) for one in found]) + context.word("stop")
    return Paragraph(said, tuple(dict.fromkeys(id_ for one in found for id_ in context.note_finding(one))))


def delta_cell(delta: Delta) -> Cell:
    """A comparison as the cell of a table, good or bad news in the colour it has on a card."""
    return Cell(delta.text, delta.value, delta.number_format, figure=delta.figure, tint=delta.tone)


def _then(context: Context, comparison: str) -> Period | None:
    """The months a computed baseline is of."""
    months = MONTHS_BEFORE.get(comparison)
    return Period(context.period.shifted(-months).start, context.period.start) if months else None


def _delta_text(context: Context, finding: Finding, change: Figure) -> tuple[str, tuple[float | None, str]]:
    """The comparison as a reader sees it, and as a spreadsheet keeps it."""
    language = context.narrator.language
    if change.unit in POINTS:
        threshold = formats.FLAT_SHARE if change.unit is Unit.SHARE else 0.5
        said = formats.change(change.value, change.unit, context.narrator.style, short=True)
        return _both(_arrowed(context, change.value, threshold, said), change.value, change.unit)
    relative = finding.figures["relative"]
    if _is_told_in_numbers(context, finding):
        counted = change.unit is Unit.COUNT
        said = (
            _by_how_many(context, finding.subject["metric"], change)
            if counted
            else context.narrator.show_change(change)
        )
        return _both(_arrowed(context, change.value, LEAST if counted else 0.0, said), change.value, change.unit)
    before, now = finding.figures["before"].value, finding.figures["now"].value
    said = formats.growth(relative.value, before, now, language)
    return _both(_arrowed(context, relative.value, formats.FLAT_RELATIVE, said), relative.value, None)


def _is_told_in_numbers(context: Context, finding: Finding) -> bool:
    """Whether a percentage would mislead: of few, of next to nothing, and of a mean that was nothing before, which has
    not come into being."""
    change, before = finding.figures["change"], finding.figures["before"].value or 0.0
    if change.value is None or change.unit in POINTS:
        return False
    if change.unit is Unit.COUNT and before < FEW:
        return True
    nothing = not before and not context.definition(finding.subject["metric"]).adds_up
    return nothing or (finding.figures["relative"].value or 0.0) >= HUNDREDFOLD


def in_numbers(context: Context, findings: Iterable[Finding]) -> str:
    """Why some of the changes below one another are numbers among percentages; "" where none is."""
    told = (one for one in findings if "change" in one.figures and _is_told_in_numbers(context, one))
    moved = any(abs(one.figures["change"].value or 0.0) >= LEAST for one in told)
    return context.say("pieces", "in_numbers", few=FEW) + context.word("stop") if moved else ""


def _by_how_many(context: Context, metric: str, change: Figure) -> str:
    """A change of a count with what is counted, for it stands among percentages: 「+21个」, "+21 tickets"; of
    what counts once, such as people, whole, also beside a mean of months."""
    style, value, said = context.narrator.style, change.value or 0.0, context.narrator.show_change(change)
    once = context.definition(metric).aggregate is Aggregate.DISTINCT
    if said in formats.FLAT.values() or (once and abs(value) < LEAST):
        return formats.FLAT[style.language]
    said = formats.whole(value, Unit.COUNT, style, signed=True) if once else said
    each = context.narrator.counted(metric)
    return context.say("pieces", "by_how_many", change=said, each=each, one=said.lstrip("+-") == "1")


def _both(text: str, value: float | None, unit: Unit | None) -> tuple[str, tuple[float | None, str]]:
    return text, formats.kept_as(text, value, unit)


def _arrowed(context: Context, value: float | None, threshold: float, text: str) -> str:
    """An arrow says the direction; a sign beside it would say it twice."""
    if value is None:
        return text
    arrow = formats.arrow(value, threshold)
    said = text if arrow == formats.LEVEL else text.lstrip("+-")
    return f"{arrow}{context.word('blank')}{said}"


def _card_note(context: Context, metric: str) -> str:
    """What to think of the number, and of how many rows it is where many are left out."""
    said = (_verdict(context, metric), context.rests_on(metric, "rests_briefly"))
    return " · ".join(one for one in said if one)


def _verdict(context: Context, metric: str) -> str:
    change = context.change(metric)
    if context.now(metric).sample < context.definition(metric).minimum_sample:
        return context.word("caveats", "small_sample")
    return context.narrator.verdict(change) if change is not None and is_judged(change) else ""


def foremost(context: Context, wanted: tuple[str, ...], most: int) -> list[str]:
    """The wanted metrics that have data, filled up with others of the report: first those that really changed, last
    those that tell once more what one above tells (the slowest first response beside the median)."""
    first = [one for one in wanted if context.has(one)]
    others = [one for one in context.metrics if one not in first]
    told = {value for one in first if (value := context.definition(one).value)}
    again: list[str] = []
    for one in sorted(others, key=lambda metric: not context.changed(metric)):
        value = context.definition(one).value
        (again if value and value in told and not context.changed(one) else first).append(one)
        told |= {value} if value else set()
    return [*first, *again][:most]


# --- charts ----------------------------------------------------------------------------------------------------------


def trend(context: Context, metric: str, *, columns: bool = False, least: int = FEW_MONTHS) -> Chart | None:
    """The last thirteen months with the target; ``columns`` for volumes without one, and for a few months of anything;
    None for fewer months than ``least``, which the comparisons tell, and for what never moved, which one sentence
    tells."""
    series, title = context.series(metric), context.narrator.title(metric)
    known = [one.figure.value for one in series if one.figure.value is not None]
    if len(known) < least or (len(known) >= A_YEAR and len(set(known)) == 1):
        return None
    target = context.target(metric)
    aimed = target is not None and target.value is not None
    few = len(known) <= FEW_MONTHS
    columns = few or (columns and not aimed)
    values = [one.figure.value for one in series]
    unit = context.definition(metric).unit
    told = [*values, target.value if target else None]
    style = context.narrator.style
    axis = formats.axis_beside(told, unit, style, of=values[-1])
    *labels, aim = formats.labels(told, axis, unit, style)
    drawn = Series(
        name=title,
        values=tuple(scaled(one, axis) for one in values),
        labels=tuple(labels),
        figures=tuple(context.note(one.figure, title, {}) for one in series),
        point_roles=(*(Role.COMPARE for _ in series[:-1]), Role.MAIN) if columns else (),
    )
    lines = [drawn]
    if target is not None and aimed:
        goal = context.word("comparisons", "target")
        held = context.note(target, f"{title} · {goal}", {})
        label = f"{goal} {aim}"
        lines.append(
            Series(
                name=label,
                values=tuple(scaled(target.value, axis) for _ in series),
                role=Role.TARGET,
                figures=tuple(held for _ in series),
            )
        )
    return Chart(
        name=f"{metric}.trend",
        course_of=metric,
        question=Question.COMPARISON if few else Question.DISTRIBUTION if columns else Question.TREND,
        title=context.say("pieces", "trend", title=title, months=len(series)),
        categories=tuple(month_label(context, one) for one in series),
        series=tuple(lines),
        alt=alt(context, metric),
        unit=axis.unit,
        number_format=axis.number_format,
        starts=tuple(one.period.start for one in series),
        normal=None if few else _normal(context, metric, axis, columns=columns),
    )


def line(context: Context, metric: str) -> Chart | None:
    """The trend of one of the report's metrics, where its months are enough for a line."""
    return trend(context, metric) if context.has(metric) and _course(context, metric) else None


def _normal(context: Context, metric: str, axis: formats.Axis, *, columns: bool) -> Normal | None:
    """Where the history made this month's value expected; None where it allows no verdict."""
    change = context.change(metric)
    if change is None or change.kind not in (*CHANGED, "change.normal"):
        return None
    ends = [change.figures.get(role) for role in ROLES]
    values = [scaled(one.value, axis) for one in ends if one is not None]
    lower, upper = values if len(values) == 2 else (None, None)
    if lower is None or upper is None or lower >= upper:
        return None
    title, names = context.narrator.title(metric), [context.word("roles", role) for role in ROLES]
    ids = [context.note(one, f"{title} · {name}", {}) for name, one in zip(names, ends, strict=True) if one]
    told = context.say("pieces", "normal", columns=columns)
    return Normal(lower, upper, told, (names[0], names[1]), (ids[0], ids[1]))


def alt(context: Context, metric: str) -> str:
    """What the chart shows, for those who cannot see it: the verdict in words, or the number where there is none."""
    change = context.change(metric)
    return context.narrator.tell(change) if change and is_judged(change) else plain(context, metric)


def month_label(context: Context, one: Measurement) -> str:
    """Short month for an axis; thirteen of them need no year."""
    return formats.short_month(one.period.start, context.narrator.language)


def scaled(value: float | None, axis: formats.Axis) -> float | None:
    return None if value is None else value / axis.divisor


def bars(
    context: Context,
    metric: str,
    dimension: str,
    *,
    question: Question = Question.RANKING,
    most: int = 10,
    lowest: bool = False,
    behind: Collection[str | None] = (),
) -> Chart | None:
    """The metric by member of a dimension, largest first, or the ``lowest``, which are told with how many rows they
    are of; the first stands out, and those ``behind``; None where the dimension says nothing."""
    volume = context.definition(metric).adds_up
    found = [
        one for one in context.by(metric, dimension) if one.figure.value or not (volume or one.figure.value is None)
    ]
    if len(found) < 2:
        return None
    count = sum(one.member(dimension) is not None for one in found)
    found = sorted(found, key=lambda one: (one.figure.value or 0.0) * (1 if lowest else -1))[:most]
    title = context.narrator.title(metric)
    key = "by" if count <= most else "by_lowest" if lowest else "by_largest"
    named_by = context.say("pieces", key, title=title, dimension=context.narrator.dimension(dimension), shown=most,
                           count=count)  # fmt: skip
    told = ([one.figure.value for one in found], context.definition(metric).unit, context.narrator.style)
    whole = None if volume or not context.has(metric) else context.now(metric).value
    axis = formats.axis_beside(*told, of=whole)
    labels = formats.labels(told[0], axis, *told[1:])
    named = [context.narrator.member(dimension, one.member(dimension)) for one in found]
    if lowest:
        rows = (context.counted(one.figure.sample) for one in found)
        named = [context.say("pieces", "answers", name=name, answers=of) for name, of in zip(named, rows, strict=True)]
    return Chart(
        name=f"{metric}.by_{dimension}",
        question=question,
        title=named_by,
        categories=tuple(named),
        series=(
            Series(
                name=title,
                values=tuple(scaled(one.figure.value, axis) for one in found),
                labels=labels,
                figures=tuple(context.note(one.figure, title, {}) for one in found),
                point_roles=tuple(
                    Role.MAIN if place == 0 or one.member(dimension) in behind else Role.COMPARE
                    for place, one in enumerate(found)
                ),
            ),
        ),
        alt=context.say(
            "pieces",
            "lowest" if lowest else "largest",
            title=title,
            member=context.narrator.of_dimension(dimension, found[0].member(dimension)),
            value=labels[0],
        ),
        unit=axis.unit,
        number_format=axis.number_format,
    )


def composition(context: Context, metric: str, dimension: str, months: int = 6) -> Chart | None:
    """Shares of the largest members of a dimension in a count, month by month; the rest is one part, so that the parts
    make the whole."""
    start = max(context.period.shifted(1 - months).start, context.series(metric)[0].period.start)
    span = Period(start, context.period.end)
    found = context.meter.measure(context.meter.counted(metric), span, grain=Grain.MONTH, by=[dimension])
    totals = {
        one.period: one.figure for one in context.meter.measure(context.meter.counted(metric), span, grain=Grain.MONTH)
    }
    if sum(bool(figure.value) for figure in totals.values()) < 2:
        return None
    cells = {(one.period, one.member(dimension)): one for one in found}
    sizes: dict[str | None, float] = {}
    for one in found:
        sizes[one.member(dimension)] = sizes.get(one.member(dimension), 0.0) + (one.figure.value or 0.0)
    most = MEMBERS_SHOWN if len(sizes) <= MEMBERS_SHOWN else MEMBERS_SHOWN - 1  # as many colours as can be told apart
    members = sorted(sizes, key=lambda member: -sizes[member])[:most]
    if len(members) < 2:
        return None
    series = [_share_series(context, metric, dimension, member, totals, cells) for member in members]
    largest = max(series, key=lambda one: one.values[-1] or 0.0)
    if len(sizes) > len(members):
        series.append(_rest_series(context, metric, members, totals, cells))
    return Chart(
        name=f"{metric}.mix_{dimension}",
        question=Question.COMPOSITION,
        title=context.say(
            "pieces", "mix", title=context.narrator.title(metric), dimension=context.narrator.dimension(dimension)
        ),
        categories=tuple(
            month_label(context, Measurement(Query(metric, period), figure)) for period, figure in totals.items()
        ),
        series=tuple(series),
        alt=context.say(
            "pieces",
            "largest_share",
            title=context.narrator.title(metric),
            member=largest.name,
            value=largest.labels[-1],
        ),
        number_format="0%",
        starts=tuple(period.start for period in totals),
    )


def split(context: Context, metric: str, *, told: str = "") -> Chart | None:
    """How a volume is made up: shares by month or, where the data hold one month only, its largest parts; ``told`` is
    a way of splitting it that has a page of its own."""
    if not context.definition(metric).adds_up:
        return None
    dimension = next((one for one in WAYS if one != told and context.sliceable(metric, one)), "")
    if not dimension:
        return None
    counted = context.definition(metric).aggregate is Aggregate.COUNT
    return (composition(context, metric, dimension) if counted else None) or bars(context, metric, dimension)


def _share_series(
    context: Context,
    metric: str,
    dimension: str,
    member: str | None,
    totals: Mapping[Period, Figure],
    cells: Mapping[tuple[Period, str | None], Measurement],
) -> Series:
    """One member's share of every month; each point is a registered quotient of two figures."""
    name = context.narrator.member(dimension, member)
    title = share_of(context, metric)
    shares = [
        quotient(cells[when, member].figure, total) if (when, member) in cells else None
        for when, total in totals.items()
    ]
    return Series(
        name=name,
        values=tuple(0.0 if share is None else share.value for share in shares),
        role=Role.CATEGORY,
        labels=tuple("" if share is None else context.narrator.show(share) for share in shares),
        figures=tuple(
            "" if share is None else context.note(share, title, {dimension: member}, when)
            for when, share in zip(totals, shares, strict=True)
        ),
    )


def _rest_series(
    context: Context,
    metric: str,
    members: list[str | None],
    totals: Mapping[Period, Figure],
    cells: Mapping[tuple[Period, str | None], Measurement],
) -> Series:
    """What the members shown leave of every month."""
    name, title = context.say("pieces", "others"), share_of(context, metric)
    shares = []
    for when, total in totals.items():
        shown = [cells[when, member].figure for member in members if (when, member) in cells]
        rest = None if total.value is None else total.value - sum(one.value or 0.0 for one in shown)
        left = replace(
            derived("total - parts", total.unit, rest, total, *shown),
            sample=max(total.sample - sum(one.sample for one in shown), 0),
        )
        shares.append(quotient(left, total))
    return Series(
        name=name,
        values=tuple(share.value for share in shares),
        role=Role.CATEGORY,
        labels=tuple(context.narrator.show(share) if share.value else "" for share in shares),
        figures=tuple(
            context.note(share, f"{title} · {name}", {}, when) for when, share in zip(totals, shares, strict=True)
        ),
    )


# --- tables ----------------------------------------------------------------------------------------------------------


def without_blanks(table: Table) -> Table:
    """The table without columns in which no row says anything."""
    said = [
        place == 0 or any(row[place].text not in ("", formats.DASH) for row in table.rows)
        for place in range(len(table.columns))
    ]
    return replace(
        table,
        columns=tuple(one for one, kept in zip(table.columns, said, strict=True) if kept),
        rows=tuple(tuple(one for one, kept in zip(row, said, strict=True) if kept) for row in table.rows),
    )


# --- conclusions -----------------------------------------------------------------------------------------------------


def is_judged(change: Finding) -> bool:
    """Whether the history was long enough to look at the change at all."""
    return change.kind != "change.unknown"


def conclusion(context: Context, *metrics: str, missed: Sequence[str] = ()) -> Callout | None:
    """What the month's change of some metrics means: the verdict of each and, where it changed, why and what to do;
    before the latter which others of the page ``missed`` their target.

    None where the history allows no verdict.
    """
    paragraphs: list[str] = []
    asked: list[str] = []  # what is to be done ends the conclusion
    ids: list[str] = []
    tones = []
    for metric in (one for one in metrics if context.change(one) is not None):
        change = context.change(metric)
        if change is None or not is_judged(change):
            continue
        cause = context.cause(metric)
        told = context.narrator.tell(change)
        paragraphs.append((told if cause else _with_missed(context, metric, told)) + context.word("stop"))
        if change.kind in UNJUDGED and (differing := differences(context, metric)):
            paragraphs.append(capital(context.narrator.together(differing)) + context.word("stop"))
        ids += context.note_finding(change)
        tones.append(told_tone(context, change))
        if cause is not None:
            paragraphs.append(context.narrator.tell(cause) + context.word("stop"))
            ids += context.note_finding(cause)
        for part in (*context.found("factors", metric), *context.found("bad_days", metric)):
            paragraphs.append(context.narrator.tell(part) + context.word("stop"))
            ids += context.note_finding(part)
        if measure := _measure(context, change):
            asked.append(measure)
    if not paragraphs:
        return None
    paragraphs += [_missed(context, metric) + context.word("stop") for metric in missed]
    tones += [standing(context, metric)[0] for metric in missed]
    paragraphs += dict.fromkeys(asked)  # two indicators may ask for the same
    colour = worst(tones)
    if colour is Tone.GOOD and any(standing(context, one)[0] in MISSED for one in metrics if context.has(one)):
        colour = Tone.NEUTRAL  # one that got better does not outweigh one that misses its target
    return Callout(context.say("pieces", "conclusion"), tuple(paragraphs), colour, tuple(dict.fromkeys(ids)))


def told_tone(context: Context, change: Finding) -> Tone:
    """The colour of what is told of an indicator: the worse of its change and how it stands to its target; one that
    misses its target and got better is neither."""
    moved, (held, *_) = weighed(context, change), standing(context, change.subject["metric"])
    if held not in MISSED:
        return moved
    return Tone.NEUTRAL if moved is Tone.GOOD else worst([moved, held])


def worst(tones: Iterable[Tone]) -> Tone:
    """The colour of a box that tells several things: that of the worst of them."""
    found = set(tones)
    return next((one for one in (Tone.BAD, Tone.WARN, Tone.GOOD) if one in found), Tone.NEUTRAL)


def hardship(context: Context, metric: str, hard: measures.Measure, *, listed: bool) -> Callout:
    """What is hard whether or not it changed, and what to do about it: how, where the measure itself is ``listed``."""
    said = formats.ended(capital(hard.asked), context.word("stop"))
    if not listed:
        said = context.say("pieces", "measure", text=hard.title) + context.word("stop")
    title = context.narrator.title(metric)
    return Callout(hard.said, (said,), hard.tone, tuple(context.note_measured(one, title) for one in hard.figures))


def _measure(context: Context, change: Finding) -> str:
    """What the change, or the target it missed, asks to be done, in a line; the measures have a page of their own."""
    metric, said = change.subject["metric"], []
    cause = context.cause(metric)
    if change.kind in CHANGED and (found := measures.of_change(context, change)):
        said = [found.title]
    elif standing(context, metric)[0] is Tone.BAD and (found := measures.of_missed_target(context, metric)):
        said = [found.title, found.text]
    elif cause is not None and cause.kind == "cause.watched" and "year" not in change.figures:  # not by luck
        return context.say("pieces", "again") + context.word("stop")
    return context.say("pieces", "measure", text=context.narrator.together(said)) + context.word("stop") if said else ""


def family(context: Context, topic: str, metrics: Sequence[str]) -> list[Block]:
    """A page on indicators that belong together: the one that leads as title, two trends, what they mean."""
    shown = [one for one in metrics if context.has(one)]
    if not shown:
        return []
    first = lead(context, shown)
    pair = [first, *(one for one in shown if one != first)][:2]
    charts = [chart for one in pair if (chart := trend(context, one)) is not None]
    if not charts:
        return []  # a single month: the cards and targets have said it
    return context.page(headline(context, first), topic, *charts, conclusion(context, *pair))


def lead(context: Context, metrics: Sequence[str]) -> str:
    """Of indicators that belong together, the one a page is about: the first that changed, else the first that missed
    its target by much, else the first."""
    missed = (one for one in metrics if standing(context, one)[0] is Tone.BAD)
    return next((one for one in metrics if context.changed(one)), next(missed, metrics[0]))


def also_changed(context: Context, said: Callout | None, metrics: Sequence[str]) -> Callout | None:
    """The conclusion, its first line with the other indicators of the page that changed, which give it their colour."""
    changes = [one for metric in metrics if (one := context.change(metric)) is not None and context.changed(metric)]
    if said is None or not changes:
        return said
    first, *after = said.paragraphs
    stop, ids = context.word("stop"), [one for each in changes for one in context.note_finding(each)]
    told = context.narrator.together([first.removesuffix(stop), *map(context.narrator.headline, changes)]) + stop
    colour = worst([said.tone, *(told_tone(context, one) for one in changes)])
    return replace(said, paragraphs=(told, *after), tone=colour, figures=tuple(dict.fromkeys([*said.figures, *ids])))


def headline(context: Context, metric: str) -> str:
    """A page title that says what happened to the metric: with its cause where it changed, else with the target it
    missed, and only the numbers where the history is too short for a verdict. Numbers come first where none is
    possible: a title that only says so says nothing."""
    return context.of_all(metric, _headline(context, metric))


def _headline(context: Context, metric: str) -> str:
    change = context.change(metric)
    if change is None or not is_judged(change):
        return plain(context, metric)
    cause = context.cause(metric)
    if cause is None and change.kind in UNDECIDED:
        few = change.kind == "change.few"
        said = context.say("pieces", "undecided", numbers=plain(context, metric), few=few)
        return _with_missed(context, metric, said)
    if cause is None:
        return _with_missed(context, metric, context.narrator.headline(change))
    if cause.kind == "cause.watched":
        return _with_missed(context, metric, context.narrator.headline(_with_expected(cause, change)))
    if cause.kind == "cause.unclear" and (action := done_by(context, change)):
        return context.say("pieces", "done_by", said=context.narrator.brief(change), action=action)
    return context.narrator.headline(_with_expected(cause, change))


def _missed(context: Context, metric: str) -> str:
    """An indicator with the target it misses, and what its change says where there is a verdict."""
    change = context.change(metric)
    told = change is not None and is_judged(change) and change.kind not in UNDECIDED
    said = context.narrator.headline(change) if change is not None and told else plain(context, metric)
    return context.of_all(metric, _with_missed(context, metric, said))


def _with_missed(context: Context, metric: str, said: str) -> str:
    """That all is as usual is no comfort where the target is missed, be it narrowly."""
    key = MISSED.get(standing(context, metric)[0])
    if key is None:
        return said
    return context.say("pieces", key, said=said, target=context.narrator.show(context.target(metric)))


def headline_of_sales(context: Context, sales: str, led: str) -> str:
    """The title of a page on sales: how they stand, first to their target, and then what leads the page beside them."""
    if led == sales:
        return headline(context, sales)
    title, now = context.narrator.title(sales), context.narrator.show(context.now(sales))
    tone, held, _ = standing(context, sales)
    before = context.compared["previous_month"][sales].figures.get("before")
    told = {"target": context.narrator.show(context.target(sales))} if held else {}
    if not held and before is not None:
        told = {"before": context.narrator.show(before)}
    said = context.say("sales", "stands", title=title, now=now, tone=tone.value, **told)
    change = context.change(led)
    brief = change is not None and context.changed(led)
    beside = context.narrator.brief(change) if change is not None and brief else headline(context, led)
    return context.narrator.together([context.of_all(sales, said), beside])


def _with_expected(cause: Finding, change: Finding) -> Finding:
    """The cause's headline speaks of the change from what was expected, like its verdict."""
    figures = {**cause.figures, **{k: v for k, v in change.figures.items() if k in ("now", "expected")}}
    return Finding(cause.made_by, cause.kind, cause.subject, figures, cause.caveats, cause.parts)


def plain(context: Context, metric: str) -> str:
    """The metric beside the month before, without a verdict."""
    title, now = context.narrator.title(metric), context.narrator.show(context.now(metric))
    before = context.compared["previous_month"][metric].figures.get("before")
    if before is not None:
        return context.say("pieces", "after", title=title, now=now, before=context.narrator.show(before))
    key = "first" if len(context.series(metric)) == 1 else "alone"
    return context.say("pieces", key, title=title, now=now)


def share_of(context: Context, metric: str) -> str:
    """What the register calls a part of a volume: "Tickets: share"."""
    return context.say("pieces", "share", title=context.narrator.title(metric))
