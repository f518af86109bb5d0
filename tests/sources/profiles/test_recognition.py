"""Which profile fits a file: decided by its headers, and said in plain words where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from kefu.errors import DataError
from kefu.sources import Layout
from kefu.sources.profiles import PROFILES, FieldMap, Profile, TableMap, named, recognise


def profile(name: str, *match: str, reader: str = "delimited", sheet: str = "") -> Profile:
    fields = {"agent_id": FieldMap(column=match[0])}
    return Profile(name, {"en": name}, reader, match, Layout(sheet=sheet), (TableMap("agent", fields),))


def by_name(*profiles: Profile) -> dict[str, Profile]:
    return {one.name: one for one in profiles}


@pytest.fixture
def agents(tmp_path: Path) -> Path:
    path = tmp_path / "whatever.csv"
    path.write_text("id,name,team\n1,a,b\n")
    return path


def test_the_profile_that_asks_for_most_columns_wins(agents: Path) -> None:
    known = by_name(profile("plain", "id", "name"), profile("exact", "id", "name", "team"), profile("other", "id", "x"))
    assert [one.name for one in recognise(agents, known)] == ["exact"]


def test_two_profiles_that_fit_alike_are_an_error_that_names_both(agents: Path) -> None:
    known = by_name(profile("one", "id", "name"), profile("two", "id", "team"))
    with pytest.raises(DataError, match=r"whatever.csv: fits the profiles one and two alike; say which with --as"):
        recognise(agents, known)
    assert named(agents, "two", known).name == "two"


def test_where_none_fits_the_headers_and_the_next_step_are_told(agents: Path) -> None:
    with pytest.raises(DataError) as raised:
        recognise(agents, by_name(profile("other", "编号")))
    assert str(raised.value) == (
        "whatever.csv: no profile fits; its headers are id, name, team. Write mappings/<name>.yaml for it"
    )


def test_a_kind_of_file_nobody_reads_is_told_with_the_kinds_that_are(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF")
    with pytest.raises(DataError, match=r"scan.pdf: is none of the files Kefu reads: .csv .csv.gz .jsonl"):
        recognise(path, by_name(profile("other", "id")))


def test_a_workbook_is_read_once_for_every_sheet_a_profile_fits(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.create_sheet("甲").append(["id", "a"])
    book.create_sheet("乙").append(["id", "b"])
    path = tmp_path / "book.xlsx"
    book.save(path)
    known = by_name(
        profile("first", "id", "a", reader="spreadsheet", sheet="甲"),
        profile("second", "id", "b", reader="spreadsheet", sheet="乙"),
        profile("absent", "id", reader="spreadsheet", sheet="丙"),
    )
    assert [one.name for one in recognise(path, known)] == ["first", "second"]


def test_a_profile_asked_for_by_name_must_fit(agents: Path) -> None:
    known = by_name(profile("shop", "id", "price"))
    with pytest.raises(DataError, match="profile shop needs the column price, which the file does not have"):
        named(agents, "shop", known)
    with pytest.raises(DataError, match='no profile "shopp"; did you mean "shop"'):
        named(agents, "shopp", known)


def test_no_two_built_in_profiles_ask_for_the_same_columns() -> None:
    asked = [(frozenset(one.match), one.layout.sheet) for one in PROFILES.values()]
    assert len(set(asked)) == len(asked)
