"""Whether a share differs from that of another month by more than chance in the records counted explains.

Months vary by more than that, so it is no verdict on the month: it is what may still be said where the history allows
none.
"""

from __future__ import annotations

from kefu.findings import Figure
from kefu.methods.survey import apart
from kefu.methods.survey.proportion import wilson
from kefu.metrics import Aggregate
from kefu.report.context import Context

CONFIDENCE = 0.997  # that of the limits of normal variation
COMPARED = ("same_month_last_year", "previous_month")


def differs(context: Context, metric: str, comparison: str) -> bool | None:
    """Whether the interval of the difference (Newcombe's method 10) leaves out 0; None where it cannot be asked."""
    held = context.compared[comparison][metric].figures
    if context.definition(metric).aggregate is not Aggregate.SHARE or "before" not in held:
        return None
    now, before = context.now(metric), held["before"]
    ends = [_interval(one) for one in (now, before)]
    if now.value is None or before.value is None or ends[0] is None or ends[1] is None:
        return None
    low, high = apart.interval(now.value, ends[0], before.value, ends[1])
    return low > 0 or high < 0


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


def _interval(figure: Figure) -> tuple[float, float] | None:
    return wilson((figure.value or 0.0) * figure.sample, figure.sample, confidence=CONFIDENCE)
