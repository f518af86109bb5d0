"""One request of a customer, from the first contact until it is closed.

first_responded_at, reopens and reassignments are what the source says; the facts computed from messages and events
take precedence where those exist. So do, over what the source says of its targets, the promises of sla.yaml.
"""

from kefu.schema import Entity, Field, Privacy, Type

VERDICTS = ("met", "missed", "open")

ENTITY = Entity(
    title={"en": "Ticket", "zh": "工单"},
    doc="One request of a customer, from the first contact until it is closed.",
    fields={
        "ticket_id": Field(Type.ID, "number of the ticket in its system", required=True),
        "created_at": Field(Type.TIMESTAMP, "when the customer asked", required=True),
        "first_responded_at": Field(Type.TIMESTAMP, "first answer by a person"),
        "resolved_at": Field(Type.TIMESTAMP, "last time it was resolved"),
        "closed_at": Field(Type.TIMESTAMP, "when it was closed for good"),
        "updated_at": Field(Type.TIMESTAMP, "when the source last changed the row; a newer version replaces an older"),
        "status": Field(Type.CODE, "open, pending, resolved, closed or the source's own word"),
        "channel": Field(Type.CODE, "phone, online, email, wechat …"),
        "category": Field(Type.CODE, "inquiry, complaint, after_sales, technical or the source's own word"),
        "subcategory": Field(Type.CODE, "type within the category"),
        "labels": Field(Type.CODE, "labels somebody put on it, any number: a list, or a text with commas between them"),
        "cause": Field(Type.CODE, "cause found when it was solved"),
        "product_line": Field(Type.CODE, "product line it is about"),
        "region": Field(Type.CODE, "region of the customer"),
        "priority": Field(Type.CODE, "urgency"),
        "team": Field(Type.CODE, "group that answers for it"),
        "agent_id": Field(Type.ID, "agent who holds it"),
        "customer_id": Field(Type.ID, "who asked", privacy=Privacy.PERSONAL),
        "order_id": Field(Type.ID, "order it is about"),
        "is_spam": Field(Type.BOOLEAN, "not a request at all"),
        "subject": Field(Type.TEXT, "what the customer wrote first", privacy=Privacy.SENSITIVE),
        "reopens": Field(Type.INTEGER, "times it was opened again, as the source counts", low=0),
        "reassignments": Field(Type.INTEGER, "times it changed hands, as the source counts", low=0),
        "first_response_sla": Field(Type.CODE, "its target of the first answer, as the source judges", codes=VERDICTS),
        "resolution_sla": Field(Type.CODE, "its target of the solution, as the source judges", codes=VERDICTS),
    },
    key=("ticket_id",),
    anchor="created_at",
    after=(("created_at", "first_responded_at"), ("created_at", "resolved_at"), ("created_at", "closed_at")),
)
