"""Who is who: strong evidence links, anything less is for people, and what people say counts whatever the data say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock

from kefu.cleaning import evidence
from kefu.cleaning.decisions import Decision, read_decisions, with_nobody_else, with_one_person, write_decisions
from kefu.cleaning.evidence import Pair
from kefu.cleaning.identity import Answer, bring_up_to_date, decide
from kefu.cleaning.intake import compute_owed
from kefu.cleaning.privacy import PERSON, Pseudonyms
from kefu.cleaning.setting import Setting
from kefu.engine import connect, literal
from kefu.errors import DataError, DefinitionError, NotFoundError, UsageError
from kefu.store.record import read_record
from tests.canonical import Row, bring_in, bring_in_with, table

if TYPE_CHECKING:
    from kefu.engine import Engine

MEI, QIANG = "13812349876", "13912349876"

# --- evidence --------------------------------------------------------------------------------------------------------


def listed(customers: Sequence[tuple[str, str, str]], calls: Sequence[tuple[str, str]] = ()) -> Engine:
    """An engine with customers (id, telephone, e-mail) and calls (id, telephone), "" for not stated."""
    engine = connect()
    rows = [f"({', '.join(literal(cell) for cell in row)})" for row in customers]
    engine.run(
        "CREATE TABLE given_customer AS "
        "SELECT id AS customer_id, nullif(phone, '') AS phone, nullif(email, '') AS email "
        f"FROM (VALUES {', '.join(rows)}) AS rows(id, phone, email)"
    )
    engine.run("CREATE TABLE given_call (customer_id VARCHAR, phone VARCHAR)")
    for row in calls:
        engine.run("INSERT INTO given_call VALUES ($1, $2)", row)
    engine.run("CREATE TABLE ids_customer AS SELECT customer_id AS id FROM given_customer UNION FROM (VALUES ('zz'))")
    return engine


def found(*customers: tuple[str, str, str], calls: Sequence[tuple[str, str]] = ()) -> list[tuple[str, str, str, str]]:
    pairs = evidence.pairs(listed(customers, calls), "customer")
    return [(one.first, one.second, one.evidence, one.doubt) for one in pairs]


@pytest.mark.parametrize(
    "other",
    [
        "13812349876",
        "+86 138 1234 9876",
        "0086-138-1234-9876",
        "86(138)12349876",
        "１３８１２３４９８７６",
        "013812349876",
    ],
)
def test_one_mobile_number_however_it_is_written(other: str) -> None:
    assert found(("a", "138-1234-9876", ""), ("b", other, "")) == [("a", "b", "phone", "")]


@pytest.mark.parametrize("other", ["Mei@Example.com", "ｍｅｉ＠example.com", " mei@example.com "])
def test_one_address_however_it_is_written(other: str) -> None:
    assert found(("a", "", "mei@example.com"), ("b", "", other)) == [("a", "b", "email", "")]


def test_the_number_somebody_called_from_is_theirs() -> None:
    assert found(("a", "13812349876", ""), ("b", "", ""), calls=[("b", "13812349876")]) == [("a", "b", "phone", "")]


def test_rows_from_before_there_were_addresses_have_none() -> None:
    engine = listed([("a", MEI, ""), ("b", MEI, "")])
    engine.run("ALTER TABLE given_customer DROP COLUMN email")
    assert evidence.pairs(engine, "customer") == [Pair("a", "b", "phone")]


def test_pseudonyms_are_compared_as_they_are() -> None:
    assert found(("a", "3f2a9c81d0", ""), ("b", "3f2a9c81d0", ""), ("c", "3f2a9c81d1", "")) == [("a", "b", "phone", "")]
    assert found(("a", "", "3f2a9c81d0"), ("b", "3f2a9c81d0", "")) == []  # one is an address, the other a number


@pytest.mark.parametrize(
    "nothing",
    [
        "138****9876",
        "138xxxx9876",
        "无",
        "-",
        "0",
        "unknown",
        "13800138000",
        "13888888888",
        "00000000000",
        "13812345678",
    ],
)
def test_a_mask_or_a_placeholder_is_no_evidence(nothing: str) -> None:
    assert found(("a", nothing, ""), ("b", nothing, "")) == []


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("phone", "138 1234 9876", True), ("phone", "021-65432100", True), ("phone", "138****9876", False),
        ("phone", "无", False), ("phone", "13800138000", False), ("email", "Mei@Example.com", True),
        ("email", "m***@qq.com", False), ("email", "无", False),
    ],
)  # fmt: skip
def test_what_a_pseudonym_may_be_made_of(kind: str, text: str, expected: bool) -> None:
    answer = connect().one(f"SELECT {evidence.tells_apart('text', kind)} FROM (SELECT $1 AS text)", [text])
    assert answer is expected


def test_a_masked_address_is_no_evidence() -> None:
    assert found(("a", "", "m**@qq.com"), ("b", "", "m**@qq.com"), ("c", "", "none"), ("d", "", "none")) == []


@pytest.mark.parametrize("line", ["021-65432100", "+1 415 555 0100", "4001234000"])
def test_a_number_that_may_be_a_households_is_for_people(line: str) -> None:
    assert found(("a", line, ""), ("b", line, "")) == [("a", "b", "phone", "line")]


def test_an_address_of_nobody_in_particular_is_for_people() -> None:
    assert found(("a", "", "service@shop.cn"), ("b", "", "service@shop.cn")) == [("a", "b", "email", "role")]


def test_what_more_than_three_share_links_nobody() -> None:
    three = [(one, "13812349876", "") for one in "abc"]
    assert found(*three) == [("a", "b", "phone", ""), ("a", "c", "phone", ""), ("b", "c", "phone", "")]
    four = evidence.pairs(listed([*three, ("d", "13812349876", "")]), "customer")
    assert four == [Pair("a", "b", "phone", "shared", 4)]


# --- who is who ------------------------------------------------------------------------------------------------------


def ticket(number: str, **named: str) -> Row:
    return {"ticket_id": number, "created_at": "2026-01-05 09:00:00", **named}


def persons(answer: Answer) -> dict[str, str]:
    return {one.source_id: one.person_id for one in answer.links}


def asked(folder: Path, *, lines: str = "", **entities: Sequence[Row]) -> Answer:
    """Who is who among the rows, and the decisions about customers ``id=person`` parted by blanks."""
    rows: dict[str, Any] = {**entities}
    bring_in(folder / "data", **rows)
    if lines:
        (folder / "identities").mkdir(exist_ok=True)
        text = "".join(f"{line.replace('=', ',')}\n" for line in lines.split())
        (folder / "identities" / "customers.csv").write_text(f"source_id,person_id\n{text}", encoding="utf-8")
    return bring_up_to_date(folder / "data", folder / "identities")


CHAIN: list[Row] = [
    {"customer_id": "c3", "phone": MEI},
    {"customer_id": "c1", "email": "mei@example.com"},
    {"customer_id": "c2", "phone": MEI, "email": "mei@example.com"},
    {"customer_id": "c4", "phone": QIANG},
]


def test_links_reach_over_others_and_say_why(tmp_path: Path) -> None:
    answer = asked(tmp_path, customer=CHAIN)
    assert [(one.source_id, one.person_id, one.evidence, one.decided) for one in answer.links] == [
        ("c1", "c1", ("email",), "automatic"),
        ("c2", "c1", ("email", "phone"), "automatic"),
        ("c3", "c1", ("phone",), "automatic"),
    ]
    assert answer.review == ()
    assert answer.rows["customer", "c2"] == 1


def test_a_decision_made_while_facts_are_owed_is_in_them(tmp_path: Path) -> None:
    rows = {"customer": CHAIN, "ticket": [ticket("T1", customer_id="c3"), ticket("T2", customer_id="c4")]}
    asked(tmp_path / "at once", lines="c4=c1", **rows)
    later = tmp_path / "later"
    bring_in_with(later / "data", Setting("UTC"), rows, facts_later=True)
    (later / "identities").mkdir()
    (later / "identities" / "customers.csv").write_text("source_id,person_id\nc4,c1\n", encoding="utf-8")
    bring_up_to_date(later / "data", later / "identities")
    assert read_record(later / "data").owed == {"customer": ("all",), "ticket": ("2026-01",)}
    compute_owed(later / "data", Setting("UTC"))
    found = table(later / "data", "ticket", "ticket_id")
    assert {number: one["customer_id"] for number, one in found.items()} == {"T1": "c1", "T2": "c1"}
    assert found == table(tmp_path / "at once" / "data", "ticket", "ticket_id")


def test_the_order_of_imports_does_not_matter(tmp_path: Path) -> None:
    digests = set()
    for number, order in enumerate(list(permutations(CHAIN))[::5]):
        folder = tmp_path / str(number)
        for row in order:
            asked(folder, customer=[row])
        state = read_record(folder / "data").tables
        digests.add((state["identity"].partitions["customer"].digest, state["customer"].partitions["all"].digest))
    assert len(digests) == 1


def test_different_names_or_regions_are_for_people(tmp_path: Path) -> None:
    rows = [
        {"customer_id": "c1", "phone": MEI, "name": "李小美"},
        {"customer_id": "c2", "phone": MEI, "name": "王强"},
        {"customer_id": "c3", "phone": QIANG, "region": "上海"},
        {"customer_id": "c4", "phone": QIANG, "region": "北京"},
    ]
    answer = asked(tmp_path, customer=rows)
    assert answer.links == ()
    assert [(one.first, one.second, one.doubts, one.confidence) for one in answer.review] == [
        ("c1", "c2", ("name",), "medium"),
        ("c3", "c4", ("region",), "medium"),
    ]


def test_a_chain_that_ends_in_another_region_links_nobody(tmp_path: Path) -> None:
    """c1 and c2 agree, c2 and c3 agree, and c1 and c3 do not: one of the links is wrong, and nobody knows which."""
    rows = [
        {"customer_id": "c1", "phone": MEI, "region": "上海"},
        {"customer_id": "c2", "phone": MEI, "email": "mei@example.com"},
        {"customer_id": "c3", "email": "mei@example.com", "region": "北京"},
    ]
    answer = asked(tmp_path, customer=rows)
    assert answer.links == ()
    assert [(one.first, one.second, one.doubts) for one in answer.review] == [
        ("c1", "c2", ("chain",)), ("c2", "c3", ("chain",)),
    ]  # fmt: skip


def test_agents_are_linked_by_their_id_alone(tmp_path: Path) -> None:
    agents = [{"agent_id": "1001", "name": "小美"}, {"agent_id": "2002", "name": "小美"}]
    tickets = [
        ticket("T1", agent_id="旗舰店:小美"), ticket("T2", agent_id="专营店：小美"), ticket("T3", agent_id="Kefu Tom"),
        ticket("T4", agent_id="旗舰店:客服1"), ticket("T5", agent_id="专营店:客服1"),
    ]  # fmt: skip
    bring_in(tmp_path / "data", ticket=[ticket("T6", agent_id="ｋｅｆｕtom")])
    answer = asked(tmp_path, agent=agents, ticket=tickets)
    assert persons(answer) == {"Kefu Tom": "Kefu Tom", "ｋｅｆｕtom": "Kefu Tom"}
    assert [(one.first, one.second, one.evidence, one.confidence) for one in answer.review] == [
        ("1001", "2002", ("name",), "medium"),
        ("1001", "专营店：小美", ("name_and_nick",), "medium"),
        ("1001", "旗舰店:小美", ("name_and_nick",), "medium"),
        ("专营店:客服1", "旗舰店:客服1", ("nick",), "low"),
    ]


def test_an_export_that_has_both_cases_means_two_people(tmp_path: Path) -> None:
    answer = asked(tmp_path, ticket=[ticket("T1", agent_id="00Dxa"), ticket("T2", agent_id="00DxA")])
    assert answer.links == ()
    assert [(one.first, one.second, one.confidence) for one in answer.review] == [("00DxA", "00Dxa", "high")]


def test_what_people_say_counts(tmp_path: Path) -> None:
    """c3 is nobody else; c4 is Mei by somebody's word, and c1, known by her address, goes with c2."""
    answer = asked(tmp_path, customer=CHAIN, lines="c3=c3 c4=Mei c2=Mei")
    assert persons(answer) == {"c1": "Mei", "c2": "Mei", "c4": "Mei"}
    assert {one.source_id: one.decided for one in answer.links} == {"c1": "automatic", "c2": "user", "c4": "user"}
    assert answer.review == ()


