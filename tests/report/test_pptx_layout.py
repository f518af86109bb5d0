"""How the blocks of a page share a slide: nothing half empty, nothing alone on a page that has room beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kefu.narrative.narrator import Narrator
from kefu.report.document import (
    Callout,
    Card,
    Cell,
    Chart,
    Column,
    Delta,
    FigureRow,
    Heading,
    Language,
    Page,
    Paragraph,
    Question,
    Role,
    Series,
    Step,
    Steps,
    Table,
    Tone,
)
from kefu.report.renderers._pptx import cards, steps, tables, text
from kefu.report.renderers._pptx.arrange import arrange
from kefu.report.renderers._pptx.chart_xml import chart_xml
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.renderers._pptx.cover import _preview, at_marks
from kefu.report.renderers._pptx.deck import broken, spare_width, title_size
from kefu.report.renderers._pptx.flow import flow, lay_out
from kefu.report.renderers._pptx.forms import form_of
from kefu.report.renderers._pptx.grid import OWN, Box
from kefu.report.renderers._pptx.need import Need, share
from kefu.report.renderers._pptx.pieces import Piece, pieces_of, sizes
from kefu.report.renderers._pptx.prose import _led, callout_size, line_length
from kefu.report.renderers._pptx.sheets import sheets
from kefu.report.renderers._pptx.steps import Numbered, _capped
from kefu.report.renderers._reading.numbers import bound, paired, unsigned
from kefu.report.themes import THEMES

MONTHS = tuple(f"m{n}" for n in range(13))
LINE = Chart("c", Question.TREND, "Trend", MONTHS, (Series("s", tuple(float(n % 5) for n in range(13))),), "")
RING = Chart(
    "r", Question.PARTS, "Parts", ("closed", "open"), (Series("n", (40.0, 1.0), Role.CATEGORY, ("40", "1")),), ""
)
BRIEF = Callout("What it means", ("Within normal variation.",))
LONG = Callout("What it means", ("One of the sentences that explain at length what happened and why. " * 2,) * 4)


def grid(rows: int, columns: int, words: str = "12.3%") -> Table:
    heads = tuple(Column(f"Head {n}", "right" if n else "left") for n in range(columns))
    return Table("t", heads, tuple(tuple(Cell(words) for _ in range(columns)) for _ in range(rows)))


def spans(blocks: list[object]) -> list[list[int]]:
    """Row by row, how many pieces each column holds."""
    rows = arrange(pieces_of(blocks))  # type: ignore[arg-type]
    return [[len(stack.pieces) for stack in row.stacks] for row in rows]


@pytest.mark.parametrize(
    ("blocks", "rows"),
    [
        ([LINE, BRIEF], [[1], [1]]),
        ([LINE, LONG], [[1, 1]]),
        ([grid(3, 5, "a rather long text"), LINE, BRIEF], [[1], [1], [1]]),
        ([LINE, grid(8, 4), BRIEF], [[1, 2]]),
        ([LINE, grid(3, 4), BRIEF], [[1], [1], [1]]),
        ([LINE, grid(3, 4)], [[1], [1]]),
        ([LINE, grid(9, 4)], [[1, 1]]),
        ([RING, grid(5, 6), BRIEF], [[1, 1], [1]]),
        ([LINE, LINE, BRIEF], [[1, 2]]),
        ([BRIEF, grid(8, 4)], [[1], [1]]),
        ([LINE, Paragraph("What the lines mean.", muted=True)], [[1], [1]]),
        ([LINE, Paragraph("What the lines mean. " * 40)], [[1, 1]]),
    ],
)
def test_words_and_tables_that_would_leave_a_column_half_empty_take_a_row(
    blocks: list[object], rows: list[list[int]]
) -> None:
    assert spans(blocks) == rows


def test_a_last_word_does_not_take_a_line_of_its_own_where_the_slide_is_wide_enough() -> None:
    """Lines are 10.6 inches long, the slide is 12.2 wide; words of half a line more stay a second line."""
    full = next(n for n in range(20, 99) if len(text.wrap("word " * n, 14.0, 10.6 * 0.98)) == 2)
    orphan, second = "word " * full, "word " * (full + 10)
    assert [line_length(one.strip(), 14.0, OWN.body.w) for one in (orphan, second)] == [OWN.body.w, 10.6]


def test_lines_are_about_as_long_as_each_other_where_the_last_would_hold_a_word_or_two() -> None:
    """On 6 inches there is no width to spare: two words more than a line are broken in the middle."""
    full = next(n for n in range(5, 99) if len(text.wrap("word " * n, 14.0, 6.0 * 0.98)) == 2)
    words = ("word " * (full + 1)).strip()
    long = line_length(words, 14.0, 6.0)
    first, second = text.wrap(words, 14.0, long * 0.98)
    assert long < 4.2
    assert text.width(second, 14.0) > 0.75 * text.width(first, 14.0)


def test_a_table_stands_beside_its_chart_where_that_saves_a_slide() -> None:
    """Head and ten rows need 3.3 inches below a chart of at least 2.1: more than the 5.4 of a slide; beside it the
    rows take two lines."""
    pieces = pieces_of([LINE, grid(10, 5, "delivery query late")])
    assert len(flow(arrange(pieces))) == 2
    assert len(lay_out(pieces)) == 1


def test_no_slide_holds_nothing_but_a_remark_where_smaller_print_makes_room_for_it() -> None:
    """Head and sixteen rows of ten points take 5.13 of the slide's 5.4 inches, the remark .2; nine points save .3."""
    remark = Paragraph("What the columns mean.", muted=True)
    pieces = pieces_of([grid(16, 6), remark])
    assert len(flow(arrange(pieces))) == 2
    ((table, words),) = lay_out(pieces)
    assert words.piece.body == remark
    assert words.box.y >= table.box.y + table.box.h
    assert words.box.y + words.box.h <= OWN.body.y + OWN.body.h + 1e-6
    assert table.box.h >= tables.plan(table.piece.body, table.box.w, 9.0).height
    many = pieces_of([grid(20, 6), remark])
    assert [type(one.piece.body) for one in lay_out(many)[-1]] == [Table, Paragraph]


def test_half_of_the_table_goes_with_the_remarks_that_even_the_smallest_print_leaves_alone() -> None:
    """Head and seventeen rows of nine points take 5.1 of the slide's 5.4 inches, four lines of remarks .6 more."""
    table = replace(grid(17, 6), note="What is below the table.")
    remark = Paragraph("Cannot be judged: tickets, calls and a good many others. " * 11, muted=True)
    first, second = lay_out(pieces_of([table, remark]))
    (above,) = first
    below, words = second
    assert [len(one.piece.body.rows) for one in (above, below)] == [9, 8]  # type: ignore[union-attr]
    assert [one.piece.body.note for one in (above, below)] == ["", table.note]  # type: ignore[union-attr]
    assert words.piece.body == remark


