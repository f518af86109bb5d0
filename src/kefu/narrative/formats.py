"""The only place where a number becomes text.

Rounding is half up, as readers and spreadsheets do it, on the number as it prints: 0.8745 is "87.5%", although its
binary form lies a hair below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import takewhile
from math import isfinite
from typing import Literal, assert_never

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_symbol

from kefu.findings import Period, Unit

Language = Literal["zh", "en"]

DASH = "–"
LEVEL = "▬"  # the arrow of what did not move
FLAT = {"zh": "基本持平", "en": "flat"}
_TO = {"zh": "至", "en": " to "}
NEW = {"zh": "新增", "en": "new"}
TOLD = re.compile(r"\d[\d,]*(?:\.\d+)?")
_UP, _DOWN = str.maketrans("▼-", "▲+"), str.maketrans("▲+", "▼-")  # the signs of a change of the one way and the other
DIVISORS = (1.0, 60.0, 3_600.0, 86_400.0, 1e3, 1e4, 1e6, 1e8)  # of times, and of amounts told in K, 万, M and 亿
FLAT_RELATIVE = 0.005  # a change below half a per cent is not worth a number
LEAST_CHANCE = 0.001
# English words that customers of other languages seldom write
COMMON = {"the", "and", "of", "it", "is", "not", "my", "for", "with", "this", "that", "have", "had", "has", "been",
          "are", "you", "but", "very", "they", "we"}  # fmt: skip
FEW_WORDS = 5  # of so few none need be among them: "Slow delivery"
UNREADABLE = 1000  # of a unit: 1,200 minutes are told in hours
TOO_WIDE = 200  # of a unit: an interval up to 277 minutes is told in hours, whatever lies in its middle
LEAST_TOLD = 0.2  # of a unit: with one decimal still a number, where less would be 0.1 or nothing
LEAST_APART = 0.6  # of different times: "0.7 min" eleven times over hides what "37 s" and "49 s" tell
POINTS, SHORT_POINTS = {"zh": "个百分点", "en": "pp"}, {"zh": "百分点", "en": "pp"}
FRACTIONS = 2  # decimals of an amount that is not told whole
FRACTIONS_BELOW = 100  # a count this large is whole, whatever stands beside it
IN_FULL = 1_000_000  # from here on a number is shortened also beside smaller ones
MANIFOLD = 9.0  # from this growth on, tenfold, a tenth of a per cent says nothing
OWN_SPELLING = re.compile(r"_|\d|.[A-Z]")  # what no plain word has
WORDS_JOINED = re.compile(r"[a-zß-öø-ÿ]+(?:_[a-zß-öø-ÿ]+)+")
FLAT_SHARE = 0.0005  # nor is one below 0.05 percentage points
TRIFLE = 0.1  # of the largest step of a waterfall: a smaller one may be told as nothing
# Looked up here once, because of a mere name Babel looks the locale up for every number.
LOCALE = {"zh": Locale.parse("zh_CN"), "en": Locale.parse("en_US")}


@dataclass(frozen=True, slots=True)
class Style:
    """How a reader is used to see numbers: the language, and the currency (ISO 4217) in which money is kept."""

    language: Language
    currency: str = "CNY"


# --- Values ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """A number and its unit apart, so that a page can set them in different sizes; as text they are joined rightly."""

    number: str
    unit: str = ""

    def __str__(self) -> str:
        spaced = self.unit[:1].isascii() and self.unit != ""
        return f"{self.number} {self.unit}" if spaced else f"{self.number}{self.unit}"


@dataclass(frozen=True, slots=True)
class Scale:
    """How numbers of one size are written: divided, rounded, and between what."""

    divisor: Decimal = Decimal(1)
    decimals: int = 0
    unit: str = ""
    prefix: str = ""
    suffix: str = ""

    def rounded(self, value: float) -> Decimal:
        return (Decimal(str(float(value))) / self.divisor).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)

    def number(self, value: float, language: Language, *, signed: bool = False) -> str:
        amount = self.rounded(value)
        sign = "-" if amount < 0 else "+" if signed and amount > 0 else ""
        pattern = "#,##0" + ("." + "0" * self.decimals if self.decimals else "")
        text = format_decimal(abs(amount), format=pattern, locale=LOCALE[language])
        return f"{sign}{self.prefix}{text}{self.suffix}"


def figure(value: float | None, unit: Unit, style: Style) -> Shown:
    """Return a figure's text: 「1.8小时」, "1.8 h"; a dash for None. Raises ValueError for NaN and infinity."""
    if value is None:
        return Shown(DASH)
    scale = _scale(_checked(value), unit, style)
    return Shown(scale.number(value, style.language), scale.unit)


