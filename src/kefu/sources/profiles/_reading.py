"""How the values of a column would be read as a field: how well they fit it, in which unit, format and codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kefu.schema import ENTITIES, Field, Type
from kefu.schema.platform_figure import MEASURES
from kefu.sources import normal
from kefu.sources.profiles import _values
from kefu.sources.profiles._profile import NumberUnit
from kefu.sources.profiles._vocabulary import unit_of, vocabulary

NOTHING_SAID = 0.6  # a column without a value in the sample neither fits nor does not
BARE_TIME = 0.75  # 20260203 is a time if the header says so
LONGEST_ID, LONGEST_CODE = 64, 40
LONG_NUMBER = 10  # digits from which a whole number is rather an id than an amount
MANY = 20  # values from which their variety tells something
VARIED = 0.9
LEAST_CLOSED = 0.3  # of a header that says so, where none of the values is a known code
OTHERWISE = {  # what else happened to a ticket is at least of note; what is neither met nor missed is not known yet
    ("ticket_event", "kind"): "noted",
    ("ticket", "first_response_sla"): "open",
    ("ticket", "resolution_sla"): "open",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a profile has to say of a field besides its column. ``ambiguous``: day and month could be the other way
    round; ``strange`` are values seen that are none of the field's codes."""

    unit: NumberUnit | None = None
    format: str = ""
    ambiguous: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = ""
    strange: tuple[str, ...] = ()


def fit(entity: str, name: str, texts: Sequence[str]) -> float:
    """From 0 to 1, how well the texts (all of them stated) read as the field or the measure."""
    if not texts:
        return NOTHING_SAID
    if entity == "platform_figure" and name in MEASURES:
        return _values.share(texts, _MEASURED.get(MEASURES[name], _values.is_number))
    known = ENTITIES[entity].fields[name]
    if name in _BY_NAME:
        return _values.share(texts, _BY_NAME[name])
    codes = vocabulary().codes(entity, name)
    if codes and (known.codes or known.type is not Type.CODE):
        as_codes = LEAST_CLOSED + (1 - LEAST_CLOSED) * _values.share(texts, lambda text: normal(text) in codes)
        return max(as_codes, _BY_TYPE[known.type](known, texts) if known.type is not Type.CODE else 0.0)
    return _BY_TYPE[known.type](known, texts)


def reading(entity: str, name: str, header: str, texts: Sequence[str]) -> Reading:
    """Unit, format and codes of a column that becomes the field or the measure."""
    if entity == "platform_figure" and name in MEASURES:
        return Reading(unit=_unit(MEASURES[name], header, texts))
    known = ENTITIES[entity].fields[name]
    if known.type is Type.TIMESTAMP:
        return _of_time(texts)
    if name.endswith("_seconds"):
        return Reading(unit=_unit("seconds", header, texts))
    codes = _codes(entity, name, known, texts)
    otherwise = OTHERWISE.get((entity, name), "")
    strange = [text for text in dict.fromkeys(texts) if text not in codes and text not in known.codes]
    return Reading(codes=codes, otherwise=otherwise, strange=tuple(strange) if known.codes and not otherwise else ())


def _of_time(texts: Sequence[str]) -> Reading:
    compact = _values.compact_format(texts)
    if compact:
        return Reading(format=compact)
    order = _values.day_order(texts)
    if order == "either":
        return Reading(format=_values.likelier_order(texts), ambiguous=True)
    return Reading(format=order)


def _unit(kind: str, header: str, texts: Sequence[str]) -> NumberUnit | None:
    """What bare numbers are; 2分30秒 and 99.7% say it themselves."""
    plain = [text for text in texts if _values.is_number(text) and not text.endswith(("%", "％"))]
    if kind == "share":
        return "share" if all(abs(_number(text)) <= 1 for text in plain) else "percent"
    stated = unit_of(header) if kind == "seconds" and plain else None
    return stated if stated in ("minutes", "hours", "days") else None


