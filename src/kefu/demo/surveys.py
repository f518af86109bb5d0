"""What customers think: invitations after a solved ticket, most of them unanswered, and the scores of the others."""

from __future__ import annotations

import numpy as np

from kefu.demo.calendar import HOUR, Month
from kefu.demo.dice import Dice, dice
from kefu.demo.handling import COMPLAINT
from kefu.demo.people import People
from kefu.demo.stories import Stories
from kefu.demo.vocabulary import NEVER, Array, Columns, Words

SCENARIO = Words(("inquiry", "complaint", "return", "technical"), ("咨询", "投诉处理", "退换修", "技术指导"))
ASKED = np.array([0.65, 0.90])  # regular customers, key customers
ANSWERED = 0.46
MOST = 150_000
"""Invitations at most over all months: a spreadsheet has a million rows and takes its time."""
BASE, SPREAD = 4.62, 0.85
TO_COMPLAIN, TO_ASK_AGAIN, TO_WAIT = 0.50, 0.55, 0.14
GOOD, FAIR = 4, 3


def invite(
    seed: int, month: Month, found: Columns, *, share: float, people: People, stories: Stories, cutoff: int
) -> Columns:
    """The invitations of one month's tickets and their answers, in the order they were sent.

    Where a story wants an agent with exactly so many answers, tickets of that month are given to that agent.
    """
    rng = dice(seed, "surveys", month.offset)
    solved = (found["solved"] != NEVER) & ~found["by_bot"] & (found["solved"] + HOUR <= cutoff)
    asked = solved & (rng.random(len(solved)) < ASKED[found["segment"]] * share)
    rows = np.flatnonzero(asked)
    sent = found["solved"][rows] + rng.integers(300, 1800, len(rows))
    answered = sent + (rng.exponential(4 * HOUR, len(rows)) + 30).astype(np.int64)
    answered = np.where((rng.random(len(rows)) < ANSWERED) & (answered <= cutoff), answered, NEVER)
    scores = _scores(rng, month, found, rows, people, stories)
    scores["ces"] = _ease(dice(seed, "effort", month.offset), scores["efficiency"])
    answered, scores = _exactly(rng, month, found, rows, answered, scores, stories)
    order = np.argsort(sent, kind="stable")
    every = {"row": rows, "sent": sent, "answered": answered, **scores}
    return {name: values[order] for name, values in every.items()}


def _scores(rng: Dice, month: Month, found: Columns, rows: Array, people: People, stories: Stories) -> Columns:
    at = {name: values[rows] for name, values in found.items()}
    size = len(rows)
    mood = BASE + people.skill[at["agent"]] - TO_WAIT * at["patience"]
    mood -= TO_COMPLAIN * (at["category"] == COMPLAINT) + TO_ASK_AGAIN * (at["reopened"] != NEVER)
    mood += stories.plus("csat", month, at["created"], at) + SPREAD * rng.standard_normal(size)
    return {
        "csat": _five(mood), "attitude": _five(mood + 0.25 + 0.5 * rng.standard_normal(size)),
        "efficiency": _five(mood - 0.10 - 0.2 * at["patience"] + 0.5 * rng.standard_normal(size)),
        "expertise": _five(mood + 0.05 + 0.5 * rng.standard_normal(size)),
        "nps": np.rint(mood * 2.1 - 0.9 + 1.2 * rng.standard_normal(size)).clip(0, 10).astype(np.int64),
        "chance": rng.integers(0, 1 << 20, size),
    }  # fmt: skip


def _ease(rng: Dice, efficiency: Array) -> Array:
    """From 1 to 7: whoever was served fast found it easy."""
    return np.asarray(np.rint(1.5 * efficiency - 0.8 + 0.9 * rng.standard_normal(len(efficiency))).clip(1, 7), np.int64)


def _five(mood: Array) -> Array:
    return np.asarray(np.rint(mood).clip(1, 5).astype(np.int64))


def _exactly(
    rng: Dice, month: Month, found: Columns, rows: Array, answered: Array, scores: Columns, stories: Stories
) -> tuple[Array, Columns]:
    """Give a story's agent exactly the answers it wants, all with one score."""
    for story, effect in stories.of("surveys", month):
        agent = int(story.agent[1:]) - 1
        answered = np.where(found["agent"][rows] == agent, NEVER, answered)
        team = found["team"][found["agent"] == agent]
        like = (answered != NEVER) & (found["team"][rows] == (team[0] if len(team) else 1))
        like &= (found["category"][rows] != COMPLAINT) & (found["reopened"][rows] == NEVER)
        chosen = rng.permutation(np.flatnonzero(like))[: int(effect.times)]
        found["agent"][rows[chosen]] = agent
        found["first_agent"][rows[chosen]] = agent
        for name in ("csat", "attitude", "efficiency", "expertise"):
            scores[name][chosen] = effect.score
        scores["nps"][chosen], scores["ces"][chosen] = 10, 7
    return answered, scores


def moods(csat: Array) -> Array:
    """0 where the customer was pleased, 1 where so so, 2 where not."""
    return np.where(csat >= GOOD, 0, np.where(csat >= FAIR, 1, 2))
