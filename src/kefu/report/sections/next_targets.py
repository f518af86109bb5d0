"""Next month's targets broken down by channel, product line and team, so that the parts add up to the whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, isclose
from typing import Literal

from kefu.comparisons import COMPARISONS, Question
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import derived, difference, quotient
from kefu.metrics import Better
from kefu.narrative import formats
from kefu.narrative.formats import capital
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Column, Paragraph, Table, Tone
from kefu.report.pieces import without_blanks
from kefu.report.planned import coming, contradicted
from kefu.report.sections import Section
from kefu.report.stories import passes, same_rows

BY_QUARTER, BY_MONTH = (f"target × share of {span}, in whole units" for span in ("three months", "this month"))
MONTHS = 3  # whose shares the parts follow
WAYS = {"revenue": ("channel", "product_line", "region"), "orders": ("channel",), "ticket_volume": ("team", "channel")}
LEVELS = ("csat", "first_contact_resolution", "resolution_rate")  # rates a team answers for
MOST_TABLES = 2  # a page has room for
MOST_PARTS = 3  # a title names
ROUNDED = 0.001  # parts that make the whole but for their rounding


Levels = Mapping[str, Mapping[str, Figure]]  # metric -> team -> its level
Basis = Literal["set", "carried", "forecast"]


@dataclass(frozen=True, slots=True)
class Aim:
    """The whole's target for next month: set for it or for every month, this month's carried on, or what is forecast
    of a volume nobody strives for."""

    figure: Figure
    basis: Basis


@dataclass(frozen=True, slots=True)
class Gap:
    """A team below its level of a rate: what it reached in three months, or in this one, and what it is to reach."""

    metric: str
    team: str
    now: Figure
    goal: Figure

    @property
    def far(self) -> float:
        return (self.goal.value or 0.0) - (self.now.value or 0.0)

    def named(self, context: Context) -> dict[str, str]:
        return {
            "team": context.narrator.member("team", self.team),
            "title": context.narrator.title(self.metric),
            "now": context.narrator.show(self.now),
            "target": context.narrator.show(self.goal),
        }

    def said(self, context: Context) -> str:
        """The rate and how far it has to rise, entered in the register."""
        title, gap = context.narrator.title(self.metric), difference(self.goal, self.now)
        context.note(gap, f"{title} · {context.narrator.member('team', self.team)}", {})
        return context.say("next_targets", "gap", title=formats.small(title), gap=context.narrator.show_change(gap))

    def this_month(self, context: Context) -> str:
        """The rate of this month beside its target, entered in the register."""
        named = self.named(context)
        context.note(self.now, named["title"], {})
        return context.say("next_targets", "now_missed", **{**named, "title": formats.small(named["title"])})


def build(context: Context) -> Iterable[Block]:
    noted = False
    for metric in (one for one in WAYS if context.has(one)):
        aim = _aim(context, metric)
        pages = [] if aim is None else _amounts(context, metric, aim, noted=noted)
        noted = noted or bool(pages)
        yield from pages
    yield from _levels(context)


def _next(context: Context) -> Period:
    return context.period.shifted(1)


def _quarter(context: Context) -> Period:
    return Period(context.period.shifted(1 - MONTHS).start, context.period.end)


def _set(context: Context, metric: str, dimension: str = "", when: Period | None = None) -> Mapping[str, Figure]:
    """Targets that hold for next month, or for another, by member of the dimension; the whole's under ""."""
    by = (dimension,) if dimension else ()
    found = COMPARISONS["target"].baselines(context.meter, Question((metric,), when or _next(context), by))
    return {(members[0] or "" if members else ""): one.figure for (_, members), one in found.items()}


def _aim(context: Context, metric: str) -> Aim | None:
    ahead = _set(context, metric).get("")
    if ahead is not None:
        return Aim(ahead, "set")
    forecast = coming(context, metric)
    if forecast is not None and context.definition(metric).better is Better.NEITHER:
        expected = forecast.figures["expected"]
        whole = derived("forecast in whole units", expected.unit, float(round(expected.value or 0.0)), expected)
        return Aim(whole, "forecast")
    carried = context.target(metric)
    return None if carried is None else Aim(carried, "carried")


# --- amounts: the parts add up ---------------------------------------------------------------------------------------


