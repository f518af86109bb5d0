"""Which words are which code: the built-in table, ``classification.csv`` beside this file, and the project's over it.

A line is ``field,text,code``: ``ticket.category,咨询类,inquiry``, or ``category,咨询类,inquiry`` for every entity with
the field. Lines that begin with ``#`` are remarks. Excel may save the file anew in its own encoding and separators.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kefu.cleaning.fields import normal
from kefu.errors import DefinitionError, did_you_mean
from kefu.schema import ENTITIES, Type

FILE = "classification.csv"
BUILT_IN = Path(__file__).with_name(FILE)
COLUMNS = ("field", "text", "code")
SEPARATORS = ",\t;"

Classification = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class _Line:
    place: str
    field: str
    text: str
    code: str


def read_classification(folder: Path) -> Classification:
    """Code by text by ``entity.field``: the lines of the project in ``folder``, then the built-in ones. Texts are as
    they are compared (``fields.normal``)."""
    own = folder / FILE
    return _laid_over(_built_in(), _read(own) if own.is_file() else {})


@cache
def _built_in() -> Classification:
    return _read(BUILT_IN)


def _laid_over(below: Classification, above: Classification) -> Classification:
    return {field: {**below.get(field, {}), **above.get(field, {})} for field in {**below, **above}}


def _read(path: Path) -> Classification:
    """A line for one entity counts before a line for all of them; a code is a word for itself."""
    found: dict[str, dict[str, str]] = {}
    lines = list(_lines(path))
    _refuse_contradictions(lines)
    for line in sorted(lines, key=lambda one: "." in one.field):
        for field in _fields(line):
            found.setdefault(field, {})[normal(line.text)] = line.code
    return {field: {**{normal(code): code for code in words.values()}, **words} for field, words in found.items()}


def _lines(path: Path) -> Iterator[_Line]:
    text = _decoded(path)
    for number, row in enumerate(csv.reader(text.splitlines(), delimiter=_separator(text)), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#") or tuple(cells[:3]) == COLUMNS:
            continue
        place = f"{path.name}: line {number}"
        if len(cells) < len(COLUMNS) or not all(cells[:3]):
            raise DefinitionError(
                "{place}: should be {known}, e.g. category,咨询类,inquiry", place=place, known=",".join(COLUMNS)
            )
        yield _Line(place, *cells[:3])


def _decoded(path: Path) -> str:
    """UTF-8 or UTF-16 with or without its mark, else GB18030, in which a Chinese Excel saves."""
    data = path.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _separator(text: str) -> str:
    lines = (line for line in text.splitlines() if line.strip() and not line.lstrip('"').startswith("#"))
    return max(SEPARATORS, key=next(lines, "").count)


def _fields(line: _Line) -> list[str]:
    """The fields a line is for. Where a code belongs to the closed list of some of them, the others are not meant."""
    named = [one for one in _codes() if line.field in (one, one.split(".")[1])]
    if not named:
        words = {*_codes(), *(one.split(".")[1] for one in _codes())}
        raise DefinitionError(
            '{place}: there is no field "{field}"{near}',
            place=line.place,
            field=line.field,
            near=did_you_mean(line.field, words),
        )
    closed = [one for one in named if line.code in _codes()[one]]
    open_ = [one for one in named if not _codes()[one]]
    if not closed and not open_:
        known = {code for one in named for code in _codes()[one]}
        raise DefinitionError(
            '{place}: {field} has no code "{code}"{near}',
            place=line.place,
            field=line.field,
            code=line.code,
            near=did_you_mean(line.code, known),
        )
    return closed or open_


@cache
def _codes() -> Mapping[str, tuple[str, ...]]:
    """Every field that holds a code, with its closed list or none."""
    return {
        f"{entity}.{name}": field.codes
        for entity, one in ENTITIES.items()
        for name, field in one.fields.items()
        if field.type is Type.CODE
    }


def _refuse_contradictions(lines: list[_Line]) -> None:
    seen: dict[tuple[str, str], _Line] = {}
    for line in lines:
        before = seen.setdefault((line.field, normal(line.text)), line)
        if before.code != line.code:
            first = before.place.rsplit(": ", 1)[1]
            raise DefinitionError(
                '{place}: {field} "{text}" is {code} here and {other} in {first}; keep one',
                place=line.place,
                field=line.field,
                text=line.text,
                code=line.code,
                other=before.code,
                first=first,
            )
