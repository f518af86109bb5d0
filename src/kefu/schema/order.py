"""One order."""

from kefu.schema import Entity, Field, Privacy, Type

ENTITY = Entity(
    title={"en": "Order", "zh": "订单"},
    doc="One order.",
    fields={
        "order_id": Field(Type.ID, "number of the order", required=True),
        "ordered_at": Field(Type.TIMESTAMP, "when it was placed", required=True),
        "paid_at": Field(Type.TIMESTAMP, "when it was paid"),
        "shipped_at": Field(Type.TIMESTAMP, "when it left"),
        "delivered_at": Field(Type.TIMESTAMP, "when it arrived"),
        "updated_at": Field(Type.TIMESTAMP, "when the source last changed the row; a newer version replaces an older"),
        "promised_at": Field(Type.TIMESTAMP, "when it was to arrive; a day alone is kept as its end", due=True),
        "customer_id": Field(Type.ID, "who ordered", privacy=Privacy.PERSONAL),
        "channel": Field(Type.CODE, "shop or channel of the sale"),
        "region": Field(Type.CODE, "region of the delivery"),
        "product_line": Field(Type.CODE, "product line of the largest line"),
        "status": Field(Type.CODE, "completed, cancelled … or the source's own word"),
        "amount": Field(Type.NUMBER, "amount paid, in the project's currency", low=0),
        "discount": Field(Type.NUMBER, "discount given, in the project's currency"),
    },
    key=("order_id",),
    anchor="ordered_at",
)
