"""What ``stories.yaml`` says a story shows is what the generator does, with and without it, in a company large enough.

Nothing is written or imported: the columns the exports are made of are counted here, as the indicators are defined.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from kefu.demo.calendar import HOUR, MONTHS, day_weights, month_at
from kefu.demo.company import Company, Served, begin, sell, serve
from kefu.demo.stories import Shown, Stories, Story, load
from kefu.demo.surveys import GOOD
from kefu.demo.vocabulary import MENTIONED, NEVER, Array, Columns

LAST = date(2026, 10, 1)
TICKETS = 2_000_000
NEAR = {"times": 0.08, "odds": 0.25, "plus": 0.35}  # of the size, by how few calls and answers there are
EARLIER = 2  # months lived through before the one counted: their orders are asked about and come back
EVERY = load().every
SHOWN = [(story, shown) for story in EVERY for shown in story.shows]


@cache
def served(offset: int, without: str = "") -> Served:
    """One month of the company, with all stories or all but one."""
    told = Stories(tuple(one for one in EVERY if one.id != without))
    company = Company(Path(), TICKETS, 20, LAST, told)
    state = begin(company)
    months = [month_at(LAST, offset - step) for step in range(EARLIER, -1, -1)]
    weights = {month.offset: day_weights(month, state.surges) for month in months}
    for month in months:
        expected = TICKETS / MONTHS * weights[month.offset].sum() / month.days
        sell(company, state, month, expected, weights)
        found = serve(company, state, month, expected, weights)
    return found


def inside(columns: Columns, where: dict[str, str]) -> Array:
    hit = np.ones(len(next(iter(columns.values()))), dtype=bool)
    for name, member in where.items():
        hit &= columns[name] == MENTIONED[name].position(member)
    return hit


def tickets(month: Served, where: dict[str, str]) -> float:
    return float((inside(month.tickets, where) & ~month.tickets["spam"]).sum())


def complaints(month: Served, where: dict[str, str]) -> float:
    return tickets(month, {"category": "complaint", **where})


def handling(month: Served, where: dict[str, str]) -> float:
    found = month.tickets
    solved = inside(found, {"category": "complaint", **where}) & ~found["spam"] & (found["solved"] != NEVER)
    return float((found["solved"] - found["created"])[solved].mean())


def returned(month: Served, where: dict[str, str]) -> float:
    return float(inside(month.returns, where).sum())


def cost(month: Served, where: dict[str, str]) -> float:
    both = month.returns["logistics_cost"] + month.returns["service_cost"]
    return float(both[inside(month.returns, where)].sum())


def given_up(month: Served, where: dict[str, str]) -> float:
    calls = month.calls
    came = (calls["direction"] == 0) & (calls["outcome"] != NEVER)
    if "hour" in where:
        came &= calls["at"] // HOUR % 24 == int(where["hour"])
    return float(calls["outcome"][came].mean())


def satisfied(month: Served, where: dict[str, str]) -> float:
    answered = month.answers["answered"] != NEVER
    of = {name: month.tickets[name][month.answers["row"]] for name in where}
    return float((month.answers["csat"][answered & inside(of, where)] >= GOOD).mean())


COUNTED: dict[str, Callable[[Served, dict[str, str]], float]] = {
    "ticket_volume": tickets,
    "complaint_volume": complaints,
    "complaint_handling_time": handling,
    "return_volume": returned,
    "after_sales_cost": cost,
    "call_abandonment_rate": given_up,
    "csat": satisfied,
}


def odds(share: float) -> float:
    return share / (1 - share)


@pytest.mark.parametrize(
    ("story", "shown"), SHOWN, ids=lambda one: one.id if isinstance(one, Story) else f"{one.metric}{one.month}"
)
def test_a_story_shows_what_it_says(story: Story, shown: Shown) -> None:
    with_it, without = (COUNTED[shown.metric](served(shown.month, name), dict(shown.where)) for name in ("", story.id))
    found = {"times": with_it / without, "plus": with_it - without, "odds": odds(with_it) / odds(without)}[shown.how]
    assert found == pytest.approx(shown.size, rel=NEAR[shown.how])


def test_what_is_told_of_a_cause_is_stated_and_of_a_decoy_nothing_but_its_mix() -> None:
    causes = {one.id for one in EVERY if one.told_as == "cause"}
    assert {story.id for story, _ in SHOWN} == causes | {"channel_mix_shift"}
