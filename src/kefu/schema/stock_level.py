"""Goods of one kind in stock, as a stock system states them on a day."""

from kefu.schema import Entity, Field, Type

ENTITY = Entity(
    title={"en": "Stock level", "zh": "库存"},
    doc="Goods of one kind in stock on a day.",
    fields={
        "product_id": Field(Type.ID, "product or spare part", required=True),
        "counted_at": Field(Type.TIMESTAMP, "day of the statement", required=True),
        "warehouse": Field(Type.CODE, "store"),
        "name": Field(Type.TEXT, "name of the product"),
        "on_hand": Field(Type.NUMBER, "pieces in stock"),
        "available": Field(Type.NUMBER, "pieces that can be sold"),
        "on_order": Field(Type.NUMBER, "pieces bought and not yet received", low=0),
        "unsellable": Field(Type.NUMBER, "pieces that cannot be sold", low=0),
        "issued_30d": Field(Type.NUMBER, "pieces that left in the last 30 days", low=0),
        "turnover_days": Field(Type.NUMBER, "days the stock lasts, as the system states it", low=0),
    },
    key=("product_id", "counted_at", "warehouse"),
    anchor="counted_at",
)
