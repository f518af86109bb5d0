"""What is told of days: forecasts that add up, days that stand out with what happened then, and lasting shifts.

Fourteen months of tickets by hand: 12 on Mondays down to 6 on Sundays, one more or less by turns; from 2 February 2026
on half as many again; 60 on 18 March, during an incident, and 55 on 10 March, for no reason anybody gives. They are
answered within 40 to 70 seconds, on 20 March within ten times as many, and on 18 February within a tenth of that.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from kefu.analyses import ANALYSES, Study
from kefu.analyses.forecast import _busiest
from kefu.engine import connect
from kefu.findings import Finding, Period, Unit
from kefu.findings.figure import derived
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.formats import Language
from kefu.narrative.narrator import Narrator
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

FIRST, LAST = date(2025, 2, 1), date(2026, 4, 10)
SHIFT = date(2026, 2, 2)
WEEK = (12, 11, 10, 10, 10, 8, 6)
ODD = {date(2026, 3, 18): 60, date(2026, 3, 10): 55}
PACE = {date(2026, 3, 20): 10.0, date(2026, 2, 18): 0.1}
MARCH = Period.month("2026-03")


def count(day: date) -> int:
    usual = WEEK[day.weekday()] + (day.toordinal() * 7 % 5) - 2  # -2 to 2 by turns
    return ODD.get(day, round(usual * (1.5 if day >= SHIFT else 1.0)))


def answered(day: date, number: int) -> datetime:
    asked = datetime.combine(day, time(8 + number % 12, number % 60))
    seconds = 40 + (day.toordinal() * 7 + number * 3) % 31
    return asked + timedelta(seconds=seconds * PACE.get(day, 1.0))


def days_from(first: date) -> list[date]:
    return [first + timedelta(days=step) for step in range((LAST - first).days + 1)]


def ticket_rows(first: date) -> list[dict[str, str]]:
    return [
        {
            "ticket_id": f"{day}-{number}",
            "created_at": f"{day} {8 + number % 12:02}:{number % 60:02}:00",
            "first_responded_at": f"{answered(day, number):%F %T}",
        }
        for day in days_from(first)
        for number in range(count(day))
    ]


def call_rows(every: int) -> list[dict[str, str]]:
    """A call for one in so many of the tickets of a day."""
    return [
        {"call_id": f"{day}-{number}", "started_at": f"{day} {8 + number % 12:02}:{number % 60:02}:00"}
        for day in days_from(FIRST)
        for number in range(0, count(day), every)
    ]


@pytest.fixture(scope="module")
def meter(tmp_path_factory: pytest.TempPathFactory) -> Meter:
    return brought(tmp_path_factory.mktemp("days") / "data", FIRST)


def brought(folder: Path, first: date, *others: Row) -> Meter:
    incident = {
        "incident_id": "I1", "title": "Payment down", "started_at": "2026-03-18 08:00:00",
        "ended_at": "2026-03-18 20:00:00",
    }  # fmt: skip
    bring_in(folder, ticket=ticket_rows(first), incident=[incident, *others])
    return Meter(Snapshot(folder, connect()), METRICS)


def told(name: str, meter: Meter, period: Period = MARCH, metric: str = "ticket_volume") -> list[Finding]:
    study = Study(meter, period, (metric,))
    incidents = tuple(ANALYSES["incidents"].run(study))
    return list(ANALYSES[name].run(Study(meter, period, (metric,), findings=incidents)))


def test_days_that_stand_out_are_told_with_what_happened_then(meter: Meter) -> None:
    unexplained, incident = told("anomalies", meter)
    assert (unexplained.kind, unexplained.subject["from"]) == ("anomaly.unexplained", "2026-03-10")
    assert (incident.kind, incident.subject["incident"]) == ("anomaly.incident", "Payment down")
    assert (incident.figures["now"].value, incident.figures["now"].lineage.query is not None) == (60, True)
    assert incident.figures["expected"].value == pytest.approx(15, abs=3)  # a Wednesday since February: 10 times 1.5


def test_an_incident_that_lasts_all_month_tells_no_day_from_another(tmp_path: Path) -> None:
    seal = {"incident_id": "I2", "title": "Seal", "started_at": "2026-02-20 08:00:00"}
    unexplained, incident = told("anomalies", brought(tmp_path, FIRST, seal))
    assert (unexplained.kind, incident.subject["incident"]) == ("anomaly.unexplained", "Payment down")


def test_the_sentences_name_the_day_and_the_incident(meter: Meter) -> None:
    unexplained, incident = told("anomalies", meter)
    assert "2026年3月18日" in Narrator("zh", METRICS).tell(incident)
    assert "Payment down" in Narrator("en", METRICS).tell(incident)
    assert "日历和事件登记中都没有原因" in Narrator("zh", METRICS).tell(unexplained)


def test_a_day_on_which_everybody_waited_is_told_though_the_month_hides_it(meter: Meter) -> None:
    [slow] = told("bad_days", meter, metric="first_response_median")
    assert (slow.kind, slow.subject["from"], slow.subject["to"]) == ("anomaly.unexplained", "2026-03-20", "2026-03-20")
    assert slow.figures["now"].value == pytest.approx(550, abs=100)  # the middle of 400 to 700
    assert slow.figures["expected"].value == pytest.approx(55, abs=10)
    assert "2026年3月20日首次响应" in Narrator("zh", METRICS).tell(slow)


def test_a_day_of_quick_answers_is_not_a_bad_one(meter: Meter) -> None:
    assert told("bad_days", meter, Period.month("2026-02"), "first_response_median") == []


def test_a_register_nobody_keeps_is_not_asked_for_a_reason(meter: Meter) -> None:
    unexplained, _ = told("anomalies", meter)
    unasked = replace(unexplained, subject={**unexplained.subject, "registered": ""})
    assert "there is no incident register" in Narrator("en", METRICS).tell(unasked)
    assert "没有事件登记可查" in Narrator("zh", METRICS).tell(unasked)


def test_the_level_is_different_since_the_day_it_changed(meter: Meter) -> None:
    [shift] = told("shifts", meter)
    assert shift.kind == "shift.up"
    assert abs((date.fromisoformat(shift.subject["day"]) - SHIFT).days) <= 3
    assert shift.figures["relative"].value == pytest.approx(0.5, abs=0.06)
    assert "2026年2月" in Narrator("zh", METRICS).tell(shift)


def test_the_first_day_of_the_data_is_no_change_of_level(tmp_path: Path) -> None:
    """Of February the data hold the last day alone: the days before it are empty, and were at no level."""
    assert told("shifts", brought(tmp_path / "data", date(2026, 2, 28))) == []


def test_before_it_changed_there_is_no_shift_and_no_day_stands_out(meter: Meter) -> None:
    assert told("shifts", meter, Period.month("2025-12")) == []
    assert told("anomalies", meter, Period.month("2025-12")) == []


def test_the_days_of_the_coming_month_add_up_to_it(meter: Meter) -> None:
    months, days = told("forecast", meter)
    assert months.kind in ("forecast.model", "forecast.naive")
    assert [part.subject["month"] for part in months.parts] == ["2026-04", "2026-05", "2026-06"]
    total = sum(part.figures["expected"].value or 0.0 for part in days.parts)
    assert total == pytest.approx(months.figures["expected"].value)
    assert len(days.parts) == 30
    for part in (*months.parts, *days.parts):
        ends = [
            part.figures[role].value
            for role in ("lower", "inner_lower", "inner_upper", "upper")
            if part.figures.get(role)
        ]
        assert ends == sorted(ends, key=lambda one: one or 0.0)


def test_days_of_calls_are_told_beside_those_of_tickets_where_a_day_has_ten_of_them(tmp_path: Path) -> None:
    """Fourteen months with as many calls as tickets, and then with one call for every four tickets."""
    for every, told_of in ((1, ["ticket_volume", "call_volume"]), (4, ["ticket_volume"])):
        bring_in(tmp_path / f"{every}", ticket=ticket_rows(FIRST), call=call_rows(every))
        meter = Meter(Snapshot(tmp_path / f"{every}", connect()), METRICS)
        found = ANALYSES["forecast"].run(Study(meter, MARCH, ("ticket_volume", "call_volume")))
        days = [one for one in found if one.kind in ("forecast.days", "forecast.days_naive")]
        assert [one.subject["metric"] for one in days] == told_of
        assert all(len(one.parts) == 30 for one in days)


def test_a_day_is_the_busiest_where_it_stands_out(meter: Meter) -> None:
    """Every Monday in April is expected to be alike; a day a tenth above the next would be named."""
    _, days = told("forecast", meter)
    expected = sorted(part.figures["expected"].value or 0.0 for part in days.parts)
    assert expected[-1] < 1.1 * expected[-2]
    assert days.subject["alone"] == ""
    days = replace(days, kind="forecast.days")  # told in these words where the calendar's model is the better one
    alone = replace(days, subject={**days.subject, "alone": "yes"})
    assert "none stands out" in Narrator("en", METRICS).headline(days)
    assert "busiest day is expected to be" in Narrator("en", METRICS).headline(alone)
    assert "没有哪天特别突出" in Narrator("zh", METRICS).tell(days)


def day(number: int, expected: float) -> Finding:
    figure = derived(f"forecast of day {number}", Unit.COUNT, expected)
    return Finding("analyses.forecast", "forecast.day", {"day": f"2026-11-{number:02}"}, {"expected": figure})


@pytest.mark.parametrize(
    ("expected", "busiest"),
    [
        ([33.0, 51.0, 49.5, 52.0, 48.0, 33.0], [2, 3, 4, 5]),  # 52 / 1.1 is 47.3
        ([33.0, 52.0, 47.0, 33.0], [2]),
        ([52.0, 33.0, 52.0], []),  # two Mondays
        ([52.0] * 8, []),  # more than a week is no peak
    ],
)
def test_the_days_of_a_promotion_stand_out_together(expected: list[float], busiest: list[int]) -> None:
    found = _busiest([day(place, one) for place, one in enumerate(expected, 1)])
    assert [int(one.subject["day"][-2:]) for one in found] == busiest


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "下月最忙的几天预计是2026年11月9日至12日（双十一大促），单日工单量最多约52"),
        ("en", "Next month's busiest days are expected to be Nov 9–12, 2026 (Double Eleven), with up to about 52"),
    ],
)
def test_a_run_of_busy_days_is_told_by_its_dates(language: Language, said: str) -> None:
    subject = {"metric": "ticket_volume", "month": "2026-11", "folds": "3", "day": "2026-11-11", "alone": "",
               "days": "double_eleven_peak", "from": "2026-11-09", "to": "2026-11-12"}  # fmt: skip
    figures = {role: derived(role, Unit.COUNT, 52.0) for role in ("expected", "missed", "naive_missed")}
    days = Finding("analyses.forecast", "forecast.days", subject, figures)
    assert Narrator(language, METRICS).headline(days).startswith(said)


def test_special_days_ahead_are_named(meter: Meter) -> None:
    months, days = told("forecast", meter)
    assert months.parts[0].subject["days"] == "holiday,holiday"  # Qingming, 5 and 6 April 2026
    assert set(months.parts[2].subject["days"].split(",")) == {
        "mid_year"
    }  # Dragon Boat Festival, the 19th, lies within it
    by_day = {part.subject["day"]: part.subject["days"] for part in days.parts}
    assert [day for day, kind in by_day.items() if kind] == ["2026-04-05", "2026-04-06"]
    assert "法定节假日" in Narrator("zh", METRICS).special_days(months.parts[0].subject["days"])


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("holiday", "a public holiday"),  # 15 August, the only one of that month in Italy
        ("holiday,holiday", "public holidays"),
        ("holiday,make_up,holiday", "public holidays and a make-up working day"),
        ("double_eleven,double_eleven", "Double Eleven"),
        ("", ""),
    ],
)
def test_a_month_has_as_many_public_holidays_as_are_told(days: str, said: str) -> None:
    assert Narrator("en", METRICS).special_days(days, of_month=True) == said


def test_a_month_that_is_not_over_is_neither_searched_nor_forecast_from(meter: Meter) -> None:
    april = Period.month("2026-04")
    assert [*told("forecast", meter, april), *told("anomalies", meter, april), *told("shifts", meter, april)] == []


def test_half_a_year_is_too_short_for_a_forecast(meter: Meter) -> None:
    assert told("forecast", meter, Period.month("2025-07")) == []
