"""Facts of a ticket: how fast it was answered and solved, whether it came back, whether a sale followed.

What the messages and events of a ticket say takes precedence over what the source's own columns say; where a ticket has
neither, the source's columns count. A window that reaches beyond the data is open, and what depends on it is NULL, also
where the thing has happened already: counting only those would make every newest month look worse. ``is_mature`` says
whether a ticket's first seven days are over. A ticket merged into another is no request of its own, like spam. A
surge is an hour that brings half as many tickets again as the month's mean hour with tickets, and more than chance
would.

Of a ticket nothing in sla.yaml promises anything, the source's own verdict on its targets counts; met, of one that is
not done, is only so far.

``human_clock_at`` is when people began to be waited for: the latest hand-over by a bot or reopening, else the bot's
solution, else the beginning; ``asked_at`` is the customer's first message from then on, ``human_answered_at`` the first
answer. ``first_reply_seconds`` leaves out the words an agent opened the ticket with.
"""

from kefu.store.facts import Fact, _hours
from kefu.store.facts._progress import HAPPENED, STAYED

REPEAT_WINDOW = "INTERVAL 7 DAY"  # first-contact resolution: the customary seven-day repeat window
COMPLAINT_WINDOW = "INTERVAL 30 DAY"  # a second complaint within a month counts as repeated
SALE_WINDOW = "INTERVAL 7 DAY"
AGENT = "author_kind = 'agent' AND NOT coalesce(is_private, false)"
SURGE = 1.5  # times the month's mean hour; an hour must also be beyond chance, three times the square root of the mean
INVITATIONS = 100  # so many survey rows and all of them answers: the source lists answers, not whom it asked
ANSWERED = "is_resolved OR first_responded_at IS NOT NULL"  # what is solved was answered, whether or not it says when


def stated(verdict: str, done: str) -> str:
    """The source's own verdict: what is not ``done`` has not met its target yet."""
    return f"CASE WHEN {verdict} = 'met' AND NOT ({done}) THEN 'open' ELSE {verdict} END"


KNOWN = f"""
SELECT (SELECT count(*) > 0 FROM ticket_event_row WHERE kind = 'reopened') AS reopens_known,
    (SELECT count(*) > 0 FROM ticket_row WHERE category = 'complaint') AS complaints_known,
    (SELECT count(*) > 0 FROM ticket_event_row WHERE kind = 'assigned') AS assignments_known,
    (SELECT count(*) > 0 FROM agent WHERE team IS NOT NULL) AS teams_known,
    (SELECT count(ticket_id) > 0 AND (count(*) < {INVITATIONS} OR count(*) > count(answered_at))
        FROM survey_response_row) AS surveys_known,
    (SELECT count(*) > 0 FROM call_row WHERE direction = 'outbound' AND ticket_id IS NOT NULL) AS callbacks_known
"""

