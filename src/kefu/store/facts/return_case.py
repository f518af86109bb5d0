"""Facts of a return case: how long it took, what it cost, and the slice of the ticket and the order it belongs to."""

from kefu.store.facts import Fact

SQL = """
SELECT r.* REPLACE (
        coalesce(r.product_line, o.product_line, t.product_line) AS product_line,
        coalesce(r.region, o.region, t.region) AS region
    ),
    c.segment, t.channel, t.team, t.agent_id, t.category,
    epoch(date_trunc('second', r.closed_at)) - epoch(date_trunc('second', r.opened_at)) AS turnaround_seconds,
    CASE WHEN r.logistics_cost IS NULL AND r.service_cost IS NULL THEN NULL
        ELSE coalesce(r.logistics_cost, 0) + coalesce(r.service_cost, 0) END AS cost
FROM return_case_row r
LEFT JOIN order_row o ON o.order_id = r.order_id
LEFT JOIN ticket_row t ON t.ticket_id = r.ticket_id
LEFT JOIN customer c ON c.customer_id = coalesce(r.customer_id, o.customer_id, t.customer_id)
WHERE r.month IN (SELECT month FROM wanted)
"""

FACT = Fact(
    entity="return_case",
    sql=SQL,
    reads=("order_row", "ticket_row", "customer"),
    extra={
        "segment": "VARCHAR",
        "channel": "VARCHAR",
        "team": "VARCHAR",
        "agent_id": "VARCHAR",
        "category": "VARCHAR",
        "turnaround_seconds": "DOUBLE",
        "cost": "DOUBLE",
    },
)
