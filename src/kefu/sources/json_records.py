"""JSON: one object per line, an array of objects, or a document that holds lists of objects; plain or gzipped.

Every list of objects is a table, like the sheets of a workbook, and named by its path, with a slash where one list is
within another: ``tickets``, ``data.payload``, ``data.payload/messages``; the objects of the file itself are the table
without a name. Objects that another holds by key are a table as well, ``*``, and ``@key`` is their key. Nested objects
give dotted columns (``via.channel``); ``../id`` is a field of the object around a row.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from kefu.engine import identifier, literal, pointer
from kefu.errors import DataError
from kefu.sources import Grid, Layout, Raw, Source
from kefu.sources._packed import BLOCK, blocks, is_packed, opened

if TYPE_CHECKING:
    from kefu.engine import Engine

SAMPLE_OBJECTS = 2_000
TOP_ROWS = 200
LONGEST_LINE = 1 << 26
LARGEST_DOCUMENT = 1 << 28  # a document is parsed as a whole; lines and arrays of objects may be of any size
DEEPEST = 4  # tables within tables
ENTRIES, KEY = "*", "@key"
ENTRIES_OF = "map_entries(CAST(o AS MAP(VARCHAR, JSON)))"
Form = Literal["lines", "array", "document"]
Keys = tuple[str, ...]  # the way to a value, object by object; a key may hold a dot itself
Objects = Sequence[Mapping[str, Any]]


def look(path: Path, layout: Layout) -> tuple[Grid, ...]:
    return tuple(grid for grid, _ in _found(path, layout))


def read(_engine: Engine, path: Path, layout: Layout, scratch: Path) -> Raw:
    """A line that is no JSON gives a row of nothing, which cleaning sets aside because what is required is missing."""
    grid, objects = _found(path, layout)[0]
    columns = tuple(str(name) for name in grid.rows[0])
    ways = {".".join(keys): keys for one in objects for keys, _ in _paths(one)}
    form = _form(path)
    plain = _plain(path, scratch)
    if form == "lines":
        _refuse_endless(plain, path.name)
    if layout.sheet or form == "document":
        return Raw(_nested(plain, form, layout.sheet, columns, ways), columns)
    return Raw(_flat(plain, form, {name: ways[name] for name in columns}), columns)


def _found(path: Path, layout: Layout) -> list[tuple[Grid, Objects]]:
    """The tables asked for, each with its first objects."""
    try:
        tables = [(_grid(name, objects), objects) for name, objects in _tables(path)]
    except RecursionError as error:
        raise DataError("{file}: its objects are nested too deep to be rows", file=path.name) from error
    if not tables:
        raise DataError("{file}: holds no JSON objects", file=path.name)
    return [one for one in tables if not layout.sheet or one[0].sheet == layout.sheet]


def _flat(path: Path, form: Form, ways: Mapping[str, Keys]) -> str:
    """The objects of the file: fields of their own as text, and the insides of nested ones taken out of these."""
    nested = {keys[0] for keys in ways.values() if len(keys) > 1}
    fields = dict.fromkeys(keys[0] for keys in ways.values())
    types = ", ".join(f"{literal(name)}: '{'JSON' if name in nested else 'VARCHAR'}'" for name in fields)
    options = "format = 'newline_delimited', ignore_errors = true" if form == "lines" else "format = 'array'"
    selected = ", ".join(
        f"{_inside(identifier(top), inner) if top in nested else identifier(top)} AS {identifier(name)}"
        for name, (top, *inner) in ways.items()
    )
    return (
        f"SELECT {selected} FROM read_json({literal(str(path))}, columns = {{{types}}}, {options}, "
        f"records = true, maximum_object_size = {LONGEST_LINE})"
    )


def _nested(path: Path, form: Form, sheet: str, columns: tuple[str, ...], ways: Mapping[str, Keys]) -> str:
    """The objects of a list within the file's objects, each beside what it shows of those around it."""
    kinds = {"lines": "'newline_delimited', ignore_errors = true", "array": "'array'", "document": "'unstructured'"}
    size = LONGEST_LINE if form != "document" else _length(path)  # the engine sets aside a multiple of it
    steps = [step for step in sheet.split("/") if step]
    query = (
        f"SELECT json AS o FROM read_json_objects({literal(str(path))}, format = {kinds[form]}, "
        f"maximum_object_size = {size})"
    )
    addressed = {name: _address(name) for name in columns}
    taken: list[str] = []
    for depth, step in enumerate(steps):
        # What rows show of the object around them is taken out here: the object itself would be copied into each.
        around = [name for name, (up, _) in addressed.items() if up == len(steps) - depth]
        shown = [f"{_inside('o', addressed[name][1])} AS {identifier(name)}" for name in around]
        listed = ENTRIES_OF if step == ENTRIES else _list(step)
        query = f"SELECT {''.join(f'{one}, ' for one in [*taken, *shown])}unnest({listed}) AS o FROM ({query})"
        taken += map(identifier, around)
        if step == ENTRIES:  # objects by key: each gets its key as a field
            keyed = f"json_merge_patch(o.value, json_object('{KEY}', o.key)) AS o"
            query = f"SELECT {''.join(f'{one}, ' for one in taken)}{keyed} FROM ({query})"
    own = {name: ways[name] for name, (up, _) in addressed.items() if up == 0}
    places = {name: f"inside[{place}]" for place, name in enumerate(own, start=1)}
    # All paths at once: asked one by one, each would parse the object anew and hold all it parsed.
    paths = ", ".join(literal(_path(parts)) for parts in own.values())
    selected = (f"{places.get(name, identifier(name))} AS {identifier(name)}" for name in columns)
    kept = "".join(f"{one}, " for one in taken)
    return (
        f"SELECT {', '.join(selected)} FROM (SELECT {kept}json_extract_string(o, [{paths}]) AS inside FROM ({query}))"
    )


