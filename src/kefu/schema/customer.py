"""One customer."""

from kefu.schema import Entity, Field, Privacy, Type

ENTITY = Entity(
    title={"en": "Customer", "zh": "客户"},
    doc="One customer.",
    fields={
        "customer_id": Field(Type.ID, "number of the customer", required=True, privacy=Privacy.PERSONAL),
        "name": Field(Type.TEXT, "name", privacy=Privacy.SENSITIVE, contact="name"),
        "segment": Field(Type.CODE, "key or regular, or the source's own word"),
        "region": Field(Type.CODE, "region"),
        "joined_at": Field(Type.TIMESTAMP, "first seen"),
        "phone": Field(Type.TEXT, "telephone", privacy=Privacy.SENSITIVE, contact="phone"),
        "email": Field(Type.TEXT, "e-mail address", privacy=Privacy.SENSITIVE, contact="email"),
    },
    key=("customer_id",),
)
