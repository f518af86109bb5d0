"""Headers of two levels: the titles of groups stand before the names below them, and profiles go by either."""

from __future__ import annotations

from pathlib import Path

import pytest
from xlsxwriter import Workbook

from kefu.cleaning.intake import import_files
from kefu.engine import connect
from kefu.sources import Grid
from kefu.sources._levels import joined
from kefu.sources.profiles import read_profile
from kefu.sources.profiles._heading import heading
from kefu.sources.profiles._proposal import propose

Rows = list[list[str | None]]

AGENTS: Rows = [
    ["日期", "客服", "售前", None, "售后", None],
    [None, None, "咨询人数", "退款金额", "退款金额", "退款数"],
    ["2026-06-01", "小王", "12", "10.5", "99.5", "2"],
    ["2026-06-02", "小李", "15", "11", "80", "1"],
]
JOINED = ["日期", "客服", "售前 咨询人数", "售前 退款金额", "售后 退款金额", "售后 退款数"]
PROFILE = """
title: {en: Orders and what came back, zh: 订单与售后}
match: {columns: [订单编号, 下单时间]}
tables:
  order:
    fields: {order_id: 订单编号, ordered_at: 下单时间, amount: 金额, discount: 优惠 金额}
"""
ORDERS: Rows = [
    ["六月订单", None, None, None, None, None],
    ["订单编号", "下单时间", "实付", None, "优惠", None],
    [None, None, "金额", "方式", "金额", "方式"],
    ["A001", "2026-06-01 10:00:00", "88.5", "微信", "3", "满减"],
    ["A002", "2026-06-02 11:00:00", "20", "支付宝", "1.5", "券"],
]


def grid(rows: Rows) -> Grid:
    return Grid("", tuple(tuple(row) for row in rows))


def test_titles_of_groups_stand_before_the_names_below_them() -> None:
    assert joined(AGENTS[0], AGENTS[1]) == JOINED
    filled = ["日期", "客服", "售前", "售前", "售后", "售后"]  # a program that fills merged cells
    assert joined(filled, AGENTS[1]) == JOINED


def test_the_lower_row_is_the_header() -> None:
    assert heading(grid(AGENTS)) == 2
    assert grid(AGENTS).columns(2) == tuple(JOINED)
    assert grid(AGENTS).short_columns(2)[3:5] == ("退款金额", "退款金额_2")


@pytest.mark.parametrize(
    "above",
    [
        ["客服工单明细表", None, None, None],  # the title of the table
        ["统计时间：2026-06-01至2026-06-30", None, None, None],
        ["店铺", "灯塔旗舰店", None, None],  # a label and its value
        [None, None, None, None],
        ["2026年6月", None, "2026年7月", None],
    ],
)
def test_what_stands_above_a_header_besides_is_no_group(above: list[str | None]) -> None:
    header = ["工单号", "创建时间", "状态", "满意度"]
    assert joined(above, header) == header


def test_a_row_of_data_has_no_groups_above_it() -> None:
    assert joined(["工单号", None, "状态"], ["1001", "1002", None]) == ["1001", "1002", ""]


def test_a_field_is_proposed_by_the_name_below_the_title() -> None:
    proposal = propose(grid(ORDERS[1:]), name="订单")
    assert proposal is not None
    assert (proposal.entity, proposal.of("order_id"), proposal.of("ordered_at")) == ("order", "订单编号", "下单时间")
    assert proposal.of("amount") == "实付 金额"


def _stored(folder: Path, file: Path) -> list[tuple[object, ...]]:
    mapping = folder / "two_levels.yaml"
    mapping.write_text(PROFILE, encoding="utf-8")
    import_files(folder / "data", [file], profiles={"two_levels": read_profile(mapping)}, timezone="Asia/Shanghai")
    engine = connect()
    rows = str(folder / "data" / "tables" / "order" / "*" / "*.parquet")
    found = engine.rows("SELECT order_id, amount, discount, extra FROM read_parquet($1) ORDER BY 1", [rows])
    engine.close()
    return found


EXPECTED = [
    ("A001", 88.5, 3.0, '{"实付 方式":"微信","优惠 方式":"满减"}'),
    ("A002", 20.0, 1.5, '{"实付 方式":"支付宝","优惠 方式":"券"}'),
]


def test_a_text_is_read_by_the_names_of_both_levels(tmp_path: Path) -> None:
    """``金额`` alone is the first column of that name, ``优惠 金额`` the one in its group."""
    file = tmp_path / "orders.csv"
    file.write_text("".join(",".join(cell or "" for cell in row) + "\n" for row in ORDERS), encoding="utf-8")
    assert _stored(tmp_path, file) == EXPECTED


def test_a_sheet_with_merged_cells_is_read_alike(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    book = Workbook(str(file))
    sheet = book.add_worksheet()
    for at, row in enumerate(ORDERS):
        sheet.write_row(at, 0, [cell or "" for cell in row])
    for merged, text in (("A1:F1", "六月订单"), ("A2:A3", "订单编号"), ("B2:B3", "下单时间"), ("C2:D2", "实付")):
        sheet.merge_range(merged, text)
    book.close()
    assert _stored(tmp_path, file) == EXPECTED
