"""Who answers: fifty agents in three groups, each a little quicker or friendlier than the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from kefu.demo.calendar import DAY, epoch
from kefu.demo.dice import Dice, dice, pick
from kefu.demo.vocabulary import NEVER, TEAM, Array

SIZES = (20, 20, 10)
AGENTS = sum(SIZES)
SURNAMES = "张王李赵刘陈杨黄周吴徐孙马朱胡郭何林罗高"
NUMBERS = "一二三四五六七八九十"
LEVELS = ("初级", "中级", "高级")


@dataclass(frozen=True, slots=True)
class People:
    """The agents by position (A001 is 0): group, load, skill on the five-point scale, speed as a factor of time."""

    team: Array
    load: Array
    skill: Array
    speed: Array
    level: Array
    joined: Array

    def code(self, position: int) -> str:
        return f"A{position + 1:03d}"

    def draw(self, rng: Dice, team: Array) -> Array:
        """An agent of each wanted group, the busier ones more often; nobody for no group."""
        found = np.full(len(team), NEVER, dtype=np.int64)
        for number in range(len(SIZES)):
            rows = np.flatnonzero(team == number)
            members = np.flatnonzero(self.team == number)
            found[rows] = members[pick(rng, self.load[members], len(rows))]
        return found


def hire(seed: int, first_month: date, part_timers: frozenset[int]) -> People:
    """The company's agents; part-timers take few tickets."""
    rng = dice(seed, "people")
    team = np.repeat(np.arange(len(SIZES)), SIZES)
    load = rng.uniform(0.8, 1.2, AGENTS)
    load[list(part_timers)] = 0.12
    joined = epoch(first_month - timedelta(days=30)) - rng.integers(0, 1500, AGENTS) * DAY
    return People(
        team=team, load=load, skill=rng.normal(0, 0.10, AGENTS), speed=np.exp(rng.normal(0, 0.06, AGENTS)),
        level=rng.integers(0, len(LEVELS), AGENTS), joined=joined,
    )  # fmt: skip


def names() -> list[str]:
    """Names nobody could take for a person's."""
    return [f"演示-{SURNAMES[one % len(SURNAMES)]}{NUMBERS[one // len(SURNAMES)]}" for one in range(AGENTS)]


def team_names(people: People) -> list[str]:
    return [TEAM.written[one] for one in people.team]
