"""The month's incidents: when, where, what coincided, how far the work is and what keeps it from coming back."""

from collections.abc import Iterable
from datetime import timedelta

from kefu.findings import Finding, Period
from kefu.metrics.grain import Grain
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Chart, Column, Paragraph, Question, Role, Series, Table, Tone
from kefu.report.pieces import without_blanks
from kefu.report.sections import Section

SEVERITY = {"high": Tone.BAD, "medium": Tone.WARN, "low": Tone.NEUTRAL}
FEW = 3  # so short a table has room for the days below it
EFFECTS = {"ticket_volume": "tickets_during", "complaint_volume": "complaints_during"}  # the first orders the table
HEADERS = ("when", "what", "where", *EFFECTS.values(), "status", "progress", "prevention")


def build(context: Context) -> Iterable[Block]:
    found = context.found("incidents")
    topic = context.say("incidents", "topic")
    if not found:
        if context.meter.snapshot.has("incident"):
            yield from context.page(
                context.say("incidents", "none"), topic, Paragraph(context.say("incidents", "none_text"))
            )
        return
    ranked = sorted(found, key=_weight, reverse=True)
    title = context.say("incidents", "title", count=len(found), first=ranked[0].subject["title"])
    table = without_blanks(Table("incidents", _columns(context), tuple(_row(context, one) for one in ranked)))
    daily = _impact(context, ranked[0]) if "ticket_volume.during" in ranked[0].figures else ()
    if len(found) <= FEW:
        yield from context.page(title, topic, table, *daily)
        return
    yield from context.page(title, topic, table)
    yield from context.page(ranked[0].subject["title"], topic, *daily)


def _weight(one: Finding) -> float:
    """Contacts beyond what would be usual."""
    during, usual = one.figures.get("ticket_volume.during"), one.figures.get("ticket_volume.usual")
    return ((during.value or 0.0) - (usual.value or 0.0)) if during and usual else 0.0


def _columns(context: Context) -> tuple[Column, ...]:
    widths = (1.7, 1.9, 0.8, 1.1, 1.1, 0.9, 1.8, 1.7)
    pairs = zip(HEADERS, widths, strict=True)
    return tuple(
        Column(context.say("incidents", key), "center" if key == "status" else "left", width) for key, width in pairs
    )


def _row(context: Context, one: Finding) -> tuple[Cell, ...]:
    subject = one.subject
    status = context.narrator.member("status", subject["status"])
    return (
        Cell(_when(context, one)),
        Cell(subject["title"], strong=True),
        Cell(formats.capital(_where(context, one))),
        *(_effect(context, one, metric) for metric in EFFECTS),
        Cell(
            status, tone=Tone.GOOD if subject["status"] == "closed" else SEVERITY.get(subject["severity"], Tone.NEUTRAL)
        ),
        Cell(subject["progress"]),
        Cell(subject["prevention"]),
    )


def _effect(context: Context, one: Finding, metric: str) -> Cell:
    """How many came while it lasted, and how many would have been usual."""
    during, usual = (one.figures.get(f"{metric}.{role}") for role in ("during", "usual"))
    if during is None:
        return Cell(formats.DASH)
    name = context.narrator.title(metric)
    before = f"{name} · {context.say('incidents', 'before')}"
    said = f"{context.show(during, name)}（{context.show(usual, before)}）"
    told = said if context.narrator.language == "zh" else said.replace("（", " (").replace("）", ")")
    return Cell(told, figure=during.id)


def _when(context: Context, one: Finding) -> str:
    """Its days, or since when it lasts."""
    since = context.narrator.since(one)
    days = context.narrator.days(one.subject["from"], one.subject["to"])
    return context.say("incidents", "since", day=since) if since else days


def _where(context: Context, one: Finding, *, spoken: bool = False) -> str:
    """Where it happened, as in a cell, or ``spoken`` as in a sentence."""
    if not one.subject["member"]:
        return context.say("incidents", "everyone" if spoken else "everywhere")
    name_of = context.narrator.spoken if spoken else context.narrator.member
    return name_of(one.subject["dimension"], one.subject["member"])


def _impact(context: Context, one: Finding) -> tuple[Chart, Callout]:
    """Tickets of the slice day by day, the incident's days marked, and what coincided."""
    where = {one.subject["dimension"]: one.subject["member"]} if one.subject["member"] else {}
    days = context.meter.measure(["ticket_volume"], context.period, grain=Grain.DAY, where=where)
    place, title = _where(context, one, spoken=True), context.narrator.title("ticket_volume")
    chart = Chart(
        name="incidents.daily",
        question=Question.DISTRIBUTION,
        title=context.say("incidents", "daily", where=formats.capital(_where(context, one))),
        categories=tuple(str(day.period.start.day) for day in days),
        starts=tuple(day.period.start for day in days),
        series=(
            Series(
                name=title,
                values=tuple(day.figure.value for day in days),
                figures=tuple(context.note(day.figure, title, {}) for day in days),
                point_roles=tuple(Role.MAIN if _hit(one, day.period) else Role.COMPARE for day in days),
            ),
        ),
        alt=_coincidence(context, one, place),
        marked=context.say("incidents", "marked"),
        number_format="#,##0",
    )
    said = Callout(
        context.say("incidents", "impact"), (_coincidence(context, one, place) + context.word("stop"),), Tone.WARN
    )
    return chart, said


def _hit(one: Finding, day: Period) -> bool:
    return (
        one.subject["from"] <= day.start.isoformat() <= (day.end - timedelta(days=1)).isoformat() <= one.subject["to"]
    )


def _coincidence(context: Context, one: Finding, place: str) -> str:
    """What was seen while it lasted, of the metrics the data have."""
    parts = []
    for metric, key in (("ticket_volume", "tickets"), ("complaint_volume", "complaints")):
        during, usual = (one.figures.get(f"{metric}.{role}") for role in ("during", "usual"))
        if during is None or usual is None or usual.value is None:
            continue
        name = context.narrator.title(metric)
        before = context.show(usual, f"{name} · {context.say('incidents', 'before')}")
        parts.append(context.say("incidents", key, during=context.show(during, name), usual=before))
    what = context.listed(parts) or context.say("incidents", "unknown")
    return context.say("incidents", "coincidence", incident=one.subject["title"], where=place, what=what)


SECTION = Section(build)
