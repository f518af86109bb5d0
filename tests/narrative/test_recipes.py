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
FORMULAS = ("derived", "_expected")  # functions whose first text is the formula


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("part / total", "部分÷总体"),
        ("expected from history", "由历史推算的预期值"),
        ("part of R squared of csat due to first_response_median", "客户满意度的R²中归于首次响应时长（中位数）的部分"),
        ("mix by channel", "按渠道的构成影响"),
        ("pieces in stock, class A, smooth", "库存件数，A类，平稳"),
        ("target of csat", "客户满意度的目标"),
        ("target of csat team phone", "客户满意度的目标（电话组）"),
        ("target of revenue channel phone", "销售额的目标（电话）"),
        ("weight_before of channel=email", "渠道“邮件”的此前占比"),
        ("created → assigned: median wait", "提交→分派：等待中位数"),
        ("after_sales: limit created assigned 7200: share broken", "售后，提交到分派限7200秒：不符合占比"),
        ("rows of shop_orders set aside", "店铺订单中未计入的行数"),
        ("days without rows of survey_response", "满意度调查没有数据的天数"),
        ("harm per ticket: complaint_rate + reopen_rate", "每单危害：投诉率 + 重开率"),
        ("something nobody has put into words", "something nobody has put into words"),
    ],
)
def test_a_formula_in_chinese(formula: str, said: str) -> None:
    assert CHINESE.recipe(formula) == said
    assert ENGLISH.recipe(formula) == formula


def test_every_formula_of_the_analyses_is_known_in_chinese() -> None:
    found = {text for path in SOURCES.rglob("*.py") for text in formulas(ast.parse(path.read_text(encoding="utf-8")))}
    worded = {one for one in found if re.search(r"[a-z]{2}", one)}
    assert len(worded) > 100
    assert sorted(one for one in worded if CHINESE.recipe(one) == one) == []


def formulas(module: ast.Module) -> Iterator[str]:
    """The formulas a module writes down, with a code where something is filled in."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORMULAS:
            match node.args[:1]:
                case [ast.Constant(value=str() as text)]:
                    yield text
                case [ast.JoinedStr(values=parts)]:
                    yield "".join(str(one.value) if isinstance(one, ast.Constant) else "x9" for one in parts)
