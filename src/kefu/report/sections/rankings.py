"""Teams and people on several indicators: bands with the reason for each, and nominations where the data can tell."""

from collections.abc import Iterable, Sequence

from kefu.findings import Finding
from kefu.metrics import Better
from kefu.narrative.formats import capital
from kefu.report.breakdown import YEAR
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Column, Paragraph, Table, Tone
from kefu.report.named_people import furthest, judged_over
from kefu.report.pieces import without_blanks, worst
from kefu.report.sections import Section
from kefu.report.stories import once, weighed

TEAM_METRICS = ("ticket_volume", "first_response_median", "first_contact_resolution", "resolution_rate", "csat", "nps")
MOST_TEAMS = 8
MOST_MOVED = 2  # indicators a title names each way
FEWEST_NAMED, MOST_NAMED, NAMES = 3, 8, 24  # per band, and in a whole column; a list of thirty is read by nobody
UNJUDGED = ("ranking.too_few", "ranking.alone")


def build(context: Context) -> Iterable[Block]:
    ranked: dict[str, list[Finding]] = {}
    for one in context.found("ranking"):
        ranked.setdefault(one.subject["metric"], []).append(one)
    judged = any(one.kind not in UNJUDGED for found in ranked.values() for one in found)
    if context.has("ticket_volume") and context.sliceable("ticket_volume", "team"):
        yield from _teams(
            context,
            "" if judged or not ranked else context.say("rankings", "people_few", span=judged_over(context, *ranked)),
        )
    if judged:
        yield from _people(context, ranked)
    standings = [one for one in context.found("standing") if one.subject["member"] or one.kind == "standing.best"]
    if standings:  # that of no team nobody is best says nothing
        yield from _nominations(context, standings)


# --- teams -----------------------------------------------------------------------------------------------------------


def _teams(context: Context, few: str) -> Iterable[Block]:
    """Teams do different work: each is held against its own history, and the best is the one that really improved
    and got worse in nothing.

    ``few`` says of people that nobody can be judged, where that is so."""
    shown = [one for one in TEAM_METRICS if context.has(one) and context.sliceable(one, "team")]
    cells = {one: {cell.member("team"): cell.figure for cell in context.by(one, "team")} for one in shown}
    size = cells["ticket_volume"]
    teams = sorted((one for one in size if one), key=lambda one: -(size[one].value or 0.0))[:MOST_TEAMS]
    columns = [Column(capital(context.narrator.dimension("team")), width=1.2)]
    columns += [Column(context.narrator.title(one), "right") for one in shown]
    rows = tuple(
        (
            Cell(context.narrator.member("team", team), strong=True),
            *(context.cell(cells[one].get(team), context.narrator.title(one)) for one in shown),
        )
        for team in teams
    )
    moved = once(context, [one for one in context.found("slices") if one.subject.get("team") in teams])
    better, worse = ({one.subject["team"] for one in moved if _is_better(context, one) is way} for way in (True, False))
    improved, mixed = ([team for team in teams if team in found] for found in (better - worse, better & worse))
    young = len(context.series("ticket_volume")) < YEAR
    key = "teams_title" if improved else "teams_mixed" if mixed else "teams_young" if young else "teams_none"
    named = (improved or mixed)[: None if improved else 1]
    others = [team for team in teams if team in worse and team not in named]
    title = context.say(
        "rankings",
        key,
        others=context.listed([context.narrator.spoken("team", one) for one in others]),
        names=context.listed([context.narrator.spoken("team", one) for one in named]),
        also=_moved(context, moved, others, good=False) if len(others) == 1 else "",
        **{way: _moved(context, moved, named, good=way == "better") for way in ("better", "worse")},
    )
    ids = tuple(dict.fromkeys(id_ for one in moved for id_ in context.note_finding(one)))
    told = tuple(context.narrator.tell(one) + context.word("stop") for one in moved)
    yield from context.page(
        title,
        context.say("rankings", "teams_topic"),
        without_blanks(Table("rankings.teams", tuple(columns), rows)),
        Callout(context.say("pieces", "conclusion"), told, _colour(context, moved), ids) if told else None,
        Paragraph(few + context.word("stop")) if few else None,
        Paragraph(context.say("rankings", "teams_note") + context.word("stop"), muted=True),
    )


def _colour(context: Context, moved: Sequence[Finding]) -> Tone:
    """That of the worst of what moved; how much came to a team is neither good nor bad of it."""
    return worst(weighed(context, one) for one in moved if _is_better(context, one) is not None)


def _moved(context: Context, moved: list[Finding], teams: list[str], *, good: bool) -> str:
    """The indicators of these teams that got better, or worse."""
    found = [
        one.subject["metric"] for one in moved if one.subject["team"] in teams and _is_better(context, one) is good
    ]
    return context.indicators(list(dict.fromkeys(found))[:MOST_MOVED])


def _is_better(context: Context, one: Finding) -> bool | None:
    """Whether a team got better or worse in it; None in how much came to it, which is nobody's work."""
    if context.definition(one.subject["metric"]).adds_up:
        return None
    now, expected = one.figures["now"].value, one.figures["expected"].value
    moved = None if now is None or expected is None else now - expected
    return context.narrator.is_better(one.subject["metric"], moved)


