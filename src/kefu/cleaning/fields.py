"""How texts become values: SQL that reads one field as its type, or gives NULL where it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from kefu.engine import identifier, literal
from kefu.errors import DefinitionError
from kefu.schema import Field, Type
from kefu.sources.profiles import FieldMap

YES = ("true", "1", "yes", "y", "t", "是", "有")
NO = ("false", "0", "no", "n", "f", "否", "无")
OFFSET = "'(Z|[+-][0-9]{2}:?[0-9]{2})$'"
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600}


def text(field: FieldMap, unknown: tuple[str, ...]) -> str:
    """SQL for the text of a field, trimmed; NULL where it is empty, says "unknown", or its ``when`` does not hold."""
    if field.value:
        return literal(field.value)
    said = " || '/' || ".join(_said(column, unknown) for column in (field.column, *field.further))
    return f"CASE WHEN {condition(field.when)} THEN {said} END" if field.when else said


def _said(column: str, unknown: tuple[str, ...]) -> str:
    trimmed = f"nullif(trim({identifier(column)}), '')"
    if not unknown:
        return trimmed
    return f"CASE WHEN {trimmed} NOT IN ({_listed(unknown)}) THEN {trimmed} END"


def condition(when: Mapping[str, tuple[str, ...]]) -> str:
    """SQL that is true where every named column has one of its texts; true everywhere for no columns."""
    tests = [
        f"coalesce(trim({identifier(column)}) IN ({', '.join(literal(one) for one in texts)}), false)"
        for column, texts in when.items()
    ]
    return " AND ".join(tests) or "true"


def value(name: str, field: Field, mapped: FieldMap, timezone: str) -> str:
    """SQL that reads the text named ``name`` as the field's type."""
    coded = _coded(name, mapped.codes)
    match field.type:
        case Type.TIMESTAMP:
            return _plausible(_timestamp(coded, mapped.format, timezone))
        case Type.NUMBER:
            read = _duration(coded) if mapped.unit == "hms" else f"{_number(coded)} * {SECONDS[mapped.unit]}"
            return f"CASE WHEN isfinite({read}) THEN {read} END"  # "nan" and "inf" are words, not numbers
        case Type.INTEGER:
            whole = f"try_cast({_number(coded)} AS BIGINT)"
            return f"CASE WHEN {whole} = {_number(coded)} THEN {whole} END"  # a cast alone rounds 1.5 to 2
        case Type.BOOLEAN:
            said = f"lower({coded})"
            return f"CASE WHEN {said} IN ({_listed(YES)}) THEN true WHEN {said} IN ({_listed(NO)}) THEN false END"
        case _:
            return coded


def _coded(name: str, codes: Mapping[str, str]) -> str:
    """Texts replaced by their codes; others stay as they are."""
    if not codes:
        return name
    cases = " ".join(f"WHEN {literal(shown)} THEN {literal(code)}" for shown, code in codes.items())
    return f"CASE {name} {cases} ELSE {name} END"


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(literal(word) for word in words)


def _number(name: str) -> str:
    """Plain numbers first, because the tidying of 1,299.00 / ¥12 / 87.5% costs ten times as much."""
    tidied = f"regexp_replace({name}, '[,，\\s¥￥元%％]', '', 'g')"
    share = f"CASE WHEN right({name}, 1) IN ('%', '％') THEN 100 ELSE 1 END"
    return f"coalesce(try_cast({name} AS DOUBLE), try_cast({tidied} AS DOUBLE) / {share})"


def _duration(name: str) -> str:
    """``HH:MM:SS`` or ``MM:SS`` in seconds."""
    parts = f"list_transform(string_split({name}, ':'), lambda part: try_cast(part AS DOUBLE))"
    clock = f"list_reduce({parts}, lambda total, part: total * 60 + part)"
    is_clock = f"regexp_full_match({name}, '[0-9]+(:[0-9]{{1,2}}){{1,2}}')"
    return f"CASE WHEN {is_clock} THEN {clock} ELSE try_cast({name} AS DOUBLE) END"


def _plausible(sql: str) -> str:
    """A time this data can be of: "infinity" and the year 12026 are times to the engine, and have no month."""
    return f"CASE WHEN {sql} BETWEEN TIMESTAMP '1900-01-02' AND TIMESTAMP '2199-12-30' THEN {sql} END"


def _timestamp(name: str, form: str, timezone: str) -> str:
    """UTC; a time with an offset says itself what it is, one without is in ``timezone``."""
    if form:
        return to_utc(f"try_strptime({name}, {literal(form)})", timezone)
    stated = f"CAST(try_cast({name} AS TIMESTAMPTZ) AS TIMESTAMP)"
    if timezone == "UTC":  # both readings agree on a trailing Z; only a foreign offset needs the slower one
        foreign = f"regexp_matches({name}, '[+-][0-9]{{2}}:?[0-9]{{2}}$')"
        return f"CASE WHEN {foreign} THEN {stated} ELSE try_cast({name} AS TIMESTAMP) END"
    plain = to_utc(f"try_cast({name} AS TIMESTAMP)", timezone)
    return f"CASE WHEN regexp_matches({name}, {OFFSET}) THEN {stated} ELSE {plain} END"


def to_utc(sql: str, timezone: str) -> str:
    """SQL that turns a local time without offset into UTC."""
    offset = fixed_offset(timezone)
    if offset is None:
        return f"timezone('UTC', timezone({literal(timezone)}, {sql}))"
    return sql if not offset else f"{sql} - INTERVAL {int(offset.total_seconds())} SECOND"


def to_local(sql: str, timezone: str) -> str:
    """SQL that turns UTC into local time without offset."""
    offset = fixed_offset(timezone)
    if offset is None:
        return f"timezone({literal(timezone)}, timezone('UTC', {sql}))"
    return sql if not offset else f"{sql} + INTERVAL {int(offset.total_seconds())} SECOND"


@cache
def fixed_offset(timezone: str) -> timedelta | None:
    """The zone's offset where it has been one since 1995 (all of China); adding it costs a tenth of a zone rule."""
    try:
        zone = ZoneInfo(timezone)
    except (KeyError, ValueError) as error:
        raise DefinitionError(f'kefu.yaml: timezone: no zone "{timezone}"; write e.g. Asia/Shanghai') from error
    months = (datetime(year, month, 1, tzinfo=UTC) for year in range(1995, 2036) for month in range(1, 13))
    seen = {moment.astimezone(zone).utcoffset() for moment in months}
    return seen.pop() if len(seen) == 1 else None
