"""One turn of a conversation."""

from kefu.schema import Entity, Field, Privacy, Type

ENTITY = Entity(
    title={"en": "Message", "zh": "消息"},
    doc="One turn of a conversation.",
    fields={
        "message_id": Field(Type.ID, "number of the message", required=True),
        "ticket_id": Field(Type.ID, "conversation it belongs to", required=True),
        "sent_at": Field(Type.TIMESTAMP, "when", required=True),
        "author_kind": Field(Type.CODE, "who wrote it", required=True, codes=("customer", "agent", "bot", "system")),
        "author_id": Field(Type.ID, "agent who wrote it"),
        "is_signed": Field(Type.BOOLEAN, "no where the source names who wrote it but not in which role"),
        "is_private": Field(Type.BOOLEAN, "internal note the customer does not see"),
        "body": Field(Type.TEXT, "text", privacy=Privacy.SENSITIVE),
    },
    key=("message_id",),
    anchor="sent_at",
)
