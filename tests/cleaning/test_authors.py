"""Who wrote a message whose source names its author by number only, whichever file came first."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from tests.canonical import bring_in, digests, table

AT = "2026-02-03 09:0{}:00"
MESSAGES = [
    {"message_id": one, "ticket_id": ticket, "sent_at": AT.format(one), "author_kind": "system", "author_id": author,
     "is_signed": "false"}
    for one, ticket, author in (
        ("1", "T1", "700"),  # asked T1
        ("2", "T1", "801"),  # is listed as an agent
        ("3", "T1", "802"),  # holds T2
        ("4", "T2", "701"),  # is listed as a customer, though T2 is somebody else's
        ("5", "T2", "801"),  # an agent, also on the ticket that is their own
        ("6", "T2", "999"),  # nobody knows
    )
]  # fmt: skip
ROWS = {
    "message": [*MESSAGES, {"message_id": "7", "ticket_id": "T1", "sent_at": AT.format(7), "author_kind": "bot"}],
    "ticket": [
        {"ticket_id": "T1", "created_at": AT.format(0), "customer_id": "700"},
        {"ticket_id": "T2", "created_at": AT.format(0), "customer_id": "801", "agent_id": "802"},
    ],
    "agent": [{"agent_id": "801"}],
    "customer": [{"customer_id": "701"}],
}
ROLES = {"1": "customer", "2": "agent", "3": "agent", "4": "customer", "5": "agent", "6": "system", "7": "bot"}


@pytest.mark.parametrize("order", list(permutations(["message", "ticket", "agent"])))
def test_it_ends_the_same_whichever_file_comes_first(tmp_path: Path, order: tuple[str, ...]) -> None:
    """Ticket T1 was asked at 09:00 and first answered by 801, at 09:02: 120 seconds, known once all is there."""
    together, apart = tmp_path / "together", tmp_path / "apart"
    at_once = bring_in(together, timezone="UTC", **ROWS)
    for entity in (*order, "customer"):
        bit_by_bit = bring_in(apart, timezone="UTC", **{entity: ROWS[entity]})
    assert {number: row["author_kind"] for number, row in table(apart, "message", "message_id").items()} == ROLES
    assert table(apart, "ticket", "ticket_id")["T1"]["first_response_seconds"] == 120
    assert digests(at_once) == digests(bit_by_bit)


def test_somebody_no_file_speaks_of_stays_open_until_one_does(tmp_path: Path) -> None:
    bring_in(tmp_path / "store", message=ROWS["message"])
    held = table(tmp_path / "store", "message", "message_id")
    assert [held[number]["author_kind"] for number in ("1", "2", "7")] == ["system", "system", "bot"]
    bring_in(tmp_path / "store", agent=[{"agent_id": "999"}])
    held = table(tmp_path / "store", "message", "message_id")
    assert (held["6"]["author_kind"], held["1"]["author_kind"]) == ("agent", "system")