def _list(step: str) -> str:
    return f"CAST(json_extract(o, {literal(_path(step.split('.')))}) AS JSON[])"


def _address(column: str) -> tuple[int, list[str]]:
    """How many objects up a column is, and its path from there."""
    up = 0
    while column.startswith("../"):
        column = column.removeprefix("../")
        up += 1
    return up, column.split(".")


def _inside(column: str, parts: Sequence[str]) -> str:
    return f"json_extract_string({column}, {literal(_path(parts))})"


def _path(parts: Sequence[str]) -> str:
    return "".join(map(pointer, parts)) or "$"


def _tables(path: Path) -> Iterator[tuple[str, Objects]]:
    """Every table of the file by name, with its first objects; parents' plain fields come with their children."""
    form = _form(path)
    if form == "document":
        document = _document(path)
        if _holds_entries(document):
            entries = [{KEY: key, **value} for key, value in document.items()]
            yield ENTRIES, entries
            yield from _lists_below(entries, ENTRIES, DEEPEST)
            return
        lists = list(_lists_in(document, "", {}, DEEPEST))
        if not lists or "id" in document:  # a thing with lists of its own, not a page of things
            yield "", [document]
        yield from lists
        return
    objects = list(islice(_objects(path, form), SAMPLE_OBJECTS))
    if objects:
        yield "", objects
        yield from _lists_below(objects, "", DEEPEST)


def _holds_entries(document: Mapping[str, Any]) -> bool:
    """Whether the document is a table by key: several objects with fields in common, and nothing else."""
    values = list(document.values())
    if len(values) < 2 or not all(isinstance(one, dict) and one for one in values):
        return False
    return bool(set(values[0]).intersection(*values[1:]))


def _lists_in(value: Any, name: str, around: Mapping[str, Any], depth: int) -> Iterator[tuple[str, Objects]]:
    """Lists of objects within a document's objects, however deep the object that holds them."""
    own = dict(_fields(value))
    for key, one in own.items():
        if _is_table(one):
            objects = [{**_around(own, around), **each} for each in one[:SAMPLE_OBJECTS]]
            path = f"{name}/{key}" if name else key
            yield path, objects
            yield from _lists_below(objects, path, depth - 1)


def _lists_below(objects: Objects, name: str, depth: int) -> Iterator[tuple[str, Objects]]:
    if not depth:
        return
    found: dict[str, list[Mapping[str, Any]]] = {}
    for one in objects:
        around = dict(_fields({key: value for key, value in one.items() if not key.startswith("../")}))
        above = {key: value for key, value in one.items() if key.startswith("../")}
        for key, value in around.items():
            if _is_table(value):
                found.setdefault(key, []).extend({**_around(around, above), **each} for each in value)
    for key, children in found.items():
        path = f"{name}/{key}" if name else key
        yield path, children[:SAMPLE_OBJECTS]
        yield from _lists_below(children[:SAMPLE_OBJECTS], path, depth - 1)


