"""Facts of a survey invitation: whether it was answered, how soon who was dissatisfied was called, and the slice of the
ticket or order it asks about, with whether the order had come by the time promised when the customer was asked."""

from kefu.store.facts import Fact

INVITATIONS = 100  # so many rows and all of them answers: the source lists answers, not whom it asked

LOW = 2  # of five: who scored so low should be called
CALLED = """SELECT * FROM call_row
    WHERE direction = 'outbound' AND (ticket_id IS NOT NULL OR customer_id IS NOT NULL)"""

KNOWN = f"""
SELECT count(*) < {INVITATIONS} OR count(*) > count(answered_at) AS invitations_known,
    (SELECT count(*) > 0 FROM ({CALLED})) AS callbacks_known
FROM survey_response_row
"""

SQL = f"""
WITH named AS (
    SELECT l.order_id, l.amount, l.line_number, coalesce(l.product_line, p.product_line) AS product_line
    FROM order_line l LEFT JOIN product p USING (product_id)
    SEMI JOIN (SELECT order_id FROM survey_response_row WHERE month IN (SELECT month FROM wanted)) s USING (order_id)
),
bought AS (
    SELECT order_id,
        arg_max(product_line, (coalesce(amount, 0), -coalesce(line_number, 0), product_line))
            FILTER (product_line IS NOT NULL) AS product_line
    FROM named GROUP BY order_id
),
low AS (
    SELECT r.response_id, r.ticket_id, coalesce(r.customer_id, w.customer_id) AS customer_id, r.answered_at
    FROM survey_response_row r LEFT JOIN ticket_row w ON w.ticket_id = r.ticket_id
    WHERE r.csat <= {LOW} AND r.month IN (SELECT month FROM wanted)
),
called AS (
    SELECT response_id, min(started_at) AS called_at FROM (
        SELECT l.response_id, k.started_at
        FROM low l JOIN ({CALLED}) k ON k.ticket_id = l.ticket_id AND k.started_at >= l.answered_at
        UNION ALL
        SELECT l.response_id, k.started_at
        FROM low l JOIN ({CALLED}) k ON k.customer_id = l.customer_id AND k.started_at >= l.answered_at
    ) GROUP BY response_id
)
SELECT s.* REPLACE (
        coalesce(s.channel, t.channel) AS channel,
        coalesce(s.team, t.team) AS team,
        coalesce(s.agent_id, t.agent_id) AS agent_id,
        coalesce(s.product_line, t.product_line, o.product_line, b.product_line) AS product_line,
        coalesce(s.region, t.region, o.region, c.region) AS region
    ),
    c.segment, t.category,
    CASE
        WHEN o.promised_at IS NULL OR o.status = 'cancelled' THEN NULL
        WHEN o.delivered_at <= o.promised_at THEN 'on_time'
        WHEN coalesce(s.answered_at, s.sent_at) > o.promised_at OR o.delivered_at > o.promised_at THEN 'late'
    END AS delivery,
    CASE WHEN z.invitations_known THEN s.answered_at IS NOT NULL
        AND coalesce(s.csat, s.nps, s.ces, s.csat_attitude, s.csat_efficiency, s.csat_expertise) IS NOT NULL END
        AS is_answered,
    CASE WHEN s.csat <= {LOW} AND z.callbacks_known
            AND s.answered_at + INTERVAL 48 HOUR <= (SELECT max(started_at) FROM call_row)
        THEN coalesce(f.called_at <= s.answered_at + INTERVAL 48 HOUR, false) END AS is_called_back
FROM survey_response_row s
LEFT JOIN ticket_row t ON t.ticket_id = s.ticket_id
LEFT JOIN order_row o ON o.order_id = s.order_id
LEFT JOIN bought b ON b.order_id = s.order_id
LEFT JOIN customer c ON c.customer_id = coalesce(s.customer_id, t.customer_id, o.customer_id)
LEFT JOIN called f USING (response_id)
CROSS JOIN known z
WHERE s.month IN (SELECT month FROM wanted)
"""

FACT = Fact(
    entity="survey_response",
    sql=SQL,
    known=KNOWN,
    reads=("ticket_row", "order_row", "order_line", "product", "customer", "call_row"),
    extra={
        "segment": "VARCHAR",
        "category": "VARCHAR",
        "delivery": "VARCHAR",
        "is_answered": "BOOLEAN",
        "is_called_back": "BOOLEAN",
    },
)
