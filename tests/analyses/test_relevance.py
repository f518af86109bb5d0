"""Normal variation is said of a month only where a change worth knowing of would have stood out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kefu.analyses._judging import finding
from kefu.analyses._relevance import relevant_change
from kefu.findings import Figure, Finding, Lineage, Period, Query, Unit
from kefu.methods.change.verdict import Verdict
from kefu.metrics import METRICS
from kefu.metrics.query import Measurement
from kefu.narrative.formats import Language
from kefu.narrative.narrator import Narrator

WHEN = Period.month("2026-10")


def judged(
    metric: str, value: float, rows: int, verdict: Verdict, *, interval: tuple[float, float] | None = None
) -> Finding:
    definition = METRICS[metric]
    now = Figure(value, definition.unit, rows, Lineage("by hand"), interval=interval)
    return finding("analyses.change", definition, [Measurement(Query(metric, WHEN), now)], verdict)


def normal(expected: float, near: float, far: float) -> Verdict:
    """A normal month, with the 99 % and 99.7 % limits so far from what was expected."""
    return Verdict(expected, expected - far, expected + far, 0.5, "normal", near=(expected - near, expected + near))


@pytest.mark.parametrize(
    ("metric", "expected", "change"),
    [
        ("ticket_volume", 200.0, 60.0),
        ("complaint_rate", 0.10, 0.03),  # three tenths of a small share
        ("csat", 0.80, 0.10),  # not 24 points: ten of a large one
        ("nps", 30.0, 20.0),  # a tenth of the 200 from -100 to 100, whatever was expected
        ("nps", 0.0, 20.0),
        ("repairs_over_30_days", 0.0, 0.10),  # a share of nothing would be nothing
    ],
)
def test_a_change_worth_knowing(metric: str, expected: float, change: float) -> None:
    assert relevant_change(METRICS[metric], expected) == pytest.approx(change)


def test_a_metric_may_state_its_own() -> None:
    assert relevant_change(replace(METRICS["ticket_volume"], relevant_change=0.1), 200.0) == pytest.approx(20.0)
    assert relevant_change(replace(METRICS["csat"], relevant_change=0.15), 0.8) == pytest.approx(0.05)


def test_a_month_is_normal_where_that_much_would_have_stood_out() -> None:
    """Of 200 tickets 60 more would be beyond the 99 % limit of 259."""
    found = judged("ticket_volume", 210.0, 210, normal(200.0, near=59.0, far=71.0))
    assert (found.kind, found.caveats) == ("change.normal", ("within_normal_variation",))
    assert "hidden" not in found.figures


def test_months_that_differ_by_more_than_that_allow_no_verdict() -> None:
    """Chance lets 200 tickets vary by 2.58 * sqrt(200) = 36, less than 60: it is the months that are uneven."""
    found = judged("ticket_volume", 210.0, 210, normal(200.0, near=61.0, far=74.0))
    assert (found.kind, found.caveats) == ("change.uneven", ())
    assert found.figures["hidden"].value == pytest.approx(60.0)
    assert Narrator("en", METRICS).tell(found) == (
        "Tickets: 210; past months vary too much to say whether that is unusual: 126 to 274 would still be "
        "ordinary ups and downs"
    )  # 200 less and more 74, the farther limit
    assert "不能判断" in Narrator("zh", METRICS).tell(found)


def test_months_on_their_way_up_are_not_called_uneven() -> None:
    """A year that rises from 100 to 320 by 20 a month is no noise; from two years on its trend is allowed for."""
    year, two_years = (growing(months) for months in (12, 24))
    assert (year.kind, two_years.kind) == ("change.rising", "change.uneven")
    assert Narrator("en", METRICS).tell(year) == (
        "Tickets: 340; on the rise for months, and with under two years of usable history it cannot be said whether "
        "this month is out of line with that"
    )
    assert "总体在上升" in Narrator("zh", METRICS).tell(year)
    assert "differ" not in Narrator("en", METRICS).headline(year)


def growing(months: int) -> Finding:
    definition = METRICS["ticket_volume"]
    series = [
        Measurement(
            Query("ticket_volume", WHEN.shifted(place - months)), Figure(count, Unit.COUNT, 1, Lineage("by hand"))
        )
        for place, count in enumerate(100.0 + 20 * month for month in range(months + 1))
    ]
    return finding("analyses.change", definition, series, normal(210.0, near=200.0, far=250.0))


def test_rows_too_few_for_that_allow_no_verdict() -> None:
    """Chance lets 30 complaints vary by 2.58 * sqrt(30) = 14, more than 9."""
    found = judged("complaint_volume", 33.0, 33, normal(30.0, near=15.0, far=18.0))
    assert found.kind == "change.few"
    assert "nothing to explain" not in Narrator("en", METRICS).tell(found)
    assert "处于正常波动范围内" not in Narrator("zh", METRICS).tell(found)


@pytest.mark.parametrize(
    ("metric", "expected", "said"),
    [
        ("complaint_volume", 9.0, ": chance alone may give up to 20"),  # nobody fears less than none
        (
            "csat",
            0.5,
            ": 10.0 pp more or less than the 50.0% its history suggests would not stand out",
        ),  # anything is no range
        ("complaint_volume", 30.0, ": chance alone may give 19 to 41"),
    ],
)
def test_limits_that_say_nothing_are_not_told(metric: str, expected: float, said: str) -> None:
    found = judged(metric, expected, 4 if metric == "csat" else 30, normal(expected, near=11.0, far=11.0))
    assert said in Narrator("en", METRICS).tell(found)


def test_an_amount_varies_more_than_its_rows_are_many() -> None:
    """Of 100 rows the cost varies by 2.58 * sqrt(2 / 100) = 36 %; the count of as many by 26 %."""
    paid = judged("after_sales_cost", 4_000.0, 100, normal(4_000.0, near=1_500.0, far=1_800.0))
    counted = judged("return_volume", 100.0, 100, normal(100.0, near=37.5, far=45.0))
    assert (paid.kind, counted.kind) == ("change.few", "change.uneven")


def test_a_share_that_never_varied_is_no_verdict_on_one_row() -> None:
    """One repair in time: anything up to 79 % late is possible. Of 100 repairs, no more than 4 %."""
    still = normal(0.0, near=0.0, far=0.0)
    one, hundred = (
        judged("repairs_over_30_days", 0.0, rows, still, interval=(0.0, high))
        for rows, high in ((1, 0.79), (100, 0.04))
    )
    assert (one.kind, hundred.kind) == ("change.few", "change.normal")


def test_what_is_too_few_says_how_many_it_would_take() -> None:
    """Chance hides three tenths of a count below (2.576 / 0.3)^2 = 73.7 of them, and ten points of a share of 80 %
    below 0.8 * 0.2 * (2.576 / 0.1)^2 = 106.2 answers; of what never happened 0 of n leaves 3.84 / (n + 3.84) open, so
    20 points take 3.84 / 0.2 - 3.84 = 15.4 rows, and the metric itself asks for 30. Told are two digits, upwards, and
    nothing where it is more than five times what the month has: from 6 repairs on 30 are."""
    still = normal(0.0, near=0.0, far=0.0)
    counted = judged("complaint_volume", 33.0, 33, normal(30.0, near=15.0, far=18.0))
    shared = judged("csat", 0.8, 60, normal(0.8, near=0.2, far=0.25), interval=(0.68, 0.88))
    never, once = (judged("repairs_over_30_days", 0.0, rows, still, interval=(0.0, 0.79)) for rows in (6, 5))
    assert [one.figures["needed"].value for one in (counted, shared, never)] == [74, 110, 30]
    assert [one.figures["rows"].value for one in (counted, shared, never)] == [33, 60, 6]
    assert (once.kind, "needed" in once.figures, "rows" in once.figures) == ("change.few", False, False)
    assert "needed" not in Narrator("en", METRICS).tell(once)
    assert "is unusual (33 complaints this month; 74 needed)" in Narrator("en", METRICS).tell(counted)
    assert "数量太少（本月33起，至少74起才能判断）" in Narrator("zh", METRICS).tell(counted)


def test_what_is_too_uneven_says_how_many_months_would_do() -> None:
    """After twelve months the 99 % limit is 3.106 * sqrt(13 / 12) = 3.233 deviations, after 24 it is 2.807 *
    sqrt(25 / 24) = 2.865. So a limit of 67.4 tickets comes to 59.7, and sixty more stand out; one of 75 to 66.5."""
    found = [uneven(12, near) for near in (67.4, 75.0)]
    assert [one.kind for one in found] == ["change.uneven", "change.uneven"]
    assert found[0].figures["months"].value == 24
    assert "months" not in found[1].figures  # 36 months: 2.724 * sqrt(37 / 36) / 3.233 * 75 = 64.1
    assert Narrator("en", METRICS).tell(found[0]).endswith("24 months of history would tell")
    assert Narrator("zh", METRICS).tell(found[0]).endswith("历史满24个月后才能判断")


def uneven(months: int, near: float) -> Finding:
    """210 tickets after so many months of 200, with the 99 % limit so far out."""
    definition, lineage = METRICS["ticket_volume"], Lineage("by hand")
    series = [
        Measurement(Query("ticket_volume", WHEN), Figure(value, definition.unit, int(value), lineage))
        for value in (*[200.0] * months, 210.0)
    ]
    return finding("analyses.change", definition, series, normal(200.0, near=near, far=near * 1.2))


@pytest.mark.parametrize("metric", ["active_agents", "backlog"])
def test_people_and_open_tickets_vary_by_whole_ones(metric: str) -> None:
    """Between 10.6 - 5.65 and 10.6 + 5.65 there are 5 to 16."""
    found = judged(metric, 11.0, 200, normal(10.6, near=3.0, far=5.65))
    assert [found.figures[role].value for role in ("lower", "upper")] == [5, 16]


@pytest.mark.parametrize("level", ["real", "noticeable"])
def test_what_stands_out_is_told_however_wide_the_limits(level: str) -> None:
    verdict = replace(normal(30.0, near=15.0, far=18.0), level=level)  # type: ignore[arg-type]
    assert judged("complaint_volume", 50.0, 50, verdict).kind == f"change.{level}"


@pytest.mark.parametrize(
    ("metric", "expected", "hidden", "said"),
    [
        ("first_response_median", 44_280.0, 13_284.0, "3.7 h more or less than the 12.3 h its history suggests"),
        ("low_score_rate", 0.0, 0.1, "10.0 pp more than the 0.0% its history suggests"),  # no fewer than none
        ("csat", 0.95, 0.1, "10.0 pp less than the 95.0% its history suggests"),  # no more than all
        ("nps", 5.0, 10.0, "10.0 more or less than the 5.0 its history suggests"),  # which may be below 0
    ],
)
def test_what_would_not_stand_out_is_told_of_what_was_expected(
    metric: str, expected: float, hidden: float, said: str
) -> None:
    """3.7 h are 30 % of the 12.3 h its months suggest."""
    assert said in Narrator("en", METRICS).tell(beyond_naming(metric, expected, expected, hidden))


def beyond_naming(metric: str, now: float, expected: float, hidden: float) -> Finding:
    unit, held = METRICS[metric].unit, (("now", now), ("expected", expected), ("hidden", hidden))
    figures = {role: Figure(one, unit, 48, Lineage("by hand", formula=role)) for role, one in held}
    limits = {"lower": figures["expected"], "upper": figures["expected"]}  # which nobody would name
    return Finding("analyses.change", "change.few", {"metric": metric}, figures | limits)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Median first response time: 2.6 h, too few to say whether that is unusual"),
        ("zh", "首次响应时长（中位数）为2.6小时，不能判断是否正常：数量太少"),
    ],
)
def test_no_margin_is_told_that_the_month_itself_is_beyond(language: Language, said: str) -> None:
    """2.6 h are 9.7 h less than the 12.3 h its months suggest, where 3.7 h are not to stand out."""
    assert Narrator(language, METRICS).tell(beyond_naming("first_response_median", 9_360.0, 44_280.0, 13_284.0)) == said
