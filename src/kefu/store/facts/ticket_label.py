"""Facts of a ticket's label: one row for each label a ticket has, so that what has several is counted under each.

Labels that stand twice on a ticket are one. They come as a list, or as a text with commas, semicolons, bars or 、
between them, and are taken as written.
"""

from kefu.store.facts import Fact

SLICES = ("channel", "team", "agent_id", "product_line", "region", "category")

LISTED = "CASE WHEN labels LIKE '[%' THEN TRY_CAST(TRY_CAST(labels AS JSON) AS VARCHAR[]) END"
SPLIT = r"regexp_split_to_array(labels, '[,，;；、|\n]')"

SQL = f"""
WITH named AS (
    SELECT *, unnest(list_distinct(list_transform(coalesce({LISTED}, {SPLIT}), lambda one: trim(one)))) AS label
    FROM ticket_row WHERE labels IS NOT NULL AND month IN (SELECT month FROM wanted)
)
SELECT t.ticket_id, t.created_at, t.created_at_local, t.label,
    coalesce(t.status = 'merged' OR t.is_spam, false) AS is_spam,
    {", ".join(f"t.{one}" for one in SLICES)}, c.segment, t.month, t._source, t._row
FROM named t LEFT JOIN customer c USING (customer_id)
WHERE t.label <> ''
"""

FACT = Fact(
    sql=SQL,
    follows="ticket",
    reads=("customer",),
    base={
        "ticket_id": "VARCHAR",
        "created_at": "TIMESTAMP",
        "created_at_local": "TIMESTAMP",
        "label": "VARCHAR",
        "is_spam": "BOOLEAN",
        **dict.fromkeys((*SLICES, "segment"), "VARCHAR"),
    },
    extra={},
)
