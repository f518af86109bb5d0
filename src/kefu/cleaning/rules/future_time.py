"""Something happened later than the import: a clock that is wrong, or a date of another century."""

from collections.abc import Sequence
from datetime import UTC, timedelta

from kefu.cleaning import Condition, Mapped, Rule
from kefu.engine import literal
from kefu.schema import Type

GRACE = timedelta(days=1)  # a time in a zone that was not stated is up to 14 hours ahead
MAY_LIE_AHEAD = ("promised_at", "until")  # what is due, and the last day of a period that is not over


def conditions(mapped: Mapped) -> Sequence[Condition]:
    if mapped.as_of is None:
        return ()
    as_of = mapped.as_of.astimezone(UTC).replace(tzinfo=None) if mapped.as_of.tzinfo else mapped.as_of
    limit = (as_of + GRACE).isoformat(sep=" ", timespec="seconds")
    return [
        Condition(
            f"{mapped.value(name)} > TIMESTAMP {literal(limit)}",
            f"{literal(name + ' ')} || left({mapped.text(name)}, 60)",
        )
        for name in mapped.entity.of_type([Type.TIMESTAMP])
        if name in mapped.fields and name not in MAY_LIE_AHEAD
    ]


RULE = Rule({"en": "time in the future", "zh": "时间晚于导入时间"}, conditions)
