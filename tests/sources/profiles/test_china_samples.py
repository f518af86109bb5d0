"""Exports of Chinese platforms, contact centres and ERPs, imported together as they come, every stored cell by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kefu.cleaning.intake import Outcome, import_files
from kefu.engine import connect
from kefu.schema import ENTITIES
from kefu.sources.profiles import PROFILES, recognise
from kefu.store.snapshot import Snapshot
from tests.sources.profiles.china_expected import COUNTS, EXPECTED, FIGURES, ROWS
from tests.sources.profiles.china_samples import write_samples

SHANGHAI = timedelta(hours=8)
VENDORS = ("qianniu", "jd", "feige", "kuaishou", "xiaohongshu", "pinduoduo", "wechat", "tencent_desk", "aliyun",
           "huawei", "jushuitan", "shop_refunds")  # fmt: skip
Cells = Mapping[str, Any]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_samples(tmp_path_factory.mktemp("china"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store") / "store"


@pytest.fixture(scope="module")
def outcome(files: list[Path], store: Path) -> Outcome:
    return import_files(store, files, profiles=PROFILES, timezone="Asia/Shanghai")


@pytest.fixture(scope="module")
def stored(outcome: Outcome, store: Path) -> Mapping[str, list[Cells]]:
    """The rows of every table, times in Shanghai, as texts to compare with."""
    engine = connect()
    try:
        snapshot = Snapshot(store, engine)
        names = [name for name in outcome.record.tables if name in ENTITIES]
        snapshot.open(*names)
        return {name: [_local(row) for row in engine.records(f'SELECT * FROM "{name}"')] for name in names}
    finally:
        engine.close()


def _local(row: Cells) -> Cells:
    return {name: value + SHANGHAI if isinstance(value, datetime) else value for name, value in row.items()}


def _same(value: Any, expected: str) -> bool:
    """Whether a stored value is the one that was worked out; "" is none."""
    if expected == "" or value is None:
        return expected == "" and value is None
    if isinstance(value, datetime):
        return value == datetime.fromisoformat(expected)
    if isinstance(value, float):
        return value == pytest.approx(float(expected), rel=1e-12)
    return str(value) == expected


def _picked(rows: list[Cells], key: Mapping[str, str]) -> list[Cells]:
    return [row for row in rows if all(_same(row[name], text) for name, text in key.items())]


def test_every_cell_is_stored_as_worked_out(stored: Mapping[str, list[Cells]]) -> None:
    wrong = []
    for table, key, column, expected in EXPECTED:
        rows = _picked(stored[table], key)
        if len(rows) != 1 or not _same(rows[0][column], expected):
            wrong.append((table, dict(key), column, expected, [row[column] for row in rows]))
    assert not wrong


def test_nothing_else_is_stored(stored: Mapping[str, list[Cells]]) -> None:
    """Every figure is one that was worked out, and so is every row of the other tables."""
    assert len(stored["platform_figure"]) == len(FIGURES)
    rows = {(table, tuple(key.items())) for table, key, _, _ in ROWS}
    tables = {table for table, _ in rows}
    assert {name: len(stored[name]) for name in tables} == {
        name: sum(one == name for one, _ in rows) for name in tables
    }
    assert set(stored) == tables | {"platform_figure"}


def test_every_row_is_clean_or_set_aside_with_its_reason(outcome: Outcome) -> None:
    counted = {one.file: (one.rows, dict(one.reasons)) for one in outcome.taken}
    assert counted == COUNTS
    assert all(one.clean + one.quarantined == one.rows for one in outcome.taken)


def test_totals_means_and_benchmarks_are_no_data(stored: Mapping[str, list[Cells]]) -> None:
    """What stands beside 汇总值 or 同行同层优秀 is never an agent's."""
    labels = {
        *("汇总值", "平均值", "全店汇总值", "全店平均值", "同行同层优秀", "同行同层均值"),
        *("店铺汇总值", "店铺平均值", "汇总", "合计"),
    }
    data = [row for row in stored["platform_figure"] if row["scope"] in ("agent", "shop")]
    assert not [row for row in data if row["agent_id"] in labels]
    apart = {row["scope"] for row in stored["platform_figure"] if row["agent_id"] in labels}
    assert apart == {"group_total", "group_mean", "shop_total", "shop_mean", "peer_best", "peer_mean"}


def test_an_order_lines_up_across_its_sources(stored: Mapping[str, list[Cells]]) -> None:
    """One order: in the ERP with an apostrophe, in two refund lists with a tab, of which one names the product."""
    order = "4835804142146757001"
    assert [row["order_id"] for row in stored["order"]].count(order) == 1
    cases = [row["return_id"] for row in stored["return_case"] if row["order_id"] == order]
    assert sorted(cases) == ["61004835804142146701", "T001"]


def test_importing_again_changes_nothing(outcome: Outcome, files: list[Path], store: Path) -> None:
    again = import_files(store, files, profiles=PROFILES, timezone="Asia/Shanghai")
    assert not again.taken
    assert len(again.known) == len(outcome.taken)
    assert again.record.tables == outcome.record.tables


def test_every_profile_of_these_vendors_has_a_sample(files: list[Path]) -> None:
    used = {found.profile.name for file in files for found in recognise(file, PROFILES)}
    assert used == {name for name in PROFILES if name.startswith(VENDORS)}


def test_a_file_of_another_shop_is_kept_beside_the_first(files: list[Path], tmp_path: Path) -> None:
    """Two shops' assessments of one day have no shop in their rows, only in their names."""
    first = next(file for file in files if file.name.startswith("快手"))
    book = load_workbook(first)
    book.worksheets[0]["D2"] = 901
    second = tmp_path / first.name.replace("灯塔旗舰店", "灯塔专卖店")
    book.save(second)
    outcome = import_files(tmp_path / "store", [first, second], profiles=PROFILES, timezone="Asia/Shanghai")
    assert [one.replaced for one in outcome.taken] == [0, 0]
    assert outcome.record.tables["platform_figure"].rows == 2 * 18  # indicators


def test_two_days_with_the_same_content_are_two_days(tmp_path: Path) -> None:
    """Days are told by the names of the files alone; the first name again, with another folder, is the first day."""
    header = "店铺名,客服账号,咨询人数,询单转化率,客服销售额,3分钟人工回复率(8-23点),30秒应答率(8-23点),客服服务分"
    days = [
        tmp_path / name for name in ("拼多多_2026-02-03.csv", "拼多多_2026-02-04.csv", "again/拼多多_2026-02-03.csv")
    ]
    for day in days:
        day.parent.mkdir(exist_ok=True)
        day.write_text(f"{header}\n灯塔一店,主账号,0,--,0,--,--,--\n", encoding="utf-8")
    outcome = import_files(tmp_path / "store", days, profiles=PROFILES, timezone="Asia/Shanghai")
    assert [one.file for one in outcome.taken] == ["拼多多_2026-02-03.csv", "拼多多_2026-02-04.csv"]
    assert outcome.record.tables["platform_figure"].rows == 2 * 2  # nobody asked, nothing sold
