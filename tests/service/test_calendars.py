"""Calendar files: what they may say, what is answered to what they may not, and China's holidays as its notices name
them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from kefu.errors import DefinitionError
from kefu.methods.calendar.calendar import Calendar
from kefu.methods.calendar.week import DAYS
from kefu.service import CALENDARS, NOTHING_SAID, awaiting_make_up_days, fingerprint, own_calendars, read_service
from kefu.service.calendars._days_off import country_days_off, holidays_in_file
from kefu.service.calendars._reading import read_calendar

HOUR = 3_600
WHOLE = """\
title: {zh: 电话组, en: Phone}
teams: [phone, hotline]
week:
  mon-fri: ["09:00-12:00", "13:00-18:00"]
  sat: "22:00-06:00"
breaks: ["15:00-15:15"]
holidays: {also: [2026-11-09], except: [2026-10-01], country: CN, hours: ["10:00-12:00"]}
workdays: [2026-11-15]
workday_like: tue
dates:
  2026-11-11: ["00:00-24:00"]
  2026-11-12: closed
breaks_on: {2026-11-05: ["10:00-11:00"]}
changes:
  - {from: 2027-01-01, week: {mon-fri: ["08:30-17:30"]}}
"""


def written(folder: Path, text: str, name: str = "phone") -> Path:
    path = folder / "calendars" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def phone(tmp_path: Path) -> Calendar:
    return read_calendar(written(tmp_path, WHOLE), "Asia/Shanghai").calendar


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 11, 3), [(9, 12), (13, 18)]),
        (date(2026, 11, 7), [(22, 30)]),  # Saturday night
        (date(2026, 11, 8), []),
        (date(2026, 11, 9), [(10, 12)]),  # a holiday of its own, with the hours of holidays
        (date(2026, 10, 1), [(9, 12), (13, 18)]),  # a public holiday that is worked
        (date(2026, 10, 2), [(10, 12)]),
        (date(2026, 10, 10), [(9, 12), (13, 18)]),  # China's make-up Saturday
        (date(2026, 11, 15), [(9, 12), (13, 18)]),  # a make-up Sunday of its own
        (date(2026, 11, 11), [(0, 24)]),
        (date(2026, 11, 12), []),
        (date(2027, 1, 5), [(8.5, 17.5)]),
    ],
)
def test_the_hours_of_a_date(day: date, hours: list[tuple[float, float]], phone: Calendar) -> None:
    assert [(start / HOUR, end / HOUR) for start, end in phone.scheduled(day)] == hours


def test_breaks_stay_when_the_week_changes(phone: Calendar) -> None:
    assert phone.paused(date(2027, 1, 5)) == ((15 * HOUR, 15.25 * HOUR),)
    assert phone.paused(date(2026, 11, 5)) == ((15 * HOUR, 15.25 * HOUR), (10 * HOUR, 11 * HOUR))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "should be keys and values: title, timezone"),
        ("wek: {}", 'unknown key "wek"; did you mean "week"?'),
        ("week: 9-18", "week: should be days with their hours"),
        ("week: {}", "no business hours: at least one day of the week should be open"),
        ("week: {mo: [09:00-18:00]}", 'week: unknown day "mo"; did you mean "mon"?'),
        ("week: {fri-mon: [09:00-18:00]}", "week: fri-mon runs backwards"),
        ("week: {mon: [09:00-18:00], mon-fri: [09:00-18:00]}", "week: mon is named twice"),
        ("week: {mon: [9 to 18]}", 'week: mon: "9 to 18" should be a span'),
        ("week: {mon: [25:00-26:00]}", 'week: invalid time "25:00"'),
        ("week: {mon: [09:00-00:00]}", "week: 09:00-00:00 ends at 00:00: write 24:00"),
        ("week: {mon: [09:00-12:00, 11:00-18:00]}", "week: two spans overlap"),
        ("{week: {mon: [09:00-18:00]}, timezone: Asia/Peking}", 'unknown time zone "Asia/Peking"'),
        ("{week: {mon: [09:00-18:00]}, holidays: China}", 'holidays: country: unknown country "China"'),
        ("{week: {mon: [09:00-18:00]}, holidays: {file: no.ics}}", "holidays: file: no.ics: cannot be read"),
        ("{week: {mon: [09:00-18:00]}, holidays: {land: CN}}", 'holidays: unknown key "land"'),
        ("{week: {mon: [09:00-18:00]}, dates: {soon: closed}}", 'dates: "soon" should be a date'),
        ("{week: {mon: [09:00-18:00]}, dates: {2026-11-11: [24:30-25:00]}}", "dates: 2026-11-11: invalid time"),
        ("{week: {mon: [09:00-18:00]}, workdays: 2026-10-10}", "workdays: should be a list"),
        ("{week: {mon: [09:00-18:00]}, changes: [{week: {}}]}", 'changes: from: "None" should be a date'),
        ("{week: {mon: [09:00-18:00]}, changes: [{from: 2026-02-01}, {from: 2026-01-01}]}", "in the order of their"),
        ("week: [", "is not valid YAML"),
    ],
)
def test_what_a_calendar_should_not_say(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_calendar(written(tmp_path, text))
    assert str(caught.value).startswith("calendars/phone.yaml: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def days(first: str, last: str) -> set[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + timedelta(days=number) for number in range((end - start).days + 1)}


# The State Council's notices on the holidays of 2025 (国办发明电〔2024〕12号) and 2026 (国办发明电〔2025〕7号).
NOTICES = {
    2025: (
        [("2025-01-01", "2025-01-01"), ("2025-01-28", "2025-02-04"), ("2025-04-04", "2025-04-06"),
         ("2025-05-01", "2025-05-05"), ("2025-05-31", "2025-06-02"), ("2025-10-01", "2025-10-08")],
        ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
    ),
    2026: (
        [("2026-01-01", "2026-01-03"), ("2026-02-15", "2026-02-23"), ("2026-04-04", "2026-04-06"),
         ("2026-05-01", "2026-05-05"), ("2026-06-19", "2026-06-21"), ("2026-09-25", "2026-09-27"),
         ("2026-10-01", "2026-10-07")],
        ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("year", NOTICES)
def test_chinas_days_off_are_those_of_the_notice(year: int) -> None:
    off, worked = NOTICES[year]
    found = country_days_off("CN")
    assert {day for day in found.holidays if day.year == year} == set().union(*(days(*one) for one in off))
    assert {day for day in found.workdays if day.year == year} == {date.fromisoformat(day) for day in worked}


ICAL = """\
BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
SUMMARY:Christmas and a very long \r
 name\r
