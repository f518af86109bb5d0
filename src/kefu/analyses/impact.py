"""What becomes of customers who complain again: do they buy less, send back more, advise others against us?

Customers with a second complaint within thirty days are held against customers with a contact and no complaint, of the
same segment and with as many orders in the half year before. Ninety days are watched, so only contacts so long before
the end of the data count. Who complains differs in more than that, so this is a risk and not an effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Analysis, Study
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import apart, derived
from kefu.findings.finding import NOT_CAUSAL
from kefu.methods.effect.matched import Matched, difference
from kefu.metrics.template import end_of

Floats = NDArray[np.float64]
MONTHS = 12
DAYS = 90
FEWEST = 30  # repeat complainers; below, nothing is said
OUTCOMES = {"buys": "retention_rate", "sends_back": "return_rate", "detracts": "nps_detractor_share"}
NEEDED = {"buys": "order", "sends_back": "return_case", "detracts": "survey_response"}

SQL = """
WITH contacts AS (
    SELECT t.ticket_id, t.customer_id, t.created_at, t.segment, t.is_complaint, t.repeat_complaint
    FROM ticket t
    WHERE t.customer_id IS NOT NULL AND NOT coalesce(t.is_spam, false)
        AND t.created_at >= CAST($since AS TIMESTAMP) AND t.created_at < CAST($until AS TIMESTAMP)
),
people AS (
    SELECT customer_id, bool_or(is_complaint) AS complained, bool_or(repeat_complaint) AS again,
        arg_min(ticket_id, created_at) FILTER (repeat_complaint) AS again_ticket,
        min(created_at) FILTER (repeat_complaint) AS again_at,
        arg_min(ticket_id, created_at) AS first_ticket, min(created_at) AS first_at, any_value(segment) AS segment
    FROM contacts GROUP BY customer_id
),
watched AS (
    SELECT customer_id, coalesce(again, false) AS is_again, coalesce(segment, '') AS segment,
        CASE WHEN again THEN again_at ELSE first_at END AS since,
        CASE WHEN again THEN again_ticket ELSE first_ticket END AS ticket_id
    FROM people WHERE again OR NOT coalesce(complained, false)
),
bought AS (
    SELECT w.customer_id,
        count(*) FILTER (o.ordered_at < w.since AND o.ordered_at >= w.since - INTERVAL 180 DAY) AS before,
        bool_or(o.ordered_at > w.since AND o.ordered_at <= w.since + INTERVAL 90 DAY) AS after
    FROM watched w JOIN "order" o ON o.customer_id = w.customer_id AND o.is_completed GROUP BY ALL
),
returned AS (
    -- Of orders placed later: the case a contact was about is no later behaviour.
    SELECT w.customer_id, true AS after FROM watched w JOIN "order" o ON o.customer_id = w.customer_id
    JOIN return_case r ON r.order_id = o.order_id
    WHERE o.ordered_at > w.since AND r.opened_at <= w.since + INTERVAL 90 DAY GROUP BY ALL
),
asked AS (SELECT ticket_id, max(nps) AS nps FROM survey_response WHERE nps IS NOT NULL GROUP BY ticket_id),
known AS (
    SELECT w.is_again, w.segment, least(coalesce(b.before, 0), 3) AS orders,
        coalesce(b.after, false) AS buys,
        CASE WHEN b.after THEN coalesce(r.after, false) END AS sends_back, a.nps <= 6 AS detracts
    FROM watched w LEFT JOIN bought b USING (customer_id) LEFT JOIN returned r USING (customer_id)
    LEFT JOIN asked a ON a.ticket_id = w.ticket_id
)
SELECT segment, orders, is_again,
    count(buys) AS buys_of, count(*) FILTER (buys) AS buys,
    count(sends_back) AS sends_back_of, count(*) FILTER (sends_back) AS sends_back,
    count(detracts) AS detracts_of, count(*) FILTER (detracts) AS detracts
