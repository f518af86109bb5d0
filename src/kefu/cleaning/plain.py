"""Plain cells: those that can be read as they stand, without a trim and without looking for words that mean nothing.

Nearly every cell of an export is one. The long road of ``fields`` gives the same text and the same value for it, and
costs twice as much.
"""

from __future__ import annotations

from kefu.cleaning import fields, numbers, times
from kefu.engine import literal
from kefu.schema import Field, Type
from kefu.sources.profiles import FieldMap


def plain(cell: str, field: Field, mapped: FieldMap, unknown: tuple[str, ...]) -> str:
    """SQL of what the column ``cell`` says where it is plain, else NULL; "" for a field that has no plain cells.

    The casts of the engine forgive an ordinary blank around a text; where another one is, they give NULL.
    """
    if not mapped.column or mapped.further or mapped.pattern or mapped.when:
        return ""
    if field.type is Type.CODE:
        return _own_words(cell, mapped, unknown)
    if mapped.codes:
        return ""
    match field.type:
        case Type.TIMESTAMP if not mapped.since:
            return "" if mapped.format else times.plain(cell)
        case Type.TIMESTAMP | Type.NUMBER | Type.INTEGER:
            return numbers.plain(cell)
        case _:
            return ""


def plain_reading(quick: str, field: Field, mapped: FieldMap, timezone: str) -> str:
    """SQL of what ``fields.reading`` makes of a cell that is plain: of ``quick``, the name of what it says."""
    match field.type:
        case Type.TIMESTAMP if not mapped.since:
            moment = times.to_utc(quick, timezone)
            return times.end_of_day(moment, timezone) if field.due else moment
        case Type.TIMESTAMP | Type.NUMBER:
            return numbers.scaled(quick, mapped.unit)
        case _:
            return quick


def _own_words(cell: str, mapped: FieldMap, unknown: tuple[str, ...]) -> str:
    """The codes of the profile's own words, which are few, but for those that state nothing."""
    nothing = fields.absent(mapped, unknown, Type.CODE)
    known = {shown: code for shown, code in mapped.codes.items() if shown not in nothing}
    cases = " ".join(f"WHEN {literal(shown)} THEN {literal(code)}" for shown, code in known.items())
    return f"CASE {cell} {cases} END" if cases else ""