def test_a_panel_that_would_stand_alone_has_half_of_the_table_with_it() -> None:
    """Head and seventeen rows of nine points take 5.1 of the slide's 5.4 inches, the panel more than the rest."""
    first, second = lay_out(pieces_of([grid(17, 6), BRIEF]))
    assert [type(one.piece.body) for one in first] == [Table]
    assert [type(one.piece.body) for one in second] == [Table, Callout]
    assert [len(one[0].piece.body.rows) for one in (first, second)] == [9, 8]  # type: ignore[union-attr]


def test_what_it_means_stands_below_chart_and_table_where_the_table_would_stand_alone() -> None:
    """A panel of 180 words takes most of a column beside a chart; below both it takes the lines of a whole slide."""
    said = Callout("What it means", ("word " * 45,) * 4)
    pieces = pieces_of([LINE, said, grid(5, 5)])
    assert len(flow(arrange(pieces))) == 2
    (one,) = lay_out(pieces)
    assert [type(placed.piece.body) for placed in one] == [Chart, Table, Callout]


def test_a_long_list_of_steps_is_parted_evenly_or_set_smaller() -> None:
    """Seven steps of four lines do not fit a slide: four and three, not six and one."""
    item = Step(
        "Take one cause after another", "A sentence that takes several lines of its column. " * 5, ("Owner: open",)
    )
    told = Numbered(Steps((item,) * 7))
    high = steps.need(told, OWN.body.w)
    assert high.dense().least < high.least
    halves = steps.cut(told, OWN.body.w, steps._plan(told.block, OWN.body.w, 11.0).height * 6.5 / 7)
    assert halves is not None
    assert [len(one.block.items) for one in halves] == [4, 3]
    assert halves[1].first == 5


@pytest.mark.parametrize(
    ("names", "slanted"),
    [
        (("Product question", "Invoicing"), True),
        (("Return", "Repair"), False),
        (("商品咨询", "优惠活动"), False),
        (("使用方法咨询", "发票"), True),  # six letters of Han are one word
    ],
)
def test_names_below_columns_are_slanted_before_a_word_breaks(names: tuple[str, str], slanted: bool) -> None:
    """Twelve columns on seven inches leave .55 to each: ten letters of Latin or six of Han take more in nine points."""
    values = tuple(float(12 - n) for n in range(12))
    chart = Chart("p", Question.PARETO, "Tickets", names * 6, (Series("n", values),), "")
    colours = Colours(THEMES["light"])
    drawn = form_of(chart, colours, 7.0, 4.0)
    assert drawn.slanted is slanted
    assert ('rot="-2700000"' in chart_xml(drawn, colours, "en").decode()) is slanted
    assert not form_of(chart, colours, 14.0, 4.0).slanted


def test_names_of_three_lines_are_set_smaller_and_a_verdict_stays_whole() -> None:
    """At eleven points the second indicator has three lines, at ten and a half two; "○ 尚不能断定" is five letters."""
    heads = ["措施", "指标", "启动", "承诺", "实测", "95%区间", "结论", "责任人", "期限", "进展"]
    wide = (1.45, 1.55, 1.0, 0.95, 0.95, 1.8, 1.4, 0.75, 1.0, 1.0)
    done = "南方区新版话术|首次解决率 · 华南|2026-05-01|+5.0百分点|+1.8百分点|-2.4至+5.9百分点|○ 尚不能断定"
    open_ = "邮件渠道加派两人|首次响应时长（中位数） · 邮件与聊天室客服组|2026-10-20|–|–|–|○ 暂不可测"
    rows = [(*one.split("|"), "在线组", "2026-12-01", "排班已调整") for one in (done, open_)]
    columns = tuple(
        Column(h, "right" if 2 < n < 6 else "left", w) for n, (h, w) in enumerate(zip(heads, wide, strict=True))
    )
    table = Table("t", columns, tuple(tuple(map(Cell, row)) for row in rows))
    lines = [tables._lines(tables.plan(table, OWN.body.w, size)) for size in (11.0, 10.5)]
    assert (lines, tables.size_in(table, OWN.body)) == ([3, 2], 10.5)
    assert tables._unbroken("○ 尚不能断定", 11.0, False) == text.width("○ 尚不能断定", 11.0, False)


def test_tables_beside_each_other_are_set_in_one_size() -> None:
    long, short = (replace(grid(rows, 3), name=str(rows)) for rows in (10, 3))
    ((one, other),) = lay_out(pieces_of([long, short]))
    assert one.box.y == other.box.y
    alone = [tables.size_in(placed.piece.body, placed.box) for placed in (one, other)]  # type: ignore[arg-type]
    assert alone[0] < alone[1]
    together = sizes([(placed.piece, placed.box) for placed in (one, other)])
    assert [size.table for size in together] == [alone[0]] * 2


def test_remarks_are_set_smaller_before_the_last_of_them_takes_a_slide() -> None:
    """Two panels take 2.32 of the slide's 5.4 inches, three remarks .98 each, the gaps .6; nine points save enough."""
    remark = Paragraph("Normal variation, nothing to explain: tickets, calls and a good many others. " * 10, muted=True)
    pieces = pieces_of([LONG, LONG, remark, remark, remark])
    assert [len(flow(arrange(pieces))), len(lay_out(pieces))] == [2, 1]


def test_a_summary_stays_one_slide_with_a_long_panel_in_either_row() -> None:
    """In rows each takes the height of its longer panel; in columns a long one stands above or below a short one."""
    long, short = (Callout("What it means", ("word " * words,)) for words in (80, 18))
    remark = Paragraph("Normal variation, nothing to explain: tickets, calls and a good many others. " * 4, muted=True)
    pieces = pieces_of([long, short, short, long, remark, remark, remark])
    assert [len(flow(arrange(pieces))), len(lay_out(pieces))] == [2, 1]


def test_a_remark_that_no_print_makes_room_for_has_the_row_before_it_beside_it() -> None:
    """Four causes of 58 words, targets and what to do fill a slide; the remark of 80 words would stand alone."""
    causes = [Callout("What it means", ("word " * 58,))] * 4
    to_do, remark = Callout("What to do", ("word " * 12,) * 3), Paragraph("word " * 80, muted=True)
    first, second = lay_out(pieces_of([*causes, grid(4, 5), to_do, remark]))
    assert [type(one.piece.body) for one in first] == [Callout] * 4
    assert [type(one.piece.body) for one in second] == [Table, Callout, Paragraph]


