"""What somebody promised of an action, as people type it: ``-20%``, ``降20%``, ``提升5个百分点``, ``到95%``, ``+3pp``.

A plain number is a change in the indicator's own unit (shares from 0 to 1, times in seconds); a percentage is one of
the level before, percentage points are of shares only, and ``到`` / ``to`` gives the level itself. Full-width letters
are read like others. What can be read in two ways is refused with the reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from kefu.findings import Unit

Kind = Literal["by", "share", "to"]


@dataclass(frozen=True, slots=True)
class Promise:
    """``by`` a change in the indicator's unit, ``share`` one as a share of the level before, ``to`` a level."""

    kind: Kind
    value: float

    def change(self, level: float) -> float:
        """The promised change where the level before was ``level``, in the indicator's unit."""
        return {"by": self.value, "share": self.value * level, "to": self.value - level}[self.kind]


class Reason(StrEnum):
    """Why a promise cannot be read; the value says how to write it."""

    NO_NUMBER = "has no number; write 0.05, -600, -20%, +3pp or to 95%"
    SEVERAL = "has more than one number; write one, such as -20%"
    NO_DIRECTION = "may be a change or a level; write +5%, -5% or to 95%"
    TWICE = "says the direction twice; write -20% or down 20%"
    WORDS = "has words that are not known here; write 0.05, -600, -20%, +3pp or to 95%"
    ZERO = "is no change; write 0.05, -600 or -20%"
    NOT_A_SHARE = "is in percentage points or a level in percent, which only shares have; write -20% or a number"
    BEYOND_SHARE = "is beyond what a share can be; write +5pp, 0.05 or to 95%"
    BEYOND = "is less than nothing; write -20%, or a level of 0 or more"


class UnclearError(ValueError):
    """A promise that cannot be read; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


UP = "提升|提高|增加|增长|上升|上涨|升高|升|涨|增|加|increase|raise|rise|up"
DOWN = "下降|降低|减少|缩短|下调|降|减|缩|decrease|reduce|lower|shorten|cut|drop|down"
TO = "达到|到|至|不低于|不少于|不高于|不超过|至少|至多|at least|at most|reach|to|>=|<=|≥|≤"
WRITTEN = re.compile(
    rf"(?P<verb>{UP}|{DOWN})?了?\s*(?:by\s+)?(?P<to>{TO})?\s*(?P<sign>[+-])?\s*[¥$]?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\s*(?P<unit>[^\d\s]*(?:\s+points?)?)"
)
NUMBER = re.compile(r"\d[\d,.]*|\.\d+")
MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-"})
EDGE = ("及以上", "及以下", "以上", "以下", "以内", "内")  # behind a level
TIMES = {"万": 10_000.0, "千": 1_000.0}
PERCENT = ("%", "percent")
POINTS = ("个百分点", "百分点", "个点", "pp", "ppt", "p.p.", "percentage point", "percentage points")
MAY_BE_NEGATIVE = (Unit.NPS, Unit.MONEY, Unit.RATIO)
_MINUTES, _HOURS, _DAYS = 60.0, 3_600.0, 86_400.0
UNITS: Mapping[Unit, Mapping[str, float]] = {
    Unit.SECONDS: {
        **dict.fromkeys(("秒", "秒钟", "s", "sec", "second", "seconds"), 1.0),
        **dict.fromkeys(("分", "分钟", "m", "min", "minute", "minutes"), _MINUTES),
        **dict.fromkeys(("小时", "个小时", "h", "hour", "hours"), _HOURS),
        **dict.fromkeys(("天", "日", "d", "day", "days"), _DAYS),
    },
    Unit.DAYS: dict.fromkeys(("天", "日", "d", "day", "days"), 1.0),
    Unit.MONEY: dict.fromkeys(("元", "块", "cny", "rmb", "yuan"), 1.0),
    Unit.COUNT: dict.fromkeys(("件", "个", "次", "单", "人", "条", "通", "张", "例", "起"), 1.0),
    Unit.SCORE: dict.fromkeys(("分", "point", "points"), 1.0),
    Unit.NPS: dict.fromkeys(("分", "点", "个点", "point", "points"), 1.0),
    Unit.RATIO: dict.fromkeys(("件", "个", "次"), 1.0),
    Unit.SHARE: dict.fromkeys(POINTS, 0.01),
}


def read_promise(text: str, unit: Unit) -> Promise | None:
    """The promise of an indicator with this unit, None for no text; raises UnclearError for what has no one meaning."""
    said = unicodedata.normalize("NFKC", text).translate(MINUS).strip().lower().rstrip("。.;")
    if not said:
        return None
    numbers = NUMBER.findall(said)
    if len(numbers) != 1:
        raise UnclearError(Reason.SEVERAL if numbers else Reason.NO_NUMBER)
    written = WRITTEN.fullmatch(_without_edge(said))
    if written is None:
        raise UnclearError(Reason.WORDS)
    is_level = bool(written["to"]) or said.endswith(EDGE)
    promise = _promise(written, unit, is_level=is_level)
    _possible(promise, unit)
    return promise


def _without_edge(said: str) -> str:
    return next((said.removesuffix(one).strip() for one in EDGE if said.endswith(one)), said)


def _promise(written: re.Match[str], unit: Unit, *, is_level: bool) -> Promise:
    """What was written, its number times what its unit says."""
    named, number = written["unit"], float(written["number"].replace(",", ""))
    sign = _sign(written, is_level=is_level)
    if not is_level and not sign and named:
        raise UnclearError(Reason.NO_DIRECTION)
    value = (sign or 1) * number
    if named in PERCENT:
        if is_level and unit is not Unit.SHARE:
            raise UnclearError(Reason.NOT_A_SHARE)
        return Promise("to" if is_level else "share", value / 100)
    return Promise("to" if is_level else "by", round(value * _worth(named, unit, is_level=is_level), 12))


def _sign(written: re.Match[str], *, is_level: bool) -> int:
    """1, -1, or 0 where nothing says it; of a level the verb says only where it comes from."""
    verb, sign = written["verb"], written["sign"]
    if verb and sign and not is_level:
        raise UnclearError(Reason.TWICE)
    if sign:
        return 1 if sign == "+" else -1
    return 0 if is_level or not verb else 1 if re.fullmatch(UP, verb) else -1


def _worth(named: str, unit: Unit, *, is_level: bool) -> float:
    """What one of the unit written is in the indicator's own."""
    if not named:
        return 1.0
    if named in UNITS[unit] and not (is_level and unit is Unit.SHARE):
        return UNITS[unit][named]
    if named[0] in TIMES and unit in (Unit.COUNT, Unit.MONEY) and named[1:] in ("", *UNITS[unit]):
        return TIMES[named[0]]
    raise UnclearError(Reason.NOT_A_SHARE if named in POINTS else Reason.WORDS)


def _possible(promise: Promise, unit: Unit) -> None:
    if promise.kind != "to" and promise.value == 0:
        raise UnclearError(Reason.ZERO)
    if unit is Unit.SHARE and promise.kind != "share" and abs(promise.value) > 1:
        raise UnclearError(Reason.BEYOND_SHARE)
    is_negative = promise.kind == "to" and promise.value < 0 and unit not in MAY_BE_NEGATIVE
    if is_negative or (promise.kind == "share" and promise.value < -1):
        raise UnclearError(Reason.BEYOND)
