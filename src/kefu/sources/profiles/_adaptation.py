"""A mapping somebody confirmed, carried over to a layout in which columns were renamed since.

Careful rather than clever: a column taken for another would bring in wrong figures without anybody being asked. Most of
the mapping's columns must be there still, and each one gone must have exactly one new column that is plainly it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kefu.sources import Grid, normal
from kefu.sources.profiles import _values
from kefu.sources.profiles._heading import heading
from kefu.sources.profiles._profile import FieldMap, Profile
from kefu.sources.profiles._reading import fit
from kefu.sources.profiles._vocabulary import Words, alike, vocabulary

STILL_THERE = 0.7
PLAINLY = 0.75
APART = 0.15  # the next best must be this much worse
FITTING = 0.8  # values that read as the field
COMMON = 3  # fields a word may mean before it says too little: 时间, 类型, status


def adapted(profile: Profile, grid: Grid) -> Profile | None:
    """The profile with the new names of its renamed columns as aliases; None where that is in doubt or nothing is
    renamed."""
    header_row = profile.layout.header_row or heading(grid)
    if not header_row or header_row > len(grid.rows):
        return None
    columns = grid.columns(header_row)
    known = grid.spellings(header_row) | {normal(one) for one in columns}
    wanted = _wanted(profile)
    gone = [one for one in wanted if not known & {normal(name) for name in (one, *profile.aliases.get(one, ()))}]
    if not gone or len(wanted) - len(gone) < STILL_THERE * len(wanted):
        return None
    spoken = {normal(name) for one in wanted for name in (one, *profile.aliases.get(one, ()))}
    texts = {
        column: _values.stated([row[at] if at < len(row) else None for row in grid.rows[header_row:]])
        for at, (column, short) in enumerate(zip(columns, grid.short_columns(header_row), strict=True))
        if not {normal(column), normal(short)} & spoken
    }
    renamed = {old: new for old in gone if (new := _counterpart(profile, old, texts))}
    if len(renamed) < len(gone) or len(set(renamed.values())) < len(renamed):
        return None
    return replace(profile, aliases=dict(_joined(profile.aliases, renamed)))


def _wanted(profile: Profile) -> list[str]:
    """The columns of the file the mapping reads."""
    avoided = {column for table in profile.tables for column in table.without}
    named = [one for one in (*profile.match, *sorted(profile.columns - avoided)) if not one.startswith("@")]
    return list(dict.fromkeys(named))


def _counterpart(profile: Profile, old: str, texts: Mapping[str, Sequence[str]]) -> str:
    """The one column that is plainly the old one under a new name; "" where there is none, or a second one nearly as
    good."""
    sure = sorted(((_likeness(profile, old, new, said), new) for new, said in texts.items()), reverse=True)
    if not sure or sure[0][0] < PLAINLY:
        return ""
    return "" if len(sure) > 1 and sure[1][0] > sure[0][0] - APART else sure[0][1]


def _likeness(profile: Profile, old: str, new: str, texts: Sequence[str]) -> float:
    """How plainly a new column is the old one: the names alike, or both names of the same field, and values that read
    as every field the old one was."""
    likely = alike(old, new)
    for entity, name, mapped in _fields_of(profile, old):
        if not texts or _reads(entity, name, mapped, texts) < FITTING:
            return 0.0
        if vocabulary().spread(new) <= COMMON:
            likely = max(likely, _words(entity, name).nearness(new))
    return likely


def _fields_of(profile: Profile, column: str) -> Iterator[tuple[str, str, FieldMap]]:
    for table in profile.tables:
        for name, mapped in (*table.fields.items(), *table.measures.items()):
            if column in (mapped.column, *mapped.further):
                yield table.entity, name, mapped


def _reads(entity: str, name: str, mapped: FieldMap, texts: Sequence[str]) -> float:
    """How many values read as the field; where the mapping has codes, how many have one."""
    if mapped.codes and not mapped.otherwise:
        return _values.share(texts, lambda text: text in mapped.codes or text in mapped.codes.values())
    return fit(entity, name, texts)


def _words(entity: str, name: str) -> Words:
    known = vocabulary().fields[entity]
    return known[name] if name in known else vocabulary().measures[name]


def _joined(
    aliases: Mapping[str, tuple[str, ...]], renamed: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for column in dict.fromkeys([*aliases, *renamed]):
        yield column, (*aliases.get(column, ()), *([renamed[column]] if column in renamed else []))