# --- people ----------------------------------------------------------------------------------------------------------


def _people(context: Context, ranked: dict[str, list[Finding]]) -> Iterable[Block]:
    apart = {way: _apart(context, ranked, good=way == "better") for way in ("better", "worse")}
    key = "people_title" if any(apart.values()) else "people_none"
    judged = {metric: found for metric, found in ranked.items() if any(one.kind not in UNJUDGED for one in found)}
    keys = (("metric", "left", 1.3), ("better", "left", 2.2), ("within", "right", 0.7), ("worse", "left", 2.2),
            ("unjudged", "right", 0.8))  # fmt: skip
    columns = tuple(Column(context.say("rankings", name), align, width) for name, align, width in keys)  # type: ignore[arg-type]
    most = min(MOST_NAMED, max(FEWEST_NAMED, NAMES // len(ranked)))
    rows = tuple(_indicator(context, metric, found, most) for metric, found in ranked.items())
    yield from context.page(
        context.say(
            "rankings",
            key,
            **{way: len(people) for way, people in apart.items()},
            metrics=len(judged),
            listed=len(ranked),
            only=_only(context, judged),
            span=judged_over(context, *ranked),
        ),
        context.say("rankings", "people_topic"),
        Table("rankings.people", columns, rows),
        Paragraph(context.say("people", "note", named=any(apart.values())) + context.word("stop"), muted=True),
    )


def _only(context: Context, judged: dict[str, list[Finding]]) -> str:
    """The indicator, where people are judged by one alone."""
    return context.indicators(list(judged)) if len(judged) == 1 else ""


def _apart(context: Context, ranked: dict[str, list[Finding]], *, good: bool) -> set[str]:
    """Everybody who does better than the team in one of the indicators, or worse."""
    bands = {metric: f"ranking.{_band(context, metric, good=good)}" for metric in ranked}
    return {one.subject["agent_id"] for metric, found in ranked.items() for one in found if one.kind == bands[metric]}


def _band(context: Context, metric: str, *, good: bool) -> str:
    """On which side of the team those are who do better, or worse."""
    return "above" if good is (context.definition(metric).better is not Better.LOWER) else "below"


def _indicator(context: Context, metric: str, found: list[Finding], most: int) -> tuple[Cell, ...]:
    """One indicator: who does better, how many with the team, who does worse, up to ``most`` by name, and how many
    nobody can judge."""
    falls = context.definition(metric).better is Better.LOWER
    good, bad = (_band(context, metric, good=way) for way in (True, False))
    bands = {name: [one for one in found if one.kind == f"ranking.{name}"] for name in ("above", "within", "below")}
    few = sum(one.kind in UNJUDGED for one in found)
    return (
        Cell(context.narrator.title(metric), strong=True),
        Cell(_named(context, bands[good], most, highest=not falls)),
        Cell(str(len(bands["within"])), float(len(bands["within"]))),
        Cell(_named(context, bands[bad], most, highest=falls)),
        Cell(str(few), float(few)),
    )


def _named(context: Context, members: list[Finding], most: int, *, highest: bool) -> str:
    return furthest(context, members, most, highest=highest) if members else context.say("rankings", "nobody")


# --- nominations -----------------------------------------------------------------------------------------------------


def _nominations(context: Context, standings: list[Finding]) -> Iterable[Block]:
    """The best of each team over several indicators, named only from nine chances in ten."""
    keys = (("team", "left", 1.0), ("judged", "right", 0.7), ("used", "left", 2.6), ("named", "left", 0.9),
            ("chance", "right", 0.8), ("verdict", "center", 1.0))  # fmt: skip
    columns = tuple(Column(context.say("rankings", name), align, width) for name, align, width in keys)  # type: ignore[arg-type]
    named = [one.subject["agent_id"] for one in standings if one.kind == "standing.best"]
    title = context.say("rankings", "named_title" if named else "named_none", names=context.listed(named))
    yield from context.page(
        title,
        context.say("rankings", "named_topic"),
        Table("rankings.nominations", columns, tuple(_nomination(context, one) for one in standings)),
        Paragraph(context.say("rankings", "named_note") + context.word("stop"), muted=True),
    )


def _nomination(context: Context, one: Finding) -> tuple[Cell, ...]:
    team = context.narrator.member("team", one.subject["member"])
    best = one.kind == "standing.best"
    used = context.indicators(one.subject["used"].split(", "))
    return (
        Cell(team, strong=True),
        context.cell(one.figures["people"], f"{team} · {context.say('rankings', 'judged')}"),
        Cell(used),
        Cell(one.subject.get("agent_id", context.say("rankings", "nobody")), strong=best),
        context.cell(one.figures["chance"], f"{team} · {context.say('rankings', 'chance')}"),
        Cell(context.say("rankings", "nominated" if best else "open"), tone=Tone.GOOD if best else Tone.NEUTRAL),
    )


SECTION = Section(build, ("ticket_volume", "csat", "resolution_rate"))
