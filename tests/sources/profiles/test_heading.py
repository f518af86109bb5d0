"""The header row is found under titles, periods, notes and group names; a table without one is said to have none."""

from __future__ import annotations

import pytest

from kefu.sources import Grid
from kefu.sources.profiles._heading import heading

Rows = list[list[str | None]]

TICKETS: Rows = [
    ["工单号", "创建时间", "状态", "满意度"],
    ["T1001", "2026-06-01 10:00:00", "已关闭", "5"],
    ["T1002", "2026-06-01 10:20:00", "处理中", "4"],
    ["T1003", "2026-06-02 09:00:00", "已关闭", None],
]
AGENTS: Rows = [
    ["Agent name", "Assigned conversations", "Avg first response time", "Resolution Count"],
    ["Agent A", "120", "12 minutes 5 seconds", "80"],
    ["Agent B", "95", "N/A", "77"],
]
WORKLOAD: Rows = [
    ["日期", "值班客服数", "登录时长(h)", "咨询量", "接通率", "满意度"],
    ["2026-06-01", "8", "62.5", "320", "99.4%", "92.31%"],
    ["2026-06-02", "9", "70.1", "411", "99.5%", "88.00%"],
]
PRODUCTS: Rows = [
    ["商品ID", "商品名称", "支付金额", "较上期变化", "访客数", "较上期变化", "状态"],
    ["ID：6789001", "护眼台灯", "1,299.00", "-3.2%", "320", "1.1%", "在售"],
    ["ID：6789002", "电热水壶", "899.00", "2.0%", "210", "-0.7%", "在售"],
]


def grid(*parts: Rows) -> Grid:
    return Grid("", tuple(tuple(row) for part in parts for row in part))


def test_the_first_row_mostly() -> None:
    assert heading(grid(TICKETS)) == 1


def test_the_second_row_under_a_merged_title() -> None:
    scores: Rows = [["描述相符", "服务态度", "物流服务"], ["4.8", "4.9", "4.7"]]
    assert heading(grid([["店铺动态评分", None, None]], scores)) == 2
    assert heading(grid([["客服工单明细表", None, None, None]], TICKETS)) == 2


def test_the_third_row_under_a_period_and_a_blank_line() -> None:
    assert heading(grid([["Reporting period from 2026-06-01 to 2026-06-30"], []], AGENTS)) == 3


def test_a_summary_of_a_single_row() -> None:
    summary: Rows = [["Conversations", "Messages received", "Avg first response time"], ["120", "640", "5 minutes"]]
    assert heading(grid([["Reporting period from 2026-06-01 to 2026-06-30"], []], summary)) == 3


def test_the_fourth_row_under_title_note_and_blank_line() -> None:
    above: Rows = [["客服服务工作量"], ["统计时间：2026-06-01至2026-06-30", None], [None, None, None]]
    assert heading(grid(above, WORKLOAD)) == 4


@pytest.mark.parametrize("before", [4, 5, 11])
def test_product_files_repeat_names_and_begin_late(before: int) -> None:
    notes: Rows = [["数据说明："], ["1. 数据每日更新，仅供参考。"], ["统计周期", "2026-06-01 ~ 2026-06-30"]]
    blank: Rows = [[None] for _ in range(before - len(notes))]
    assert heading(grid(notes, blank, PRODUCTS)) == before + 1


def test_of_two_levels_the_lower_one() -> None:
    groups: Rows = [["基本信息", None, "接待", None, "质量", None]]
    assert heading(grid(groups, WORKLOAD)) == 2


def test_a_title_written_into_every_merged_cell_is_a_title() -> None:
    assert heading(grid([["六月工单"] * 4], TICKETS)) == 2


def test_a_title_that_stands_over_the_middle() -> None:
    assert heading(grid([[None, None, "六月工单", None]], TICKETS)) == 2


def test_pairs_of_label_and_value_above() -> None:
    above: Rows = [["店铺名称", "灯笼旗舰店"], ["导出时间", "2026-07-01 09:00"]]
    assert heading(grid(above, TICKETS)) == 3


def test_names_over_fewer_columns_than_there_are_values() -> None:
    inboxes: Rows = [
        ["Inbox name", "Inbox type", "No. of conversations"],
        ["Website", "web", "120", "5 minutes", "80"],
        ["Mail", "email", "95", "7 minutes", "77"],
    ]
    assert heading(grid([["Reporting period from 2026-06-01 to 2026-06-30"], []], inboxes)) == 3


def test_a_table_of_texts_only() -> None:
    texts: Rows = [["部门", "负责人", "备注"], ["售前", "甲", "白班"], ["售后", "乙", "夜班"], ["售前", "丙", "白班"]]
    assert heading(grid(texts)) == 1


def test_columns_nobody_filled_in_yet() -> None:
    sparse: Rows = [["编号", "名称", "备注", "附件"], ["1", "甲", None, None], ["2", "乙", None, None]]
    assert heading(grid(sparse)) == 1


@pytest.mark.parametrize(
    "rows",
    [
        TICKETS[1:],
        WORKLOAD[1:],
        [["售前", "白班"], ["售前", "夜班"], ["售后", "白班"], ["售后", "夜班"]],  # the first row's words come again
        [["只有标题"]],
        [[None, None], [None, None]],
        [],
    ],
)
def test_no_header(rows: Rows) -> None:
    assert heading(grid(rows)) == 0


def test_names_listed_in_a_note_are_no_header() -> None:
    """A README beside the data names the columns; none of its lines is as long."""
    note: Rows = [
        ["Tickets of 2026"],
        ["10 rows; columns: ['number'", "'created_at'", "'status'", "'priority'", "'closed_at']"],
        ["number is unique", "status is open or closed"],
        ["See the licence"],
    ]
    assert heading(grid(note)) != 2
