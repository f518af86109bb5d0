"""Who is a key customer, and why: the company's list beside what customers bought in the last year.

Everybody who bought is scored from 1 to 5 by how recently, how often and for how much. Whom the list leaves out though
they score high is a candidate; whom it names and who, as they buy, have probably gone is at risk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Analysis, Study
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import derived
from kefu.methods.customers import buying, rfm
from kefu.store.facts.order import PERSONS

MONTHS = 12
FEWEST = 100  # buyers; below, fifths are a handful of people each
HIGH, LOW = 4, 2
GONE = 0.5  # a chance to come back below this counts as at risk
DAY = 86_400.0
TESTED = ("fading", "core", "steady", "new")  # the first that fits
GROUPS = ("core", "steady", "new", "fading", "other")

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Buyers:
    """Everybody who bought in the year: a row a customer; times in days, amounts in the project's currency."""

    purchases: Floats
    amount: Floats
    first: Floats  # days from the first purchase of the year to its end
    last: Floats  # days from the last one
    listed: Flags

    @property
    def scores(self) -> rfm.Rfm:
        return rfm.score(self.last, self.purchases, self.amount)


def run(study: Study) -> Iterable[Finding]:
    if not study.meter.snapshot.has("order") or not study.meter.available("orders"):
        return
    year = Period(study.period.shifted(1 - MONTHS).start, study.period.end)
    buyers = _buyers(study, year)
    if buyers is None:
        return
    orders, revenue = (study.meter.figure(name, year) for name in ("orders", "revenue"))
    groups = _groups(buyers.scores)
    yield _worth(buyers, groups, orders, revenue)
    if buyers.listed.any():
        yield _candidates(buyers, groups, orders)
        yield from _at_risk(buyers, orders)


def _buyers(study: Study, year: Period) -> Buyers | None:
    """The year's customers; None where orders do not name them, give each a number of its own, or too few bought."""
    table = study.meter.rows("orders", year)
    if not {"customer_id", "amount", "ordered_at_local"} <= set(table.columns):
        return None
    named = table.filter(table["customer_id"].notnull())
    held = named.group_by("customer_id").agg(
        purchases=named.count(),
        amount=named["amount"].sum(),
        first=named["ordered_at_local"].min().epoch_seconds(),
        last=named["ordered_at_local"].max().epoch_seconds(),
        listed=(named["segment"] == "key").any(),
    ).order_by("customer_id").to_pyarrow()  # fmt: skip
    orders = held["purchases"].to_numpy()
    if held.num_rows < FEWEST or (orders.sum() >= PERSONS and orders.max() == 1):
        return None
    end = datetime(year.end.year, year.end.month, year.end.day, tzinfo=UTC).timestamp()
    column = {name: np.nan_to_num(held[name].to_numpy().astype(np.float64)) for name in held.column_names[1:5]}
    return Buyers(
        purchases=column["purchases"],
        amount=column["amount"],
        first=(end - column["first"]) / DAY,
        last=(end - column["last"]) / DAY,
        listed=held["listed"].fill_null(False).to_numpy(zero_copy_only=False).astype(bool),
    )


def _groups(scores: rfm.Rfm) -> NDArray[np.str_]:
    """The group of each customer."""
    recent, often, much = scores.recency, scores.frequency, scores.monetary
    conditions = [
        (recent <= LOW) & ((often >= HIGH) | (much >= HIGH)),
        (recent >= HIGH) & (often >= HIGH) & (much >= HIGH),
        (often >= HIGH) | (much >= HIGH),
        (recent >= HIGH),
    ]
    return np.asarray(np.select(conditions, TESTED, "other"))


