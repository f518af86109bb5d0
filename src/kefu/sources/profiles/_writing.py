"""A proposed mapping as a profile, and as the YAML file a person reads, corrects and keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

import yaml

from kefu import yaml_text
from kefu.schema import ENTITIES
from kefu.sources import Layout
from kefu.sources.profiles._profile import FieldMap, Profile, TableMap
from kefu.sources.profiles._proposal import PLATFORM, ColumnProposal, Proposal, is_measure
from kefu.sources.profiles._vocabulary import bare, vocabulary

ENOUGH_TO_KNOW = 6  # columns a layout is recognised by
NUMBERED = re.compile(r"column_\d+|.+_\d+")  # names the reader gave, not the file
PLAIN = re.compile(r"[^\W\d][\w \-→一-鿿./]*")
INDENT = "      "
WIDTH = 118


def to_profile(proposal: Proposal) -> Profile:
    """The profile the proposal stands for."""
    entity = ENTITIES[proposal.entity]
    fields = {name: _stated(value) for name, value in proposal.stated.items()}
    fields |= {name: FieldMap(column=first, further=tuple(rest)) for name, (first, *rest) in proposal.made.items()}
    fields |= {one.field: _map(one) for one in proposal.mapped if not is_measure(proposal, one)}
    if proposal.entity == PLATFORM and proposal.of("agent_id"):
        column = proposal.of("agent_id")
        fields["scope"] = FieldMap(column=column, codes=vocabulary().scopes(), otherwise=vocabulary().whom(column))
    if proposal.one_row_per and entity.anchor in fields:
        fields[entity.anchor] = _first_of(fields[entity.anchor])
    latest = next((one for one in proposal.mapped if one.field == "updated_at"), None) if proposal.one_row_per else None
    table = TableMap(
        entity=proposal.entity,
        fields={name: fields[name] for name in entity.fields if name in fields},
        measures={one.field: _map(one) for one in proposal.mapped if is_measure(proposal, one)},
        one_row_per=(proposal.one_row_per,) if proposal.one_row_per else (),
        order_by=latest.column if latest else "",
        order_format=latest.reading.format if latest else "",
    )
    return Profile(
        name=proposal.name,
        title={"zh": proposal.name, "en": proposal.name},
        match=_known_by(proposal),
        layout=Layout(),
        tables=(table,),
        unknown=proposal.unknown,
        not_data=proposal.summary,
    )


def to_yaml(proposal: Proposal) -> str:
    """The mapping as a file, with what a person wants to know before keeping it."""
    profile = to_profile(proposal)
    return "\n".join([*_head(proposal), *_body(profile, proposal)]) + "\n"


def aliased(text: str, aliases: Mapping[str, Sequence[str]]) -> str:
    """The text of a mapping file with the aliases as its own, everything else as it was."""
    kept: list[str] = []
    within = False
    for line in text.splitlines():
        within = line.startswith("aliases:") or (within and line.startswith((" ", "\t")))
        if not within:
            kept.append(line)
    written = [f"  {_scalar(column)}: {_flow(several)}" for column, several in aliases.items()]
    return "\n".join([*kept, "aliases:", *written]) + "\n"


def _map(one: ColumnProposal) -> FieldMap:
    return FieldMap(
        column=one.column,
        format=one.reading.format,
        unit=one.reading.unit or "seconds",
        codes=one.reading.codes,
        otherwise=one.reading.otherwise,
    )


def _stated(value: str) -> FieldMap:
    return FieldMap(column=value) if value.startswith("@") else FieldMap(value=value)


def _first_of(mapped: FieldMap) -> FieldMap:
    return FieldMap(column=mapped.column, further=mapped.further, format=mapped.format, unit=mapped.unit, pick="min")


def _known_by(proposal: Proposal) -> tuple[str, ...]:
    """The columns a layout is recognised by: what it cannot do without, then its most peculiar ones. All of them would
    make a column that falls away one day a layout nobody knows."""
    required = [proposal.of(one) for one in ENTITIES[proposal.entity].required]
    needed = [*required, *(column for several in proposal.made.values() for column in several)]
    if proposal.entity == PLATFORM:
        needed += [proposal.of("agent_id"), proposal.of("day")]
    chosen = list(dict.fromkeys(one for one in needed if one and not one.startswith("@")))
    mapped = [one.column for one in proposal.mapped if one.column not in chosen]
    kept = [one.column for one in proposal.kept]
    chosen += [*sorted(mapped, key=_peculiarity, reverse=True), *sorted(kept, key=_peculiarity, reverse=True)]
    named = [one for one in chosen if not NUMBERED.fullmatch(one)]
    return tuple((named or chosen)[:ENOUGH_TO_KNOW])


def _peculiarity(column: str) -> tuple[int, int]:
    """Headers few entities have tell a layout better, and long ones better than short ones."""
    return -vocabulary().spread(column), len(bare(column))


def _head(proposal: Proposal) -> Iterator[str]:
    """What a reader of the file wants to know first, as comments."""
    for line in _told(proposal):
        yield from wrap(_comment(line), WIDTH, initial_indent="# ", subsequent_indent="# ")


def _told(proposal: Proposal) -> Iterator[str]:
    title = ENTITIES[proposal.entity].title["zh"]
    place = f"sheet {proposal.sheet}, row {proposal.header_row}" if proposal.sheet else f"row {proposal.header_row}"
    yield f"{proposal.name}: a mapping proposed from the file. Correct what is wrong; it is not proposed again."
    yield "根据文件自动提出的字段对应，可直接修改；同样表头的文件今后不再询问。"
    yield f"Its rows are {proposal.entity} ({title}), {proposal.confidence:.0%} sure; the header stands in {place}."
    if proposal.missing:
        yield f"No column was found for {', '.join(proposal.missing)}, which is required: name one before importing."
    if proposal.made:
        yield f"There is no {', '.join(proposal.made)}: the columns that tell the rows apart stand in for it."
    if proposal.one_row_per:
        yield f"Several rows share one {proposal.one_row_per} and become one: its first time, the latest of the rest."
    if proposal.kept:
        yield f"Kept beside, to be used as dimensions: {', '.join(one.column for one in proposal.kept)}."


def _body(profile: Profile, proposal: Proposal) -> Iterator[str]:
    (table,) = profile.tables
    sure = {one.field: one for one in proposal.mapped}
    yield f"title: {{zh: {_scalar(profile.title['zh'])}, en: {_scalar(profile.title['en'])}}}"
    yield f"match: {{columns: {_flow(profile.match)}}}"
    if profile.unknown:
        yield f"unknown: {_flow(profile.unknown)}"
    if profile.not_data:
        yield f"not_data: {_mapping({column: _flow(texts) for column, texts in profile.not_data.items()})}"
    yield "tables:"
    yield f"  {table.entity}:"
    if table.one_row_per:
        yield f"    one_row_per: {_flow(table.one_row_per)}"
    if table.order_by:
        yield f"    order_by: {_scalar(table.order_by)}"
    if table.order_by and table.order_format:
        yield f"    order_format: {_scalar(table.order_format)}"
    for part, several in (("fields", table.fields), ("measures", table.measures)):
        if several:
            yield f"    {part}:"
            yield from (f"{INDENT}{name}: {_field(one)}{_said(sure.get(name))}" for name, one in several.items())


def _field(one: FieldMap) -> str:
    """A field as short as it can be said."""
    column = _flow((one.column, *one.further)) if one.further else _scalar(one.column)
    said = {"value": _scalar(one.value)} if one.value else {"from": column}
    said |= {key: _scalar(text) for key, text in (("format", one.format), ("otherwise", one.otherwise)) if text}
    if one.unit != "seconds":
        said["unit"] = one.unit
    if one.pick != "last":
        said["pick"] = one.pick
    if one.codes:
        said["codes"] = _mapping({text: _scalar(code) for text, code in one.codes.items()})
    return column if set(said) == {"from"} else "{" + ", ".join(f"{key}: {text}" for key, text in said.items()) + "}"


def _said(one: ColumnProposal | None) -> str:
    """How sure a field is, and what of its column could not be settled."""
    if one is None:
        return ""
    notes = [f"{one.confidence:.0%}"]
    if one.reading.ambiguous:
        notes.append("day or month first? the sample has both readings")
    if one.reading.strange:
        notes.append(f"no code for: {_comment(', '.join(one.reading.strange[:5]))}")
    return f"  # {'; '.join(notes)}"


def _mapping(texts: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{_scalar(key)}: {text}" for key, text in texts.items()) + "}"


def _flow(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_scalar, texts))}]"


def _scalar(text: str) -> str:
    """A text as YAML reads it back as this text; without quotes where it needs none."""
    if PLAIN.fullmatch(text) and text == text.strip() and _reads_back(text):
        return text
    return yaml.safe_dump(text, allow_unicode=True, default_style='"', width=float("inf")).strip()


def _reads_back(text: str) -> bool:
    """Not when it is yes, null or a date to YAML."""
    try:
        return bool(yaml_text.read(f"[{text}]") == [text])
    except yaml.YAMLError:
        return False


def _comment(text: str) -> str:
    """Somebody's text within one line of a comment."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
