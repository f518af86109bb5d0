"""Writes: open and change incidents, go on with them, count whom they reached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kefu.errors import UsageError
from kefu.findings import Period
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.scope import within
from kefu.workbench.company import company
from kefu.workbench.incidents.models import Entry, Incident, Status
from kefu.workbench.web.origin import Origin
from kefu.workbench.web.texts import masked
from kefu.workbench.web.words import word

FIELDS = (
    "title", "kind", "severity", "dimension", "member", "started_at", "ended_at", "progress", "prevention", "owner"
)  # fmt: skip
TEXTS = ("title", "progress", "prevention")
COUNTED_BY = {"dimension", "member", "started_at", "ended_at"}  # a count made before one of them changed is no count
METRIC = "customers_served"
NEXT: Mapping[str, tuple[Status, ...]] = {
    Status.OPEN: (Status.MONITORING, Status.CLOSED),
    Status.MONITORING: (Status.CLOSED, Status.OPEN),
    Status.CLOSED: (Status.OPEN,),  # it came back
}
NOWHERE = Origin()


@transaction.atomic
def open_incident(*, by: User | None, origin: Origin = NOWHERE, **told: Any) -> Incident:
    """A new incident; raises UsageError for times or a slice that cannot be, and where the origin has one already."""
    if origin.kind and Incident.objects.filter(origin_kind=origin.kind, origin_id=origin.id).exists():
        raise UsageError(word("incidents.refused.has_one"))
    made = Incident(opened_by=by, origin_kind=origin.kind, origin_id=origin.id)
    _fill(made, told)
    made.save()
    audit.record(by, "incidents.opened", made, after=audit.state(made, *FIELDS))
    return made


@transaction.atomic
def change(*, by: User, incident: Incident, **told: Any) -> Incident:
    """Change what is known of it; another time or slice takes the count of customers back."""
    held = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    before = audit.state(held, *FIELDS)
    _fill(held, told)
    after = audit.state(held, *FIELDS)
    changed = [name for name in FIELDS if before[name] != after[name]]
    if COUNTED_BY & set(changed):
        held.affected, held.counted_at, held.figure_id = None, None, ""
    if changed:
        _save_changed(held)
        audit.record(
            by, "incidents.changed", held, before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )  # fmt: skip
    return held


@transaction.atomic
def go_on(
    *, by: User, incident: Incident, status: Status, prevention: str = "", ended_at: datetime | None = None
) -> Incident:
    """Another status. To close it, it needs an end and what keeps it from coming back; opened again, it has no end."""
    held = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    before = held.status
    if status not in NEXT[before]:
        raise UsageError(word("incidents.refused.status", status=word(f"incidents.statuses.{before}")))
    held.status, held.prevention = status, masked(prevention.strip()) or held.prevention
    if status is Status.CLOSED:
        _end(held, ended_at)
    elif before == Status.CLOSED:
        held.ended_at = held.affected = held.counted_at = None
        held.figure_id = ""
    _save_changed(held)
    audit.record(by, "incidents.went_on", held, before={"status": before}, after={"status": status})
    return held


def _end(held: Incident, ended_at: datetime | None) -> None:
    if not held.prevention:
        raise UsageError(word("incidents.refused.no_prevention"))
    if ended_at or held.ended_at is None:
        held.ended_at = ended_at or timezone.now()
        held.affected, held.counted_at, held.figure_id = None, None, ""
    _check(held)


@transaction.atomic
def write_down(*, by: User, incident: Incident, text: str) -> Entry:
    """A line of its timeline, which is also how far the work is now."""
    if not text.strip():
        raise UsageError(word("incidents.refused.empty"))
    held = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    made = Entry.objects.create(incident=held, by=by, text=masked(text.strip()))
    held.progress = made.text
    _save_changed(held)
    audit.record(by, "incidents.written_down", held, after={"entry": made.pk})
    return made


def count_affected(*, by: User, incident: Incident) -> Incident:
    """Count the customers who came in the incident's days and slice, by the same measure as everywhere; the figure's
    id stays with it. Raises UsageError where the data have no such days."""
    answer = company().measure(METRIC, days(incident), where=within(by, slice_of(incident)))
    figure = next(iter(answer)).figure
    if figure.value is None:
        raise UsageError(word("incidents.refused.not_counted"))
    return _counted(by, incident, round(figure.value), figure.id)


@transaction.atomic
def _counted(by: User, incident: Incident, affected: int, figure_id: str) -> Incident:
    held = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if (days(held), slice_of(held)) != (days(incident), slice_of(incident)):
        raise UsageError(word("incidents.refused.changed_meanwhile"))
    held.affected, held.figure_id, held.counted_at = affected, figure_id, timezone.now()
    _save_changed(held)
    audit.record(by, "incidents.counted", held, after=audit.state(held, "affected", "figure_id"))
    return held


def days(incident: Incident) -> Period:
    """The days it lasted, up to now where it has no end."""
    first = timezone.localtime(incident.started_at).date()
    last = timezone.localtime(incident.ended_at or timezone.now()).date()
    return Period(first, max(first, last) + timedelta(days=1))


def slice_of(incident: Incident) -> dict[str, str | None]:
    return {incident.dimension: incident.member} if incident.dimension else {}


def _fill(held: Incident, told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        if name not in FIELDS:
            raise UsageError(word("incidents.refused.field", field=name))
        setattr(held, name, masked(value.strip()) if name in TEXTS else value)
    _check(held)


def _check(held: Incident) -> None:
    if held.ended_at is not None and held.ended_at < held.started_at:
        raise UsageError(word("incidents.refused.order"))
    if bool(held.dimension) != bool(held.member):
        raise UsageError(word("incidents.refused.slice"))
    if held.status == Status.CLOSED and (held.ended_at is None or not held.prevention):
        raise UsageError(word("incidents.refused.no_prevention"))


def _save_changed(held: Incident) -> None:
    held.changed_at = timezone.now()
    held.save()
