"""Something ended before it began: solved before it was asked, answered before it was sent."""

from collections.abc import Sequence

from kefu.cleaning import Condition, Mapped, Rule
from kefu.engine import literal


def conditions(mapped: Mapped) -> Sequence[Condition]:
    return [
        Condition(
            f"{mapped.value(second)} < {mapped.value(first)}",
            f"{literal(f'{second} ')} || {mapped.text(second)} || {literal(f' < {first} ')} || {mapped.text(first)}",
        )
        for first, second in mapped.entity.after
        if first in mapped.fields and second in mapped.fields
    ]


RULE = Rule({"en": "ends before it begins", "zh": "结束早于开始"}, conditions)