def test_blocks_that_belong_together_are_set_smaller_before_they_take_two_slides() -> None:
    """Four causes, the targets missed, what to do and the rest: neither rows nor columns hold them in usual print."""
    causes = [Callout("What it means", ("word " * 56,))] * 4
    to_do = Callout("What to do", ("word " * 12,) * 3)
    pieces = pieces_of([*causes, grid(4, 5), to_do, Paragraph("word " * 40, muted=True)])
    assert [len(flow(arrange(pieces, tight=tight))) for tight in (False, True)] == [2, 2]
    assert len(lay_out(pieces)) == 1


def test_no_slide_holds_nothing_but_the_steps_of_the_chart_before_them() -> None:
    """Chart 2.1, head and five rows 1.81, three steps 1.19, two gaps of .2: 5.5 of 5.4 inches; nine points save .11."""
    told = Steps(tuple(Step(one, "Within normal variation.") for one in ("Trend", "Cause", "Measure")))
    pieces = pieces_of([LINE, grid(5, 11), told])
    assert len(flow(arrange(pieces))) == 2
    (one,) = lay_out(pieces)
    assert [type(placed.piece.body) for placed in one] == [Chart, Table, Numbered]


def test_callouts_above_each_other_are_equals_only_where_their_words_are_alike() -> None:
    alike, apart = (
        [one.box.h for one in flow(arrange(pieces_of([*four, grid(9, 3)])))[0][:4]]
        for four in ((BRIEF,) * 4, (BRIEF, replace(LONG, paragraphs=LONG.paragraphs[:2]), BRIEF, BRIEF))
    )
    assert max(alike) == pytest.approx(min(alike))
    assert max(apart) > 1.5 * min(apart)


def page(title: str, *blocks: object, section: str = "People", opens: bool = False) -> Page:
    return Page(section, Heading(2, title, f"{section} · {title}"), blocks, opens)  # type: ignore[arg-type]


def test_two_sparse_pages_of_a_section_share_a_slide() -> None:
    one, other = page("Bands", grid(4, 5), opens=True), page("Nominations", grid(3, 6), Paragraph("Note.", muted=True))
    (both,) = sheets([one, other], OWN)
    assert (both.title, both.eyebrow) == ("Bands", "People · Bands · Nominations")
    assert both.opens == (("People", "Bands"),)
    assert [piece.heading for piece in both.pieces if piece.body is None] == ["Nominations"]
    assert len(flow(arrange(list(both.pieces)))) == 1


def test_two_sections_of_a_few_lines_share_a_slide_and_are_both_in_the_contents() -> None:
    one, other, last = (page(name, BRIEF, section=name, opens=True) for name in ("Measures", "Outlook", "Appendix"))
    both, rest, _ = sheets([one, other, last, page("x", grid(14, 5), section="Appendix")], OWN)
    assert (both.title, both.eyebrow) == ("Measures", "Measures · Outlook")
    assert both.opens == (("Measures", "Measures"), ("Outlook", "Outlook"))
    assert rest.opens == (("Appendix", "Appendix"),), "a section that goes on begins on a slide of its own"


def test_a_line_or_two_share_the_slide_of_the_charts_beside_them() -> None:
    steps_and_line = page("Measures", Steps((Step("Look", "Why."),)), LINE, section="Measures", opens=True)
    last = page("Appendix", grid(14, 5), section="Appendix", opens=True)
    both, _ = sheets([steps_and_line, page("Outlook", BRIEF, section="Outlook", opens=True), last], OWN)
    assert both.opens == (("Measures", "Measures"), ("Outlook", "Outlook"))
    (rows,) = flow(arrange(list(both.pieces)))
    assert [type(one.piece.body).__name__ for one in rows] == ["Numbered", "Chart", "NoneType", "Callout"]
    assert len({round(one.box.w, 3) for one in rows}) == 1, "no heading stands beside the chart"
    assert len(sheets([page("Trend", LINE), page("Outlook", LONG)], OWN)) == 2
    assert len(sheets([page("None judged", BRIEF), page("Trend", LINE)], OWN)) == 1
    assert len(sheets([page("Forecast", LINE, BRIEF), page("Outlook", BRIEF)], OWN)) == 1


def test_a_long_table_fills_what_a_few_rows_leave_of_their_slide() -> None:
    """Three rows and forty, which take two slides by themselves; what goes on keeps the title of its own page."""
    few, many = page("Left out", grid(3, 2), opens=True), page("Definitions", grid(22, 3))
    (both,) = sheets([few, many], OWN)
    first, *more = lay_out(list(both.pieces))
    assert len(more) == len(lay_out(list(pieces_of(many.blocks)))) - 1
    assert [type(one.piece.body).__name__ for one in first] == ["Table", "NoneType", "Table"]
    assert len(sheets([page("Left out", BRIEF, opens=True), many], OWN)) == 2


@pytest.mark.parametrize(
    ("table", "slides"),
    [
        (grid(6, 3, "a name of two lines or so"), [["Callout", "NoneType", "Table", "Chart"]]),
        (grid(9, 6, "a name of two lines or so"), [["Callout", "NoneType", "Table"], ["Chart"]]),
    ],
)
def test_a_line_or_two_alone_on_their_slide_have_the_table_of_the_next_page(
    table: Table, slides: list[list[str]]
) -> None:
    """Rows above a chart fill a slide, and a panel of a line a quarter of one: a table of three columns and six rows
    stands beside its chart below the panel, one of six and nine alone."""
    brief, both = page("Sample", BRIEF), page("Words", table, LINE)
    (joined,) = sheets([brief, both], OWN)
    assert [[type(one.piece.body).__name__ for one in slide] for slide in lay_out(list(joined.pieces))] == slides
    assert len(sheets([brief, page("Trend", LINE, grid(9, 6, "a name of two lines or so"))], OWN)) == 2
    assert len(sheets([page("Sample", LONG), both], OWN)) == 2


def test_a_page_goes_with_the_one_behind_it_where_that_would_be_left_alone() -> None:
    """The line fills a slide of its own; a few rows and a row do so together, and neither alone."""
    line = page("Workload", LINE, BRIEF, opens=True)
    one, other = page("Teams", grid(2, 4)), page("People", grid(3, 5))
    assert [sheet.title for sheet in sheets([line, one, other], OWN)] == ["Workload", "Teams"]
    assert [sheet.title for sheet in sheets([line, one], OWN)] == ["Workload"]


@pytest.mark.parametrize(
    "other",
    [
        page("x", grid(4, 5), section="Another"),
        page("x", grid(14, 5)),
        page("x", LINE),
        page("x", Paragraph("Somebody's own words.", written=True)),
        page("x", grid(4, 5), opens=True),
    ],
)
def test_pages_that_are_full_or_of_another_section_keep_a_slide_each(other: Page) -> None:
    assert len(sheets([page("Bands", grid(6, 5)), other], OWN)) == 2


