"""A platform's own figures (平台口径) beside what the rows give for the same channel, agent, team and days.

Definitions differ, so this is a comparison and no error. Counts of several days are added; a rate or a time is combined
over days only by the count it belongs to, where the same report states that count, and otherwise told day by day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kefu.analyses.quality import MADE_BY
from kefu.engine import identifier, literal
from kefu.findings import Figure, Finding, Lineage, Period, Unit
from kefu.findings.figure import difference
from kefu.findings.finding import INCOMPLETE_PERIOD, PLATFORM_AGGREGATE, SMALL_SAMPLE
from kefu.metrics.grain import Grain
from kefu.metrics.query import Measurement, Meter
from kefu.schema.platform_figure import MEASURES

MATCHES = {  # the platform's indicator -> the metric that asks the same
    "consulting_sessions": "ticket_volume",
    "consulting_customers": "ticket_volume",
    "received_sessions": "ticket_volume",
    "received_customers": "ticket_volume",
    "human_sessions": "ticket_volume",
    "assigned_sessions": "ticket_volume",
    "first_response_seconds": "first_response_mean",
    "first_reply_seconds": "first_response_mean",
    "three_minute_rate": "answered_within_3_minutes",
    "three_minute_session_rate": "answered_within_3_minutes",
    "thirty_second_rate": "answered_within_30_seconds",
    "satisfaction_rate": "csat",
    "good_rating_rate": "csat",
    "dissatisfaction_rate": "low_score_rate",
    "bad_rating_rate": "low_score_rate",
    "conversion_rate": "conversion_after_contact",
    "resolution_rate": "resolution_rate",
}
SESSIONS = ("received_sessions", "human_sessions", "replied_sessions", "effective_sessions", "assigned_sessions",
            "consulting_sessions")  # fmt: skip
PEOPLE = ("received_customers", "effective_customers", "consulting_customers")
RATINGS = ("ratings",)
WEIGHTS = {  # the counts a rate or a time belongs to, the nearest first
    "first_response_seconds": (*SESSIONS, *PEOPLE),
    "first_reply_seconds": (*SESSIONS, *PEOPLE),
    "three_minute_rate": (*PEOPLE, *SESSIONS),
    "three_minute_session_rate": (*SESSIONS, *PEOPLE),
    "thirty_second_rate": (*SESSIONS, *PEOPLE),
    "satisfaction_rate": RATINGS,
    "good_rating_rate": RATINGS,
    "dissatisfaction_rate": RATINGS,
    "bad_rating_rate": RATINGS,
    "conversion_rate": ("inquiry_customers", "presale_customers"),
    "resolution_rate": SESSIONS,
}
SLICED = {"agent": "agent_id", "team": "team", "channel": "channel", "shop": "channel", "shop_total": "channel"}
OF_SHOP = ("shop", "shop_total")  # the platform itself names the channel
KEYS = ("platform", "report", "scope", "member", "span")
NEEDED = tuple(dict.fromkeys([*MATCHES, *(weight for weights in WEIGHTS.values() for weight in weights)]))


@dataclass(frozen=True, slots=True)
class Stated:
    """What one report states of one member over ``period``: ``value`` is None where its days cannot be combined, whose
    values are then in ``daily``. ``complete`` is False where days in between are not stated."""

    platform: str
    report: str
    scope: str
    member: str
    measure: str
    period: Period
    entries: int
    value: float | None
    formula: str
    complete: bool = True
    daily: tuple[tuple[date, float], ...] = ()


def find(meter: Meter, period: Period, platforms: Mapping[str, str]) -> Iterable[Finding]:
    """Every comparison of the month; ``platforms`` names the channel of a platform that tickets call otherwise."""
    month = str(period)
    if month not in meter.snapshot.months("platform_figure") or not meter.snapshot.has("ticket"):
        return
    comparison = _Comparison(meter, month, platforms)
    yield from comparison.findings()


class _Comparison:
    """One month's platform figures and the same questions put to the rows."""

    def __init__(self, meter: Meter, month: str, platforms: Mapping[str, str]) -> None:
        self.meter, self.month, self.platforms = meter, month, platforms
        self.engine = meter.snapshot.engine
        meter.snapshot.open("platform_figure", "ticket_row")
        self.measured: dict[tuple[str, Period, str, Grain | None], dict[str | None, dict[Period, Measurement]]] = {}

    def findings(self) -> Iterator[Finding]:
        unknown: dict[str, int] = {}
        for stated in self._stated():
            if MATCHES[stated.measure] not in self.meter.metrics:
                continue
            member = self._member(stated)
            if member is None:
                unknown[stated.platform] = unknown.get(stated.platform, 0) + 1
            elif stated.value is None:
                yield from self._day_by_day(stated, member)
            else:
                yield from self._whole(stated, member)
        for platform, count in unknown.items():
            figure = self._figure(f"figures of {platform} of no known channel or agent", count, Unit.COUNT, count)
            yield Finding(MADE_BY, "quality.unmatched", {"platform": platform, "month": self.month}, {"count": figure})

    # --- what the platforms state ------------------------------------------------------------------------------------

    def _stated(self) -> list[Stated]:
        return [one for row in self._rows() for measure in MATCHES for one in self._of(row, measure)]

    def _rows(self) -> list[dict[str, Any]]:
        """One row per report, member and span: of every indicator its entries, sum, and sums weighed by its counts."""
        sums = []
        for measure in MATCHES:
            column = identifier(measure)
            sums.append(f"count({column}) AS {_name(measure, 'n')}, sum({column}) AS {_name(measure, 'sum')}")
            sums.append(f"min(first) FILTER ({column} IS NOT NULL) AS {_name(measure, 'first')}")
            sums.append(f"max(last) FILTER ({column} IS NOT NULL) AS {_name(measure, 'last')}")
            sums.append(f"count(DISTINCT first) FILTER ({column} IS NOT NULL) AS {_name(measure, 'days')}")
            for weight in WEIGHTS.get(measure, ()):
                by = identifier(weight)
                sums.append(f"count({column} * {by}) AS {_name(measure, weight)}")
                sums.append(f"sum({column} * {by}) / nullif(sum({by}) FILTER ({column} IS NOT NULL), 0) "
                            f"AS {_name(measure, f'{weight}.mean')}")  # fmt: skip
        return self.engine.records(
            f"SELECT {', '.join(KEYS)}, {', '.join(sums)} FROM ({self._wide()}) GROUP BY {', '.join(KEYS)} ORDER BY ALL"
        )

    def _wide(self) -> str:
        """SQL of one row per report, shop, member and entry, with a column per indicator."""
        columns = ", ".join(f"max(value) FILTER (measure = {literal(one)}) AS {identifier(one)}" for one in NEEDED)
        scopes = ", ".join(literal(one) for one in SLICED)
        return (
            "SELECT platform, report, scope, coalesce(agent_id, '') AS member, shop, CAST(day_local AS DATE) AS first, "
            "CAST(coalesce(until + (day_local - day), day_local) AS DATE) AS last, "
            "CASE WHEN coalesce(until, day) > day THEN CAST(day AS VARCHAR) || '/' || CAST(until AS VARCHAR) "
            f"ELSE '' END AS span, {columns} FROM platform_figure "
            f"WHERE month = {literal(self.month)} AND scope IN ({scopes}) AND value IS NOT NULL GROUP BY ALL"
        )

    def _of(self, row: Mapping[str, Any], measure: str) -> Iterator[Stated]:
        entries = int(row[f"{measure}.n"])
        if not entries:
            return
        first, last = row[f"{measure}.first"], row[f"{measure}.last"]
        period = Period(first, last + timedelta(days=1))
        complete = bool(row["span"]) or int(row[f"{measure}.days"]) == period.days
        value, formula = self._combined(row, measure, entries)
        daily = () if value is not None else self._daily(row, measure)
        keys = (str(row["platform"]), str(row["report"]), str(row["scope"]), str(row["member"]))
        yield Stated(*keys, measure, period, entries, value, formula, complete, daily)

    def _combined(self, row: Mapping[str, Any], measure: str, entries: int) -> tuple[float | None, str]:
        """The value over all entries and how it was combined; None where no count of the report says how."""
        if entries == 1:
            return float(row[f"{measure}.sum"]), "as stated"
        if MEASURES[measure] == "count":
            return float(row[f"{measure}.sum"]), f"sum over {entries} entries"
        for weight in WEIGHTS[measure]:
            mean = row[f"{measure}.{weight}.mean"]
            if int(row[f"{measure}.{weight}"]) == entries and mean is not None:
                return float(mean), f"mean of {entries} entries weighed by {weight}"
        return None, "not combinable"

    def _daily(self, row: Mapping[str, Any], measure: str) -> tuple[tuple[date, float], ...]:
        """The single days of an indicator that cannot be combined; days that several shops state are left out."""
        same = " AND ".join(f"{key} = {literal(str(row[key]))}" for key in KEYS)
        column = identifier(measure)
        found = self.engine.rows(
            f"SELECT first, any_value({column}) FROM ({self._wide()}) WHERE {same} AND {column} IS NOT NULL "
            "GROUP BY first HAVING count(*) = 1 ORDER BY first"
        )
        return tuple((day, float(value)) for day, value in found)

    # --- what the rows give ------------------------------------------------------------------------------------------

    def _member(self, stated: Stated) -> str | None:
        """The member of our own dimension the platform speaks of; None where there is none."""
        held = self._members(SLICED[stated.scope])
        if stated.scope in OF_SHOP:
            channel = self.platforms.get(stated.platform, stated.platform)
            return channel if channel in held else None
        if stated.member in held:
            return stated.member
        named = self._agents.get(stated.member) if stated.scope == "agent" else None
        return named if named in held else None

    def _members(self, dimension: str) -> set[str]:
        found = self.engine.rows(
            f"SELECT DISTINCT {identifier(dimension)} FROM ticket_row WHERE month = {literal(self.month)}"
        )
        return {str(row[0]) for row in found if row[0] is not None}

    @property
    def _agents(self) -> dict[str, str]:
        """Agents by the name shown to the team: consoles name people, not numbers."""
        self.meter.snapshot.open("agent")
        return {str(name): str(number) for number, name in self.engine.rows("SELECT agent_id, name FROM agent")}

    def _measure(self, stated: Stated, member: str, grain: Grain | None) -> dict[Period, Measurement]:
        """The metric of the member over the stated days; all members of a dimension are measured together."""
        metric, dimension = MATCHES[stated.measure], SLICED[stated.scope]
        key = (metric, stated.period, dimension, grain)
        if key not in self.measured:
            found: dict[str | None, dict[Period, Measurement]] = {}
            if self._sliceable(metric, dimension) and self.meter.available(metric):
                for one in self.meter.measure([metric], stated.period, grain=grain, by=[dimension]):
                    found.setdefault(one.member(dimension), {})[one.period] = one
            self.measured[key] = found
        return self.measured[key].get(member, {})

    def _sliceable(self, metric: str, dimension: str) -> bool:
        return all(dimension in self.meter.table(entity).columns for entity in self.meter.tables(metric))

    # --- side by side ------------------------------------------------------------------------------------------------

    def _whole(self, stated: Stated, member: str) -> Iterator[Finding]:
        measured = self._measure(stated, member, None).get(stated.period)
        if measured is not None and stated.value is not None:
            yield self._finding(stated, measured, stated.value, stated.formula, complete=stated.complete)

    def _day_by_day(self, stated: Stated, member: str) -> Iterator[Finding]:
        """Single days side by side, under a finding that says they cannot be one number; led by the widest apart."""
        days = self._measure(stated, member, Grain.DAY)
        parts = []
        for day, value in stated.daily:
            measured = days.get(Period(day, day + timedelta(days=1)))
            if measured is not None and measured.figure.value is not None:
                parts.append(self._finding(stated, measured, value, f"as stated for {day}"))
        if not parts:
            return
        parts.sort(key=lambda one: abs(one.figures["difference"].value or 0.0), reverse=True)
        what = f"days of {stated.measure} of {stated.platform} {stated.report} {stated.member} that cannot be combined"
        count = self._figure(what, len(parts), Unit.COUNT, stated.entries)
        figures = {"days": count, **parts[0].figures}
        subject = {**parts[0].subject, "day": parts[0].subject["from"]}
        yield Finding(MADE_BY, "quality.not_combinable", subject, figures, (PLATFORM_AGGREGATE,), tuple(parts))

    def _finding(
        self, stated: Stated, measured: Measurement, value: float, formula: str, *, complete: bool = True
    ) -> Finding:
        unit = measured.figure.unit
        whose = " ".join(one for one in (stated.platform, stated.report, stated.scope, stated.member) if one)
        platform = self._figure(f"{stated.measure} of {whose}, {stated.period}: {formula}", value, unit, stated.entries)
        figures = {"stated": platform, "now": measured.figure, "difference": difference(measured.figure, platform)}
        subject = {"metric": measured.metric, "measure": stated.measure, "platform": stated.platform}
        subject |= {"report": stated.report, "scope": stated.scope}
        subject |= {name: member or "" for name, member in measured.query.where.items()}
        last = measured.period.end - timedelta(days=1)
        subject |= {"from": measured.period.start.isoformat(), "to": last.isoformat()}
        caveats = [PLATFORM_AGGREGATE] + ([] if complete else [INCOMPLETE_PERIOD])
        small = measured.figure.sample < self.meter.definition(measured.metric).minimum_sample
        caveats += [SMALL_SAMPLE] if small else []
        return Finding(MADE_BY, "quality.reconciliation", subject, figures, tuple(caveats))

    def _figure(self, what: str, value: float, unit: Unit, sample: int) -> Figure:
        digests = self.meter.snapshot.digests("platform_figure", [self.month])
        return Figure(float(value), unit, sample, Lineage("platform_figure", formula=what, snapshots=digests))


def _name(measure: str, part: str) -> str:
    return identifier(f"{measure}.{part}")


def widest(findings: Sequence[Finding]) -> list[Finding]:
    """Comparisons, those first whose values lie furthest apart in proportion."""

    def apart(one: Finding) -> float:
        gap, stated = one.figures["difference"].value, one.figures["stated"].value
        return abs(gap / stated) if gap is not None and stated else 0.0

    return sorted((one for one in findings if one.kind == "quality.reconciliation"), key=apart, reverse=True)