def whole(value: float, unit: Unit, style: Style, *, signed: bool = False) -> str:
    """Return a count, a mean of counts or an amount in full, without decimals: "1,235"; ``signed``: "+27"."""
    scale = _amount(style) if unit is Unit.MONEY else Scale()
    return str(Shown(scale.number(_checked(value), style.language, signed=signed), scale.unit))


def beside(values: Sequence[float | None], unit: Unit, style: Style) -> tuple[str, ...]:
    """Return the texts of figures that stand beside or under one another: amounts and counts in full where some of them
    would be shortened and others not, 「R$10,312」 above 「R$9,258」, as long as the largest still reads; where all of
    them are shortened alike, with the decimals of the largest: 「44.7万」 above 「8.3万」; small numbers of which some
    have a decimal all with one: 「1.7」 above 「1.0」."""
    scale = _in_full(values, unit, style) or _shortened(values, unit, style) or _with_fractions(values, unit)
    if scale is None:
        return tuple(str(figure(value, unit, style)) for value in values)
    shown = (DASH if value is None else Shown(scale.number(value, style.language), scale.unit) for value in values)
    return tuple(str(one) for one in shown)


def rows(counts: Sequence[float | None], style: Style) -> tuple[str, ...]:
    """Return numbers of rows to the last one, 「141,712」, not 「14.2万」, as long as the largest still reads."""
    known = [_checked(one) for one in counts if one is not None]
    if max(known, default=0) >= IN_FULL:
        return beside(counts, Unit.COUNT, style)
    return tuple(DASH if one is None else Scale().number(one, style.language) for one in counts)


def tenths(value: float | None, language: Language) -> str:
    """Return a mean with one decimal, also a whole one, so that the cells of a column read alike: "7.0"."""
    return DASH if value is None else Scale(decimals=1).number(_checked(value), language)


def duration(seconds: float | None, language: Language, *, undefined: str = DASH) -> str:
    """Return a duration in words, its two largest units cut off below: 「1天2小时」, "1 day 2 hours"; ``undefined`` for
    None. No time at all is "0 seconds"."""
    if seconds is None:
        return undefined
    rest, parts = int(_checked(seconds)), []
    for size, names in _LONG_TIMES:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{names[0]}" if language == "zh" else f"{count} {names[1]}{'s' if count > 1 else ''}")
    return ("" if language == "zh" else " ").join(parts[:2]) or {"zh": "0秒", "en": "0 seconds"}[language]


def interval(
    low: float | None,
    high: float | None,
    unit: Unit,
    style: Style,
    around: float | None = None,
    *,
    spelled: bool = False,
) -> str:
    """Return 「1.2–1.8小时」 / "1.2–1.8 h": one unit for both ends, that of the larger, or of the value it is
    ``around`` where the ends read well in it; ``spelled``: "1.2 to 1.8 h"."""
    if low is None or high is None:
        return DASH
    scale, language = _shared_scale(_checked(low), _checked(high), unit, style), style.language
    if around is not None and unit is Unit.SECONDS:
        own = _scale(_checked(around), unit, style)
        scale = own if abs(high) < TOO_WIDE * float(own.divisor) else scale
    ends = (scale.number(low, language), scale.number(high, language))
    # A dash beside a minus sign cannot be read.
    between = _TO[language] if spelled or "-" in "".join(ends) else "–"
    return str(Shown(between.join(ends), scale.unit))


# --- Changes ---------------------------------------------------------------------------------------------------------


def change(delta: float | None, unit: Unit, style: Style, *, short: bool = False, beside: float | None = None) -> str:
    """Return a signed difference, 「+1.2个百分点」 or "+1.2 pp"; 「基本持平」 or "flat". ``short``, in tables,
    charts and cards, where the unit stands behind a number and no sentence is read: 「+1.2百分点」.

    ``beside``: the value it is the difference from, whose unit of time and decimals of money it takes unless it would
    vanish in them.
    """
    if delta is None:
        return DASH
    language = style.language
    if unit is Unit.SHARE:
        return _points(_checked(delta), language, (SHORT_POINTS if short else POINTS)[language])
    scale = _scale(_checked(delta), unit, style)
    as_beside = beside if unit in (Unit.SECONDS, Unit.MONEY) else None
    if as_beside is not None and (own := _scale(as_beside, unit, style)).rounded(delta):
        scale = own
    if scale.rounded(delta) == 0:
        return FLAT[language]
    return str(Shown(scale.number(delta, language, signed=True), scale.unit))


