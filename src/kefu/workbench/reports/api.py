"""Reports for programs: listed, built, downloaded."""

from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import Router, Schema

from kefu.workbench.accounts import audit
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.tokens import needs
from kefu.workbench.reports import queries, services

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


@router.get("/{month}/{kind}/v{int:version}/{name}")
@needs("reports.view")
def download(request: HttpRequest, month: str, kind: str, version: int, name: str) -> FileResponse:
    """A finished file of a version; version 0 is the draft."""
    held = queries.file(person_of(request), queries.place(month, kind), version, name)
    audit.record(person_of(request), "reports.downloaded", after={"file": name, "version": version})
    return FileResponse(held.path.open("rb"), as_attachment=True, filename=held.name)