def _worth(buyers: Buyers, groups: NDArray[np.str_], orders: Figure, revenue: Figure) -> Finding:
    """What the list makes of customers and of revenue, and the groups."""
    total = buyers.amount.sum()
    share = float(buyers.amount[buyers.listed].sum() / total) if total else None
    figures = {
        "buyers": derived("customers who bought", Unit.COUNT, float(len(buyers.amount)), orders),
        "listed": derived("customers on the list who bought", Unit.COUNT, float(buyers.listed.sum()), orders),
        "people": derived("share of the list in customers", Unit.SHARE, float(buyers.listed.mean()), orders),
        "money": derived("share of the list in revenue", Unit.SHARE, share, revenue),
    }
    parts = [_group(buyers, name, groups == name, orders, revenue) for name in GROUPS if (groups == name).any()]
    kind = "customers.worth" if buyers.listed.any() else "customers.unlisted"
    return Finding("analyses.customer_value", kind, {}, figures, parts=tuple(parts))


def _group(buyers: Buyers, name: str, which: Flags, orders: Figure, revenue: Figure) -> Finding:
    total = buyers.amount.sum()
    figures = {
        "customers": derived(f"customers, {name}", Unit.COUNT, float(which.sum()), orders),
        "listed": derived(f"on the list, {name}", Unit.COUNT, float((which & buyers.listed).sum()), orders),
        "money": derived(f"share in revenue, {name}", Unit.SHARE,
                         float(buyers.amount[which].sum() / total) if total else None, revenue),
        "purchases": derived(f"orders a customer, {name}", Unit.SCORE, float(buyers.purchases[which].mean()), orders),
        "silent": derived(f"median days since the last order, {name}", Unit.DAYS,
                          float(np.median(buyers.last[which])), orders),
    }  # fmt: skip
    return Finding("analyses.customer_value", "customers.group", {"group": name}, figures)


def _candidates(buyers: Buyers, groups: NDArray[np.str_], orders: Figure) -> Finding:
    """High in all three and not on the list; on the list and low in all three."""
    scores = buyers.scores
    low = (scores.recency <= LOW) & (scores.frequency <= LOW) & (scores.monetary <= LOW)
    figures = {
        "candidates": derived("high in all three, not on the list", Unit.COUNT,
                              float(((groups == "core") & ~buyers.listed).sum()), orders),
        "doubtful": derived("on the list, low in all three", Unit.COUNT, float((low & buyers.listed).sum()), orders),
    }  # fmt: skip
    return Finding("analyses.customer_value", "customers.list", {}, figures)


def _at_risk(buyers: Buyers, orders: Figure) -> Iterable[Finding]:
    """How many on the list have probably gone, by how often everybody buys and stops buying."""
    repeats, span = buyers.purchases - 1, buyers.first - buyers.last
    model = buying.fit(repeats, span, buyers.first)
    back = (buyers.purchases > 1) & buyers.listed
    if model is None or not back.any():
        return
    alive = model.alive(repeats, span, buyers.first)[back]
    figures = {
        "judged": derived("on the list with two orders or more", Unit.COUNT, float(back.sum()), orders),
        "at_risk": derived("of them, chance to buy again below one half", Unit.COUNT,
                           float((alive < GONE).sum()), orders),
    }  # fmt: skip
    yield Finding("analyses.customer_value", "customers.risk", {}, figures)


ANALYSIS = Analysis(
    {"en": "Who is a key customer", "zh": "谁是重点客户"},
    run,
    question={
        "en": "Who is a key customer by what they buy, and whom does the list miss or risk losing?",
        "zh": "按购买行为看谁是重点客户，名单遗漏了谁，谁可能流失？",
    },
    method={
        "en": (
            "Fifths of recency, frequency and amount over twelve months; the chance that a customer still buys by "
            "BG/NBD fitted to everybody who bought."
        ),
        "zh": "近十二个月购买的近度、频度、金额各分五档；客户是否仍在购买按BG/NBD模型估计。",
    },
    reference="Hughes (1994); Fader, Hardie and Lee (2005)",
    assumes={
        "en": "Orders name their customers; what was bought before the year counts for nothing.",
        "zh": "订单注明客户；一年以前的购买不计。",
    },
)