def difference(value: float | None, unit: Unit, style: Style) -> str:
    """Return a difference as a table of figures has it, signed only where it is below zero: 「0.4百分点」, "0.4 pp"."""
    if value is None or unit is not Unit.SHARE:
        return str(figure(value, unit, style))
    scale = replace(_POINTS, decimals=_scale(value, unit, style).decimals)
    return str(Shown(scale.number(value, style.language), SHORT_POINTS[style.language]))


def difference_format(style: Style) -> str:
    """Return the spreadsheet code for a difference of shares, which is kept as points."""
    return {"zh": f'0.0"{SHORT_POINTS["zh"]}"', "en": f'0.0" {SHORT_POINTS["en"]}"'}[style.language]


def change_interval(low: float | None, high: float | None, unit: Unit, style: Style, *, short: bool = False) -> str:
    """Return the signed ends of a difference in one unit: 「-2.3至+0.8小时」, "-2.3 to +0.8 h"; of shares in points."""
    if low is None or high is None:
        return DASH
    language = style.language
    points = replace(_POINTS, unit=(SHORT_POINTS if short else POINTS)[language])
    scale = points if unit is Unit.SHARE else _shared_scale(_checked(low), _checked(high), unit, style)
    first, last = (scale.number(_checked(end), language, signed=True) for end in (low, high))
    return str(Shown(f"{first}{_TO[language]}{last}", scale.unit))


def kept_as(text: str, value: float | None, unit: Unit | None) -> tuple[float | None, str]:
    """Return the number a cell of a spreadsheet keeps for a change told in ``text``, in the unit of the text, and the
    code that shows it so: "▼ 8.8 h" is -8.8 under ``"▲ "0.0" h";"▼ "0.0" h"``. ``unit`` is that of the value, None of a
    relative change; nothing for a text that tells another number."""
    if value is None or not isfinite(value):
        return None, ""
    found = TOLD.search(text)
    if found is None:
        points = 100 if unit is Unit.SHARE else 1
        return (value * points, _literal(text)) if text.endswith(tuple(FLAT.values())) else (None, "")
    before, after = text[: found.start()], text[found.end() :]
    divisor = _divisor_of(found[0], value, 0.01 if after.startswith("%") or unit is Unit.SHARE else None)
    if divisor is None:
        return None, ""
    decimals = len(found[0].partition(".")[2])
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    pattern += f"%{_literal(after[1:])}" if after.startswith("%") else _literal(after)
    ways = (before.translate(_UP), before.translate(_DOWN))
    code = ";".join(f"{_literal(way)}{pattern}" for way in dict.fromkeys(ways))
    return (value if after.startswith("%") else value / divisor), code


def _divisor_of(number: str, value: float, only: float | None) -> float | None:
    """What the value was divided by to be told as this number; None where nothing gives it."""
    told, near = float(number.replace(",", "")), 0.5001 * 10.0 ** -len(number.partition(".")[2])
    return next((one for one in ((only,) if only else DIVISORS) if abs(abs(value) / one - told) <= near), None)


def _literal(text: str) -> str:
    return f'"{text}"' if text else ""


def relative(share: float | None, language: Language) -> str:
    """Return a relative change, "+3.2%", "+2,425%"; 「基本持平」 / "flat" below half a per cent."""
    if share is None:
        return DASH
    if abs(_checked(share)) < FLAT_RELATIVE:
        return FLAT[language]
    scale = replace(_PERCENT, decimals=0) if share >= MANIFOLD else _PERCENT
    return scale.number(share, language, signed=True)


def growth(share: float | None, before: float | None, now: float | None, language: Language) -> str:
    """Return a relative change, or 「新增」 / "new" for what grew from nothing, of which there is no percentage."""
    return NEW[language] if before == 0 and now else relative(share, language)


def whole_percent(share: float | None) -> str:
    """Return a share without decimals, for shares of a change that are known no better: "80%"."""
    if share is None:
        return DASH
    return f"{int(Decimal(repr(_checked(share) * 100)).quantize(Decimal(1), ROUND_HALF_UP))}%"