def _around(own: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """What a child table shows of the objects around it."""
    plain = {f"../{key}": value for key, value in own.items() if not isinstance(value, list | dict)}
    return {**plain, **{f"../{key}": value for key, value in above.items()}}


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _fields(value: Any) -> Iterator[tuple[str, Any]]:
    """Dotted names of everything in an object that is no object itself."""
    return ((".".join(keys), one) for keys, one in _paths(value))


def _paths(value: Any, around: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    """The ways to everything in an object that is no object itself."""
    for key, one in value.items():
        keys = (*around, key)
        if isinstance(one, dict) and one:
            yield from _paths(one, keys)
        else:
            yield keys, one


def _grid(name: str, objects: Objects) -> Grid:
    """The table as rows of texts, headed by its columns; a list of objects is a table of its own and no column."""
    flat = [dict(_fields(one)) for one in objects]
    columns = [key for key in dict.fromkeys(key for row in flat for key in row) if _is_column(key, flat)]
    rows = (tuple(_text(row.get(column)) for column in columns) for row in flat[:TOP_ROWS])
    return Grid(name, (tuple(columns), *rows))


def _is_column(key: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    """A list of objects is a table, and what is an object wherever it is anything is its dotted columns."""
    said = [row[key] for row in rows if row.get(key) is not None]
    if any(_is_table(one) for one in said):
        return False
    return any(one not in ([], {}) for one in said) or not any(
        name.startswith(f"{key}.") for row in rows for name in row
    )


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    return json.dumps(value, ensure_ascii=False)


def _form(path: Path) -> Form:
    """Lines are told by the first line being an object as a whole."""
    with opened(path) as stream:
        first = stream.readline(LONGEST_LINE).removeprefix(BOM_UTF8).strip()
        while not first and (line := stream.readline(LONGEST_LINE)):
            first = line.strip()
        if first.startswith(b"["):
            return "array"
        further = stream.readline(1 << 16).strip()
    if path.name.removesuffix(".gz").endswith((".jsonl", ".ndjson")):
        return "lines"
    try:
        whole = isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        whole = False
    return "lines" if whole and further.startswith(b"{") else "document"


def _objects(path: Path, form: Form) -> Iterator[Mapping[str, Any]]:
    if form == "array":
        yield from _array(path)
        return
    with opened(path) as stream:
        while line := stream.readline(LONGEST_LINE):
            try:
                record = json.loads(line.removeprefix(BOM_UTF8))
            except (ValueError, RecursionError):
                continue
            if isinstance(record, dict):
                yield record


def _array(path: Path) -> Iterator[Mapping[str, Any]]:
    """Objects of an array, read on and on without the whole of it in memory."""
    decoder = json.JSONDecoder()
    with opened(path) as stream:
        text = stream.read(1 << 22).decode("utf-8-sig", "ignore").lstrip()[1:]
    while text := text.lstrip().lstrip(",").lstrip():
        try:
            record, end = decoder.raw_decode(text)
        except ValueError:
            return
        if isinstance(record, dict):
            yield record
        text = text[end:]


def _document(path: Path) -> Any:
    with opened(path) as stream:
        text = stream.read(LARGEST_DOCUMENT + 1)
    if len(text) > LARGEST_DOCUMENT:
        raise DataError(
            "{file}: is one JSON document of more than {most} MB; export it as JSON Lines or in parts",
            file=path.name, most=LARGEST_DOCUMENT >> 20,
        )  # fmt: skip
    try:
        document = json.loads(text.removeprefix(BOM_UTF8))
    except (ValueError, RecursionError) as error:
        raise DataError("{file}: is not JSON ({error})", file=path.name, error=error) from error
    if not isinstance(document, dict):
        raise DataError("{file}: holds no JSON objects", file=path.name)
    return document


def _length(path: Path) -> int:
    return sum(len(block) for block in blocks(path)) + 1


def _plain(path: Path, scratch: Path) -> Path:
    """The file itself, or a copy of it unpacked and without its byte-order mark, with which the engine takes the first
    line for broken."""
    with opened(path) as source:
        marked = source.read(len(BOM_UTF8)) == BOM_UTF8
    if not (marked or is_packed(path)):
        return path
    copy = scratch / f"{uuid4().hex}.json"
    with copy.open("wb") as target:
        parts = blocks(path)
        target.write(next(parts, b"").removeprefix(BOM_UTF8))
        target.writelines(parts)
    return copy


def _refuse_endless(path: Path, name: str) -> None:
    """A line longer than the engine takes ends the reading; better before it begins."""
    size = 0
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            end = block.find(b"\n")
            size += end if end >= 0 else len(block)
            if size > LONGEST_LINE:
                raise DataError(
                    "{name}: has a line of more than {most} MB; export smaller objects",
                    name=name,
                    most=LONGEST_LINE >> 20,
                )
            if end >= 0:
                size = len(block) - 1 - block.rfind(b"\n")


SOURCE = Source("JSON", (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz"), look, read)
