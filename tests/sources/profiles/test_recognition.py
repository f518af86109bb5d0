"""Which profile fits a file: decided by its headers, and said in plain words where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from kefu.errors import DataError
from kefu.sources import Layout
from kefu.sources.profiles import PROFILES, FieldMap, Found, Profile, TableMap, named, recognise


def profile(name: str, *match: str, sheet: str = "", aliases: dict[str, tuple[str, ...]] | None = None) -> Profile:
    fields = {"agent_id": FieldMap(column=match[0])}
    return Profile(name, {"en": name}, match, Layout(sheet=sheet), (TableMap("agent", fields),), aliases or {})


def names(found: list[Found]) -> list[str]:
    return [one.profile.name for one in found]


def by_name(*profiles: Profile) -> dict[str, Profile]:
    return {one.name: one for one in profiles}


@pytest.fixture
def agents(tmp_path: Path) -> Path:
    path = tmp_path / "whatever.csv"
    path.write_text("id,name,team\n1,a,b\n")
    return path


def test_the_profile_that_asks_for_most_columns_wins(agents: Path) -> None:
    known = by_name(profile("plain", "id", "name"), profile("exact", "id", "name", "team"), profile("other", "id", "x"))
    assert names(recognise(agents, known)) == ["exact"]


def test_two_profiles_that_fit_alike_are_an_error_that_names_both(agents: Path) -> None:
    known = by_name(profile("one", "id", "name"), profile("two", "id", "team"))
    with pytest.raises(DataError, match=r"whatever.csv: fits the profiles one and two alike; say which with --as"):
        recognise(agents, known)
    assert names(named(agents, "two", known)) == ["two"]


def test_where_none_fits_the_headers_and_the_next_step_are_told(agents: Path) -> None:
    with pytest.raises(DataError) as raised:
        recognise(agents, by_name(profile("other", "编号")))
    assert str(raised.value) == (
        "whatever.csv: no profile fits; its headers are id, name, team. Write mappings/<name>.yaml for it"
    )


def test_a_kind_of_file_nobody_reads_is_told_with_the_kinds_that_are(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF")
    with pytest.raises(DataError, match=r"scan.pdf: is none of the files Kefu reads: .csv .csv.gz .json "):
        recognise(path, by_name(profile("other", "id")))


def test_a_workbook_is_read_once_for_every_sheet_a_profile_fits(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.create_sheet("甲").append(["id", "a"])
    book.create_sheet("乙").append(["id", "b"])
    path = tmp_path / "book.xlsx"
    book.save(path)
    known = by_name(
        profile("first", "id", "a", sheet="甲"),
        profile("second", "id", "b", sheet="乙"),
        profile("absent", "id", sheet="丙"),
    )
    assert names(recognise(path, known)) == ["first", "second"]


def test_a_profile_asked_for_by_name_must_fit(agents: Path) -> None:
    known = by_name(profile("shop", "id", "price"))
    with pytest.raises(DataError, match="profile shop needs the column price, which the file does not have"):
        named(agents, "shop", known)
    with pytest.raises(DataError, match='no profile "shopp"; did you mean "shop"'):
        named(agents, "shopp", known)


def test_no_two_built_in_profiles_ask_for_the_same_columns() -> None:
    asked = [(frozenset(one.match), one.layout.sheet) for one in PROFILES.values()]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("above", [0, 1, 3, 4, 5])
def test_the_header_is_found_below_titles_and_empty_lines(tmp_path: Path, above: int) -> None:
    path = tmp_path / "报表.csv"
    title = "2026年6月 客服报表,,\n" + ",,\n" * (above - 1) if above else ""
    path.write_text(f"{title}编号,名称,组\n1,a,b\n", encoding="utf-8")
    (found,) = recognise(path, by_name(profile("list", "编号", "组")))
    assert found.layout.header_row == above + 1
    assert found.columns == ("编号", "名称", "组")
    assert found.unknown == ("名称", "组")


def test_columns_added_reordered_and_written_otherwise_are_the_same_layout(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("新列, 响应时长（秒）,旺旺昵称\n1,2,3\n", encoding="utf-8")
    known = by_name(profile("list", "昵称", "响应时长(秒)", aliases={"昵称": ("旺旺昵称",)}))
    (found,) = recognise(path, known)
    assert found.named == {"昵称": "旺旺昵称", "响应时长(秒)": "响应时长（秒）"}
    assert found.unknown == ("新列", "响应时长（秒）")


def test_the_projects_own_profile_is_taken_of_two_alike(agents: Path) -> None:
    known = by_name(profile("one", "id", "name"), profile("two", "id", "team"))
    assert names(recognise(agents, known, own=("two",))) == ["two"]


def test_what_the_name_and_the_title_say_of_all_rows(tmp_path: Path) -> None:
    path = tmp_path / "客服绩效_20260601-20260607.csv"
    path.write_text("统计月份：2026年2月,\nid,a\n1,2\n", encoding="utf-8")
    fields = {"agent_id": FieldMap(column="id"), "joined_at": FieldMap(column="@file_date_end"),
              "level": FieldMap(column="@title_date_end")}  # fmt: skip
    dated = Profile("dated", {"en": "dated"}, ("id", "a"), Layout(), (TableMap("agent", fields),))
    (found,) = recognise(path, by_name(dated))
    assert found.stated == {"@file_date_end": "2026-06-07", "@title_date_end": "2026-02-28"}
