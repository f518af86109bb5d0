"""Facts of a training record: the agent's group and grade."""

from __future__ import annotations

from pathlib import Path

from tests.canonical import bring_in, table


def test_the_group_and_the_grade_are_those_of_the_list_of_agents(tmp_path: Path) -> None:
    bring_in(
        tmp_path / "data",
        training_record=[
            {"record_id": "A", "agent_id": "a", "held_at": "2026-03-02 14:00:00", "kind": "drill"},
            {"record_id": "B", "agent_id": "stranger", "held_at": "2026-03-02 14:00:00", "kind": "drill"},
        ],
        agent=[{"agent_id": "a", "team": "phone", "level": "senior"}],
    )
    held = table(tmp_path / "data", "training_record", "record_id")
    assert {name: (row["team"], row["level"]) for name, row in held.items()} == {
        "A": ("phone", "senior"), "B": (None, None),
    }  # fmt: skip
