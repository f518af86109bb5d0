"""Facts of a turn: a customer speaks, a person answers.

Several messages of one side in a row are one turn; bots and system notices neither open nor answer one, but how soon
anybody answered, a bot too, is kept beside it. A turn nobody answered has no response time. A turn belongs to the month
in which the customer spoke, not to that of its ticket.

The last columns are what platforms judge by: the session a turn opens, the mean wait of its conversation, and the
customer's day in the platforms' service hours. What a bot alone answered has reached no person, and opens no day.
"""

from kefu.store.facts import Fact, _hours

SESSION_GAP = "INTERVAL 10 MINUTE"  # JD: who writes within ten minutes of the end goes on with the old session
FIRST_HOUR, LAST_HOUR = 8, 22  # Pinduoduo, Feige, Kuaishou: from 8:00 up to and not including 23:00

SQL = f"""
WITH spoken AS (
    SELECT m.*
    FROM message m
    WHERE m.author_kind IN ('customer', 'agent', 'bot') AND NOT coalesce(m.is_private, false)
        AND EXISTS (FROM message w WHERE w.ticket_id = m.ticket_id AND w.month IN (SELECT month FROM wanted))
),
sides AS (
    SELECT *,
        lag(CASE WHEN author_kind <> 'bot' THEN author_kind END IGNORE NULLS) OVER conversation AS before,
        lead(CASE WHEN author_kind <> 'customer' THEN sent_at END IGNORE NULLS) OVER conversation AS replied_at
    FROM spoken
    WINDOW conversation AS (PARTITION BY ticket_id ORDER BY sent_at, message_id)
),
changes AS (
    SELECT *,
        lead(sent_at) OVER conversation AS answered_at,
        lead(author_id) OVER conversation AS answered_by,
        row_number() OVER conversation AS position
    FROM sides WHERE author_kind <> 'bot' AND (before IS NULL OR before <> author_kind)
    WINDOW conversation AS (PARTITION BY ticket_id ORDER BY sent_at, message_id)
),
endings AS (
    SELECT DISTINCT ticket_id, happened_at
    FROM ticket_event_row SEMI JOIN spoken USING (ticket_id) WHERE kind IN ('resolved', 'closed')
),
timed AS (
    SELECT c.*, t.customer_id, t.agent_id, t.channel, t.team, t.product_line, t.region, t.category,
        t.priority, coalesce(t.resolved_at, t.closed_at) AS ticket_ended_at,
        CAST((c.position + 1) // 2 AS BIGINT) AS turn_number,
        epoch(date_trunc('second', c.answered_at)) - epoch(date_trunc('second', c.sent_at)) AS response_seconds,
        epoch(date_trunc('second', c.replied_at)) - epoch(date_trunc('second', c.sent_at)) AS any_response_seconds,
        e.happened_at AS ended_at,
        hour(c.sent_at_local) BETWEEN {FIRST_HOUR} AND {LAST_HOUR} AS is_in_hours,
        c.answered_at IS NULL AND c.replied_at IS NOT NULL AS is_bots_alone
    FROM changes c
    JOIN ticket_row t USING (ticket_id)
    ASOF LEFT JOIN endings e ON c.ticket_id = e.ticket_id AND c.sent_at >= e.happened_at
    WHERE c.author_kind = 'customer'
),
placed AS (
    SELECT *,
        turn_number = 1 OR coalesce(
            ended_at >= lag(sent_at) OVER conversation AND sent_at >= ended_at + {SESSION_GAP}, false
        ) AS opens_session,
        avg(response_seconds) OVER (PARTITION BY ticket_id) AS conversation_seconds,
        is_in_hours AND NOT bool_and(is_bots_alone) OVER days
            AND row_number() OVER (days ORDER BY sent_at, message_id) = 1 AS opens_customer_day,
        CASE WHEN is_in_hours AND count(response_seconds) OVER days = count(*) OVER days
            THEN max(response_seconds) OVER days END AS customer_day_seconds
    FROM timed
    WINDOW conversation AS (PARTITION BY ticket_id ORDER BY sent_at, message_id),
        days AS (
            PARTITION BY customer_id, CASE WHEN customer_id IS NULL THEN ticket_id END, CAST(sent_at_local AS DATE),
                is_in_hours
        )
),
asked AS (
    SELECT p.ticket_id, p.sent_at AS asked_at, p.sent_at_local AS asked_at_local, p.turn_number, p.answered_at,
        p.response_seconds, coalesce(p.answered_by, p.agent_id) AS agent_id,
        p.channel, p.team, p.product_line, p.region, p.category, k.segment, p.priority, p.ticket_ended_at,
        p.any_response_seconds, p.opens_session, p.conversation_seconds, p.opens_customer_day, p.customer_day_seconds,
        p.month, p._source, p._row
    FROM placed p
    LEFT JOIN customer k USING (customer_id)
    WHERE p.month IN (SELECT month FROM wanted)
),
{_hours.TURN}
SELECT * EXCLUDE (answered_at, priority, ticket_ended_at) FROM served
"""

FACT = Fact(
    sql=SQL,
    follows="message",
    reads=("ticket_row", "message", "ticket_event_row", "customer"),
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
    extra={
        "any_response_seconds": "DOUBLE",
        "opens_session": "BOOLEAN",
        "conversation_seconds": "DOUBLE",
        "opens_customer_day": "BOOLEAN",
        "customer_day_seconds": "DOUBLE",
        **_hours.TURN_COLUMNS,
    },
    until=_hours.TURN_UNTIL,
)
