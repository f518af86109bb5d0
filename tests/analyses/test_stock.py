"""Stock of the made-up company, whose dead parts are known, and of a ledger made by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kefu.analyses import Study, run_all
from kefu.configuration import Stocking
from kefu.demo import stock as truth
from kefu.engine import connect
from kefu.findings import Figure, Finding, Period, Unit
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.narrator import Narrator
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in
from tests.conftest import LAST_MONTH, Company


def stock_of(meter: Meter, month: Period) -> list[Finding]:
    return list(run_all(Study(meter, month, ()), ["stock"]))


@pytest.fixture(scope="module")
def told(demo_company: Company) -> list[Finding]:
    return stock_of(demo_company.project.meter, LAST_MONTH)


def of(found: list[Finding], kind: str) -> list[Finding]:
    return [one for one in found if one.kind == kind]


def value(figure: Figure) -> float:
    assert figure.value is not None
    return figure.value


def test_the_dead_parts_of_the_company_and_their_money(told: list[Finding]) -> None:
    dead = of(told, "stock.dead")
    assert {one.subject["part_id"] for one in dead} == {f"PJ{place + 1:03d}" for place in truth.DEAD}
    assert sorted(value(one.figures["on_hand"]) for one in dead) == sorted(truth.DEAD.values())
    (policy,) = of(told, "stock.policy")
    assert value(policy.figures["dead"]) == pytest.approx(truth.DEAD_VALUE, rel=1e-3)
    freed = value(policy.figures["dead"]) + value(policy.figures["excess"])
    assert value(policy.figures["freed"]) == pytest.approx(freed)


def test_classes_hold_every_part_and_all_the_money(told: list[Finding]) -> None:
    (policy,) = of(told, "stock.policy")
    assert sum(value(one.figures["parts"]) for one in policy.parts) == truth.Stock().size
    assert sum(value(one.figures["value"]) for one in policy.parts) == pytest.approx(value(policy.figures["value"]))
    assert sum(value(one.figures["freed"]) for one in policy.parts) == pytest.approx(value(policy.figures["freed"]))
    (idle,) = [one for one in policy.parts if one.subject["pattern"] == "none"]
    assert (value(idle.figures["parts"]), idle.subject["abc"]) == (len(truth.DEAD), "C")


def test_no_dead_part_is_ordered_and_each_order_fills_up(told: list[Finding]) -> None:
    orders = of(told, "stock.order")
    assert not {one.subject["part_id"] for one in orders} & {one.subject["part_id"] for one in of(told, "stock.dead")}
    for one in orders:
        assert value(one.figures["on_hand"]) <= value(one.figures["reorder"])
        assert value(one.figures["quantity"]) > 0


def test_no_two_figures_share_an_id(told: list[Finding]) -> None:
    held: dict[str, Figure] = {}
    for one in told:
        for part in (one, *one.parts):
            for figure in part.figures.values():
                assert held.setdefault(figure.id, figure).value == figure.value


def movement(number: int, part: str, day: str, pieces: int) -> Row:
    kind = "receipt" if pieces > 0 else "issue"
    return {"movement_id": str(number), "part_id": part, "moved_at": f"{day} 10:00:00", "kind": kind,
            "quantity": str(pieces)}  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Meter:
    """Two years: of part M four pieces are issued a month, of part N one in March; nobody says what they cost."""
    months = [str(Period.month("2024-01").shifted(step)) for step in range(24)]
    rows = [movement(1, "M", "2024-01-01", 130), movement(2, "N", "2024-01-01", 5), movement(3, "N", "2025-03-05", -1)]
    rows += [movement(10 + place, "M", f"{month}-15", -4) for place, month in enumerate(months)]
    folder = tmp_path_factory.mktemp("ledger") / "store"
    bring_in(folder, stock_movement=rows)
    return Meter(Snapshot(folder, connect()), METRICS)


def test_a_ledger_by_hand(ledger: Meter) -> None:
    found = stock_of(ledger, Period.month("2025-12"))
    (policy,) = of(found, "stock.policy")
    # M: 130 - 24 * 4 = 34 left; 4 a month, steady, so 98 % of Poisson(2 months * 4) = 14, and up to 14 + 4
    steady = next(one for one in policy.parts if one.subject["pattern"] == "smooth")
    assert (steady.subject["abc"], steady.subject["xyz"]) == ("A", "X")
    assert value(steady.figures["on_hand"]) == 34
    assert value(steady.figures["target"]) == 14 + 4
    assert "value" not in policy.figures  # undefined, not zero
    # N lies dead (nothing in half a year), so only M's 34 - 18 are above the need
    assert value(policy.figures["excess_pieces"]) == 34 - 18
    assert [one.subject["part_id"] for one in of(found, "stock.dead")] == ["N"]
    # replayed from 82 pieces: nothing is ever short, and the mean of 78, 74 ... falls until orders begin
    (replayed,) = of(found, "checked.policy")
    assert value(replayed.figures["empty_after"]) == 0
    assert value(replayed.figures["fill_after"]) == 1.0
    assert value(replayed.figures["stock"]) == np.mean([82 - 4 * month for month in range(1, 13)])


def test_an_order_that_costs_something_is_for_several_months(tmp_path: Path) -> None:
    """Four pieces of 10 a month, 25 an order, 24 % a year: keeping a piece costs 0.20 a month, so
    sqrt(2 * 25 * 4 / 0.2) = 31.6; 32 cost 25 * 4 / 32 + 0.2 * 32 / 2 = 6.325 a month, 4 at a time 25 + 0.4 = 25.4.
    Three months from order to the next look: 98 % of Poisson(12) = 20."""
    months = [str(Period.month("2024-01").shifted(step)) for step in range(24)]
    rows = [
        movement(1, "M", "2024-01-01", 110),
        *(movement(10 + n, "M", f"{one}-15", -4) for n, one in enumerate(months)),
    ]
    bring_in(tmp_path / "store", stock_movement=rows, part=[{"part_id": "M", "unit_cost": "10"}])
    snapshot, said = Snapshot(tmp_path / "store", connect()), Stocking(lead=2, holding=0.24, order_cost=25)
    found = stock_of(Meter(snapshot, METRICS, stocking=said), Period.month("2025-12"))
    (lots,) = of(found, "stock.lots")
    told = {role: one.value for role, one in lots.figures.items()}
    assert told == {"order_cost": 25, "parts": 1, "monthly": pytest.approx(304.8), "economic": pytest.approx(75.9)}
    (order,) = of(found, "stock.order")  # 14 left
    assert [value(order.figures[role]) for role in ("on_hand", "reorder", "quantity")] == [14, 20, 20 + 32 - 14]
    for language in ("zh", "en"):
        assert "75.9" in Narrator(language, METRICS).tell(lots)
    assert not of(stock_of(Meter(snapshot, METRICS), Period.month("2025-12")), "stock.lots")


def test_a_ledger_of_less_than_a_year_says_so_and_no_more(ledger: Meter) -> None:
    (said,) = stock_of(ledger, Period.month("2024-12"))
    assert said.kind == "stock.young"
    assert said.figures["on_hand"].unit is Unit.COUNT
    assert said.figures["on_hand"].value == 130 - 48 + 5


def test_every_sentence_can_be_said_with_and_without_money(told: list[Finding], ledger: Meter) -> None:
    for found in (told, stock_of(ledger, Period.month("2025-12"))):
        for language in ("zh", "en"):
            narrator = Narrator(language, METRICS)
            for one in found:
                assert narrator.show(next(iter(one.figures.values()))) in narrator.tell(one)


def test_what_is_used_up_before_a_delivery_and_what_ordering_makes_of_turnover(tmp_path: Path) -> None:
    """Two years of four pieces a month of M and of U, each piece worth 10; 6 pieces of M are left, enough for the month
    a delivery takes, and 2 of U. D, worth 10 as well, lies there with 12 pieces nobody ever asked for."""
    months = [str(Period.month("2024-01").shifted(step)) for step in range(24)]
    rows = [movement(1, "M", "2024-01-01", 102), movement(2, "U", "2024-01-01", 98), movement(3, "D", "2024-01-01", 12)]
    rows += [
        movement(10 + 2 * place + which, part, f"{month}-15", -4)
        for place, month in enumerate(months)
        for which, part in enumerate("MU")
    ]
    parts = [{"part_id": part, "unit_cost": "10"} for part in "MUD"]
    bring_in(tmp_path / "store", stock_movement=rows, part=parts)
    found = stock_of(Meter(Snapshot(tmp_path / "store", connect()), METRICS), Period.month("2025-12"))
    (policy,) = of(found, "stock.policy")
    assert (value(policy.figures["to_order"]), value(policy.figures["runs_out"])) == (2, 1)
    orders = of(found, "stock.order")
    assert [(one.subject["part_id"], one.subject["runs_out"]) for one in orders] == [("U", "yes"), ("M", "")]
    month = 365.25 / 12 * 86_400  # seconds: 2 pieces of 4 a month last half of one, 6 one and a half
    assert [value(one.figures["cover"]) for one in orders] == pytest.approx([month / 2, month * 1.5])
    (replayed,) = of(found, "checked.policy")
    # 96 pieces of 10 were issued in the last twelve months
    stock = value(replayed.figures["money_after"])
    assert value(replayed.figures["turnover_after"]) == pytest.approx(960 / stock)
    assert value(replayed.figures["turnover_beside"]) == pytest.approx(960 / (stock + 120))
