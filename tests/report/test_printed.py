"""The register repeats the text the pages print."""

from __future__ import annotations

import pytest

from kefu.report.document import Cell, Chart, Column, FigureLine, Question, Series, Table
from kefu.report.printed import as_printed, printed


def line(shown: str, code: str = "#,##0") -> FigureLine:
    return FigureLine("F-1", "Tickets", "", "Apr 2016", shown, 63.8, code, 10, "", "")


@pytest.mark.parametrize(
    ("shown", "text", "told"),
    [
        ("64", "63.8", "63.8"),
        ("5.0 h", "4.95 h", "4.95 h"),
        ("5.0小时", "4.95", "4.95小时"),  # the axis has the unit
        ("1,235", "1,234.6", "1,234.6"),
        ("-3", "-2.7", "-2.7"),
        ("64", "64", "64"),
        ("4.95 h", "5 h", "4.95 h"),  # fewer digits say less
        ("64", "▲ 63.8%", "64"),  # how far it moved, beside another
        ("49 s", "49.3%", "49 s"),
        ("64", "65.2", "64"),  # another number
        ("3", "-2.7", "3"),
        ("–", "4.95 h", "–"),
    ],
)
def test_a_line_has_the_digits_a_table_or_chart_prints(shown: str, text: str, told: str) -> None:
    assert as_printed(line(shown), text).shown == told


def test_a_count_is_kept_with_as_many_decimals_as_it_is_shown() -> None:
    assert as_printed(line("64"), "63.8").number_format == "#,##0.0"
    assert as_printed(line("5.0 h", '0.0" s"'), "4.95 h").number_format == '0.0" s"'


def test_cells_and_labels_print_figures() -> None:
    table = Table("t", (Column("a"),), ((Cell("63.8", figure="F-1"),),))
    chart = Chart("c", Question.CONTRIBUTION, "", ("a", "b"),
                  (Series("s", (1.0, 2.0), labels=("4.95 h", ""), figures=("F-2", "F-3")),), "")  # fmt: skip
    assert list(printed([table, chart])) == [("F-1", "63.8"), ("F-2", "4.95 h"), ("F-3", "")]
