"""Facts of a ticket: how fast it was answered and solved, whether it came back, whether a sale followed.

What the messages and events of a ticket say takes precedence over what the source's own columns say; where a ticket has
neither, the source's columns count. A window that reaches beyond the data is open, and what depends on it is NULL, also
where the thing has happened already: counting only those would make every newest month look worse. ``is_mature`` says
whether a ticket's first seven days are over.
"""

from kefu.store.facts import Fact, _hours

REPEAT_WINDOW = "INTERVAL 7 DAY"  # first-contact resolution: the customary seven-day repeat window
COMPLAINT_WINDOW = "INTERVAL 30 DAY"  # a second complaint within a month counts as repeated
SALE_WINDOW = "INTERVAL 7 DAY"

KNOWN = """
SELECT (SELECT count(*) > 0 FROM ticket_event WHERE kind = 'reopened') AS reopens_known,
    (SELECT count(*) > 0 FROM ticket_row WHERE category = 'complaint') AS complaints_known
"""

SQL = f"""
WITH picked AS (SELECT * FROM ticket_row WHERE month IN (SELECT month FROM wanted)),
spoken AS (
    SELECT ticket_id,
        min(sent_at) FILTER (author_kind = 'agent' AND NOT coalesce(is_private, false) AND sent_at >= created_at)
            AS answered_at,
        count(*) FILTER (author_kind = 'agent' AND NOT coalesce(is_private, false)) AS agent_turns,
        count(*) FILTER (author_kind = 'customer') AS customer_turns,
        count(*) FILTER (author_kind = 'bot') AS bot_turns
    FROM message JOIN picked USING (ticket_id) GROUP BY ticket_id
),
happened AS (
    SELECT ticket_id,
        count(*) FILTER (kind = 'reopened') AS reopened,
        coalesce(max(happened_at) FILTER (kind = 'resolved'), max(happened_at) FILTER (kind = 'closed')) AS solved_at,
        max(happened_at) FILTER (kind = 'reopened') AS reopened_at,
        max(happened_at) FILTER (kind = 'closed') AS ended_at
    FROM ticket_event SEMI JOIN picked USING (ticket_id) GROUP BY ticket_id
),
horizon AS (
    SELECT *, (SELECT max(created_at) FROM ticket_row) AS contacts, (SELECT max(ordered_at) FROM order_row) AS orders
    FROM ({KNOWN})
),
repeats AS (
    SELECT ticket_id,
        lead(created_at) OVER same_matter AS next_at, lag(created_at) OVER same_matter AS previous_at
    FROM ticket_row WHERE customer_id IS NOT NULL AND NOT coalesce(is_spam, false)
    WINDOW same_matter AS (PARTITION BY customer_id, category ORDER BY created_at, ticket_id)
),
sales AS (
    SELECT p.ticket_id, o.ordered_at
    FROM picked p ASOF JOIN (
        SELECT customer_id, ordered_at FROM order_row WHERE coalesce(status, '') <> 'cancelled'
    ) o ON p.customer_id = o.customer_id AND o.ordered_at >= p.created_at
),
joined AS (
    SELECT p.* EXCLUDE (first_responded_at, resolved_at, closed_at, reopens), c.segment,
        coalesce(s.answered_at, p.first_responded_at) AS first_responded_at,
        coalesce(h.solved_at, p.resolved_at, p.closed_at) AS resolved_at,
        coalesce(h.ended_at, p.closed_at) AS closed_at,
        CASE WHEN z.reopens_known OR h.reopened > 0 THEN coalesce(h.reopened, p.reopens, 0) ELSE p.reopens END
            AS reopens,
        s.agent_turns, s.customer_turns, s.bot_turns, h.reopened_at,
        r.next_at, r.previous_at, b.ordered_at AS sale_at, p.created_at + {REPEAT_WINDOW} <= z.contacts AS is_mature,
        z.orders, z.complaints_known
    FROM picked p
    LEFT JOIN spoken s USING (ticket_id)
    LEFT JOIN happened h USING (ticket_id)
    LEFT JOIN repeats r USING (ticket_id)
    LEFT JOIN sales b USING (ticket_id)
    LEFT JOIN customer c USING (customer_id)
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
SELECT * EXCLUDE (waited, reopened_at, next_at, previous_at, sale_at, orders, complaints_known,
        month, _source, _row),
    month, _source, _row,
    waited AS first_response_seconds,
    CASE WHEN is_resolved THEN epoch(date_trunc('second', resolved_at)) - epoch(date_trunc('second', created_at)) END
        AS resolution_seconds,
    closed_at IS NOT NULL AS is_closed,
    CASE WHEN complaints_known THEN coalesce(category = 'complaint', false) END AS is_complaint,
    CASE WHEN repeat_within_7d IS NOT NULL AND reopens IS NOT NULL
        THEN is_resolved AND reopens = 0 AND NOT repeat_within_7d END AS resolved_on_first_contact,
    CASE WHEN category = 'complaint' AND customer_id IS NOT NULL
        THEN coalesce(previous_at >= created_at - {COMPLAINT_WINDOW}, false) END AS repeat_complaint,
    CASE
        WHEN customer_id IS NULL OR orders IS NULL OR created_at + {SALE_WINDOW} > orders THEN NULL
        ELSE coalesce(sale_at <= created_at + {SALE_WINDOW}, false)
    END AS ordered_within_7d
FROM timed LEFT JOIN served USING (ticket_id)
"""

FACT = Fact(
    entity="ticket",
    sql=SQL,
    known=KNOWN,
    reads=("message", "ticket_event", "order_row", "customer"),
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
        **_hours.TICKET_COLUMNS,
    },
    until=_hours.TICKET_UNTIL,
)
