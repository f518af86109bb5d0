"""An id that a spreadsheet kept as a number and rounded (6.90123E+17): which one it was can no longer be said.

Where the row can be counted without the id, the id alone is left out.
"""

from collections.abc import Sequence

from kefu.cleaning import Condition, Mapped, Rule
from kefu.engine import literal
from kefu.schema import Type


def conditions(mapped: Mapped) -> Sequence[Condition]:
    needed = {*mapped.entity.key, *mapped.entity.required}
    return [
        Condition(
            f"{mapped.text(name)} IS NOT NULL AND coalesce({mapped.value(name)}, '') = ''",
            f"{literal(name + ' ')} || left({mapped.text(name)}, 60)",
        )
        for name in mapped.entity.of_type([Type.ID])
        if name in mapped.fields and name in needed
    ]


RULE = Rule({"en": "number has lost digits", "zh": "编号已丢失位数（科学计数法）"}, conditions)
