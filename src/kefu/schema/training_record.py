"""One agent at one training, drill or exam."""

from kefu.schema import Entity, Field, Type

ENTITY = Entity(
    title={"en": "Training record", "zh": "培训记录"},
    doc="One agent at one training, drill or exam.",
    fields={
        "record_id": Field(Type.ID, "number of the record", required=True),
        "agent_id": Field(Type.ID, "who", required=True),
        "held_at": Field(Type.TIMESTAMP, "when", required=True),
        "kind": Field(Type.CODE, "course, drill or exam", codes=("course", "drill", "exam")),
        "topic": Field(Type.CODE, "about what"),
        "attended": Field(Type.BOOLEAN, "was there"),
        "score": Field(Type.NUMBER, "result, 0 to 100", low=0, high=100),
    },
    key=("record_id",),
    anchor="held_at",
)