def test_people_who_were_told_apart_are_never_joined_by_the_data(tmp_path: Path) -> None:
    """c2 is linked to c1 by an address and to c3 by a number, and these are two people."""
    answer = asked(tmp_path, customer=CHAIN, lines="c1=Mei c3=Qiang")
    assert persons(answer) == {"c1": "Mei", "c3": "Qiang"}
    assert [(one.first, one.second, one.doubts) for one in answer.review] == [
        ("c1", "c2", ("apart",)), ("c2", "c3", ("apart",)),
    ]  # fmt: skip


def test_a_decision_about_nobody_changes_nothing_and_is_named(tmp_path: Path) -> None:
    answer = asked(tmp_path, customer=CHAIN[-1:], lines="c8=c9")
    assert answer.links == ()
    assert [(kind, one.source_id, one.line) for kind, one in answer.unknown] == [("customer", "c8", 2)]
    assert "identity" not in read_record(tmp_path / "data").tables


def test_accepting_and_separating_write_the_file(tmp_path: Path) -> None:
    asked(tmp_path, customer=CHAIN, ticket=[ticket("T1", agent_id="a1")])
    data, files = tmp_path / "data", tmp_path / "identities"
    answer, ids = decide(data, files, "accept", ["c4", "c1"])
    assert ids == ["c4", "c1"]
    assert persons(answer) == {"c1": "c1", "c2": "c1", "c3": "c1", "c4": "c1"}
    assert (files / "customers.csv").read_bytes().decode("utf-8") == "\ufeffsource_id,person_id,note\nc4,c1,\n"
    answer, _ = decide(data, files, "separate", ["c2", "c4"])
    assert answer.links == ()  # without c2 nothing links c1 and c3
    assert (files / "customers.csv").read_text("utf-8-sig") == "source_id,person_id,note\nc2,c2,\nc4,c4,\n"
    # Lists without personal data show pseudonyms, made with the project's key.
    pseudonyms = Pseudonyms(b"0" * 32)
    answer, ids = decide(data, files, "accept", [pseudonyms.of(PERSON, "c4"), "c1"], "", pseudonyms)
    assert ids == ["c4", "c1"]
    assert persons(answer) == {"c1": "c1", "c4": "c1"}


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        (["c1"], UsageError, "two ids"),
        (["c1", "c1"], UsageError, "two ids"),
        (["c1", "nobody"], NotFoundError, "nobody: no row names"),
        (["c1", "a1"], UsageError, "c1, a1: are not of one kind"),
        (["both", "both2"], UsageError, "--kind"),
    ],
)
def test_what_cannot_be_accepted(tmp_path: Path, words: list[str], error: type[Exception], said: str) -> None:
    rows = [ticket("T1", agent_id="a1", customer_id="c1"), ticket("T2", agent_id="both", customer_id="both"),
            ticket("T3", agent_id="both2", customer_id="both2")]  # fmt: skip
    bring_in(tmp_path / "data", ticket=rows)
    with pytest.raises(error, match=said):
        decide(tmp_path / "data", tmp_path / "identities", "accept", words)
    assert not (tmp_path / "identities").exists()


