"""How tickets are served: who answers when, how long it takes, what comes back, what stays open."""

from __future__ import annotations

import numpy as np

from kefu.demo.calendar import DAY, HOUR, PEAK_HOURS, Month, hour_of_day
from kefu.demo.dice import Dice, dice, lognormal
from kefu.demo.people import People
from kefu.demo.stories import Stories
from kefu.demo.tickets import PHONE
from kefu.demo.vocabulary import CATEGORY, CHANNEL, NEVER, SUBCATEGORY, TEAM, Array, Columns, Words

RESPONSE_MEDIAN = np.array([16.0, 42.0, 150.0, 75.0, 2.5 * HOUR])
RESPONSE_SIGMA = np.array([0.55, 0.80, 0.90, 0.85, 0.70])
OPENS = np.array([8, 8, 8, 8, 8])
CLOSES = np.array([22, 24, 24, 24, 22])
HANDLING_MEDIAN = np.array([0.8 * HOUR, 30.0 * HOUR, 14.0 * HOUR, 4.0 * HOUR])
HANDLING_SIGMA = np.array([1.20, 0.50, 0.80, 1.10])
UNRESOLVED = np.array([0.030, 0.050, 0.045, 0.055])
REOPENED = np.array([0.025, 0.070, 0.060, 0.055])
GIVEN_UP = np.array([0.004, 0.022, 0.018, 0.015, 0.012])
BY_BOT = {SUBCATEGORY.position(one): 0.30 for one in ("logistics_query", "promotion", "invoice", "usage")}
PEAK, SURGE_POWER, SALT = 1.12, 0.12, 0.015
CLOSED_AFTER = 3 * DAY
EMAIL = CHANNEL.position("email")
COMPLAINT = CATEGORY.position("complaint")
PHONE_TEAM, ONLINE_TEAM, COMPLAINTS_TEAM = range(len(TEAM.codes))
HANDED_TO_COMPLAINTS = 0.9
CHANGED_HANDS = 0.06

CAUSE = Words(
    (
        "unclear_page", "carrier_delay", "product_defect", "wrong_use", "process_delay", "staff_error",
        "system_failure", "changed_mind",
    ),
    ("页面说明不清", "承运商延误", "产品缺陷", "使用不当", "流程超时", "人员失误", "系统故障", "客户原因"),
)  # fmt: skip
LIKELY_CAUSE = np.array([0, 1, 0, 4, 1, 2, 5, 4, 7, 7, 2, 4, 3, 6, 2, 3])
OTHER_CAUSE = np.array([7, 4, 4, 6, 4, 1, 4, 6, 0, 5, 3, 6, 0, 3, 3, 0])
LIKELY = 0.75


def serve(
    seed: int, month: Month, found: Columns, *, busy: Array, people: People, stories: Stories, cutoff: int
) -> Columns:
    """The tickets of a month with everything that happened to them until ``cutoff``, when the exports were made."""
    rng = dice(seed, "handling", month.offset)
    found = found | _hands(rng, found, people)
    found |= _answers(rng, month, found, busy, people, stories)
    found |= _solutions(rng, month, found, people, stories)
    found |= _causes(rng, found)
    return _until(rng, found, cutoff)


def _hands(rng: Dice, found: Columns, people: People) -> Columns:
    """Who answers first and who holds it in the end; complaints go to their group."""
    size = len(found["created"])
    first_team = np.where(found["channel"] == PHONE, PHONE_TEAM, ONLINE_TEAM)
    escalated = (found["category"] == COMPLAINT) & (rng.random(size) < HANDED_TO_COMPLAINTS)
    team = np.where(escalated, COMPLAINTS_TEAM, first_team)
    first = people.draw(rng, first_team)
    other = people.draw(rng, team)
    moved = escalated | (rng.random(size) < CHANGED_HANDS)
    return {"first_agent": first, "agent": np.where(moved, other, first), "team": team}


