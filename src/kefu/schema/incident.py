"""One event of note: outage, batch defect, system upgrade."""

from kefu.schema import Entity, Field, Type

ENTITY = Entity(
    title={"en": "Incident", "zh": "重点事件"},
    doc="One event of note: outage, batch defect, system upgrade.",
    fields={
        "incident_id": Field(Type.ID, "number of the incident", required=True),
        "title": Field(Type.TEXT, "what happened", required=True),
        "started_at": Field(Type.TIMESTAMP, "from", required=True),
        "ended_at": Field(Type.TIMESTAMP, "until; empty while it lasts"),
        "severity": Field(Type.CODE, "high, medium or low"),
        "kind": Field(Type.CODE, "logistics, quality, system …"),
        "dimension": Field(Type.CODE, "dimension of the slice it hit, e.g. region"),
        "member": Field(Type.CODE, "member of that dimension, e.g. east"),
        "affected_customers": Field(Type.INTEGER, "customers it reached", low=0),
        "status": Field(Type.CODE, "open, monitoring, closed"),
        "progress": Field(Type.TEXT, "state of the work"),
        "prevention": Field(Type.TEXT, "what keeps it from coming back"),
    },
    key=("incident_id",),
    anchor="started_at",
    after=(("started_at", "ended_at"),),
)