SQL = f"""
WITH picked AS (SELECT * FROM ticket_row WHERE month IN (SELECT month FROM wanted)),
happened AS ({HAPPENED}),
stayed AS ({STAYED}),
begun AS (
    SELECT p.*, h.* EXCLUDE (ticket_id),
        coalesce(greatest(h.handed_over_at, h.reopened_at), h.bot_resolved_at, p.created_at) AS human_clock_at
    FROM picked p LEFT JOIN happened h USING (ticket_id)
),
spoken AS (
    SELECT ticket_id,
        min(sent_at) FILTER ({AGENT} AND sent_at >= created_at) AS answered_at,
        min(sent_at) FILTER ({AGENT} AND sent_at > created_at) AS answered_later_at,
        min(sent_at) FILTER ({AGENT} AND sent_at >= human_clock_at) AS human_answered_at,
        min(sent_at) FILTER (author_kind = 'customer' AND sent_at >= human_clock_at) AS asked_at,
        coalesce(max(sent_at) FILTER (author_kind = 'customer') > max(sent_at) FILTER ({AGENT}), true) AS is_waiting,
        count(*) FILTER ({AGENT}) AS agent_turns,
        count(*) FILTER (author_kind = 'customer') AS customer_turns,
        count(*) FILTER (author_kind = 'bot') AS bot_turns,
        coalesce(min(author_id) FILTER ({AGENT}) = max(author_id) FILTER ({AGENT}), true) AS is_one_agents,
        arg_min(author_id, (sent_at, message_id)) FILTER ({AGENT} AND sent_at >= created_at) AS first_responder_id,
        min(sent_at) FILTER (author_kind IN ('customer', 'agent') AND NOT coalesce(is_private, false)) AS begun_at,
        max(sent_at) FILTER (author_kind IN ('customer', 'agent') AND NOT coalesce(is_private, false)) AS ended_at
    FROM message JOIN begun USING (ticket_id) GROUP BY ticket_id
),
assigned AS (
    SELECT ticket_id, from_value, to_value,
        lag(to_value) OVER (PARTITION BY ticket_id ORDER BY happened_at, event_id) AS held_by
    FROM ticket_event_row SEMI JOIN picked USING (ticket_id) WHERE kind = 'assigned'
),
passed AS (
    SELECT a.ticket_id,
        count(*) - 1 - count(*) FILTER (a.to_value = a.held_by) AS hands,
        bool_or(giver.team <> taker.team) AS to_other_team
    FROM assigned a
    LEFT JOIN agent giver ON giver.agent_id = a.from_value
    LEFT JOIN agent taker ON taker.agent_id = a.to_value
    GROUP BY a.ticket_id
),
gaps AS (
    SELECT again.ticket_id,
        epoch(date_trunc('second', again.at)) - epoch(date_trunc('second', max(e.happened_at))) AS reopen_gap_seconds
    FROM (
        SELECT ticket_id, min(happened_at) AS at
        FROM ticket_event_row SEMI JOIN picked USING (ticket_id) WHERE kind = 'reopened' GROUP BY ticket_id
    ) again
    JOIN ticket_event_row e USING (ticket_id)
    WHERE e.kind IN ('resolved', 'closed') AND e.happened_at <= again.at GROUP BY again.ticket_id, again.at
),
hours AS (
    SELECT month, date_trunc('hour', created_at_local) AS hour, count(*) AS tickets
    FROM picked WHERE NOT coalesce(is_spam, false) GROUP BY ALL
),
surges AS (
    SELECT hour, tickets > greatest({SURGE} * usual, usual + 3 * sqrt(usual)) AS is_surge
    FROM (SELECT *, avg(tickets) OVER (PARTITION BY month) AS usual FROM hours)
),
asked AS (SELECT DISTINCT ticket_id FROM survey_response_row WHERE ticket_id IS NOT NULL),
called AS (SELECT DISTINCT ticket_id FROM call_row WHERE direction = 'outbound' AND ticket_id IS NOT NULL),
horizon AS (
    SELECT *, (SELECT max(created_at) FROM ticket_row) AS contacts, (SELECT max(ordered_at) FROM order_row) AS orders
    FROM known
),
repeats AS (
    SELECT ticket_id,
        lead(created_at) OVER same_matter AS next_at, lag(created_at) OVER same_matter AS previous_at
    FROM ticket_row WHERE customer_id IS NOT NULL AND NOT coalesce(is_spam OR status = 'merged', false)
    WINDOW same_matter AS (PARTITION BY customer_id, category ORDER BY created_at, ticket_id)
),
sales AS (
    SELECT p.ticket_id, o.ordered_at
    FROM picked p ASOF JOIN (
        SELECT customer_id, ordered_at FROM order_row WHERE coalesce(status, '') <> 'cancelled'
    ) o ON p.customer_id = o.customer_id AND o.ordered_at >= p.created_at
),
joined AS (
    SELECT p.* EXCLUDE (first_responded_at, resolved_at, closed_at, reopens, solved_at, ended_at, reopened), c.segment,
        coalesce(s.answered_at, p.first_responded_at) AS first_responded_at,
        coalesce(p.solved_at, p.resolved_at, p.closed_at) AS resolved_at,
        coalesce(p.ended_at, p.closed_at) AS closed_at,
        CASE WHEN z.reopens_known OR p.reopened > 0 THEN coalesce(p.reopened, p.reopens, 0) ELSE p.reopens END
            AS reopens,
        s.* EXCLUDE (ticket_id, answered_at, human_answered_at, first_responder_id, begun_at, ended_at),
        y.* EXCLUDE (ticket_id),
        coalesce(s.human_answered_at, CASE WHEN p.human_clock_at = p.created_at THEN p.first_responded_at END)
            AS human_answered_at,
        r.next_at, r.previous_at, b.ordered_at AS sale_at, p.created_at + {REPEAT_WINDOW} <= z.contacts AS is_mature,
        z.orders, z.complaints_known,
        s.first_responder_id,
        CASE WHEN s.first_responder_id = p.agent_id THEN p.team ELSE responder.team END AS first_responder_team,
        epoch(date_trunc('second', s.ended_at)) - epoch(date_trunc('second', s.begun_at)) AS session_seconds,
        CASE WHEN z.assignments_known THEN coalesce(a.hands, p.reassignments, 0) ELSE p.reassignments END AS transfers,
        a.to_other_team, z.assignments_known AND z.teams_known AS escalations_known,
        g.reopen_gap_seconds,
        coalesce(u.is_surge, false) AS is_surge,
        CASE WHEN z.surveys_known THEN asked.ticket_id IS NOT NULL END AS is_surveyed,
        CASE WHEN z.surveys_known OR z.callbacks_known
            THEN asked.ticket_id IS NOT NULL OR called.ticket_id IS NOT NULL END AS is_revisited,
        p.agent_id || ' ' || strftime(p.created_at_local, '%Y-%m-%d') AS agent_day
    FROM begun p
    LEFT JOIN spoken s USING (ticket_id)
    LEFT JOIN stayed y USING (ticket_id)
    LEFT JOIN repeats r USING (ticket_id)
    LEFT JOIN sales b USING (ticket_id)
    LEFT JOIN customer c USING (customer_id)
    LEFT JOIN passed a USING (ticket_id)
    LEFT JOIN gaps g USING (ticket_id)
    LEFT JOIN surges u ON u.hour = date_trunc('hour', p.created_at_local)
    LEFT JOIN asked USING (ticket_id)
    LEFT JOIN called USING (ticket_id)
    LEFT JOIN agent responder ON responder.agent_id = s.first_responder_id
    CROSS JOIN horizon z
),
timed AS (
    SELECT *,
        epoch(date_trunc('second', first_responded_at)) - epoch(date_trunc('second', created_at)) AS waited,
        resolved_at IS NOT NULL AND (reopened_at IS NULL OR resolved_at > reopened_at) AS is_resolved,
        CASE
            WHEN customer_id IS NULL OR NOT is_mature THEN NULL
            ELSE coalesce(next_at <= created_at + {REPEAT_WINDOW}, false)
        END AS repeat_within_7d
    FROM joined
),
{_hours.TICKET}
SELECT * EXCLUDE (waited, reopened_at, next_at, previous_at, sale_at, orders, complaints_known, first_solved_at,
        answered_later_at, handed_over_at, bot_resolved_at, to_other_team, escalations_known, first_response_verdict,
        resolution_verdict, month, _source, _row)
    REPLACE (
        CASE WHEN status = 'merged' THEN true ELSE is_spam END AS is_spam,
        coalesce(resolutions, CAST(is_resolved AS BIGINT)) AS resolutions,
        coalesce(first_response_verdict, {stated("first_response_sla", ANSWERED)}) AS first_response_sla,
        coalesce(resolution_verdict, {stated("resolution_sla", "is_resolved")}) AS resolution_sla
    ),
    month, _source, _row,
    waited AS first_response_seconds,
    CASE WHEN first_responded_at > created_at THEN waited
        ELSE epoch(date_trunc('second', answered_later_at)) - epoch(date_trunc('second', created_at)) END
        AS first_reply_seconds,
    CASE WHEN is_resolved THEN epoch(date_trunc('second', resolved_at)) - epoch(date_trunc('second', created_at)) END
        AS resolution_seconds,
    epoch(date_trunc('second', coalesce(first_solved_at, resolved_at))) - epoch(date_trunc('second', created_at))
        AS first_resolution_seconds,
    CASE
        WHEN handed_over_at IS NOT NULL OR (bot_turns > 0 AND agent_turns > 0) THEN 'handed_over'
        WHEN bot_resolved_at IS NOT NULL OR (bot_turns > 0 AND is_resolved) THEN 'resolved'
        WHEN bot_turns > 0 THEN 'left'
    END AS bot_outcome,
    closed_at IS NOT NULL AS is_closed,
    CASE WHEN complaints_known THEN coalesce(category = 'complaint', false) END AS is_complaint,
    CASE WHEN repeat_within_7d IS NOT NULL AND reopens IS NOT NULL
        THEN is_resolved AND reopens = 0 AND NOT repeat_within_7d END AS resolved_on_first_contact,
    CASE WHEN category = 'complaint' AND customer_id IS NOT NULL
        THEN coalesce(previous_at >= created_at - {COMPLAINT_WINDOW}, false) END AS repeat_complaint,
    CASE
        WHEN customer_id IS NULL OR orders IS NULL OR created_at + {SALE_WINDOW} > orders THEN NULL
        ELSE coalesce(sale_at <= created_at + {SALE_WINDOW}, false)
    END AS ordered_within_7d,
    least(
        CASE WHEN is_resolved THEN resolved_at END,
        CASE WHEN reopened_at IS NULL OR closed_at > reopened_at THEN closed_at END
    ) AS settled_at,
    CASE WHEN NOT escalations_known THEN NULL WHEN transfers = 0 THEN false ELSE to_other_team END AS is_escalated
FROM timed LEFT JOIN served USING (ticket_id)
"""