def _amounts(context: Context, metric: str, aim: Aim, *, noted: bool) -> list[Block]:
    """One volume broken down; ``noted`` where a page before says how."""
    doubted = _apart(context, metric, aim)
    if doubted is not None:
        return _undecided(context, metric, aim, doubted)
    tables = [_split(context, metric, one, aim) for one in WAYS[metric] if context.sliceable(metric, one)]
    title = context.narrator.title(metric)
    shown = context.show(aim.figure, f"{title} · {context.word('comparisons', 'target')}")
    drawn = [one for one in tables if one is not None][:MOST_TABLES]
    if not drawn:
        return []
    note = Paragraph(context.say("next_targets", "note") + context.word("stop"), muted=True)
    return context.page(
        context.say("next_targets", f"title_{aim.basis}", title=title, target=shown, parts=_largest(context, drawn[0])),
        context.say("next_targets", "topic"),
        *drawn,
        None if noted else note,
    )


def _undecided(context: Context, metric: str, aim: Aim, doubted: Callout) -> list[Block]:
    """A target outside what is forecast is to be confirmed first; until then the parts are told by what they reached,
    and nothing is broken down."""
    title, forecast = context.narrator.title(metric), coming(context, metric)
    shown = context.show(aim.figure, f"{title} · {context.word('comparisons', 'target')}")
    expected = context.narrator.show(forecast.figures["expected"]) if forecast else formats.DASH
    reached = [_split(context, metric, one, None) for one in WAYS[metric] if context.sliceable(metric, one)]
    return context.page(
        context.say("next_targets", "title_open", title=title, target=shown, forecast=expected),
        context.say("next_targets", "topic"),
        doubted,
        *[one for one in reached if one is not None][:MOST_TABLES],
    )


def _apart(context: Context, metric: str, aim: Aim) -> Callout | None:
    """That the target lies outside what next month most likely brings, where it does."""
    forecast = contradicted(context, metric, aim.figure) if aim.basis != "forecast" else None
    if forecast is None:
        return None
    title, expected = context.narrator.title(metric), forecast.figures["expected"]
    said = context.say(
        "next_targets",
        "apart_text",
        title=title,
        forecast=context.show(expected, f"{title} · {context.say('outlook', 'forecast')}"),
        likely=context.narrator.interval(forecast.figures, "inner_lower", "inner_upper"),
        above=(expected.value or 0.0) > (aim.figure.value or 0.0),
        target=context.narrator.show(aim.figure),
    )
    return Callout(context.say("next_targets", "apart"), (said + context.word("stop"),), Tone.WARN, (expected.id,))


def _largest(context: Context, table: Table) -> str:
    """The largest parts by name, as they stand in the table, above its last row, which is their sum."""
    parts = [context.narrator.valued(row[0].text, row[-1].text) for row in table.rows[:-1]]
    if len(parts) <= MOST_PARTS:
        return context.listed(parts)
    return context.say("next_targets", "among", parts=context.word("comma").join(parts[:MOST_PARTS]))


def _split(context: Context, metric: str, dimension: str, aim: Aim | None) -> Table | None:
    """A row a member: what it reached, its share and, where there is an aim to break down, its part of that; the last
    row is the whole. Where a member has really changed this month, the three months tell of a mix that is no more:
    then this month's counts."""
    moved = _moved(context, metric, dimension)
    span, reached = (context.period, "reached_now") if moved else (_quarter(context), "reached")
    measured = [one for one in context.by(metric, dimension, period=span) if one.figure.value]
    measured.sort(key=lambda one: (one.member(dimension) is None, -(one.figure.value or 0.0)))
    if len(measured) < 2:
        return None
    whole = context.meter.figure(metric, span)
    shares = [quotient(one.figure, whole) for one in measured]
    members = [one.member(dimension) or "" for one in measured]
    parts = _aims(context, metric, dimension, aim, members, shares, BY_MONTH if moved else BY_QUARTER)
    title, named = context.narrator.title(metric), context.narrator.dimension(dimension)
    heads = [
        Column(capital(named), width=1.3),
        *(Column(context.say("next_targets", key), "right") for key in (reached, "share", "part")[: 3 if aim else 2]),
    ]
    rows = [
        (
            Cell(name := context.narrator.member(dimension, one.member(dimension)), strong=True),
            context.cell(one.figure, title),
            context.cell(share, f"{title} · {name}"),
            *(
                context.cell(part, f"{title} · {name} · {context.word('comparisons', 'target')}", strong=True)
                for part in parts[place : place + 1]
            ),
        )
        for place, (one, share) in enumerate(zip(measured, shares, strict=True))
    ]
    rows.append(
        (
            Cell(context.say("next_targets", "total"), strong=True),
            context.cell(whole, title),
            Cell(""),
            *_total(context, title, parts),
        )
    )
    heading = context.say("next_targets", "by" if aim else "reached_by", title=title, dimension=named)
    names = context.listed([context.narrator.spoken(dimension, one) for one in moved])
    note = context.say("next_targets", "by_this_month", names=names) + context.word("stop") if moved and aim else ""
    return Table(f"{metric}.next_{dimension}", tuple(heads), tuple(rows), title=heading, note=note, totalled=True)


