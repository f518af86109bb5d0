"""Reads: what a version's numbers are otherwise in a later version, and in the data of today."""

from __future__ import annotations

from dataclasses import dataclass

from kefu.analyses.restatement.restating import Restatement, between, restatements
from kefu.findings import Finding
from kefu.narrative.narrator import Narrator
from kefu.narrative.restated import Restated, restated
from kefu.store import ledger
from kefu.workbench.accounts.models import User
from kefu.workbench.reports.queries import Place, version
from kefu.workbench.web.kept import kept
from kefu.workbench.web.naming import narrator


@dataclass(frozen=True, slots=True)
class Change:
    """A number that changed: in words, and the ids of the figure then and now."""

    told: Restated
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The numbers that changed, how many are the same, how many are computed of others and ``affected``, and the
    titles of what is no longer defined."""

    rows: tuple[Change, ...] = ()
    unchanged: int = 0
    computed: int = 0
    affected: int = 0
    undefined: tuple[str, ...] = ()

    @property
    def changed(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs between two versions: numbers, and settings that were changed."""

    numbers: Changes
    settings: list[str]
    same_data: bool


def compared(user: User, place: Place, before: int, after: int) -> Compared:
    """Raises NotFoundError for versions this person may not read, or whose figures are not known."""
    first, second = (version(user, place, number) for number in (before, after))
    names = sorted({*first.settings, *second.settings})
    settings = [one for one in names if first.settings.get(one) != second.settings.get(one)]
    if first.sequence == second.sequence:
        return Compared(Changes(), settings, same_data=True)
    project = place.project
    found = between(
        project.meter, project.data, place.period, kind=place.kind.name, since=first.sequence, until=second.sequence
    )
    return Compared(_changes(found), settings, same_data=False)


def since(user: User, place: Place, number: int) -> Changes:
    """What a version says beside what the data of today give; computed once for a state of the data.

    Raises NotFoundError for a version this person may not read, or whose figures are not known.
    """
    held = version(user, place, number)
    asked = (place.month, place.kind.name, held.sequence)
    return kept("reports.since", place.project, *asked, make=lambda: _measured(place, held.sequence))


def _measured(place: Place, sequence: int) -> Changes:
    project = place.project
    [found] = restatements(project.meter, project.data, place.period, kind=place.kind.name, since=sequence)
    ledger.enter(project.data, [one.figures["now"] for one in found.changed])
    return _changes(found)


def _changes(found: Restatement) -> Changes:
    told = narrator()
    rows = tuple(_change(told, one) for one in found.changed)
    return Changes(rows, found.unchanged, found.computed, found.affected, found.undefined)


def _change(told: Narrator, one: Finding) -> Change:
    return Change(restated(told, one), one.figures["before"].id, one.figures["now"].id)
