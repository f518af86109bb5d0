"""A month no history can judge: when it is worth watching all the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kefu.analyses._worst import differs, watched
from kefu.analyses.change import turned
from kefu.findings import Figure, Finding, Lineage, Period, Query, Unit
from kefu.metrics import METRICS
from kefu.metrics.query import Measurement
from kefu.narrative.narrator import Narrator

RATE = METRICS["delivery_on_time_rate"]


def of(metric: str, values: list[float], sample: int) -> list[Measurement]:
    """Months one after the other, the last of them March 2018."""
    last, unit = Period.month("2018-03"), METRICS[metric].unit
    return [
        Measurement(
            Query(metric, last.shifted(1 + at - len(values))),
            Figure(value, unit, sample, Lineage("by hand", formula=str(at))),
        )
        for at, value in enumerate(values)
    ]


def uneven(series: list[Measurement], kind: str = "change.uneven") -> Finding:
    now = series[-1].figure
    figures = dict.fromkeys(("now", "expected", "lower", "upper", "hidden"), now)
    return Finding("analyses.change", kind, {"metric": series[-1].metric}, figures)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([0.96, *[0.85, 0.99] * 5, 0.85, 0.79], "change.noticeable"),
        ([0.96, *[0.78, 0.99] * 5, 0.85, 0.79], "change.uneven"),  # a worse month is known
        ([0.84, *[0.85, 0.99] * 5, 0.85, 0.79], "change.uneven"),  # 0.05 / sqrt(0.815 * 0.185 * 2 / 400) = 1.8 errors
        ([*[0.85, 0.99] * 5, 0.85, 0.79], "change.uneven"),  # no month of a year before
        ([0.70, *[0.85, 0.80] * 5, 0.85, 0.99], "change.uneven"),  # the best of all is no bad news
    ],
)
def test_worth_watching_is_the_worst_month_that_is_proven_worse_than_a_year_before(
    values: list[float], kind: str
) -> None:
    """0.96 against 0.79 of 400 each: 0.17 / sqrt(0.875 * 0.125 * 2 / 400) = 7.3 standard errors."""
    series = of("delivery_on_time_rate", values, 400)
    assert watched(RATE, series, uneven(series)).kind == kind


@pytest.mark.parametrize(
    ("last", "kind", "unlike"),
    [(900.0, "change.noticeable", True), (1_100.0, "change.real", False), (900.0, "change.normal", False)],
)
def test_a_rise_that_stays_below_its_history_is_marked(last: float, kind: str, unlike: bool) -> None:
    """1,000 where 1,200 are expected is more than 900 and less than 1,100."""
    series = of("ticket_volume", [1_250.0, last, 1_000.0], 1)
    expected = Figure(1_200.0, Unit.COUNT, 1, Lineage("by hand"))
    change = Finding(
        "analyses.change", kind, {"metric": "ticket_volume"}, {"now": series[-1].figure, "expected": expected}
    )
    marked = turned(change, series)
    assert ("unlike_last_month" in marked.subject) is unlike
    if kind == "change.noticeable":
        assert Narrator("en", METRICS).headline(marked) == "Tickets came in below expectation at 1,000: worth watching"
        assert Narrator("zh", METRICS).headline(marked) == "工单量低于预期，为1,000，值得关注"


def test_it_is_told_with_the_year_before_and_without_limits_that_say_nothing() -> None:
    series = of("delivery_on_time_rate", [0.96, *[0.85, 0.99] * 5, 0.85, 0.79], 400)
    found = watched(RATE, series, uneven(series))
    assert set(found.figures) == {"now", "expected", "year", "known"}
    assert (found.figures["year"].value, found.figures["known"].value) == (0.96, 13)
    expected = Figure(0.92, Unit.SHARE, 400, Lineage("by hand"))
    found = replace(found, figures={**found.figures, "expected": expected})
    assert Narrator("en", METRICS).tell(found) == (
        "On-time delivery rate: 79.0%, the lowest of 13 months and below the 96.0% of a year before "
        "by more than chance explains: worth watching"
    )
    assert Narrator("zh", METRICS).brief(found) == "准时送达率降至79.0%，为13个月来最低"


@pytest.mark.parametrize(
    ("started_up", "en", "zh"),
    [
        (
            True,
            "the lowest of 13 months (without the first ones, which have few records) and below",
            "是13个月来最低（最初记录很少的月份不计），低于",
        ),
        (False, "the lowest of 13 months and below", "是13个月来最低，低于"),
    ],
)
def test_the_worst_of_so_many_months_says_that_the_first_are_left_out(started_up: bool, en: str, zh: str) -> None:
    series = of("delivery_on_time_rate", [0.96, *[0.85, 0.99] * 5, 0.85, 0.79], 400)
    change = uneven(series)
    change = replace(change, figures={**change.figures, "expected": Figure(0.92, Unit.SHARE, 400, Lineage("by hand"))})
    found = watched(RATE, series, change, started_up=started_up)
    assert en in Narrator("en", METRICS).tell(found)
    assert zh in Narrator("zh", METRICS).tell(found)


def test_a_verdict_stays_as_it_is() -> None:
    series = of("delivery_on_time_rate", [0.96, *[0.85, 0.99] * 5, 0.85, 0.79], 400)
    normal = uneven(series, "change.normal")
    assert watched(RATE, series, normal) is normal


@pytest.mark.parametrize(
    ("metric", "now", "before", "found"),
    [
        ("complaint_backlog", 160, 65, True),  # 160 of both 225: (160 - 112.5) / sqrt(225 / 4) = 6.3 errors
        ("complaint_backlog", 80, 65, False),  # (80 - 72.5) / sqrt(145 / 4) = 1.2
        ("ticket_volume", 1600, 650, None),  # what came in follows the business
    ],
)
def test_counts_of_what_is_open_are_held_against_each_other(
    metric: str, now: float, before: float, found: bool | None
) -> None:
    one, other = (Figure(float(value), Unit.COUNT, int(value), Lineage("by hand")) for value in (now, before))
    assert differs(METRICS[metric], one, other) is found
