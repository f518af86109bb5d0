"""Facts of a turn: a customer speaks, a person answers.

Several messages of one side in a row are one turn; bots and system notices neither open nor answer one. A turn nobody
answered has no response time. A turn belongs to the month in which the customer spoke, not to that of its ticket.
"""

from kefu.store.facts import Fact, _hours

SQL = f"""
WITH spoken AS (
    SELECT m.*
    FROM message m
    WHERE m.author_kind IN ('customer', 'agent') AND NOT coalesce(m.is_private, false)
        AND EXISTS (FROM message w WHERE w.ticket_id = m.ticket_id AND w.month IN (SELECT month FROM wanted))
),
sides AS (
    SELECT *, lag(author_kind) OVER (PARTITION BY ticket_id ORDER BY sent_at, message_id) AS before
    FROM spoken
),
changes AS (
    SELECT *,
        lead(sent_at) OVER conversation AS answered_at,
        lead(author_id) OVER conversation AS answered_by,
        row_number() OVER conversation AS position
    FROM sides WHERE before IS NULL OR before <> author_kind
    WINDOW conversation AS (PARTITION BY ticket_id ORDER BY sent_at, message_id)
),
asked AS (
    SELECT c.ticket_id, c.sent_at AS asked_at,
        c.sent_at_local AS asked_at_local,
        CAST((c.position + 1) // 2 AS BIGINT) AS turn_number, c.answered_at,
        epoch(date_trunc('second', c.answered_at)) - epoch(date_trunc('second', c.sent_at)) AS response_seconds,
        coalesce(c.answered_by, t.agent_id) AS agent_id,
        t.channel, t.team, t.product_line, t.region, t.category, k.segment, t.priority,
        coalesce(t.resolved_at, t.closed_at) AS ticket_ended_at,
        c.month, c._source, c._row
    FROM changes c
    JOIN ticket_row t USING (ticket_id)
    LEFT JOIN customer k USING (customer_id)
    WHERE c.author_kind = 'customer' AND c.month IN (SELECT month FROM wanted)
),
{_hours.TURN}
SELECT * EXCLUDE (answered_at, priority, ticket_ended_at) FROM served
"""

FACT = Fact(
    sql=SQL,
    follows="message",
    reads=("ticket_row", "message", "customer", "ticket_event"),
    base={
        "ticket_id": "VARCHAR",
        "asked_at": "TIMESTAMP",
        "asked_at_local": "TIMESTAMP",
        "turn_number": "BIGINT",
        "response_seconds": "DOUBLE",
        "agent_id": "VARCHAR",
        "channel": "VARCHAR",
        "team": "VARCHAR",
        "product_line": "VARCHAR",
        "region": "VARCHAR",
        "category": "VARCHAR",
        "segment": "VARCHAR",
    },
    extra=_hours.TURN_COLUMNS,
    until=_hours.TURN_UNTIL,
)