def test_what_is_neither_good_nor_bad_stands_back_in_a_table() -> None:
    cells = tuple(Cell("verdict", tone=tone) for tone in (Tone.NEUTRAL, Tone.BAD))
    table = Table("t", (Column("Verdict"),), tuple((cell,) for cell in cells))
    neutral, bad = (row[0] for row in tables._spots(table, 12.0)[1:])
    assert (neutral.fill, neutral.run.bold, neutral.run.text) == (None, False, "○\u00a0verdict")
    assert (bad.fill, bad.run.bold) == ("bad_soft", True)


@pytest.mark.parametrize(
    "words", ["-14.3 to -6.3 h", "-2.1 to +5.6 pp", "0.9%–24.6%", "-14.3至-6.3小时", "+¥310 to +¥1,936"]
)
def test_no_line_ends_inside_a_span_of_numbers(words: str) -> None:
    wide = text.width(words, 11.0)
    assert tables.least_width(grid(2, 1, words), 11.0) > wide
    assert tables.least_width(grid(2, 1, "one word after another"), 11.0) < wide


def test_a_table_that_just_holds_its_texts_on_one_line_has_them_there() -> None:
    """The given widths would leave a third of the room to each column, and a line more to the names."""
    columns = (Column("Statistic"), Column("By the clock", "right", 1.2), Column("In opening hours", "right", 1.2))
    rows = (("90th percentile of first response", "2.9 h", "–"), ("Unanswered rate", "6.8%", "–"))
    table = Table("t", columns, tuple(tuple(map(Cell, row)) for row in rows))
    needs = (text.width(rows[0][0], 12.0), *(text.width(one.header, 12.0, True) for one in columns[1:]))
    room = sum(one / 0.97 + 0.2 for one in needs)
    assert len(set(tables.plan(table, room + 0.01, 12.0).heights)) == 1


def test_words_after_a_column_of_numbers_stand_off_from_it() -> None:
    columns = (Column("A"), Column("n", "right"), Column("Reason"), Column("Why"), Column("n", "right"))
    assert tables.insets(Table("t", columns, ())) == (0.0, 0.0, 0.2, 0.0, 0.0)


def test_a_number_keeps_its_unit_and_sign_and_quotation_marks_stay_narrow_in_english() -> None:
    assert bound("1.1 min after 40 s, 5 days") == "1.1\u00a0min after 40\u00a0s, 5\u00a0days"
    assert bound("9 sessions") == "9 sessions"
    assert bound("8 of 15 since Oct 10, 2026") == "8\u00a0of\u00a015 since Oct\u00a010,\u00a02026"
    assert bound("in 2026, 5 of them") == "in 2026, 5 of them"
    assert (
        text.set_for("-8.8 h (-14.6 to -6.0), -¥251, -CHF\u00a05", "en")
        == "\u22128.8\u00a0h (\u221214.6 to \u22126.0), \u2212\u2060¥251, \u2212CHF\u00a05"
    )
    assert text.set_for("B-12 in 5-7, Prais-Winsten", "en") == "B-12 in 5-7, Prais-Winsten"
    assert text.set_for("in 2026-10-01", "en") == "in 2026-\u206010-\u206001"
    assert text.set_for("-1.0个百分点（-14.6至-6.0）", "zh") == "-1.0个百分点（-\u206014.6至-\u20606.0）"
    assert text.set_for("costlier for +¥8.90, C++11", "en") == "costlier for +\u2060¥8.90, C++11"
    assert text.set_for("(95% interval -¥251 to +¥1,741)", "en") == "(95% interval \u2212\u2060¥251 to +\u2060¥1,741)"
    assert text.set_for("81.8%–84.8%", "en") == "81.8%–\u206084.8%"
    assert text.set_for("多39–70，B-12于2026-10-01", "zh") == "多39–\u206070，B-12于2026-\u206010-\u206001"
    assert text.set_for("During “华东停运”, “East” waited", "en") == 'During "华东停运", "East" waited'
    assert text.set_for("事件“华东停运”", "zh") == "事件“华东停运”"


def test_what_joins_a_sign_to_its_number_is_neither_measured_nor_read_back() -> None:
    written = text.set_for("为-10.3小时，39–70", "zh")
    assert text.width(written, 12.0) == text.width("为-10.3小时，39–70", 12.0)
    assert unsigned(written) == "为-10.3小时，39–70"


def test_contents_preview_a_title_in_smaller_letters_then_without_its_end_before_it_is_cut() -> None:
    """A line of 11 points takes 0.196 inches, one of 9 points 0.16."""
    title = "Median first response time rose to 1.1 min, 52% of it from the channel mix"
    assert (_preview(title, 4.9, 0.4).text, _preview(title, 4.9, 0.4).size) == (title, 11.0)
    small = _preview(title, 3.0, 0.4)
    assert (small.text, small.size < 11.0) == (title, True)
    assert _preview(title, 3.0, 0.2).text == "Median first response time rose to 1.1 min"
    whole = title.replace(",", " and")
    one = _preview(whole, 3.0, 0.2)
    assert (one.text[-1], one.size) == ("…", 9.0)
    assert whole.startswith(one.text[:-1])


@pytest.mark.parametrize(
    ("told", "room", "lines"),
    [
        (
            "预计 168：Workgroup 1 为 144、Workgroup 2 为 23",
            3.0,
            ("预计 168：Workgroup 1 为 144、", "Workgroup 2 为 23"),
        ),
        ("Tickets fell to 7,934, agents to 163", 2.0, ("Tickets fell to 7,934, ", "agents to 163")),
        ("工单量 7,934，上月 8,995", 4.0, ("工单量 7,934，上月 8,995",)),
        ("总共，" + "一句很长的话" * 4, 3.0, ("总共，" + "一句很长的话" * 4,)),
    ],
)
def test_entries_of_the_contents_end_their_lines_at_marks(told: str, room: float, lines: tuple[str, ...]) -> None:
    """Two lines of 10 points take 0.356 inches; the clause of 24 Han, 3.33 inches, is longer than a line."""
    assert at_marks(told, 10.0, room, 0.4) == "\n".join(lines)


def test_the_highest_label_of_a_low_chart_clears_the_legend() -> None:
    """With 0.6 in of plot the label of the highest point takes two fifths of it: 10 of 0..16.7."""
    values = tuple(float(n % 11) for n in range(13))
    series = (Series("s", values, labels=tuple(str(v) for v in values)), Series("t", (5.0,) * 13, Role.COMPARE))
    low = form_of(Chart("c", Question.TREND, "", MONTHS, series, ""), Colours(THEMES["light"]), 12.0, 1.2)
    high = form_of(Chart("c", Question.TREND, "", MONTHS, series, ""), Colours(THEMES["light"]), 12.0, 5.0)
    assert low.high == pytest.approx(10 / (1 - 0.24 / 0.6), rel=0.01)
    assert high.high == pytest.approx(11.6)


