"""What the telephone system counts: calls answered, calls given up in the queue, calls back to customers."""

from __future__ import annotations

import numpy as np

from kefu.demo.calendar import HOUR, Month
from kefu.demo.dice import Dice, dice, lognormal
from kefu.demo.handling import COMPLAINT, PHONE_TEAM
from kefu.demo.people import People
from kefu.demo.stories import Stories
from kefu.demo.tickets import PHONE
from kefu.demo.vocabulary import NEVER, Array, Columns, Words

DIRECTION = Words(("inbound", "outbound"), ("呼入", "呼出"))
OUTCOME = Words(("answered", "abandoned"), ("已接听", "客户放弃"))
QUEUE = Words(("sales", "complaint", "after_sales", "technical"), ("售前咨询", "投诉专线", "售后服务", "技术支持"))
GIVEN_UP_PER_ANSWERED = 0.055
CALLED_BACK, REACHED = 0.45, 0.86
SALT = 0.03


def ring(seed: int, month: Month, found: Columns, people: People, stories: Stories) -> Columns:
    """The calls of one month, in order of time."""
    rng = dice(seed, "calls", month.offset)
    parts = [_answered(rng, found), _given_up(rng, month, found, stories), _back(rng, found, people)]
    calls = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(calls["at"], kind="stable")
    return {name: values[order] for name, values in calls.items()}


def _answered(rng: Dice, found: Columns) -> Columns:
    rows = np.flatnonzero((found["channel"] == PHONE) & (found["first_response"] != NEVER))
    size = len(rows)
    talk = lognormal(rng, np.array([170.0, 320.0, 260.0, 310.0])[found["category"][rows]], 0.5, size)
    hold = np.where(rng.random(size) < 0.2, rng.exponential(45, size), 0)
    return _calls(
        found, rows, found["created"][rows], direction=0, outcome=0, agent=found["first_agent"][rows],
        waited=found["first_response"][rows] - found["created"][rows], talk=talk, hold=hold,
        wrap=lognormal(rng, 55.0, 0.5, size), team=np.full(size, PHONE_TEAM), ticket=found["number"][rows],
    )  # fmt: skip


def _given_up(rng: Dice, month: Month, found: Columns, stories: Stories) -> Columns:
    """Customers who hang up while waiting; most of them leave no ticket."""
    phoned = np.flatnonzero(found["channel"] == PHONE)
    times = stories.times("abandonment", month, found["created"][phoned], {"channel": found["channel"][phoned]})
    rate = GIVEN_UP_PER_ANSWERED * times * np.exp(SALT * rng.standard_normal())
    rows = np.repeat(phoned, rng.poisson(rate))
    at = found["created"][rows] // HOUR * HOUR + rng.integers(0, HOUR, len(rows))
    own = np.flatnonzero((found["channel"] == PHONE) & found["given_up"])
    ticket = np.concatenate([np.full(len(rows), NEVER), found["number"][own]])
    rows, at = np.concatenate([rows, own]), np.concatenate([at, found["created"][own]])
    nobody = np.full(len(rows), NEVER)
    return _calls(
        found, rows, at, direction=0, outcome=1, agent=nobody, waited=lognormal(rng, 62.0, 0.7, len(rows)),
        talk=nobody, hold=nobody, wrap=nobody, team=nobody, ticket=ticket,
    )  # fmt: skip


def _back(rng: Dice, found: Columns, people: People) -> Columns:
    """Calls back to customers who complained."""
    called = (found["category"] == COMPLAINT) & (found["first_response"] != NEVER)
    rows = np.flatnonzero(called & (rng.random(len(called)) < CALLED_BACK))
    size = len(rows)
    # At ten in the morning to eight in the evening of the day after.
    at = found["first_response"][rows] // (24 * HOUR) * 24 * HOUR + 34 * HOUR + rng.integers(0, 10 * HOUR, size)
    outcome = np.where(rng.random(size) < REACHED, 0, NEVER)
    spoke = outcome == 0
    return _calls(
        found, rows, at, direction=1, outcome=outcome, agent=found["agent"][rows], waited=np.full(size, NEVER),
        talk=np.where(spoke, lognormal(rng, 210.0, 0.5, size), NEVER), hold=np.where(spoke, 0, NEVER),
        wrap=np.where(spoke, lognormal(rng, 60.0, 0.4, size), NEVER), team=people.team[found["agent"][rows]],
        ticket=found["number"][rows],
    )  # fmt: skip


def _calls(found: Columns, rows: Array, at: Array, *, direction: int, outcome: Array | int, **rest: Array) -> Columns:
    size = len(rows)
    whole = {name: np.asarray(values).astype(np.int64) for name, values in rest.items()}
    return whole | {
        "at": at, "direction": np.full(size, direction), "outcome": np.broadcast_to(outcome, size),
        "queue": found["category"][rows], "customer": found["customer"][rows],
    }  # fmt: skip
