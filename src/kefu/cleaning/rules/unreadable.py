"""A field holds something that is no time, no number or no yes/no."""

from collections.abc import Sequence

from kefu.cleaning import Condition, Mapped, Rule
from kefu.engine import literal
from kefu.schema import Type


def conditions(mapped: Mapped) -> Sequence[Condition]:
    typed = mapped.entity.of_type((Type.TIMESTAMP, Type.NUMBER, Type.INTEGER, Type.BOOLEAN))
    named = [*(name for name in typed if name in mapped.fields), *mapped.measures]
    return [
        Condition(
            f"{mapped.text(name)} IS NOT NULL AND {mapped.value(name)} IS NULL",
            f"{literal(name + ' ')} || left({mapped.text(name)}, 60)",
        )
        for name in named
    ]


RULE = Rule({"en": "unreadable value", "zh": "无法识别"}, conditions)
