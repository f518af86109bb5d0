"""One target of a metric."""

from kefu.schema import Entity, Field, Type

ENTITY = Entity(
    title={"en": "Target", "zh": "目标"},
    doc="One target of a metric.",
    fields={
        "metric": Field(Type.CODE, "name of the metric", required=True),
        "valid_month": Field(Type.CODE, "YYYY-MM, or empty for every month"),
        "dimension": Field(Type.CODE, "dimension it is set for, or empty for all"),
        "member": Field(Type.CODE, "member of that dimension"),
        "value": Field(Type.NUMBER, "the target in the metric's unit", required=True),
    },
    key=("metric", "valid_month", "dimension", "member"),
)
