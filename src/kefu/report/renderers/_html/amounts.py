"""Texts whose lines end where a reader would end them: a browser may end one between any two Han, also within
"3.1分钟", and leaves a single letter to a line of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from kefu.report.renderers._reading.numbers import bound

NUMBER, HAN = r"[-+−]?[¥$€£]?\d[\d,.]*", "[\u4e00-\u9fff]"
UNIT = "[万亿]?(?:元|秒|分钟|小时|天|个?百分点|个月|倍|项|个|次|条|起|份|人|种|件|年|月|日)|[万亿]"
AMOUNT = f"{NUMBER}(?:{UNIT}|%)?"
RANGE = f"{AMOUNT}[至–]{AMOUNT}|\\d\\d:\\d\\d[至–]\\d\\d:\\d\\d"  # 629至945, -251至+1,741元, 2.2–8.1, 09:00–12:00
NUMBERED = "[A-Z][a-z]+[ \N{NO-BREAK SPACE}]\\d+(?:–\\d+)?"  # Oct 8–16, Category 46
SHARE, JOINED, MONEY = f"{NUMBER}%{HAN}", f"{HAN}×{HAN}", r"[-+−][¥$€£]\d[\d,.]*"  # 76.1%的, 华东×物流, +¥745
CROSSED = " ×\N{NO-BREAK SPACE}"  # the East region × delivery: no line ends with the sign
DOTTED = "\N{NO-BREAK SPACE}· "  # First contact resolution · South: none begins with this one
BRACKET = "（[^（）]{1,5}）"  # （中位数）, （7天内）
LAST = f"{HAN}{{2}}[。；！？]?$"  # a last line of one letter is none
COMPOUND = r"\b[A-Za-z]{1,7}-[A-Za-z]{1,7}\b(?!-)"  # on-time, part-time
DATE = r"\b\d{4}-\d\d-\d\d\b"  # 2018-10-17
WHOLE = re.compile(
    f"({DATE}|{RANGE}|{NUMBERED}|{BRACKET}|{NUMBER}(?:{UNIT})|{SHARE}|{JOINED}|{MONEY}|{COMPOUND}|{LAST})"
)
ASIDE, MARKS = "（[^（）]{4,}）", "，、；：。！？"  # what is longer in brackets may stand on a line of its own
CLAUSE = re.compile(f"{ASIDE}[{MARKS}]*|“?(?:(?!{ASIDE})[^“{MARKS}])+[{MARKS}”》）]*|.")
FEW = 5  # letters that make no line of their own
FIGURE = re.compile("(F-[0-9a-f]{8})")
OF_NAME = re.compile(r"(?<=:) (?=[-+−▲▼¥$€£]?\d)")  # Resolver 2: 84.7%: no line ends between a name and its number


def unbroken(text: str) -> Markup:
    """The text, escaped, with each number and its unit as a whole."""
    joined = OF_NAME.sub("\N{NO-BREAK SPACE}", bound(text).replace(" × ", CROSSED).replace(" · ", DOTTED))
    return _marked(WHOLE.split(joined), '<span class="amount">{}</span>')


def clauses(text: str) -> Markup:
    """A Chinese heading, escaped: its lines end between its clauses where these fit, else as those of any text."""
    parts = _with_next(CLAUSE.findall(text))
    if len(parts) < 2 or any(part != part.strip() for part in parts):
        return unbroken(text)
    return Markup("").join(Markup('<span class="clause">{}</span>').format(unbroken(part)) for part in parts)


def _with_next(parts: Sequence[str]) -> list[str]:
    """The parts, those of few letters joined to what follows them: "微信、" ends no line."""
    found: list[str] = []
    for part in parts:
        if found and len(found[-1]) < FEW:
            found[-1] += part
        else:
            found.append(part)
    return found


def figures_whole(text: str) -> Markup:
    """The text, escaped, with each id of a figure as a whole."""
    return _marked(FIGURE.split(text), "<code>{}</code>")


def _marked(parts: Sequence[str], mark: str) -> Markup:
    """Every second part in the mark, as a pattern with one group splits a text."""
    return Markup("").join(
        Markup(mark).format(part) if place % 2 else escape(part)  # noqa: S704 - a mark of ours
        for place, part in enumerate(parts)
    )