def chance(share: float | None) -> str:
    """Return a p-value as "1.2%", and as "<0.1%" below what is worth telling apart."""
    if share is None:
        return DASH
    return "<0.1%" if _checked(share) < LEAST_CHANCE else f"{share:.1%}"


def arrow(value: float | None, threshold: float = FLAT_RELATIVE) -> str:
    """Return ▲, ▼, or ▬ where ``value`` is below ``threshold`` either way; nothing for None."""
    if value is None:
        return ""
    if abs(_checked(value)) < threshold:
        return LEVEL
    return "▲" if value > 0 else "▼"


def _points(delta: float, language: Language, unit: str) -> str:
    if abs(delta) < FLAT_SHARE:
        return FLAT[language]
    return str(Shown(_POINTS.number(delta, language, signed=True), unit))


# --- Sentences -------------------------------------------------------------------------------------------------------


def ended(text: str, stop: str) -> str:
    """Somebody's own words as a sentence: closed in their own script, and once."""
    last = text.rstrip()[-1:]
    if not last or last in "。.!！?？…":
        return text.rstrip()
    return text.rstrip() + ("。" if re.match(f"[{_HAN}）”]", last) else stop)


def is_in(text: str, language: Language) -> bool:
    """Whether a customer's words are in the language, as far as letters and the commonest words tell: Chinese has Han;
    English has no letters beyond ASCII and, in five words or more, one of those hardly any sentence does without."""
    if language == "zh":
        return bool(re.search(f"[{_HAN}]", text))
    words = re.findall(r"[a-z]+", text.lower())
    plain = all(letter.isascii() for letter in text if letter.isalpha())
    return plain and (len(words) < FEW_WORDS or not COMMON.isdisjoint(words))


# --- Words -----------------------------------------------------------------------------------------------------------


def small(text: str) -> str:
    """The text as it stands inside a sentence: "Complaint rate" begins small, "NPS" and "WeChat" stay as they are."""
    word = text.partition(" ")[0]
    return text[:1].lower() + text[1:] if word[1:] == word[1:].lower() and len(word) > 1 else text


def capital(text: str) -> str:
    """The text as the beginning of a title, a sentence or a cell; a code such as "sku_12" stays as it is written."""
    return text if OWN_SPELLING.search(text.partition(" ")[0]) else text[:1].upper() + text[1:]


def told_once(names: Sequence[str]) -> list[str]:
    """Names of which all begin alike up to an article, without it from the second on: "satisfaction with the speed",
    "attitude"."""
    alike = takewhile(lambda words: len(set(words)) == 1, zip(*(one.split() for one in names), strict=False))
    begins = max((place for place, words in enumerate(alike, start=1) if words[0] == "the"), default=0)
    return [*names[:1], *(" ".join(one.split()[begins:]) or one for one in names[1:])] if begins else list(names)


def readable(code: str) -> str:
    """A code that is nothing but small words joined as these words: "beleza_saude" is "beleza saude". What has figures
    or capitals in it, such as "sku_12" or "Plan_B", is a name of its own and stays as it is written."""
    return code.replace("_", " ") if WORDS_JOINED.fullmatch(code) else code


# --- Days and periods ------------------------------------------------------------------------------------------------


def short_month(when: date, language: Language) -> str:
    """Return 「10月」 / "Oct", for axes that show about a year."""
    return format_date(when, {"zh": "M月", "en": "MMM"}[language], locale=LOCALE[language])


def day(when: date, language: Language) -> str:
    """Return 「2026年10月1日」 / "Oct 1, 2026"."""
    return format_date(when, {"zh": "y年M月d日", "en": "MMM d, y"}[language], locale=LOCALE[language])


def period(which: Period, language: Language) -> str:
    """Return 「2026年10月」 / "Oct 2026", a quarter or year where it is one, or the range of months or days."""
    first, last = which.start, which.end - timedelta(days=1)
    if first.day != 1 or which.end.day != 1:
        return day(first, language) if first == last else _days(first, last, language)
    count = len(which.months)
    if count == 1:
        return _month(first, language)
    if count == 12 and first.month == 1:
        return {"zh": f"{first.year}年", "en": f"{first.year}"}[language]
    if count == 3 and first.month % 3 == 1:
        quarter = first.month // 3 + 1
        return {"zh": f"{first.year}年第{quarter}季度", "en": f"Q{quarter} {first.year}"}[language]
    return _months(first, last, language)


