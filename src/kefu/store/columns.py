"""Which columns stored tables have, so that a table without rows is an empty table and not an error."""

from __future__ import annotations

from kefu.schema import Entity, Privacy, Type

SQL_TYPES = {
    Type.ID: "VARCHAR",
    Type.CODE: "VARCHAR",
    Type.TEXT: "VARCHAR",
    Type.TIMESTAMP: "TIMESTAMP",
    Type.NUMBER: "DOUBLE",
    Type.INTEGER: "BIGINT",
    Type.BOOLEAN: "BOOLEAN",
}
ORIGIN = {"_source": "INTEGER", "_row": "BIGINT"}  # the import and the row of its file that a row came from
EXTRA = "extra"  # columns of the file that no field speaks of, as a JSON object of texts


def personal_columns(entity: Entity) -> frozenset[str]:
    """Columns whose stored texts depend on the project's secret; no number is made of them, so no digest is either."""
    return frozenset(name for name, one in entity.fields.items() if one.privacy is Privacy.SENSITIVE)


def entity_columns(entity: Entity) -> dict[str, str]:
    """Columns of an entity's canonical table; its anchor also has a local-time twin to group by."""
    types = {name: SQL_TYPES[one.type] for name, one in entity.fields.items()}
    local = {f"{entity.anchor}_local": "TIMESTAMP"} if entity.anchor else {}
    return {**types, **local, EXTRA: "VARCHAR", "month": "VARCHAR", **ORIGIN}
