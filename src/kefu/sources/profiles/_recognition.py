"""Which profile fits which table of a file: by its headers, wherever they stand, not by its name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kefu.errors import DataError, KefuError, did_you_mean
from kefu.schema import ENTITIES
from kefu.sources import Grid, Layout, normal, source_of
from kefu.sources.profiles._dates import span
from kefu.sources.profiles._profile import Condition, FieldMap, Profile, TableMap
from kefu.sources.profiles._shops import shop

DEEPEST_HEADER = 12
STATED = ("@file", "@file_date", "@file_date_end", "@sheet", "@title", "@title_date", "@title_date_end", "@shop")
ROW = "@row"  # the place of the row in the file, for rows that have no number of their own
LINE = "@line"  # a whole line that could not be split into columns


@dataclass(frozen=True, slots=True)
class Found:
    """A table of a file and how it is read: ``profile`` holds only fields the table has columns for; ``columns`` are
    all it has, ``named`` says which of them the profile's columns are, ``stated`` what the name and the title of the
    file say, ``absent`` which columns of the profile it lacks."""

    profile: Profile
    layout: Layout
    columns: tuple[str, ...]
    named: Mapping[str, str]
    stated: Mapping[str, str]
    absent: tuple[str, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Columns no field of the profile speaks of."""
        spoken = {self.named.get(column, column) for column in self.profile.columns}
        return tuple(column for column in self.columns if column not in spoken)


def recognise(path: Path, profiles: Mapping[str, Profile], own: Collection[str] = ()) -> list[Found]:
    """Return what fits each table of the file best, which is the profile that asks for most columns (of two alike the
    project's ``own``); raises DataError when nothing fits any of them, or two alike."""
    found = [one for grid in look(path, profiles) if (one := _best(path, grid, profiles, own))]
    if not found:
        raise DataError(
            "{file}: no profile fits; its headers are {seen}. Write mappings/<name>.yaml for it",
            file=path.name,
            seen=_headers_seen(path),
        )
    return found


def named(path: Path, name: str, profiles: Mapping[str, Profile]) -> list[Found]:
    """The tables of the file read by the profile a user asked for; raises DataError when they lack its columns."""
    if name not in profiles:
        raise DataError(
            '{file}: no profile "{name}"{near}', file=path.name, name=name, near=did_you_mean(name, profiles)
        )
    profile = profiles[name]
    grids = source_of(path).look(path, profile.layout)
    found = [one for grid in grids if (one := _fit(path, grid, profile))]
    if not found:
        seen = {name for grid in grids for names in _headers(grid) for name in names}
        lacking = next((one for one in profile.match if not seen & _spellings(profile, one)), profile.match[0])
        raise DataError(
            "{file}: profile {name} needs the column {lacking}, which the file does not have",
            file=path.name,
            name=name,
            lacking=lacking,
        )
    return found


def look(path: Path, profiles: Mapping[str, Profile]) -> tuple[Grid, ...]:
    """The tops of the file's tables; an encoding only a profile knows is tried where the file does not tell."""
    source = source_of(path)
    try:
        return source.look(path, Layout())
    except DataError:
        for encoding in {one.layout.encoding for one in profiles.values() if one.layout.encoding}:
            try:
                return source.look(path, Layout(encoding=encoding))
            except (KefuError, UnicodeError):
                continue
        raise


def _best(path: Path, grid: Grid, profiles: Mapping[str, Profile], own: Collection[str]) -> Found | None:
    headers = _headers(grid)
    fitting = [one for one in profiles.values() if _header_row(one, headers)]
    found = [one for profile in fitting if (one := _fit(path, grid, profile))]
    if not found:
        return None
    most = max(len(one.profile.match) for one in found)
    best = [one for one in found if len(one.profile.match) == most]
    best = [one for one in best if one.profile.name in own] or best
    if len(best) > 1:
        names = " and ".join(one.profile.name for one in best)
        raise DataError("{file}: fits the profiles {names} alike; say which with --as", file=path.name, names=names)
    return best[0]


def _headers(grid: Grid) -> list[set[str]]:
    return [grid.spellings(number) for number in range(1, min(len(grid.rows), DEEPEST_HEADER) + 1)]


def _header_row(profile: Profile, headers: Sequence[set[str]]) -> int:
    """The row that has every column the profile asks for, of two levels the lower one; 0 when none has."""
    wanted = [_spellings(profile, column) for column in profile.match]
    having = [number for number, seen in enumerate(headers, start=1) if all(seen & one for one in wanted)]
    if profile.layout.header_row:
        return profile.layout.header_row if profile.layout.header_row in having else 0
    return max(having[:1] + [one for one in having[1:2] if one == having[0] + 1], default=0)


