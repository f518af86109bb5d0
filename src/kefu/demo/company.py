"""The whole company, month by month: what one month leaves behind is all the next one needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np

from kefu.demo import (
    calls,
    customers,
    events,
    export_helpdesk,
    export_lists,
    export_service,
    export_shop,
    handling,
    incidents,
    orders,
    returns,
    stock,
    stories,
    surveys,
    tickets,
    trainings,
)
from kefu.demo.actions import write_actions
from kefu.demo.blemishes import Blemishes
from kefu.demo.calendar import GRACE, MONTHS, Month, busy, day_weights, month_at
from kefu.demo.conversations import talk
from kefu.demo.dice import dice
from kefu.demo.hours import write_hours
from kefu.demo.people import People, hire
from kefu.demo.sheets import Book, Sheet
from kefu.demo.vocabulary import LINE, Columns
from kefu.demo.writing import TextFile
from kefu.errors import UsageError

ORDERS_PER_TICKET = 2.0
CUSTOMERS_PER_TICKET = 0.8
LEAST_CUSTOMERS, LEAST_TICKETS = 400, 500
FIRST_TICKET, FIRST_ORDER = 100_001, 1_000_001
PART = 50_000
"""Tickets whose conversations are built at once: ten times as many messages, some hundred megabytes."""

Progress = Callable[[str, float], None]


def settled(today: date) -> date:
    """The first day of the last month whose exports are made by ``today``: one whose tickets had time to be settled.
    Of a later one a part would lie in the future, and be set aside by the import."""
    made = datetime.combine(today, time()) - timedelta(seconds=GRACE)
    return (made.date().replace(day=1) - timedelta(days=1)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Company:
    """How large it is, which month is its last, where its files go."""

    folder: Path
    tickets: int
    seed: int
    last: date
    stories: stories.Stories

    @classmethod
    def of(cls, folder: Path, *, tickets: int, seed: int, last_month: date | None, quiet: bool = False) -> Company:
        if tickets < LEAST_TICKETS:
            raise UsageError(f"the demo company needs at least {LEAST_TICKETS} tickets, not {tickets}")
        latest = settled(date.today())  # noqa: DTZ011 - the reader's today
        last = last_month or latest
        if last > latest:
            raise UsageError(
                "the demo company exports a month a week after its end: its last month can be {latest} at the latest",
                latest=f"{latest:%Y-%m}",
            )
        told = stories.load()
        return cls(folder, tickets, seed, last.replace(day=1), told.of_every_year() if quiet else told)

    @property
    def exports(self) -> Path:
        return self.folder / "exports"

    @property
    def months(self) -> list[Month]:
        return [month_at(self.last, offset) for offset in range(1 - MONTHS, 1)]

    @property
    def cutoff(self) -> int:
        """When the exports were made."""
        return month_at(self.last, 0).end + GRACE


@dataclass(slots=True)
class State:
    """What goes on from month to month."""

    people: People
    clients: customers.Customers
    surges: dict[date, float]
    parts: stock.Stock = field(default_factory=stock.Stock)
    spoiled: Blemishes = field(default_factory=Blemishes)
    pool: Columns = field(default_factory=dict)
    pending: Columns = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=lambda: {"ticket": FIRST_TICKET, "order": FIRST_ORDER})

    def next(self, kind: str) -> int:
        return self.numbers.get(kind, 1)


class Desk:
    """The files open at the moment: one per kind and half-year, the rest throughout."""

    def __init__(self, company: Company, spoiled: Blemishes) -> None:
        self.folder, self.written = company.exports, [company.folder / "blemishes.json"]
        self._open: dict[str, TextFile] = {}
        self.spoiled = spoiled
        self.survey_book = Book(self._path("survey.xlsx"))
        sheet = Sheet(self.survey_book, "满意度调查", export_service.SURVEY_HEADER, title="客户满意度调查结果")
        self.survey = export_service.SurveySheet(sheet, spoiled, "survey.xlsx")
        self.stock = export_lists.StockBook(self._path("stock.xlsx"), spoiled)

    def file(self, name: str, *, encoding: str = "utf-8", header: str = "") -> TextFile:
        if name not in self._open:
            self._open[name] = TextFile(self._path(name), encoding=encoding, header=header)
        return self._open[name]

    def close(self, company: Company, state: State) -> None:
        for file in self._open.values():
            file.close()
        self.survey.close()
        self.survey_book.close()
        self.stock.close(state.parts)
        _lists(company, state, self._path)
        self.spoiled.write(company.folder / "blemishes.json")

    def _path(self, name: str) -> Path:
        path = self.folder / name
        if path not in self.written:
            self.written.append(path)
        return path


def half_year(month: Month) -> str:
    return f"{month.first.year}H{1 if month.first.month < 7 else 2}"


def write(company: Company, progress: Progress) -> list[Path]:
    """Live through all months and write the exports, the hours and promises of the groups, and what was decided."""
    state = begin(company)
    desk = Desk(company, state.spoiled)
    weights = {month.offset: day_weights(month, state.surges) for month in [_before(company), *company.months]}
    whole = sum(weights[month.offset].sum() for month in company.months)
    sell(company, state, _before(company), company.tickets * weights[-MONTHS].sum() / whole, weights)
    for number, month in enumerate(company.months):
        progress(month.text, number / MONTHS)
        expected = company.tickets * weights[month.offset].sum() / whole
        _write_sales(company, state, desk, month, sell(company, state, month, expected, weights))
        _write_served(company, state, desk, month, serve(company, state, month, expected, weights))
    progress("lists", (MONTHS - 0.5) / MONTHS)
    desk.close(company, state)
    progress("done", 1.0)
    hours = write_hours(company.folder, {month.first.year for month in company.months})
    actions = write_actions(company.folder, company.last)
    return sorted([*desk.written, *hours, actions])


def _before(company: Company) -> Month:
    """The month before the first: its orders lead to tickets and returns, but stand in no file."""
    return month_at(company.last, -MONTHS)


def begin(company: Company) -> State:
    parts = frozenset(int(story.agent[1:]) - 1 for story in company.stories.every if story.agent)
    first = _before(company).first
    size = max(LEAST_CUSTOMERS, int(company.tickets * CUSTOMERS_PER_TICKET))
    return State(
        people=hire(company.seed, first, parts), clients=customers.invite(company.seed, size),
        surges=company.stories.surges(first, month_at(company.last, 1).first),
    )  # fmt: skip


def sell(company: Company, state: State, month: Month, expected: float, weights: dict[int, np.ndarray]) -> orders.Sales:
    """One month's orders, and what will come back of them."""
    sales = orders.sell(
        company.seed, month, expected=expected * ORDERS_PER_TICKET, first_number=state.next("order"),
        weights=weights[month.offset], people=state.clients, stories=company.stories,
    )  # fmt: skip
    state.numbers["order"] += len(sales.orders["number"])
    later = [month_at(company.last, one) for one in range(month.offset + 1, min(month.offset + 3, 1))]
    back = returns.come_back(company.seed, month, sales.orders, company.stories, later=later)
    state.pending = returns.together(state.pending, back) if state.pending else back
    kept = ("number", "customer", "region", "product", "product_line", "ordered")
    recent = {name: sales.orders[name] for name in kept}
    if state.pool:
        young = state.pool["ordered"] >= month_at(company.last, month.offset - 1).start
        recent = {name: np.concatenate([state.pool[name][young], values]) for name, values in recent.items()}
    state.pool = recent
    return sales


