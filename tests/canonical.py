"""Hand-made tables: rows written with the canonical field names, brought in by the ordinary import."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from kefu.cleaning.intake import Outcome, recognised, take_in
from kefu.cleaning.setting import Setting
from kefu.engine import connect
from kefu.schema import ENTITIES
from kefu.sources import Layout
from kefu.sources.profiles import FieldMap, Profile, TableMap
from kefu.store.snapshot import Snapshot

Row = Mapping[str, str]
UTC = "UTC"


def profile_of(entity: str, names: Collection[str] = ()) -> Profile:
    """The profile of a file whose headers are the entity's field names, all of them or ``names``."""
    fields = {name: FieldMap(column=name) for name in names or ENTITIES[entity].fields}
    return Profile(
        name=f"plain_{entity}",
        title={"en": entity},
        match=tuple(fields),
        layout=Layout(encoding="utf-8", delimiter=","),
        tables=(TableMap(entity, fields),),
    )


def write(path: Path, entity: str, rows: Sequence[Row], names: Collection[str] = ()) -> Path:
    """A file of the rows with a column for every field of the entity, or for ``names``."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(names or ENTITIES[entity].fields), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def named(entity: str, rows: Sequence[Row]) -> list[str]:
    """The fields that any of the rows names, in the entity's order: a narrow file is read sooner. The date of a version
    is always one of them, because a file that knows of none replaces what there is."""
    return [name for name in ENTITIES[entity].fields if name == "updated_at" or any(name in row for row in rows)]


def bring_in(store: Path, *, timezone: str = UTC, **entities: Sequence[Row]) -> Outcome:
    """Import rows by entity, e.g. ``bring_in(store, ticket=[...], message=[...])``, all in one go."""
    return bring_in_with(store, Setting(timezone), entities)


def bring_in_with(
    store: Path, setting: Setting, entities: Mapping[str, Sequence[Row]], *, facts_later: bool = False
) -> Outcome:
    """The same for a project of its own hours, promises or words."""
    incoming = store.parent / f"incoming_{store.name}"
    incoming.mkdir(parents=True, exist_ok=True)
    found = []
    for entity, rows in entities.items():
        names = named(entity, rows)
        file = write(incoming / f"{entity}.csv", entity, rows, names)
        found.append((file, recognised(file, {f"plain_{entity}": profile_of(entity, names)})))
    return take_in(store, found, setting, facts_later=facts_later)


def table(store: Path, name: str, key: str) -> dict[str, dict[str, Any]]:
    """Rows of a stored table or fact by the value of ``key``."""
    engine = connect()
    try:
        snapshot = Snapshot(store, engine)
        snapshot.open(name)
        return {str(row[key]): row for row in engine.records(f'SELECT * FROM "{name}"')}
    finally:
        engine.close()


def digests(outcome: Outcome) -> dict[str, dict[str, str]]:
    """What every table holds, by month, without regard to versions and the order of rows; quarantine apart."""
    return {
        name: {month: part.digest for month, part in state.partitions.items()}
        for name, state in outcome.record.tables.items()
        if name != "quarantine"
    }
