"""The problems of the month by priority, each with its evidence and a proposed measure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kefu.findings import Figure, Finding, Period
from kefu.findings.figure import quotient
from kefu.methods.counts import apart
from kefu.metrics.grain import Grain
from kefu.metrics.query import Measurement
from kefu.narrative import formats
from kefu.report.context import MONTHS_SHOWN, Context
from kefu.report.document import Block, Cell, Chart, Column, Question, Role, Series, Table
from kefu.report.pieces import share_of, without_blanks
from kefu.report.proposals import MOST_LOOKED_AT, proposed
from kefu.report.sections import Section

MOST = 12  # with the note as many as a slide holds
FEW = 3  # so few problems leave room for their course and for what the measures ask
FEWEST_MONTHS = 3
BROAD = 0.6  # of all tickets: a kind of more is no problem one could name, and asks for finer ones
HARMS = ("complaints", "reopened", "resolved")
ROLES = {"priority": "priority", "tickets": "now", "customers": "customers", "harm": "harm", "growth": "growth"}


def build(context: Context) -> Iterable[Block]:
    found = [one for one in context.found("problems") if _rank(one)]
    if len(found) > 1:
        title = _title(context, found)
        few = len(found) <= FEW
        alike = "" if few else _alike(context, found[:MOST])
        grows = any("growth" in one.figures for one in found)
        harms = context.listed([context.say("problems", one) for one in HARMS if _is_known(found, one)])
        cut = len(found) > MOST
        broad = _name(context, found[0]) if _holds_most(context, found[0]) else ""
        begun = _begun_with(context, alike) if alike else 0
        told = {"measure": alike, "begun": begun if begun < len(found) else 0, "broad": broad}
        said = context.say("problems", "note", grows=grows, harms=harms, cut=cut, most=MOST, **told)
        table = replace(_table(context, found[:MOST], told=not alike), note=said)
        yield from context.page(
            title, context.say("problems", "topic"), table, _course(context, found) if few else None
        )


def _is_known(found: list[Finding], role: str) -> bool:
    return any(role in one.figures and one.figures[role].value is not None for one in found)


def _title(context: Context, found: list[Finding]) -> str:
    """Which problem comes first, with how often it came, and how much oftener than in the three months before where
    that is more than chance makes it; of one that holds most of the tickets, that it is too broad to be put first."""
    name, figures = _name(context, found[0]), found[0].figures
    now, times = (figures[role].value or 0.0 if role in figures else 0.0 for role in ("now", "growth"))
    grew = times > 1 and apart(now, now / times, months=3)
    tickets = context.show(figures["now"], f"{name} · {context.say('problems', 'tickets')}")
    growth = context.show(figures["growth"], f"{name} · {context.say('problems', 'growth')}") if grew else ""
    if not _holds_most(context, found[0]):
        return context.say("problems", "title", first=name, count=len(found), tickets=tickets, growth=growth)
    share = context.show(
        _share(context, found[0]),
        share_of(context, "ticket_volume"),
        {found[0].subject["dimension"]: found[0].subject["member"]},
    )
    return context.say("problems", "title_broad", first=name, share=share, tickets=tickets, growth=growth)


def _holds_most(context: Context, problem: Finding) -> bool:
    """Whether so many of the month's tickets are of this kind that naming it says little."""
    return (_share(context, problem).value or 0.0) > BROAD


def _share(context: Context, problem: Finding) -> Figure:
    return quotient(problem.figures["now"], context.now("ticket_volume"))


def _course(context: Context, found: list[Finding]) -> Chart | None:
    """How often each of a few problems came, month by month."""
    start = max(context.period.shifted(1 - MONTHS_SHOWN).start, context.series("ticket_volume")[0].period.start)
    span, dimension = Period(start, context.period.end), found[0].subject["dimension"]
    if any(one.subject["dimension"] != dimension for one in found):
        return None
    measured = context.meter.measure(["ticket_volume"], span, grain=Grain.MONTH, by=[dimension])
    months = list(dict.fromkeys(one.period for one in sorted(measured, key=lambda one: one.period.start)))
    cells = {(one.period, one.member(dimension)): one for one in measured}
    if len(months) < FEWEST_MONTHS:
        return None
    title = context.narrator.title("ticket_volume")
    series = tuple(
        Series(
            name=_name(context, one),
            values=tuple(_count(cells, when, one) for when in months),
            role=Role.CATEGORY,
            figures=tuple(
                context.note(cells[when, one.subject["member"]].figure, title, {})
                if (when, one.subject["member"]) in cells
                else ""
                for when in months
            ),
        )
        for one in found
    )
    return Chart(
        name="problems.course",
        question=Question.TREND,
        title=context.say("pieces", "trend", title=title, months=len(months)),
        categories=tuple(formats.short_month(when.start, context.narrator.language) for when in months),
        series=series,
        alt=_title(context, found),
        number_format="#,##0",
        starts=tuple(when.start for when in months),
    )


def _count(cells: Mapping[tuple[Period, str | None], Measurement], when: Period, problem: Finding) -> float | None:
    """No row of a month is none."""
    found = cells.get((when, problem.subject["member"]))
    return 0.0 if found is None else found.figure.value


def _name(context: Context, one: Finding) -> str:
    return context.narrator.member(one.subject["dimension"], one.subject["member"])


def _alike(context: Context, found: list[Finding]) -> str:
    """The measure that is proposed for every problem; "" where they differ."""
    first, *others = {_measure(context, one) for one in found}
    return "" if others else first


def _begun_with(context: Context, measure: str) -> int:
    """Of how many of the problems that all ask for it the report's measures speak; 0 where none of them does."""
    asked = context.tells("improvements") and any(one.title.endswith(measure) for one in proposed(context))
    return MOST_LOOKED_AT if asked else 0


def _table(context: Context, found: list[Finding], *, told: bool) -> Table:
    """The problems with their numbers, and what is proposed for each where that is ``told`` here."""
    columns = [Column(context.say("problems", "problem"), width=1.2)]
    columns += [Column(context.say("problems", key), "right", 0.8) for key in ROLES]
    columns += [Column(context.say("problems", "measure"), width=2.8)] if told else []
    rows = [_row(context, one)[: len(columns)] for one in found]
    return without_blanks(Table("problems", tuple(columns), tuple(rows)))


def _row(context: Context, one: Finding) -> tuple[Cell, ...]:
    name = _name(context, one)
    cells = {
        key: context.cell(one.figures.get(role), f"{name} · {context.say('problems', key)}")
        for key, role in ROLES.items()
    }
    cells["priority"] = replace(cells["priority"], text=context.counted(_rank(one)))
    return (Cell(name, strong=True), *cells.values(), Cell(_measure(context, one)))


def _rank(one: Finding) -> int:
    """The priority as it is shown; what does no harm has none and is no problem."""
    return round(one.figures["priority"].value or 0.0)


def _measure(context: Context, one: Finding) -> str:
    """The proposed measure, with what it asks for where there is room for that."""
    language = context.narrator.language
    title, text = (one.subject.get(f"measure_{part}_{language}", "") for part in ("title", "text"))
    few = len(context.found("problems")) <= FEW
    return (
        context.narrator.tidy(context.say("problems", "asks", title=title, text=text))
        if few and title and text
        else title
    )


SECTION = Section(build, ("ticket_volume",))