def _codes(entity: str, name: str, known: Field, texts: Sequence[str]) -> dict[str, str]:
    """Codes of the values when Kefu knows all of them; of a closed field also those it does not see yet, so that next
    month's rows are not refused."""
    codes = vocabulary().codes(entity, name)
    seen = list(dict.fromkeys(texts))
    found = {text: codes[normal(text)] for text in seen if normal(text) in codes}
    if not found or (len(found) < len(seen) and not known.codes):
        return {}
    if known.codes and any(not text.isascii() for text in found):
        found |= {word: code for word, code in codes.items() if not word.isascii() and word not in found}
    return {text: code for text, code in found.items() if text != code}


def _number(text: str) -> float:
    digits = "".join(letter for letter in text if letter.isdigit() or letter in ".+-eE")
    try:
        return float(digits)
    except ValueError:
        return 0.0


def _is_quantity(text: str) -> bool:
    return _values.is_number(text) or _values.is_duration(text)


def _time(_known: Field, texts: Sequence[str]) -> float:
    said = _values.share(texts, _values.is_time)
    return max(said, BARE_TIME * _values.share(texts, _values.is_bare_time))


def _numeric(known: Field, texts: Sequence[str]) -> float:
    """Numbers within the field's bounds; long whole numbers are ids."""

    def reads(text: str) -> bool:
        if not _is_quantity(text) or (text.isdecimal() and len(text) >= LONG_NUMBER):
            return False
        if not _values.is_number(text):
            return True
        value = _number(text)
        return (known.low is None or value >= known.low) and (known.high is None or value <= known.high)

    return _values.share(texts, reads)


def _whole(known: Field, texts: Sequence[str]) -> float:
    return _numeric(known, texts) * _values.share(texts, lambda text: text.lstrip("-").removesuffix(".0").isdecimal())


def _boolean(_known: Field, texts: Sequence[str]) -> float:
    return _values.share(texts, _values.is_yes_or_no)


def _id(_known: Field, texts: Sequence[str]) -> float:
    def reads(text: str) -> bool:
        decimal = _values.is_number(text) and not text.removesuffix(".0").isalnum()
        other = decimal or "://" in text or _values.is_time(text) or _values.is_duration(text)
        return len(text) <= LONGEST_ID and not other

    dull = len(texts) >= MANY and (len(set(texts)) == 1 or _values.share(texts, _values.is_yes_or_no) == 1)
    return _values.share(texts, reads) * (0.7 if dull else 1)


def _code(_known: Field, texts: Sequence[str]) -> float:
    def reads(text: str) -> bool:
        decimal = _values.is_number(text) and not text.isalnum()
        return len(text) <= LONGEST_CODE and not (decimal or _values.is_time(text) or _values.is_duration(text))

    varied = len(texts) >= MANY and len(set(texts)) > VARIED * len(texts)
    return _values.share(texts, reads) * (0.5 if varied else 1)


def _free(_known: Field, texts: Sequence[str]) -> float:
    return 0.4 + 0.6 * _values.share(texts, lambda text: _values.kind(text) == "text")


def _phone(text: str) -> bool:
    return sum(letter.isdigit() for letter in text) >= 7 or "*" in text


_BY_TYPE: Mapping[Type, Callable[[Field, Sequence[str]], float]] = {
    Type.TIMESTAMP: _time,
    Type.NUMBER: _numeric,
    Type.INTEGER: _whole,
    Type.BOOLEAN: _boolean,
    Type.ID: _id,
    Type.CODE: _code,
    Type.TEXT: _free,
}
_MEASURED: Mapping[str, Callable[[str], bool]] = {
    "seconds": lambda text: _is_quantity(text) and not text.endswith(("%", "％")),
    "count": lambda text: _values.is_number(text) and not text.endswith(("%", "％")),
}
_BY_NAME: Mapping[str, Callable[[str], bool]] = {"phone": _phone, "email": lambda text: "@" in text}
