"""Facts of an order: whether its customer had bought before, and whether anything of it came back."""

from kefu.store.facts import Fact

SQL = """
WITH history AS (
    SELECT order_id,
        lag(ordered_at) OVER purchases AS previous_at,
        row_number() OVER (PARTITION BY customer_id, month ORDER BY ordered_at, order_id) AS number_in_month
    FROM order_row WHERE customer_id IS NOT NULL AND coalesce(status, '') <> 'cancelled'
    WINDOW purchases AS (PARTITION BY customer_id ORDER BY ordered_at, order_id)
),
returned AS (SELECT DISTINCT order_id FROM return_case_row WHERE order_id IS NOT NULL),
horizon AS (
    SELECT (SELECT min(ordered_at) FROM order_row) AS begins,
        (SELECT count(*) > 0 FROM return_case_row) AS returns_known
)
SELECT o.* EXCLUDE (month, _source, _row), o.month, o._source, o._row,
    c.segment,
    coalesce(o.status, '') <> 'cancelled' AS is_completed,
    CASE
        WHEN o.customer_id IS NULL THEN NULL
        WHEN h.previous_at >= o.ordered_at - INTERVAL 180 DAY THEN true
        WHEN o.ordered_at - INTERVAL 180 DAY < z.begins THEN NULL
        ELSE false
    END AS bought_before_180d,
    coalesce(h.number_in_month = 1, false) AS is_customers_first_of_month,
    CASE WHEN z.returns_known THEN r.order_id IS NOT NULL END AS is_returned
FROM order_row o
LEFT JOIN history h USING (order_id)
LEFT JOIN returned r USING (order_id)
LEFT JOIN customer c USING (customer_id)
CROSS JOIN horizon z
WHERE o.month IN (SELECT month FROM wanted)
"""

FACT = Fact(
    entity="order",
    sql=SQL,
    reads=("return_case_row", "customer"),
    extra={
        "segment": "VARCHAR",
        "is_completed": "BOOLEAN",
        "bought_before_180d": "BOOLEAN",
        "is_customers_first_of_month": "BOOLEAN",
        "is_returned": "BOOLEAN",
    },
)
