"""Facts of an order: what its lines say of it, whether its customer bought before and again, and what came back.

An order without an amount of its own has the sum of its lines, and no amount where it has no lines either: not zero.
"""

from kefu.store.facts import Fact

PERSONS = 1_000  # so many orders without one customer twice: their customer numbers are made anew for every order

KNOWN = f"""
SELECT count(customer_id) < {PERSONS} OR count(customer_id) > count(DISTINCT customer_id) AS customers_known
FROM order_row
"""

SQL = """
WITH named AS (
    SELECT l.order_id, l.amount, l.quantity, l.line_number, coalesce(l.product_line, p.product_line) AS product_line
    FROM order_line l LEFT JOIN product p USING (product_id)
    SEMI JOIN (SELECT order_id FROM order_row WHERE month IN (SELECT month FROM wanted)) o USING (order_id)
),
lines AS (
    SELECT order_id,
        round(sum(quantity), 4) AS pieces,
        round(sum(amount), 4) AS amount,  -- rounded: threads add in any order, and the digest shows it
        arg_max(product_line, (coalesce(amount, 0), -coalesce(line_number, 0), product_line))
            FILTER (product_line IS NOT NULL) AS product_line
    FROM named GROUP BY order_id
),
history AS (
    SELECT order_id,
        lag(ordered_at) OVER purchases AS previous_at,
        lead(ordered_at) OVER purchases AS next_at,
        lag(month) OVER purchases IS DISTINCT FROM month AS is_first_of_month
    FROM order_row
    WHERE month IN (SELECT month FROM near) AND customer_id IS NOT NULL AND coalesce(status, '') <> 'cancelled'
    WINDOW purchases AS (PARTITION BY customer_id ORDER BY ordered_at, order_id)
),
returned AS (
    SELECT order_id, round(sum(refund), 4) AS refunded FROM return_case_row WHERE order_id IS NOT NULL GROUP BY order_id
),
horizon AS (
    SELECT (SELECT min(ordered_at) FROM order_row) AS begins, (SELECT max(ordered_at) FROM order_row) AS ends,
        (SELECT count(*) > 0 FROM return_case_row) AS returns_known,
        customers_known
    FROM known
)
SELECT o.* EXCLUDE (month, _source, _row) REPLACE (
        coalesce(o.amount, l.amount) AS amount,
        coalesce(o.product_line, l.product_line) AS product_line,
        coalesce(o.region, c.region) AS region
    ),
    o.month, o._source, o._row,
    c.segment,
    coalesce(o.status, '') <> 'cancelled' AS is_completed,
    CASE
        WHEN o.customer_id IS NULL OR NOT z.customers_known THEN NULL
        WHEN h.previous_at >= o.ordered_at - INTERVAL 180 DAY THEN true
        WHEN o.ordered_at - INTERVAL 180 DAY < z.begins THEN NULL
        ELSE false
    END AS bought_before_180d,
    o.customer_id IS NOT NULL AND z.customers_known AS is_customer_known,
    coalesce(h.is_first_of_month, false) AS is_customers_first_of_month,
    CASE WHEN z.returns_known THEN r.order_id IS NOT NULL END AS is_returned,
    CASE
        WHEN o.customer_id IS NULL OR NOT z.customers_known OR o.ordered_at + INTERVAL 90 DAY > z.ends THEN NULL
        ELSE coalesce(h.next_at <= o.ordered_at + INTERVAL 90 DAY, false)
    END AS buys_again_90d,
    coalesce(o.amount, l.amount) + coalesce(o.discount, 0) AS gross_amount,
    CASE WHEN z.returns_known THEN coalesce(o.amount, l.amount) - coalesce(r.refunded, 0) END AS net_amount,
    l.pieces
FROM order_row o
LEFT JOIN history h USING (order_id)
LEFT JOIN returned r USING (order_id)
LEFT JOIN lines l USING (order_id)
LEFT JOIN customer c USING (customer_id)
CROSS JOIN horizon z
WHERE o.month IN (SELECT month FROM wanted)
"""

FACT = Fact(
    entity="order",
    sql=SQL,
    known=KNOWN,
    at_once=("order", 1_000_000),
    reads=("return_case_row", "customer", "order_line", "product"),
    extra={
        "segment": "VARCHAR",
        "is_completed": "BOOLEAN",
        "bought_before_180d": "BOOLEAN",
        "is_customer_known": "BOOLEAN",
        "is_customers_first_of_month": "BOOLEAN",
        "is_returned": "BOOLEAN",
        "buys_again_90d": "BOOLEAN",
        "gross_amount": "DOUBLE",
        "net_amount": "DOUBLE",
        "pieces": "DOUBLE",
    },
)