@pytest.mark.parametrize(
    ("title", "lines"), [("Complaints rose", 1), ("Complaints rose; most of it comes from " * 2, 2)]
)
def test_a_title_does_not_end_in_a_lonely_word(title: str, lines: int) -> None:
    box = OWN.title
    for words in range(12):
        whole = title + "East " * words
        size = title_size(whole, box)
        rows = text.wrap(whole, size, box.w * 0.94 - spare_width(whole, size, box), True)
        if len(rows) == 2:
            assert text.width(rows[1], size, True) > 0.3 * box.w


def test_a_title_of_two_lines_is_not_broken_within_an_amount() -> None:
    """The first line ends at a mark where both halves are long enough."""
    box = OWN.title
    for parts in range(1, 6):
        title = "下月销售额暂沿用本月目标173.0万元：电商平台73.5万元" + "、官网30.6万元、小程序28.7万元等"[: 6 * parts]
        size = title_size(title, box)
        rows = text.wrap(title, size, box.w * 0.985 - spare_width(title, size, box), True)
        assert len(rows) == 1 or rows[0][-1] not in "0123456789万"
    assert rows[0].endswith("、")


def test_a_title_is_not_broken_within_brackets() -> None:
    title = "下月最忙的几天预计是2026年11月10日至13日（双十一大促），每天工单量最多约52"
    _, second = broken(title, 12.5, Box(0, 0, 6.6, 1)).split("\n")
    assert second.startswith("（双十一大促）")


def test_the_break_of_a_title_is_written_and_not_left_to_the_font() -> None:
    title = "与自身历史相比，投诉组：投诉处理时长（平均）改善，投诉量、首次响应时长（中位数）变差；在线组也有指标变差"
    first, second = broken(title, title_size(title, OWN.title), OWN.title).split("\n")
    assert first + second == title
    assert first[-1] in "，、；："
    assert broken("投诉量升至173", 24.0, OWN.title) == "投诉量升至173"


def test_a_wide_table_stands_beside_a_chart_where_none_of_its_cells_wraps() -> None:
    """Six short columns take less than the seven of twelve; eleven do not."""
    told = Steps(tuple(Step(one, "Within normal variation.") for one in ("Trend", "Cause", "Measure")))
    assert spans([LINE, grid(5, 6), told]) == [[1, 1], [1]]
    assert spans([LINE, grid(5, 11), told]) == [[1], [1], [1]]


def test_what_is_to_be_done_stands_beside_the_months_numbers_where_that_saves_a_slide() -> None:
    """Panels .9, head and eight rows 2.8, a panel of five lines 1.4, remarks .8 and gaps: more than 5.4 below each
    other."""
    asked = Callout("What to do", tuple(f"{n}. Catch up with the target" for n in range(1, 5)))
    remarks = [Paragraph("What the columns mean. " * 12, muted=True)] * 2
    pieces = pieces_of([BRIEF, BRIEF, grid(8, 6), asked, *remarks])
    assert len(flow(arrange(pieces))) == 2
    (placed,) = lay_out(pieces)
    table, panel = (next(one for one in placed if one.piece.body in (body,)) for body in (pieces[2].body, asked))
    assert table.box.y == panel.box.y


def test_blocks_that_cannot_have_all_they_want_come_the_same_part_of_the_way() -> None:
    """Of 1 + 2 wanted more, 1.5 are there: half of each."""
    assert share([Need(1.0, 2.0, 2.0), Need(1.0, 3.0, 3.0)], 3.5, 0.0) == pytest.approx([1.5, 2.0])


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("措施：核查华东的投诉量并整改。", "措施："),
        ("“投诉处理流程优化”：投诉处理时长-10.3小时。", "“投诉处理流程优化”："),
        ("2. Catch up with the target", "2. "),
        ("Measure: look into the rows behind it.", "Measure: "),
        ("渠道结构变化解释了其中的50%：邮件占比上升。", ""),
        ("投诉量为173，属真实变化。", ""),
    ],
)
def test_what_leads_a_paragraph_of_a_callout_is_bold(words: str, lead: str) -> None:
    runs = _led(words, 12.0, "brand", "en" if words.isascii() else "zh")
    assert "".join(run.text for run in runs) == words
    assert "".join(run.text for run in runs if run.bold) == lead


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_measure_is_led_by_the_words_it_is_told_with(language: Language) -> None:
    told = Narrator(language, {}).say("sections", "pieces", "measure", text="T")
    assert [run.text for run in _led(told, 12.0, "brand", language)] == [told.removesuffix("T"), "T"]


def test_short_details_of_a_step_stay_on_one_line() -> None:
    assert _capped([1.0, 0.9, 4.0], 4.0) == pytest.approx([1.0, 0.9, 2.1])
    assert _capped([3.0, 0.5, 4.0], 4.0) == pytest.approx([1.75, 0.5, 1.75])
    assert _capped([1.0, 1.0], 4.0) == [1.0, 1.0]


def test_a_heading_alone_is_a_row_of_its_own() -> None:
    rows = arrange([*pieces_of([grid(3, 4)]), Piece(None, "Second"), *pieces_of([grid(3, 4)])])
    assert [row.stacks[0].pieces[0].heading for row in rows] == ["", "Second", ""]


def test_days_of_which_some_are_named_are_not_broken_into_lines() -> None:
    """Level labels stay whole where all are shown; where some are skipped, LibreOffice breaks level ones instead."""
    colours = Colours(THEMES["light"])
    axes = []
    for count in (12, 57):
        values = tuple(float(n) for n in range(count))
        chart = Chart("days", Question.TREND, "", tuple(f"10/{n}" for n in range(count)), (Series("n", values),), "")
        form = form_of(chart, colours, 12.0, 3.0)
        axes.append(chart_xml(form, colours, "zh").decode().partition("<c:catAx>")[2].partition("</c:catAx>")[0])
    assert ['rot="0"' in one for one in axes] == [True, False]
    assert ['tickLblSkip val="1"' in one for one in axes] == [True, False]


def test_four_callouts_are_read_row_by_row_and_share_their_heights() -> None:
    assert spans([BRIEF, LONG, BRIEF, BRIEF]) == [[1, 1], [1, 1]]


