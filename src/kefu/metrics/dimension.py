"""Dimensions: what a metric can be sliced by.

Every column of its table is one, but for free text and telephone numbers; so is every column of an imported file that
no field speaks of, under the name it has there. A few are computed from a column.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kefu.errors import DefinitionError, did_you_mean
from kefu.schema import ENTITIES, Privacy
from kefu.store.columns import EXTRA, entity_columns
from kefu.store.facts import FACTS

UNANSWERED = "unanswered"
TIMED = {"first_response_seconds", "response_seconds"}  # columns a response band is made of
TIMELESS = {"part_stock"}  # rows dated by the end of their month, which happened at no hour


@dataclass(frozen=True, slots=True)
class Band:
    """A named span of durations, up to and not including ``below`` seconds (None: without end)."""

    name: str
    below: float | None


# The bands of the source reports: at once, half an hour, an hour, a day, two days, overdue.
RESPONSE_BANDS = (
    Band("instant", 60),
    Band("within_30m", 1_800),
    Band("within_1h", 3_600),
    Band("within_1d", 86_400),
    Band("within_2d", 172_800),
    Band("overdue", None),
)


def dimension(table: Any, name: str, local: Any, bands: Sequence[Band], kept: Collection[str] = ()) -> Any:
    """The Ibis value of a dimension; ``local`` is the row's local time, ``kept`` are the columns its files have beside
    its own. Raises DefinitionError for an unknown one."""
    if name in COMPUTED:
        return COMPUTED[name](table, local, bands)
    hidden = {EXTRA, *_free_text()}
    known = [column for column in table.columns if not column.startswith("_") and column not in hidden]
    if name in known:
        return table[name].cast("string")
    if name in kept and EXTRA in table.columns:
        return table[EXTRA].cast("json")[name].str
    raise DefinitionError('no dimension "{name}"{near}', name=name, near=did_you_mean(name, [*known, *COMPUTED, *kept]))


@cache
def dimensions(table: str) -> tuple[str, ...]:
    """Every dimension the rows of a table have; columns kept of imported files come on top."""
    own = [name for name in _columns(table) if not name.startswith("_") and name not in {EXTRA, *_free_text()}]
    if table in TIMELESS:
        return tuple(own)
    return (*own, *(name for name in COMPUTED if name != "response_band" or TIMED & set(own)))


def telling(table: str) -> tuple[str, ...]:
    """The dimensions somebody would slice by: codes, numbers of things and conditions, not amounts and times."""
    columns = _columns(table)
    return tuple(name for name in dimensions(table) if columns.get(name, "VARCHAR") in ("VARCHAR", "BOOLEAN"))


def _columns(table: str) -> dict[str, str]:
    return FACTS[table].columns if table in FACTS else entity_columns(ENTITIES[table])


def members(name: str, bands: Sequence[Band]) -> tuple[str, ...]:
    """All members of a dimension that has the same ones everywhere; none for a dimension only the rows know."""
    match name:
        case "hour":
            return tuple(f"{hour:02d}" for hour in range(24))
        case "hour_slot":
            return tuple(f"{hour:02d}" for hour in range(0, 24, 3))
        case "weekday":
            return tuple(str(day) for day in range(1, 8))
        case "response_band":
            return (*(band.name for band in bands), UNANSWERED)
        case _:
            return ()


@cache
def names_people(name: str) -> bool:
    """Whether any table has personal data in a column of this name."""
    return any(name in one.fields and one.fields[name].privacy is not Privacy.PUBLIC for one in ENTITIES.values())


@cache
def _free_text() -> frozenset[str]:
    """What customers wrote and how to reach them: it names people and tells nothing as a slice."""
    fields = (field for entity in ENTITIES.values() for field in entity.fields.items())
    return frozenset(name for name, field in fields if field.privacy is Privacy.SENSITIVE)


def _hour(_table: Any, local: Any, _bands: Sequence[Band]) -> Any:
    return local.hour().cast("string").lpad(2, "0")


def _hour_slot(_table: Any, local: Any, _bands: Sequence[Band]) -> Any:
    """Three hours by the first of them, 00 to 21: eight slots that fill the day and share no moment."""
    return ((local.hour() // 3) * 3).cast("string").lpad(2, "0")


def _weekday(_table: Any, local: Any, _bands: Sequence[Band]) -> Any:
    """Monday is 1."""
    return (local.day_of_week.index() + 1).cast("string")


def _response_band(table: Any, _local: Any, bands: Sequence[Band]) -> Any:
    import ibis

    column = "first_response_seconds" if "first_response_seconds" in table.columns else "response_seconds"
    if column not in table.columns:
        raise DefinitionError("response_band: only tickets and turns have a response time")
    waited = table[column]
    cases = [(waited < band.below, band.name) for band in bands if band.below is not None]
    return ibis.cases((waited.isnull(), UNANSWERED), *cases, else_=bands[-1].name)


COMPUTED: dict[str, Callable[[Any, Any, Sequence[Band]], Any]] = {
    "hour": _hour,
    "hour_slot": _hour_slot,
    "weekday": _weekday,
    "response_band": _response_band,
}
