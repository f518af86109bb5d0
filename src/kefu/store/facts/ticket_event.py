"""Facts of a ticket event: the slice of the ticket it happened to, which belongs to who holds it last.

Which team held the ticket then stands in its row and is asked by the map of the process.
"""

from kefu.store.facts import Fact

SLICES = ("channel", "team", "agent_id", "product_line", "region", "category")

SQL = f"""
SELECT e.* EXCLUDE (team), {", ".join(f"t.{one}" for one in SLICES)}, c.segment
FROM ticket_event_row e
LEFT JOIN ticket_row t ON t.ticket_id = e.ticket_id
LEFT JOIN customer c ON c.customer_id = t.customer_id
WHERE e.month IN (SELECT month FROM wanted)
"""

FACT = Fact(
    entity="ticket_event",
    sql=SQL,
    reads=("ticket_row", "customer"),
    extra=dict.fromkeys((*SLICES, "segment"), "VARCHAR"),
)