FROM known GROUP BY ALL ORDER BY ALL
"""


def run(study: Study) -> Iterable[Finding]:
    snapshot = study.meter.snapshot
    if not (snapshot.has("ticket") and snapshot.has("order") and study.meter.available("complaint_volume")):
        return
    snapshot.open("ticket", "order", "return_case", "survey_response")
    window = _window(study)
    if window is None:
        return
    since, until = (end_of(Period(day, day), study.meter.timezone) for day in (window.start, window.end))
    groups = snapshot.engine.records(SQL, {"since": since, "until": until})
    complaints = study.meter.figure("complaint_volume", window)
    for outcome, metric in OUTCOMES.items():
        if snapshot.has(NEEDED[outcome]) and study.meter.available(metric):
            yield from _compared(study, outcome, groups, complaints)


def _window(study: Study) -> Period | None:
    """A year of contacts that have been watched for ninety days; None where the orders do not reach so far."""
    reach = study.meter.snapshot.record.reach.get("order")
    if reach is None:
        return None
    ends = min(study.period.end.isoformat(), reach[1][:10])
    until = type(study.period.end).fromisoformat(ends) - timedelta(days=DAYS)
    return Period(Period(until, until).shifted(-MONTHS).start, until)


def _compared(study: Study, outcome: str, groups: Iterable[Mapping[str, Any]], complaints: Figure) -> Iterable[Finding]:
    likes: dict[tuple[str, int], list[float]] = {}
    for row in groups:
        counts = likes.setdefault((row["segment"], row["orders"]), [0.0] * 4)
        at = 0 if row["is_again"] else 2
        counts[at], counts[at + 1] = float(row[outcome]), float(row[f"{outcome}_of"])
    columns: Floats = np.array(list(likes.values()) or np.zeros((0, 4))).T
    found = difference(*columns) if len(likes) else None
    if found is not None and found.people >= FEWEST:
        yield _finding(study, outcome, found, complaints)


def _finding(study: Study, outcome: str, found: Matched, complaints: Figure) -> Finding:
    what = f"{outcome} within {DAYS} days of a second complaint"
    people = derived("customers who complained again and have likes", Unit.COUNT, float(found.people), complaints)
    share, baseline, gap = (
        replace(made(f"{what}: {name}", Unit.SHARE, value, complaints), sample=found.people)
        for made, name, value in ((derived, "share", found.share),
                                  (derived, "likes without a complaint", found.baseline),
                                  (apart, "difference", found.difference))
    )  # fmt: skip
    figures = {
        "share": share,
        "baseline": baseline,
        "difference": replace(gap, interval=found.interval),
        "people": people,
    }
    low, high = found.interval
    way = "more" if low > 0 else "less" if high < 0 else "none"
    if outcome == "buys" and way == "less":
        figures |= _at_stake(study, found, people)
    subject = {"metric": OUTCOMES[outcome], "outcome": outcome}
    return Finding("analyses.impact", f"impact.{way}", subject, figures, (NOT_CAUSAL,))


def _at_stake(study: Study, found: Matched, people: Figure) -> dict[str, Figure]:
    """What the orders that did not come would have brought, one average order each."""
    if not study.meter.available("average_order_value"):
        return {}
    order = study.meter.figure("average_order_value", study.period)
    if order.value is None:
        return {}
    low, high = (-found.people * one * order.value for one in reversed(found.interval))
    lost = derived("missing buyers * average order value", Unit.MONEY, -found.people * found.difference * order.value,
                   people, order)  # fmt: skip
    return {"lost": replace(lost, interval=(low, high))}


ANALYSIS = Analysis(
    {"en": "What repeat complaints cost", "zh": "重复投诉的业务影响"},
    run,
    question={
        "en": "Do customers who complain again buy less, send back more, advise others against us?",
        "zh": "重复投诉的客户是否买得更少、退得更多、更不愿推荐？",
    },
    method={
        "en": (
            "Customers with a second complaint within 30 days against customers with a contact and no complaint, "
            "of the same segment and as many orders in the half year before; difference of shares over 90 days "
            "with an Agresti-Caffo interval."
        ),
        "zh": (
            ""
            "30天内再次投诉的客户，与同客群、此前半年订单数相同、有联系而无投诉的客户比较；90天内比例之差，Agresti-Caffo区间。"
        ),
    },
    reference="Agresti and Caffo (2000)",
    assumes={
        "en": (
            "Likes differ in nothing else that matters, which nobody can check; contacts are watched for ninety days."
        ),
        "zh": "除匹配项外两组没有其他重要差异（无法验证）；观察期九十天。",
    },
)
