"""One product within an order."""

from kefu.schema import Entity, Field, Type

ENTITY = Entity(
    title={"en": "Order line", "zh": "订单明细"},
    doc="One product within an order.",
    fields={
        "order_id": Field(Type.ID, "order it belongs to", required=True),
        "line_number": Field(Type.INTEGER, "position within the order", low=1),
        "product_id": Field(Type.ID, "product"),
        "product_line": Field(Type.CODE, "product line"),
        "batch": Field(Type.CODE, "production batch"),
        "quantity": Field(Type.NUMBER, "pieces", low=0),
        "amount": Field(Type.NUMBER, "amount of the line, in the project's currency", low=0),
        "ordered_at": Field(Type.TIMESTAMP, "when the order was placed"),
    },
    key=("order_id", "line_number"),
    anchor="ordered_at",
)
