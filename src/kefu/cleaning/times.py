"""How texts become times: SQL that reads a text as a moment in UTC, or gives NULL where it is no time of this world.

Nearly every cell of an export is ``2026-06-01 09:30:00``; that shape is tried first and costs one cast. The spellings
below it cost more, and only the cells that need them pay.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from kefu.engine import literal
from kefu.errors import DefinitionError

ORDERS = ("dmy", "mdy")  # of day and month, where the year comes last
SHAPES = ("____-__-__ __:__:__", "____/__/__ __:__:__")  # no offset can hide in these
FIRST, LAST = "TIMESTAMP '1900-01-02'", "TIMESTAMP '2199-12-30'"
LONGEST_SINCE = 10 * 366 * 86_400  # nobody answers after ten years; also keeps the sum within what a time can be
EXCEL_ZERO = "TIMESTAMP '1899-12-30'"
WEEKDAY = "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
HALVES = "(?i)上午|下午|[0-9\\s][ap]\\.?m\\b"
YEAR_FIRST = "^ *([0-9]{4}) *[-/.年] *([0-9]{1,2}) *[-/.月] *([0-9]{1,2})(?:[日号,T]| |$)"
OFFSET = " ?(?:GMT|UTC)? ?([+-])([0-9]{2}):?([0-9]{2})?(?: \\(.*\\))?$"
MONTH_NAMED = ("%d %b %Y", "%b %d %Y")
WIDE_TIME, NARROW_TIME = "０１２３４５６７８９：／－．　", "0123456789:/-. "


def moment(name: str, form: str, timezone: str) -> str:
    """UTC of the text ``name``, ``plausible`` or not; a time with an offset says itself what it is, one without is in
    ``timezone``."""
    if form in ORDERS:
        read = f"coalesce({to_utc(_day_and_month(name, form), timezone)}, {_any(name, timezone)})"
    elif "%z" in form or "%Z" in form:
        read = f"CAST(try_strptime({name}, {literal(form)}) AS TIMESTAMP)"
    elif form:
        read = to_utc(f"try_strptime({name}, {literal(form)})", timezone)
    else:
        read = _any(name, timezone)
    return read


def plain(name: str) -> str:
    """The time, without a zone, of a text in one of the usual ``SHAPES``, NULL for others and for the zero of MySQL."""
    shaped = " OR ".join(f"{name} LIKE {literal(shape)}" for shape in SHAPES)
    return f"CASE WHEN {name} > '1' AND ({shaped}) THEN try_cast({name} AS TIMESTAMP) END"


def later(since: str, seconds: str) -> str:
    """The moment ``seconds`` after ``since``."""
    return (
        f"{since} + to_microseconds(CAST(round(CASE WHEN {seconds} BETWEEN 0 AND {LONGEST_SINCE} THEN {seconds} END "
        f"* 1000000) AS BIGINT))"
    )


def end_of_day(moment: str, timezone: str) -> str:
    """The last second of the day where ``moment``, in UTC, is midnight in ``timezone``: who promises the 10th has kept
    it on the 10th at noon. Any other moment as it is."""
    day = f"date_trunc('day', {to_local(moment, timezone)})"
    end = to_utc(f"({day} + INTERVAL 86399 SECOND)", timezone)
    return f"CASE WHEN {moment} = {to_utc(day, timezone)} THEN {end} ELSE {moment} END"


def plausible(moment: str) -> str:
    """A time this data can be of: "infinity", the year 26 and the year 12026 are times to the engine."""
    return f"CASE WHEN {moment} BETWEEN {FIRST} AND {LAST} THEN {moment} END"


def _any(name: str, timezone: str) -> str:
    cast = f"try_cast({name} AS TIMESTAMP)"
    plain = "".join(f"WHEN {name} LIKE {literal(shape)} THEN {to_utc(cast, timezone)} " for shape in SHAPES)
    dated = f"CASE WHEN contains({name}, '-') OR contains({name}, '/') THEN {to_utc(cast, timezone)} END"
    spelled = f"CASE WHEN {name} IS NOT NULL THEN {_spelled(name, timezone)} END"
    return (
        f"CASE {plain}WHEN ends_with({name}, 'Z') THEN {cast} WHEN {_has_offset(name)} THEN {_stated(name)} "
        f"ELSE coalesce({dated}, {spelled}) END"
    )


def _has_offset(name: str) -> str:
    """A sign after the clock, or the name of UTC; the engine would read the time and drop the offset without a word."""
    return f"contains({name}, '+') OR {name} LIKE '%:%-%' OR ends_with({name}, 'UTC') OR ends_with({name}, 'GMT')"


def _stated(name: str) -> str:
    """``2026-06-01 10:00:00 +0800``, and the dates of mails and browsers: ``Mon, 01 Jun 2026 10:00:00 +0000``."""
    joined = f"replace(replace({name}, ' +', '+'), ' -', '-')"
    plain = f"replace(regexp_replace({name}, ' ?(?:GMT|UTC)$', ' +0000'), '/', '-')"
    words = f"regexp_replace({_english(plain)}, '([0-9])T([0-9])', '\\1 \\2')"
    spaced = f"regexp_replace({words}, '{OFFSET}', ' \\1\\2\\3')"
    forms = [f"{date} {clock} %z" for date in (*MONTH_NAMED, "%Y-%m-%d") for clock in ("%H:%M:%S", "%H:%M")]
    return f"CAST(coalesce(try_cast({joined} AS TIMESTAMPTZ), try_strptime({spaced}, {_list(forms)})) AS TIMESTAMP)"


def _spelled(name: str, timezone: str) -> str:
    """Everything that is no ISO time: bare numbers, Chinese and English dates, dates with dots, half days."""
    return (
        f"CASE WHEN regexp_full_match({name}, '[0-9]+(?:[.][0-9]+)?') THEN {_counted(name, timezone)} "
        f"ELSE {to_utc(_worded(name), timezone)} END"
    )


def _counted(name: str, timezone: str) -> str:
    """Unix seconds, milli- and microseconds, days since 1899-12-30 as Excel counts them, and ``20260601093000``."""
    number = f"try_cast({name} AS DOUBLE)"
    whole = f"split_part({name}, '.', 1)"

    def packed(form: str) -> str:
        return to_utc(f"try_strptime({whole}, {literal(form)})", timezone)

    days = f"{EXCEL_ZERO} + to_seconds(CAST(round({number} * 86400) AS BIGINT))"
    return (
        f"CASE WHEN {number} BETWEEN 20000 AND 80000 THEN {to_utc(f'({days})', timezone)} "
        f"WHEN strlen({whole}) = 8 THEN {packed('%Y%m%d')} "
        f"WHEN strlen({whole}) = 10 THEN make_timestamp(CAST(round({number} * 1000000) AS BIGINT)) "
        f"WHEN strlen({whole}) = 12 THEN {packed('%Y%m%d%H%M')} "
        f"WHEN strlen({whole}) = 13 THEN make_timestamp(CAST(round({number} * 1000) AS BIGINT)) "
        f"WHEN strlen({whole}) = 14 THEN {packed('%Y%m%d%H%M%S')} "
        f"WHEN strlen({whole}) = 16 THEN make_timestamp(CAST(round({number}) AS BIGINT)) END"
    )


def _worded(name: str) -> str:
    """A local time in words; the cast at the end forgives single digits, doubled blanks and a colon left over."""
    narrow = (
        f"CASE WHEN regexp_matches({name}, '[{WIDE_TIME}]') "
        f"THEN translate({name}, '{WIDE_TIME}', '{NARROW_TIME}') ELSE {name} END"
    )
    return (
        f"CASE WHEN regexp_matches({name}, {literal(HALVES)}) THEN {_half_days(narrow)} "
        f"WHEN regexp_matches({name}, '[A-Za-z]{{3}}') "
        f"THEN try_strptime({_english(name)}, {_list(_clocks(*MONTH_NAMED))}) "
        f"ELSE try_cast({_year_first(narrow)} AS TIMESTAMP) END"
    )


def _year_first(text: str) -> str:
    """``2026年6月1日 9时30分05秒`` and ``2026.06.01 09:30`` as ISO, without the name of the weekday."""
    weekday = f"regexp_replace({text}, ' *[(（]?(?:星期|周)[一二三四五六日天][)）]? *', ' ')"
    undated = f"CASE WHEN contains({text}, '星期') OR contains({text}, '周') THEN {weekday} ELSE {text} END"
    bare = f"regexp_replace({undated}, '{YEAR_FIRST}', '\\1-\\2-\\3 ')"
    for word, sign in (("时", ":"), ("点", ":"), ("分", ":"), ("秒", "")):
        bare = f"replace({bare}, '{word}', '{sign}')"
    return f"rtrim({bare})"


def _half_days(text: str) -> str:
    """Times with 上午, 下午, AM or PM; 下午 14:30 is half past two all the same."""
    spoken = f"replace(replace({text}, '上午', ' AM '), '下午', ' PM ')"
    marked = f"regexp_replace({spoken}, '(?i)([ap])\\.?m\\b\\.?', '\\1M ', 'g')"
    full = f"regexp_replace({_year_first(marked)}, '(?i)PM *(1[3-9]|2[0-3]):', ' \\1:')"
    ready = f"rtrim(regexp_replace({full}, ':+( |$)', '\\1'))"
    english = f"regexp_matches({text}, '(?i)[a-z]{{3}}')"
    halves = ("%p %I:%M:%S", "%p %I:%M", "%I:%M:%S %p", "%I:%M %p", "%H:%M:%S", "%H:%M", "%p %I", "%I %p")
    numeric = _list([f"%Y-%m-%d {half}" for half in halves])
    named = _list([f"{date} {half}" for date in MONTH_NAMED for half in halves[2:4]])
    return (
        f"CASE WHEN {english} THEN try_strptime({_english(ready)}, {named}) ELSE try_strptime({ready}, {numeric}) END"
    )


def _english(text: str) -> str:
    """``Mon, 1st June, 2026 at 10:00`` as ``1 Jun 2026 10:00``."""
    plain = f"replace(replace({text}, ',', ' '), chr(8239), ' ')"  # a narrow blank stands before AM in browsers
    bare = f"regexp_replace({plain}, '(?i)^ *{WEEKDAY}\\.? +| at\\b|(?:st|nd|rd|th)\\b', ' ', 'g')"
    short = f"regexp_replace({bare}, '([A-Za-z]{{3}})[a-z]*\\.?', '\\1')"
    dashed = f"regexp_replace({short}, '([A-Za-z0-9])-([A-Za-z])', '\\1 \\2')"
    spaced = f"regexp_replace({dashed}, '([A-Za-z])-([0-9])', '\\1 \\2')"
    return f"trim({spaced})"


def _day_and_month(name: str, order: str) -> str:
    """The pattern is chosen by what the text looks like: one that does not fit costs ten times one that does."""
    slashed = f"replace(replace({name}, '-', '/'), '.', '/')"
    date = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"

    def form(clock: str) -> str:
        return f"try_strptime({slashed}, {literal(date + clock)})"

    twelve = f"try_strptime(upper({slashed}), {_list([date + ' %I:%M:%S %p', date + ' %I:%M %p'])})"
    return (
        f"CASE WHEN NOT regexp_matches({name}, '^[0-9]{{1,2}}[-/.][0-9]{{1,2}}[-/.][0-9]{{4}}') THEN NULL "
        f"WHEN ends_with({name}, 'M') OR ends_with({name}, 'm') THEN {twelve} "
        f"WHEN {name} LIKE '%:%:%' THEN {form(' %H:%M:%S')} WHEN contains({name}, ':') THEN {form(' %H:%M')} "
        f"ELSE {form('')} END"
    )


def _clocks(*dates: str) -> list[str]:
    return [date + clock for date in dates for clock in ("", " %H:%M:%S", " %H:%M")]


def _list(forms: list[str]) -> str:
    return f"[{', '.join(literal(form) for form in forms)}]"


def to_utc(sql: str, timezone: str) -> str:
    """SQL that turns a local time without offset into UTC."""
    offset = fixed_offset(timezone)
    if offset is None:
        return f"timezone('UTC', timezone({literal(timezone)}, {sql}))"
    return _moved(sql, -offset)


def to_local(sql: str, timezone: str) -> str:
    """SQL that turns UTC into local time without offset."""
    offset = fixed_offset(timezone)
    if offset is None:
        return f"timezone({literal(timezone)}, timezone('UTC', {sql}))"
    return _moved(sql, offset)


def _moved(sql: str, offset: timedelta) -> str:
    """A moment and an offset, in microseconds: adding an interval takes as long as reading the moment."""
    return f"make_timestamp(epoch_us({sql}) + {offset // timedelta(microseconds=1)})" if offset else sql


@cache
def fixed_offset(timezone: str) -> timedelta | None:
    """The zone's offset where it has been one since 1995 (all of China); adding it costs a tenth of a zone rule."""
    try:
        zone = ZoneInfo(timezone)
    except (KeyError, ValueError) as error:
        raise DefinitionError(
            'kefu.yaml: timezone: no zone "{timezone}"; write e.g. Asia/Shanghai', timezone=timezone
        ) from error
    months = (datetime(year, month, 1, tzinfo=UTC) for year in range(1995, 2036) for month in range(1, 13))
    seen = {moment.astimezone(zone).utcoffset() for moment in months}
    return seen.pop() if len(seen) == 1 else None
