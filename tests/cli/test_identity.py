"""``kefu identity`` says who is who and why, and writes down what people decide."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kefu.project import Project
from tests.canonical import bring_in
from tests.cli.conftest import Run

MEI, QIANG = "13812349876", "13912349876"


@pytest.fixture
def shop(empty: Path) -> Path:
    """Three customers, of whom two share a number, and an agent with a nick in each of two shops."""
    nicks = ("旗舰店:小美", "专营店:小美")
    bring_in(
        Project(empty).data,
        customer=[
            {"customer_id": "c1", "phone": MEI},
            {"customer_id": "c2", "phone": MEI},
            {"customer_id": "c3", "phone": QIANG, "region": "上海"},
            {"customer_id": "c4", "phone": QIANG, "region": "北京"},
        ],
        ticket=[
            {
                "ticket_id": f"T{at}",
                "created_at": f"2026-01-0{at} 09:00:00",
                "agent_id": nicks[at % 2],
                "customer_id": "c2",
            }
            for at in (1, 2, 3)
        ],
    )
    return empty


def test_who_is_who_and_why(run: Run, shop: Path) -> None:
    shown = run("identity", "--project", shop, "--personal")
    assert (shown.code, shown.err) == (0, "")
    lines = [line.split() for line in shown.out.splitlines()]
    assert lines[2:4] == [
        ["customer", "c1", "c1", "1", "same", "telephone", "automatic"],
        ["customer", "c1", "c2", "4", "same", "telephone", "automatic"],  # its own row and three tickets
    ]
    assert "2 pairs more" in shown.out


def test_likely_pairs_with_evidence_and_confidence(run: Run, shop: Path) -> None:
    data = run("identity", "--review", "--project", shop, "--personal", "--json").data
    told = ("first", "second", "first_rows", "second_rows", "evidence", "doubts", "confidence")
    assert [tuple(one[name] for name in told) for one in data["review"]] == [
        ("专营店:小美", "旗舰店:小美", 2, 1, ["nick"], ["namesake"], "medium"),
        ("c3", "c4", 1, 1, ["phone"], ["region"], "medium"),
    ]  # fmt: skip
    assert "different regions" in run("identity", "--review", "--project", shop).out
    assert "地区不同" in run("identity", "--review", "--project", shop, "--language", "zh").out
    (one,) = run("identity", "--review", "--kind", "agent", "--project", shop, "--json").data["review"]
    assert one["kind"] == "agent"


def test_customers_are_not_named_unless_asked(run: Run, shop: Path, tmp_path: Path) -> None:
    covered = run("identity", "--project", shop, "--json").data["linked"]
    assert [len(one["source_id"]) for one in covered] == [10, 10]
    out = tmp_path / "likely.csv"
    assert run("identity", "--review", "--project", shop, "--export", out).code == 0
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert rows[0]["first"] == "专营店:小美"  # agents are known by their nick
    assert not {"c3", "c4"} & {row[side] for row in rows for side in ("first", "second")}
    assert MEI not in out.read_text("utf-8-sig")
    assert QIANG not in run("identity", "--review", "--personal", "--project", shop, "--json").out


def test_a_pseudonym_can_be_accepted_and_separated_again(run: Run, shop: Path) -> None:
    by_agent = ("query", "ticket_volume", "--by", "agent_id", "--period", "2026-01", "--project", shop, "--json")
    run("identity", "--project", shop)
    before = run(*by_agent).data
    assert run("identity", "accept", "旗舰店:小美", "专营店:小美", "--project", shop).code == 0
    (one,) = run(*by_agent).data
    assert (one["where"], one["value"]) == ({"agent_id": "专营店:小美"}, 3)
    pair = run("identity", "--review", "--project", shop, "--json").data["review"][0]
    shown = run("identity", "accept", pair["first"], pair["second"], "--project", shop, "--personal", "--json").data
    assert [(row["source_id"], row["person"], row["decided"]) for row in shown["linked"]] == [
        ("c3", "c3", "user"), ("c4", "c3", "user"),
    ]  # fmt: skip
    assert run("identity", "separate", "旗舰店:小美", "专营店:小美", "--project", shop).code == 0
    assert run(*by_agent).data == before  # the same values under the same ids


def test_a_file_somebody_wrote_is_brought_into_effect(run: Run, shop: Path) -> None:
    folder = shop / "identities"
    folder.mkdir(exist_ok=True)
    (folder / "customers.csv").write_text("source_id,person_id\nc2,c2\nc9,c1\n", encoding="utf-8")
    shown = run("identity", "--project", shop, "--json")
    assert shown.data["linked"] == []
    assert [(one["line"], one["kind"]) for one in shown.data["unknown"]] == [(3, "customer")]
    assert "customers.csv: line 3" in shown.err
    (folder / "customers.csv").write_text("source_id,person_id\nc2\n", encoding="utf-8")
    wrong = run("identity", "--project", shop)
    assert (wrong.code, wrong.out) == (3, "")
    assert "identities/customers.csv: line 2: person_id is empty" in wrong.err


def test_nothing_to_say(run: Run, empty: Path) -> None:
    assert "No two ids count as one person" in run("identity", "--project", empty).out
    assert "No pair is likely" in run("identity", "--review", "--project", empty).out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("accept",), 2, "name the ids"),
        (("accept", "c1", "c2", "--review"), 2, "lists nothing"),
        (("accept", "c1", "c8"), 5, "c8: no row names"),
        (("join", "c1"), 2, "join"),
    ],
)
def test_what_cannot_be_asked(run: Run, shop: Path, words: tuple[str, ...], code: int, said: str) -> None:
    shown = run("identity", *words, "--project", shop)
    assert (shown.code, shown.out) == (code, "")
    assert said in shown.err
