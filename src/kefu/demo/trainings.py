"""The training register: a course, a drill and an exam every quarter, and who was there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kefu.demo.calendar import DAY, HOUR, MONTHS, month_at
from kefu.demo.dice import dice
from kefu.demo.people import AGENTS, People

PROGRAMME = (
    ("课程", "新品知识"), ("演练", "大促高峰演练"), ("考试", "季度业务考试"),
    ("课程", "投诉沟通技巧"), ("演练", "系统中断应急演练"), ("考试", "产品知识考试"),
)  # fmt: skip
ATTENDED = 0.93


@dataclass(frozen=True, slots=True)
class Attendance:
    """One agent at one training; ``score`` is None where there was no exam."""

    agent: int
    at: int
    kind: str
    topic: str
    attended: bool
    score: float | None


def hold(seed: int, last: date, people: People) -> list[Attendance]:
    found = []
    for offset in range(1 - MONTHS, 1):
        month = month_at(last, offset)
        rng = dice(seed, "trainings", offset)
        kind, topic = PROGRAMME[month.number % len(PROGRAMME)]
        at = month.start + int(rng.integers(5, 26)) * DAY + 14 * HOUR
        for agent in range(AGENTS):
            there = bool(rng.random() < ATTENDED)
            mark = float(min(100, max(40, round(84 + 30 * float(people.skill[agent]) + 7 * rng.standard_normal()))))
            found.append(Attendance(agent, at, kind, topic, there, mark if there and kind == "考试" else None))
    return found
