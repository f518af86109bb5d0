"""Facts of a call: whether it was answered, who called, and the slice of the ticket it led to.

Its channel is the telephone, whatever happened to it.
"""

from kefu.store.facts import Fact

SQL = """
SELECT k.*, c.segment, 'phone' AS channel,
    t.product_line, t.category, coalesce(t.region, c.region) AS region,
    CASE k.outcome WHEN 'answered' THEN true WHEN 'abandoned' THEN false END AS is_answered
FROM call_row k
LEFT JOIN ticket_row t ON t.ticket_id = k.ticket_id
LEFT JOIN customer c ON c.customer_id = k.customer_id
WHERE k.month IN (SELECT month FROM wanted)
"""

FACT = Fact(
    entity="call",
    sql=SQL,
    reads=("customer", "ticket_row"),
    extra={
        "segment": "VARCHAR",
        "channel": "VARCHAR",
        "product_line": "VARCHAR",
        "category": "VARCHAR",
        "region": "VARCHAR",
        "is_answered": "BOOLEAN",
    },
)
