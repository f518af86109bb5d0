"""What a profile says of one export: how it is recognised, where its table is, and which column is which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from kefu import yaml_text
from kefu.errors import DefinitionError, did_you_mean
from kefu.keys import known as known_keys
from kefu.schema import ENTITIES, Type
from kefu.schema.platform_figure import MEASURES
from kefu.sources import Layout

NumberUnit = Literal["seconds", "minutes", "hours", "days", "share", "percent"]
Pick = Literal["last", "first", "min", "max", "sum"]
Condition = Mapping[str, tuple[str, ...]]  # column -> the texts it may have ("": empty); none: it states anything


@dataclass(frozen=True, slots=True)
class FieldMap:
    """How one field is read: from a ``column`` (or a constant ``value``), in a time ``format``, its texts replaced by
    ``codes`` (those that are none by ``otherwise``); ``when`` limits the rows that speak of it, ``pick`` chooses among
    several; ``pattern`` takes part of a text: its first group.

    ``unit`` says what a bare number is: seconds, minutes, hours or days of a duration, a share (0.87), a percent (87).
    ``format`` is a strptime pattern, or ``dmy`` or ``mdy`` for the order of day and month; without it, what a time
    says is found out. A time may be a duration ``since`` another field. Where it takes ``further`` columns to tell rows
    apart, their texts follow the column's, with a ``/`` between. A number may be so many ``times`` another field: a
    price by a quantity.
    """

    column: str = ""
    further: tuple[str, ...] = ()
    value: str = ""
    format: str = ""
    unit: NumberUnit = "seconds"
    since: str = ""
    times: str = ""
    pattern: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = ""
    when: Condition = field(default_factory=dict)
    pick: Pick = "last"


@dataclass(frozen=True, slots=True)
class TableMap:
    """One entity of the export. ``one_row_per`` names fields when several rows describe one thing (an event log), taken
    in the order of the column ``order_by`` or, without one, as they stand in the file. ``measures`` are columns that
    become rows of their own: a platform's indicators, one row each. ``without`` leaves the table to files that lack
    these columns: the day is the file's where no column states it."""

    entity: str
    fields: Mapping[str, FieldMap]
    measures: Mapping[str, FieldMap] = field(default_factory=dict)
    when: Condition = field(default_factory=dict)
    without: tuple[str, ...] = ()
    one_row_per: tuple[str, ...] = ()
    order_by: str = ""
    order_format: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """``match`` are headers that must all be there, each under its own name or one of its ``aliases``; ``timezone`` is
    the zone of times without offset ("" = the project's); ``unknown`` are texts that mean "not stated"; ``not_data``
    picks summary rows, kept apart. A row that fits no table is set aside, unless it meets one of the conditions of
    ``passes_over``: such rows are known, and nothing is kept of them but the file."""

    name: str
    title: Mapping[str, str]
    match: tuple[str, ...]
    layout: Layout
    tables: tuple[TableMap, ...]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    timezone: str = ""
    unknown: tuple[str, ...] = ()
    not_data: Condition = field(default_factory=dict)
    passes_over: tuple[Condition, ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        """Every column of the file the profile speaks of."""
        mapped = [one for table in self.tables for one in (*table.fields.values(), *table.measures.values())]
        named = {column for one in mapped for column in (one.column, *one.further) if column}
        conditions = [self.not_data, *self.passes_over, *(table.when for table in self.tables)]
        conditions += [one.when for one in mapped]
        orders = {table.order_by for table in self.tables if table.order_by}
        orders |= {column for table in self.tables for column in table.without}
        return frozenset(named | orders | {column for condition in conditions for column in condition})


def read_profile(path: Path) -> Profile:
    """Read a profile; raises DefinitionError with file, key and the nearest valid word."""
    try:
        raw = yaml_text.read(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise DefinitionError(
            "{place}: is not valid YAML: {error}", place=path.name, error=" ".join(str(error).split())
        ) from error
    return _Reader(f"profiles/{path.name}").profile(path.stem, raw)


class _Reader:
    """Turns the raw YAML into a profile; ``place`` heads every error."""

    def __init__(self, place: str) -> None:
        self.place = place

    def profile(self, name: str, raw: Any) -> Profile:
        keys = ("title", "match", "aliases", "layout", "timezone", "unknown", "not_data", "passes_over", "tables")
        self.known(raw, keys, "")
        self.required(raw, ("title", "match", "tables"), "")
        return Profile(
            name=name,
            title=raw["title"],
            match=tuple(raw["match"]["columns"]),
            layout=self.layout(raw.get("layout") or {}),
            tables=tuple(self.table(entity, one) for entity, one in raw["tables"].items()),
            aliases=self.condition(raw.get("aliases"), "aliases"),
            timezone=raw.get("timezone") or "",
            unknown=tuple(str(text) for text in raw.get("unknown") or ()),
            not_data=self.condition(raw.get("not_data"), "not_data"),
            passes_over=self.conditions(raw.get("passes_over"), "passes_over"),
        )

    def layout(self, raw: Mapping[str, Any]) -> Layout:
        self.known(raw, ("encoding", "delimiter", "header_row", "sheet"), "layout")
        return Layout(**raw)

    def table(self, name: str, raw: Mapping[str, Any]) -> TableMap:
        keys = ("entity", "when", "without", "one_row_per", "order_by", "order_format", "fields", "measures")
        self.known(raw, keys, f"tables: {name}")
        self.required(raw, ("fields",), f"tables: {name}")
        entity = raw.get("entity") or name
        self.one_of(entity, ENTITIES, f"tables: {name}")
        known = ENTITIES[entity].fields
        for one in raw["fields"]:
            self.one_of(one, known, f"tables: {name}: fields")
        fields = {one: self.field(spec, f"tables: {name}: {one}") for one, spec in raw["fields"].items()}
        for one, mapped in fields.items():
            timed = known[one].type is Type.TIMESTAMP and mapped.format
            if mapped.further and known[one].type is not Type.ID and not timed:
                raise DefinitionError(
                    "{place}: only an id, or a time with a format, is made of several columns",
                    place=self._at(f"tables: {name}: {one}"),
                )
        return TableMap(
            entity=entity,
            fields=fields,
            measures=self.measures(raw.get("measures") or {}, f"tables: {name}: measures"),
            when=self.condition(raw.get("when"), f"tables: {name}: when"),
            without=tuple(raw.get("without") or ()),
            one_row_per=tuple(raw.get("one_row_per") or ()),
            order_by=raw.get("order_by") or "",
            order_format=raw.get("order_format") or "",
        )

    def measures(self, raw: Mapping[str, Any], place: str) -> dict[str, FieldMap]:
        for one in raw:
            self.one_of(one, MEASURES, place)
        return {one: self.field(spec, f"{place}: {one}") for one, spec in raw.items()}

    def field(self, raw: Any, place: str) -> FieldMap:
        if isinstance(raw, str | list):
            raw = {"from": raw}
        keys = ("from", "value", "format", "unit", "since", "times", "pattern", "codes", "otherwise", "when", "pick")
        self.known(raw, keys, place)
        if ("from" in raw) == ("value" in raw):
            raise DefinitionError(
                '{place}: needs either "from" (a column) or "value" (a constant)', place=self._at(place)
            )
        self.one_of(raw.get("unit", "seconds"), get_args(NumberUnit), f"{place}: unit")
        self.one_of(raw.get("pick", "last"), get_args(Pick), f"{place}: pick")
        columns = raw["from"] if isinstance(raw.get("from"), list) else [raw.get("from", "")]
        if not columns:
            raise DefinitionError("{place}: from: names no column", place=self._at(place))
        return FieldMap(
            column=_text(columns[0]),
            further=tuple(_text(column) for column in columns[1:]),
            value=_text(raw.get("value", "")),
            format=raw.get("format", ""),
            unit=raw.get("unit", "seconds"),
            since=raw.get("since", ""),
            times=raw.get("times", ""),
            pattern=raw.get("pattern", ""),
            otherwise=_text(raw.get("otherwise", "")),
            codes={_text(shown): _text(code) for shown, code in (raw.get("codes") or {}).items()},
            when=self.condition(raw.get("when"), f"{place}: when"),
            pick=raw.get("pick", "last"),
        )

    def conditions(self, raw: Any, place: str) -> tuple[Condition, ...]:
        listed = raw if isinstance(raw, list) else [] if raw is None else [raw]
        return tuple(self.condition(one, place) for one in listed)

    def condition(self, raw: Any, place: str) -> Condition:
        if raw is None:
            return {}
        if not isinstance(raw, Mapping):
            raise DefinitionError("{place}: should be column: [texts]", place=self._at(place))
        return {
            column: tuple(_text(one) for one in (texts if isinstance(texts, list) else [texts]))
            for column, texts in raw.items()
        }

    def known(self, raw: Any, keys: tuple[str, ...], place: str) -> None:
        known_keys(raw, keys, self._at(place))

    def required(self, raw: Mapping[str, Any], keys: tuple[str, ...], place: str) -> None:
        for key in keys:
            if key not in raw:
                raise DefinitionError("{place}: needs the key {key}", place=self._at(place), key=key)

    def one_of(self, word: str, words: Any, place: str) -> None:
        if word not in words:
            raise DefinitionError(
                '{place}: unknown word "{word}"{near}', place=self._at(place), word=word, near=did_you_mean(word, words)
            )

    def _at(self, place: str) -> str:
        return f"{self.place}: {place}" if place else self.place


def _text(value: Any) -> str:
    """YAML reads ``true`` and ``1`` as other types; codes and constants are texts, booleans in lower case."""
    return str(value).lower() if isinstance(value, bool) else str(value)
