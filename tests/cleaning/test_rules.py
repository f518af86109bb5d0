"""Each rule on rows made by hand: which are set aside, with exactly which words, and what of them is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kefu.cleaning import RULES, Mapped, staging
from kefu.cleaning.fields import text, value
from kefu.cleaning.intake import Outcome, import_files
from kefu.engine import connect, literal
from kefu.schema import ENTITIES
from kefu.sources import Layout
from kefu.sources.profiles import FieldMap, Profile, TableMap
from kefu.store.snapshot import Snapshot
from kefu.store.tables import files
from tests.canonical import bring_in, table

HEADER = "编号,申请,完结,方式,数量,退款\n"
RETURNS = Profile(
    name="returns",
    title={"en": "Returns"},
    match=("编号", "申请"),
    layout=Layout(),
    tables=(
        TableMap(
            "return_case",
            {
                "return_id": FieldMap(column="编号"),
                "opened_at": FieldMap(column="申请"),
                "closed_at": FieldMap(column="完结"),
                "kind": FieldMap(column="方式", codes={"退货": "return", "换货": "exchange"}),
                "quantity": FieldMap(column="数量"),
                "refund": FieldMap(column="退款"),
            },
        ),
    ),
    unknown=("--",),
    not_data={"编号": ("合计",)},
)
GOOD = "R0,2026-10-01,2026-10-02,退货,1,10\n"


def taken(folder: Path, body: str, profile: Profile = RETURNS) -> tuple[Outcome, list[dict[str, Any]]]:
    """What an import of the lines says, and what it set aside."""
    file = folder / "returns.csv"
    file.write_text(HEADER + body, encoding="utf-8")
    outcome = import_files(folder / "data", [file], profiles={"returns": profile}, timezone="UTC")
    engine = connect()
    paths = files(folder / "data" / "tables" / "quarantine", outcome.record.tables["quarantine"])
    if not paths:
        return outcome, []
    listed = ", ".join(f"'{path}'" for path in paths)
    return outcome, engine.records(f"SELECT * FROM read_parquet([{listed}]) ORDER BY row_number")


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        (",2026-10-01,,退货,1,\n", "missing: return_id"),
        ("R1,--,,退货,1,\n", "missing: opened_at"),
        ("R1,soon,,退货,1,\n", "unreadable: opened_at soon"),
        ("R1,2026-10-01,,退货,many,\n", "unreadable: quantity many"),
        ("R1,2026-10-01,,退货,-1,\n", "out_of_range: quantity -1"),
        ("R1,2026-10-01,,拒收,1,\n", "unknown_code: kind 拒收"),
        ("R1,2026-10-02,2026-10-01,退货,1,\n", "impossible_order: closed_at 2026-10-01 < opened_at 2026-10-02"),
        ("R1,2026-10-01\n", "broken_line"),
        ("R1,2026-10-01,,退货,1,,spare\n", "broken_line"),
        ("合计,,,,12,500\n", "summary_row"),
        ("R0,2026-10-01,2026-10-02,退货,1,10\n" + GOOD, "duplicate: row 2"),
        ("2.02606E+17,2026-10-01,,退货,1,\n", "damaged_number: return_id 2.02606E+17"),
        ("202606011234567890.0,2026-10-01,,退货,1,\n", "damaged_number: return_id 202606011234567890.0"),
        ("R\ufffd1,2026-10-01,,退货,1,\n", "broken_encoding: return_id R\ufffd1"),
        ("R1,x,,拒收,-1,y\n", "out_of_range: quantity -1\nunknown_code: kind 拒收\nunreadable: opened_at x\n"
                              "unreadable: refund y"),
    ],
)  # fmt: skip
def test_a_row_is_set_aside_with_its_reasons(tmp_path: Path, line: str, reasons: str) -> None:
    body = line if line.endswith(GOOD) else line + GOOD
    outcome, aside = taken(tmp_path, body)
    assert [sorted(row["reasons"].split("\n")) for row in aside] == [sorted(reasons.split("\n"))]
    assert (outcome.taken[0].clean, outcome.taken[0].quarantined, outcome.taken[0].rows) == (1, 1, 2)
    assert outcome.taken[0].reasons == {reason.split(":")[0]: reasons.count(reason.split(":")[0])
                                        for reason in reasons.split("\n")}  # fmt: skip


def test_every_rule_has_been_tried_here() -> None:
    tried = {"missing", "unreadable", "out_of_range", "unknown_code", "impossible_order", "broken_line"}
    tried |= {"summary_row", "duplicate", "damaged_number", "broken_encoding", "future_time", "no_table", "no_measure"}
    assert set(RULES) == tried


ONLY_RETURNS = replace(
    RETURNS,
    tables=tuple(replace(one, when={"方式": ("退货", "换货")}) for one in RETURNS.tables),
    passes_over=({"方式": ("赠品",)}, {"方式": ("",), "数量": ("0",)}),
)


def test_a_row_that_fits_no_table_is_set_aside_unless_the_profile_passes_over_it(tmp_path: Path) -> None:
    """Of six rows one is a return, one a total, two are of the kinds the profile passes over, two of none it foresees;
    a reason besides is not looked for in those."""
    lines = ["合计,,,,12,500", "G1,2026-10-01,,赠品,1,", "G2,2026-10-01,,,0,", "X1,2026-10-01,,拒收,1,", "X2,,,,1,"]
    outcome, aside = taken(tmp_path, "\n".join(lines) + "\n" + GOOD, ONLY_RETURNS)
    assert [row["reasons"] for row in aside] == ["summary_row", "no_table: 方式 拒收", "no_table: 方式"]
    assert (outcome.taken[0].clean, outcome.taken[0].quarantined, outcome.taken[0].rows) == (3, 3, 6)
    assert outcome.taken[0].tables == {"return_case": 1}


def test_a_row_of_a_platform_that_states_no_figure_is_set_aside(tmp_path: Path) -> None:
    """Of four agents one has both figures, one only one, one nothing but dashes, and one a figure nobody can read."""
    figures = TableMap(
        "platform_figure",
        {
            "platform": FieldMap(value="taobao"),
            "report": FieldMap(value="agents"),
            "scope": FieldMap(value="agent"),
            "agent_id": FieldMap(column="编号"),
            "day": FieldMap(column="申请"),
        },
        measures={"messages": FieldMap(column="数量"), "sales_amount": FieldMap(column="退款")},
    )
    lines = [
        "小美,2026-10-01,,,12,500",
        "小丽,2026-10-01,,,0,--",
        "小方,2026-10-01,,,-,--",
        "小红,2026-10-01,,,many,--",
    ]
    outcome, aside = taken(tmp_path, "\n".join(lines) + "\n", replace(RETURNS, tables=(figures,)))
    assert [row["reasons"] for row in aside] == ["no_measure", "unreadable: messages many"]
    assert outcome.taken[0].tables == {"platform_figure": 3}  # 0 is a figure


def set_aside(code: str, entity: str, row: dict[str, str], as_of: datetime | None = None) -> list[str]:
    """The details a rule gives of one row whose columns are the entity's fields."""
    known = ENTITIES[entity].fields
    maps = {name: FieldMap(column=name) for name in row}
    mapped = Mapped(ENTITIES[entity], maps, lambda name: f'"{name}.text"', lambda name: f'"{name}.value"', as_of=as_of)
    cells = ", ".join(f"{literal(said)} AS {name}" for name, said in row.items())
    texts = ", ".join(f'{text(one, (), kind=known[name].type)} AS "{name}.text"' for name, one in maps.items())
    values = ", ".join(
        f'{value(mapped.text(name), known[name], one, "Asia/Shanghai")} AS "{name}.value"' for name, one in maps.items()
    )
    source = f"(SELECT *, {values} FROM (SELECT {texts} FROM (SELECT {cells})))"
    found = RULES[code].conditions(mapped)
    return [
        detail for one in found for (detail,) in connect().rows(f"SELECT {one.detail} FROM {source} WHERE {one.sql}")
    ]


