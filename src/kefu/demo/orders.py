"""What was sold and when it arrived; the line of an order whose batch may fail decides what comes back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kefu.demo.calendar import DAY, HOUR, HOURS_CHAT, Month, draw_times
from kefu.demo.customers import Customers
from kefu.demo.dice import Dice, dice, lognormal, pick
from kefu.demo.products import LATEST_BATCH_SHARE, PER_LINE, prices
from kefu.demo.stories import Stories
from kefu.demo.vocabulary import LINE, NEVER, SHOP, Array, Columns

TRANSIT_DAYS = np.array([1.6, 2.0, 1.9, 2.0, 2.7, 3.4, 2.9])  # by region
LINES_OF_ORDER = np.array([0.70, 0.22, 0.08])
QUANTITIES = np.array([0.90, 0.08, 0.02])
CANCELLED = 0.035
PROMISED_DAYS = 5
SEASON_OF_AIR = 0.18  # fans and purifiers: more in July and January


@dataclass(frozen=True, slots=True)
class Sales:
    """One month's orders and their lines; ``lines['order']`` points into ``orders``."""

    orders: Columns
    lines: Columns


def line_shares(month: Month) -> Array:
    shares = LINE.share().copy()
    shares[2] *= 1 + SEASON_OF_AIR * np.cos(4 * np.pi * (month.first.month - 1) / 12)
    return np.asarray(shares / shares.sum())


def sell(
    seed: int, month: Month, *, expected: float, first_number: int, weights: Array, people: Customers, stories: Stories
) -> Sales:
    """The orders of one month, in the order they were placed."""
    rng = dice(seed, "orders", month.offset)
    size = int(rng.poisson(expected))
    at = np.sort(draw_times(rng, month, weights, HOURS_CHAT, size))
    customer = people.draw(rng, month, size)
    region = people.region[customer].astype(np.int64)
    lines = _lines(rng, month, size)
    orders: Columns = {
        "number": first_number + np.arange(size), "ordered": at, "customer": customer, "region": region,
        "shop": pick(rng, SHOP.share(), size),
    }  # fmt: skip
    first = np.flatnonzero(lines["line_number"] == 1)
    orders |= {name: lines[name][first] for name in ("product", "product_line", "batch_made", "quantity")}
    orders |= _delivery(rng, month, orders, stories)
    gross = np.bincount(lines["order"], weights=lines["amount"], minlength=size)
    orders["discount"] = np.rint(gross * np.where(rng.random(size) < 0.45, rng.uniform(0.03, 0.15, size), 0))
    orders["amount"] = gross - orders["discount"]
    lines["ordered"] = at[lines["order"]]
    lines["number"] = orders["number"][lines["order"]]
    return Sales(orders, lines)


def _lines(rng: Dice, month: Month, size: int) -> Columns:
    """One to three products per order."""
    count = 1 + pick(rng, LINES_OF_ORDER, size)
    order = np.repeat(np.arange(size), count)
    starts = np.cumsum(count) - count
    product_line = pick(rng, line_shares(month), len(order))
    product = product_line * PER_LINE + (rng.random(len(order)) ** 1.3 * PER_LINE).astype(np.int64)
    quantity = 1 + pick(rng, QUANTITIES, len(order))
    older = rng.random(len(order)) >= LATEST_BATCH_SHARE
    return {
        "order": order, "line_number": np.arange(len(order)) - starts[order] + 1, "product": product,
        "product_line": product_line, "batch_made": month.offset - 1 - older, "quantity": quantity,
        "amount": np.rint(prices()[product] * rng.uniform(0.88, 1.0, len(order))) * quantity,
    }  # fmt: skip


def _delivery(rng: Dice, month: Month, orders: Columns, stories: Stories) -> Columns:
    """Paid, shipped, promised, arrived; a late carrier is a story told of the day of shipping."""
    at, size = orders["ordered"], len(orders["ordered"])
    cancelled = rng.random(size) < CANCELLED
    paid = at + rng.integers(5, 900, size)
    shipped = paid + lognormal(rng, 16 * HOUR, 0.45, size).astype(np.int64)
    late = stories.plus("delivery_days", month, shipped, orders)
    days = lognormal(rng, TRANSIT_DAYS[orders["region"]], 0.25, size) + late * rng.uniform(0.6, 1.2, size)
    delivered = shipped + (days * DAY).astype(np.int64)
    return {
        "cancelled": cancelled, "paid": np.where(cancelled & (rng.random(size) < 0.5), NEVER, paid),
        "shipped": np.where(cancelled, NEVER, shipped), "delivered": np.where(cancelled, NEVER, delivered),
        "promised": at // DAY * DAY + (PROMISED_DAYS + 1) * DAY - 1,
    }  # fmt: skip
