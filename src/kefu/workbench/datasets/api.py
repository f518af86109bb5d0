"""Data for programs: files uploaded, mapped and imported, rows set aside listed, corrected and brought back."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, File, Router, Schema
from ninja.files import UploadedFile

from kefu.sources.profiles._proposal import Proposal
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.tokens import needs
from kefu.workbench.datasets import queries, services
from kefu.workbench.datasets.models import Purpose, State, Upload

router = Router()
MOST = 500


class Chosen(Schema):
    uploads: list[int]


class ChosenMapping(Schema):
    """``fields`` says anew which field columns are ("" for none), ``orders`` whether dates begin with the day or the
    month (``dmy``, ``mdy``), both by the column's header; columns nobody speaks of are as proposed."""

    sheet: str = ""
    entity: str = ""
    fields: dict[str, str] = Field(default_factory=dict)
    orders: dict[str, str] = Field(default_factory=dict)


class Cells(Schema):
    """Corrected texts by the column's header; a column that is left out, or masked as it was shown, keeps its value."""

    cells: dict[str, str]


@router.get("/uploads")
@needs("datasets.view")
def uploads(request: HttpRequest) -> list[Any]:  # noqa: ARG001 - ninja names it
    return [_as_data(one) for one in queries.uploads()[:MOST]]


@router.get("/uploads/{number}")
@needs("datasets.view")
def upload(request: HttpRequest, number: int) -> dict[str, Any]:  # noqa: ARG001 - ninja names it
    """A file: whether it is recognised, and what became of its rows."""
    return _as_data(get_object_or_404(queries.uploads(), pk=number))


@router.post("/uploads")
@needs("datasets.import")
def receive(request: HttpRequest, file: File[UploadedFile]) -> dict[str, Any]:
    """Send a file; it waits until it is imported."""
    return _as_data(services.receive(by=person_of(request), sent=file))


@router.get("/uploads/{number}/mapping")
@needs("datasets.import")
def proposed(request: HttpRequest, number: int, sheet: str = "", entity: str = "") -> dict[str, Any]:  # noqa: ARG001 - ninja names it
    """What a table of a file that waits is proposed to be read as: the field of every column and how sure that is,
    samples without what is personal, required fields without a column, and the fields there are."""
    held = _waiting(number)
    grid, sheets = queries.table_of(held, sheet)
    return _mapping(queries.proposed(held, grid, entity), sheets)


@router.post("/uploads/{number}/mapping")
@needs("datasets.import")
def confirm(request: HttpRequest, number: int, chosen: ChosenMapping) -> dict[str, Any]:
    """Confirm the mapping of a table, as proposed or changed; it is kept, and files with this header are not asked
    about again. 422 where a required field has no column, or for a column or field there is not."""
    held = _waiting(number)
    grid, _ = queries.table_of(held, chosen.sheet)
    proposal = queries.chosen(queries.proposed(held, grid, chosen.entity), grid, chosen.fields, chosen.orders)
    services.confirm_mapping(by=person_of(request), upload=held, proposal=proposal)
    return _as_data(held)


@router.post("/import")
@needs("datasets.import")
def start_import(request: HttpRequest, chosen: Chosen) -> dict[str, int]:
    """Import files that wait, all or none; answers with the number of the job."""
    held = list(queries.uploads().filter(pk__in=chosen.uploads))
    return {"job": services.start_import(by=person_of(request), uploads=held).pk}


@router.get("/quarantine")
@needs("datasets.view")
def quarantine(request: HttpRequest, file: str = "", reason: str = "", limit: int = 50, start: int = 0) -> Any:  # noqa: ARG001 - ninja names it
    """Rows set aside, masked."""
    rows = queries.set_aside()
    some = rows.some(max(0, min(limit, MOST)), max(0, start), file=file, reason=reason)
    return {"rows": rows.count(file, reason), "some": [one.as_data() for one in some]}


