"""How reports are set on pages, in Word and PDF alike: titles of two lines, exhibits side by side."""

from __future__ import annotations

import pytest

from kefu.report.document import Block, Callout, Cell, Chart, Column, Heading, Paragraph, Question, Series, Table
from kefu.report.renderers._docx.grids import fitted
from kefu.report.renderers._docx.heights import Heights
from kefu.report.renderers._docx.spread import rows_of
from kefu.report.renderers._paper.abreast import abreast, is_slim
from kefu.report.renderers._paper.settling import settled
from kefu.report.renderers._paper.stacking import stacked
from kefu.report.renderers._paper.titles import clauses, ended, halves
from kefu.report.renderers._reading.columns import shares
from kefu.report.renderers._reading.listing import listed
from kefu.report.renderers._reading.sections import Section
from kefu.report.themes import THEMES


@pytest.mark.parametrize(
    ("title", "line", "expected"),
    [
        ("aaaaaa, bbbbbb; cccccccc", 16, "aaaaaa, bbbbbb; \ncccccccc"),
        ("aaaaaa, bbbbbb; ccc", 16, "aaaaaa, \nbbbbbb; ccc"),  # 3 of 16 are less than 0.3 of the line
        ("aaaaaaaa bbbbbbbb cccc", 16, None),
        ("投诉量升至173；8项达标", 9, "投诉量升至173；\n8项达标"),
        ("since Oct 3, 2026 all of it", 20, None),  # a date is not parted
    ],
)
def test_a_title_of_two_lines_ends_the_first_at_the_last_mark_where_both_fit(
    title: str, line: float, expected: str | None
) -> None:
    assert ended(title, line, len) == expected


@pytest.mark.parametrize(
    ("title", "firsts"),
    [
        ("重点客户的回访覆盖率低于全部客户的水平", ["重点客户的", "重点客户的回访覆盖率低于全部客户的"]),
        ("床品、餐桌与卫浴的退货", ["床品、", "床品、餐桌与卫浴的"]),
        ("净推荐值（NPS）差异", ["净推荐值", "净推荐值（NPS）"]),  # not within the bracket
        ("为85.1%的水平，2.6小时", ["为85.1%的"]),  # nor before 的, nor between a mark and a number
        ("No words are told apart here", []),
    ],
)
def test_a_chinese_title_is_parted_where_no_word_is_torn(title: str, firsts: list[str]) -> None:
    assert [first for first, _ in halves(title)] == firsts


def test_a_title_without_a_mark_has_no_clauses() -> None:
    assert clauses("no mark at all") == []


def bars(name: str, *series: str) -> Chart:
    found = tuple(Series(one, (1.0,)) for one in series)
    return Chart(name, Question.RANKING, name, ("north",), found, name)


def test_two_charts_of_short_bars_stand_side_by_side_and_a_third_alone() -> None:
    one, two, three, text = bars("a", "x"), bars("b", "x"), bars("c", "x"), Paragraph("t")
    blocks: list[tuple[Block, bool]] = [(block, False) for block in (one, two, three, text)]
    assert [[block for block, _ in row] for row in abreast(blocks, is_slim)] == [[one, two], [three], [text]]


def test_a_chart_with_a_legend_or_long_names_and_a_table_need_the_whole_width() -> None:
    long = Chart("l", Question.RANKING, "l", ("n" * 21,), (Series("x", (1.0,)),), "l")
    assert not any(is_slim(one) for one in (bars("a", "x", "y"), long, Table("t", (), ())))
    assert is_slim(bars("a", "x"))


def test_short_columns_of_words_stand_below_one_another_where_a_table_is_too_wide() -> None:
    """Names of 12 letters, dates of 10 and a head of 5 heavy ones, one of them broad, taken for 7, each with 2 for the
    padding: 14 + 12 + 9 + 12 are 47; owner and date in one cell of 12 make 38, two dates and the owner 26."""
    heads = (Column("Action"), Column("Since"), Column("Owner"), Column("Due"))
    line = ("a long name ", "2026-10-01", "Team1", "2026-12-01")
    table = Table("t", heads, (tuple(map(Cell, line)),))
    assert stacked(table, 47) is table
    assert [one.header for one in stacked(table, 38).columns] == ["Action", "Since", "Owner\nDue"]
    assert [one.text for one in stacked(table, 38).rows[0]] == [*line[:2], "Team1\n2026-12-01"]
    assert [one.header for one in stacked(table, 26).columns] == ["Action", "Since\nOwner\nDue"]
    assert stacked(table, 20) is table  # that would not be enough