MAY = datetime(2026, 5, 31, 20, tzinfo=UTC)  # the import's moment; a day later it is 1 June, 20:00 UTC


@pytest.mark.parametrize(
    ("row", "details"),
    [
        ({"ordered_at": "2026-06-02 03:59:59"}, []),  # 1 June, 19:59:59 UTC: perhaps another zone
        ({"ordered_at": "2026-06-02 04:00:01"}, ["ordered_at 2026-06-02 04:00:01"]),
        ({"paid_at": "2062-06-01", "ordered_at": "2026-06-01"}, ["paid_at 2062-06-01"]),
        ({"promised_at": "2026-07-01"}, []),  # what is promised lies ahead
    ],
)
def test_nothing_has_happened_later_than_a_day_after_the_import(row: dict[str, str], details: list[str]) -> None:
    assert set_aside("future_time", "order", row, MAY) == details
    assert set_aside("future_time", "order", row) == []  # nobody said when the import was


def test_the_last_day_of_a_period_may_lie_ahead() -> None:
    row = {"day": "2026-06-01", "until": "2026-06-30"}
    assert set_aside("future_time", "platform_figure", row, MAY) == []


def test_a_moment_without_zone_is_utc() -> None:
    row = {"ordered_at": "2026-06-02 04:00:01"}
    assert set_aside("future_time", "order", row, MAY.replace(tzinfo=None)) == ["ordered_at 2026-06-02 04:00:01"]