def test_labels_of_columns_stand_apart_or_every_other_one_stays() -> None:
    """A label is as wide as its words at 9 points; two need a gap between them, or "R$4.66万R$4.46万" is read."""
    label = "R$4.66万"
    months = tuple(f"{month}月" for month in range(1, 14))
    series = (Series("销售额", tuple(float(one) for one in range(1, 14)), labels=(label,) * 13),)
    chart = Chart("c", Question.DISTRIBUTION, "", months, series, "")
    touching = text.width(label, 10.0, True) * 0.9 * 13 / 0.95
    tight, wide = (
        [one for one in form_of(chart, Colours(THEMES["light"]), width, 3.0).marks[0].labels if one]
        for width in (touching + 0.1, touching + 13 * 0.06)
    )
    assert (len(tight), len(wide)) == (7, 13)  # every other one, or all


def test_a_label_broader_than_its_column_is_not_written_over_a_taller_one_beside_it() -> None:
    label, values = "R$4.66万", (3.0, 1.0, 2.0, 1.0, 4.0)
    series = (Series("销售额", values, labels=(label,) * 5),)
    chart = Chart("c", Question.DISTRIBUTION, "", tuple("12345"), series, "")
    slot = text.width(label, 9.0, True) * 0.8
    drawn = form_of(chart, Colours(THEMES["light"]), slot * 5 / 0.95, 3.0).marks[0].labels
    assert [bool(one) for one in drawn] == [True, False, True, False, True]
    roomy = form_of(chart, Colours(THEMES["light"]), slot * 5 * 2, 3.0).marks[0].labels
    assert all(roomy)


def test_labels_of_a_line_stand_on_the_side_where_no_other_line_runs() -> None:
    """The range is 10, a tenth and a half of it 1.5: the other line is 1 above the first point and 1 below the last,
    and 5 below the second."""
    main = Series("key", (10.0, 14.0, 12.0), labels=("10", "14", "12"))
    beside = Series("all", (11.0, 9.0, 11.0), role=Role.COMPARE)
    far = Series("far", (4.0, 4.0, 4.0), role=Role.COMPARE)
    chart = Chart("c", Question.TREND, "", ("1月", "2月", "3月"), (main, beside, far), "")
    mark = form_of(chart, Colours(THEMES["light"]), 12.0, 3.0).marks[0]
    assert [mark.positions.get(place, mark.position) for place in range(3)] == ["b", "t", "t"]


def test_the_last_label_of_a_line_stands_clear_of_its_target_and_of_the_axis() -> None:
    """Both lines end just above a target they fell to: the label below the point would stand on the dashes."""
    months = tuple(f"{month}月" for month in range(1, 6))
    for target, place in ((91.9, "l"), (60.0, "b"), (92.6, "b")):
        goal = Series("goal", (target,) * 5, role=Role.TARGET)
        line = Series("line", (95.0, 96.0, 95.0, 96.0, 92.7), labels=("95", "96", "95", "96", "92.7"))
        mark = form_of(
            Chart("c", Question.TREND, "", months, (line, goal), ""), Colours(THEMES["light"]), 5, 1.8
        ).marks[0]
        assert mark.positions[4] == place
    low = form_of(Chart("c", Question.TREND, "", months, (line,), ""), Colours(THEMES["light"]), 5, 0.9)
    assert low.low is not None
    assert low.high is not None
    # of 0.6 inches the 0.28 below 92.7 in which its label ends are kept free
    assert (92.7 - low.low) / (low.high - low.low) == pytest.approx(0.28 / 0.6, abs=0.01)


@pytest.mark.parametrize(
    ("values", "other", "label", "side"),
    [
        ((40.0, 41.0, 56.0), 60.0, "56 s", "r"),  # the other runs above, its own from below
        ((40.0, 55.0, 56.0), 60.0, "56 s", "b"),  # its own is level
        ((40.0, 41.0, 56.0), 80.0, "56 s", "t"),  # the other is far above
        ((40.0, 41.0, 56.0), 60.0, "a label with no room beside its point", "b"),
    ],
)
def test_the_last_label_steps_aside_where_lines_run_above_and_below(
    values: tuple[float, ...], other: float, label: str, side: str
) -> None:
    own = Series("key", (*[40.0] * 10, *values), labels=(*[""] * 12, label))
    beside = Series("all", (80.0, *[44.0] * 11, other), Role.BESIDE)
    chart = Chart("c", Question.TREND, "", MONTHS, (own, beside), "")
    drawn = form_of(chart, Colours(THEMES["light"]), 6.6, 4.0).marks[0]
    assert drawn.positions.get(12, drawn.position) == side


def test_a_short_detail_of_a_step_keeps_its_line_beside_a_long_one() -> None:
    """Of 4.0 inches, 0.9 and 1.1 leave 2.0 to the one that asks for 3.0."""
    assert steps._capped([0.9, 1.1, 3.0], 4.0) == pytest.approx([0.9, 1.1, 2.0])
    assert steps._capped([0.9, 1.1, 1.5], 4.0) == [0.9, 1.1, 1.5]


def test_no_text_of_a_step_ends_in_a_letter_or_two_where_other_columns_keep_them_together() -> None:
    meta = ("负责人：待定", "期限：待定")
    told = Steps(
        tuple(
            Step(title, said, (*meta, goal), Tone.WARN)
            for title, said, goal in (
                ("核查华东×物流的投诉量并整改", "由责任部门查明原因并给出整改时间。", "成效指标：投诉量回到113左右"),
                ("清理超过7天的未结工单", "每天从最久的开始过，其余写明在等谁。", "成效指标：解决率（7天内）上升"),
            )
        )
    )
    for size in (13.0, 12.0, 11.0):
        assert steps._measured(told, steps._plan(told, OWN.body.w, size).widths, size)[0] == 0
    assert text.is_lonely(("投诉量回到113左", "右。"))
    assert not text.is_lonely(("投诉量回到", "113左右"))
    assert not text.is_lonely(("升",))


def test_a_callout_is_set_a_little_smaller_before_a_letter_stands_alone_on_a_line() -> None:
    """At 14 points a line holds 20 letters, at 13 all 21; the last never parts from its full stop."""
    room = text.width("超" * 20, 14.0) + 0.5
    said = Callout("结论", ("超" * 20 + "。",))
    box = Box(0, 0, room, 3.0)
    assert callout_size(replace(said, paragraphs=("超" * 25,)), box) == 14.0
    assert callout_size(said, box) == 13.0


def test_a_panel_and_a_table_that_leave_a_slide_empty_stand_below_each_other() -> None:
    assert spans([grid(3, 4), BRIEF]) == [[1], [1]]
    assert spans([grid(9, 4), LONG]) == [[1, 1]]


def test_a_panel_of_a_line_is_never_drawn_as_tall_as_a_long_table() -> None:
    rows = arrange([Piece(BRIEF), Piece(grid(11, 4))], tight=True)
    assert [len(row.stacks) for row in rows] == [1, 1]


