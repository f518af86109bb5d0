"""One return, exchange, repair or refund."""

from kefu.schema import Entity, Field, Privacy, Type

ENTITY = Entity(
    title={"en": "Return case", "zh": "退换修"},
    doc="One return, exchange, repair or refund.",
    fields={
        "return_id": Field(Type.ID, "number of the case", required=True),
        "opened_at": Field(Type.TIMESTAMP, "when it was asked for", required=True),
        "closed_at": Field(Type.TIMESTAMP, "when it was settled"),
        "updated_at": Field(Type.TIMESTAMP, "when the source last changed the row; a newer version replaces an older"),
        "order_id": Field(Type.ID, "order it belongs to"),
        "ticket_id": Field(Type.ID, "ticket it came from"),
        "customer_id": Field(Type.ID, "who asked", privacy=Privacy.PERSONAL),
        "product_id": Field(Type.ID, "product"),
        "product_line": Field(Type.CODE, "product line"),
        "batch": Field(Type.CODE, "production batch"),
        "kind": Field(Type.CODE, "what was done", codes=("return", "exchange", "repair", "refund")),
        "cause": Field(Type.CODE, "why"),
        "status": Field(Type.CODE, "open, closed or the source's own word"),
        "region": Field(Type.CODE, "region"),
        "quantity": Field(Type.NUMBER, "pieces", low=0),
        "refund": Field(Type.NUMBER, "money given back, in the project's currency", low=0),
        "logistics_cost": Field(Type.NUMBER, "cost of transport, in the project's currency", low=0),
        "service_cost": Field(Type.NUMBER, "cost of the work and parts, in the project's currency", low=0),
    },
    key=("return_id",),
    anchor="opened_at",
    after=(("opened_at", "closed_at"),),
)
