"""Facts of a spare part at the end of every month: what lies in the store, what it is worth, what was issued.

The balance is the sum of all movements up to then, over all warehouses: what one lacks another may have. Its worth is
at the cost the part list states, else that of the part's last movement. A row stands until the part is counted again.
Stock nobody asked for in half a year is dead; while the data are younger than that, nobody knows.
"""

from kefu.store.facts import Fact

IDLE = "INTERVAL 180 DAY"  # 呆滞: no issue for half a year, the customary limit
KNOWN = "SELECT bit_xor(hash(part_id, moved_at, kind, quantity, unit_cost)), count(*) FROM stock_movement"

SQL = f"""
WITH months AS (SELECT DISTINCT month FROM stock_movement WHERE month IS NOT NULL),
moved AS (
    SELECT part_id, month,
        sum(quantity) AS change,
        -sum(quantity) FILTER (kind = 'issue') AS issued,
        max(moved_at_local) FILTER (kind = 'issue') AS issued_at,
        min(moved_at_local) AS first_moved_at,
        arg_max(unit_cost, (moved_at, movement_id)) FILTER (unit_cost IS NOT NULL) AS unit_cost,
        max(_source) AS _source,
        arg_max(_row, (_source, _row)) AS _row
    FROM stock_movement GROUP BY part_id, month
),
begun AS (SELECT part_id, min(month) AS month FROM moved GROUP BY part_id),
counted AS (
    SELECT b.part_id, m.month,
        CAST(last_day(strptime(m.month, '%Y-%m')) AS TIMESTAMP) + INTERVAL '23:59:59' AS counted_at_local,
        lead(m.month) OVER so_far AS next_month,
        coalesce(v.issued, 0) AS issued,
        coalesce(v.change, 0) AS change,
        sum(coalesce(v.change, 0)) OVER so_far AS on_hand,
        max(v.issued_at) OVER so_far AS issued_at,
        min(v.first_moved_at) OVER so_far AS first_moved_at,
        last_value(v.unit_cost IGNORE NULLS) OVER so_far AS moved_cost,
        last_value(v._source IGNORE NULLS) OVER so_far AS _source,
        last_value(v._row IGNORE NULLS) OVER so_far AS _row
    FROM begun b JOIN months m ON m.month >= b.month
    LEFT JOIN moved v ON v.part_id = b.part_id AND v.month = m.month
    WINDOW so_far AS (PARTITION BY b.part_id ORDER BY m.month ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
),
valued AS (
    SELECT c.*, p.name, p.product_line, coalesce(p.unit_cost, c.moved_cost) AS unit_cost,
        (SELECT min(moved_at_local) FROM stock_movement) AS begins
    FROM counted c LEFT JOIN part p USING (part_id)
)
SELECT part_id, name, product_line, counted_at_local,
    CAST(last_day(strptime(next_month, '%Y-%m')) AS TIMESTAMP) + INTERVAL '23:59:59' AS counted_again_at_local,
    unit_cost, on_hand, issued,
    round(on_hand * unit_cost, 4) AS stock_value,
    round((on_hand - change / 2) * unit_cost, 4) AS average_value,
    round(issued * unit_cost, 4) AS issued_cost,
    coalesce(issued_at >= counted_at_local - {IDLE}, false) AS is_wanted,
    CASE WHEN on_hand <= 0 THEN false WHEN begins > counted_at_local - {IDLE} THEN NULL
        ELSE coalesce(issued_at, first_moved_at) < counted_at_local - {IDLE} END AS is_dead,
    month, _source, _row
FROM valued WHERE month IN (SELECT month FROM wanted)
"""

FACT = Fact(
    sql=SQL,
    follows="stock_movement",
    known=KNOWN,
    reads=("part",),
    base={
        "part_id": "VARCHAR",
        "name": "VARCHAR",
        "product_line": "VARCHAR",
        "counted_at_local": "TIMESTAMP",
        "counted_again_at_local": "TIMESTAMP",
        "unit_cost": "DOUBLE",
        "on_hand": "DOUBLE",
        "issued": "DOUBLE",
        "stock_value": "DOUBLE",
        "average_value": "DOUBLE",
        "issued_cost": "DOUBLE",
        "is_wanted": "BOOLEAN",
        "is_dead": "BOOLEAN",
    },
    extra={},
)
