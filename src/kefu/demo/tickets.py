"""What customers ask: the tickets of one month, where they come from and what they are about."""

from __future__ import annotations

import numpy as np

from kefu.demo.calendar import DAY, HOUR, HOURS_CHAT, HOURS_PHONE, Month, draw_times
from kefu.demo.customers import Customers
from kefu.demo.dice import Dice, dice, pick, pick_by_row
from kefu.demo.products import PER_LINE
from kefu.demo.stories import Effect, Stories, Story, touched
from kefu.demo.vocabulary import (
    CATEGORY,
    CATEGORY_BY_CHANNEL,
    CHANNEL,
    NEVER,
    PRIORITY,
    SUBCATEGORIES,
    SUBCATEGORY,
    Array,
    Columns,
)

PHONE = CHANNEL.position("phone")
AFTER_SALES = CATEGORY.position("after_sales")
ABOUT_ORDER = np.array([0.05, 0.95, 0.10, 0.7, 0.95, 0.85, 0.5, 0.9, 0.9, 0.9, 0.85, 0.9, 0.6, 0.4, 0.6, 0.3])
BEFORE_BUYING = {SUBCATEGORY.position("product"): 0.24, SUBCATEGORY.position("promotion"): 0.30}
REPEATS, REPEAT_DAYS = 0.07, 5.0
RETURNS_ASKED_FOR = 0.6
SPAM = 0.008
SALT = 0.012  # how much shares and volumes differ from month to month beyond chance


def ask(
    seed: int,
    month: Month,
    *,
    expected: float,
    first_number: int,
    weights: Array,
    pool: Columns,
    back: Columns,
    people: Customers,
    stories: Stories,
) -> Columns:
    """The tickets of one month in the order they came; ``pool`` are recent orders, ``back`` the month's returns.

    Returns that a customer asked for in a ticket get its number in ``back['ticket']``.
    """
    rng = dice(seed, "tickets", month.offset)
    size = int(rng.poisson(expected * np.exp(SALT * rng.standard_normal())))
    found = _topics(rng, month, size, stories)
    found["created"] = _created(rng, month, weights, found["channel"])
    found |= _about(rng, month, found, pool, people)
    found = _in_order(_with_stories(rng, month, found, pool, stories))
    found = _repeated(rng, found)
    size = len(found["created"])
    found["number"] = first_number + np.arange(size)
    back["ticket"] = _link_returns(rng, found, back)
    found["segment"] = people.segment[found["customer"]].astype(np.int64)
    found["priority"] = pick(rng, PRIORITY.share(), size)
    found["spam"] = (rng.random(size) < SPAM) & (found["order"] == NEVER)
    return found


def _topics(rng: Dice, month: Month, size: int, stories: Stories) -> Columns:
    channel = pick(rng, channel_shares(rng, month, stories), size)
    category = pick_by_row(rng, CATEGORY_BY_CHANNEL[channel])
    inside = np.array(SUBCATEGORY.shares).reshape(-1, SUBCATEGORIES)
    return {
        "channel": channel, "category": category,
        "subcategory": category * SUBCATEGORIES + pick_by_row(rng, inside[category]),
    }  # fmt: skip


def channel_shares(rng: Dice, month: Month, stories: Stories) -> Array:
    """The month's shares; where a story gives one channel more, the others share what is left."""
    usual = CHANNEL.share() * np.exp(SALT * rng.standard_normal(len(CHANNEL.codes)))
    usual /= usual.sum()
    nowhere = np.full(len(usual), month.start)
    moved = stories.times("channel_share", month, nowhere, {"channel": np.arange(len(usual))})
    told = moved != 1
    shares = usual * moved
    shares[~told] *= (1 - shares[told].sum()) / shares[~told].sum()
    return np.asarray(shares)


def _created(rng: Dice, month: Month, weights: Array, channel: Array) -> Array:
    by_phone = draw_times(rng, month, weights, HOURS_PHONE, len(channel))
    in_writing = draw_times(rng, month, weights, HOURS_CHAT, len(channel))
    return np.where(channel == PHONE, by_phone, in_writing)


