"""What of a row is shown to whoever looks behind a number: no names, no free text, unless they ask for it.

Sensitive fields (free text, telephone numbers) are masked; personal ones become pseudonyms made with the project's key,
so that rows of one customer can still be told to belong together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kefu.cleaning.privacy import PERSON
from kefu.engine import literal
from kefu.schema import ENTITIES, Privacy
from kefu.sources.profiles import Profile
from kefu.store.columns import EXTRA

if TYPE_CHECKING:
    from kefu.cleaning.privacy import Pseudonyms
    from kefu.engine import Engine

MASK = "•••"
ORDER = (Privacy.PUBLIC, Privacy.PERSONAL, Privacy.SENSITIVE)


def privacy_of(entity: str) -> Mapping[str, Privacy]:
    """Privacy of each column of a table; a table that is no entity has the most careful class of any entity's."""
    kept = {EXTRA: Privacy.SENSITIVE}  # nobody said what these columns hold
    if entity in ENTITIES:
        return {name: one.privacy for name, one in ENTITIES[entity].fields.items()} | kept
    found: dict[str, Privacy] = dict(kept)
    for known in ENTITIES.values():
        for name, one in known.fields.items():
            found[name] = _stricter(found.get(name, Privacy.PUBLIC), one.privacy)
    return found


def covered(value: Any, privacy: Privacy, pseudonyms: Pseudonyms | None = None) -> Any:
    """The value as it may be shown; where there is no project, and so no key, a person is masked as well."""
    if value is None or value == "" or privacy is Privacy.PUBLIC:
        return value
    if privacy is Privacy.SENSITIVE or pseudonyms is None:
        return MASK
    return pseudonyms.of(PERSON, str(value))


def covered_row(
    row: Mapping[str, Any], privacy: Mapping[str, Privacy], pseudonyms: Pseudonyms | None = None
) -> dict[str, Any]:
    return {name: covered(value, privacy.get(name, Privacy.PUBLIC), pseudonyms) for name, value in row.items()}


def covered_content(content: str, profile: Profile | None, pseudonyms: Pseudonyms, line: str) -> dict[str, Any]:
    """A row that was set aside, as its file had it: what no field of the profile speaks of is masked as well."""
    known = _of_columns(profile) if profile else {}
    return {
        name: covered(value, known.get(name, Privacy.SENSITIVE), pseudonyms)
        for name, value in opened(content, line).items()
    }


def opened(content: str, line: str) -> dict[str, Any]:
    """The columns of a row that was set aside; a line that could not be split is one column, named ``line``."""
    try:
        columns = json.loads(content)
    except ValueError:
        return {line: content}
    if not isinstance(columns, dict):
        return {line: content}
    return {name: value for name, value in columns.items() if not _internal(name)}


def shown_forms(pseudonyms: Pseudonyms) -> Callable[[Engine, str], Sequence[str]]:
    """In which forms a value may have been written for correction, as SQL: masked, or as a pseudonym."""

    def forms(engine: Engine, original: str) -> Sequence[str]:
        return (literal(MASK), pseudonyms.in_sql(engine, PERSON, original))

    return forms


def _internal(name: str) -> bool:
    """Columns of the staging table that a repeated row is kept with."""
    number, dot, field = name.partition(".")
    staged = bool(dot) and number.isdigit()
    return name in ("_row", "_reasons", "_raw") or (staged and field in ("active", "_order"))


def _of_columns(profile: Profile) -> dict[str, Privacy]:
    """Privacy by column of the file, and by ``<table>.<field>``, as repeated rows are kept."""
    found: dict[str, Privacy] = {}
    for number, table in enumerate(profile.tables):
        fields = ENTITIES[table.entity].fields
        for name, mapped in table.fields.items():
            privacy = fields[name].privacy
            found[f"{number}.{name}"] = privacy
            found[mapped.column] = _stricter(found.get(mapped.column, Privacy.PUBLIC), privacy)
    return found


def _stricter(one: Privacy, other: Privacy) -> Privacy:
    return max(one, other, key=ORDER.index)