DTSTART;VALUE=DATE:20101224\r
RRULE:FREQ=YEARLY\r
END:VEVENT\r
BEGIN:VEVENT\r
SUMMARY:Moving house\r
DTSTART;VALUE=DATE:20170310\r
DTEND;VALUE=DATE:20170312\r
END:VEVENT\r
BEGIN:VEVENT\r
SUMMARY:Until\r
DTSTART:20150501T000000Z\r
RRULE:FREQ=YEARLY;UNTIL=20170501T000000Z\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_holidays_of_an_ical_file(tmp_path: Path) -> None:
    path = tmp_path / "days.ics"
    path.write_bytes(ICAL.encode())
    found = holidays_in_file(path, years=range(2016, 2020))
    wanted = "2016-12-24 2017-12-24 2018-12-24 2019-12-24 2017-03-10 2017-03-11 2016-05-01 2017-05-01"
    assert found == {date.fromisoformat(day) for day in wanted.split()}


@pytest.mark.parametrize(
    ("text", "said"),
    [("BEGIN:VCALENDAR", "holds no events"), ("BEGIN:VEVENT\nSUMMARY:Lost\nEND:VEVENT", "cannot read the event Lost")],
)
def test_an_ical_file_that_says_nothing(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "days.ics").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        holidays_in_file(tmp_path / "days.ics")


@pytest.mark.parametrize(("name", "opens", "closes"), [("wangwang", 8, 24), ("feige", 8, 23), ("jd", 9, 23)])
def test_the_windows_of_platforms(name: str, opens: int, closes: int) -> None:
    assert CALENDARS[name].calendar.versions[0].week == (((opens * HOUR, closes * HOUR),),) * len(DAYS)


def test_who_works_by_which_calendar(tmp_path: Path) -> None:
    written(tmp_path, WHOLE)
    service = read_service(tmp_path, "Asia/Shanghai")
    assert service.teams == {"phone": "phone", "hotline": "phone"}
    assert service.calendar("phone").zone == "Asia/Shanghai"
    # November 2026: 21 weekdays, less Thursday the 12th, and 4 Saturdays and the Sunday that is made up
    assert service.working_days(date(2026, 11, 1), date(2026, 12, 1), "phone") == 25
    assert service.working_days(date(2026, 11, 1), date(2026, 12, 1)) == 30
    assert service.default == "round_the_clock"  # nobody said anything of the others
    written(tmp_path, "week: {mon: [09:00-18:00]}", "default")
    assert read_service(tmp_path, "Asia/Tokyo").calendar("online").zone == "Asia/Tokyo"
    written(tmp_path, "{teams: [hotline], week: {mon: [09:00-18:00]}}", "second")
    with pytest.raises(DefinitionError, match=r"calendars/second.yaml: teams: hotline works by phone already"):
        read_service(tmp_path, "Asia/Tokyo")


def test_the_files_have_a_fingerprint(tmp_path: Path) -> None:
    assert fingerprint(tmp_path, "Asia/Shanghai") == NOTHING_SAID
    path = written(tmp_path, "week: {mon: [09:00-18:00]}")
    one = fingerprint(tmp_path, "Asia/Shanghai")
    path.write_text("week: {mon: [09:00-17:00]}", encoding="utf-8")
    assert len({NOTHING_SAID, one, fingerprint(tmp_path, "Asia/Shanghai"), fingerprint(tmp_path, "Asia/Tokyo")}) == 4


def test_china_before_its_make_up_days_are_told(tmp_path: Path) -> None:
    """The notice for 2026 is published, that for 2034 is not; one file gives a day of its own, one keeps no holidays
    of China."""
    for name, text in {
        "plain": "week: {mon-fri: [09:00-18:00]}\nholidays: CN\n",
        "told": "week: {mon-fri: [09:00-18:00]}\nholidays: {country: CN}\nworkdays: [2034-10-08]\n",
        "elsewhere": "week: {mon-fri: [09:00-18:00]}\nholidays: DE\n",
        "always": "week: {mon-sun: [00:00-24:00]}\n",
    }.items():
        written(tmp_path, text, name)
    own = own_calendars(tmp_path, "Asia/Shanghai")
    assert awaiting_make_up_days(own, "CN", 2026) == ()
    assert awaiting_make_up_days(own, "CN", 2034) == ("plain", "")
    assert awaiting_make_up_days(own, "DE", 2034) == ("plain",)
