"""The words the company's systems use: channels, categories, regions, product lines, groups, each with its usual share.

``codes`` are what stories speak of, ``written`` is what stands in the exports; profiles translate the latter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Columns = dict[str, Array]
"""Columns of a table by name: codes are positions in a vocabulary, times are seconds since 1970 on the wall clock."""

NEVER = -1
"""A time that did not come, a reference that points nowhere."""


@dataclass(frozen=True, slots=True)
class Words:
    """A closed list of codes, how the exports write them and how often each occurs."""

    codes: tuple[str, ...]
    written: tuple[str, ...]
    shares: tuple[float, ...] = ()

    def position(self, code: str) -> int:
        return self.codes.index(code)

    def share(self) -> Array:
        return np.asarray(self.shares, dtype=float) / sum(self.shares)


CHANNEL = Words(
    ("phone", "online", "wechat", "marketplace", "email"),
    ("phone", "web_chat", "wechat", "marketplace_im", "email"),
    (0.30, 0.35, 0.13, 0.14, 0.08),
)
CHANNEL_SPOKEN = Words(CHANNEL.codes, ("电话", "在线客服", "微信", "电商平台", "邮件"))
CATEGORY = Words(("inquiry", "complaint", "after_sales", "technical"), ("咨询", "投诉", "售后", "技术支持"))
SUBCATEGORY = Words(
    (
        "product", "logistics_query", "promotion", "invoice",
        "logistics", "quality", "attitude", "slow_refund",
        "return", "exchange", "repair", "refund",
        "installation", "pairing", "fault", "usage",
    ),
    (
        "商品咨询", "物流查询", "优惠活动", "发票问题",
        "物流投诉", "质量投诉", "服务投诉", "退款投诉",
        "退货", "换货", "维修", "退款",
        "安装指导", "联网配对", "故障排查", "使用方法",
    ),
    (0.38, 0.30, 0.20, 0.12, 0.40, 0.30, 0.14, 0.16, 0.36, 0.22, 0.24, 0.18, 0.24, 0.26, 0.28, 0.22),
)  # fmt: skip
SUBCATEGORIES = 4
"""Each category has four, in the order of CATEGORY."""

CATEGORY_BY_CHANNEL = np.array(
    [
        [0.39, 0.17, 0.25, 0.19],
        [0.47, 0.12, 0.24, 0.17],
        [0.49, 0.11, 0.23, 0.17],
        [0.46, 0.14, 0.29, 0.11],
        [0.42, 0.14, 0.26, 0.18],
    ]
)
REGION = Words(
    ("east", "south", "north", "central", "southwest", "northwest", "northeast"),
    ("华东", "华南", "华北", "华中", "西南", "西北", "东北"),
    (0.29, 0.19, 0.17, 0.13, 0.11, 0.05, 0.06),
)
LINE = Words(
    ("kitchen", "cleaning", "air", "personal_care", "smart_home"),
    ("厨房电器", "清洁电器", "环境电器", "个护电器", "智能家居"),
    (0.27, 0.23, 0.17, 0.18, 0.15),
)
TEAM = Words(("phone", "online", "complaints"), ("电话组", "在线组", "投诉组"))
PRIORITY = Words(("low", "normal", "high", "urgent"), ("low", "normal", "high", "urgent"), (0.18, 0.62, 0.16, 0.04))
SEGMENT = Words(("regular", "key"), ("普通客户", "重点客户"))
SHOP = Words(
    ("own_site", "marketplace", "mini_program", "live", "store"),
    ("官方商城", "平台旗舰店", "小程序", "直播间", "线下门店"),
    (0.18, 0.42, 0.16, 0.15, 0.09),
)
RETURN_KIND = Words(
    ("return", "exchange", "repair", "refund"), ("退货", "换货", "维修", "仅退款"), (0.46, 0.20, 0.20, 0.14)
)
RETURN_CAUSE = Words(
    ("quality", "changed_mind", "damaged_in_transit", "wrong_item", "not_as_described"),
    ("质量问题", "不想要了", "运输破损", "发错货", "与描述不符"),
    (0.26, 0.34, 0.15, 0.08, 0.17),
)
STATUS = Words(("open", "pending", "resolved", "closed"), ("open", "pending", "solved", "closed"))
ROLE = Words(("customer", "agent", "bot", "system"), ("end_user", "agent", "bot", "system"))

MENTIONED = {
    "channel": CHANNEL, "category": CATEGORY, "subcategory": SUBCATEGORY, "region": REGION, "product_line": LINE,
    "team": TEAM, "segment": SEGMENT, "cause": RETURN_CAUSE, "kind": RETURN_KIND,
}  # fmt: skip
"""Dimensions a story may name, with their vocabulary."""