@pytest.mark.parametrize(
    ("entity", "row", "details"),
    [
        ("ticket", {"category": "å®¢æœ\u008d投诉"}, ["category å®¢æœ\u008d投诉"]),  # UTF-8 read as Latin-1
        ("ticket", {"category": "锟斤拷锟斤拷"}, ["category 锟斤拷锟斤拷"]),
        ("ticket", {"category": "投诉", "region": "São Paulo", "team": "Café®"}, []),  # foreign, not broken
        ("agent", {"name": "JosÃ©"}, ["name JosÃ©"]),
        ("agent", {"name": "José"}, []),
        ("ticket", {"subject": "屏幕不亮\ufffd，请尽快处理"}, []),  # one letter of twelve
        ("ticket", {"subject": "\ufffd\ufffd\ufffd不亮"}, ["subject \ufffd\ufffd\ufffd不亮"]),  # three of five
        ("ticket", {"subject": "Ça n’a pas marché, façade fêlée"}, []),
    ],
)
def test_a_text_in_the_wrong_encoding(entity: str, row: dict[str, str], details: list[str]) -> None:
    assert set_aside("broken_encoding", entity, row) == details


def test_only_an_id_the_row_needs_sets_it_aside() -> None:
    row = {"message_id": "M1", "ticket_id": "6.9E+17", "author_id": "6.9E+17"}
    assert set_aside("damaged_number", "message", row) == ["ticket_id 6.9E+17"]  # needed, though not in the key
    assert set_aside("missing", "message", row) == []


def test_an_id_the_row_does_not_need_is_left_out(tmp_path: Path) -> None:
    rows = [{"ticket_id": "T1", "created_at": "2026-10-01", "order_id": "6.90123E+17"}]
    outcome = bring_in(tmp_path / "data", ticket=rows)
    assert outcome.taken[0].quarantined == 0
    assert table(tmp_path / "data", "ticket_row", "ticket_id")["T1"]["order_id"] is None


def test_a_cell_of_an_indicator_that_cannot_be_read_sets_its_row_aside() -> None:
    measures = {"received_customers": FieldMap(column="接待")}
    mapped = Mapped(
        ENTITIES["platform_figure"], {}, lambda name: f"{name}_text", lambda name: f"{name}_value", measures
    )
    [one] = RULES["unreadable"].conditions(mapped)
    source = "(SELECT 'many' AS received_customers_text, NULL AS received_customers_value)"
    assert connect().rows(f"SELECT {one.detail} FROM {source} WHERE {one.sql}") == [("received_customers many",)]


def test_a_row_without_fault_is_not_set_aside_for_what_it_does_not_say(tmp_path: Path) -> None:
    outcome, aside = taken(tmp_path, "R1,2026-10-01,,,,\nR2,2026-10-01,--,--,--,--\n")
    assert (aside, outcome.taken[0].clean) == ([], 2)


