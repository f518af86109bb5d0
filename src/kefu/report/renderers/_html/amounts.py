"""Amounts that stay on one line: a browser may end a line between any two Han, also within "3.1分钟"."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from kefu.report.renderers._reading.numbers import bound

NUMBER, HAN = r"[-+−]?\d[\d,.]*", "[\u4e00-\u9fff]"
UNIT = "[万亿]?(?:元|秒|分钟|小时|天|个?百分点|倍|项|个|次|条|起|份|人|种|件|年|月|日)|[万亿]"
SHARE, JOINED, MONEY = f"{NUMBER}%{HAN}", f"{HAN}×{HAN}", r"[-+−][¥$€£]\d[\d,.]*"  # 76.1%的, 华东×物流, +¥745
WHOLE = re.compile(f"({NUMBER}(?:{UNIT})|{SHARE}|{JOINED}|{MONEY})")


def unbroken(text: str) -> Markup:
    """The text, escaped, with each number and its unit as a whole."""
    parts = WHOLE.split(bound(text))
    return Markup("").join(
        Markup('<span class="amount">{}</span>').format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )
