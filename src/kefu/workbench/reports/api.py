"""Reports for programs: listed, built, downloaded, submitted, decided, compared, commented on, scheduled and sent."""

from dataclasses import asdict
from datetime import datetime, time
from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from kefu.errors import UsageError
from kefu.sending.log import Sent
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.tokens import needs
from kefu.workbench.reports import changes, queries, services
from kefu.workbench.reports.models import Comment, Schedule
from kefu.workbench.web.words import word

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


class ScheduleIn(Schema):
    kind: str
    day: int
    time: time
    languages: tuple[str, ...] = ("zh",)
    formats: tuple[str, ...] = ("pptx", "xlsx", "html", "md")
    publishes: bool = False
    sends: bool = False


class SwitchIn(Schema):
    is_active: bool


@router.post("/schedules", response={201: ScheduleOut})
@needs("reports.schedule")
def schedule(request: HttpRequest, told: ScheduleIn) -> Status[Schedule]:
    """Have a kind of report made every month, on a day at a time of the company's."""
    fields = told.dict()
    made = services.schedule(by=person_of(request), at=fields.pop("time"), **fields)
    return Status(201, made)


@router.post("/schedules/{number}", response=ScheduleOut)
@needs("reports.schedule")
def switch(request: HttpRequest, number: int, told: SwitchIn) -> Schedule:
    """Stop a schedule for now, or let it run again."""
    held = get_object_or_404(Schedule, pk=number)
    services.switch(by=person_of(request), schedule=held, is_active=told.is_active)
    return held


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


class NoteIn(Schema):
    note: str = ""


class DecideIn(Schema):
    what: Literal["approved", "returned"]
    note: str = ""


class ChannelsIn(Schema):
    channels: list[str]


class LookedOverIn(Schema):
    looked_over: int


class CommentIn(Schema):
    text: str = Field(min_length=1)
    version: int = Field(0, ge=0)
    section: str = ""


class CommentOut(Schema):
    id: int
    version: int
    section: str
    text: str
    by: str = Field(alias="by.username")
    at: datetime
    resolved_by: str | None = Field(None, alias="resolved_by.username")
    resolved_at: datetime | None


@router.post("/{month}/{kind}/submit")
@needs("reports.submit")
def submit(request: HttpRequest, month: str, kind: str, told: NoteIn) -> dict[str, int]:
    """Verify the drafts and freeze them as a version; answers with the number of the job."""
    job = services.submit(by=person_of(request), place=queries.place(month, kind), note=told.note)
    return {"job": job.pk}


@router.post("/{month}/{kind}/v{int:version}/decide")
@needs("reports.approve")
def decide(request: HttpRequest, month: str, kind: str, version: int, told: DecideIn) -> dict[str, Any]:
    """Approve or return a version; 422 for who submitted it, and for one that is past it."""
    person, place = person_of(request), queries.place(month, kind)
    held = queries.version(person, place, version)
    done = services.decide(by=person, place=place, version=held, what=told.what, note=told.note)
    return {"version": done.number, "state": done.state, "approved_by": list(done.approved_by)}


@router.post("/{month}/{kind}/v{int:version}/verify")
@needs("reports.build")
def verify(request: HttpRequest, month: str, kind: str, version: int) -> dict[str, int]:
    """Hold every number of a version (0: the drafts) against the data; answers with the number of the job."""
    job = services.verify(by=person_of(request), place=queries.place(month, kind), version=version)
    return {"job": job.pk}


@router.get("/{month}/{kind}/compare")
@needs("reports.view")
def compare(request: HttpRequest, month: str, kind: str, before: int, after: int) -> dict[str, Any]:
    """Which numbers a later version shows otherwise than an earlier one, and the settings that differ; 404 for a
    version this person may not read."""
    found = changes.compared(person_of(request), queries.place(month, kind), *sorted((before, after)))
    return {"same_data": found.same_data, "settings": found.settings, **_as_data(found.numbers)}


@router.get("/{month}/{kind}/v{int:version}/since")
@needs("reports.since")
def since(request: HttpRequest, month: str, kind: str, version: int) -> dict[str, Any]:
    """Which numbers of a version the data of today give otherwise."""
    return _as_data(changes.since(person_of(request), queries.place(month, kind), version))


def _as_data(found: changes.Changes) -> dict[str, Any]:
    rows = [{**asdict(one.told), "figure_before": one.before, "figure_now": one.now} for one in found.rows]
    return {
        "changed": rows, "unchanged": found.unchanged, "computed": found.computed, "affected": found.affected,
        "undefined": list(found.undefined),
    }  # fmt: skip


@router.get("/{month}/{kind}/comments", response=list[CommentOut])
@needs("reports.view")
def comments(request: HttpRequest, month: str, kind: str) -> list[Comment]:
    """What was said of the versions one may read, the oldest first."""
    return [one for one, _ in queries.comments(person_of(request), queries.place(month, kind))]


@router.post("/{month}/{kind}/comments", response={201: CommentOut})
@needs("reports.comment")
def comment(request: HttpRequest, month: str, kind: str, told: CommentIn) -> Status[Comment]:
    """Say something about a chapter ("": the whole) of a version, or of the draft (0)."""
    place = queries.place(month, kind)
    return Status(201, services.comment(by=person_of(request), place=place, **told.dict()))


@router.post("/{month}/{kind}/comments/{number}/resolve", response=CommentOut)
@needs("reports.comment")
def resolve(request: HttpRequest, month: str, kind: str, number: int) -> Comment:
    person = person_of(request)
    seen = [one.pk for one, _ in queries.comments(person, queries.place(month, kind))]
    held = get_object_or_404(Comment, pk=number if number in seen else 0)
    services.resolve(by=person, comment=held)
    held.refresh_from_db()
    return held


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


@router.post("/{month}/{kind}/look-over")
@needs("reports.send")
def look_over(request: HttpRequest, month: str, kind: str, told: ChannelsIn) -> dict[str, int]:
    """Work out what would be sent of the published version, by these channels and to whom; nothing leaves. Answers with
    the number of the job, whose result are the messages."""
    place = queries.place(month, kind)
    return {"job": services.look_over(by=person_of(request), place=place, channels=told.channels).pk}


@router.post("/{month}/{kind}/send")
@needs("reports.send")
def send(request: HttpRequest, month: str, kind: str, told: LookedOverIn) -> dict[str, int]:
    """Send exactly what was looked over last: the number of that job says which; 422 where another was since. Who has
    the very same message already is passed over. Answers with the number of the job."""
    place = queries.place(month, kind)
    version = place.project.archive.published(place.period, place.kind.name)
    seen = queries.looked_over(place, version.number)
    if seen is None or seen.pk != told.looked_over:
        raise UsageError(word("reports.refused.look_first"))
    return {"job": services.send(by=person_of(request), place=place, looked_over=seen).pk}


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
