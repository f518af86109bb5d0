"""Whether a share differs from that of another month by more than chance in the records counted explains.

Months vary by more than that, so it is no verdict on the month: it is what may still be said where the history allows
none.
"""

from __future__ import annotations

from kefu.analyses import _worst
from kefu.metrics import Aggregate
from kefu.report.context import Context

COMPARED = ("same_month_last_year", "previous_month")


def differs(context: Context, metric: str, comparison: str) -> bool | None:
    """Whether chance leaves the difference unexplained; None where it cannot be asked."""
    held = context.compared[comparison][metric].figures
    if context.definition(metric).aggregate is not Aggregate.SHARE or "before" not in held:
        return None
    return _worst.differs(context.definition(metric), context.now(metric), held["before"])


def differences(context: Context, metric: str) -> list[str]:
    """From which month the share differs so, and from which not; nothing where it differs from none."""
    asked = {one: differs(context, metric, one) for one in COMPARED}
    if not any(asked.values()):
        return []
    far, near = ([one for one, found in asked.items() if found is wanted] for wanted in (True, False))
    return [_said(context, metric, "sampling", one) for one in far] + [
        _said(context, metric, "sampling_within", one) for one in near
    ]


def _said(context: Context, metric: str, key: str, comparison: str) -> str:
    before = context.narrator.show(context.compared[comparison][metric].figures["before"])
    return context.say("pieces", key, before=before, when=context.word("sections", "pieces", "when", comparison))