def _write_sales(company: Company, state: State, desk: Desk, month: Month, sales: orders.Sales) -> None:
    rng = dice(company.seed, "export.shop", month.offset)
    file = desk.file(f"orders_{half_year(month)}.csv", encoding="gb18030", header=export_shop.ORDER_HEADER)
    export_shop.orders(rng, file, sales.orders, state.spoiled, company.cutoff)
    state.numbers["revenue"] = int(export_shop.revenue(sales.orders))
    if month.offset == 0 or half_year(month_at(company.last, month.offset + 1)) != half_year(month):
        export_shop.order_total(file, export_shop.revenue(sales.orders), state.spoiled)
    file = desk.file(f"order_lines_{half_year(month)}.csv", encoding="gb18030", header=export_shop.LINE_HEADER)
    export_shop.order_lines(rng, file, sales.lines, state.spoiled, company.last)


@dataclass(frozen=True, slots=True)
class Served:
    """One month's tickets with all that happened to them, returns, answered surveys and calls."""

    tickets: Columns
    returns: Columns
    answers: Columns
    calls: Columns


def serve(company: Company, state: State, month: Month, expected: float, weights: dict[int, np.ndarray]) -> Served:
    """One month's tickets and everything that follows from them."""
    back, state.pending = returns.split(state.pending, month)
    back = returns.price_stories(month, back, company.stories)
    found = tickets.ask(
        company.seed, month, expected=expected, first_number=state.next("ticket"), weights=weights[month.offset],
        pool=state.pool, back=back, people=state.clients, stories=company.stories,
    )  # fmt: skip
    state.numbers["ticket"] += len(found["number"])
    found = handling.serve(
        company.seed, month, found, busy=busy(month, state.surges, found["created"]), people=state.people,
        stories=company.stories, cutoff=company.cutoff,
    )  # fmt: skip
    share = min(1.0, surveys.MOST / (company.tickets * surveys.ASKED[0]))
    answers = surveys.invite(
        company.seed, month, found, share=share, people=state.people, stories=company.stories, cutoff=company.cutoff
    )
    return Served(found, back, answers, calls.ring(company.seed, month, found, state.people, company.stories))


