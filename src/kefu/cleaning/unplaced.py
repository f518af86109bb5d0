"""Rows no table takes: those that fit none, and those of a platform's report that state no figure.

They are set aside, so that every row is either stored or in the quarantine; but for those of which the profile says
that they are known and not wanted (``passes_over``).
"""

from __future__ import annotations

from kefu.cleaning import fields
from kefu.engine import identifier, literal
from kefu.sources.profiles import Profile, TableMap

NO_TABLE, NO_MEASURE = "no_table", "no_measure"
SHOWN = 40  # characters of a text in a reason


def unplaced(profile: Profile) -> list[tuple[str, str]]:
    """A test and SQL for the reason, as staging asks them of a row after the texts of its fields are known."""
    found = []
    if all(table.when for table in profile.tables):
        fits = " OR ".join(_active(number) for number in range(len(profile.tables)))
        passed = "".join(f" AND NOT ({fields.condition(one)})" for one in profile.passes_over)
        found.append((f"(NOT ({fits}){passed})", _told(profile)))
    if all(table.measures for table in profile.tables):
        silent = " AND ".join(_silent(number, table) for number, table in enumerate(profile.tables))
        fits = " OR ".join(_active(number) for number in range(len(profile.tables)))
        found.append((f"(({fits}) AND {silent})", literal(NO_MEASURE)))
    return found


def _active(number: int) -> str:
    return identifier(f"{number}.active")


def _silent(number: int, table: TableMap) -> str:
    """A table the row is none of, or none of whose figures it states."""
    stated = ", ".join(identifier(f"{number}.{name}.text") for name in table.measures)
    return f"(NOT {_active(number)} OR coalesce({stated}) IS NULL)"


def _told(profile: Profile) -> str:
    """The reason with what the columns say that choose the table."""
    columns = dict.fromkeys(column for table in profile.tables for column in table.when)
    said = ", ".join(f"concat_ws(' ', {literal(one)}, left(nullif({identifier(one)}, ''), {SHOWN}))" for one in columns)
    return f"{literal(f'{NO_TABLE}: ')} || concat_ws(', ', {said})"