def test_the_row_is_kept_as_received_with_its_place(tmp_path: Path) -> None:
    """Also a repeated row: its content is the file's columns, not what Kefu made of them."""
    _, aside = taken(tmp_path, "R0, 2026-10-05 ,,退货,1,\n" + GOOD + "R2,soon,,换货,1,\n")
    assert [(row["file"], row["profile"], row["row_number"]) for row in aside] == [
        ("returns.csv", "returns", 1),
        ("returns.csv", "returns", 3),
    ]
    assert json.loads(aside[0]["content"]) == {
        "编号": "R0", "申请": " 2026-10-05 ", "完结": None, "方式": "退货", "数量": "1", "退款": None,
    }  # fmt: skip
    assert json.loads(aside[1]["content"])["申请"] == "soon"


def test_of_three_alike_the_last_one_counts(tmp_path: Path) -> None:
    lines = [f"R1,2026-10-0{day},,退货,{day},\n" for day in (1, 2, 3)]
    outcome, aside = taken(tmp_path, "".join(lines))
    assert [row["reasons"] for row in aside] == ["duplicate: row 3"] * 2
    engine = connect()
    snapshot = Snapshot(tmp_path / "data", engine)
    snapshot.open("return_case")
    assert engine.rows("SELECT return_id, quantity FROM return_case") == [("R1", 3.0)]
    assert outcome.taken[0].reasons == {"duplicate": 2}


def test_keys_counted_in_shares_are_all_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """40 rows of 30 keys, R0 to R9 twice: each of these rows 1 to 10 is repeated by the one 30 rows below it."""
    monkeypatch.setattr(staging, "KEYS_AT_ONCE", 6)  # 40 / 6: seven shares
    lines = [f"R{number % 30},2026-10-01,,退货,1,\n" for number in range(40)]
    outcome, aside = taken(tmp_path, "".join(lines))
    told = sorted((row["row_number"], row["reasons"]) for row in aside)
    assert told == [(row, f"duplicate: row {row + 30}") for row in range(1, 11)]
    assert (outcome.taken[0].clean, outcome.taken[0].rows) == (30, 40)


def test_a_field_stated_on_some_rows_only_is_not_missing_on_the_others(tmp_path: Path) -> None:
    """In an event log the time of the request stands on one row of a ticket; the other rows are not at fault."""
    profile = Profile(
        name="log",
        title={"en": "Log"},
        match=("id", "what"),
        layout=Layout(),
        tables=(
            TableMap(
                "ticket",
                {
                    "ticket_id": FieldMap(column="id"),
                    "created_at": FieldMap(column="at", when={"what": ("asked",)}),
                    "resolved_at": FieldMap(column="at", when={"what": ("solved",)}, pick="max"),
                    "status": FieldMap(column="what", pick="first"),
                    "team": FieldMap(column="who"),
                },
                one_row_per=("ticket_id",),
                order_by="at",
            ),
        ),
    )
    file = tmp_path / "log.csv"
    file.write_text(
        "id,what,at,who\nT1,solved,2026-10-02,b\nT1,asked,2026-10-01,a\nT1,solved,2026-10-03,\nT2,asked,2026-10-05,c\n"
    )
    outcome = import_files(tmp_path / "data", [file], profiles={"log": profile}, timezone="UTC")
    assert (outcome.taken[0].rows, outcome.taken[0].quarantined, outcome.taken[0].tables) == (4, 0, {"ticket": 2})
    engine = connect()
    snapshot = Snapshot(tmp_path / "data", engine)
    snapshot.open("ticket_row")
    asked = "SELECT ticket_id, created_at::DATE::TEXT, resolved_at::DATE::TEXT, status, team FROM ticket_row ORDER BY 1"
    assert engine.rows(asked) == [
        ("T1", "2026-10-01", "2026-10-03", "asked", "b"),  # first status by time; last team that is stated
        ("T2", "2026-10-05", None, "asked", "c"),
    ]
