"""What satisfaction, recommendation and buying again go with: importance beside this month's performance."""

from collections.abc import Iterable

from kefu.analyses.drivers import MONTHS
from kefu.findings import Finding
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Chart, Column, Paragraph, Question, Role, Series, Table, Tone
from kefu.report.intervals import limits
from kefu.report.pieces import without_blanks
from kefu.report.sections import Section

MOST = 8
HEADS = (("driver", "left", 1.7), ("source", "left", 1.0), ("weight", "right", 0.9), ("way", "left", 1.5),
         ("now", "right", 0.9))  # fmt: skip


def build(context: Context) -> Iterable[Block]:
    for one in context.found("drivers"):
        if one.kind != "drivers.weights":
            continue
        title, foremost = context.narrator.title(one.subject["metric"]), one.subject.get("foremost", "")
        note = context.say(
            "drivers",
            "note",
            answers=context.show(one.figures["answers"], f"{title} · {context.say('drivers', 'answers')}"),
            explained=context.show(one.figures["explained"], f"{title} · {context.say('drivers', 'explained')}"),
            span=context.span(MONTHS, "survey_response"),
            aspects=context.indicators(one.subject["aspects"].split(", ")) if foremost else "",
            title=title,
        )
        leading = context.indicators(one.subject["leading"].split(", "))
        yield from context.page(
            context.say(
                "drivers", "title", title=title, leading=leading, foremost=foremost, records=_records(context, one)
            ),
            context.say("drivers", "topic"),
            _chart(context, one, title),
            _table(context, one),
            Paragraph(note, muted=True),
        )


def _records(context: Context, one: Finding) -> str:
    """How much all of the service's records explain, where they are held against questions of the questionnaire."""
    name = f"{context.narrator.title(one.subject['metric'])} · {context.say('drivers', 'of_records')}"
    return context.show(one.figures["records"], name) if "records" in one.figures else ""


def _source(context: Context, one: Finding, part: Finding) -> str:
    """Where a driver comes from, where that is not the same of all."""
    if "aspects" not in one.subject:
        return ""
    asked = part.subject["driver"] in one.subject["aspects"].split(", ")
    return context.say("drivers", "questionnaire" if asked else "of_records")


def _chart(context: Context, one: Finding, title: str) -> Chart:
    """Bars of the parts with their intervals, those above chance in the main colour."""
    shown = one.parts[:MOST]
    names = tuple(context.narrator.title(part.subject["driver"]) for part in shown)
    groups = [_source(context, one, part) for part in shown]
    weights = [part.figures["weight"] for part in shown]
    return Chart(
        name=f"{one.subject['metric']}.drivers",
        question=Question.INTERVAL,
        title=context.say("drivers", "chart", title=title),
        categories=tuple(" · ".join(filter(None, pair)) for pair in zip(groups, names, strict=True)),
        series=(
            Series(
                name=context.say("drivers", "weight"),
                values=tuple(weight.value for weight in weights),
                labels=tuple(context.narrator.show(weight) for weight in weights),
                figures=tuple(
                    context.note(part.figures["weight"], f"{title} · {context.say('drivers', 'weight')} · {name}", {})
                    for part, name in zip(shown, names, strict=True)
                ),
                point_roles=tuple(Role.MAIN if part.kind == "drivers.driver" else Role.COMPARE for part in shown),
            ),
            *limits(context, weights),
        ),
        alt=context.narrator.tell(one),
        marked=" · ".join((context.say("pieces", "whiskers"), context.say("drivers", "marked"))),
        number_format="0.0%",
    )


def _table(context: Context, one: Finding) -> Table:
    columns = tuple(Column(context.say("drivers", key), align, width) for key, align, width in HEADS)  # type: ignore[arg-type]
    rows = tuple(_row(context, one, part) for part in one.parts[:MOST])
    return without_blanks(Table(f"drivers.{one.subject['metric']}", columns, rows))


def _row(context: Context, one: Finding, part: Finding) -> tuple[Cell, ...]:
    name, weight = context.narrator.title(part.subject["driver"]), part.figures["weight"]
    title = context.narrator.title(part.subject["metric"])
    apart = part.kind == "drivers.driver"
    way = context.say("drivers", part.subject["way"] if apart else "chance")
    return (
        Cell(name, strong=apart),
        Cell(_source(context, one, part)),
        context.cell(weight, f"{title} · {context.say('drivers', 'weight')} · {name}"),
        Cell(way, tone=None if apart else Tone.NEUTRAL),
        context.cell(part.figures["now"], name),
    )


SECTION = Section(build, ("csat", "nps"))
