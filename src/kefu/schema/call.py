"""One telephone call, answered or given up."""

from kefu.schema import Entity, Field, Privacy, Type

ENTITY = Entity(
    title={"en": "Call", "zh": "通话"},
    doc="One telephone call, answered or given up.",
    fields={
        "call_id": Field(Type.ID, "number of the call", required=True),
        "started_at": Field(Type.TIMESTAMP, "when it reached the queue or was dialled", required=True),
        "direction": Field(Type.CODE, "inbound or outbound", codes=("inbound", "outbound")),
        "queue": Field(Type.CODE, "line it waited in"),
        "priority": Field(Type.CODE, "urgency by which the telephone system serves it"),
        "queue_seconds": Field(Type.NUMBER, "seconds in the queue", low=0),
        "talk_seconds": Field(Type.NUMBER, "seconds of conversation", low=0),
        "hold_seconds": Field(Type.NUMBER, "seconds on hold", low=0),
        "wrap_seconds": Field(Type.NUMBER, "seconds of work after the call", low=0),
        "outcome": Field(Type.CODE, "how it ended", codes=("answered", "abandoned")),
        "ticket_id": Field(Type.ID, "ticket it led to"),
        "agent_id": Field(Type.ID, "agent who took it"),
        "team": Field(Type.CODE, "group of the agent"),
        "customer_id": Field(Type.ID, "who called", privacy=Privacy.PERSONAL),
        "phone": Field(Type.TEXT, "number of the customer", privacy=Privacy.SENSITIVE, contact="phone"),
    },
    key=("call_id",),
    anchor="started_at",
)
