"""What is sold: forty products in five lines, each line made in one batch a month, and the parts to mend them."""

from __future__ import annotations

import numpy as np

from kefu.demo.calendar import Month
from kefu.demo.vocabulary import LINE, Array

PER_LINE = 8
NAMES = (
    ("空气炸锅", "电饭煲", "破壁机", "电烤箱", "电水壶", "养生壶", "微波炉", "洗碗机"),
    ("扫地机器人", "洗地机", "吸尘器", "除螨仪", "擦窗机器人", "蒸汽拖把", "布艺清洗机", "桌面吸尘器"),
    ("空气净化器", "加湿器", "除湿机", "循环扇", "暖风机", "移动空调", "新风机", "香薰机"),
    ("电动牙刷", "吹风机", "剃须刀", "美容仪", "冲牙器", "卷发棒", "按摩仪", "体脂秤"),
    ("智能门锁", "智能音箱", "智能摄像头", "智能网关", "智能窗帘", "智能插座", "智能照明", "智能晾衣机"),
)
PRICES = (
    (399, 329, 499, 459, 129, 159, 599, 2899),
    (2199, 2399, 1299, 499, 1599, 699, 899, 99),
    (1799, 299, 1299, 399, 349, 2199, 3299, 199),
    (299, 399, 459, 899, 329, 199, 499, 149),
    (1599, 299, 259, 199, 999, 59, 499, 1399),
)
BATCH_LETTERS = "ABCDE"
LATEST_BATCH_SHARE = 0.6
"""Of a month's sales, from the batch made the month before; the rest is older stock, made two months before."""


def names() -> list[str]:
    return [name for line in NAMES for name in line]


def codes() -> list[str]:
    return [f"P{BATCH_LETTERS[line]}{one + 1:02d}" for line in range(len(LINE.codes)) for one in range(PER_LINE)]


def prices() -> Array:
    return np.array(PRICES, dtype=float).ravel()


def batch_name(line: int, made: Month) -> str:
    """B2608: line B, made in August 2026."""
    return f"{BATCH_LETTERS[line]}{made.first:%y%m}"