def _about(rng: Dice, month: Month, found: Columns, pool: Columns, people: Customers) -> Columns:
    """Which customer, order and product: often a recent order, sometimes one that will be placed soon."""
    size, created = len(found["created"]), found["created"]
    customer = people.draw(rng, month, size)
    line_of_product = rng.integers(0, 5 * PER_LINE, size)
    order = np.full(size, NEVER, dtype=np.int64)
    pace = len(pool["ordered"]) / (pool["ordered"][-1] - pool["ordered"][0] + DAY)
    back = (rng.exponential(6 * DAY, size) * pace).astype(np.int64)
    earlier = (np.searchsorted(pool["ordered"], created - 2 * HOUR) - 1 - back).clip(0)
    has = rng.random(size) < ABOUT_ORDER[found["subcategory"]]
    order[has] = earlier[has]
    soon = (np.searchsorted(pool["ordered"], created + rng.exponential(0.8 * DAY, size))).clip(
        0, len(pool["ordered"]) - 1
    )
    buys = np.zeros(size, dtype=bool)
    for subcategory, share in BEFORE_BUYING.items():
        buys |= (found["subcategory"] == subcategory) & (rng.random(size) < share) & ~has
    known = np.where(has, order, np.where(buys, soon, 0))
    taken = has | buys
    customer = np.where(taken, pool["customer"][known], customer)
    product = np.where(taken, pool["product"][known], line_of_product)
    return {
        "customer": customer, "order": np.where(has, pool["number"][known], NEVER), "product": product,
        "product_line": product // PER_LINE, "region": people.region[customer].astype(np.int64),
    }  # fmt: skip


def _with_stories(rng: Dice, month: Month, found: Columns, pool: Columns, stories: Stories) -> Columns:
    """More tickets where a story says so: like those already there, from other customers of the same slice."""
    parts = [found]
    for story, effect in stories.of("tickets", month):
        parts.append(_more(rng, month, found, pool, story, effect))
    return {name: np.concatenate([part[name] for part in parts]) for name in found}


def _more(rng: Dice, month: Month, found: Columns, pool: Columns, story: Story, effect: Effect) -> Columns:
    like = np.flatnonzero(touched(story, effect, month, found["created"], found))
    count = round(len(like) * (effect.times - 1))
    rows = rng.choice(like, count) if count else np.zeros(0, dtype=np.int64)
    more = {name: values[rows] for name, values in found.items()}
    more["created"] = more["created"] // HOUR * HOUR + rng.integers(0, HOUR, count)
    same = np.ones(len(pool["ordered"]), dtype=bool)
    for name in ("region", "product_line"):
        if name in effect.where:
            same &= pool[name] == found[name][like[0]] if len(like) else False
    others = np.flatnonzero(same & (pool["ordered"] < month.start + 20 * DAY))
    if count and len(others):
        taken = rng.choice(others, count)
        for name, source in (("customer", "customer"), ("product", "product"), ("region", "region")):
            more[name] = pool[source][taken]
        more["product_line"] = pool["product_line"][taken]
        more["order"] = np.where(
            (more["order"] != NEVER) & (pool["ordered"][taken] < more["created"]), pool["number"][taken], NEVER
        )
    return more


def _in_order(found: Columns) -> Columns:
    order = np.argsort(found["created"], kind="stable")
    return {name: values[order] for name, values in found.items()}


def _repeated(rng: Dice, found: Columns) -> Columns:
    """Some customers come again within days about the same thing, on whatever channel."""
    size = len(found["created"])
    reach = max(1.0, size / 30 * REPEAT_DAYS)
    earlier = np.arange(size) - 1 - (rng.random(size) * reach).astype(np.int64)
    again = (rng.random(size) < REPEATS) & (earlier >= 0)
    known = np.where(again, earlier, 0)
    about = ("customer", "order", "product", "product_line", "region", "category", "subcategory")
    return found | {name: np.where(again, found[name][known], found[name]) for name in about}


def _link_returns(rng: Dice, found: Columns, back: Columns) -> Array:
    """Returns asked for in a ticket: the next after-sales ticket is made theirs."""
    linked = np.full(len(back["opened"]), NEVER, dtype=np.int64)
    after_sales = np.flatnonzero(found["category"] == AFTER_SALES)
    if not len(after_sales) or not len(linked):
        return linked
    asked = np.flatnonzero(rng.random(len(linked)) < RETURNS_ASKED_FOR)
    place = np.searchsorted(found["created"][after_sales], back["opened"][asked])
    place, first = np.unique(place, return_index=True)
    asked, place = asked[first][place < len(after_sales)], place[place < len(after_sales)]
    rows = after_sales[place]
    for name in ("customer", "product", "product_line", "region"):
        found[name][rows] = back[name][asked]
    found["order"][rows] = back["number"][asked]
    found["subcategory"][rows] = AFTER_SALES * SUBCATEGORIES + back["kind"][asked]
    linked[asked] = found["number"][rows]
    later = found["created"][rows] + rng.integers(30, 600, len(rows))
    back["closed"][asked] += later - back["opened"][asked]
    back["opened"][asked] = later
    return linked
