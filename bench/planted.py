"""What the stories of the demo really do to an indicator: the company with and without each, else the same.

Nothing is written or imported: the columns the exports are made of are counted here, as the indicators are defined. A
company lives a month from its own dice, so that of any size this is the company that ``kefu demo`` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from math import inf
from pathlib import Path

import numpy as np

from kefu.demo.calendar import HOUR, day_weights, month_at
from kefu.demo.company import Company, Served, begin, sell, serve
from kefu.demo.stories import Shown, Stories, load
from kefu.demo.surveys import GOOD
from kefu.demo.vocabulary import MENTIONED, NEVER, Array, Columns

LAST = date(2026, 10, 1)
SEED = 20
EARLIER = 2  # months lived through before the one counted: their orders are asked about and come back
EVERY = load().every


@cache
def served(tickets: int, offset: int, without: str = "") -> Served:
    """One month of a company of so many tickets, with all stories or all but one."""
    told = Stories(tuple(one for one in EVERY if one.id != without))
    company = Company(Path(), tickets, SEED, LAST, told)
    state = begin(company)
    months = [month_at(LAST, offset - step) for step in range(EARLIER, -1, -1)]
    weights = {month.offset: day_weights(month, state.surges) for month in months}
    whole = sum(day_weights(month, state.surges).sum() for month in company.months)
    for month in months:
        expected = tickets * weights[month.offset].sum() / whole
        sell(company, state, month, expected, weights)
        found = serve(company, state, month, expected, weights)
    return found


def inside(columns: Columns, where: Mapping[str, str]) -> Array:
    hit = np.ones(len(next(iter(columns.values()))), dtype=bool)
    for name, member in where.items():
        hit &= columns[name] == MENTIONED[name].position(member)
    return hit


def asked(month: Served, where: Mapping[str, str]) -> float:
    return float((inside(month.tickets, where) & ~month.tickets["spam"]).sum())


def complaints(month: Served, where: Mapping[str, str]) -> float:
    return asked(month, {"category": "complaint", **where})


def handling(month: Served, where: Mapping[str, str]) -> float:
    found = month.tickets
    solved = inside(found, {"category": "complaint", **where}) & ~found["spam"] & (found["solved"] != NEVER)
    return float((found["solved"] - found["created"])[solved].mean())


def returned(month: Served, where: Mapping[str, str]) -> float:
    return float(inside(month.returns, where).sum())


def cost(month: Served, where: Mapping[str, str]) -> float:
    both = month.returns["logistics_cost"] + month.returns["service_cost"]
    return float(both[inside(month.returns, where)].sum())


def given_up(month: Served, where: Mapping[str, str]) -> float:
    calls = month.calls
    came = (calls["direction"] == 0) & (calls["outcome"] != NEVER)
    if "hour" in where:
        came &= calls["at"] // HOUR % 24 == int(where["hour"])
    return float(calls["outcome"][came].mean())


def satisfied(month: Served, where: Mapping[str, str]) -> float:
    answered = month.answers["answered"] != NEVER
    of = {name: month.tickets[name][month.answers["row"]] for name in where}
    return float((month.answers["csat"][answered & inside(of, where)] >= GOOD).mean())


COUNTED: dict[str, Callable[[Served, Mapping[str, str]], float]] = {
    "ticket_volume": asked,
    "complaint_volume": complaints,
    "complaint_handling_time": handling,
    "return_volume": returned,
    "after_sales_cost": cost,
    "call_abandonment_rate": given_up,
    "csat": satisfied,
}


def odds(share: float) -> float:
    return share / (1 - share)


def size(shown: Shown, story: str, tickets: int) -> float:
    """How large the effect of a story is in the company of so many tickets, in the way ``shown`` states it; infinite
    where without it there would be nothing."""
    with_it, without = (COUNTED[shown.metric](served(tickets, shown.month, name), shown.where) for name in ("", story))
    if shown.how == "plus":
        return with_it - without
    if shown.how == "odds":
        with_it, without = odds(with_it), odds(without)
    return with_it / without if without else inf
