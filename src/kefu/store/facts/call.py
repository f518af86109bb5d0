"""Facts of a call: whether it was answered, and who called. Its channel is the telephone, whatever happened to it."""

from kefu.store.facts import Fact

SQL = """
SELECT k.*, c.segment, 'phone' AS channel,
    CASE k.outcome WHEN 'answered' THEN true WHEN 'abandoned' THEN false END AS is_answered
FROM call_row k LEFT JOIN customer c USING (customer_id)
WHERE k.month IN (SELECT month FROM wanted)
"""

FACT = Fact(
    entity="call",
    sql=SQL,
    reads=("customer",),
    extra={"segment": "VARCHAR", "channel": "VARCHAR", "is_answered": "BOOLEAN"},
)