def _month(when: date, language: Language) -> str:
    return format_date(when, {"zh": "y年M月", "en": "MMM y"}[language], locale=LOCALE[language])


def _months(first: date, last: date, language: Language) -> str:
    same = first.year == last.year
    if language == "zh":
        return f"{_month(first, 'zh')}至{f'{last.month}月' if same else _month(last, 'zh')}"
    start = format_date(first, "MMM", locale=LOCALE["en"]) if same else _month(first, "en")
    return f"{start}–{_month(last, 'en')}"


def _days(first: date, last: date, language: Language) -> str:
    same = first.year == last.year
    if language == "zh":
        within = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
        return f"{day(first, 'zh')}至{within if same else day(last, 'zh')}"
    start = format_date(first, "MMM d", locale=LOCALE["en"]) if same else day(first, "en")
    if same and first.month == last.month:
        return f"{start}–{last.day}, {last.year}"
    return f"{start} – {day(last, 'en')}"


# --- Charts and spreadsheets -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Axis:
    """Divide the values by ``divisor``, write ``unit`` beside the axis and format ticks with the spreadsheet code."""

    divisor: float
    unit: str
    number_format: str


def on_axis(value: float, axis: Axis, language: Language, *, signed: bool = False, short: bool = True) -> str:
    """Return a value in the unit of the axis it is drawn on: "40.3 h" beside "1.2 h"; ``signed`` for a change, of a
    share in points, outside tables and charts not ``short``."""
    scale, unit = _scale_of(axis), axis.unit
    if signed and scale.suffix == "%":
        scale, unit = replace(scale, suffix=""), (SHORT_POINTS if short else POINTS)[language]
    return str(Shown(scale.number(value, language, signed=signed), unit))


def adding_up(axis: Axis, levels: Sequence[float], steps: Sequence[float]) -> Axis:
    """Return the axis with one decimal more where two ``levels`` and the ``steps`` between them, each rounded by
    itself, then add up, and in the decimals of the axis do not: 「4.96小时」「+1.34」「+1.34」「7.64小时」."""
    finer = _finer(axis)
    return finer if _adds_up(finer, levels, steps) and not _adds_up(axis, levels, steps) else axis


def telling_steps(axis: Axis, steps: Sequence[float]) -> Axis:
    """Return the axis with one decimal more where one of the ``steps`` would else vanish that is no trifle beside the
    largest: 「0.31%」「+0.04」「+0.06」「0.41%」."""
    finer, least = _finer(axis), TRIFLE * max(map(abs, steps), default=0.0)
    plain, fine = _scale_of(axis).rounded, _scale_of(finer).rounded
    return finer if any(fine(one) and not plain(one) and abs(one) >= least for one in steps) else axis


def _finer(axis: Axis) -> Axis:
    """The axis with one decimal more."""
    digits, mark = axis.number_format.removesuffix("%"), "%" if axis.number_format.endswith("%") else ""
    return replace(axis, number_format=f"{digits}{'' if '.' in digits else '.'}0{mark}")


def _adds_up(axis: Axis, levels: Sequence[float], steps: Sequence[float]) -> bool:
    """Whether the first level and the steps as told make the last, and the difference as told is that of the levels."""
    rounded = _scale_of(axis).rounded
    apart = rounded(levels[-1]) - rounded(levels[0])
    return sum(map(rounded, steps)) == apart == rounded(levels[-1] - levels[0])


def _scale_of(axis: Axis) -> Scale:
    """How values are written in the unit of an axis and with its decimals."""
    digits = axis.number_format.removesuffix("%")
    is_share = digits != axis.number_format
    divisor = Decimal(axis.divisor) * (Decimal("0.01") if is_share else 1)
    return Scale(divisor, len(digits.partition(".")[2]), suffix="%" if is_share else "")


def axis(values: Iterable[float | None], unit: Unit, style: Style) -> Axis:
    """Return how to draw ``values`` so that the largest reads well: in hours, in 万."""
    known = [abs(_checked(value)) for value in values if value is not None]
    if unit is Unit.SHARE:
        return Axis(1.0, "", number_format(unit))
    scale = _scale(max(known, default=0.0), unit, style)
    if unit is Unit.COUNT and scale.divisor == 1:
        fractions = any(value % 1 for value in known) and scale.decimals > 0
        return Axis(1.0, scale.unit, "0.0" if fractions else "#,##0")
    plain = scale.divisor == 1 and unit in (Unit.NPS, Unit.SCORE, Unit.RATIO)
    label = f"{scale.prefix}{scale.suffix}{scale.unit}"
    return Axis(float(scale.divisor), label, number_format(unit) if plain else _code(scale.decimals))


