"""``kefu verify`` tells whether finished reports say what the data say."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.cli.conftest import Run
from tests.report.corruption import corrupted


@pytest.fixture(scope="module")
def reports(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from kefu.cli import main

    folder = tmp_path_factory.mktemp("october")
    where = ["--project", str(project), "--output", str(folder), "--quiet"]
    assert main(["report", "2026-10", "--format", "md", "--format", "xlsx", *where]) == 0
    return folder


def test_a_finished_report_holds(run: Run, project: Path, reports: Path) -> None:
    shown = run("verify", reports, "--project", project)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.count("numbers hold.") == 2
    assert "核对一致" in run("verify", reports, "--project", project, "--language", "zh").out


def test_a_changed_number_is_named(run: Run, project: Path, reports: Path, tmp_path: Path) -> None:
    good = next(reports.glob("*.xlsx"))
    bad = tmp_path / good.name
    bad.write_bytes(corrupted(good.read_bytes(), ".xlsx", Random(3)))  # noqa: S311
    shown = run("verify", bad, "--project", project, "--json")
    assert shown.code == 8
    (told,) = shown.data
    assert not told["holds"]
    assert {fault["found"] != fault["expected"] for fault in told["faults"]} == {True}
    assert "do not hold" in run("verify", bad, "--project", project).out


def test_what_is_no_report_of_the_project(run: Run, project: Path, reports: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "notes.md", tmp_path, tmp_path / "after_sales_monthly_2026-13_en.md"):
        assert run("verify", path, "--project", project).code == 5
    other = tmp_path / "after_sales_monthly_2026-09_en.md"
    other.write_text("# Not written by this project\n", encoding="utf-8")
    shown = run("verify", other, "--project", project)
    assert (shown.code, shown.out) == (5, "")
    assert "is no report of this project" in shown.err
    damaged = tmp_path / "after_sales_monthly_2026-10_en.xlsx"
    damaged.write_bytes(b"PK\x03\x04 and nothing more")
    shown = run("verify", damaged, "--project", project)
    assert shown.code == 4
    assert "is no Office file or is damaged" in shown.err
