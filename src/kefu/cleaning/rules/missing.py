"""A field without which the row cannot be counted is empty."""

from collections.abc import Sequence

from kefu.cleaning import Condition, Mapped, Rule
from kefu.engine import literal


def conditions(mapped: Mapped) -> Sequence[Condition]:
    """Required fields; where a field is only stated on some rows (``when``), the others are not missing it."""
    needed = [name for name in mapped.entity.required if name in mapped.fields and not mapped.fields[name].when]
    return [Condition(f"{mapped.text(name)} IS NULL", literal(name)) for name in needed]


RULE = Rule({"en": "required field is empty", "zh": "必填字段为空"}, conditions)
