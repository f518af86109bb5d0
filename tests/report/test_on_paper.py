"""What paper needs and a screen does not: numbers of register lines for links, widths of columns, a short register."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kefu.report.document import (
    Callout,
    Cell,
    Chart,
    Column,
    Document,
    FigureLine,
    Notes,
    Paragraph,
    Question,
    Table,
    Tone,
)
from kefu.report.renderers._reading.columns import fits, held, kept, parted, shares, span
from kefu.report.renderers._reading.numbers import bound, compounded, joined, signed
from kefu.report.renderers._reading.references import Reference, line_numbers, references, unregistered
from kefu.report.renderers._reading.register import formula, named, register_table
from kefu.report.renderers._reading.sections import printed, topic, with_notes
from kefu.report.renderers._reading.words import words
from tests.report.specimen import process_map


def line(number: int, definition: str = "") -> FigureLine:
    return FigureLine(f"F-{number}", f"name {number}", "", "", "1", 1.0, "0", 1, "", definition)


DOCUMENT = Document("T", "", "", "", "en", (), tuple(line(number) for number in range(1, 9)))


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["F-3", "F-4", "F-5"], [Reference("3–5", "F-3")]),
        (["F-8", "F-1", "F-2", "F-1"], [Reference("1–2", "F-1"), Reference("8", "F-8")]),
        (["F-2", "F-77", ""], [Reference("2", "F-2"), Reference("F-77", "")]),
        ([], []),
    ],
)
def test_runs_of_lines_are_drawn_together(ids: list[str], expected: list[Reference]) -> None:
    assert references(ids, line_numbers(DOCUMENT)) == expected


def test_notes_that_the_register_repeats_are_left_to_it() -> None:
    notes = Notes(("F-2 = 1 | name", "F-99 = 3 | not registered", "a remark"))
    assert unregistered(notes, line_numbers(DOCUMENT)) == ("F-99 = 3 | not registered", "a remark")


def test_a_long_definition_is_said_once_and_then_pointed_at() -> None:
    long = "median of the time to the first answer by a person"
    document = Document("T", "", "", "", "en", (), (line(1, long), line(2, "short"), line(3, long), line(4, "short")))
    said = [row[-1].text for row in register_table(document, words(document)).rows]
    assert said == [long, "short", "as line 1", "short"]


def test_a_formula_is_told_without_the_ids_of_its_inputs() -> None:
    assert formula("部分÷总体（F-5dd021c6, F-a9afd016）") == ("部分÷总体", ("F-5dd021c6", "F-a9afd016"))
    assert formula("new − old (F-d14689dd)") == ("new − old", ("F-d14689dd",))
    assert formula("含已接与放弃（不含垃圾）") == ("含已接与放弃（不含垃圾）", ())


def test_a_figure_is_named_with_its_month_where_that_is_not_the_reports() -> None:
    document = Document("T", "", "", "2026年10月", "zh", ())
    figure = FigureLine("F-1", "投诉量", "华东", "2026年9月", "1", 1.0, "0", 1, "", "")
    assert named(figure, document) == "投诉量 · 华东 · 2026年9月"
    assert named(replace(figure, slice="", period="2026年10月"), document) == "投诉量"


@pytest.mark.parametrize(
    ("eyebrow", "expected"), [("Key indicators · Volume", "Volume"), ("Key indicators", ""), ("Other", "Other")]
)
def test_the_eyebrow_does_not_repeat_its_section(eyebrow: str, expected: str) -> None:
    assert topic(eyebrow, "Key indicators") == expected


def test_columns_that_fit_get_what_they_need_and_share_the_rest() -> None:
    table = Table("t", (Column("a", width=3.0), Column("b", "right")), ((Cell("12345"), Cell("123")),))
    # needs 5 + 2 and 3 + 2 of 20 letters, more than half; the 8 that are left go 3 : 1 -> 13 and 7
    assert shares(table, 20) == pytest.approx([13 / 20, 7 / 20])


def test_a_table_that_does_not_fill_the_line_breaks_no_text_either() -> None:
    columns = (Column("时段", width=4.0), Column("95%区间", "right", width=0.5))
    table = Table("t", columns, ((Cell("00:00"), Cell("64.6%–100.0%")),))
    # needs 5 + 2 and 12 + 2 of 98 letters; it takes 0.4 of the line, and of those 39.2 the interval at least its 14
    assert shares(table, 98)[1] * span(table, 98) * 98 >= 14


def test_a_table_fits_a_line_that_breaks_none_of_its_numbers_and_short_heads() -> None:
    columns = (Column("影响范围"), Column("期间投诉（此前同期）"), Column("95% interval of it", "right"))
    table = Table("t", columns, ((Cell("华东"), Cell("69（12）"), Cell("1,234")),))
    # four Han 8 + 2, the bracket of the head 12 + 2, the word "interval" 8 + 1, for it is bold, + 2
    assert fits(table, 35)
    assert not fits(table, 34)


def test_numbers_and_short_names_are_never_broken() -> None:
    columns = (Column("班组"), Column("首次响应时长（中位数）", "right"), Column("口径"))
    table = Table("t", columns, ((Cell("在线一组"), Cell("1,234.5 分钟"), Cell("很长的口径" * 30)),))
    widths = [share * 60 for share in shares(table, 60)]
    assert widths[0] >= 8  # four Han
    assert widths[1] >= 12  # "1,234.5 分钟"
    assert widths[1] < 24  # its head may be broken: eleven Han and 2 for the padding would be 24
    assert widths[2] > widths[0] + widths[1]
    assert sum(widths) == pytest.approx(60)


def test_names_stay_on_one_line_where_the_line_has_room_for_all_of_them() -> None:
    """ "complaints team" is 15 letters wide, 17 with its padding; the heads beside it leave it that on a line of 60, on
    one of 36 they do not (7 and 9 letters of the longest words in bold, and padding: 10 and 12)."""
    columns = (Column("team"), Column("median response", "right"), Column("first resolution", "right"))
    table = Table("t", columns, ((Cell("complaints team"), Cell("1.5"), Cell("74.4%")),))
    assert shares(table, 42)[0] * 42 >= 17
    assert shares(table, 36)[0] * 36 < 17


def test_a_table_of_few_short_columns_does_not_stretch_over_the_page() -> None:
    small = Table("t", (Column("a"), Column("b", "right")), ((Cell("x" * 20), Cell("1" * 4)),))
    assert span(small, 100) == pytest.approx(0.4)  # needs 28 of 100, a third more is 36, and never less than 0.4
    wide = Table("t", (Column("a"), Column("b", "right")), ((Cell("x" * 60), Cell("1" * 4)),))
    assert span(wide, 100) == 1.0


def test_a_word_of_standing_is_not_broken_and_what_stands_in_brackets_may_go_below() -> None:
    columns = (Column("指标"), *(Column(name, "center") for name in ("在线", "电话", "邮件", "微信", "电商平台")))
    long = Cell("3.2小时（目标≤4.0小时）", tone=Tone.GOOD)
    short = (Cell("93.5%", tone=Tone.GOOD), Cell("2.6分钟", tone=Tone.BAD), Cell("样本不足"))
    table = Table("t", columns, ((Cell("首次响应时长（中位数）"), short[0], long, long, short[1], short[2]),))
    widths = [share * 84 for share in shares(table, 84)]
    assert widths[1] >= 2 + 5 + 2  # mark, number, its ground
    assert widths[4] >= 2 + 7 + 2
    assert widths[2] < 2 + 23  # "● 3.2小时（目标≤4.0小时）" on one line


@pytest.mark.parametrize(
    ("letters", "lines"),
    [
        (21.3, "首次响应时长（中位数）"),  # eleven characters of 1.75 letters and the padding
        (21.2, "首次响应时长\n（中位数）"),
        (12.4, "首次响应时长（中位数）"),  # six Han are 10.5 already
    ],
)
def test_a_name_too_long_for_its_column_is_parted_before_its_bracket(letters: float, lines: str) -> None:
    assert parted("首次响应时长（中位数）", letters) == lines
    assert parted("Resolution rate (7 days)", 20) == "Resolution rate\n(7 days)"
    assert parted("投诉处理时长", 8) == "投诉处理时长"
    assert parted("● 19 s (target ≤20 s)", 23) == "● 19 s\n(target ≤20 s)"  # two marks of 1.75 and 19 letters
    assert parted("-14.6至-6.0小时", 12) == "-14.6至\n-6.0小时"
    assert parted("-14.6 to -6.0 h", 12) == "-14.6\nto -6.0 h"
    assert parted("-14.6至-6.0小时", 16) == "-14.6至-6.0小时"
    assert parted("统计呼入电话（来源未注明方向的视为呼入），含已接与放弃。", 40).count("\n") == 0  # a sentence


def test_a_name_too_long_for_its_column_is_parted_behind_a_bracket_in_its_midst() -> None:
    """Eight characters of 1.75 letters and the padding of two are 16: the first eight take 13.1 with the narrow 3."""
    assert parted("近3月（含本月）客户满意度", 16) == "近3月（含本月）\n客户满意度"
    assert parted("近3月（含本月）客户满意度", 26) == "近3月（含本月）客户满意度"


def test_a_number_is_held_to_its_name_and_what_it_counts_where_the_column_holds_both() -> None:
    """ "385 (325)" are nine letters, with the padding eleven."""
    assert kept("汇总行或其他非数据行 5", 40) == "汇总行或其他非数据行\xa05"
    assert kept("共 112 个", 20) == "共\xa0112\xa0个"
    assert kept("10.0 pp", 10) == "10.0\xa0pp"
    assert kept("385 (325)", 11) == "385\xa0(325)"
    assert kept("385 (325)", 10) == "385 (325)"


def test_a_compound_word_is_joined_at_its_hyphen() -> None:
    assert compounded("Tickets per agent-day, 2026-10, A-7") == "Tickets per agent-\u2060day, 2026-10, A-7"


def test_a_line_ends_before_the_brackets_behind_a_number_only() -> None:
    assert held("● 19 s (target ≤20 s)") == "●\xa019\xa0s (target\xa0≤20\xa0s)"
    assert held("▲ 73.0%（目标≥75.0%）") == "▲\xa073.0%（目标≥75.0%）"
    assert held("● on target") == "● on target"
    assert held("● 19 s\n(target ≤20 s)") == "● 19 s\n(target ≤20 s)"


def test_a_number_keeps_the_unit_behind_it() -> None:
    assert (
        bound("took 23.3 h, 1.1 min and 3 days of 40 tickets")
        == "took 23.3\xa0h, 1.1\xa0min and 3\xa0days of 40 tickets"
    )


def test_a_date_and_two_of_them_stay_on_one_line() -> None:
    assert bound("cost (Sep 3 – Oct 31, 2026) in May") == "cost (Sep\xa03\xa0–\u2060\xa0Oct\xa031,\xa02026) in May"
    assert bound("Nov 10–13, 2026") == "Nov\xa010–13,\xa02026"


@pytest.mark.parametrize(
    ("language", "text", "set_text"),
    [
        ("zh", "承诺-8.8小时（-14.6至-6.0小时）", "承诺-8.8小时（-14.6至-6.0小时）"),
        ("en", "an effect of -¥251, Prais-Winsten, 12-10", "an effect of −¥251, Prais-Winsten, 12-10"),
        ("en", "until 2026-11-06, lower of 2012-10", "until 2026-\u206011-\u206006, lower of 2012-\u206010"),
        ("zh", "（79.9%至96.0%）", "（79.9%至96.0\u2060%）"),
    ],
)
def test_a_number_keeps_its_sign_before_it(language: str, text: str, set_text: str) -> None:
    assert signed(text, language) == set_text


def test_a_range_may_be_broken_between_its_ends_only() -> None:
    table = Table("t", (Column("措施"), Column("95%区间")), ((Cell("很长的名称" * 12), Cell("-26.3至-6.8小时")),))
    assert shares(table, 30)[1] * 30 >= 9 + 2  # "-6.8小时" is 8 letters wide, "-26.3至" 7


def test_a_few_long_texts_do_not_narrow_the_names_of_a_long_table() -> None:
    rows = [(Cell("投诉处理时长（平均）·上月"), Cell("同第3行")) for _ in range(60)]
    rows += [(Cell("投诉量"), Cell("很长的口径" * 40)) for _ in range(2)]
    table = Table("t", (Column("名称"), Column("口径")), tuple(rows))
    assert shares(table, 60)[0] * 60 >= 25  # thirteen Han less one point: the names on one line


def test_a_remark_stays_with_the_table_it_speaks_of() -> None:
    table, remark = Table("t", (Column("a"),), ()), Paragraph("各类别分别拆分", muted=True)
    found = list(with_notes([table, remark, table, Paragraph("别的话"), table]))
    assert [noted for _, noted in found] == [True, False, False, False, False]


def test_what_is_said_of_a_chart_stays_with_it_and_remarks_with_that() -> None:
    chart, said, remark = Chart("c", Question.TREND, "C", (), (), "said"), Paragraph("a"), Paragraph("b", muted=True)
    assert [noted for _, noted in with_notes([chart, said, remark, remark])] == [True, True, True, False]
    assert [noted for _, noted in with_notes([chart, said, said, remark])] == [True, False, False, False]


def test_a_box_stays_with_the_chart_before_it() -> None:
    chart, box = Chart("c", Question.TREND, "C", (), (), "said"), Callout("结论", ("一",))
    assert [noted for _, noted in with_notes([chart, chart, box, box, chart])] == [False, True, False, False, False]


def test_the_numbers_of_a_chart_stay_with_it_and_a_box_on_them_with_these() -> None:
    chart, table, box = (
        Chart("c", Question.TREND, "C", (), (), "said"),
        Table("t", (Column("a"),), ()),
        Callout("一", ()),
    )
    assert [noted for _, noted in with_notes([chart, table, box])] == [True, True, False]
    assert [noted for _, noted in with_notes([chart, replace(table, title="T"), box])] == [False, True, False]
    assert [noted for _, noted in with_notes([table, box])] == [True, False]


def test_what_is_found_in_a_process_comes_first_then_its_map_then_its_ways() -> None:
    drawn, box, after = process_map("zh"), Callout("结论", ("一",)), Paragraph("别的话")
    assert list(printed([drawn, box, box, after])) == [box, box, drawn, drawn.table, after]
    assert list(printed([after, drawn])) == [after, drawn, drawn.table]
    long = Callout("结论", ("一" * 90,) * 3)  # 180 narrow letters are two lines of 90
    assert list(printed([drawn, long, after])) == [drawn, long, drawn.table, after]
    assert list(printed([drawn, box, after], turned=True)) == [box, drawn.table, drawn, after]


def test_neither_a_long_head_nor_a_remark_among_numbers_makes_names_narrow() -> None:
    """Names of 31 letters, numbers of 5; the head of 27 has two lines, "Error of last" of 13 and a heavier letter being
    the longer, with 2 for the padding 16; of the remark of 43 the longest word is "forecast", of 8. Of 60 letters the
    name keeps its 33."""
    heads = (Column("Indicator"), Column("Now", "right"), Column("Error of last year's number", "right"))
    line = (Cell("Average complaint handling time"), Cell("24.5h"), Cell("2.9 h"))
    assert shares(Table("t", heads, (line,)), 60)[0] * 60 >= 33  # the whole head would need 29, all of it 69
    told = Table("t", heads, ((*line[:2], Cell("met this month; new measure not in forecast")),))
    assert fits(told, 14 + 7 + 13)
    assert not fits(replace(told, rows=((*line[:2], Cell("3" * 20)),)), 14 + 7 + 13)


def test_a_true_minus_is_joined_to_the_amount_it_stands_before() -> None:
    """A line may end between a minus and the sign of a currency."""
    assert joined("an effect of -¥251 to +¥1,741", "en") == "an effect of −\u2060¥251 to +\u2060¥1,741"


def test_a_long_name_that_heads_a_row_has_two_lines_where_the_numbers_leave_room() -> None:
    """ "Average complaint" takes 17 letters, one more in bold and two of padding; the numbers take 8 and 2, their head
    of seven letters and one in bold as much. A line of 37 gives no more than the least to a short name."""
    columns = (Column("Indicator"), *(Column("Channel", "right") for _ in range(2)))
    rows = ((Cell("Average complaint handling time"), Cell("12,345 h"), Cell("12,345 h")),)
    table = Table("t", columns, rows)
    assert [round(one * 40) for one in shares(table, 40)] == [20, 10, 10]
    assert [round(one * 37) for one in shares(table, 37)] == [17, 10, 10]
