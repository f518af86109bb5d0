"""Customers whose id is an e-mail address or a telephone number: never stored in clear, and still one customer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.cleaning.identity import decide
from kefu.cleaning.privacy import Pseudonyms, stored_id, stored_id_sql
from kefu.configuration import Configuration
from kefu.engine import connect
from kefu.project import Project
from tests.canonical import table

KEY = Pseudonyms(b"key")
ENGINE = connect()


def in_engine(one: str) -> str:
    return str(ENGINE.one(f"SELECT {stored_id_sql(KEY, ENGINE, 'id')} FROM (SELECT $1 AS id)", [one]))


@pytest.mark.parametrize(
    ("kind", "ids"),
    [
        ("email", ["li.lei@example.com", "Li.Lei@Example.com", "li.lei＠example.com"]),
        (
            "phone",
            ["13800138000", "+8613800138000", "+86 138-0013-8000", "0086-138 0013 8000", "１３８００１３８０００"],
        ),
        ("phone", ["0571-87654321", "(0571) 87654321"]),
        ("phone", ["+442071838750", "+44 20 7183 8750"]),
        ("phone", ["555-123-4567", "(555) 123-4567"]),
    ],
)
def test_a_contact_is_one_pseudonym_however_it_is_written(kind: str, ids: list[str]) -> None:
    expected = KEY.of(kind, ids[0], digits=16)
    assert [stored_id(KEY, one) for one in ids] == [in_engine(one) for one in ids] == [expected] * len(ids)


@pytest.mark.parametrize(
    "one",
    [
        *("C10086", "6101", "7012345678901", "12345678901", "0000012345", "2026-02-03", "138****8000"),
        *("l***@example.com", "a@b", "小美@旗舰店", "shop/13800138000", "3f2a9c81d0"),
    ],
)
def test_other_ids_stay_as_they_are(one: str) -> None:
    assert stored_id(KEY, one) == in_engine(one) == one


@given(
    one=st.one_of(
        st.text("0139+-() @.ab＠１３", max_size=16), st.from_regex(r"\+?1[3-9]\d{9}|\w+@\w+\.com", fullmatch=True)
    )
)
def test_the_engine_stores_what_is_asked_for(one: str) -> None:
    assert in_engine(one) == stored_id(KEY, one)


TICKETS = """Ticket Id,Subject,Status,Urgency,Impact,Priority,Group,Agent,Source,Type,Created Time,Resolved Time,\
Closed Time,Initial Response Time,Requester Name,Requester Email
1,Lamp,Open,Low,Low,Low,Support,ann@lantern.example,Email,Question,2026-02-03 09:00:00,,,,Li Lei,li.lei@example.com
2,Lamp,Open,Low,Low,Low,Support,ann@lantern.example,Email,Question,2026-02-04 09:00:00,,,,Li Lei,Li.Lei@example.com
"""
CUSTOMERS = "account,address\n6101,li.lei@example.com\n6102,han@example.com\n"
ACCOUNTS = """
title: {en: Accounts}
match: {columns: [account, address]}
tables: {customer: {fields: {customer_id: account, email: address}}}
"""
ORDERS = """Name,Email,Financial Status,Paid at,Fulfillment Status,Created at,Currency,Subtotal,Total,\
Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku
#1,LI.LEI@EXAMPLE.COM,paid,2026-02-05 09:00:00 +0000,fulfilled,2026-02-05 09:00:00 +0000,CNY,9,9,1,Lamp,9,L1
"""


def brought(folder: Path, *, raw: bool) -> Project:
    project = Project.create(folder / "lantern", Configuration(company="L", timezone="UTC", keep_raw_text=raw))
    (project.folder / "mappings" / "accounts.yaml").write_text(ACCOUNTS, encoding="utf-8")
    files = []
    for name, text in (("tickets", TICKETS), ("customers", CUSTOMERS), ("orders", ORDERS)):
        files.append(folder / f"{name}.csv")
        files[-1].write_text(text, encoding="utf-8")
    project.import_files(files)
    return project


def named(project: Project) -> dict[str, set[str]]:
    """The customers every stored table names, by the ids their sources gave."""
    engine = connect()
    found = {}
    for entity in ("ticket", "order", "customer"):
        paths = f"'{project.data / 'tables' / entity}/**/*.parquet'"
        found[entity] = {one for (one,) in engine.rows(f"SELECT DISTINCT customer_id FROM read_parquet({paths})")}
    return found


def test_one_customer_in_every_table_and_nowhere_in_clear(tmp_path: Path) -> None:
    project = brought(tmp_path, raw=False)
    li = stored_id(project.pseudonyms, "li.lei@example.com")
    assert named(project) == {"ticket": {li}, "order": {li}, "customer": {li, "6101", "6102"}}
    stored = b"".join(path.read_bytes().lower() for path in (project.data / "tables").rglob("*.parquet"))
    assert b"li.lei" not in stored
    # the customer list has the same address, so number 6101 is the same person, called by the smaller of both ids
    person = min(li, "6101")
    assert {row["customer_id"] for row in table(project.data, "ticket_row", "ticket_id").values()} == {person}
    assert {row["agent_id"] for row in table(project.data, "ticket_row", "ticket_id").values()} == {
        "ann@lantern.example"
    }


def test_somebody_is_still_named_by_the_address(tmp_path: Path) -> None:
    project = brought(tmp_path, raw=False)
    covering, files = project.setting().pseudonyms, project.folder / "identities"
    answer, ids = decide(project.data, files, "separate", ["li.lei@example.com"], covering=covering)
    assert (ids, answer.links) == ([stored_id(project.pseudonyms, "li.lei@example.com")], ())
    assert "@" not in (files / "customers.csv").read_text(encoding="utf-8")


def test_a_project_that_keeps_texts_keeps_ids(tmp_path: Path) -> None:
    project = brought(tmp_path, raw=True)
    assert named(project)["ticket"] == {"li.lei@example.com", "Li.Lei@example.com"}
