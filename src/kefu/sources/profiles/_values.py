"""What the texts of a column look like: times, numbers, durations, yes and no, names of people, codes.

This is for proposing a mapping from a sample; what a text is worth in the end is decided in ``cleaning``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Literal

Kind = Literal["empty", "number", "time", "duration", "text"]
Order = Literal["dmy", "mdy", "either", ""]

EMPTY = frozenset(
    {"", "-", "--", "---", "—", "——", "/", "?", "??", "n/a", "na", "#n/a", "null", "(null)", "none", "nan", "\\n"}
)
YES_NO = frozenset({"true", "false", "yes", "no", "y", "n", "t", "f", "1", "0", "是", "否", "有", "无"})

NUMBER = re.compile(r"[¥￥$€£]?\s?[+-]?(\d{1,3}([,，]\d{3})+|\d+)?(\.\d+)?([eE][+-]?\d+)?\s?[%％元万]?")
CLOCK = re.compile(r"\d{1,4}:[0-5]?\d(:[0-5]?\d(\.\d+)?)?")
SPOKEN = re.compile(
    r"(\s*\d+(\.\d+)?\s*(天|日|小时|时|分钟|分|秒钟|秒|d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)[\s,]*)+",
    re.I,
)
CLOCK_AFTER = r"([ T]\s?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(\s?[AaPp][Mm])?(\s?(Z|UTC|[+-]\d{2}:?\d{2}))?)?"
YEAR_FIRST = re.compile(rf"(19|20)\d{{2}}([-/.])\d{{1,2}}\2\d{{1,2}}{CLOCK_AFTER}")
CHINESE = re.compile(r"(19|20)\d{2}年\d{1,2}月\d{1,2}日?\s?(\d{1,2}[:时点]\d{1,2}([:分]\d{1,2}秒?|分)?)?")
YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){CLOCK_AFTER}")
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
WORDED = re.compile(
    rf"([a-z]{{3,9}},?\s)?(\d{{1,2}}[\s-]({MONTHS})[a-z]*\.?|({MONTHS})[a-z]*\.?\s\d{{1,2}},?)[\s,-]+\d{{2,4}}\b.*",
    re.I,
)
COMPACT = {8: "%Y%m%d", 14: "%Y%m%d%H%M%S", 6: "%y%m%d"}
UNIX = re.compile(r"1[0-9]{9}(\.\d+)?|1[0-9]{12}")
SERIAL = re.compile(r"[34]\d{4}(\.\d+)?")  # days of a spreadsheet, 1982 to 2036
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
PHONE = re.compile(r"(\+?\d{1,3}[- ]?)?1[3-9]\d{9}|\+\d[\d -]{7,16}|0\d{2,3}-\d{7,8}|[1-9]\d{16}[\dXx]")


@lru_cache(maxsize=50_000)
def kind(text: str | None) -> Kind:
    """What one text looks like by itself; a bare number is a number, whatever it may stand for."""
    said = (text or "").strip()
    if said.lower() in EMPTY:
        return "empty"
    if is_number(said):
        return "number"
    if is_time(said):
        return "time"
    return "duration" if is_duration(said) else "text"


def is_number(text: str) -> bool:
    return any(letter.isdigit() for letter in text) and NUMBER.fullmatch(text) is not None


def is_time(text: str) -> bool:
    """A date, with or without the time of day, that says itself that it is one."""
    if not text[:1].isalnum():
        return False
    return any(one.fullmatch(text) for one in (YEAR_FIRST, CHINESE, YEAR_LAST, WORDED))


def is_bare_time(text: str) -> bool:
    """A number that is a time if somebody says so: 20260203, Unix seconds, days of a spreadsheet."""
    return bool(UNIX.fullmatch(text) or SERIAL.fullmatch(text) or _compact(text, COMPACT.get(len(text), "")))


def is_duration(text: str) -> bool:
    return bool(CLOCK.fullmatch(text) or SPOKEN.fullmatch(text))


def is_yes_or_no(text: str) -> bool:
    return text.lower() in YES_NO


def is_private(text: str) -> bool:
    """An e-mail address, a telephone number, the number of an identity card."""
    return bool(EMAIL.search(text) or PHONE.search(text))


def stated(texts: Sequence[str | None]) -> list[str]:
    """The texts that say something, trimmed."""
    return [text.strip() for text in texts if text is not None and kind(text) != "empty"]


def share(texts: Sequence[str], test: Callable[[str], bool]) -> float:
    """The part of the texts, at least one, that passes."""
    return sum(map(test, texts)) / len(texts)


def compact_format(texts: Sequence[str]) -> str:
    """The strptime pattern of times written without any separator, "" when they are not."""
    for length, pattern in COMPACT.items():
        if texts and all(len(text) == length and _compact(text, pattern) for text in texts):
            return pattern
    return ""


def _compact(text: str, pattern: str) -> bool:
    if not pattern or not text.isdecimal():
        return False
    try:
        return 1990 <= datetime.strptime(text, pattern).year <= 2060  # noqa: DTZ007 - only whether it is one
    except ValueError:
        return False


def day_order(texts: Sequence[str]) -> Order:
    """Whether 3/2/2026 is in February or in March, by the texts in which only one reading is a date."""
    found = [match for match in map(YEAR_LAST.fullmatch, texts) if match]
    if not found:
        return ""
    day_first = any(int(match[1]) > 12 for match in found)
    month_first = any(int(match[3]) > 12 for match in found)
    if day_first == month_first:
        return "" if day_first else "either"
    return "dmy" if day_first else "mdy"


def readings(text: str) -> Mapping[str, str]:
    """A date both ways round as ISO 8601: {"dmy": "2026-02-03", "mdy": "2026-03-02"}."""
    match = YEAR_LAST.fullmatch(text.strip())
    if not match:
        return {}
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    year += 2000 if year < 100 else 0
    return {"dmy": f"{year}-{second:02}-{first:02}", "mdy": f"{year}-{first:02}-{second:02}"}


def likelier_order(texts: Sequence[str]) -> Literal["dmy", "mdy"]:
    """Of two possible readings the one in which the dates lie nearer together: exports cover a month, not every first
    to twelfth of a year. Day first where that does not tell."""
    spans = {}
    for order in ("dmy", "mdy"):
        days = [datetime.fromisoformat(found[order]).toordinal() for found in map(readings, texts) if found]
        spans[order] = max(days) - min(days) if days else 0
    return "mdy" if spans["mdy"] < spans["dmy"] else "dmy"
