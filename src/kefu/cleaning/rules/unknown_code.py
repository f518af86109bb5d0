"""A field with a closed list of values holds another one."""

from collections.abc import Sequence

from kefu.cleaning import Condition, Mapped, Rule
from kefu.engine import literal


def conditions(mapped: Mapped) -> Sequence[Condition]:
    found = []
    for name, field in mapped.entity.fields.items():
        if field.codes and name in mapped.fields:
            listed = ", ".join(literal(code) for code in field.codes)
            wrong = f"{mapped.value(name)} NOT IN ({listed})"
            found.append(Condition(wrong, f"{literal(name + ' ')} || left({mapped.text(name)}, 60)"))
    return found


RULE = Rule({"en": "unknown value", "zh": "取值不在已知范围内"}, conditions)
