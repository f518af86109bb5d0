"""A number lies outside what its field can hold: a score of 9 on a scale to 5, a negative duration."""

from collections.abc import Sequence

from kefu.cleaning import Condition, Mapped, Rule
from kefu.engine import literal


def conditions(mapped: Mapped) -> Sequence[Condition]:
    found = []
    for name, field in mapped.entity.fields.items():
        limits = [f"{mapped.value(name)} < {field.low}"] if field.low is not None else []
        limits += [f"{mapped.value(name)} > {field.high}"] if field.high is not None else []
        if limits and name in mapped.fields:
            found.append(Condition(" OR ".join(limits), f"{literal(name + ' ')} || {mapped.text(name)}"))
    return found


RULE = Rule({"en": "value out of range", "zh": "超出取值范围"}, conditions)