def _total(context: Context, title: str, parts: Sequence[Figure]) -> tuple[Cell, ...]:
    """What the parts come to; nothing where nothing was broken down."""
    if not parts:
        return ()
    total = derived("sum of parts", parts[0].unit, sum(one.value or 0.0 for one in parts), *parts)
    return (context.cell(total, f"{title} · {context.say('next_targets', 'total')}", strong=True),)


def _moved(context: Context, metric: str, dimension: str) -> list[str]:
    """Members of the dimension that are really others this month than their history, but for what an incident that is
    over may have brought."""
    found = [one for one in context.found("slices", metric) if one.kind == "change.real" and _is_of(one, dimension)]
    return list(dict.fromkeys(one.subject[dimension] for one in found if not _passes(context, one)))


def _passes(context: Context, part: Finding) -> bool:
    """Whether what counts the very same rows coincides with an incident that is over."""
    same = same_rows(context, part)
    return same is not None and passes(context, same.subject["metric"])


def _is_of(part: Finding, dimension: str) -> bool:
    """Whether the slice is a member of this dimension alone."""
    return set(part.subject) == {"metric", dimension}


def _aims(
    context: Context, metric: str, dimension: str, aim: Aim | None, members: Sequence[str], shares: list[Figure],
    formula: str,
) -> list[Figure]:  # fmt: skip
    if aim is None:
        return []
    return _parts_set(context, metric, dimension, aim, members) or _parts(aim.figure, shares, formula)


def _parts_set(context: Context, metric: str, dimension: str, aim: Aim, members: Sequence[str]) -> list[Figure]:
    """The targets somebody has set for all the parts, where these make the whole; those of this month where the whole's
    is carried on."""
    if aim.basis == "forecast":
        return []
    held = _set(context, metric, dimension, context.period if aim.basis == "carried" else None)
    parts = [held[one] for one in members if one in held]
    whole, together = aim.figure.value or 0.0, sum(one.value or 0.0 for one in parts)
    return parts if len(parts) == len(members) and isclose(together, whole, rel_tol=ROUNDED) else []


def _parts(whole: Figure, shares: list[Figure], formula: str) -> list[Figure]:
    """The target in whole units by largest remainder (Hamilton's method), so that the parts make the whole."""
    aim = whole.value or 0.0
    exact = [aim * (one.value or 0.0) for one in shares]
    rounded = [float(floor(one)) for one in exact]
    left = round(aim - sum(rounded))
    for place in sorted(range(len(exact)), key=lambda i: rounded[i] - exact[i])[:left]:
        rounded[place] += 1
    return [derived(formula, whole.unit, value, whole, share) for value, share in zip(rounded, shares, strict=True)]


# --- levels: the weighted mean is the whole's ------------------------------------------------------------------------


def _levels(context: Context) -> list[Block]:
    """Rates by team: those set stay; the others get the level at which all together reach the whole's target."""
    found = {one: _level(context, one) for one in LEVELS if context.has(one) and context.sliceable(one, "team")}
    held = {metric: levels for metric, levels in found.items() if levels}
    if not held:
        return []
    teams = sorted({team for levels in held.values() for team in levels if team})
    reached = {one: _reached(context, one) for one in held}
    columns = [Column(capital(context.narrator.dimension("team")), width=1.2)]
    for one in held:
        title = context.narrator.title(one)
        columns += [Column(context.say("next_targets", "level_now", title=title), "right", 1.4)]
        columns += [Column(context.say("next_targets", "level_goal"), "right", 0.8)]
    rows = [
        (
            Cell(context.narrator.member("team", team) if team else context.say("next_targets", "whole"), strong=True),
            *(
                cell
                for one in held
                for cell in _now_and_goal(context, one, reached[one].get(team), held[one].get(team))
            ),
        )
        for team in (*teams, "")
    ]
    gaps = _gaps(held, reached)
    lately = _gaps(_held_now(context, list(held), teams), {one: _this_month(context, one) for one in held})
    return context.page(
        context.say("next_targets", "levels_title", metrics=len(held), teams=len(teams), **_furthest(context, gaps)),
        context.say("next_targets", "topic"),
        without_blanks(Table("next_targets.levels", tuple(columns), tuple(rows))),
        _to_go(context, gaps, lately, teams),
        Paragraph(context.say("next_targets", "levels_note") + context.word("stop"), muted=True),
    )