FACT = Fact(
    entity="ticket",
    sql=SQL,
    known=KNOWN,
    reads=("message", "ticket_event_row", "order_row", "customer", "agent", "survey_response_row", "call_row"),
    extra={
        "segment": "VARCHAR",
        "agent_turns": "BIGINT",
        "customer_turns": "BIGINT",
        "bot_turns": "BIGINT",
        "is_resolved": "BOOLEAN",
        "is_mature": "BOOLEAN",
        "repeat_within_7d": "BOOLEAN",
        "first_response_seconds": "DOUBLE",
        "resolution_seconds": "DOUBLE",
        "is_closed": "BOOLEAN",
        "is_complaint": "BOOLEAN",
        "resolved_on_first_contact": "BOOLEAN",
        "repeat_complaint": "BOOLEAN",
        "ordered_within_7d": "BOOLEAN",
        "assigned_at": "TIMESTAMP",
        "accepted_at": "TIMESTAMP",
        "handed_back_at": "TIMESTAMP",
        "human_clock_at": "TIMESTAMP",
        "human_answered_at": "TIMESTAMP",
        "asked_at": "TIMESTAMP",
        "first_reply_seconds": "DOUBLE",
        "first_resolution_seconds": "DOUBLE",
        "resolutions": "BIGINT",
        "is_one_agents": "BOOLEAN",
        "is_waiting": "BOOLEAN",
        "bot_outcome": "VARCHAR",
        "new_seconds": "DOUBLE",
        "open_seconds": "DOUBLE",
        "pending_seconds": "DOUBLE",
        "hold_seconds": "DOUBLE",
        "rested_seconds": "DOUBLE",
        **_hours.TICKET_COLUMNS,
        "first_responder_id": "VARCHAR",
        "first_responder_team": "VARCHAR",
        "session_seconds": "DOUBLE",
        "transfers": "BIGINT",
        "is_escalated": "BOOLEAN",
        "reopen_gap_seconds": "DOUBLE",
        "settled_at": "TIMESTAMP",
        "is_surge": "BOOLEAN",
        "is_surveyed": "BOOLEAN",
        "is_revisited": "BOOLEAN",
        "agent_day": "VARCHAR",
    },
    until=_hours.TICKET_UNTIL,
)
