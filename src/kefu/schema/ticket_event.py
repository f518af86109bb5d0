"""One thing that happened to a ticket."""

from kefu.schema import Entity, Field, Type

ENTITY = Entity(
    title={"en": "Ticket event", "zh": "工单事件"},
    doc="One thing that happened to a ticket.",
    fields={
        "event_id": Field(Type.ID, "number of the event; without one, its content identifies it"),
        "ticket_id": Field(Type.ID, "ticket it happened to", required=True),
        "happened_at": Field(Type.TIMESTAMP, "when", required=True),
        "kind": Field(
            Type.CODE,
            "what happened",
            required=True,
            codes=("created", "assigned", "status_changed", "resolved", "reopened", "closed", "noted"),
        ),
        "actor_kind": Field(Type.CODE, "who did it", codes=("customer", "agent", "bot", "system")),
        "actor_id": Field(Type.ID, "agent who did it"),
        "team": Field(Type.CODE, "group that holds the ticket when it happens"),
        "from_value": Field(Type.CODE, "value before"),
        "to_value": Field(Type.CODE, "value after; bot_handoff and bot_resolved say what a bot did"),
    },
    key=("ticket_id", "happened_at", "kind", "to_value", "event_id"),
    anchor="happened_at",
)