def _write_served(company: Company, state: State, desk: Desk, month: Month, served: Served) -> None:
    _write_tickets(company, state, desk, month, served.tickets)
    _write_rest(company, state, desk, month, served)
    desk.survey.add(dice(company.seed, "export.survey", month.offset), served.answers, served.tickets)


def _write_tickets(company: Company, state: State, desk: Desk, month: Month, found: Columns) -> None:
    rng = dice(company.seed, "export.helpdesk", month.offset)
    found |= export_helpdesk.openings(rng, found)
    found |= export_helpdesk.labels(dice(company.seed, "labels", month.offset), found)
    half = half_year(month)
    export_helpdesk.tickets(rng, desk.file(f"helpdesk_tickets_{half}.jsonl"), found, state.spoiled)
    logged = events.log(company.seed, month, found, company.cutoff)
    state.numbers["event"] = export_helpdesk.events(
        rng, desk.file(f"helpdesk_events_{half}.jsonl"), logged, found, state.spoiled, state.next("event")
    )
    comments = desk.file(f"helpdesk_comments_{half}.jsonl")
    for part, start in enumerate(range(0, len(found["number"]), PART)):
        some = {name: values[start : start + PART] for name, values in found.items()}
        said = talk(company.seed, month, part, some, company.cutoff)
        state.numbers["message"] = export_helpdesk.comments(
            rng, comments, said, some, state.spoiled, state.next("message")
        )


def _write_rest(company: Company, state: State, desk: Desk, month: Month, served: Served) -> None:
    rng, back = dice(company.seed, "export.rest", month.offset), served.returns
    file = desk.file("call_centre.csv", encoding="utf-8-sig", header=export_service.CALL_HEADER)
    state.numbers["call"] = export_service.calls(rng, file, served.calls, state.spoiled, state.next("call"))
    file = desk.file("returns.csv", encoding="gb18030", header=export_shop.RETURN_HEADER)
    state.numbers["return"] = export_shop.returns(
        rng, file, back, state.spoiled, company.last, state.next("return"), company.cutoff
    )
    mended = back["product_line"][back["kind"] == returns.REPAIR]
    repairs = np.bincount(mended, minlength=len(LINE.codes))
    desk.stock.add(stock.move(company.seed, month, state.parts, repairs))


def _lists(company: Company, state: State, path: Callable[[str], Path]) -> None:
    per_month = company.tickets / MONTHS
    export_lists.customers(company.seed, path("customers.csv"), state.clients, company.months[0], state.spoiled)
    export_lists.agents(path("agents.csv"), state.people)
    export_lists.product_list(path("products.csv"))
    records = incidents.register(company.seed, company.last, company.stories, per_month)
    export_lists.incident_register(path("incidents.csv"), records)
    attended = trainings.hold(company.seed, company.last, state.people)
    export_lists.training_register(company.seed, path("trainings.csv"), attended, state.people, state.spoiled)
    export_lists.target_list(
        path("targets.csv"), tickets=int(per_month), revenue=state.numbers["revenue"], month=f"{company.last:%Y-%m}"
    )
