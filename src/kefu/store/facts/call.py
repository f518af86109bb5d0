"""Facts of a call: whether it was answered, what work it made, who called, and what its ticket was about.

Its channel is the telephone, whatever happened to it. A call without a ticket, as most that were given up, was about
nobody knows what: its product line and category are not stated.
"""

from kefu.store.facts import Fact

SQL = """
SELECT k.*, c.segment, 'phone' AS channel,
    t.product_line, t.category, coalesce(t.region, c.region) AS region,
    CASE k.outcome WHEN 'answered' THEN true WHEN 'abandoned' THEN false END AS is_answered,
    CASE WHEN k.outcome = 'answered' THEN k.talk_seconds + coalesce(k.hold_seconds, 0) + coalesce(k.wrap_seconds, 0) END
        AS handle_seconds
FROM call_row k
LEFT JOIN ticket_row t ON t.ticket_id = k.ticket_id
LEFT JOIN customer c ON c.customer_id = coalesce(k.customer_id, t.customer_id)
WHERE k.month IN (SELECT month FROM wanted)
"""

FACT = Fact(
    entity="call",
    sql=SQL,
    reads=("ticket_row", "customer"),
    extra={
        "segment": "VARCHAR",
        "channel": "VARCHAR",
        "product_line": "VARCHAR",
        "category": "VARCHAR",
        "region": "VARCHAR",
        "is_answered": "BOOLEAN",
        "handle_seconds": "DOUBLE",
    },
)
