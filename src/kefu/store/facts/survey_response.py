"""Facts of a survey invitation: whether it was answered, and the slice of the ticket or order it asks about."""

from kefu.store.facts import Fact

INVITATIONS = 100  # so many rows and all of them answers: the source lists answers, not whom it asked

KNOWN = f"""
SELECT count(*) < {INVITATIONS} OR count(*) > count(answered_at) AS invitations_known FROM survey_response_row
"""

SQL = """
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
)
SELECT s.* REPLACE (
        coalesce(s.channel, t.channel) AS channel,
        coalesce(s.team, t.team) AS team,
        coalesce(s.agent_id, t.agent_id) AS agent_id,
        coalesce(s.product_line, t.product_line, o.product_line, b.product_line) AS product_line,
        coalesce(s.region, t.region, o.region, c.region) AS region
    ),
    c.segment, t.category,
    CASE WHEN z.invitations_known THEN s.answered_at IS NOT NULL
        AND coalesce(s.csat, s.nps, s.csat_attitude, s.csat_efficiency, s.csat_expertise) IS NOT NULL END AS is_answered
FROM survey_response_row s
LEFT JOIN ticket_row t ON t.ticket_id = s.ticket_id
LEFT JOIN order_row o ON o.order_id = s.order_id
LEFT JOIN bought b ON b.order_id = s.order_id
LEFT JOIN customer c ON c.customer_id = coalesce(s.customer_id, t.customer_id, o.customer_id)
CROSS JOIN known z
WHERE s.month IN (SELECT month FROM wanted)
"""

FACT = Fact(
    entity="survey_response",
    sql=SQL,
    known=KNOWN,
    reads=("ticket_row", "order_row", "order_line", "product", "customer"),
    extra={"segment": "VARCHAR", "category": "VARCHAR", "is_answered": "BOOLEAN"},
)