def test_numbers_and_words_of_standing_keep_their_columns() -> None:
    table = Table("t", (Column("A"), Column("n", "right"), Column("B")), ((Cell("x"), Cell("100000"), Cell("y")),))
    assert stacked(table, 5) is table


@pytest.mark.parametrize(("lines", "stays"), [(2, True), (3, True), (5, False)])
def test_a_long_box_may_stand_on_the_page_behind_its_chart(lines: int, *, stays: bool) -> None:
    """In Word a chart takes at least 171 points: 1.9 inches of 72, 20 for its title, 14 for its source; a box 10.5 for
    its edges, 16.9 for its heading and 19.9 for each line: 67 with two, 87 with three, which is hardly half of a chart
    that is drawn a little higher, and 127 with five."""
    chart = Chart("c", Question.TREND, "c", ("Oct",), (Series("s", (1.0,)),), "c")
    section = Section(1, "S", (Heading(2, "T"), chart, Callout("Found", ("one",) * lines)))
    rows = rows_of(section, Heights(THEMES["light"], {}))
    assert [noted for row in rows for block, noted in row if block is chart] == [stays]


def test_a_list_of_names_with_numbers_stands_below_one_another_where_it_is_broken() -> None:
    """The first line takes 38 letters and 2 for the padding, beside a column of 1 and 2; names with a remark in
    brackets stay a sentence, and so do one number in brackets and lists a line holds."""
    text = "Ann 1: 20.0% (67.3%), Bob: 40.8% (81.8%) and 4 more"
    table = Table(
        "t", (Column("A"), Column("B")), ((Cell("x"), Cell(text)), (Cell("y"), Cell("甲（1.5%）、乙（高）、丙")))
    )
    assert [row[1].text for row in listed(table, 40).rows] == [
        "Ann 1: 20.0% (67.3%)\nBob: 40.8% (81.8%)\nand 4 more",
        "甲（1.5%）、乙（高）、丙",
    ]
    assert listed(table, 60) is table
    named = Table("t", (Column("A"),), ((Cell("首次响应时长（P90）、解决率（7天内）、响应时长（最慢）"),),))
    assert listed(named, 10).rows == named.rows  # names, whose brackets hold no number


def test_an_item_of_a_list_keeps_its_line_where_other_columns_can_give_way() -> None:
    """Of 44 letters the longer item takes 20 and 2; the names beside it, of 30 letters, are broken at words."""
    cells = (Cell("a name of many rather short words"), Cell("Ann 1: 20.0% (67.3%)\nBob: 40.8% (81.8%)"))
    found = shares(Table("t", (Column("A"), Column("B")), (cells,)), 44)
    assert found[1] * 44 >= 22


def test_the_last_line_of_a_cell_is_not_a_lonely_letter() -> None:
    """Of 8.5 points 7 Han take 59.5, in a room of 63 points."""
    assert settled("投诉处理流程优化", 8.5, 63 / 72, bold=False) == "投诉处理流程\n优化"
    assert settled("投诉处理流程优", 8.5, 63 / 72, bold=False) == "投诉处理流程优"


def test_the_last_line_of_a_cell_is_no_part_of_the_word_a_name_ends_with() -> None:
    """Eleven Han: nine of 8.5 points take 76.5 of 80, and 决率 is no word; eight leave all of 解决率."""
    assert settled("升级问题二次跟进解决率", 8.5, 80 / 72, bold=False) == "升级问题二次跟进\n解决率"
    assert settled("升级问题二次跟进完结了", 8.5, 80 / 72, bold=False) == "升级问题二次跟进完结了"


def test_a_table_is_set_smaller_rather_than_a_date_torn() -> None:
    """Nine dates take 10 letters and 2 each: 108, more than the 104 of a line of 8 points, less than the 111 of 7.5;
    seven are 84, and no words, so that they are left beside one another."""
    for count, style in ((7, "KefuCell"), (9, "KefuCellSmall")):
        heads = (Column("Day", "right"),) * count
        found = fitted(Table("t", heads, ((Cell("2026-11-01"),) * count,)))
        assert (found.style, found.row_lines) == (style, [1])
