"""One movement of spare parts."""

from kefu.schema import Entity, Field, Type

ENTITY = Entity(
    title={"en": "Stock movement", "zh": "库存流水"},
    doc="One movement of spare parts.",
    fields={
        "movement_id": Field(Type.ID, "number of the movement", required=True),
        "part_id": Field(Type.ID, "part", required=True),
        "moved_at": Field(Type.TIMESTAMP, "when", required=True),
        "kind": Field(
            Type.CODE, "receipt, issue, adjustment, scrap", codes=("receipt", "issue", "adjustment", "scrap")
        ),
        "quantity": Field(Type.NUMBER, "pieces; positive into the store", required=True),
        "unit_cost": Field(Type.NUMBER, "cost of one piece, in the project's currency", low=0),
        "warehouse": Field(Type.CODE, "store"),
    },
    key=("movement_id",),
    anchor="moved_at",
)