def axis_beside(values: Sequence[float | None], unit: Unit, style: Style, *, of: float | None = None) -> Axis:
    """Return how to draw values whose labels are those of ``labels``. Times are drawn in the unit of the largest, or of
    the one value ``of``, or else in that of the smallest: the first that tells them apart and reads; amounts with the
    fractions ``of`` is told with, 「118.40元」 where the whole is 「52.70元」."""
    if unit is Unit.MONEY and of and _scale(of, unit, style).decimals == FRACTIONS and _is_plain(values, style):
        return axis([of], unit, style)
    full = _in_full(values, unit, style)
    if full is not None:
        return Axis(1.0, f"{full.prefix}{full.unit}", "#,##0")
    widest = axis(values, unit, style)
    known = [one for one in values if one]
    if unit is not Unit.SECONDS or not known:
        return widest
    own, finest = axis([of], unit, style), axis([min(known, key=abs)], unit, style)
    most = max(map(abs, known))
    asked = [own] if of and most < UNREADABLE * own.divisor else []
    finer = [finest] if most < TOO_WIDE * finest.divisor else []
    return next((one for one in (*asked, widest, *finer) if _tells(values, one, style)), widest)


def _is_plain(values: Sequence[float | None], style: Style) -> bool:
    """Whether amounts are told neither in thousands nor in 万."""
    return _scale(max((abs(one) for one in values if one), default=0.0), Unit.MONEY, style).divisor == 1


def labels(values: Sequence[float | None], axis: Axis, unit: Unit, style: Style) -> tuple[str, ...]:
    """Return the labels of values drawn on an axis, "" where there is no number: times in its unit where that tells all
    of them, amounts with the fractions of the axis, everything else as ``beside`` one another."""
    if unit is Unit.MONEY and axis.number_format == _code(FRACTIONS) and axis.divisor == 1:
        texts = [_with_cents(one, style) for one in values]
    elif unit is Unit.SECONDS and _tells(values, axis, style):
        texts = _on_axis(values, axis, style)
    else:
        texts = list(beside(values, unit, style))
    return tuple("" if one is None else text for one, text in zip(values, texts, strict=True))


def _with_cents(value: float | None, style: Style) -> str:
    if not value:
        return str(figure(value, Unit.MONEY, style))
    scale = replace(_amount(style), decimals=FRACTIONS)
    return str(Shown(scale.number(_checked(value), style.language), scale.unit))


def _tells(values: Sequence[float | None], axis: Axis, style: Style) -> bool:
    """Whether times in the unit of the axis are numbers still, and different ones where the times differ."""
    least = min((abs(one) for one in values if one), default=0.0)
    apart = len(set(_on_axis(values, axis, style))) >= LEAST_APART * len(set(beside(values, Unit.SECONDS, style)))
    return least >= LEAST_TOLD * axis.divisor and apart


def _on_axis(values: Sequence[float | None], axis: Axis, style: Style) -> list[str]:
    return [DASH if one is None else on_axis(one, axis, style.language) for one in values]


def number_format(unit: Unit) -> str:
    """Return the spreadsheet code for values kept as they are stored: shares as fractions, durations in seconds."""
    match unit:
        case Unit.COUNT | Unit.SECONDS:
            return "#,##0"
        case Unit.SHARE:
            return "0.0%"
        case Unit.MONEY:
            return "#,##0.00"
        case Unit.SCORE | Unit.RATIO:
            return "0.00"
        case Unit.NPS | Unit.DAYS:
            return "0.0"
        case _:
            assert_never(unit)


def cell_format(unit: Unit, style: Style) -> str:
    """Return the spreadsheet code for a cell among others of other units: seconds and money say what they are, and
    money has cents where it is told with them: neither nothing nor a hundred and more."""
    code = number_format(unit)
    match unit:
        case Unit.SECONDS:
            return f'{code}"{_TIME_NAMES[style.language][0]}"' if style.language == "zh" else f'{code}" s"'
        case Unit.MONEY:
            before, after = ("", '"元"') if style == Style("zh") else (f'"{_symbol(style)}"', "")
            return f"[>=100]{before}#,##0{after};[=0]{before}0{after};{before}{code}{after}"
        case _:
            return code


