"""Training, drills and exams: who came, who passed, team by team."""

from collections.abc import Iterable

from kefu.findings.figure import derived
from kefu.narrative.formats import capital
from kefu.report.breakdown import indicators
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Table
from kefu.report.pieces import conclusion, trend, without_blanks
from kefu.report.sections import Section

METRICS = ("training_coverage", "training_attendance", "drill_participation", "exam_pass_rate", "exam_score_mean")


def build(context: Context) -> Iterable[Block]:
    shown = [one for one in METRICS if context.has(one)]
    teams = _teams(context, shown) if context.sliceable(shown[0], "team") else None
    yield from context.page(
        _title(context, shown),
        context.say("training", "topic"),
        trend(context, shown[0]),
        teams or indicators(context, "training.indicators", shown),
        conclusion(context, *[one for one in shown if one != "training_coverage"][:2]),
    )


def _title(context: Context, shown: list[str]) -> str:
    """How many of those expected came; where nobody knows, the first number there is."""
    if not all(context.has(one) for one in ("training_coverage", "agents_in_training", "agents_trained")):
        title = context.narrator.title(shown[0])
        return context.say("pieces", "alone", title=title, now=context.show(context.now(shown[0]), title))
    expected, came = context.now("agents_in_training"), context.now("agents_trained")
    absent = derived("expected - trained", expected.unit, (expected.value or 0.0) - (came.value or 0.0), expected, came)
    said = {
        "expected": context.show(expected, context.narrator.title("agents_in_training")),
        "came": context.show(came, context.narrator.title("agents_trained")),
        "absent": context.show(absent, context.say("training", "absent")),
        "share": context.show(context.now("training_coverage"), context.narrator.title("training_coverage")),
    }
    where = _only_team(context) if absent.value and context.sliceable("agents_in_training", "team") else ""
    return context.say("training", "title" if absent.value else "title_all", where=where, **said)


def _only_team(context: Context) -> str:
    """The team all who stayed away are of; "" where they are of several."""
    came = {one.member("team"): one.figure.value or 0.0 for one in context.by("agents_trained", "team")}
    asked = {one.member("team"): one.figure.value or 0.0 for one in context.by("agents_in_training", "team")}
    short = [team for team in asked if asked[team] > came.get(team, 0.0)]
    return context.narrator.member("team", short[0]) if len(short) == 1 and short[0] else ""


def _teams(context: Context, shown: list[str]) -> Table:
    cells = {one: {cell.member("team"): cell.figure for cell in context.by(one, "team")} for one in shown}
    teams = sorted({team for held in cells.values() for team in held if team})
    columns = [Column(capital(context.narrator.dimension("team")), width=1.2)]
    columns += [Column(context.narrator.title(one), "right") for one in shown]
    rows = [
        (
            Cell(context.narrator.member("team", team), strong=True),
            *(context.cell(cells[one].get(team), context.narrator.title(one)) for one in shown),
        )
        for team in teams
    ]
    whole = (
        Cell(context.say("training", "all"), strong=True),
        *(context.cell(context.now(one), context.narrator.title(one), strong=True) for one in shown),
    )
    return without_blanks(Table("training.teams", tuple(columns), (*rows, whole)))


SECTION = Section(build, METRICS)
