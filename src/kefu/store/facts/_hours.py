"""Business time and promises in SQL, for facts of tickets and of turns; kefu.store.opening makes the tables it reads.

Moments are UTC seconds. The open time of a period is ``before(end) - before(start)``, each from the row of its UTC day:
two equal joins and whole numbers. A period that ends before it starts, or outside the tables, has none.
"""

from __future__ import annotations

from kefu.methods.calendar.week import DAY
from kefu.service.policies import DIMENSIONS

WIDTH = 8  # open stretches of a row of calendar_day


def seconds(moment: str) -> str:
    """Whole UTC seconds of a timestamp; parts of a second are cut, where a cast would round."""
    return f"CAST(epoch(date_trunc('second', {moment})) AS BIGINT)"


def on_day(alias: str, calendar: str, moment: str) -> str:
    """The join of the row of ``moment``'s day."""
    return f"LEFT JOIN calendar_day {alias} ON {alias}.calendar = {calendar} AND {alias}.utc_day = {moment} // {DAY}"


def before(alias: str, moment: str) -> str:
    """Open seconds before ``moment``, whose day ``alias`` is; NULL without one (``greatest`` would make 0 of it)."""
    inside = (f"greatest(0, least({moment} % {DAY}, {alias}.e{number}) - {alias}.s{number})" for number in range(WIDTH))
    return f"({alias}.cum + {' + '.join(inside)})"


def is_open(alias: str, moment: str) -> str:
    """Whether the calendar is open at ``moment``; NULL without a row of its day."""
    clock = f"{moment} % {DAY}"
    within = (f"({clock} >= {alias}.s{number} AND {clock} < {alias}.e{number})" for number in range(WIDTH))
    return f"CASE WHEN {alias}.cum IS NOT NULL THEN {' OR '.join(within)} END"


def promised(rows: str) -> str:
    """CTEs ``kind`` and ``promised``: the calendar and the policy of ``rows``, once for every combination of what
    policies ask for. ``clock`` is the calendar the policy counts by."""
    columns = ", ".join(DIMENSIONS)
    fits = " AND ".join(f"(r.{one} IS NULL OR r.{one} = k.{one})" for one in DIMENSIONS)
    return f"""
kind AS (SELECT DISTINCT {columns} FROM {rows}),
promised AS (
    SELECT k.*, r.policy, r.first_target, r.next_target, r.resolution_target, r.reopens,
        coalesce(w.calendar, (SELECT calendar FROM team_calendar WHERE team IS NULL)) AS calendar,
        CASE WHEN r.policy IS NOT NULL THEN coalesce(r.clock, w.calendar,
            (SELECT calendar FROM team_calendar WHERE team IS NULL)) END AS clock
    FROM kind k
    LEFT JOIN team_calendar w ON w.team = k.team
    LEFT JOIN sla_rule r ON {fits}
    QUALIFY row_number() OVER (PARTITION BY {", ".join(f"k.{one}" for one in DIMENSIONS)} ORDER BY r.position) = 1
)"""


def same_kind(left: str, right: str) -> str:
    """Whether two rows agree in all a policy can ask for."""
    return " AND ".join(f"{left}.{one} IS NOT DISTINCT FROM {right}.{one}" for one in DIMENSIONS)


def verdict(done: str, spent: str, target: str) -> str:
    """met, missed or open; NULL without a target. ``spent`` is until done, or else until the data end."""
    return (
        f"CASE WHEN {target} IS NULL OR {spent} IS NULL THEN NULL WHEN {spent} > {target} THEN 'missed' "
        f"WHEN {done} IS NULL THEN 'open' ELSE 'met' END"
    )


