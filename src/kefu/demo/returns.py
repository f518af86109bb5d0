"""What comes back: returns, exchanges, repairs and refunds, each of a delivered order, with its cause and cost."""

from __future__ import annotations

import numpy as np

from kefu.demo.calendar import DAY, Month
from kefu.demo.dice import Dice, dice, lognormal
from kefu.demo.stories import Stories, touched
from kefu.demo.vocabulary import NEVER, RETURN_CAUSE, RETURN_KIND, Array, Columns

RATE = 0.055
KIND_BY_CAUSE = np.array(
    [
        [0.20, 0.24, 0.48, 0.08],
        [0.82, 0.04, 0.00, 0.14],
        [0.22, 0.58, 0.04, 0.16],
        [0.30, 0.60, 0.00, 0.10],
        [0.70, 0.10, 0.00, 0.20],
    ]
)
REPAIR = RETURN_KIND.position("repair")
REFUNDED = (RETURN_KIND.position("return"), RETURN_KIND.position("refund"))


def come_back(seed: int, month: Month, orders: Columns, stories: Stories, *, later: list[Month]) -> Columns:
    """The returns that the orders of one month will lead to, whenever they are asked for.

    A defective batch fails by the month it is asked for, so stories of ``later`` months count as well.
    """
    rng = dice(seed, "returns", month.offset)
    size = len(orders["ordered"])
    asked = orders["delivered"] + (rng.exponential(6.0, size).clip(0.2, 40) * DAY).astype(np.int64)
    causes = []
    for cause in range(len(RETURN_CAUSE.codes)):
        chance = RATE * RETURN_CAUSE.share()[cause] * _times(orders, cause, asked, [month, *later], stories)
        causes.append(np.where(orders["delivered"] == NEVER, 0.0, chance))
    chances = np.stack([*causes, 1 - np.sum(causes, axis=0)], axis=1)
    drawn = (rng.random((size, 1)) >= np.cumsum(chances, axis=1)[:, :-1]).sum(axis=1)
    rows = np.flatnonzero(drawn < len(RETURN_CAUSE.codes))
    cause = drawn[rows]
    found = {name: orders[name][rows] for name in _KEPT} | {"opened": asked[rows], "cause": cause}
    return found | _settled(rng, found)


_KEPT = ("number", "customer", "region", "product", "product_line", "batch_made", "quantity", "amount")


def _times(orders: Columns, cause: int, asked: Array, months: list[Month], stories: Stories) -> Array:
    factor = np.ones(len(asked))
    columns = {**orders, "cause": np.full(len(asked), cause)}
    for month in months:
        inside = np.where((asked >= month.start) & (asked < month.end), asked, NEVER)
        for story, effect in stories.of("returns", month):
            factor[touched(story, effect, month, inside, columns)] *= effect.times
    return factor


def _settled(rng: Dice, found: Columns) -> Columns:
    """What was done, when, and what it cost."""
    size = len(found["opened"])
    shares = KIND_BY_CAUSE[found["cause"]]
    kind = (rng.random((size, 1)) >= np.cumsum(shares, axis=1)[:, :-1]).sum(axis=1)
    days = lognormal(rng, np.array([5.0, 6.0, 8.0, 1.5])[kind], 0.4, size)
    value = found["amount"] * rng.uniform(0.6, 1.0, size)
    moved = kind != RETURN_KIND.position("refund")
    cost = np.where(kind == REPAIR, lognormal(rng, 68.0, 0.35, size), lognormal(rng, 14.0, 0.3, size))
    return {
        "kind": kind, "closed": found["opened"] + (days * DAY).astype(np.int64),
        "refund": np.where(np.isin(kind, REFUNDED), np.rint(value), 0.0),
        "logistics_cost": np.where(moved, lognormal(rng, 19.0, 0.3, size), 0.0), "service_cost": cost,
    }  # fmt: skip


def price_stories(month: Month, found: Columns, stories: Stories) -> Columns:
    """Costs of the returns asked for in one month, once that month's stories are counted in."""
    times = stories.times("service_cost", month, found["opened"], found)
    return {**found, "service_cost": found["service_cost"] * times}


def split(found: Columns, month: Month) -> tuple[Columns, Columns]:
    """Those asked for in this month, in order, and those of later months; earlier ones are of no export."""
    now = (found["opened"] >= month.start) & (found["opened"] < month.end)
    order = np.argsort(found["opened"][now], kind="stable")
    here = {name: values[now][order] for name, values in found.items()}
    later = found["opened"] >= month.end
    return here, {name: values[later] for name, values in found.items()}


def together(first: Columns, second: Columns) -> Columns:
    return {name: np.concatenate([values, second[name]]) for name, values in first.items()} if first else second
