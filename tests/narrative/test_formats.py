"""Numbers as readers see them, in both languages, with the values where the form changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.findings import Period, Unit
from kefu.narrative.formats import (
    Axis,
    Language,
    Shown,
    Style,
    arrow,
    axis,
    axis_beside,
    beside,
    cell_format,
    chance,
    change,
    change_interval,
    day,
    duration,
    ended,
    exact_amount,
    figure,
    growth,
    han,
    interval,
    is_in,
    kept_as,
    labels,
    number_format,
    on_axis,
    period,
    readable,
    relative,
    told_once,
)

HOUR, DAY = 3600, 86_400
ZH, EN = Style("zh"), Style("en")


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (None, Unit.SECONDS, "–", "–"),
        (0, Unit.SECONDS, "0秒", "0 s"),
        (0.4, Unit.SECONDS, "0.4秒", "0.4 s"),
        (8.4, Unit.SECONDS, "8.4秒", "8.4 s"),
        (9.96, Unit.SECONDS, "10秒", "10 s"),
        (42, Unit.SECONDS, "42秒", "42 s"),
        (59.4, Unit.SECONDS, "59秒", "59 s"),
        (59.94, Unit.SECONDS, "60秒", "60 s"),
        (119, Unit.SECONDS, "119秒", "119 s"),
        (119.7, Unit.SECONDS, "2.0分钟", "2.0 min"),
        (120, Unit.SECONDS, "2.0分钟", "2.0 min"),
        (210, Unit.SECONDS, "3.5分钟", "3.5 min"),
        (3596, Unit.SECONDS, "59.9分钟", "59.9 min"),
        (3599, Unit.SECONDS, "1.0小时", "1.0 h"),
        (3600, Unit.SECONDS, "1.0小时", "1.0 h"),
        (1.8 * HOUR, Unit.SECONDS, "1.8小时", "1.8 h"),
        (47.9 * HOUR, Unit.SECONDS, "47.9小时", "47.9 h"),
        (48 * HOUR, Unit.SECONDS, "2.0天", "2.0 days"),
        (2.4 * DAY, Unit.SECONDS, "2.4天", "2.4 days"),
        (-1.8 * HOUR, Unit.SECONDS, "-1.8小时", "-1.8 h"),
        (2.4, Unit.DAYS, "2.4天", "2.4 days"),
        (0, Unit.COUNT, "0", "0"),
        (12_345, Unit.COUNT, "12,345", "12,345"),
        (9.5, Unit.COUNT, "9.5", "9.5"),
        (12.5, Unit.COUNT, "13", "13"),
        (99.96, Unit.COUNT, "100", "100"),
        (99_999, Unit.COUNT, "99,999", "99,999"),
        (99_999.6, Unit.COUNT, "10.0万", "100,000"),
        (100_000, Unit.COUNT, "10.0万", "100,000"),
        (123_456, Unit.COUNT, "12.3万", "123,456"),
        (99_999_600, Unit.COUNT, "1.00亿", "99,999,600"),
        (-123_456, Unit.COUNT, "-12.3万", "-123,456"),
        (12.35, Unit.MONEY, "12.35元", "¥12.35"),
        (856.5, Unit.MONEY, "857元", "¥857"),
        (9_999.6, Unit.MONEY, "1.00万元", "¥10.0K"),
        (12_345, Unit.MONEY, "1.23万元", "¥12.3K"),
        (999_960, Unit.MONEY, "100.0万元", "¥1.00M"),
        (1_253_000, Unit.MONEY, "125.3万元", "¥1.25M"),
        (125_000_000, Unit.MONEY, "1.25亿元", "¥125.0M"),
        (-12_345, Unit.MONEY, "-1.23万元", "-¥12.3K"),
        (0.874, Unit.SHARE, "87.4%", "87.4%"),
        (0.8745, Unit.SHARE, "87.5%", "87.5%"),
        (0.0003, Unit.SHARE, "0.03%", "0.03%"),
        (0, Unit.SHARE, "0.0%", "0.0%"),
        (1, Unit.SHARE, "100.0%", "100.0%"),
        (32.1, Unit.NPS, "32.1", "32.1"),
        (-0.04, Unit.NPS, "0.0", "0.0"),
        (4.515, Unit.SCORE, "4.52", "4.52"),
        (1.23, Unit.RATIO, "1.23", "1.23"),
        (1234.5, Unit.RATIO, "1,234.50", "1,234.50"),
    ],
)
def test_figures(value: float | None, unit: Unit, zh: str, en: str) -> None:
    assert str(figure(value, unit, ZH)) == zh
    assert str(figure(value, unit, EN)) == en


def test_number_and_unit_come_apart() -> None:
    assert figure(6480, Unit.SECONDS, ZH) == Shown("1.8", "小时")
    assert figure(1_253_000, Unit.MONEY, ZH) == Shown("125.3", "万元")
    assert figure(0.874, Unit.SHARE, EN) == Shown("87.4%", "")


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_our_own_mistake(bad: float) -> None:
    for show in (figure, change):
        with pytest.raises(ValueError, match="undefined number is None"):
            show(bad, Unit.COUNT, ZH)
    with pytest.raises(ValueError, match="cannot be shown"):
        relative(bad, "zh")
    with pytest.raises(ValueError, match="cannot be shown"):
        interval(0, bad, Unit.SHARE, EN)


@given(st.floats(-1e12, 1e12), st.sampled_from(list(Unit)), st.sampled_from(["zh", "en"]))
def test_every_number_has_a_text_and_none_is_minus_nothing(value: float, unit: Unit, language: str) -> None:
    shown = figure(value, unit, ZH if language == "zh" else EN)
    assert shown.number
    assert not (shown.number.startswith("-") and not any(digit in shown.number for digit in "123456789"))


@pytest.mark.parametrize(
    ("delta", "unit", "zh", "en"),
    [
        (None, Unit.SHARE, "–", "–"),
        (0.012, Unit.SHARE, "+1.2个百分点", "+1.2 pp"),
        (-0.1, Unit.SHARE, "-10.0个百分点", "-10.0 pp"),
        (0.0005, Unit.SHARE, "+0.1个百分点", "+0.1 pp"),
        (0.00049, Unit.SHARE, "基本持平", "flat"),
        (-720, Unit.SECONDS, "-12.0分钟", "-12.0 min"),
        (0, Unit.SECONDS, "基本持平", "flat"),
        (1234, Unit.COUNT, "+1,234", "+1,234"),
        (-123_456, Unit.COUNT, "-12.3万", "-123,456"),
        (12_345, Unit.MONEY, "+1.23万元", "+¥12.3K"),
        (-3.2, Unit.NPS, "-3.2", "-3.2"),
        (0.04, Unit.NPS, "基本持平", "flat"),
        (0.25, Unit.SCORE, "+0.25", "+0.25"),
        (1.5, Unit.DAYS, "+1.5天", "+1.5 days"),
    ],
)
def test_changes(delta: float | None, unit: Unit, zh: str, en: str) -> None:
    assert change(delta, unit, ZH) == zh
    assert change(delta, unit, EN) == en


@pytest.mark.parametrize(
    ("delta", "said"), [(-3_594.0, "-1.0小时"), (60.0, "+60秒"), (120.0, "+2.0分钟"), (-7_200.0, "-2.0小时")]
)
def test_a_difference_of_times_is_told_in_their_unit(delta: float, said: str) -> None:
    """4.8 hours are an hour less than 5.8, not 59.9 minutes; a minute would be no hour at all."""
    assert change(delta, Unit.SECONDS, ZH, beside=17_280.0) == said


def test_points_have_one_name_in_a_language() -> None:
    assert [change(0.012, Unit.SHARE, style, short=True) for style in (ZH, EN)] == ["+1.2百分点", "+1.2 pp"]
    assert [change_interval(-0.021, 0.056, Unit.SHARE, style) for style in (ZH, EN)] == [
        "-2.1至+5.6个百分点",
        "-2.1 to +5.6 pp",
    ]


@pytest.mark.parametrize(
    ("share", "text"), [(0.032, "+3.2%"), (-0.25, "-25.0%"), (12.5, "+1,250%"), (0.005, "+0.5%"), (None, "–")]
)
def test_relative_changes(share: float | None, text: str) -> None:
    assert relative(share, "zh") == relative(share, "en") == text


def test_a_relative_change_below_half_a_per_cent_is_none() -> None:
    assert relative(-0.0049, "zh") == "基本持平"
    assert relative(0.0, "en") == "flat"


def test_arrows() -> None:
    assert [arrow(value) for value in (0.1, -0.1, 0.004, 0.0, None)] == ["▲", "▼", "▬", "▬", ""]
    assert arrow(3, threshold=5) == "▬"


@pytest.mark.parametrize(
    ("low", "high", "unit", "zh", "en"),
    [
        (1.2 * HOUR, 1.8 * HOUR, Unit.SECONDS, "1.2–1.8小时", "1.2–1.8 h"),
        (50 * 60, 2 * HOUR, Unit.SECONDS, "0.8–2.0小时", "0.8–2.0 h"),
        (0.851, 0.897, Unit.SHARE, "85.1%–89.7%", "85.1%–89.7%"),
        (-3.2, 15, Unit.NPS, "-3.2至15.0", "-3.2 to 15.0"),
        (0.5, 2, Unit.COUNT, "0.5–2.0", "0.5–2.0"),
        (90_000, 120_000, Unit.COUNT, "9.0–12.0万", "90,000–120,000"),
        (1_200_000, 1_500_000, Unit.MONEY, "120.0–150.0万元", "¥1.20M–¥1.50M"),
        (None, 1, Unit.SHARE, "–", "–"),
    ],
)
def test_intervals_share_one_unit(low: float | None, high: float | None, unit: Unit, zh: str, en: str) -> None:
    assert interval(low, high, unit, ZH) == zh
    assert interval(low, high, unit, EN) == en


@pytest.mark.parametrize(
    ("low", "high", "unit", "zh", "en"),
    [
        (-0.112, 0.052, Unit.SHARE, "-11.2至+5.2个百分点", "-11.2 to +5.2 pp"),
        (0.0, 0.0761, Unit.SHARE, "0.0至+7.6个百分点", "0.0 to +7.6 pp"),
        (-2.3 * HOUR, 0.8 * HOUR, Unit.SECONDS, "-2.3至+0.8小时", "-2.3 to +0.8 h"),
        (310, 1_936, Unit.MONEY, "+310至+1,936元", "+¥310 to +¥1,936"),
        (None, 0.1, Unit.SHARE, "–", "–"),
    ],
)
def test_the_ends_of_a_difference_have_their_signs(
    low: float | None, high: float | None, unit: Unit, zh: str, en: str
) -> None:
    assert change_interval(low, high, unit, ZH) == zh
    assert change_interval(low, high, unit, EN) == en


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        ((2026, 10, 1), (2026, 11, 1), "2026年10月", "Oct 2026"),
        ((2026, 12, 1), (2027, 1, 1), "2026年12月", "Dec 2026"),
        ((2026, 1, 1), (2027, 1, 1), "2026年", "2026"),
        ((2026, 7, 1), (2026, 10, 1), "2026年第3季度", "Q3 2026"),
        ((2026, 8, 1), (2026, 11, 1), "2026年8月至10月", "Aug–Oct 2026"),
        ((2025, 11, 1), (2026, 3, 1), "2025年11月至2026年2月", "Nov 2025–Feb 2026"),
        ((2025, 11, 1), (2026, 11, 1), "2025年11月至2026年10月", "Nov 2025–Oct 2026"),
        ((2026, 10, 1), (2026, 10, 16), "2026年10月1日至15日", "Oct 1–15, 2026"),
        ((2026, 9, 28), (2026, 10, 9), "2026年9月28日至10月8日", "Sep 28 – Oct 8, 2026"),
        ((2026, 12, 29), (2027, 1, 5), "2026年12月29日至2027年1月4日", "Dec 29, 2026 – Jan 4, 2027"),
        ((2026, 10, 1), (2026, 10, 2), "2026年10月1日", "Oct 1, 2026"),
    ],
)
def test_periods(start: tuple[int, int, int], end: tuple[int, int, int], zh: str, en: str) -> None:
    which = Period(date(*start), date(*end))
    assert period(which, "zh") == zh
    assert period(which, "en") == en


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (
            ["satisfaction with the speed", "satisfaction with the attitude"],
            ["satisfaction with the speed", "attitude"],
        ),
        (["complaint rate", "complaint closure rate"], ["complaint rate", "complaint closure rate"]),  # one word each
        (["the speed", "tickets"], ["the speed", "tickets"]),
        (["tickets"], ["tickets"]),
        ([], []),
    ],
)
def test_what_names_begin_with_alike_is_told_once(names: list[str], told: list[str]) -> None:
    assert told_once(names) == told


def test_days() -> None:
    assert day(date(2026, 10, 1), "zh") == "2026年10月1日"
    assert day(date(2026, 10, 1), "en") == "Oct 1, 2026"


@pytest.mark.parametrize(
    ("values", "unit", "zh", "en"),
    [
        ([0.1, None, 0.9], Unit.SHARE, Axis(1, "", "0.0%"), Axis(1, "", "0.0%")),
        ([600, 5400, None], Unit.SECONDS, Axis(3600, "小时", "#,##0.0"), Axis(3600, "h", "#,##0.0")),
        ([10, 42], Unit.SECONDS, Axis(1, "秒", "#,##0"), Axis(1, "s", "#,##0")),
        ([10, 12_345], Unit.COUNT, Axis(1, "", "#,##0"), Axis(1, "", "#,##0")),
        ([1.5, 9.5], Unit.COUNT, Axis(1, "", "0.0"), Axis(1, "", "0.0")),
        ([1.5, 12.5], Unit.COUNT, Axis(1, "", "#,##0"), Axis(1, "", "#,##0")),
        ([250_000], Unit.COUNT, Axis(10_000, "万", "#,##0.0"), Axis(1, "", "#,##0")),
        ([1_253_000], Unit.MONEY, Axis(10_000, "万元", "#,##0.0"), Axis(1_000_000, "¥M", "#,##0.0")),
        ([-32, 15], Unit.NPS, Axis(1, "", "0.0"), Axis(1, "", "0.0")),
        ([4.5], Unit.SCORE, Axis(1, "", "0.00"), Axis(1, "", "0.00")),
        ([], Unit.COUNT, Axis(1, "", "#,##0"), Axis(1, "", "#,##0")),
        ([None], Unit.SECONDS, Axis(1, "秒", "#,##0"), Axis(1, "s", "#,##0")),
    ],
)
def test_axes(values: list[float | None], unit: Unit, zh: Axis, en: Axis) -> None:
    assert axis(values, unit, ZH) == zh
    assert axis(values, unit, EN) == en


def test_every_unit_has_a_spreadsheet_code() -> None:
    assert {unit.value: number_format(unit) for unit in Unit} == {
        "count": "#,##0", "seconds": "#,##0", "share": "0.0%", "money": "#,##0.00",
        "score": "0.00", "nps": "0.0", "ratio": "0.00", "days": "0.0",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rough", "set_"),
    [
        ("处理时长(小时):1.8 小时,较上月 +3.2%", "处理时长（小时）：1.8小时，较上月+3.2%"),
        ("客户(VIP)投诉", "客户（VIP）投诉"),
        ("投诉(a)(b)增加", "投诉（a）（b）增加"),
        ("中文(含 (嵌套) 括号)", "中文（含（嵌套）括号）"),
        ("共 12 条; 其中 3 条超时!", "共12条；其中3条超时！"),
        ("开始时间: 9:30, 说明", "开始时间：9:30，说明"),
        ("满意度 87.4% 的客户", "满意度87.4%的客户"),
        ("费用 ¥12 万", "费用¥12万"),
        ("see (a, b): 1,234 ok?", "see (a, b): 1,234 ok?"),
        ("- 客户 A", "- 客户A"),
        ("", ""),
    ],
)
def test_chinese_is_set_as_print_does(rough: str, set_: str) -> None:
    assert han(rough) == set_


@given(st.text(alphabet="客户ab 12,:;()!?（），%\n", max_size=30))
def test_setting_twice_changes_nothing(text: str) -> None:
    assert han(han(text)) == han(text)


@pytest.mark.parametrize(
    ("value", "currency", "zh", "en"),
    [
        (12.35, "USD", "US$12.35", "$12.35"),
        (84_999, "BRL", "R$8.50万", "R$85.0K"),
        (1_253_000, "EUR", "€125.3万", "€1.25M"),
        (-856, "CHF", "-CHF\u00a0856", "-CHF\u00a0856"),
    ],
)
def test_money_carries_the_sign_of_its_currency(value: float, currency: str, zh: str, en: str) -> None:
    assert str(figure(value, Unit.MONEY, Style("zh", currency))) == zh
    assert str(figure(value, Unit.MONEY, Style("en", currency))) == en


@pytest.mark.parametrize(
    ("values", "unit", "zh", "en"),
    [
        ((10_312.4, 9_258.0, 4_282.0), Unit.MONEY, ("R$10,312", "R$9,258", "R$4,282"),
         ("R$10,312", "R$9,258", "R$4,282")),
        ((230.0, 96.84, None), Unit.MONEY, ("R$230", "R$97", "–"), ("R$230", "R$97", "–")),
        ((28_800.0, 84_999.0), Unit.MONEY, ("R$2.88万", "R$8.50万"), ("R$28.8K", "R$85.0K")),
        ((2_500_000.0, 9_000.0), Unit.MONEY, ("R$250.0万", "R$9,000"), ("R$2.50M", "R$9,000")),
        ((447_000.0, 83_400.0), Unit.MONEY, ("R$44.7万", "R$8.3万"), ("R$447.0K", "R$83.4K")),
        ((142_000.0, 8_365.0, 0.0), Unit.COUNT, ("142,000", "8,365", "0"), ("142,000", "8,365", "0")),
        ((0.5, 0.25), Unit.SHARE, ("50.0%", "25.0%"), ("50.0%", "25.0%")),
        ((1.7, 1.0, 12.4), Unit.COUNT, ("1.7", "1.0", "12.4"), ("1.7", "1.0", "12.4")),
        ((1.7, 140.0), Unit.COUNT, ("1.7", "140"), ("1.7", "140")),
        ((3.0, 12.0), Unit.COUNT, ("3", "12"), ("3", "12")),
        ((), Unit.MONEY, (), ()),
    ],
)  # fmt: skip
def test_figures_under_one_another_are_told_in_one_unit(
    values: tuple[float | None, ...], unit: Unit, zh: tuple[str, ...], en: tuple[str, ...]
) -> None:
    assert beside(values, unit, Style("zh", "BRL")) == zh
    assert beside(values, unit, Style("en", "BRL")) == en


def test_an_axis_is_in_the_unit_of_its_labels() -> None:
    held = [axis_beside(values, Unit.MONEY, Style("zh", "BRL")) for values in ((10_312.4, 9_258.0), (28_800.0,))]
    assert [(one.divisor, one.unit) for one in held] == [(1.0, "R$"), (10_000.0, "R$万")]


@pytest.mark.parametrize(
    ("seconds", "of", "told"),
    [
        ((1_800.0, 10_800.0), None, ("0.5 h", "3.0 h")),
        ((1_800.0, None, 10_800.0), 1_800.0, ("30.0 min", "", "180.0 min")),  # this month's is told in minutes
        # of six times in minutes four would be 0.7
        ((43.0, 44.0, 41.0, 40.0, 37.0, 60.0), None, ("43 s", "44 s", "41 s", "40 s", "37 s", "60 s")),
        ((43.0, 44.0, 41.0, 40.0, 37.0, 60.0), 60.0, ("43 s", "44 s", "41 s", "40 s", "37 s", "60 s")),
        ((43.0, 41.0, 7_200.0), None, ("43 s", "41 s", "2.0 h")),  # no unit reads for all of them
    ],
)
def test_times_of_a_chart_share_a_unit_that_tells_them_apart(
    seconds: tuple[float | None, ...], of: float | None, told: tuple[str, ...]
) -> None:
    drawn = axis_beside(seconds, Unit.SECONDS, EN, of=of)
    assert labels(seconds, drawn, Unit.SECONDS, EN) == told


def test_money_that_is_owed_is_said_to_the_cent() -> None:
    told = [exact_amount(Decimal(one), Style("zh")) for one in ("300", "12000.00", "0.5")]
    assert told == ["¥300", "¥12,000", "¥0.50"]


def test_a_cell_among_others_says_its_unit() -> None:
    money = [cell_format(Unit.MONEY, style) for style in (ZH, EN, Style("en", "BRL"))]
    assert money == [
        '[>=100]#,##0"元";[=0]0"元";#,##0.00"元"',
        '[>=100]"¥"#,##0;[=0]"¥"0;"¥"#,##0.00',
        '[>=100]"R$"#,##0;[=0]"R$"0;"R$"#,##0.00',
    ]
    assert [cell_format(Unit.SECONDS, style) for style in (ZH, EN)] == ['#,##0"秒"', '#,##0" s"']
    others = set(Unit) - {Unit.MONEY, Unit.SECONDS}
    assert {cell_format(unit, ZH) for unit in others} == {number_format(unit) for unit in others}


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (86_461, "1天1分钟", "1 day 1 minute"),  # a day, a minute and a second: the two largest
        (7_322, "2小时2分钟", "2 hours 2 minutes"),
        (0.4, "0秒", "0 seconds"),  # no time is not an unknown time
        (None, "–", "–"),
    ],
)
def test_a_duration_in_words_has_its_two_largest_units(seconds: float | None, zh: str, en: str) -> None:
    assert (duration(seconds, "zh"), duration(seconds, "en")) == (zh, en)


def test_hardly_any_chance_is_not_none() -> None:
    said = [chance(one) for one in (0.0116, 0.001, 0.00099, 0.0, None)]
    assert said == ["1.2%", "0.1%", "<0.1%", "<0.1%", "–"]


def test_what_grew_from_nothing_is_new() -> None:
    assert [growth(None, 0, 5, language) for language in ("zh", "en")] == ["新增", "new"]
    assert growth(0.5, 2, 3, "en") == "+50.0%"
    assert growth(None, None, 5, "en") == "–"


def test_a_growth_of_two_thousand_per_cent_has_no_tenths() -> None:
    # from 7.4 minutes to 3.1 hours are 24.3 times 7.4 minutes more, as 201.8% in the next column is two times more
    assert [growth(24.251, 440.0, 11_110.0, language) for language in ("zh", "en")] == ["+2,425%", "+2,425%"]
    assert growth(8.99, 1, 9.99, "en") == "+899.0%"


def test_an_interval_is_told_in_the_unit_of_what_it_is_around() -> None:
    style = Style("en")
    assert interval(36.0, 130.0, Unit.SECONDS, style) == "0.6–2.2 min"
    assert interval(36.0, 130.0, Unit.SECONDS, style, 49.0) == "36–130 s"
    assert interval(36.0, 90_000.0, Unit.SECONDS, style, 49.0) == "0.0–25.0 h"  # 90,000 s is no number to read


def test_somebodys_own_words_end_once_and_in_their_script() -> None:
    assert ended("每个大区签约两家承运商", ".") == "每个大区签约两家承运商。"
    assert ended("two carriers in each region", ".") == "two carriers in each region."
    assert [ended(text, ".") for text in ("Done.", "完成！", "")] == ["Done.", "完成！", ""]


def test_a_step_on_an_axis_carries_its_sign() -> None:
    axis_ = axis([47.0], Unit.SECONDS, Style("zh"))
    assert [on_axis(value, axis_, "zh", signed=True) for value in (11.2, -9.8)] == ["+11秒", "-10秒"]


def test_times_of_one_chart_share_the_unit_of_its_axis() -> None:
    """50.2 h are told in days by themselves, and in hours beside 24.8 h; 60 s on an axis of minutes are one."""
    hours = axis([24.8 * HOUR], Unit.SECONDS, ZH)
    assert str(figure(50.2 * HOUR, Unit.SECONDS, ZH)) == "2.1天"
    assert on_axis(50.2 * HOUR, hours, "zh") == "50.2小时"
    assert on_axis(60, axis([180], Unit.SECONDS, EN), "en") == "1.0 min"


def test_a_hundred_days_need_no_tenths() -> None:
    assert str(figure(99.9 * DAY, Unit.SECONDS, ZH)) == "99.9天"
    assert str(figure(386.4 * DAY, Unit.SECONDS, ZH)) == "386天"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("beleza_saude", "beleza saude"),
        ("maçã_do_amor", "maçã do amor"),
        ("bebes", "bebes"),
        ("Category 46", "Category 46"),
        ("sku_12", "sku_12"),
        ("Plan_B", "Plan_B"),
        ("_open", "_open"),
        ("物流_查询", "物流_查询"),
    ],
)
def test_joined_words_are_told_as_words_and_a_name_as_it_is_written(code: str, said: str) -> None:
    assert readable(code) == said


@pytest.mark.parametrize(
    ("text", "value", "unit", "expected"),
    [
        ("▲ 17.2%", 0.1715, None, (0.1715, '"▲ "#,##0.0%;"▼ "#,##0.0%')),
        ("▼2.7百分点", -0.0266, Unit.SHARE, (-2.66, '"▲"#,##0.0"百分点";"▼"#,##0.0"百分点"')),
        ("-8.8 h", -31_625.0, Unit.SECONDS, (-31_625 / 3600, '"+"#,##0.0" h";"-"#,##0.0" h"')),
        ("+R$1.2K", 1_234.0, Unit.MONEY, (1.234, '"+R$"#,##0.0"K";"-R$"#,##0.0"K"')),
        ("▬ flat", -0.0003, Unit.SHARE, (-0.03, '"▬ flat"')),
        ("4.5", 4.52, Unit.COUNT, (4.52, "#,##0.0")),
        ("▲ 24.3 times", 24.251, None, (24.251, '"▲ "#,##0.0" times";"▼ "#,##0.0" times"')),
        ("▲ 25.3 times", 24.251, None, (None, "")),  # would tell what it became, not by how much it grew
        ("new", None, None, (None, "")),
        ("–", 1.0, Unit.COUNT, (None, "")),
    ],
)
def test_a_change_is_kept_as_the_number_its_text_tells(
    text: str, value: float | None, unit: Unit | None, expected: tuple[float | None, str]
) -> None:
    kept, code = kept_as(text, value, unit)
    assert (kept, code) == (expected[0] if expected[0] is None else pytest.approx(expected[0]), expected[1])


def test_amounts_of_parts_have_the_fractions_of_their_whole() -> None:
    """118.4 alone is 118, and beside 33.2 both would be whole; where the whole is 52.70 they are not."""
    values, zh = (118.4, 33.2, 0.0, None), Style("zh")
    own, whole = axis_beside(values, Unit.MONEY, zh), axis_beside(values, Unit.MONEY, zh, of=52.7)
    assert labels(values, own, Unit.MONEY, zh) == ("118元", "33元", "0元", "")
    assert labels(values, whole, Unit.MONEY, zh) == ("118.40元", "33.20元", "0元", "")
    assert axis_beside(values, Unit.MONEY, zh, of=520.0) == own
    assert axis_beside((12_000.0, 33.2), Unit.MONEY, zh, of=52.7).number_format == "#,##0"


@pytest.mark.parametrize(
    ("text", "language", "known"),
    [
        ("Até agora não recebi o produto", "en", False),
        ("Ainda nao recebi o meu produto", "en", False),
        ("Slow delivery", "en", True),
        ("It’s broken and nobody answers me", "en", True),
        ("还没有收到", "en", False),
        ("还没有收到", "zh", True),
        ("Até agora não recebi o produto", "zh", False),
    ],
)
def test_words_of_customers_are_quoted_in_a_title_only_where_its_readers_know_their_language(
    text: str, language: Language, *, known: bool
) -> None:
    assert is_in(text, language) is known
