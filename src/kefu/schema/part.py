"""One spare part."""

from kefu.schema import Entity, Field, Type

ENTITY = Entity(
    title={"en": "Spare part", "zh": "备件"},
    doc="One spare part.",
    fields={
        "part_id": Field(Type.ID, "number of the part", required=True),
        "name": Field(Type.TEXT, "name"),
        "product_line": Field(Type.CODE, "product line it serves"),
        "unit_cost": Field(Type.NUMBER, "cost of one piece, in the project's currency", low=0),
        "stock": Field(Type.NUMBER, "pieces in stock when the file was made"),
    },
    key=("part_id",),
)
