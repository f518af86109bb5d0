"""One invitation to a survey and, where it came back, its answers."""

from kefu.schema import Entity, Field, Privacy, Type

ENTITY = Entity(
    title={"en": "Survey response", "zh": "满意度调查"},
    doc="One invitation to a survey and, where it came back, its answers.",
    fields={
        "response_id": Field(Type.ID, "number of the invitation", required=True),
        "sent_at": Field(Type.TIMESTAMP, "when the customer was asked", required=True),
        "answered_at": Field(Type.TIMESTAMP, "when the answer came; empty when it never did"),
        "ticket_id": Field(Type.ID, "ticket it asks about"),
        "order_id": Field(Type.ID, "order it asks about"),
        "customer_id": Field(Type.ID, "who was asked", privacy=Privacy.PERSONAL),
        "scenario": Field(Type.CODE, "occasion: return, technical guidance …"),
        "csat": Field(Type.NUMBER, "overall satisfaction, 1 to 5", low=1, high=5),
        "csat_attitude": Field(Type.NUMBER, "satisfaction with the attitude, 1 to 5", low=1, high=5),
        "csat_efficiency": Field(Type.NUMBER, "satisfaction with the speed, 1 to 5", low=1, high=5),
        "csat_expertise": Field(Type.NUMBER, "satisfaction with the knowledge, 1 to 5", low=1, high=5),
        "nps": Field(Type.NUMBER, "willingness to recommend, 0 to 10", low=0, high=10),
        "ces": Field(Type.NUMBER, "how easy it was to get help, 1 (hard) to 7 (easy)", low=1, high=7),
        "comment": Field(Type.TEXT, "own words", privacy=Privacy.SENSITIVE),
        "channel": Field(Type.CODE, "channel of the service"),
        "team": Field(Type.CODE, "group that served"),
        "agent_id": Field(Type.ID, "agent who served"),
        "product_line": Field(Type.CODE, "product line"),
        "region": Field(Type.CODE, "region"),
    },
    key=("response_id",),
    anchor="sent_at",
    after=(("sent_at", "answered_at"),),
)
