"""How texts become values: SQL that reads one field as its type, or gives NULL where it cannot.

Every reading takes the cheapest road first: a million rows have many cells, and nearly all of them are plain.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from kefu.cleaning import numbers, times
from kefu.cleaning.times import fixed_offset, to_local, to_utc
from kefu.engine import identifier, literal
from kefu.schema import Field, Type
from kefu.sources.profiles import FieldMap

__all__ = ["cell", "condition", "fixed_offset", "kept", "normal", "reading", "text", "to_local", "to_utc", "value"]

YES = ("true", "1", "yes", "y", "t", "是", "有", "对", "√", "on", "1.0")
NO = ("false", "0", "no", "n", "f", "否", "无", "错", "×", "off", "0.0")
BLANKS = " \t\r\n\u00a0\u3000\ufeff\u200b"
# What a program or a person writes for "nothing". NA, nan and 无 are not among what an id or a code cannot be: North
# America, a nickname, and the answer to "which defect?" are things a company may well call so.
NOT_STATED = (
    *("-", "--", "—", "——", "/", "N/A", "n/a", "null", "NULL", "Null", "None", "#N/A", "#DIV/0!", "#VALUE!", "#REF!"),
    *("\\N", "无数据", "暂无"),
)
NOT_A_NUMBER = ("NA", "nan", "NaN", "NAN", "inf", "-inf")
NOT_AN_ID = ("'", '=""', "ID:", "ID：")
NO_TIME = ("无", "0", "0.0", "0000-00-00", "0000-00-00 00:00:00")  # Unix 0 and the zero of MySQL
ABSENT: Mapping[Type, tuple[str, ...]] = {
    Type.ID: (*NOT_STATED, *NOT_AN_ID),
    Type.CODE: NOT_STATED,
    Type.TEXT: (),
    Type.TIMESTAMP: (*NOT_STATED, *NOT_A_NUMBER, *NO_TIME),
    Type.NUMBER: (*NOT_STATED, *NOT_A_NUMBER, "无"),
    Type.INTEGER: (*NOT_STATED, *NOT_A_NUMBER, "无"),
    Type.BOOLEAN: (*NOT_STATED, *NOT_A_NUMBER),
}
PLAIN_START = {Type.TIMESTAMP: "1", Type.NUMBER: "0", Type.INTEGER: "0"}  # a digit, but Unix 0
EXACT = 9_007_199_254_740_992  # 2 ** 53: beyond it a float does not know its last digits
WIDE = "".join(chr(code) for code in range(0xFF01, 0xFF5F)) + "\u3000"
WRAPPING = '^[\'= "\\t\ufeff]*(?:[Ii][Dd] *[:：] *)?|["\\s]+$'
DECIMAL = '[\'="]*[0-9]+[.]0+"?'
EXPONENT = '[\'="]*[0-9](?:[.][0-9]+)?[eE][+][0-9]{1,3}"?'
NARROW = "".join(chr(code) for code in range(0x21, 0x7F)) + " "


def cell(column: str) -> str:
    """SQL for what a column says, without blanks around it. A trim costs twenty comparisons, so only texts that may
    begin or end with a blank get one."""
    name = identifier(column)
    return f"CASE WHEN {_starts_odd(name)} OR {_ends_odd(name)} THEN trim({name}, {literal(BLANKS)}) ELSE {name} END"


def text(
    field: FieldMap, unknown: tuple[str, ...], *, kind: Type = Type.TEXT, cell: Callable[[str], str] = cell
) -> str:
    """SQL for the text of a field; NULL where it is empty, says "not stated" in the way a ``kind`` of field does or one
    of the ``unknown``, or its ``when`` does not hold. ``cell`` gives the SQL of a column's cell."""
    if field.value:
        return literal(field.value)
    kind = Type.NUMBER if field.since else kind  # a duration of 0 is one, a time of 0 is none
    columns = (field.column, *field.further)
    parts = [_said(cell(column), absent(field, unknown, kind), kind) for column in columns]
    if field.further:
        parts = [_identity(part, cell(column)) for part, column in zip(parts, columns, strict=True)]
    said = " || '/' || ".join(parts)
    if field.pattern:
        said = f"nullif(regexp_extract({said}, {literal(field.pattern)}, 1), '')"
    return f"CASE WHEN {condition(field.when, cell=cell)} THEN {said} END" if field.when else said


