"""Low scores and who called about them in time, over as many months as there are enough of them."""

from __future__ import annotations

from kefu.findings import Figure, Period, Unit
from kefu.findings.figure import derived
from kefu.report.context import Context

RATE = "low_score_callback_rate"
YEAR = 12  # months


def rate_over(context: Context, months: int) -> Figure:
    """The rate of so many months up to that of the report; its sample are the low scores whose 48 hours are over."""
    return context.meter.figure(RATE, Period(context.period.shifted(1 - months).start, context.period.end))


def called_of(rate: Figure) -> Figure:
    """How many of the rate's low scores were called back in time."""
    return derived("rate * judged", Unit.COUNT, float(round((rate.value or 0.0) * rate.sample)), rate)