def _spellings(profile: Profile, column: str) -> set[str]:
    return {normal(one) for one in (column, *profile.aliases.get(column, ()))}


def _fit(path: Path, grid: Grid, profile: Profile) -> Found | None:
    """The profile cut to what the table has; None when what is required of every entity is not there."""
    header = _header_row(profile, _headers(grid))
    if not header or profile.layout.sheet not in ("", grid.sheet):
        return None
    columns = grid.columns(header)
    names = _named(profile, columns, grid.short_columns(header))
    stated = _stated(path, grid, header)
    have = {*names, *stated, ROW, LINE}
    tables = tuple(table for one in profile.tables if (table := _cut(one, have)))
    if not tables:
        return None
    apart = {column: texts for column, texts in profile.not_data.items() if column in have}
    passed = tuple(_asked(one, have) for one in profile.passes_over if _met(one, have))
    read = replace(profile, tables=tables, not_data=apart, passes_over=passed)
    return Found(
        profile=read,
        layout=replace(profile.layout, header_row=header, sheet=grid.sheet),
        columns=columns,
        named=names,
        stated={name: text for name, text in stated.items() if name in read.columns},
        absent=tuple(sorted(profile.columns - have - set(STATED))),
    )


def _named(profile: Profile, columns: Sequence[str], short: Sequence[str]) -> dict[str, str]:
    """The file's column for each of the profile's: by the very name, else by one that reads the same, else by its
    ``short`` name without the title of its group."""
    alike: dict[str, str] = {}
    for name, column in (*zip(columns, columns, strict=True), *zip(short, columns, strict=True)):
        alike.setdefault(normal(name), column)
    found = {}
    for wanted in {*profile.columns, *profile.match} - {ROW, LINE, *STATED}:
        same = wanted if wanted in columns else _first(alike, (wanted, *profile.aliases.get(wanted, ())))
        if same:
            found[wanted] = same
    return found


def _first(alike: Mapping[str, str], spellings: Sequence[str]) -> str:
    return next((alike[normal(one)] for one in spellings if normal(one) in alike), "")


def _stated(path: Path, grid: Grid, header: int) -> dict[str, str]:
    """What the file says of all its rows outside them."""
    title = " ".join(cell for row in grid.rows[: header - 1] for cell in row if cell)
    said = {"@file": path.name, "@sheet": grid.sheet, "@title": title}
    if named := shop(title, path.name):
        said["@shop"] = named
    for place, text in (("@file", path.name), ("@title", title)):
        days = span(text)
        if days:
            said |= {f"{place}_date": days[0].isoformat(), f"{place}_date_end": days[1].isoformat()}
    return said


def _cut(table: TableMap, have: Collection[str]) -> TableMap | None:
    """The entity with the fields that can be read; None where a required one, or what picks its rows, cannot."""
    if not _met(table.when, have) or set(table.without) & set(have):
        return None
    fields = {
        name: replace(one, when=_asked(one.when, have)) for name, one in table.fields.items() if _readable(one, have)
    }
    required = {name for name in ENTITIES[table.entity].required if name in table.fields}
    measures = {name: one for name, one in table.measures.items() if _readable(one, have)}
    if required - set(fields) or (table.measures and not measures):
        return None
    order = table.order_by if table.order_by in have else ""
    return replace(table, when=_asked(table.when, have), fields=fields, measures=measures, order_by=order)


def _readable(field: FieldMap, have: Collection[str]) -> bool:
    read = {one for one in (field.column, *field.further) if one} <= set(have)
    return read and _met(field.when, have)


def _met(when: Condition, have: Collection[str]) -> bool:
    """Whether rows can meet the condition: a column the file lacks is empty in all of them."""
    return all(column in have or "" in texts for column, texts in when.items())


def _asked(when: Condition, have: Collection[str]) -> Condition:
    """What is left to ask of the rows."""
    return {column: texts for column, texts in when.items() if column in have}


def _headers_seen(path: Path) -> str:
    """What the file's source makes of it, for the error message."""
    return "; ".join(_told(grid) for grid in source_of(path).look(path, Layout())[:3])


def _told(grid: Grid) -> str:
    widest = max(grid.rows[:DEEPEST_HEADER], key=lambda row: sum(cell is not None for cell in row), default=())
    names = [cell.strip() for cell in widest if cell and cell.strip()]
    place = f"{grid.sheet}: " if grid.sheet else ""
    return f"{place}{', '.join(names[:8])}{' …' if len(names) > 8 else ''}"
