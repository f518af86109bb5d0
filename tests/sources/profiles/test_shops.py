"""Whose file it is, by its name and by the title above its table."""

from __future__ import annotations

import pytest

from kefu.sources.profiles._shops import shop


@pytest.mark.parametrize(
    ("title", "name", "found"),
    [
        ("", "抖音_20260203_灯塔旗舰店_飞鸽_客服表现.xlsx", "灯塔旗舰店"),
        ("", "20260203灯塔专卖店（女装）.xlsx", "灯塔专卖店"),
        ("店铺：Lantern 统计时间：2026-02-01", "客服绩效.xlsx", "Lantern"),
        ("店铺名称:灯塔, 日期 2026-02-01", "别家旗舰店.xlsx", "灯塔"),
        ("灯塔二店 客服明细", "客服明细.xlsx", "灯塔二店"),
        ("", "店铺售后宽表.csv", ""),
        ("全店汇总", "抖店_客服表现_20260203.xlsx", ""),
        ("", "快手小店考核数据.xlsx", ""),
        ("", "客服绩效_20260203.xlsx", ""),
    ],
)
def test_the_shop_is_named_by_the_title_or_the_file(title: str, name: str, found: str) -> None:
    assert shop(title, name) == found
