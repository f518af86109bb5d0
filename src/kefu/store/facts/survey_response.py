"""Facts of a survey invitation: whether it was answered, and the slice of the ticket it asks about."""

from kefu.store.facts import Fact

SQL = """
SELECT s.* REPLACE (
        coalesce(s.channel, t.channel) AS channel,
        coalesce(s.team, t.team) AS team,
        coalesce(s.agent_id, t.agent_id) AS agent_id,
        coalesce(s.product_line, t.product_line) AS product_line,
        coalesce(s.region, t.region, o.region) AS region
    ),
    c.segment,
    s.answered_at IS NOT NULL AND (s.csat IS NOT NULL OR s.nps IS NOT NULL OR s.csat_attitude IS NOT NULL
        OR s.csat_efficiency IS NOT NULL OR s.csat_expertise IS NOT NULL) AS is_answered
FROM survey_response_row s
LEFT JOIN ticket_row t ON t.ticket_id = s.ticket_id
LEFT JOIN order_row o ON o.order_id = s.order_id
LEFT JOIN customer c ON c.customer_id = coalesce(s.customer_id, t.customer_id)
WHERE s.month IN (SELECT month FROM wanted)
"""

FACT = Fact(
    entity="survey_response",
    sql=SQL,
    reads=("ticket_row", "order_row", "customer"),
    extra={"segment": "VARCHAR", "is_answered": "BOOLEAN"},
)