def absent(field: FieldMap, unknown: tuple[str, ...], kind: Type) -> tuple[str, ...]:
    """The words by which a field of that kind says "not stated", the empty text among them."""
    return tuple(dict.fromkeys(["", *unknown, *(word for word in ABSENT[kind] if word not in field.codes)]))


def _said(cell: str, absent: tuple[str, ...], kind: Type) -> str:
    """A cell that states something. Typed cells that begin with a digit cannot say "not stated", nor can long ones."""
    nothing = " ".join(f"WHEN {literal(word)} THEN NULL" for word in absent)
    longest = max(len(word.encode()) for word in absent)
    start = PLAIN_START.get(kind)
    plain = f"{cell} BETWEEN {literal(start)} AND ':'" if start else f"strlen({cell}) > {longest}"
    return f"CASE WHEN {plain} THEN {cell} ELSE CASE {cell} {nothing} ELSE {cell} END END"


def _starts_odd(column: str) -> str:
    """Whether a text may begin with a blank. Only texts in the ranges that hold the wide blanks, which is where neither
    Latin nor Chinese letters are, are looked at more closely."""
    wide = " OR ".join(f"starts_with({column}, {literal(blank)})" for blank in BLANKS if blank > "\u0080")
    beyond = f"{column} > '\u007f' AND ({column} < '\u3400' OR {column} > '\uf8ff')"
    return f"{column} < '!' OR ({beyond} AND ({wide}))"


def _ends_odd(column: str) -> str:
    return " OR ".join(f"ends_with({column}, {literal(blank)})" for blank in " \t\n\u3000\u00a0")


def condition(when: Mapping[str, tuple[str, ...]], *, cell: Callable[[str], str] = cell) -> str:
    """SQL that is true where every named column has one of its texts, or states anything where it has none; an
    empty text is an empty cell. True everywhere for no columns."""
    return " AND ".join(_has_one_of(cell(column), texts) for column, texts in when.items()) or "true"


def _has_one_of(cell: str, texts: tuple[str, ...]) -> str:
    stated = f"({_said(cell, absent(FieldMap(), (), Type.ID), Type.ID)}) IS NOT NULL"
    if not texts:  # whatever it states
        return stated
    if "" in texts:
        rest = tuple(one for one in texts if one)
        return f"(NOT {stated} OR {_has_one_of(cell, rest)})" if rest else f"NOT {stated}"
    listed = " ".join(f"WHEN {literal(one.strip(BLANKS))} THEN true" for one in texts)
    return f"CASE {cell} {listed} ELSE false END"


def value(
    name: str,
    field: Field,
    mapped: FieldMap,
    timezone: str,
    *,
    classification: Mapping[str, str] | None = None,
    since: str = "",
    factor: str = "",
) -> str:
    """SQL that reads the text named ``name`` as the field's type: what is ``kept`` of its ``reading``.

    ``classification`` is code by text for what the profile has no code for; ``since`` names the value of the field that
    ``mapped.since`` speaks of, ``factor`` that of ``mapped.times``.
    """
    read = reading(name, field, mapped, timezone, classification=classification)
    return kept(read, field, mapped, since=since, factor=factor)


def reading(
    name: str, field: Field, mapped: FieldMap, timezone: str, *, classification: Mapping[str, str] | None = None
) -> str:
    """SQL of what the text named ``name`` says, believable or not."""
    if field.type is Type.CODE:
        return _code(name, field, mapped, classification or {})
    coded = _coded(name, mapped)
    match field.type:
        case Type.TIMESTAMP if not mapped.since:
            moment = times.moment(coded, mapped.format, timezone)
            return times.end_of_day(moment, timezone) if field.due else moment
        case Type.TIMESTAMP | Type.NUMBER:
            return numbers.number(coded, mapped.unit)
        case Type.INTEGER:
            return numbers.bare(coded)
        case Type.BOOLEAN:
            return _yes_or_no(coded)
        case Type.ID if not mapped.further and not mapped.value:
            return _identity(coded, coded)
        case Type.TEXT if field.contact == "phone":  # spreadsheets keep the sign of +86 the way they keep long numbers
            return _identity(coded, coded)
        case _:
            return coded