def test_a_whisker_is_seen_on_its_bar() -> None:
    """Ink on the house's blue is 2.65 : 1, too little for a line; on grey it is enough."""
    colours = Colours(THEMES["light"])
    assert colours.seen_on({"compare", "brand"}) == "black"
    assert colours.seen_on({"compare"}) == "ink"


def test_names_of_cards_in_a_row_are_set_in_one_size() -> None:
    """A name beside a status has less room than one alone, and takes ten points then; the others do not outdo it."""
    alone, beside = (
        Card("Tickets", "840", "", "F-1"),
        Card("Median first response time", "1.0", "min", "F-2", status="on target"),
    )
    assert cards._bands((alone,), 2.9, (alone,)).name_size == 11.5
    assert cards._bands((alone,), 2.9, (alone, beside)).name_size == 10.0


def test_values_stand_equally_high_in_both_rows_of_cards() -> None:
    """A name of two lines in one row makes room in the other too."""
    short, long = (tuple(Card(f"{name} {n}", "840", "", f"F-{n}") for n in range(4)) for name in ("A", "A long " * 6))
    first, second = (cards._bands(row, 2.9, (*short, *long)) for row in (short, long))
    assert first.name == second.name == pytest.approx(2 * 10.0 * 1.28 / 72 + 0.06)


def test_cards_with_a_slide_to_themselves_grow_and_so_do_their_letters() -> None:
    """Eight without a history take two rows of 2.4 inches of the 5.4 there are, where they need 1.6."""
    eight = FigureRow(tuple(Card(f"Tickets {n}", "840", "", f"F-{n}", deltas=(Delta("MoM", "3%"),)) for n in range(8)))
    wanted = cards.need(eight, 12.2)
    assert wanted.least == pytest.approx(2 * 1.61 + 0.2, abs=0.05)
    assert wanted.most == pytest.approx(2 * 2.4 + 0.2)
    row = eight.cards[:4]
    assert cards._scale(eight, row, 2.9, 1.65) == 1.0
    assert cards._scale(eight, row, 2.9, 2.4) >= 1.5


def test_comparisons_of_cards_in_a_row_are_set_in_one_size() -> None:
    short = Card("Tickets", "840", "", "F-1", deltas=(Delta("MoM", "3%"),))
    long = Card("Resolution", "93%", "", "F-2", deltas=tuple(Delta("MoM", "▼12.7百分点") for _ in range(3)))
    alone, both = (cards._bands((short,), 2.9, every) for every in ((short,), (short, long)))
    assert alone.delta_size == 10.5
    assert both.delta_size < 9.5


@pytest.mark.parametrize(("width", "below"), [(12.0, "2025年"), (4.9, "2025"), (3.4, "\u201925")])
def test_months_of_two_years_carry_theirs_as_fully_as_there_is_room(width: float, below: str) -> None:
    """Thirteen months from October: the first and January, the fourth."""
    months = tuple(f"{(9 + n) % 12 + 1}月" for n in range(13))
    starts = tuple(date(2025 + (9 + n) // 12, (9 + n) % 12 + 1, 1) for n in range(13))
    chart = Chart("c", Question.TREND, "", months, (Series("s", tuple(map(float, range(13)))),), "", starts=starts)
    names = form_of(chart, Colours(THEMES["light"]), width, 3.0).categories
    assert names[0] == f"10月\n{below}"
    assert [at for at, name in enumerate(names) if "\n" in name] == [0, 3]
    assert names[3] == f"1月\n{below.replace('25', '26')}"
    year = replace(chart, starts=tuple(one.replace(year=2026) for one in starts))
    assert form_of(year, Colours(THEMES["light"]), width, 3.0).categories == months


def test_tables_below_one_another_are_equally_wide() -> None:
    """Two short columns take six inches by themselves, and all twelve below a table of sentences; three take them."""
    said = Table("t", (Column("a"), Column("b")), ((Cell("x"), Cell("a sentence of many words " * 8)),))
    slim, broad = ((Piece(one), Box(0.5, at, 12.0, 2.0)) for one, at in ((grid(3, 2), 1.0), (said, 3.5)))
    assert [one.wide for one in sizes([slim])] == [6.0]
    assert [one.wide for one in sizes([(Piece(grid(3, 3)), slim[1])])] == [12.0]
    assert [one.wide for one in sizes([slim, broad])] == [12.0, 12.0]


def test_a_short_table_alone_on_a_slide_is_set_larger() -> None:
    """Two rows take 16 points there, header .6 and rows .85 inches high, and no more than 13 beside a chart."""
    ((placed,),) = lay_out(pieces_of([grid(2, 6)]))
    assert placed.box.h == pytest.approx(0.6 + 2 * 0.85, abs=0.3)
    assert [one.table for one in sizes([(placed.piece, placed.box)])] == [16.0]
    assert next(one.table for one in sizes([(placed.piece, placed.box), (Piece(LINE), placed.box)])) == 13.0


def test_a_table_whose_cells_would_wrap_in_larger_letters_keeps_its_own() -> None:
    """Ten columns share 12.2 inches: twelve letters of 13 points take one line of 1.04 inches, of 16 they do not."""
    wide = grid(2, 10, "12,345.67 h")
    natural, ample = tables.plan(wide, OWN.body.w, 12.0), tables.need(wide, OWN.body.w).ample
    assert {round(one, 3) for one in natural.heights} == {round(12 * 1.28 / 72 + 0.17, 3)}
    assert ample < 3 * 0.85


def test_few_measures_alone_on_a_slide_are_set_larger_and_in_higher_rows() -> None:
    items = tuple(Step(f"Measure {n}", "Look into it.", ("Owner: open", "By: open")) for n in range(2))
    assert steps.need(Numbered(Steps(items)), OWN.body.w).most == pytest.approx(2 * 1.0)
    assert steps.need(Numbered(Steps(items)), OWN.body.w).ample == pytest.approx(2 * 1.6)
    ((placed,),) = lay_out(pieces_of([Steps(items)]))
    assert placed.box.h == pytest.approx(2 * 1.6)
    ((beside, _),) = lay_out(pieces_of([Steps(items), LINE]))
    assert beside.box.h < 2 * 1.0


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Resolver 58: 96.7% (65.7%) and 17 more", ["Resolver 58: 96.7% (65.7%)", "and", "17", "more"]),
        ("from Sep 3 – Oct 31, 2026", ["from", "Sep 3 – Oct 31, 2026"]),
        ("Oct 8–16, 2026: Tickets 1,198", ["Oct 8–16, 2026:", "Tickets", "1,198"]),
        ("Service 1 and Service 2: review", ["Service 1", "and", "Service 2:", "review"]),
        ("In 2016 Tickets 84.6%", ["In", "2016", "Tickets", "84.6%"]),
    ],
)
def test_people_dates_and_numbered_names_stay_whole(said: str, words: list[str]) -> None:
    assert [unsigned(one).replace("\u00a0", " ").strip() for one in text._words(paired(said))] == words
    assert text.widest_word(said, 12.0) == pytest.approx(max(text.width(one, 12.0) for one in words))


