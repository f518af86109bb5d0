"""Reads: incidents, their timeline, the slices an incident may hit, what the data do not have yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.core.cache import cache
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from kefu.errors import KefuError
from kefu.workbench.accounts import timeline as timelines
from kefu.workbench.accounts.timeline import Happening
from kefu.workbench.company import company, version
from kefu.workbench.incidents.models import Incident, Status
from kefu.workbench.web.naming import narrator, slice_title
from kefu.workbench.web.words import spoken

FILTERS = ("status", "severity", "kind")
DIMENSIONS = ("region", "product_line", "channel", "team")
COUNTED = "ticket_volume"


def incidents(asked: Mapping[str, str]) -> QuerySet[Incident]:
    """Incidents asked for, the latest first; everybody who serves customers may know of all of them."""
    found = Incident.objects.select_related("owner")
    found = found.filter(**{name: asked[name] for name in FILTERS if asked.get(name)})
    if search := asked.get("search", "").strip():
        found = found.filter(Q(title__icontains=search) | Q(progress__icontains=search) | Q(member=search))
    return found


def not_in_the_data() -> QuerySet[Incident]:
    return Incident.objects.filter(Q(sent_at__isnull=True) | Q(sent_at__lt=F("changed_at")))


def slices() -> list[tuple[str, str]]:
    """The slices the data have, as ``dimension=member`` with their names; none where there are no data yet."""
    project = company()
    key = f"incidents.slices.{spoken()}.{hash(version(project.folder))}"
    found: list[tuple[str, str]] | None = cache.get(key)
    if found is None:
        found = list(_slices())
        cache.set(key, found)
    return found


def _slices() -> Iterator[tuple[str, str]]:
    project, told = company(), narrator()
    for dimension in DIMENSIONS:
        try:
            answer = project.measure(COUNTED, by=[dimension])
        except KefuError:  # no data, or none with this dimension
            continue
        members = sorted({one.measurement.member(dimension) or "" for one in answer} - {""})
        for member in members:
            yield f"{dimension}={member}", f"{told.dimension(dimension)} · {told.member(dimension, member)}"


def place(incident: Incident) -> str:
    """The name of the slice it hit; "" for everywhere."""
    return slice_title(incident.dimension, incident.member)


def timeline(incident: Incident) -> list[Happening]:
    """What was done, with what was written down; the newest first."""
    entries = {one.pk: one.text for one in incident.entries.all()}
    return timelines.timeline(incident, lambda event: entries.get(event.after.get("entry"), ""))


def register(found: Iterable[Incident]) -> Iterator[dict[str, object]]:
    """Incidents as rows of the register that goes into the data (profile ``workbench_incidents``)."""
    for one in found:
        yield {
            "incident_id": one.number, "title": one.title, "started_at": _moment(one.started_at),
            "ended_at": _moment(one.ended_at), "severity": one.severity, "kind": one.kind, "dimension": one.dimension,
            "member": one.member, "affected_customers": "" if one.affected is None else one.affected,
            "status": one.status, "progress": one.progress, "prevention": one.prevention,
            "changed_at": f"{timezone.localtime(one.changed_at):%Y-%m-%d %H:%M:%S.%f}",
        }  # fmt: skip


def _moment(when: datetime | None) -> str:
    return f"{timezone.localtime(when):%Y-%m-%d %H:%M:%S}" if when else ""


def still_open() -> int:
    return Incident.objects.exclude(status=Status.CLOSED).count()