def _code(decimals: int) -> str:
    return "#,##0" if decimals == 0 else "#,##0." + "0" * min(decimals, 1)


# --- Scales ----------------------------------------------------------------------------------------------------------

_PERCENT = Scale(Decimal("0.01"), 1, suffix="%")
_FINE_PERCENT = Scale(Decimal("0.01"), 2, suffix="%")
_POINTS = Scale(Decimal("0.01"), 1)

_TIME_NAMES = {"zh": ("秒", "分钟", "小时", "天"), "en": ("s", "min", "h", "days")}
_LONG_TIMES = ((86_400, ("天", "day")), (3_600, ("小时", "hour")), (60, ("分钟", "minute")), (1, ("秒", "second")))
_TIMES = ((120, 1), (3600, 60), (172_800, 3600))  # up to how many seconds a unit of so many is used
_A_DAY = 86_400
MANY_DAYS = 100  # from here on a tenth of a day says nothing
_LARGE = {"zh": (("万", 10**4), ("亿", 10**8)), "en": (("K", 10**3), ("M", 10**6))}


def _scale(value: float, unit: Unit, style: Style) -> Scale:
    """How a value is written; for several values in one unit, ask for the largest."""
    match unit:
        case Unit.COUNT:
            return _count_scale(value, style.language)
        case Unit.SECONDS:
            return _time_scale(value, style.language)
        case Unit.SHARE:
            # 0.03 % is not 0.0 %: somebody was there.
            return _FINE_PERCENT if 0 < abs(value) < FLAT_SHARE else _PERCENT
        case Unit.MONEY:
            return _money_scale(value, style)
        case Unit.SCORE | Unit.RATIO:
            return Scale(decimals=2)
        case Unit.NPS:
            return Scale(decimals=1)
        case Unit.DAYS:
            return Scale(decimals=1, unit=_TIME_NAMES[style.language][3])
        case _:
            assert_never(unit)


def _shared_scale(low: float, high: float, unit: Unit, style: Style) -> Scale:
    """The larger value's scale, below 100 with the finer one's decimals: "0.5–2.0", not "1–2"."""
    small, large = sorted((low, high), key=abs)
    fine, scale = _scale(small, unit, style), _scale(large, unit, style)
    finer = fine.divisor == scale.divisor and abs(large) < 100
    return replace(scale, decimals=max(fine.decimals, scale.decimals)) if finer else scale


def _count_scale(value: float, language: Language) -> Scale:
    if language == "zh" and _reaches(Scale(), value, 100_000):
        divisor, decimals, name = _large(value, language)
        return Scale(divisor, decimals, unit=name)
    fractions = Scale(decimals=1)
    return fractions if value % 1 and not _reaches(fractions, value, 10) else Scale()


def _time_scale(value: float, language: Language) -> Scale:
    """Seconds below two minutes, for 49 of them beside one minute is no comparison, hours below two days; a value that
    would round up to the next unit is written in it."""
    names = _TIME_NAMES[language]
    for (limit, divisor), name in zip(_TIMES, names, strict=False):
        whole = divisor == 1 and (value % 1 == 0 or _reaches(Scale(decimals=1), value, 10))
        scale = Scale(Decimal(divisor), 0 if whole else 1, unit=name)
        if not _reaches(scale, value, limit / divisor):
            return scale
    return Scale(Decimal(_A_DAY), 0 if value >= MANY_DAYS * _A_DAY else 1, unit=names[3])


def _money_scale(value: float, style: Style) -> Scale:
    whole = value == 0 or _reaches(Scale(decimals=FRACTIONS), value, 100)
    divisor, decimals, name = Decimal(1), 0 if whole else FRACTIONS, ""
    if _reaches(Scale(), value, 10_000):
        divisor, decimals, name = _large(value, style.language)
    if style == Style("zh"):
        return Scale(divisor, decimals, unit=f"{name}元")
    return Scale(divisor, decimals, prefix=_symbol(style), suffix=name)


def _in_full(values: Iterable[float | None], unit: Unit, style: Style) -> Scale | None:
    """How to write numbers of which only some would be shortened; None where each reads well as it is."""
    known = [abs(_checked(value)) for value in values if value]
    if not known or max(known) >= IN_FULL or unit not in (Unit.MONEY, Unit.COUNT):
        return None
    least, most = (_scale(one, unit, style) for one in (min(known), max(known)))
    uneven = unit is Unit.MONEY and least.divisor == 1 and least.decimals != most.decimals
    if least.divisor == most.divisor and not uneven:
        return None
    if unit is Unit.COUNT:
        return Scale()
    return _amount(style)


