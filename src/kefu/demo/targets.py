"""What the company wants to reach, in base units: seconds, shares, yuan."""

from __future__ import annotations

from kefu.demo.vocabulary import SHOP

# metric, month, dimension, member, value
TARGETS: tuple[tuple[str, str, str, str, str], ...] = (
    ("first_response_median", "", "", "", "60"),
    ("first_response_median", "", "channel", "phone", "20"),
    ("first_response_median", "", "channel", "email", "14400"),
    ("resolution_rate", "", "", "", "0.92"),
    ("first_contact_resolution", "", "", "", "0.80"),
    ("reopen_rate", "", "", "", "0.06"),
    ("complaint_closure_rate", "", "", "", "0.95"),
    ("complaint_handling_time", "", "", "", "93600"),
    ("complaint_repeat_rate", "", "", "", "0.10"),
    ("csat", "", "", "", "0.85"),
    ("csat", "", "team", "complaints", "0.75"),
    ("nps", "", "", "", "30"),
    ("survey_response_rate", "", "", "", "0.40"),
    ("repurchase_rate", "", "", "", "0.55"),
    ("conversion_after_contact", "", "", "", "0.18"),
    ("return_rate", "", "", "", "0.06"),
    ("parts_turnover", "", "", "", "4.5"),
    ("key_customer_revisit_coverage", "", "", "", "0.80"),
)
VOLUME_GROWTH = REVENUE_WANTED = 1.03


def rows(monthly_tickets: int, monthly_revenue: int, last_month: str) -> list[tuple[str, str, str, str, str]]:
    """All targets; the volume planned and the revenue wanted, by shop as well, are those of the last month."""
    wanted = round(monthly_revenue * REVENUE_WANTED, -4)
    return [
        *TARGETS,
        ("ticket_volume", last_month, "", "", str(int(monthly_tickets * VOLUME_GROWTH))),
        ("revenue", last_month, "", "", str(wanted)),
        *(("revenue", last_month, "channel", shop, str(part)) for shop, part in _by_shop(int(wanted))),
        ("average_order_value", "", "", "", "1200"),
    ]


def _by_shop(wanted: int) -> list[tuple[str, int]]:
    """The revenue wanted of every shop; the last one takes what rounding leaves, so that the parts make the whole."""
    parts = [round(wanted * weight) for weight in SHOP.shares[:-1]]
    return list(zip(SHOP.codes, [*parts, wanted - sum(parts)], strict=True))
