"""The shop that a file's name or title speaks of, as exports have it that do not say in their rows whose they are."""

from __future__ import annotations

import re

LABELLED = re.compile(r"(?:店铺名称|店铺名|店铺|shop(?: name)?)\s*[:：]\s*([^\s,，;；|]+)", re.IGNORECASE)
NAMED = re.compile(r"[^_\-\s.,，()（）【】\[\]]+?店(?![铺员面长主内])")
BEFORE = re.compile(r"^[\d年月日]+")  # 20260203灯塔旗舰店
NO_SHOPS = ("抖店", "小店", "网店", "门店", "分店", "全店", "本店", "各店", "多店", "单店")  # of platforms, of anybody


def shop(title: str, name: str) -> str:
    """The shop a title has after 店铺：, else the part of either text that ends in 店; "" where there is none."""
    labelled = LABELLED.search(title)
    if labelled:
        return labelled[1]
    found = (BEFORE.sub("", one) for text in (title, name) for one in NAMED.findall(text))
    return next((one for one in found if len(one) > 1 and not one.endswith(NO_SHOPS)), "")