TICKET = f"""
{promised("timed")},
clocked AS (
    SELECT t.ticket_id, p.* EXCLUDE ({", ".join(DIMENSIONS)}),
        {seconds("t.created_at")} AS created,
        {seconds("t.first_responded_at")} AS answered,
        CASE WHEN t.is_resolved THEN {seconds("t.resolved_at")} END AS solved,
        {seconds("greatest(t.created_at, (SELECT contacts FROM horizon))")} AS known
    FROM timed t JOIN promised p ON {same_kind("t", "p")}
),
opened AS (
    SELECT c.*, {is_open("bc", "created")} AS created_in_hours,
        {before("ba", "answered")} - {before("bc", "created")} AS answer_time,
        {before("bs", "solved")} - {before("bc", "created")} AS solution_time,
        {before("pc", "created")} AS created_open,
        {before("pa", "coalesce(answered, known)")} - {before("pc", "created")} AS answer_spent,
        {before("ps", "coalesce(solved, known)")} AS end_open
    FROM clocked c
    {on_day("bc", "c.calendar", "created")} {on_day("ba", "c.calendar", "answered")}
    {on_day("bs", "c.calendar", "solved")}
    {on_day("pc", "c.clock", "created")} {on_day("pa", "c.clock", "coalesce(answered, known)")}
    {on_day("ps", "c.clock", "coalesce(solved, known)")}
),
state AS (
    SELECT ticket_id, {seconds("happened_at")} AS since,
        {seconds("lead(happened_at) OVER (PARTITION BY ticket_id ORDER BY happened_at, kind, event_id)")} AS until,
        kind IN ('resolved', 'closed') OR coalesce(to_value IN ('resolved', 'closed')
            OR to_value IN (SELECT state FROM sla_pause), false) AS pauses
    FROM ticket_event_row SEMI JOIN (FROM clocked WHERE resolution_target IS NOT NULL) USING (ticket_id)
    WHERE kind IN ('created', 'status_changed', 'resolved', 'reopened', 'closed')
),
pause AS (
    SELECT o.ticket_id, o.resolution_target, o.created_open, o.end_open,
        {before("f", "greatest(s.since, o.created)")} AS from_open, {before("u", "s.until")} AS until_open
    FROM state s JOIN opened o USING (ticket_id)
    {on_day("f", "o.clock", "greatest(s.since, o.created)")} {on_day("u", "o.clock", "s.until")}
    WHERE s.pauses AND coalesce(s.until > o.created, true) AND coalesce(s.since < o.solved, true)
),
pause_in_turn AS (
    SELECT *, from_open - created_open - coalesce(sum(until_open - from_open) OVER (
        PARTITION BY ticket_id ORDER BY from_open, until_open NULLS LAST
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) AS worked
    FROM pause
),
paused AS (
    SELECT ticket_id,
        CAST(sum(greatest(0, coalesce(least(until_open, end_open), end_open) - least(from_open, end_open))) AS BIGINT)
            AS paused,
        CAST(sum(until_open - from_open) FILTER (worked < resolution_target) AS BIGINT) AS held_up,
        bool_or(until_open IS NULL AND worked < resolution_target) AS stands_still
    FROM pause_in_turn GROUP BY ticket_id
),
spent AS (
    SELECT o.*, end_open - created_open - coalesce(paused, 0) AS solution_spent,
        created_open + first_target AS first_due,
        CASE WHEN NOT coalesce(stands_still, false) THEN created_open + resolution_target + coalesce(held_up, 0) END
            AS solution_due
    FROM opened o LEFT JOIN paused USING (ticket_id)
),
due AS (
    SELECT s.*, make_timestamp(1000000 * (f.opens + s.first_due - f.before)) AS first_response_due_at,
        make_timestamp(1000000 * (r.opens + s.solution_due - r.before)) AS resolution_due_at
    FROM spent s
    ASOF LEFT JOIN open_stretch f ON f.calendar = s.clock AND s.first_due + s.reopens > f.before
    ASOF LEFT JOIN open_stretch r ON r.calendar = s.clock AND s.solution_due + s.reopens > r.before
),
served AS (
    SELECT ticket_id, calendar, created_in_hours, policy AS sla_policy, clock AS sla_calendar,
        CASE WHEN answered >= created THEN answer_time END AS first_response_business_seconds,
        CASE WHEN solved >= created THEN solution_time END AS resolution_business_seconds,
        first_response_due_at, resolution_due_at,
        CASE WHEN answered IS NOT NULL THEN first_target - answer_spent END AS first_response_left_seconds,
        CASE WHEN solved IS NOT NULL THEN resolution_target - solution_spent END AS resolution_left_seconds,
        {verdict("answered", "answer_spent", "first_target")} AS first_response_verdict,
        {verdict("solved", "solution_spent", "resolution_target")} AS resolution_verdict
    FROM due
)"""
"""CTEs for the facts of a ticket, after ``timed``: ``served`` has a row per ticket. Time in which a ticket was resolved
or closed before it was opened again is a pause, as is that in a state of ``sla_pause``."""