def _answers(rng: Dice, month: Month, found: Columns, busy: Array, people: People, stories: Stories) -> Columns:
    """The first answer by a person; none where the bot was enough or the customer gave up."""
    channel, created = found["channel"], found["created"]
    size = len(created)
    chance = np.zeros(size)
    for subcategory, share in BY_BOT.items():
        chance[found["subcategory"] == subcategory] = share
    by_bot = (channel != PHONE) & (channel != EMAIL) & (rng.random(size) < chance)
    given_up = (rng.random(size) < GIVEN_UP[channel]) & ~by_bot
    wait = lognormal(rng, RESPONSE_MEDIAN[channel], RESPONSE_SIGMA[channel], size) * busy**SURGE_POWER
    wait *= np.where(np.isin(hour_of_day(created), PEAK_HOURS), PEAK, 1.0) * np.exp(SALT * rng.standard_normal())
    wait *= people.speed[found["first_agent"]] * stories.times("first_response", month, created, found)
    answered = _when_open(created, channel) + np.maximum(3, wait).astype(np.int64)
    silent = by_bot | given_up | found["spam"]
    return {
        "by_bot": by_bot, "given_up": given_up, "first_response": np.where(silent, NEVER, answered),
        "patience": np.log(np.maximum(3, wait) / RESPONSE_MEDIAN[channel]),
    }  # fmt: skip


def _when_open(created: Array, channel: Array) -> Array:
    """The moment service begins to look at it: at once, or when it next opens."""
    midnight = created // DAY * DAY
    hour = hour_of_day(created)
    opens = midnight + OPENS[channel] * HOUR
    late = np.where(hour >= CLOSES[channel], opens + DAY, created)
    return np.where(hour < OPENS[channel], opens, late)


def _solutions(rng: Dice, month: Month, found: Columns, people: People, stories: Stories) -> Columns:
    """Solved, opened again, solved again, closed."""
    category, size = found["category"], len(found["created"])
    work = lognormal(rng, HANDLING_MEDIAN[category], HANDLING_SIGMA[category], size)
    work *= people.speed[found["agent"]] * stories.times("handling_time", month, found["created"], found)
    work *= np.exp(SALT * rng.standard_normal())
    start = np.where(found["by_bot"], found["created"], found["first_response"])
    solved = start + np.where(found["by_bot"], rng.integers(40, 300, size), np.maximum(60, work)).astype(np.int64)
    open_still = rng.random(size) < UNRESOLVED[category] / stories.times("closing", month, found["created"], found)
    open_still |= found["given_up"] | found["spam"]
    solved = np.where(open_still, NEVER, solved)
    again = (rng.random(size) < REOPENED[category]) & (solved != NEVER) & ~found["by_bot"]
    reopened = np.where(again, solved + (rng.exponential(0.9, size).clip(0.02, 2.8) * DAY).astype(np.int64), NEVER)
    second = np.where(again, reopened + lognormal(rng, 9 * HOUR, 0.6, size).astype(np.int64), NEVER)
    last = np.where(again, second, solved)
    closed = np.where(last == NEVER, NEVER, last + CLOSED_AFTER)
    dropped = found["spam"] | (found["given_up"] & (rng.random(size) < 0.5))
    closed = np.where(dropped, found["created"] + DAY // 2, closed)
    return {"solved_first": solved, "reopened": reopened, "solved_again": second, "closed": closed}


def _causes(rng: Dice, found: Columns) -> Columns:
    usual = rng.random(len(found["created"])) < LIKELY
    cause = np.where(usual, LIKELY_CAUSE[found["subcategory"]], OTHER_CAUSE[found["subcategory"]])
    return {"cause": np.where(found["solved_first"] == NEVER, NEVER, cause)}


def _until(rng: Dice, found: Columns, cutoff: int) -> Columns:
    """Forget what happened after the exports were made, and say how each ticket stands."""
    for name in ("first_response", "solved_first", "reopened", "solved_again", "closed"):
        found[name] = np.where(found[name] > cutoff, NEVER, found[name])
    waiting = (found["reopened"] != NEVER) & (found["solved_again"] == NEVER)
    solved = np.where(found["solved_again"] != NEVER, found["solved_again"], found["solved_first"])
    found["solved"] = np.where(waiting, NEVER, solved)
    unsolved = np.where(rng.random(len(solved)) < 0.6, 0, 1)
    status = np.where(found["solved"] != NEVER, 2, unsolved)
    found["status"] = np.where(found["closed"] != NEVER, 3, status)
    found["cause"] = np.where(found["solved"] == NEVER, NEVER, found["cause"])
    found["held"] = (found["first_response"] != NEVER) | found["given_up"]
    return found
