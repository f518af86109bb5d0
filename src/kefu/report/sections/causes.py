"""One page for each change with a known cause: what it is made of and how sure that is.

What no cause is claimed of has no page: a chart of its parts would claim one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import apart, difference
from kefu.narrative import formats
from kefu.narrative.formats import capital
from kefu.narrative.narrator import LITTLE_MORE
from kefu.report.breakdown import LEAST_BEFORE
from kefu.report.context import Context
from kefu.report.document import (
    Block,
    Callout,
    Cell,
    Chart,
    Column,
    Heading,
    Paragraph,
    Question,
    Role,
    Series,
    Steps,
    Table,
    Tone,
)
from kefu.report.pieces import conclusion, headline, scaled
from kefu.report.sections import Section
from kefu.report.stories import is_explained, told_first

MOST_PAGES = 5
PARTS = 5
SIGNS = ("+", "-")
NOTHING = "0"  # a step too small for its last digit
FRACTIONS_BELOW = {Unit.COUNT: 10, Unit.MONEY: 100}  # of so little a month, fractions are told


def build(context: Context) -> Iterable[Block]:
    explained = [one for one in told_first(context) if is_explained(context, one.subject["metric"])]
    for change in explained[:MOST_PAGES]:
        metric = change.subject["metric"]
        split = _split(context, metric)
        if split is None:
            continue
        yield from context.page(
            _title(context, metric, split),
            context.say("causes", "topic"),
            _waterfall(context, metric, split),
            _untold(context, conclusion(context, metric)),
            _members(context, metric, split),
            _nested(context, metric, split),
        )


def _title(context: Context, metric: str, split: Finding) -> str:
    """What the change comes to and, where a page before has that title, what most of it is made of."""
    said = headline(context, metric)
    return said if formats.capital(context.narrator.tidy(said)) not in _told(context) else _made_of(context, split)


def _made_of(context: Context, split: Finding) -> str:
    """By how much the metric is above or below the three months before, and what most of that is made of, each number
    as the columns of the waterfall have it."""
    name, steps = context.narrator.title(split.subject["metric"]), _steps(context, split)
    part, effect, _ = max(steps, key=lambda step: abs(step[1].value or 0.0))
    change = split.figures["change"]
    size = _sizes(context, split, [one for _, one, _ in steps])
    spoken = {context.narrator.member(*pair): context.narrator.spoken(*pair) for pair in _members_of(split)}
    context.note(change, f"{name} · {context.word('roles', 'change')}", {})
    key = "made_of" if part in spoken else "made_of_mix" if effect is split.figures.get("mix") else "made_of_rate"
    values = {
        "title": name,
        "dimension": context.narrator.dimension(split.subject["dimension"]),
        "name": spoken.get(part, part),
        "change": size(change),
        "effect": size(effect),
    }
    moved, made = change.value or 0.0, effect.value or 0.0
    ways = {
        "adds": split.kind == "attribution.volume",
        "counted": change.unit is Unit.COUNT,
        "up": moved > 0,
        "against": moved * made < 0,
        "over": abs(made) > abs(moved),
        "little": abs(made) <= LITTLE_MORE * abs(moved),
        "all": values["change"] == values["effect"],
    }
    of = context.say("causes", key, **values, **ways)
    return context.say("causes", "moved", **values, **ways, of=of)


def _sizes(context: Context, split: Finding, steps: Sequence[Figure]) -> Callable[[Figure], str]:
    """How to tell changes without their sign, where words say which way they went: in the unit of the columns."""
    before, now = split.figures["before"], split.figures["now"]
    figures = (before, *steps, now)
    tell = _as_columns(context, _axis(context, figures), figures, short=False)

    def size(one: Figure) -> str:
        said = tell(one, signed=True)
        return (context.narrator.show_change(one) if said == NOTHING else said).lstrip("+-")

    return size


def _nested(context: Context, metric: str, split: Finding) -> Paragraph | None:
    """What a combination that the cause names added to the member it lies in, and what all others there did: pages
    before told the change by the combination, the columns tell it by the member."""
    cause, dimension = context.cause(metric), split.subject["dimension"]
    if cause is None or split.kind != "attribution.volume":
        return None
    held = {part.subject[dimension]: part.figures for part in split.parts}
    said = [
        _inside(context, split, place, held[member])
        for place in cause.parts
        if place.kind == "cause.combination" and len(context.narrator.where(place)) > 1
        if (member := place.subject.get(dimension)) in held
    ]
    return Paragraph(context.narrator.together(said) + context.word("stop"), muted=True) if said else None


def _inside(context: Context, split: Finding, place: Finding, whole: Mapping[str, Figure]) -> str:
    dimension, title = split.subject["dimension"], context.narrator.title(split.subject["metric"])
    where = context.narrator.where(place)
    moved = difference(place.figures["now"], place.figures["before"])
    rest = apart("change of the member - change of the combination", moved.unit,
                 (whole["effect"].value or 0.0) - (moved.value or 0.0), whole["effect"], moved)  # fmt: skip
    figures = (split.figures["before"], moved, rest, whole["effect"], split.figures["now"])
    tell = _as_columns(context, _axis(context, figures), figures)
    name, others = context.narrator.slice(where, spoken=True), context.say("causes", "others")
    remaining = tell(rest, signed=True)
    context.note(moved, f"{title} · {context.word('roles', 'change')}", where)
    context.note(rest, f"{title} · {others}", {dimension: where[dimension]})
    return context.say(
        "causes",
        "inside",
        title=title,
        place=name,
        member=context.narrator.spoken(dimension, where[dimension]),
        moved=tell(moved, signed=True),
        rest=remaining,
        still=not any(one in "123456789" for one in remaining),
        all=tell(whole["effect"], signed=True),
    )


def _members_of(split: Finding) -> list[tuple[str, str]]:
    dimension = split.subject["dimension"]
    return [(dimension, part.subject[dimension]) for part in split.parts]


def _untold(context: Context, said: Callout | None) -> Callout | None:
    """The conclusion without what a page before has said word for word."""
    told = _told(context)
    new = tuple(one for one in said.paragraphs if one not in told) if said else ()
    return replace(said, paragraphs=new) if said and new else None


def _told(context: Context) -> set[str]:
    """Titles and conclusions of the pages before."""
    told: set[str] = set()
    for block in (one for pages in context.shown.values() for one in pages):
        match block:
            case Heading(text=text):
                told.add(text)
            case Callout(paragraphs=paragraphs):
                told |= set(paragraphs)
            case Steps(items=items):
                told |= {one.text for one in items}
            case _:
                pass
    return told


def _steps(context: Context, split: Finding) -> list[tuple[str, Figure, Tone]]:
    """What a change is made of: member by member for volumes, else mix and level."""
    return _member_steps(context, split) if split.kind == "attribution.volume" else _mix_steps(context, split)


def _split(context: Context, metric: str) -> Finding | None:
    """The split the cause was read from."""
    cause = context.cause(metric)
    if cause is None:
        return None
    named = cause.subject.get("dimension") or next((part.subject["dimension"] for part in cause.parts), "")
    splits = [
        one for one in context.found("attribution", metric) if one.subject.get("dimension") == named and one.parts
    ]
    return next(iter(splits), None)


def _waterfall(context: Context, metric: str, split: Finding) -> Chart:
    """From the three months before to this month: mix and level, or member by member for volumes."""
    title, dimension = context.narrator.title(metric), split.subject["dimension"]
    before, now = split.figures["before"], split.figures["now"]
    steps = _steps(context, split)
    start = "usual" if split.kind == "attribution.volume" else "before"  # a mean of months, or all of them together
    names = [context.say("causes", start), *(name for name, _, _ in steps), context.say("causes", "now")]
    figures = [before, *(figure for _, figure, _ in steps), now]
    axis = _axis(context, figures)
    texts = _texts(context, axis, figures)
    roles = [Role.START, *(Role.UP if (one.value or 0) >= 0 else Role.DOWN for _, one, _ in steps), Role.START]
    return Chart(
        name=f"{metric}.contribution",
        question=Question.CONTRIBUTION,
        title=context.say("causes", "contribution", title=title, dimension=context.narrator.dimension(dimension)),
        categories=tuple(names),
        series=(
            Series(
                name=title,
                values=tuple(scaled(one.value, axis) for one in figures),
                labels=tuple(texts),
                figures=tuple(
                    context.note(one, f"{title} · {name}", {}) for name, one in zip(names, figures, strict=True)
                ),
                point_roles=tuple(roles),
                tones=(Tone.NEUTRAL, *(tone for _, _, tone in steps), Tone.NEUTRAL),
            ),
        ),
        alt=_made_of(context, split),
        unit=axis.unit,
        number_format=axis.number_format,
    )


def _least(before: Figure, now: Figure) -> float | None:
    """The one whose unit all columns are told in: the smaller, unless that makes the larger unreadable."""
    known = sorted(abs(one.value) for one in (before, now) if one.value)
    if not known or before.unit is not Unit.SECONDS:
        return max(known, default=None)
    return known[0] if known[-1] < formats.UNREADABLE * known[0] else known[-1]


def _axis(context: Context, figures: Sequence[Figure]) -> formats.Axis:
    """The axis of levels and the steps between them; times have a decimal more where they add up only so, shares, whose
    levels are told with one wherever else they stand, where a step would vanish."""
    unit, (before, *steps, now) = figures[0].unit, [one.value or 0.0 for one in figures]
    axis = formats.axis([_least(figures[0], figures[-1])], unit, context.narrator.style)
    if unit is Unit.SHARE:
        return formats.telling_steps(axis, steps)
    return formats.adding_up(axis, (before, now), steps) if unit is Unit.SECONDS else axis


def _texts(context: Context, axis: formats.Axis, figures: Sequence[Figure]) -> list[str]:
    """What stands at the columns: levels, and between them signed steps, each rounded by itself, so that they may still
    add up to a digit more or less. A step of nothing is the number it is."""
    tell, last = _as_columns(context, axis, figures), len(figures) - 1
    return [tell(one, signed=0 < place < last) for place, one in enumerate(figures)]


class _Tell(Protocol):
    def __call__(self, one: Figure, *, signed: bool) -> str: ...


def _as_columns(context: Context, axis: formats.Axis, figures: Sequence[Figure], *, short: bool = True) -> _Tell:
    """How levels and ``signed`` steps of a waterfall are told: times and shares with the decimals of the axis, counts
    and amounts whole unless they are few."""
    unit, style = figures[0].unit, context.narrator.style
    whole = unit in FRACTIONS_BELOW and axis.divisor == 1 and _reads_whole((figures[0], figures[-1]))
    counted = unit is Unit.COUNT and axis.divisor == 1
    finer = unit is Unit.SHARE and axis.number_format != formats.number_format(unit)
    if counted and any((one.value or 0.0) % 1 for one in figures):
        axis = replace(axis, number_format="0.0")

    def told(one: Figure, *, signed: bool) -> str:
        if whole:
            return formats.whole(one.value or 0.0, unit, style, signed=signed)
        if counted or finer or unit is Unit.SECONDS:
            return formats.on_axis(one.value or 0.0, axis, style.language, signed=signed, short=short)
        return context.narrator.show_change(one, short=short) if signed else context.narrator.show(one)

    def tell(one: Figure, *, signed: bool) -> str:
        said = told(one, signed=signed)
        return NOTHING if signed and not said.startswith(SIGNS) else said

    return tell


def _reads_whole(figures: Iterable[Figure]) -> bool:
    """Whether counts, some of them a mean of months, or amounts lose nothing by being told without decimals."""
    known = [(abs(one.value or 0.0), one.unit) for one in figures]
    return any(value >= FRACTIONS_BELOW[unit] for value, unit in known)


def _mix_steps(context: Context, split: Finding) -> list[tuple[str, Figure, Tone]]:
    """Mix and level; of the level, the members that the cause names apart from the others."""
    mix, rate = split.figures["mix"], split.figures["rate"]
    metric = split.subject["metric"]
    named = [
        (name, effect, _colour(context, metric, effect)) for name, effect in _named_effects(context, metric, split)
    ]
    rest = (rate.value or 0.0) - sum(effect.value or 0.0 for _, effect, _ in named)
    others = apart("change of all other members", rate.unit, rest, rate) if named else rate
    name = context.say("causes", "other_rate" if named else "rate")
    return [
        (context.say("causes", "mix"), mix, Tone.NEUTRAL),
        *named,
        (name, others, Tone.NEUTRAL if named else _colour(context, metric, rate)),
    ]


def _colour(context: Context, metric: str, effect: Figure) -> Tone:
    """Of a step: that of the verdict on the whole, good where it pulls the other way."""
    return context.verdict_tone(context.change(metric), effect.value)


def _named_effects(context: Context, metric: str, split: Finding) -> list[tuple[str, Figure]]:
    """What the members that the cause names added by their level, by name."""
    cause, dimension = context.cause(metric), split.subject["dimension"]
    told = [cause, *(part for part in cause.parts if part.kind == "cause.member")] if cause else []
    said = {one.subject.get("member") for one in told}
    return [
        (context.narrator.member(dimension, part.subject[dimension]), part.figures["effect"])
        for part in split.parts
        if part.subject[dimension] in said and "effect" in part.figures
    ]


def _member_steps(context: Context, split: Finding) -> list[tuple[str, Figure, Tone]]:
    metric, dimension = split.subject["metric"], split.subject["dimension"]
    shown = [part for part in split.parts if part.figures["effect"].value][:PARTS]
    steps: list[tuple[str, Figure, Tone]] = []
    for part in shown:
        effect = part.figures["effect"]
        steps.append(
            (context.narrator.member(dimension, part.subject[dimension]), effect, _colour(context, metric, effect))
        )
    rest = (split.figures["change"].value or 0.0) - sum(part.figures["effect"].value or 0.0 for part in shown)
    if abs(rest) > 1e-9:
        others = apart("change of all other members", split.figures["change"].unit, rest, split.figures["change"])
        steps.append((context.say("causes", "others"), others, Tone.NEUTRAL))
    return steps


def _members(context: Context, metric: str, split: Finding) -> Table:
    """Share and level of the members that added most to the change or took most from it, before and now; the title says
    of how many they are."""
    dimension, title = split.subject["dimension"], context.narrator.title(metric)
    weighted = all("weight_now" in part.figures for part in split.parts)
    level = "value_usual" if any("usual" in part.figures for part in split.parts) else "value_before"
    keys = ["member", *(["weight_before", "weight_now"] if weighted else []), level, "value_now"]
    named = context.narrator.dimension(dimension)
    columns = [
        Column(capital(context.say("causes", key, dimension=named)), "left" if key == "member" else "right")
        for key in keys
    ]
    rows = []
    for part in split.parts[:PARTS]:
        member = context.narrator.member(dimension, part.subject[dimension])
        roles = [
            *(["weight_before", "weight_now"] if weighted else []),
            "usual" if "usual" in part.figures else "before",
            "now",
        ]
        heads = [
            title if role == "now" else f"{title} · {column.header}"
            for role, column in zip(roles, columns[1:], strict=True)
        ]
        where = {dimension: part.subject[dimension]}
        cells = (context.cell(part.figures.get(role), name, where) for role, name in zip(roles, heads, strict=True))
        rows.append((Cell(member, strong=True), *cells))
    if split.figures["now"].unit is Unit.COUNT and _reads_whole(split.figures[role] for role in ("before", "now")):
        rows = [(row[0], *(_whole(context, cell) for cell in row[1:])) for row in rows]
    scant = _scant(context, split) if weighted else []
    return Table(
        f"{metric}.members",
        tuple(columns),
        tuple(rows),
        title=context.say(
            "causes", "parts", dimension=named, shown=_named(split.parts[:PARTS]), of=_named(split.parts)
        ),
        note=context.say("causes", "method", names=context.listed(scant) if scant else "", least=LEAST_BEFORE),
    )


def _named(parts: Sequence[Finding]) -> int:
    """How many of the parts are members that have a name: rows of none are no region of their own."""
    return sum(any(one.subject[key] for key in one.subject if key != "metric") for one in parts)


def _scant(context: Context, split: Finding) -> list[str]:
    """Which of the members shown have so few rows that their level says little."""
    dimension = split.subject["dimension"]
    return [
        context.narrator.member(dimension, part.subject[dimension])
        for part in split.parts[:PARTS]
        if any(0 < part.figures[role].sample < LEAST_BEFORE for role in ("before", "now") if role in part.figures)
    ]


def _whole(context: Context, cell: Cell) -> Cell:
    """A mean of counts without decimals, as the columns beside it are told."""
    return (
        cell
        if cell.value is None
        else replace(cell, text=formats.whole(cell.value, Unit.COUNT, context.narrator.style))
    )


SECTION = Section(build)