def test_nothing_is_decided_while_an_import_runs(tmp_path: Path) -> None:
    bring_in(tmp_path / "data", customer=CHAIN)
    with FileLock(tmp_path / "data" / "import.lock"), pytest.raises(DataError, match="an import is running"):
        bring_up_to_date(tmp_path / "data", tmp_path / "identities")


# --- the files -------------------------------------------------------------------------------------------------------


def lines(*text: str) -> list[Decision]:
    cut = [one.partition("=") for one in text]
    return [Decision(source, person, at) for at, (source, _, person) in enumerate(cut, start=2)]


def said(decisions: Sequence[Decision]) -> list[str]:
    return [f"{one.source_id}={one.person_id}" for one in decisions]


@pytest.mark.parametrize(
    ("before", "ids", "after"),
    [
        ((), {"b", "a"}, ["b=a"]),
        (("b=Mei",), {"b", "c"}, ["b=Mei", "c=Mei"]),
        (("b=a",), {"a", "c"}, ["b=a", "c=a"]),
        (("b=b",), {"a", "b"}, ["b=a"]),  # no longer nobody else
        (("b=a", "d=c"), {"b", "d"}, ["b=a", "d=a", "c=a"]),  # two persons turn out to be one
    ],
)
def test_one_person(before: tuple[str, ...], ids: set[str], after: list[str]) -> None:
    assert said(with_one_person(lines(*before), ids)) == after


