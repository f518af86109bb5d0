"""Teams and people, honestly: bands instead of ranks, and nobody judged on a dozen answers."""

from collections.abc import Iterable

from kefu.findings import Finding
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Paragraph, Table, Tone
from kefu.report.sections import Section

METRIC = "csat"
TEAM_METRICS = ("ticket_volume", "first_response_median", "resolution_rate", "first_contact_resolution", "csat", "nps")
BANDS = ("above", "within", "below", "too_few")


def build(context: Context) -> Iterable[Block]:
    metric = next((one for one in (METRIC, "resolution_rate") if context.found("ranking", one)), "")
    if not metric:
        return
    ranked = context.found("ranking", metric)
    apart = [one for one in ranked if one.kind in ("ranking.above", "ranking.below")]
    title = context.narrator.title(metric)
    key = "title_some" if apart else "title_none"
    few = sum(one.kind == "ranking.too_few" for one in ranked)
    least = context.definition(metric).minimum_sample
    notes = [context.say("people", "too_few", count=few, minimum=least)] if few else []
    yield from context.page(
        context.say("people", key, count=len(apart), title=title),
        context.say("people", "topic"),
        _teams(context) if context.sliceable("ticket_volume", "team") else None,
        _bands(context, ranked, title),
        Paragraph(context.word("then").join([*notes, context.say("people", "note")]), muted=True),
    )


def _bands(context: Context, ranked: list[Finding], title: str) -> Table:
    """How many people are in each band, and who, where a band says something about them."""
    columns = (
        Column(context.say("people", "band"), "center"),
        Column(context.say("people", "count"), "right", 0.7),
        Column(context.say("people", "who"), width=3),
    )
    rows = []
    for band in BANDS:
        members = [one for one in ranked if one.kind == f"ranking.{band}"]
        who = (
            context.word("and").join(_who(context, one, title) for one in members) if band in ("above", "below") else ""
        )
        tone = {"above": Tone.GOOD, "below": Tone.BAD}.get(band, Tone.NEUTRAL)
        rows.append(
            (
                Cell(context.word("bands", band), tone=tone),
                Cell(str(len(members)), float(len(members))),
                Cell(who or formats.DASH),
            )
        )
    return Table("people.bands", columns, tuple(rows))


def _who(context: Context, one: Finding, title: str) -> str:
    shown = context.show(one.figures["now"], title, {"agent_id": one.subject["agent_id"]})
    return f"{one.subject['agent_id']} {shown}"


def _teams(context: Context) -> Table:
    shown = [one for one in TEAM_METRICS if context.has(one) and context.sliceable(one, "team")]
    cells = {one: {cell.member("team"): cell for cell in context.by(one, "team")} for one in shown}
    teams = sorted(
        (team for team in cells["ticket_volume"] if team), key=lambda t: -(cells["ticket_volume"][t].figure.value or 0)
    )[:8]
    columns = [Column(context.say("people", "team"), width=1.2)]
    columns += [Column(context.narrator.title(one), "right") for one in shown]
    rows = [
        (
            Cell(context.narrator.member("team", team), strong=True),
            *(
                context.cell(cells[one][team].figure if team in cells[one] else None, context.narrator.title(one))
                for one in shown
            ),
        )
        for team in teams
    ]
    return Table("people.teams", tuple(columns), tuple(rows), title=context.say("people", "teams"))


SECTION = Section(build, ("csat", "resolution_rate"))