@pytest.mark.parametrize(
    ("title", "end"),
    [
        ("与自身历史相比，投诉组：投诉处理时长（平均）改善，首次响应时长（中位数）变差；在线组也有指标变差", "改善，"),
        ("重点客户解决率（7天内）降至88.1%、全部客户的解决时长（中位数）升至7.6小时；9项目标达成5项", "全部客户的"),
        ("Service 1 comes first of 2 kinds of problem by harm and number: 183 tickets of the usual kind", "by harm"),
    ],
)
def test_a_title_of_two_lines_is_not_broken_within_a_word_or_behind_a_number(title: str, end: str) -> None:
    first, _ = broken(title, title_size(title, OWN.title), OWN.title).split("\n")
    assert first.strip().endswith(end)


@pytest.mark.parametrize(("mark", "stop"), [("; ", "."), ("；", "。")])
def test_the_last_part_of_a_very_long_title_stands_below_it(mark: str, stop: str) -> None:
    """What takes two lines of 18 points or more stays a title."""
    long, last = "the complaints team got worse in median first response time " * 3, "also worse: the online team"
    page = Page("S", Heading(2, f"{long}{mark}{last}"), (LINE,), opens_section=True)
    (sheet,) = sheets([page], OWN)
    assert (sheet.title, sheet.opens) == (long, (("S", page.heading.text),))
    assert sheet.pieces[0].body == Paragraph(f"Also worse: the online team{stop}")
    short = replace(page, heading=Heading(2, f"Worse: one{mark}{last}"))
    assert [one.title for one in sheets([short], OWN)] == [short.heading.text]


def test_people_with_their_numbers_stand_below_one_another_in_chinese() -> None:
    people = Cell("Resolver 58：96.7%（65.7%）、Resolver 2：84.7%（63.5%）、另17人")
    lines = ["Resolver 58：96.7%（65.7%）、", "Resolver 2：84.7%（63.5%）、", "另17人"]
    assert tables.shown(people).split("\n") == lines
    every, one = (Table("t", (Column("a"),), ((cell,),)) for cell in (people, Cell(lines[0])))
    assert tables.natural_width(every) == tables.natural_width(one)
    assert round(tables.plan(every, 3.0, 10.5).heights[1] - tables.plan(one, 3.0, 10.5).heights[1], 3) == round(
        2 * 10.5 * 1.28 / 72, 3
    )
    assert tables.shown(Cell("投诉：在线组（含微信）")) == "投诉：在线组（含微信）"


def test_a_table_beside_few_words_has_the_room_its_cells_want() -> None:
    """Panels of two lines leave it seven of twelve columns; those taller than the table keep their half."""
    rows = grid(5, 5, "a name of two lines or so")
    low, high = (Callout("What to do", ("Serve first what came first.",) * lines) for lines in (2, 5))
    few, many = (arrange([Piece(one), Piece(one), Piece(rows)], tight=True)[0] for one in (low, high))
    assert [round(stack.width, 2) for stack in few.stacks] == [round(OWN.span_width(span), 2) for span in (5, 7)]
    assert [round(stack.width, 2) for stack in many.stacks] == [round(OWN.span_width(6), 2)] * 2


@pytest.mark.parametrize(("lines", "spans"), [(3, (8, 4)), (12, (6, 6))])
def test_a_long_table_beside_a_panel_is_as_broad_as_the_panel_has_few_lines(lines: int, spans: tuple[int, int]) -> None:
    """Its cells stand on two lines in half of the slide and on one in two thirds of it; a panel of twelve sentences
    would be higher than the table in the third that is left."""
    panel = Callout("This month", ("Complaints rose to 173, all of it from one region.",) * lines)
    (row,) = arrange([Piece(grid(9, 5, "a name of two lines")), Piece(panel)], tight=True)
    assert [round(stack.width, 2) for stack in row.stacks] == [round(OWN.span_width(span), 2) for span in spans]


@pytest.mark.parametrize(("room", "torn"), [(1.65, False), (1.95, True), (2.05, True), (2.2, False)])
def test_a_number_before_two_marks_has_its_line_end_before_it(room: float, torn: bool) -> None:
    """Measured in LibreOffice with Noto Sans at 14 points: from 1.95 to 2.05 inches the second line takes 96.0 and
    leaves its sign to the third; at 2.2 all of it has room."""
    said = "客户满意度的推算范围（79.9%至96.0%）。"
    free = text.spared(said, 14, room)
    assert (free > 0) == torn
    assert text.wrap(said, 14, room - free, safety=False)[-1] == ("（79.9%至96.0%）。" if room > 2.1 else "96.0%）。")


@pytest.mark.parametrize("said", ["在 96.0% 至 98.0% 之间。", "升至96.0%，再说。", "Between 79.9% and 96.0% (80.0%)."])
def test_a_text_without_two_marks_behind_a_number_keeps_its_width(said: str) -> None:
    assert {text.spared(said, 14, room / 10) for room in range(8, 40)} == {0.0}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("after-sales cost", ("after-sales ", "cost")),
        ("Tickets per agent-day", ("Tickets ", "per ", "agent-day")),
        ("cost-effectiveness", ("cost-", "effectiveness")),
    ],
)
def test_a_line_ends_at_the_hyphen_of_a_long_word_only(said: str, words: tuple[str, ...]) -> None:
    assert text._words(said) == words
    assert unsigned(text.set_for(said, "en")) == said
    assert ("-\u2060" in text.set_for(said, "en")) == (len(words[-1]) < 12)


def test_names_of_a_chinese_list_keep_their_numbers_and_lines_may_end_before_each() -> None:
    said = "▲ Category 46、Category 53、Category 42：抽样复核 3 件"
    written = text.set_for(said, "zh")
    assert written == "▲ Category\u00a046、\u200bCategory\u00a053、\u200bCategory\u00a042：抽样复核 3 件"
    assert unsigned(written).replace("\u00a0", " ") == said
    assert text.wrap(said, 12.0, 1.5) == tuple(
        one.replace("y ", "y\u00a0") for one in ("▲ Category 46、", "Category 53、", "Category 42：抽", "样复核 3 件")
    )
    assert _preview(said * 3, 1.5, 0.2).text == "▲ Category 46、…"
    assert text.set_for("工单量，Tickets 1,198", "zh") == "工单量，Tickets 1,198"
