"""Reports for programs: listed, built, downloaded."""

from datetime import datetime, time
from typing import Any

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from kefu.sending.log import Sent
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.tokens import needs
from kefu.workbench.reports import queries, services
from kefu.workbench.reports.models import Schedule

router = Router()


class Build(Schema):
    month: str
    kind: str = "after_sales_monthly"
    languages: tuple[str, ...] = ("zh",)
    formats: tuple[str, ...] = ("pptx", "xlsx", "html", "md")


@router.get("")
@needs("reports.view")
def listed(request: HttpRequest, kind: str = "") -> list[Any]:
    """Months × kinds with their state, last visible version and files."""
    return [queries.as_data(one) for one in queries.lines(person_of(request), kind=kind)]


@router.post("/build")
@needs("reports.build")
def build(request: HttpRequest, wanted: Build) -> dict[str, int]:
    """Start to write a report; answers with the number of the job."""
    place = queries.place(wanted.month, wanted.kind)
    job = services.build(by=person_of(request), place=place, languages=wanted.languages, formats=wanted.formats)
    return {"job": job.pk}


class ScheduleOut(Schema):
    id: int
    kind: str
    day: int
    time: time
    languages: list[str]
    formats: list[str]
    publishes: bool
    sends: bool
    is_active: bool
    next_run: datetime
    by: str = Field(alias="by.username")


@router.get("/schedules", response=list[ScheduleOut])
@needs("reports.schedule")
def schedules(request: HttpRequest) -> list[Schedule]:  # noqa: ARG001 - ninja names it
    return list(Schedule.objects.select_related("by"))


@router.delete("/schedules/{number}", response={204: None})
@needs("reports.schedule")
def remove(request: HttpRequest, number: int) -> Status[None]:
    """Remove a schedule for good; what it has started goes on."""
    services.remove(by=person_of(request), schedule=get_object_or_404(Schedule, pk=number))
    return Status(204, None)


class SentOut(Schema):
    entry: str = Field(alias="key")
    at: str
    channel: str
    to: str
    version: int
    fault: str
    is_unsure: bool


@router.get("/{month}/{kind}/sent", response=list[SentOut])
@needs("reports.send")
def sent(request: HttpRequest, month: str, kind: str) -> list[Sent]:  # noqa: ARG001 - ninja names it
    """Every try of sending this report, the latest first."""
    return queries.sent(queries.place(month, kind))


@router.post("/{month}/{kind}/sent/{entry}/again")
@needs("reports.send")
def send_again(request: HttpRequest, month: str, kind: str, entry: str) -> dict[str, int]:
    """Send once more what may have arrived or not: it may arrive twice. Answers with the number of the job."""
    place = queries.place(month, kind)
    found = queries.one_sent(place, entry)
    return {"job": services.send_again(by=person_of(request), place=place, entry=found).pk}


@router.get("/{month}/{kind}/v{int:version}/{name}")
@needs("reports.view")
def download(request: HttpRequest, month: str, kind: str, version: int, name: str) -> FileResponse:
    """A finished file of a version; version 0 is the draft."""
    held = queries.file(person_of(request), queries.place(month, kind), version, name)
    audit.record(person_of(request), "reports.downloaded", after={"file": name, "version": version})
    return FileResponse(held.path.open("rb"), as_attachment=True, filename=held.name)
