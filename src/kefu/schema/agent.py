"""One service agent."""

from kefu.schema import Entity, Field, Privacy, Type

ENTITY = Entity(
    title={"en": "Agent", "zh": "坐席"},
    doc="One service agent.",
    fields={
        "agent_id": Field(Type.ID, "number of the agent", required=True),
        "name": Field(Type.TEXT, "name shown to the team", privacy=Privacy.PERSONAL),
        "team": Field(Type.CODE, "group"),
        "level": Field(Type.CODE, "grade"),
        "joined_at": Field(Type.TIMESTAMP, "first day"),
    },
    key=("agent_id",),
)
