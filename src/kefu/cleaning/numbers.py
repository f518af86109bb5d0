"""How texts become numbers: plain ones, money and shares as people write them, and durations in seconds.

A plain number costs one cast; only cells that are none pay for the patterns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
SHARES = ("share", "percent")
DIGIT = "[0-9０-９]"
MINUS = "[-－−]"
MONEY = "[¥￥$＄€£]"
# Commas and blanks stand between groups of three digits only: 1,5 and 12 13 are no numbers anybody can be sure of.
WRITTEN = (
    f" *[(（]? *(?:[+＋]|{MINUS})? *(?:人民币|RMB|CNY|USD)? *{MONEY}? *(?:[+＋]|{MINUS})?"
    f"(?:(?:{DIGIT}{{1,3}}(?:[,， ]{DIGIT}{{3}})+|{DIGIT}+)(?:[.．]{DIGIT}*)?|[.．]{DIGIT}+)"
    f" *(?:%|％|千万|百万|千|万|亿|[kKwW])? *(?:元|圆|块)? *[)）]? *{MINUS}? *"
)
TIMES = (("亿", 100_000_000), (("千万",), 10_000_000), (("百万",), 1_000_000), ("万wW", 10_000), ("千kK", 1_000))
PERCENT = "%％"
NEGATIVE = "-－−(（"
AMOUNT = "[0-9]+(?:[.][0-9]+)?"
UNITS = (
    ("天|日|days?|d", "d"),
    ("个?小时|时|hours?|hrs?|h", "h"),
    ("分钟?|minutes?|mins?|m", "m"),
    ("秒钟?|seconds?|secs?|s", "s"),
    ("毫秒|milliseconds?|ms", "ms"),
)
JOINT = "[ ,，零]*(?:and )?"
CLOCK = "[0-9]+:[0-5]?[0-9](?::[0-5]?[0-9](?:[.][0-9]+)?)?"
SPOKEN = (
    "(?i) *"
    + "".join(f"(?:{AMOUNT} *(?:{words}){JOINT})?" for words, _ in UNITS[:1])
    + "(?:[0-9]{1,3}:[0-5]?[0-9]:[0-5]?[0-9](?:[.][0-9]+)?|"
    + "".join(f"(?:{AMOUNT} *(?:{words}){JOINT})?" for words, _ in UNITS[1:])
    + ") *"
)


def number(name: str, unit: str) -> str:
    """The text ``name`` as a number, ``finite`` or not; a duration of any spelling in seconds, bare numbers being in
    ``unit``."""
    return share(name, unit) if unit in SHARES else duration(name, unit)


def plain(name: str) -> str:
    """The number, in no unit, of a text that begins with a digit and is nothing else, NULL for others."""
    return f"CASE WHEN {name} BETWEEN '0' AND ':' THEN try_cast({name} AS DOUBLE) END"


def scaled(number: str, unit: str) -> str:
    """A bare number in ``unit`` as a share of 1 or in seconds."""
    if unit in SHARES:
        return f"{number} / 100" if unit == "percent" else number
    return f"{number} * {SECONDS[unit]}" if SECONDS[unit] > 1 else number


def finite(number: str, unit: str) -> str:
    """What was read where it is a number to us: the engine reads "inf", and no duration is negative."""
    duration_only = f" AND {number} >= 0" if SECONDS.get(unit, 1) > 1 else ""
    return f"CASE WHEN isfinite({number}){duration_only} THEN {number} END"


def bare(name: str) -> str:
    """The text ``name`` as a number without a unit, ``whole`` or not."""
    written = f"CASE WHEN regexp_full_match({name}, '{WRITTEN}') THEN {_written(name)} END"
    return f"coalesce(try_cast({name} AS DOUBLE), {written})"


def whole(number: str) -> str:
    """What was read as a whole number; 1.5 is none."""
    return f"CASE WHEN {number} = floor({number}) AND abs({number}) < 9e15 THEN CAST({number} AS BIGINT) END"


def duration(name: str, unit: str) -> str:
    known = (
        f"CASE WHEN contains({name}, ':') THEN {_clock(name)} "
        f"WHEN regexp_full_match({name}, '{WRITTEN}') THEN {scaled(_written(name), unit)} END"
    )
    bare = scaled(f"try_cast({name} AS DOUBLE)", unit)
    return f"coalesce({bare}, CASE WHEN {name} IS NOT NULL THEN coalesce({known}, {_spoken(name)}) END)"


def share(name: str, unit: str) -> str:
    """A share of 1; ``%`` says itself what it is."""
    bare = scaled(f"try_cast({name} AS DOUBLE)", unit)
    written = f"CASE WHEN {_has(name, PERCENT)} THEN {_written(name)} ELSE {scaled(_written(name), unit)} END"
    return (
        f"coalesce(CASE WHEN ends_with({name}, '%') THEN try_cast(replace({name}, '%', '') AS DOUBLE) / 100 END, "
        f"{bare}, CASE WHEN regexp_full_match({name}, '{WRITTEN}') THEN {written} END)"
    )


def _written(name: str) -> str:
    """``(¥1,299.00)``, ``1.2万元``, ``12.3k``, ``87.5％``: the digits, their factor and their sign."""
    digits = f"regexp_replace({name}, '[^0-9０-９.．]', '', 'g')"
    narrow = f"translate({digits}, '０１２３４５６７８９．', '0123456789.')"
    value = f"coalesce(try_cast({digits} AS DOUBLE), try_cast({narrow} AS DOUBLE))"
    factors = " ".join(f"WHEN {_has(name, signs)} THEN {factor}" for signs, factor in TIMES)
    hundredths = f"CASE WHEN {_has(name, PERCENT)} THEN 100 ELSE 1 END"  # never with a factor
    return f"(CASE WHEN {_has(name, NEGATIVE)} THEN -1 ELSE 1 END * {value} * CASE {factors} ELSE 1 END / {hundredths})"


def _has(name: str, signs: Iterable[str]) -> str:
    return " OR ".join(f"contains({name}, '{sign}')" for sign in signs)


def _clock(name: str) -> str:
    """``HH:MM:SS`` with any number of hours, or ``MM:SS``."""

    def part(position: int) -> str:
        return f"try_cast(split_part({name}, ':', {position}) AS DOUBLE)"

    return (
        f"CASE WHEN {name} LIKE '__:__:__' AND NOT starts_with({name}, '-') THEN epoch(try_cast({name} AS TIME)) "
        f"WHEN NOT regexp_full_match({name}, '{CLOCK}') THEN NULL "
        f"WHEN {name} LIKE '%:%:%' THEN {part(1)} * 3600 + {part(2)} * 60 + {part(3)} "
        f"ELSE {part(1)} * 60 + {part(2)} END"
    )


def _spoken(name: str) -> str:
    """``7小时41分52秒``, ``1 day 2 hours``, ``2h 5m``, ``1天 02:03:04``, read as an interval of the engine."""
    usual = {"钟": "", "小时": "h", "分": "m", "秒": "s", "天": "d"}
    rare = {"毫秒": "ms", "日": "d", "个": "", "零": "", "，": " ", ",": " ", "and": " ", **usual, "时": "h"}
    plain, odd = _replaced(name, usual), _replaced(f"lower({name})", rare)
    short = f"CASE WHEN regexp_matches({name}, '(?i)[毫日个零，,]|and|[^小]时') THEN {odd} ELSE {plain} END"
    return (
        f"CASE WHEN regexp_matches({name}, '[0-9]') AND regexp_full_match({name}, '{SPOKEN}') "
        f"THEN epoch(try_cast({short} AS INTERVAL)) END"
    )


def _replaced(name: str, words: Mapping[str, str]) -> str:
    for word, sign in words.items():
        name = f"replace({name}, '{word}', '{sign}')"
    return name
