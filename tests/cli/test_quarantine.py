"""``kefu quarantine``: every row set aside can be seen, taken out, corrected and brought back, and none is lost."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kefu.project import Project
from tests.cli.conftest import Run

ORDERS = """订单编号,下单时间,付款时间,承诺送达时间,订单状态,实付金额,客户编号
A1,2026/10/03 09:00:00,2026/10/03 09:05:00,2026/10/06 09:00:00,已完成,100,c1
A2,2026/10/04 09:00:00,2026/10/04 08:00:00,2026/10/06 09:00:00,已完成,一百,c2
A3,十月五日,2026/10/05 09:05:00,2026/10/06 09:00:00,已完成,300,c3
=1+1,2026/10/06 09:00:00,,,已完成,四百,c4
A5,2026/10/07 09:00:00,2026/10/07 09:05:00,2026/10/08 09:00:00,已完成,500
合计,,,,,1300,
"""


@pytest.fixture
def spoiled(run: Run, tmp_path: Path) -> Path:
    """Two orders whose cells are wrong, one whose number is a formula, one line too short, a total."""
    folder, file = tmp_path / "lantern", tmp_path / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    run("new", folder, "--language", "en", "--quiet")
    assert run("import", file, "--project", folder, "--quiet").code == 0
    return folder


def corrected(path: Path, changes: dict[str, dict[str, str]]) -> Path:
    """The exported workbook with cells changed: order number -> header -> text; of the lines, by their beginning."""
    book = load_workbook(path)
    for sheet in book:
        headers = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            cells = dict(zip(headers, row, strict=True))
            said = str(cells.get("订单编号", cells.get("kefu_line")).value)  # type: ignore[union-attr]
            for number, change in changes.items():
                if said.startswith(number):
                    for header, text in change.items():
                        cells[header].value = text
    book.save(path)
    return path


def amounts(folder: Path) -> dict[str, Any]:
    project = Project(folder)
    project.meter.snapshot.open("order")
    return dict(project.meter.snapshot.engine.rows('SELECT order_id, amount FROM "order" ORDER BY 1'))


def test_rows_set_aside_are_listed_with_their_reasons(run: Run, spoiled: Path) -> None:
    shown = run("quarantine", "--project", spoiled, "--json").data
    assert shown["rows"] == 5
    assert [one["reasons"][0].split(":")[0] for one in shown["first"]] == [
        "unreadable", "unreadable", "unreadable", "broken_line", "summary_row",
    ]  # fmt: skip
    assert shown["first"][0]["told"].startswith('unreadable value: amount (column "实付金额") 一百')


def test_corrected_rows_count_and_leave_the_quarantine(run: Run, spoiled: Path, tmp_path: Path) -> None:
    out = tmp_path / "corrections.xlsx"
    assert run("quarantine", "--project", spoiled, "--export", out, "--personal").code == 0
    assert amounts(spoiled) == {"A1": 100.0}
    changes = {
        "A2": {"实付金额": "200"},
        "A3": {"下单时间": "2026/10/05 09:00:00"},
        "=1+1": {"实付金额": "四百多"},
        "A5": {"kefu_line": "A5,2026/10/07 09:00:00,,,已完成,500,c5"},
    }
    corrected(out, changes)
    done = run("quarantine", "--project", spoiled, "--bring-back", out, "--json").data
    assert [(one["accepted"], one["refused"], one["untouched"]) for one in done] == [(2, 1, 1), (1, 0, 0)]
    assert amounts(spoiled) == {"A1": 100.0, "A2": 200.0, "A3": 300.0, "A5": 500.0}
    first, *later = Project(spoiled).record.imports
    assert (first.rows, first.clean, first.quarantined, first.corrected) == (6, 1, 2, 3)
    assert [(one.file, one.rows, one.quarantined) for one in later] == [
        ("corrections.xlsx", 2, 0), ("corrections.xlsx", 1, 0),
    ]  # fmt: skip
    left = run("quarantine", "--project", spoiled, "--json").data
    assert [one["content"]["订单编号"] for one in left["first"]] == ["=1+1", "合计"]


def test_bringing_back_twice_or_untouched_changes_nothing(run: Run, spoiled: Path, tmp_path: Path) -> None:
    out = tmp_path / "corrections.xlsx"
    run("quarantine", "--project", spoiled, "--export", out)
    untouched = run("quarantine", "--project", spoiled, "--bring-back", out, "--json").data
    assert {(one["accepted"], one["refused"]) for one in untouched} == {(0, 0)}
    corrected(out, {"A2": {"实付金额": "200"}})
    run("quarantine", "--project", spoiled, "--bring-back", out)
    before = Project(spoiled).record
    again = run("quarantine", "--project", spoiled, "--bring-back", out, "--json").data
    assert {(one["accepted"], one["refused"]) for one in again} == {(0, 0)}
    assert Project(spoiled).record == before


def test_a_masked_cell_left_as_it_is_keeps_its_value(run: Run, spoiled: Path, tmp_path: Path) -> None:
    out = tmp_path / "corrections.xlsx"
    run("quarantine", "--project", spoiled, "--export", out)
    (sheet,) = [one for one in load_workbook(out) if one.title == "shop_orders"]
    customers = [row[[cell.value for cell in sheet[1]].index("客户编号")].value for row in sheet.iter_rows(min_row=2)]
    assert not {"c2", "c3"} & set(customers)
    corrected(out, {"A2": {"实付金额": "200"}})
    run("quarantine", "--project", spoiled, "--bring-back", out)
    project = Project(spoiled)
    project.meter.snapshot.open("order")
    rows = project.meter.snapshot.engine.rows("SELECT customer_id FROM \"order\" WHERE order_id = 'A2'")
    assert rows == [("c2",)]


def test_no_cell_of_an_export_is_a_formula(run: Run, spoiled: Path, tmp_path: Path) -> None:
    out = tmp_path / "corrections.xlsx"
    run("quarantine", "--project", spoiled, "--export", out)
    cells = [cell for sheet in load_workbook(out) for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


def test_one_kind_of_file_goes_to_csv_and_runs_nothing(run: Run, spoiled: Path, tmp_path: Path) -> None:
    several = run("quarantine", "--project", spoiled, "--export", tmp_path / "aside.csv")
    assert several.code == 2
    assert "write an .xlsx" in several.err
    file = tmp_path / "more.csv"
    file.write_text("".join(ORDERS.splitlines(keepends=True)[i] for i in (0, 4)), encoding="utf-8")
    run("import", file, "--project", spoiled, "--quiet")
    assert run("quarantine", "more.csv", "--project", spoiled, "--export", tmp_path / "aside.csv").code == 0
    with (tmp_path / "aside.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["订单编号"] == "'=1+1"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_was_made_harmless_comes_back_as_it_was(run: Run, tmp_path: Path, ending: str) -> None:
    """The mark before a formula, in cells and in headers, is no correction; what is corrected beside it counts."""
    folder, file, out = tmp_path / "lantern", tmp_path / "orders.csv", tmp_path / f"aside.{ending}"
    header = ORDERS.splitlines()[0]
    file.write_text(f"{header},-备注\n@A1,2026/10/06 09:00:00,,,已完成,四百,c4,@SUM(A1)\n", encoding="utf-8")
    run("new", folder, "--language", "en", "--quiet")
    run("import", file, "--project", folder, "--quiet")
    run("quarantine", "--project", folder, "--export", out, "--personal")
    (done,) = run("quarantine", "--project", folder, "--bring-back", out, "--json").data
    assert (done["accepted"], done["refused"], done["untouched"]) == (0, 0, 1)
    if ending == "csv":
        said = out.read_text(encoding="utf-8-sig")
        assert said.count("'@A1") == said.count("'-备注") == said.count("'@SUM(A1)") == 1
        out.write_text(said.replace("四百", "400").replace("@SUM(A1)", "@SUM(A2)"), encoding="utf-8-sig")
    else:
        corrected(out, {"@A1": {"实付金额": "400", "-备注": "@SUM(A2)"}})
    (done,) = run("quarantine", "--project", folder, "--bring-back", out, "--json").data
    assert done["accepted"] == 1
    assert amounts(folder) == {"@A1": 400.0}
    project = Project(folder)
    project.meter.snapshot.open("order_row")
    engine = project.meter.snapshot.engine
    assert engine.one("SELECT json_extract_string(extra, '$.\"-备注\"') FROM order_row") == "@SUM(A2)"


def test_a_file_that_is_no_export_is_told_so(run: Run, spoiled: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    shown = run("quarantine", "--project", spoiled, "--bring-back", other)
    assert shown.code == 4
    assert "has no columns kefu_import and kefu_row" in shown.err
    assert run("quarantine", "--project", spoiled, "--bring-back", tmp_path / "none.xlsx").code == 4


def test_free_text_of_a_row_is_masked_unless_asked_for(run: Run, project: Path) -> None:
    def comments(*more: str) -> set[str]:
        rows = run("quarantine", "survey.xlsx", "--project", project, "--json", *more).data["first"]
        return {one["content"].get("意见") or "" for one in rows} - {""}

    assert comments() == {"•••"}
    assert comments("--personal") != {"•••"}


def test_the_export_has_every_row(run: Run, project: Path, tmp_path: Path) -> None:
    assert run("quarantine", "--project", project, "--export", tmp_path / "aside.xlsx").code == 0
    rows = sum(sheet.max_row - 1 for sheet in load_workbook(tmp_path / "aside.xlsx"))
    assert rows == sum(one.quarantined for one in Project(project).record.imports)


def test_a_file_that_was_never_imported(run: Run, project: Path) -> None:
    shown = run("quarantine", "survey.xls", "--project", project)
    assert shown.code == 5
    assert 'did you mean "survey.xlsx"?' in shown.err


def test_an_export_that_cannot_be_written(run: Run, project: Path, tmp_path: Path) -> None:
    assert run("quarantine", "--project", project, "--export", tmp_path / "no" / "x.xlsx").code == 4


def test_nothing_set_aside(run: Run, empty: Path) -> None:
    assert run("quarantine", "--project", empty).out == "No row was set aside\n"


def test_a_damaged_mapping_does_not_unmask_rows(run: Run, project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    (copy / "mappings" / "other.yaml").write_text("title: x\n", encoding="utf-8")
    rows = run("quarantine", "--project", copy, "--json").data["first"]
    assert {value for one in rows for value in one["content"].values()} <= {"•••", None, ""}