def _shortened(values: Iterable[float | None], unit: Unit, style: Style) -> Scale | None:
    """How to write amounts and counts that are all shortened in one unit; None where there are others."""
    known = [abs(_checked(value)) for value in values if value is not None]
    if not known or unit not in (Unit.MONEY, Unit.COUNT):
        return None
    least, most = (_scale(one, unit, style) for one in (min(known), max(known)))
    return most if least.divisor == most.divisor != 1 else None


def _with_fractions(values: Iterable[float | None], unit: Unit) -> Scale | None:
    """How to write small counts some of which are means; None where all are whole, or one is too large for that."""
    known = [abs(_checked(value)) for value in values if value is not None]
    if unit is not Unit.COUNT or max(known, default=0.0) >= FRACTIONS_BELOW:
        return None
    return Scale(decimals=1) if any(0 < value < 10 and value % 1 for value in known) else None


def _amount(style: Style) -> Scale:
    """Money in full, without decimals."""
    return Scale(unit="元") if style == Style("zh") else Scale(prefix=_symbol(style))


def exact_amount(value: Decimal, style: Style) -> str:
    """Money that is owed, to the cent and never in thousands: "¥12,000", "¥300.50"."""
    return f"{_symbol(style)}{value:,.{0 if value == value.to_integral_value() else 2}f}"


def _symbol(style: Style) -> str:
    """What stands before an amount: "¥", "R$", "CHF "."""
    if style.currency == "CNY":
        return "¥"
    symbol = get_currency_symbol(style.currency, locale=LOCALE[style.language])
    return f"{symbol}\u00a0" if symbol.isalpha() else symbol


def _large(value: float, language: Language) -> tuple[Decimal, int, str]:
    """Divisor, decimals and name for large numbers, three or more digits long: 1.25M, 12.3万."""
    (small, few), (great, many) = _LARGE[language]
    name, size = (great, many) if _reaches(Scale(Decimal(few), 1), value, many / few) else (small, few)
    decimals = 1 if _reaches(Scale(Decimal(size), 2), value, 10) else 2
    return Decimal(size), decimals, name


def _reaches(scale: Scale, value: float, limit: float) -> bool:
    """Whether the value as it would be written is at least ``limit``."""
    return abs(scale.rounded(value)) >= Decimal(str(limit))


def _checked(value: float) -> float:
    if not isfinite(value):
        raise ValueError(f"{value} cannot be shown; an undefined number is None")
    return value


# --- Chinese typography ----------------------------------------------------------------------------------------------

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_FULL = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？"}
_WIDE = "，：；！？（）"
_PAIR = re.compile(r"\(([^()\n]*)\)")
_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}）]) *[,:;!?]|[,:;!?](?= *[{_HAN}（])")
_AROUND_WIDE = re.compile(rf"(?<=\S) +(?=[{_WIDE}])|(?<=[{_WIDE}]) +")
_HAN_THEN_LATIN = re.compile(rf"(?<=[{_HAN}]) +(?=[+¥-]?[A-Za-z0-9])")
_LATIN_THEN_HAN = re.compile(rf"(?<=[A-Za-z0-9%]) +(?=[{_HAN}])")


def han(text: str) -> str:
    """Return Chinese text set as print does: full-width punctuation beside Han, no spaces between Han and Latin.

    Times (9:30), grouped digits (1,234) and wholly Latin passages stay as they are.
    """
    text = _wide_brackets(text)
    text = _BESIDE_HAN.sub(lambda found: _FULL[found.group().strip()], text)
    text = _AROUND_WIDE.sub("", text)
    return _LATIN_THEN_HAN.sub("", _HAN_THEN_LATIN.sub("", text))


def _wide_brackets(text: str) -> str:
    """Pairs from the inside out, so that the outer one sees what became of the inner one."""
    while (wider := _PAIR.sub(_wide_pair, text)) != text:
        text = wider
    return text


def _wide_pair(found: re.Match[str]) -> str:
    """Both brackets or neither: full width where Han is inside, or stands next outside."""
    before, after = found.string[: found.start()].rstrip(" ")[-1:], found.string[found.end() :].lstrip(" ")[:1]
    wide = re.search(f"[{_HAN}（）]", f"{before}{found[1]}{after}")
    return f"（{found[1]}）" if wide else found.group()
