"""Facts of a return case: how long it took, what it cost, and the slice of the ticket and the order it belongs to."""

from __future__ import annotations

from pathlib import Path

from tests.canonical import Row, bring_in, table


def case(name: str, **more: str) -> Row:
    return {"return_id": name, "opened_at": "2026-03-02 09:00:00", **more}


def test_time_runs_from_opening_to_settling_and_is_open_until_then(tmp_path: Path) -> None:
    bring_in(tmp_path / "data", return_case=[case("A", closed_at="2026-03-04 10:30:00"), case("B")])
    held = table(tmp_path / "data", "return_case", "return_id")
    assert held["A"]["turnaround_seconds"] == 2 * 86_400 + 90 * 60
    assert held["B"]["turnaround_seconds"] is None


def test_a_cost_nobody_states_is_not_zero(tmp_path: Path) -> None:
    rows = [
        case("A", logistics_cost="12.5", service_cost="30"),
        case("B", logistics_cost="8"),
        case("C", service_cost="0"),
        case("D"),
    ]
    bring_in(tmp_path / "data", return_case=rows)
    held = table(tmp_path / "data", "return_case", "return_id")
    assert [held[name]["cost"] for name in "ABCD"] == [42.5, 8, 0, None]


def test_what_the_case_does_not_say_its_order_does(tmp_path: Path) -> None:
    bring_in(
        tmp_path / "data",
        order=[
            {"order_id": "O1", "ordered_at": "2026-02-01", "region": "east", "product_line": "A", "customer_id": "c"}
        ],
        customer=[{"customer_id": "c", "segment": "key"}],
        return_case=[case("A", order_id="O1"), case("B", order_id="O1", region="west"), case("C", order_id="O9")],
    )
    held = table(tmp_path / "data", "return_case", "return_id")
    slices = {name: (row["product_line"], row["region"], row["segment"]) for name, row in held.items()}
    assert slices == {"A": ("A", "east", "key"), "B": ("A", "west", "key"), "C": (None, None, None)}


TICKET = {"ticket_id": "T", "created_at": "2026-03-01 09:00:00", "channel": "chat", "team": "day", "agent_id": "a"}


def test_who_took_the_case_its_ticket_says(tmp_path: Path) -> None:
    bring_in(
        tmp_path / "data",
        ticket=[{**TICKET, "category": "after_sales", "product_line": "lamp", "region": "east"}],
        return_case=[case("A", ticket_id="T"), case("B", ticket_id="T", region="west"), case("C")],
    )
    held = table(tmp_path / "data", "return_case", "return_id")
    names = ("channel", "team", "agent_id", "category", "product_line", "region")
    slices = {name: [row[one] for one in names] for name, row in held.items()}
    assert slices == {
        "A": ["chat", "day", "a", "after_sales", "lamp", "east"],
        "B": ["chat", "day", "a", "after_sales", "lamp", "west"],
        "C": [None] * 6,
    }


def test_a_ticket_corrected_a_year_later_moves_its_case(tmp_path: Path) -> None:
    """The case was opened eleven months after its ticket: no month near the ticket's."""
    late = {"return_id": "A", "opened_at": "2027-02-02 09:00:00", "ticket_id": "T"}
    bring_in(tmp_path / "data", ticket=[TICKET], return_case=[late])
    bring_in(tmp_path / "data", ticket=[{**TICKET, "team": "night"}])
    assert table(tmp_path / "data", "return_case", "return_id")["A"]["team"] == "night"
