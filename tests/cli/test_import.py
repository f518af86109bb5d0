"""``kefu import``: every row is told of, a second time changes nothing, a folder may hold other things too."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_rows_add_up_and_reasons_are_worded(run: Run, empty: Path, exports: Path) -> None:
    shown = run("import", "--project", empty, "--json", exports / "orders_2026H2.csv")
    (one,) = shown.data["files"]
    assert shown.code == 0
    assert (one["status"], one["profile"]) == ("imported", "shop_orders")
    assert one["rows"] == one["clean"] + one["quarantined"]
    assert one["reasons"]["duplicate"]["title"] == "repeated by a later row"


def test_a_second_time_changes_nothing(run: Run, empty: Path, exports: Path) -> None:
    first = run("import", "--project", empty, "--json", exports / "survey.xlsx").data
    again = run("import", "--project", empty, "--json", exports / "survey.xlsx").data
    assert [one["status"] for one in again["files"]] == ["known"]
    assert again["sequence"] == first["sequence"]
    shown = run("import", "--project", empty, exports / "survey.xlsx", exports / "survey.xlsx")
    assert shown.out.count("survey.xlsx") == 1
    assert "already imported" in shown.out


def test_the_table_tells_why_rows_were_set_aside(run: Run, empty: Path, exports: Path) -> None:
    shown = run("import", "--project", empty, "--language", "zh", exports / "orders_2026H2.csv")
    assert "隔离原因" in shown.out
    assert "与后面的行重复（" in shown.out


def test_unknown_files_of_a_folder_are_skipped_and_named(run: Run, empty: Path, exports: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "agents.csv").write_bytes((exports / "agents.csv").read_bytes())
    (folder / "notes.csv").write_text("one,two\n1,2\n", encoding="utf-8")
    (folder / "readme.doc").write_text("hello", encoding="utf-8")
    (folder / "old").mkdir()
    (folder / "old" / "readme.doc").write_text("hello", encoding="utf-8")
    shown = run("import", "--project", empty, "--json", folder)
    assert shown.code == 0
    assert [one["file"] for one in shown.data["files"]] == ["agents.csv"]
    assert [Path(one["file"]).name for one in shown.data["skipped"]] == ["notes.csv", "readme.doc", "readme.doc"]
    reasons = [one["reason"].partition(": ") for one in shown.data["skipped"]]
    assert [place for place, _, _ in reasons] == ["notes.csv", "old/readme.doc", "readme.doc"]
    assert all(reason for _, _, reason in reasons)


def test_a_folder_with_nothing_to_take_is_an_error(run: Run, empty: Path, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    assert run("import", "--project", empty, folder).code == 4
    (folder / "readme.doc").write_text("hello", encoding="utf-8")
    shown = run("import", "--project", empty, folder)
    assert shown.code == 4
    assert "skipped readme.doc" in shown.out


def test_a_named_file_that_fits_nothing_stops_the_import(run: Run, empty: Path, exports: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("one,two\n1,2\n", encoding="utf-8")
    shown = run("import", "--project", empty, exports / "agents.csv", tmp_path / "notes.csv")
    assert shown.code == 4
    assert "no profile fits" in shown.err
    assert run("list", "imports", "--project", empty, "--json").data == []
    assert run("import", "--project", empty, tmp_path / "missing.csv").code == 4


def test_a_profile_that_is_asked_for(run: Run, empty: Path, exports: Path) -> None:
    taken = run("import", "--project", empty, "--json", "--as", "agent_list", exports / "agents.csv")
    assert taken.data["files"][0]["profile"] == "agent_list"
    assert run("import", "--project", empty, "--as", "shop_orders", exports / "agents.csv").code == 4
    unknown = run("import", "--project", empty, "--as", "shop_order", exports / "agents.csv")
    assert unknown.code == 5
    assert 'did you mean "shop_orders"?' in unknown.err