@pytest.mark.parametrize(
    ("before", "ids", "after"),
    [
        ((), {"b", "a"}, ["a=a", "b=b"]),
        (("b=a",), {"b"}, ["b=b"]),
        (("b=a",), {"a"}, ["a=a"]),
        (("b=a", "c=a"), {"a"}, ["b=b", "c=b", "a=a"]),  # b and c stay together
        (("b=Mei", "c=Mei"), {"b"}, ["c=Mei", "b=b"]),
    ],
)
def test_nobody_else(before: tuple[str, ...], ids: set[str], after: list[str]) -> None:
    assert said(with_nobody_else(lines(*before), ids)) == after


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_file_excel_saved_anew_is_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = "source_id,person_id,note\r\n旗舰店:小美,小美,问过本人\r\n\r\n".replace(",", delimiter)
    (tmp_path / "agents.csv").write_bytes(text.encode(encoding))
    (one,) = read_decisions(tmp_path)["agent"]
    assert (one.source_id, one.person_id, one.line, dict(one.other)) == ("旗舰店:小美", "小美", 2, {"note": "问过本人"})


def test_other_columns_are_kept(tmp_path: Path) -> None:
    (tmp_path / "agents.csv").write_text("source_id,person_id,by\na,b,Li\n", encoding="utf-8")
    write_decisions(tmp_path, "agent", [*read_decisions(tmp_path)["agent"], Decision("c", "b")])
    assert (tmp_path / "agents.csv").read_text("utf-8-sig") == "source_id,person_id,note,by\na,b,,Li\nc,b,,\n"