TICKET_COLUMNS = {
    "calendar": "VARCHAR",
    "created_in_hours": "BOOLEAN",
    "first_response_business_seconds": "DOUBLE",
    "resolution_business_seconds": "DOUBLE",
    "sla_policy": "VARCHAR",
    "sla_calendar": "VARCHAR",
    "first_response_due_at": "TIMESTAMP",
    "resolution_due_at": "TIMESTAMP",
    "first_response_left_seconds": "DOUBLE",
    "resolution_left_seconds": "DOUBLE",
}
TICKET_UNTIL = """
CASE WHEN first_response_sla = 'open' OR resolution_sla = 'open' THEN TIMESTAMP 'infinity'
    ELSE greatest(created_at, first_responded_at, resolved_at, first_response_due_at, resolution_due_at) END
"""

TURN = f"""
{promised("asked")},
ended AS (
    SELECT ticket_id, max(happened_at) AS ended_at FROM ticket_event_row SEMI JOIN asked USING (ticket_id)
    WHERE kind IN ('resolved', 'closed') GROUP BY ticket_id
),
turn_clock AS (
    SELECT a.*, p.calendar, p.clock, CASE WHEN a.turn_number > 1 THEN p.next_target END AS target,
        {seconds("a.asked_at")} AS asked, {seconds("a.answered_at")} AS answered,
        {seconds("coalesce(a.answered_at, e.ended_at, a.ticket_ended_at)")} AS done,
        {seconds("greatest(a.asked_at, (SELECT max(created_at) FROM ticket_row))")} AS known
    FROM asked a JOIN promised p ON {same_kind("a", "p")} LEFT JOIN ended e USING (ticket_id)
),
turn_spent AS (
    SELECT c.*, {is_open("ba", "asked")} AS asked_in_hours,
        {before("bd", "answered")} - {before("ba", "asked")} AS response_business_seconds,
        {before("pd", "coalesce(done, known)")} - {before("pa", "asked")} AS spent
    FROM turn_clock c
    {on_day("ba", "c.calendar", "asked")} {on_day("bd", "c.calendar", "answered")}
    {on_day("pa", "CASE WHEN target IS NOT NULL THEN c.clock END", "asked")}
    {on_day("pd", "CASE WHEN target IS NOT NULL THEN c.clock END", "coalesce(done, known)")}
),
served AS (
    SELECT * EXCLUDE (clock, target, asked, answered, done, known, spent),
        CASE WHEN target IS NOT NULL THEN clock END AS sla_calendar, target AS response_target_seconds,
        CASE WHEN answered IS NOT NULL THEN target - spent END AS response_left_seconds,
        CASE WHEN coalesce(done >= asked, true) THEN {verdict("done", "spent", "target")} END AS response_sla
    FROM turn_spent
)"""
"""CTEs for the facts of a turn, after ``asked``, whose columns ``served`` has too. The first turn's promise is the
ticket's first response. A ticket that ends stops the clock; what a customer says after its end, and nobody answers, was
promised nothing."""

TURN_COLUMNS = {
    "calendar": "VARCHAR",
    "asked_in_hours": "BOOLEAN",
    "response_business_seconds": "DOUBLE",
    "sla_calendar": "VARCHAR",
    "response_target_seconds": "DOUBLE",
    "response_left_seconds": "DOUBLE",
    "response_sla": "VARCHAR",
}
TURN_UNTIL = """
CASE WHEN response_sla = 'open' OR (response_sla = 'missed' AND response_seconds IS NULL) THEN TIMESTAMP 'infinity'
    ELSE asked_at + to_seconds(coalesce(response_seconds, 0)) END
"""