def _now_and_goal(context: Context, metric: str, now: Figure | None, goal: Figure | None) -> tuple[Cell, Cell]:
    title = context.narrator.title(metric)
    return (
        context.cell(now, title),
        context.cell(goal, f"{title} · {context.word('comparisons', 'target')}", strong=True),
    )


def _furthest(context: Context, gaps: Sequence[Gap]) -> dict[str, str]:
    """The team furthest below its level, and in what; nothing where every team has reached all of them."""
    return gaps[0].named(context) if gaps else {"team": ""}


def _to_go(context: Context, gaps: Sequence[Gap], lately: Sequence[Gap], teams: Sequence[str]) -> Callout | None:
    """Team by team how much three months lack to each of its targets, of those that lack nothing that; then what this
    month misses, for a level is held only where the last month holds it too."""
    said = []
    for team in teams:
        name = context.narrator.member("team", team)
        missing = [one.said(context) for one in gaps if one.team == team]
        month = [one.this_month(context) for one in lately if one.team == team]
        key = "missing" if missing else "reached_all"
        told = {"team": name, "missing": context.listed(missing), "month": context.listed(month)}
        said.append(context.say("next_targets", key, **told) + context.word("stop"))
    return Callout(context.say("next_targets", "to_go"), tuple(said)) if gaps or lately else None


def _gaps(goals: Levels, reached: Levels) -> list[Gap]:
    """Every team below one of its levels, the furthest first."""
    found = [
        Gap(metric, team, reached[metric][team], goal)
        for metric, levels in goals.items()
        for team, goal in levels.items()
        if team and team in reached[metric]
    ]
    return sorted((one for one in found if one.far > 0), key=lambda one: -one.far)


def _reached(context: Context, metric: str) -> Mapping[str, Figure]:
    """What every team reached in the last three months; all of them under ""."""
    quarter = _quarter(context)
    teams = {one.member("team") or "": one.figure for one in context.by(metric, "team", period=quarter)}
    return {**{team: one for team, one in teams.items() if team}, "": context.meter.figure(metric, quarter)}


def _held_now(context: Context, metrics: Sequence[str], teams: Sequence[str]) -> Levels:
    """What this month is held to: the team's own target, else that of all; next month's levels are for next month."""
    own = context.goals(metrics, "team")
    return {
        one: {team: goal for team in teams if (goal := own.get((one, team), context.target(one))) is not None}
        for one in metrics
    }


def _this_month(context: Context, metric: str) -> Mapping[str, Figure]:
    """What every team reached this month, where it has rows enough to be judged by."""
    least = context.definition(metric).minimum_sample
    found = ((one.member("team"), one.figure) for one in context.by(metric, "team"))
    return {team: one for team, one in found if team and one.sample >= least}


def _level(context: Context, metric: str) -> Mapping[str, Figure]:
    aim = _aim(context, metric)
    if aim is None or aim.figure.unit is not Unit.SHARE:
        return {}
    quarter = _quarter(context)
    rows = {one.member("team") or "": one.figure for one in context.by(metric, "team", period=quarter)}
    fixed = {team: one for team, one in _set(context, metric, "team").items() if team in rows}
    free = sum(one.sample for team, one in rows.items() if team not in fixed)
    counted = sum((one.value or 0.0) * rows[team].sample for team, one in fixed.items())
    if not free:
        return {**fixed, "": aim.figure}
    level = ((aim.figure.value or 0.0) * sum(one.sample for one in rows.values()) - counted) / free
    others = [rows[team] for team in rows if team not in fixed]
    formula = "level at which all teams together, weighted by their rows of three months, reach the target"
    if not 0 <= level <= 1:
        return {}  # no level of the others reaches the target: there is nothing to break down
    needed = derived(formula, Unit.SHARE, level, aim.figure, *fixed.values(), *others)
    named = {team: needed for team in rows if team and team not in fixed}
    return {**fixed, **named, "": aim.figure}


SECTION = Section(build, (*WAYS, *LEVELS))
