"""How a computed figure was computed is said in the reader's language, whichever formula it has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kefu
from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator

SOURCES = Path(kefu.__file__).parent
CHINESE, ENGLISH = Narrator("zh", METRICS), Narrator("en", METRICS)
FORMULAS = ("derived", "_expected", "figure", "_figure", "counted", "_days", "hours", "seen")  # the first text says how


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("part / total", "部分÷总体"),
        ("expected from history", "由历史推算的预期值"),
        ("part of R squared of csat due to first_response_median", "客户满意度的R²中归于首次响应时长（中位数）的部分"),
        ("mix by channel", "按渠道的构成影响"),
        ("pieces in stock, class A, smooth", "库存件数，A类，平稳"),
        ("target of csat", "客户满意度的目标"),
        ("target of csat team phone", "电话组的客户满意度目标"),
        ("target of revenue channel phone", "电话的销售额目标"),
        ("something nobody has put into words", "something nobody has put into words"),
    ],
)
def test_a_formula_in_chinese(formula: str, said: str) -> None:
    assert CHINESE.recipe(formula) == said


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("target of csat", "target of customer satisfaction"),
        ("target of first_response_median channel email", "target of median first response time (email)"),
        ("lower 99.7 % prediction limit", "lower 99.7% prediction limit"),
        ("new - old", "new \u2212 old"),
        ("low score rate * answers", "low score rate \u00d7 answers"),
        ("pieces in stock x cost", "pieces in stock \u00d7 cost"),
        ("usual for 2026-10-23/2026-10-23", "usual for 2026-10-23"),
        ("usual for 2026-10-23/2026-10-25", "usual for 2026-10-23/2026-10-25"),
    ],
)
def test_a_formula_in_english(formula: str, said: str) -> None:
    assert ENGLISH.recipe(formula) == said


@pytest.mark.parametrize(
    ("formula", "chinese", "english"),
    [
        (
            "usual for 2026-10-23/2026-10-23",
            "2026\u5e7410\u670823\u65e5\u7684\u901a\u5e38\u503c",
            "usual for 2026-10-23",
        ),
        ("forecast of 2018-04 from history", "由历史推算的2018年4月预测值", "forecast of 2018-04 from history"),
        (
            "naive_missed: mean absolute error of 5 past forecasts",
            "沿用去年同期的5次历史预测的平均绝对误差",
            "error of repeating: mean absolute error of 5 past forecasts",
        ),
        (
            "longest silence of survey_response from olist_reviews",
            "Olist 评价的满意度调查此前最长的间隔天数",
            "longest silence of survey response from Olist reviews",
        ),
        (
            "rows of ticket within 10 minutes of another with the same customer_id and category",
            "与另一行的客户、类别相同且相隔不到10分钟的工单行数",
            "rows of ticket within 10 minutes of another with the same customer and category",
        ),
        ("assigned → Wait: median time", "分派→等待：用时中位数", "Assigned → Wait: median time"),
        ("Assign seriousness again: share of all cases", "定级重做：占全部工单的比例", None),
        (
            "after_sales: limit created assigned within 2 h: share broken",
            "全部工单：提交到分派限时2小时：不符合的占比",
            "all tickets: Created to Assigned within 2 h: share broken",
        ),
        ("tickets of the last 180 days with category=complaint, channel=phone", "近180天中投诉 · 电话的工单", None),
        ("harm per ticket: 1 - resolution_rate", "每单危害：1－解决率（7天内）", None),
        ("people planned, mon 07:00", "排班人数，周一 07:00", "people planned, mon 07:00"),
        ("effect of cause=quality", "原因“质量问题”的贡献", "effect of cause “poor quality”"),
        ("part of cause quality", "原因“质量问题”的部分", None),
        ("usual of channel=phone", "渠道“电话”的前期月均", "usual of channel “phone”"),
        ("R squared of csat on csat_attitude, reopen_rate", "客户满意度对服务态度满意度、重开率的R²", None),
        ("buys within 90 days of a second complaint: share", "再次投诉后90天内再次购买的占比", None),
        ("failures of batch cleaning B2608", "批次清洁电器 B2608的故障数", None),
    ],
)
def test_codes_in_a_formula_are_called_by_their_names(formula: str, chinese: str, english: str | None) -> None:
    assert CHINESE.recipe(formula) == chinese
    assert ENGLISH.recipe(formula) == english or english is None


def test_every_formula_of_the_analyses_is_known_in_chinese() -> None:
    found = {text for path in SOURCES.rglob("*.py") for text in formulas(ast.parse(path.read_text(encoding="utf-8")))}
    worded = {one for one in found if re.search(r"[a-z]{2}", one) and one not in METRICS}
    assert len(worded) > 100
    assert sorted(one for one in worded if CHINESE.recipe(one) == one) == []


def formulas(module: ast.Module) -> Iterator[str]:
    """The formulas a module writes down, with a code where something is filled in."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and _name(node.func) in FORMULAS:
            said = [text for one in node.args if (text := _text(one))]
            yield from said[:1]


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(str(one.value) if isinstance(one, ast.Constant) else "x9" for one in parts)
    return ""
