"""What people decided about who is who: ``identities/agents.csv`` and ``identities/customers.csv`` of a project.

A line gives an id of some source to a person. Ids given to one person are that person's, whatever the data suggest; an
id given to itself, to which no other line gives anything, is nobody else.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path

from kefu.cleaning.formulas import as_it_was, harmless
from kefu.cleaning.privacy import Pseudonyms, stored_id
from kefu.errors import DefinitionError
from kefu.store.record import replace_file

FILES = {"agent": "agents.csv", "customer": "customers.csv"}
COLUMNS = ("source_id", "person_id")
ROUNDED = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)  # what Excel makes of a long number


@dataclass(frozen=True, slots=True)
class Decision:
    """One line: ``source_id`` is a name of the person ``person_id``; ``other`` columns, such as a note, are kept."""

    source_id: str
    person_id: str
    line: int = 0
    other: Mapping[str, str] = field(default_factory=dict)


Decisions = Mapping[str, tuple[Decision, ...]]


def read_decisions(folder: Path | None) -> Decisions:
    """The lines of both files, by kind; raises DefinitionError for a line that cannot be meant."""
    return {kind: _read(folder / name) if folder else () for kind, name in FILES.items()}


def as_stored(decisions: Decisions, pseudonyms: Pseudonyms | None) -> Decisions:
    """The lines with the ids as the store has them: of customers no address and no number stands there in clear."""
    customers = [
        replace(one, source_id=stored_id(pseudonyms, one.source_id), person_id=stored_id(pseudonyms, one.person_id))
        for one in decisions["customer"]
    ]
    return {**decisions, "customer": tuple(customers)}


def write_decisions(folder: Path, kind: str, decisions: Sequence[Decision]) -> Path:
    """Replace the file of the kind; as UTF-8 with a mark, so that Excel reads it."""
    names = dict.fromkeys([*COLUMNS, "note", *(name for one in decisions for name in one.other)])
    text = StringIO(newline="")
    writer = csv.DictWriter(text, [*names], restval="", lineterminator="\n")
    writer.writerow({name: harmless(name) for name in names})
    rows = ({"source_id": one.source_id, "person_id": one.person_id, **one.other} for one in decisions)
    writer.writerows({name: harmless(cell) for name, cell in row.items()} for row in rows)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILES[kind]
    replace_file(path, f"\ufeff{text.getvalue()}")
    return path


def with_one_person(decisions: Sequence[Decision], ids: Collection[str]) -> list[Decision]:
    """The lines after ``ids``, and whoever they were given to before, were decided to be one person."""
    named = {one.source_id: one.person_id for one in decisions}
    given = {named.get(one, one) for one in ids} & {
        one.person_id for one in decisions if one.source_id != one.person_id
    }
    person = min(given or ids)
    joined = {*ids, *given} - {person}
    kept = [
        replace(one, person_id=person) if {one.source_id, one.person_id} & {*joined, *given} else one
        for one in decisions
    ]
    held = {one.source_id for one in kept}
    return [*kept, *(Decision(one, person) for one in sorted(joined - held))]


def with_nobody_else(decisions: Sequence[Decision], ids: Collection[str]) -> list[Decision]:
    """The lines after each of ``ids`` was decided to be nobody else; the others of its person stay together."""
    lines = [one for one in decisions if one.source_id not in ids]
    for lost in sorted(ids):
        others = sorted(one.source_id for one in lines if one.person_id == lost)
        lines = [replace(one, person_id=others[0]) if one.person_id == lost else one for one in lines]
    said = {one.source_id: one for one in decisions}
    shared = [one.person_id for one in lines]
    kept = [
        one for one in lines if one.source_id != one.person_id or shared.count(one.person_id) > 1 or one in decisions
    ]
    return [*kept, *(replace(said.get(one, Decision(one, one)), person_id=one) for one in sorted(ids))]


def _read(path: Path) -> tuple[Decision, ...]:
    if not path.is_file():
        return ()
    place = f"{path.parent.name}/{path.name}"
    text = _text(path, place)
    lines = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=text.partition("\n")[0].count))
    header = [as_it_was(name).strip().lower() for name in next(lines, [])]
    if not {*COLUMNS} <= {*header}:
        raise DefinitionError(
            "{place}: line 1: should name the columns source_id,person_id (and note, if you like)", place=place
        )
    found = []
    for cells in lines:
        row = dict(zip(header, (as_it_was(cell).strip() for cell in cells), strict=False))
        if any(row.values()):
            found.append(_decision(row, f"{place}: line {lines.line_num}", lines.line_num))
    _check(found, place)
    return tuple(found)


def _text(path: Path, place: str) -> str:
    """The file as text, also where Excel saved it in the encoding of Chinese Windows or as "Unicode text"."""
    held = path.read_bytes()
    wide = held.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return held.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DefinitionError("{place}: its text is neither UTF-8 nor GBK; save it as CSV UTF-8", place=place)


def _decision(row: Mapping[str, str], place: str, line: int) -> Decision:
    for name in COLUMNS:
        value = row.get(name, "")
        if not value:
            raise DefinitionError(
                "{place}: {name} is empty; an id that is nobody else is its own person_id", place=place, name=name
            )
        if ROUNDED.fullmatch(value):
            raise DefinitionError(
                "{place}: {value} is a number Excel rounded; make the column text and write it anew",
                place=place,
                value=value,
            )
    other = {name: value for name, value in row.items() if name not in COLUMNS and name}
    return Decision(row["source_id"], row["person_id"], line, other)


def _check(decisions: Sequence[Decision], place: str) -> None:
    """An id is given once, and not to somebody who is given away in turn."""
    first: dict[str, Decision] = {}
    for one in decisions:
        earlier = first.setdefault(one.source_id, one)
        if earlier.person_id != one.person_id:
            raise DefinitionError(
                "{place}: line {line}: {id} is {person} here and {other} in line {first}; keep one of them",
                place=place,
                line=one.line,
                id=one.source_id,
                person=one.person_id,
                other=earlier.person_id,
                first=earlier.line,
            )
    for one in decisions:
        person = first.get(one.person_id, one)
        if person.source_id == one.person_id != person.person_id:
            raise DefinitionError(
                "{place}: line {line}: {id} is {person} by line {first}; write {person} here too",
                place=place,
                line=one.line,
                id=one.person_id,
                person=person.person_id,
                first=person.line,
            )
