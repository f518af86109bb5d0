"""One product."""

from kefu.schema import Entity, Field, Type

ENTITY = Entity(
    title={"en": "Product", "zh": "商品"},
    doc="One product.",
    fields={
        "product_id": Field(Type.ID, "number of the product", required=True),
        "name": Field(Type.TEXT, "name"),
        "product_line": Field(Type.CODE, "product line"),
    },
    key=("product_id",),
)
