"""Which indicators leave rows out, the volume a reader takes them to speak of, and why each row is left out.

An on-time rate of 391 orders says less than one of all 573 of the month: where the rows left out are many, the page
says so beside the number, with a number for each reason that the data tell apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kefu.findings import Figure, Period, Unit
from kefu.findings.figure import derived
from kefu.metrics.query import Meter

MOST = 0.9  # of the volume: an indicator of fewer rows says of how many it is
MANY = 0.2  # of the volume: more rows left out, but for those too recent, are something to look at
RECENT, NOT_DUE = "recent", "not_due"  # judged as soon as their days are over: nothing to look at

OTHER = "other"  # reasons that have no words, told last

# The indicator, and the volume of all rows of its kind; why rows are left out is in the words.
RESTS_ON: Mapping[str, str] = MappingProxyType(
    {
        "delivery_on_time_rate": "orders",
        "average_order_value": "orders",
        "first_response_median": "ticket_volume",
        "first_contact_resolution": "ticket_volume",
        "repeat_contact_rate": "ticket_volume",
        "resolution_rate": "ticket_volume",
        "resolution_time_median": "ticket_volume",
        "reopen_rate": "ticket_volume",
        "sla_resolution_met_rate": "ticket_volume",
        "sla_first_response_met_rate": "ticket_volume",
        "complaint_closure_rate": "complaint_volume",
        "complaint_handling_time": "complaint_volume",
        "complaint_repeat_rate": "complaint_volume",
        "return_turnaround_median": "return_volume",
        "key_customer_resolution_rate": "key_customer_volume",
    }
)

# The indicator; one of the same rows whose days are over; why the indicator leaves out rows of that one.
MATURE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "first_contact_resolution": ("resolution_rate", "nameless"),
        "repeat_contact_rate": ("resolution_rate", "nameless"),
        "resolution_rate": ("resolution_rate", ""),
        "resolution_time_median": ("resolution_rate", "open"),
        "reopen_rate": ("resolution_rate", "never_solved"),
        "complaint_closure_rate": ("complaint_resolution_rate", ""),
        "complaint_handling_time": ("complaint_resolution_rate", "open"),
        "key_customer_resolution_rate": ("key_customer_resolution_rate", ""),
    }
)
# The indicator; the dimension whose members say why rows are left out; what each of them says; what all others say.
SPLIT: Mapping[str, tuple[str, Mapping[str | None, str], str]] = MappingProxyType(
    {
        "delivery_on_time_rate": ("status", {one: one for one in ("completed", "shipped", "waiting")}, OTHER),
        "sla_first_response_met_rate": ("first_response_sla", {None: "unpromised", "open": NOT_DUE}, OTHER),
        "sla_resolution_met_rate": ("resolution_sla", {None: "unpromised", "open": NOT_DUE}, OTHER),
    }
)
LEFT = "rows of the one - rows counted of the other"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The rows of a volume that an indicator leaves out: of how many rows, how many it counts, and how many are left
    out for each reason told apart, the most first; no reasons where the data do not tell."""

    volume: Figure
    counted: Figure
    rest: Figure
    reasons: Mapping[str, Figure]

    @property
    def share(self) -> float:
        """Of the volume, without what is only too recent to be judged: 0 to 1."""
        early = sum(self.reasons[one].value or 0.0 for one in (RECENT, NOT_DUE) if one in self.reasons)
        return ((self.rest.value or 0.0) - early) / (self.volume.value or 1.0)


def left_out(meter: Meter, metric: str, period: Period) -> LeftOut | None:
    """What a month's indicator leaves out; None where that is little, or nothing is counted."""
    if metric not in RESTS_ON:
        return None
    now, volume = (meter.figure(one, period) for one in (metric, RESTS_ON[metric]))
    if now.value is None or not volume.value or now.sample >= MOST * volume.value:
        return None
    counted = derived("rows of the month", Unit.COUNT, float(now.sample), now)
    rest = derived("total - parts", Unit.COUNT, volume.value - now.sample, volume, counted)
    found = dict(_by_member(meter, metric, period) if metric in SPLIT else _by_age(meter, metric, period))
    reasons = dict(sorted(found.items(), key=lambda one: (one[0] == OTHER, -(one[1].value or 0.0))))
    whole = sum(one.value or 0.0 for one in reasons.values()) == rest.value
    return LeftOut(volume, counted, rest, reasons if whole and set(reasons) != {OTHER} else {})


def _by_age(meter: Meter, metric: str, period: Period) -> Iterator[tuple[str, Figure]]:
    """Rows whose days are not over, and of the others those the indicator leaves out."""
    mature, reason = MATURE.get(metric, ("", ""))
    if not mature or not meter.answerable([mature]):
        return
    volume, judged, now = (meter.figure(one, period) for one in (RESTS_ON[metric], mature, metric))
    for why, many, inputs in (
        (RECENT, (volume.value or 0.0) - judged.sample, (volume, judged)),
        (reason, float(judged.sample - now.sample), (judged, now)),
    ):
        if many > 0:
            yield why, derived(LEFT, Unit.COUNT, many, *inputs)


def _by_member(meter: Meter, metric: str, period: Period) -> Iterator[tuple[str, Figure]]:
    """The rows left out by what their member of a dimension says of them."""
    dimension, says, otherwise = SPLIT[metric]
    volumes, counted = (
        {one.member(dimension): one.figure for one in meter.measure([name], period, by=(dimension,))}
        for name in (RESTS_ON[metric], metric)
    )
    reasons = {member: says.get(member, otherwise) for member in volumes}
    for why in dict.fromkeys(reasons.values()):
        held = [member for member in volumes if reasons[member] == why]
        many = sum((volumes[one].value or 0.0) - (counted[one].sample if one in counted else 0) for one in held)
        rows = [found[one] for one in held for found in (volumes, counted) if one in found]
        if many > 0:
            yield why, derived(LEFT, Unit.COUNT, many, *rows)
