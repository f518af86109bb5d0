"""How far the data can be relied on: what was set aside, what looks odd, what is missing, how platforms' own figures
compare, and what earlier reports said otherwise; the worst first."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from kefu.analyses.quality import unusual
from kefu.analyses.quality.reconciliation import widest
from kefu.findings import Figure, Finding, Period
from kefu.narrative import formats
from kefu.narrative.formats import capital
from kefu.report.context import DETAILS, Context, Lack
from kefu.report.document import Block, Callout, Cell, Column, Paragraph, Table, Tone
from kefu.report.resting import MANY, RESTS_ON
from kefu.report.sections import Section

MOST_TOLD = 3
FEW_LACKS = 3
MOST_ROWS = 12


def build(context: Context) -> Iterable[Block]:
    yield from _state(context)
    yield from _reconciliation(context)
    for one in (one for one in context.findings if one.kind == "restatement.report"):
        yield from _restated(context, one)


# --- the state of the sources ----------------------------------------------------------------------------------------


def _state(context: Context) -> list[Block]:
    imports, odd = context.meter.snapshot.record.imports, unusual(context.found("data_quality"))
    bad = sum(one.quarantined for one in imports)
    rows, aside = context.counted_rows(sum(one.rows for one in imports), bad)
    counted = {"rows": rows, "bad": aside}
    title = context.say("data_quality", "title" if bad else "title_clean", **counted)
    thin = _thin(context)
    if odd or thin:
        title = context.say("data_quality", "title_look", title=title, count=len(odd) + len(thin))
    topic, said = context.say("data_quality", "topic"), _told(context, odd, thin)
    return context.page(title, topic, said, _table(context), _lacking(context))


def _thin(context: Context) -> list[str]:
    """Indicators that leave out many of the rows a reader takes them to speak of, the most first."""
    found = {one: left.share for one in RESTS_ON if (left := context.uncounted(one)) and left.share > MANY}
    return sorted(found, key=lambda one: -found[one])


def _told(context: Context, odd: Sequence[Finding], thin: Sequence[str]) -> Block | None:
    """What asks for attention, or that nothing does; nothing where nobody looked."""
    if odd or thin:
        return _to_look_at(context, odd, thin)
    looked = bool(context.found("data_quality"))
    return Paragraph(context.say("data_quality", "nothing_unusual"), muted=True) if looked else None


def _to_look_at(context: Context, odd: Sequence[Finding], thin: Sequence[str]) -> Callout:
    """What asks for attention, in plain sentences, and the indicators that leave out many rows; what has no room is
    counted or named."""
    most = MOST_TOLD if len(odd) <= MOST_TOLD else MOST_TOLD - 1
    told = [context.narrator.tell(one) for one in odd[:most]]
    if len(odd) > most:
        told.append(context.say("data_quality", "more", count=len(odd) - most))
    told += [context.rests_on(one, "rests_on") for one in thin[:MOST_TOLD]]
    if thin[MOST_TOLD:]:
        told.append(context.say("data_quality", "more_thin", names=context.indicators(thin[MOST_TOLD:])))
    ids = [_note(context, figure, one) for one in odd[:most] for figure in one.figures.values()]
    paragraphs = tuple(one + context.word("stop") for one in told)
    return Callout(context.say("data_quality", "look"), paragraphs, Tone.WARN, tuple(ids))


def _note(context: Context, figure: Figure, finding: Finding) -> str:
    """Enter a figure of a sentence in the register, under the source it speaks of."""
    subject = finding.subject
    name = _source(context, subject.get("source") or subject.get("entity") or subject.get("platform", ""))
    return context.note(figure, f"{name} · {context.say('data_quality', 'topic')}", {}, _all_data(context))


def _all_data(context: Context) -> Period | None:
    """From the first day any source reaches to the last: what the state of a source is told of."""
    reach = context.meter.snapshot.record.reach.values()
    days = [date.fromisoformat(day[:10]) for first_last in reach for day in first_last]
    return Period(min(days), max(days) + timedelta(days=1)) if days else None


def _source(context: Context, name: str) -> str:
    return context.narrator.source(name)


def _table(context: Context) -> Table | None:
    """One row per source with rows set aside: how many, and each reason with its count."""
    held = [one for one in context.found("data_quality") if one.kind == "quality.validity" and one.figures["bad"].value]
    ranked = sorted(held, key=lambda one: (-(one.figures["bad"].value or 0.0), one.subject["source"]))
    heads = (("file", "left", 1.4), ("rows", "right", 0.8), ("count", "right", 0.7), ("share", "right", 0.7),
             ("reason", "left", 4.0))  # fmt: skip
    columns = tuple(Column(context.say("data_quality", key), align, width) for key, align, width in heads)  # type: ignore[arg-type]
    if not ranked:
        return None
    counts = ((one.figures[role].value for one in ranked) for role in ("rows", "bad"))
    numbers = zip(*(context.counted_rows(*column) for column in counts), strict=True)
    return Table("data_quality", columns, tuple(map(partial(_row, context), ranked, numbers)))


def _row(context: Context, one: Finding, numbers: Sequence[str]) -> tuple[Cell, ...]:
    name = _source(context, one.subject["source"])
    reasons = [
        context.say(
            "data_quality",
            "reason_text",
            reason=context.narrator.rule(part.subject["rule"]),
            count=context.narrator.show(part.figures["count"]),
        )
        for part in one.parts
    ]
    return (
        Cell(name, strong=True),
        *(
            replace(_cell(context, one.figures[role], f"{name} · {context.say('data_quality', key)}"), text=text)
            for role, key, text in zip(("rows", "bad"), ("rows", "count"), numbers, strict=True)
        ),
        _cell(context, one.figures["share"], f"{name} · {context.say('data_quality', 'share')}"),
        Cell(context.word("then").join(reasons) or formats.DASH),
    )


def _cell(context: Context, figure: Figure, name: str) -> Cell:
    """A number of all data, not of the month."""
    context.note(figure, name, {}, _all_data(context))
    return context.cell(figure, name)


# --- what is missing -------------------------------------------------------------------------------------------------


def _lacking(context: Context) -> Table | Paragraph | None:
    """What is not in the data, and which indicators the report therefore does not have; a little in a line."""
    if 0 < len(context.lacking) <= FEW_LACKS:
        said = [
            context.say("data_quality", "lacks_one", what=_subject(context, one), left_out=_consequence(context, one))
            for one in context.lacking
        ]
        text = context.say("data_quality", "lacks_few", what=context.word("then").join(said))
        return Paragraph(context.narrator.tidy(text) + context.word("stop"), muted=True)
    columns = (
        Column(context.say("data_quality", "lacking"), width=1.3),
        Column(context.say("data_quality", "left_out"), width=4.0),
    )
    rows = tuple(
        (Cell(_subject(context, one), strong=True), Cell(capital(_consequence(context, one))))
        for one in context.lacking
    )
    return Table("data_quality.lacking", columns, rows, title=context.say("data_quality", "lacks")) if rows else None


def _subject(context: Context, lack: Lack) -> str:
    what = context.word("sections", "missing", lack.subject)
    told = lack.how == "absent" or lack.subject in DETAILS
    return capital(what if told else context.say("data_quality", lack.how, what=what))


def _consequence(context: Context, lack: Lack) -> str:
    if not lack.metrics:
        return context.word("sections", "lacking", lack.subject, "text")
    return context.narrator.tidy(context.indicators(lack.metrics))


# --- platforms -------------------------------------------------------------------------------------------------------


def _reconciliation(context: Context) -> list[Block]:
    """Platform figures beside recomputed ones, those of shops and channels before those of single agents."""
    found = context.found("data_quality")
    compared = sorted(widest(found), key=lambda one: one.subject["scope"] == "agent")
    apart = [one for one in found if one.kind == "quality.not_combinable"]
    if not compared and not apart:
        return []
    first = (compared or apart)[0]
    title = context.say(
        "data_quality",
        "reconciliation_title",
        count=len(compared) + len(apart),
        title=context.narrator.stated_title(first),
    )
    told = [context.say("data_quality", "reconciliation_note")]
    told += [context.narrator.tell(one) + context.word("stop") for one in apart[: MOST_TOLD - 1]]
    ids = tuple(_note(context, figure, one) for one in apart[: MOST_TOLD - 1] for figure in one.figures.values())
    rows = tuple(_compared(context, one) for one in compared[:MOST_ROWS])
    heads = ("metric", "platform", "of", "stated", "recomputed", "difference")
    table = Table("data_quality.reconciliation", _columns(context, heads, numbers=3), rows) if rows else None
    note = Callout(capital(context.word("caveats", "platform_aggregate")), tuple(told), Tone.NEUTRAL, ids)
    return context.page(title, context.say("data_quality", "reconciliation_topic"), table, note)


def _columns(context: Context, heads: Sequence[str], *, numbers: int, after: int = 0) -> tuple[Column, ...]:
    """Text to the left; the ``numbers`` columns before the last ``after`` ones to the right."""
    first = len(heads) - numbers - after
    return tuple(
        Column(
            context.say("data_quality", key), "right" if first <= at < first + numbers else "left", 1.0 if at else 1.8
        )
        for at, key in enumerate(heads)
    )


def _compared(context: Context, one: Finding) -> tuple[Cell, ...]:
    title, platform = (
        context.narrator.title(one.subject["metric"]),
        context.narrator.member("platform", one.subject["platform"]),
    )
    return (
        Cell(title, strong=True),
        Cell(platform),
        Cell(context.narrator.slice_of(one) or context.say("data_quality", "whole")),
        context.cell(one.figures["stated"], f"{title} · {platform}"),
        context.cell(one.figures["now"], title),
        _change(context, one, "difference", title),
    )


def _change(context: Context, one: Finding, role: str, title: str) -> Cell:
    """A difference with its sign."""
    figure = one.figures[role]
    context.note(figure, f"{title} · {context.say('data_quality', role)}", {})
    code = formats.cell_format(figure.unit, context.narrator.style)
    return Cell(context.narrator.show_change(figure, short=True), figure.value, code, figure=figure.id)


# --- earlier reports -------------------------------------------------------------------------------------------------


def _restated(context: Context, report: Finding) -> list[Block]:
    """The published figures that changed since, those that moved most in proportion first."""
    shown = {
        role: context.show(figure, f"{report.subject['period']} · {role}") for role, figure in report.figures.items()
    }
    period = context.narrator.months(report.subject["period"])
    title = context.say("data_quality", "restated_title", period=period, **shown)
    heads = ("metric", "of", "period", "then", "now", "change", "why")
    rows = tuple(_restated_row(context, one) for one in report.parts[:MOST_ROWS])
    table = Table("data_quality.restated", _columns(context, heads, numbers=3, after=1), rows)
    return context.page(title, context.say("data_quality", "restated_topic"), table)


def _restated_row(context: Context, one: Finding) -> tuple[Cell, ...]:
    title = context.narrator.title(one.subject["metric"])
    return (
        Cell(title, strong=True),
        Cell(context.narrator.slice_of(one) or context.say("data_quality", "whole")),
        Cell(context.narrator.months(one.subject["period"])),
        context.cell(one.figures["before"], title),
        context.cell(one.figures["now"], title),
        _change(context, one, "change", title),
        Cell(context.word("why", one.subject["why"])),
    )


SECTION = Section(build)