def test_no_cell_of_the_file_is_a_formula_and_every_one_is_read_as_it_was(tmp_path: Path) -> None:
    """Ids are what sources say: somebody may call himself what a spreadsheet would run."""
    write_decisions(tmp_path, "agent", [Decision("=1+1", "'@a", other={"note": "-x"})])
    assert (tmp_path / "agents.csv").read_text("utf-8-sig") == "source_id,person_id,note\n'=1+1,''@a,'-x\n"
    assert read_decisions(tmp_path)["agent"] == (Decision("=1+1", "'@a", 2, {"note": "-x"}),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,person\na,b\n", "line 1: should name the columns source_id,person_id"),
        ("source_id,person_id\na,b\nc,\n", "line 3: person_id is empty"),
        ("source_id,person_id\na,b\nd,c\na,c\n", "line 4: a is c here and b in line 2"),
        ("source_id,person_id\na,b\nb,c\n", "line 2: b is c by line 3; write c here too"),
        ("source_id,person_id\n2.20E+15,b\n", "line 2: 2.20E+15 is a number Excel rounded"),
    ],
)
def test_a_line_that_cannot_be_meant(tmp_path: Path, text: str, said: str) -> None:
    folder = tmp_path / "identities"
    folder.mkdir()
    (folder / "customers.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"identities/customers\.csv: ") as error:
        read_decisions(folder)
    assert said in str(error.value)