@router.post("/quarantine")
@needs("datasets.correct")
def bring_back(request: HttpRequest, file: File[UploadedFile]) -> dict[str, int]:
    """Send a file of corrected rows; answers with the number of the job."""
    held = services.receive(by=person_of(request), sent=file, purpose=Purpose.CORRECTION)
    return {"job": services.start_bringing_back(by=person_of(request), upload=held).pk}


@router.get("/quarantine/{source}/{row}")
@needs("datasets.correct")
def row_set_aside(request: HttpRequest, source: int, row: int) -> dict[str, Any]:  # noqa: ARG001 - ninja names it
    """One row set aside, masked: that of this number in the file of this import."""
    return queries.set_aside().one(source, row).as_data()


@router.post("/quarantine/{source}/{row}")
@needs("datasets.correct")
def correct(request: HttpRequest, source: int, row: int, corrected: Cells) -> dict[str, int]:
    """Correct one row set aside and bring it in again; answers with the number of the job. 422 for a column it has
    not."""
    held = queries.set_aside().one(source, row)
    return {"job": services.correct(by=person_of(request), row=held, cells=corrected.cells).pk}


@router.post("/uploads/{number}/remove")
@needs("datasets.import")
def remove(request: HttpRequest, number: int) -> dict[str, Any]:
    """Take a file away that was not imported."""
    held = get_object_or_404(queries.uploads(), pk=number)
    services.remove(by=person_of(request), upload=held)
    held.refresh_from_db()
    return _as_data(held)


@router.get("/sources")
@needs("datasets.view")
def sources(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - ninja names it
    """How far each kind of data reaches, how old it is, and the connections without what is secret."""
    links = [
        {"name": one.name, "kind": one.kind, "streams": one.streams, "fault": one.fault,
         "job": one.running.pk if one.running else None}
        for one in queries.connections()
    ]  # fmt: skip
    return {"tables": [asdict(one) for one in queries.tables()], "connections": links}


@router.post("/sources/{name}/sync")
@needs("datasets.import")
def sync(request: HttpRequest, name: str) -> dict[str, int]:
    """Fetch what is new at a connection; answers with the number of the job."""
    return {"job": services.start_sync(by=person_of(request), name=name).pk}


@router.get("/quality")
@needs("datasets.view")
def quality(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - ninja names it
    """What the last examination of the data found, in both languages; empty before the first."""
    done = queries.last_check()
    return (done.result if done else None) or {}


@router.post("/quality")
@needs("datasets.import")
def check(request: HttpRequest) -> dict[str, int]:
    """Examine the data; answers with the number of the job."""
    return {"job": services.start_check(by=person_of(request)).pk}


def _waiting(number: int) -> Upload:
    return get_object_or_404(queries.uploads(), pk=number, state__in=(State.WAITING, State.UNKNOWN))


def _mapping(proposal: Proposal, sheets: list[str]) -> dict[str, Any]:
    shown = queries.shown(proposal, sheets)
    columns = [
        {"column": one.proposed.column, "field": one.proposed.field, "confidence": one.proposed.confidence,
         "samples": one.samples, "order_unknown": one.proposed.reading.ambiguous}
        for one in shown.columns
    ]  # fmt: skip
    return {
        "sheet": proposal.sheet, "sheets": sheets, "entity": proposal.entity, "header_row": proposal.header_row,
        "confidence": proposal.confidence, "columns": columns, "missing": list(proposal.missing),
        "fields": queries.fields_of(proposal.entity), "entities": [name for name, _ in shown.tables],
    }  # fmt: skip


def _as_data(one: Upload) -> dict[str, Any]:
    return {
        "number": one.pk, "name": one.name, "size": one.size, "digest": one.digest, "state": one.state,
        "busy": one.is_busy, "found": one.found, "result": one.result, "fault": one.fault, "job": one.job_id,
    }  # fmt: skip