def kept(read: str, field: Field, mapped: FieldMap, *, since: str = "", factor: str = "") -> str:
    """SQL of the value of a field that was ``read``, a name where the engine shall read it once: NULL where no value
    can be so."""
    match field.type:
        case Type.TIMESTAMP if mapped.since:
            return times.later(since, numbers.finite(read, mapped.unit))
        case Type.TIMESTAMP:
            return times.plausible(read)
        case Type.NUMBER if mapped.times:
            return f"{numbers.finite(read, mapped.unit)} * {factor}"
        case Type.NUMBER:
            return numbers.finite(read, mapped.unit)
        case Type.INTEGER:
            return numbers.whole(read)
        case _:
            return read


def _coded(name: str, mapped: FieldMap) -> str:
    """Texts replaced by their codes; others by ``otherwise``, or they stay as they are."""
    if not mapped.codes:
        return name
    cases = " ".join(f"WHEN {literal(shown)} THEN {literal(code)}" for shown, code in mapped.codes.items())
    other = f"CASE WHEN {name} IS NOT NULL THEN {literal(mapped.otherwise)} END" if mapped.otherwise else name
    return f"CASE {name} {cases} ELSE {other} END"


def _code(name: str, field: Field, mapped: FieldMap, classification: Mapping[str, str]) -> str:
    """The code of a text: the profile's word counts before the classification, which the profile's ``otherwise`` leaves
    no text to. Texts are compared as they are and then without regard to case and width."""
    if mapped.value:
        return name
    known = {normal(code): code for code in field.codes}
    known |= {} if mapped.otherwise else {normal(shown): code for shown, code in classification.items()}
    known |= {normal(shown): code for shown, code in mapped.codes.items()}
    exact = {**known, **mapped.codes}
    if not exact:
        return name
    cases = " ".join(f"WHEN {literal(shown)} THEN {literal(code)}" for shown, code in exact.items())
    other = literal(mapped.otherwise) if mapped.otherwise else name
    keys, codes = (", ".join(map(literal, side)) for side in (known.keys(), known.values()))
    found = f"[{codes}][list_position([{keys}], {_normal(name)})]"
    varied = f"CASE WHEN regexp_matches({name}, '[A-Z！-～　]') THEN coalesce({found}, {other}) ELSE {other} END"
    return f"CASE {name} {cases} ELSE CASE WHEN {name} IS NOT NULL THEN {varied} END END"


def normal(said: str) -> str:
    """A text as classifications compare it: full-width letters as half-width, capitals as small, no blanks around."""
    return unicodedata.normalize("NFKC", said).strip().casefold()


def _normal(name: str) -> str:
    narrow = f"trim(translate({name}, {literal(WIDE)}, {literal(NARROW)}))"
    return f"lower(CASE WHEN regexp_matches({name}, '[！-～　]') THEN {narrow} ELSE {name} END)"


def _yes_or_no(name: str) -> str:
    said = [(word, "true") for word in YES] + [(word, "false") for word in NO]
    spelled = {form: answer for word, answer in said for form in (word, word.capitalize(), word.upper())}
    cases = " ".join(f"WHEN {literal(form)} THEN {answer}" for form, answer in spelled.items())
    trimmed = f"trim({name}, {literal(BLANKS)})"
    return f"CASE {name} {cases} ELSE CASE WHEN {name} IS NOT NULL THEN CASE lower({trimmed}) {cases} END END END"


def _identity(name: str, received: str) -> str:
    """An id without what keeps a spreadsheet from counting it (``'``, ``="…"``, ``ID：``) and without the ``.0`` of a
    number; NULL for one a spreadsheet has rounded. What the id is like is asked of the text as ``received``."""
    starts = (("=", ">"), ("ID", "IE"), ("id", "ie"))
    odd = " OR ".join(f"{received} BETWEEN '{first}' AND '{last}'" for first, last in starts)
    tidy = f"CASE WHEN {received} < '0' OR {received} > '\uf8ff' OR {odd} THEN {_unwrapped(name)} ELSE {name} END"
    whole = _unwrapped(f"split_part({name}, '.', 1)")
    return (  # a number begins with a digit or with what wraps it, all of which stand before >
        f"CASE WHEN {received} < '>' AND (contains({received}, '.') OR contains({received}, '+')) THEN CASE "
        f"WHEN regexp_full_match({name}, {literal(DECIMAL)}) "
        f"THEN CASE WHEN try_cast({whole} AS DOUBLE) <= {EXACT} THEN {whole} END "
        f"WHEN regexp_full_match({name}, {literal(EXPONENT)}) THEN NULL ELSE {tidy} END ELSE {tidy} END"
    )


def _unwrapped(name: str) -> str:
    return f"regexp_replace({name}, {literal(WRAPPING)}, '', 'g')"
