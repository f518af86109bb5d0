"""Teams and people, honestly: bands instead of ranks, and nobody judged on a dozen rows."""

from collections.abc import Iterable
from math import comb

from kefu.findings import Finding
from kefu.methods.survey.proportion import compare
from kefu.narrative.formats import capital
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Chart, Column, Paragraph, Table, Tone
from kefu.report.intervals import estimates
from kefu.report.named_people import furthest, judged_over
from kefu.report.pieces import without_blanks
from kefu.report.sections import Section

METRIC = "csat"
TEAM_METRICS = ("ticket_volume", "first_response_median", "resolution_rate", "first_contact_resolution", "csat", "nps")
MOST_TEAMS = 8
CHANCE = 0.05  # of the largest difference between teams, for all pairs of them together
MOST_NAMED = 5  # per band; a list of thirty names is read by nobody
BANDS = ("above", "within", "below", "alone", "too_few")


def build(context: Context) -> Iterable[Block]:
    metric = next((one for one in (METRIC, "resolution_rate") if context.found("ranking", one)), "")
    if not metric:
        return
    ranked = context.found("ranking", metric)
    teams = _teams(context) if context.has("ticket_volume") and context.sliceable("ticket_volume", "team") else None
    few = sum(one.kind == "ranking.too_few" for one in ranked)
    if few == len(ranked) and teams is None:
        return
    least = context.definition(metric).minimum_sample
    notes = (
        [context.say("people", "too_few", count=few, minimum=least, title=context.narrator.title(metric))]
        if few
        else []
    )
    named = any(one.kind in ("ranking.above", "ranking.below") for one in ranked)
    notes += [context.say("people", "note", named=named)] if few < len(ranked) else []
    yield from context.page(
        _title(context, ranked, metric),
        context.say("people", "topic"),
        teams,
        _bands(context, ranked) if few < len(ranked) else _beside(context, metric),
        Paragraph(capital(context.narrator.together(standing)) + context.word("stop"))
        if (standing := _standing(context))
        else None,
        Paragraph(context.narrator.together(notes) + context.word("stop"), muted=True),
    )


def _title(context: Context, ranked: list[Finding], metric: str) -> str:
    apart = {way: sum(one.kind == f"ranking.{way}" for one in ranked) for way in ("above", "below")}
    few = sum(one.kind == "ranking.too_few" for one in ranked)
    key = "title_some" if any(apart.values()) else "title_none" if few < len(ranked) else "title_few"
    mostly = few > len(ranked) / 2  # of whom nothing can be said: that nobody stands out is then no finding
    title, span = context.narrator.title(metric), judged_over(context, metric)
    said = context.say("people", key, title=title, span=span, few=few if mostly else 0, people=len(ranked), **apart)
    return context.narrator.together([one for one in (_teams_apart(context, metric), said) if one])


def _teams_apart(context: Context, metric: str) -> str:
    """The two teams furthest from each other, where chance alone hardly ever puts two of so many so far apart."""
    if not context.sliceable(metric, "team"):
        return ""
    least, found = context.definition(metric).minimum_sample, context.by(metric, "team")
    known = [one for one in found if one.member("team") and one.figure.interval and one.figure.sample >= least]
    if len(known) < 2:
        return ""
    worst, best = (pick(known, key=lambda one: one.figure.value or 0.0) for pick in (min, max))
    hits = [((one.figure.value or 0.0) * one.figure.sample, one.figure.sample) for one in (worst, best)]
    test, pairs = compare(*hits[0], *hits[1]), comb(len(known), 2)
    if test is None or test.p_value * pairs >= CHANCE:
        return ""
    return context.say(
        "people",
        "teams_apart",
        title=context.narrator.title(metric),
        best=context.narrator.spoken("team", best.member("team")),
        most=context.measured(best),
        worst=context.narrator.spoken("team", worst.member("team")),
        least=context.measured(worst),
    )


def _bands(context: Context, ranked: list[Finding]) -> Table:
    """How many people are in each band, and who, where a band says something about them."""
    columns = (
        Column(context.say("people", "band"), "center"),
        Column(context.say("people", "count"), "right", 0.7),
        Column(context.say("people", "who"), width=3),
    )
    rows = []
    for band in BANDS:
        members = [one for one in ranked if one.kind == f"ranking.{band}"]
        if not members:
            continue
        who = furthest(context, members, MOST_NAMED, highest=band == "above") if band in ("above", "below") else ""
        tone = {"above": Tone.GOOD, "below": Tone.BAD}.get(band, Tone.NEUTRAL)
        rows.append(
            (Cell(context.word("bands", band), tone=tone), Cell(str(len(members)), float(len(members))), Cell(who))
        )
    return without_blanks(Table("people.bands", columns, tuple(rows)))


def _standing(context: Context) -> list[str]:
    """Who is best in each team over all indicators together, then the teams in which nobody can be told to be."""
    best = [_of_team(context, one, "best") for one in context.found("standing") if one.kind == "standing.best"]
    found = [one for one in context.found("standing") if one.kind == "standing.open" and one.subject["member"]]
    teams = [_of_team(context, one, "open_team") for one in found]
    return [*best, *([context.say("people", "open", teams=context.listed(teams))] if teams else [])]


def _of_team(context: Context, one: Finding, key: str) -> str:
    plain = context.narrator.member("team", one.subject["member"])
    team = plain if key == "best" else context.narrator.spoken("team", one.subject["member"])
    if not one.subject["member"]:
        team = context.say("people", "no_team")
    name = {"people": context.say("rankings", "judged"), "chance": context.say("rankings", "chance")}
    shown = {role: context.show(figure, f"{plain} · {name[role]}") for role, figure in one.figures.items()}
    return context.say("people", key, team=team, who=one.subject.get("agent_id", ""), **shown)


def _beside(context: Context, metric: str) -> Chart | None:
    """Where nobody can be judged, what the teams' own scores are known to be."""
    return estimates(context, metric, "team") if context.sliceable(metric, "team") else None


def _teams(context: Context) -> Table:
    shown = [one for one in TEAM_METRICS if context.has(one) and context.sliceable(one, "team")]
    cells = {one: {cell.member("team"): cell for cell in context.by(one, "team")} for one in shown}
    teams = sorted(
        (team for team in cells["ticket_volume"] if team), key=lambda t: -(cells["ticket_volume"][t].figure.value or 0)
    )[:MOST_TEAMS]
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
    return without_blanks(Table("people.teams", tuple(columns), tuple(rows), title=context.say("people", "teams")))


SECTION = Section(build, ("csat", "resolution_rate"))
