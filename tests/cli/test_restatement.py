"""``kefu restatement`` lists what a late file changed in a written report."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kefu.cli import main
from tests.cli.conftest import Run

LATE = "orders_late.csv"


@pytest.fixture(scope="module")
def corrected(project: Path, exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with a report of October, then a file with one more order of that month."""
    folder = tmp_path_factory.mktemp("restated") / "lantern"
    shutil.copytree(project, folder)
    shutil.rmtree(folder / "data" / "published", ignore_errors=True)  # reports that other tests wrote in the project
    assert main(["report", "--project", str(folder), "2026-10", "--format", "md", "--quiet"]) == 0
    header, *lines = (exports / "orders_2026H2.csv").read_text(encoding="gb18030").splitlines()
    order = next(line for line in lines if line.split(",")[1].startswith("2026/10/") and ",已完成," in line)
    number = order.split(",")[0]
    late = folder.parent / LATE
    late.write_text("\n".join([header, order.replace(number, "DD99999999")]) + "\n", encoding="gb18030")
    assert main(["import", "--project", str(folder), "--quiet", str(late)]) == 0
    return folder


def test_one_more_order_is_listed(run: Run, corrected: Path) -> None:
    shown = run("restatement", "--project", corrected, "2026-10", "--json")
    assert shown.code == 0
    [report] = shown.data
    assert (report["kind"], report["sequence"]) == ("after_sales_monthly", 1)
    [orders] = [
        one for one in report["changed"] if one["subject"] | {"files": ""} == {
            "metric": "orders", "period": "2026-10", "why": "data", "files": "",
        }
    ]  # fmt: skip
    assert orders["figures"]["now"]["value"] - orders["figures"]["before"]["value"] == 1
    assert orders["subject"]["files"] == LATE
    assert report["unchanged"] > 100
    assert not any(one["subject"]["metric"] == "csat" for one in report["changed"])


@pytest.mark.parametrize(("language", "why"), [("zh", "发布后又导入了数据"), ("en", "data were imported since")])
def test_the_same_for_people(run: Run, corrected: Path, language: str, why: str) -> None:
    shown = run("restatement", "--project", corrected, "2026-10", "--all", "--language", language)
    assert shown.code == 0
    assert why in shown.out
    assert LATE in shown.out


def test_a_month_without_a_report(run: Run, corrected: Path) -> None:
    assert run("restatement", "--project", corrected, "2026-08").code == 5
    assert run("restatement", "--project", corrected, "2026-8").code == 2
