"""``kefu check`` tells the state of the data and names every file somebody wrote wrongly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import TAKEN, Run

OWN = """\
title: {{en: Own, zh: 自定义}}
question: {{en: What, zh: 什么}}
entity: ticket
at: created_at
value: {value}
aggregate: mean
unit: count
better: lower
check: select 1
"""


def test_files_tables_and_metrics(run: Run, project: Path) -> None:
    shown = run("check", "--project", project, "--json")
    assert shown.code == 0
    assert [one["file"] for one in shown.data["files"]] == list(TAKEN)
    tables = {one["name"]: one for one in shown.data["tables"]}
    assert tables["order"]["last"].startswith("2026-10-31")
    assert tables["order"]["gaps"] == []
    metrics = {one["name"]: one for one in shown.data["metrics"]}
    assert metrics["csat"]["available"]
    assert metrics["return_volume"]["reason"] == "no rows of return_case"
    assert shown.data["problems"] == []


def test_the_same_for_people(run: Run, project: Path) -> None:
    shown = run("check", "--project", project, "--language", "zh")
    assert "项指标中有" in shown.out
    assert "没有return_case的数据" in shown.out


def test_a_project_without_data(run: Run, empty: Path) -> None:
    shown = run("check", "--project", empty)
    assert shown.code == 0
    assert "kefu import FILE" in shown.out


def test_a_missing_month_is_named(run: Run, empty: Path, exports: Path, tmp_path: Path) -> None:
    lines = (exports / "orders_2026H2.csv").read_text(encoding="gb18030").splitlines()
    kept = [line for line in lines if not line.split(",")[1].startswith("2026/08/")]
    (tmp_path / "orders.csv").write_text("\n".join(kept) + "\n", encoding="gb18030")
    assert run("import", "--project", empty, tmp_path / "orders.csv").code == 0
    (orders,) = run("check", "--project", empty, "--json").data["tables"]
    assert orders["gaps"] == ["2026-08"]


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("metrics/own.yaml", "title: x\n", "metrics/own.yaml"),
        ("metrics/own.yaml", OWN.format(value="no_such_column"), 'no column "no_such_column"'),
        ("mappings/own.yaml", "title: x\n", "own.yaml"),
        ("mappings/own.yaml", "title: x\nmatch: [a]\ntables: {}\n", "own.yaml"),
        ("mappings/own.yaml", "[\n", "own.yaml"),
    ],
)
def test_a_wrong_file_ends_with_exit_code_3(run: Run, empty: Path, path: str, text: str, said: str) -> None:
    (empty / path).write_text(text, encoding="utf-8")
    shown = run("check", "--project", empty, "--json")
    assert shown.code == 3
    assert said in shown.err
    assert len(shown.data["problems"]) == 1


def test_all_wrong_files_are_named_at_once(run: Run, empty: Path) -> None:
    for name in ("one", "two"):
        (empty / "metrics" / f"{name}.yaml").write_text("title: x\n", encoding="utf-8")
    shown = run("check", "--project", empty)
    assert [line.split(":")[1] for line in shown.err.splitlines()] == [" metrics/one.yaml", " metrics/two.yaml"]


def test_an_own_metric_that_is_right(run: Run, empty: Path) -> None:
    (empty / "metrics" / "own.yaml").write_text(OWN.format(value="reopens"), encoding="utf-8")
    assert run("check", "--project", empty).code == 0


def test_the_quality_of_every_source_is_told(run: Run, project: Path) -> None:
    shown = run("check", "--project", project, "--as-of", "2026-11-10", "--json")
    assert (shown.code, shown.data["as_of"], shown.data["month"]) == (0, "2026-11-10", "2026-10")
    aside = {one["subject"]["source"]: one for one in shown.data["quality"] if one["kind"] == "quality.validity"}
    files = {one["profile"]: one for one in shown.data["files"]}
    assert {name: one["figures"]["bad"]["value"] for name, one in aside.items()} == {
        name: one["quarantined"] for name, one in files.items()
    }
    orders = next(
        one for one in shown.data["quality"] if one["subject"].get("entity") == "order" and "age" in one["figures"]
    )
    assert orders["figures"]["age"]["value"] == 10  # 31 October to 10 November


def test_limits_fail_a_scheduled_run_and_only_when_asked(run: Run, project: Path, tmp_path: Path) -> None:
    strict = tmp_path / "strict"
    shutil.copytree(project, strict)
    text = (strict / "kefu.yaml").read_text(encoding="utf-8")
    (strict / "kefu.yaml").write_text(text.split("quality:")[0] + "quality: {max_days_old: 9}\n", encoding="utf-8")
    on_time, late = "2026-11-09", "2026-11-10"
    assert run("check", "--project", strict, "--fail", "--as-of", on_time).code == 0
    assert run("check", "--project", strict, "--as-of", late).code == 0
    shown = run("check", "--project", strict, "--fail", "--as-of", late)
    assert shown.code == 7
    assert "max_days_old is 9, the data have 10: " in shown.out
    failed = run("check", "--project", strict, "--as-of", late, "--json").data["failed"]
    assert {(one["limit"], one["value"]) for one in failed} == {("max_days_old", 10)}


def test_a_day_that_is_none(run: Run, project: Path) -> None:
    shown = run("check", "--project", project, "--as-of", "tomorrow")
    assert shown.code == 2
    assert '"tomorrow" is no day' in shown.err


@pytest.mark.parametrize(("language", "said"), [("zh", "数据质量"), ("en", "Quality of the data")])
def test_quality_for_people(run: Run, project: Path, language: str, said: str) -> None:
    out = run("check", "--project", project, "--language", language, "--as-of", "2026-11-10").out
    assert said in out
    assert "shop_orders" in out
