"""Pages: files on their way in, the mapping of one, rows set aside, sources and connections, quality."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from kefu.cleaning.set_aside import SetAside
from kefu.errors import KefuError, NotFoundError
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.person import person_of
from kefu.workbench.company import company
from kefu.workbench.datasets import queries, services
from kefu.workbench.datasets.models import Purpose, State
from kefu.workbench.web.page import page
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.told import told
from kefu.workbench.web.words import spoken, word

PER_PAGE = 50
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("datasets.view")
@require_GET
def uploads(request: HttpRequest) -> HttpResponseBase:
    """Files that wait, are imported, or were."""
    shown = Paginator(queries.uploads(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "datasets/uploads.html", {"uploads": shown, "any_ready": any(one.is_ready for one in shown)})


@page("datasets.import")
@require_POST
def upload(request: HttpRequest) -> HttpResponseBase:
    """Receive files; those that cannot be taken are named with the reason, the others are kept."""
    for sent in request.FILES.getlist("files"):
        with told(request):
            services.receive(by=person_of(request), sent=sent)
    return redirect("datasets:uploads")


@page("datasets.import")
@require_POST
def start_import(request: HttpRequest) -> HttpResponseBase:
    chosen = queries.uploads().filter(pk__in=[one for one in request.POST.getlist("upload") if one.isdecimal()])
    with told(request):
        job = services.start_import(by=person_of(request), uploads=list(chosen))
        return redirect("jobs:one", job.pk)
    return redirect("datasets:uploads")


@page("datasets.view")
@require_GET
def one(request: HttpRequest, number: int) -> HttpResponseBase:
    """A file: its tables, and what became of their rows."""
    held = get_object_or_404(queries.uploads(), pk=number)
    return render(request, "datasets/upload.html", {"upload": held})


@page("datasets.import")
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponseBase:
    with told(request, word("datasets.uploads.removed")):
        services.remove(by=person_of(request), upload=get_object_or_404(queries.uploads(), pk=number))
    return redirect("datasets:uploads")


@page("datasets.import")
def mapping(request: HttpRequest, number: int) -> HttpResponseBase:
    """The mapping proposed for a table of the file, column by column; confirmed, it is kept and not asked again."""
    held = get_object_or_404(queries.uploads(), pk=number, state__in=(State.WAITING, State.UNKNOWN))
    said = request.POST or request.GET
    try:
        grid, sheets = queries.table_of(held, said.get("sheet", ""))
        proposal = queries.settled(queries.proposed(held, grid, said.get("entity", "")), grid, request.POST.dict())
    except KefuError as error:
        return render(request, "datasets/unmapped.html", {"upload": held, "fault": refusal(error)})
    if "confirm" in request.POST:
        with told(request, word("datasets.mapping.kept")):
            services.confirm_mapping(by=person_of(request), upload=held, proposal=proposal)
            return redirect("datasets:upload", number)
    return render(request, "datasets/mapping.html", {"upload": held, "shown": queries.shown(proposal, sheets)})


@page("datasets.view")
@require_GET
def quarantine(request: HttpRequest) -> HttpResponseBase:
    """Rows set aside, by file and reason, without what is personal."""
    rows = queries.set_aside()
    file, reason = (request.GET.get(name, "").strip() for name in ("file", "reason"))
    count = rows.count(file, reason)
    pages = Paginator(range(count), PER_PAGE).get_page(request.GET.get("page"))
    start = (pages.number - 1) * PER_PAGE
    return render(
        request,
        "datasets/quarantine.html",
        {
            "rows": rows.some(PER_PAGE, start, file=file, reason=reason),
            "count": count,
            "pages": pages,
            "file": file,
            "reason": reason,
            "files": sorted(set(rows.names)),
            "reasons": queries.reasons_of(rows, file),
            "corrections": queries.corrections()[:5],
        },
    )


@page("datasets.correct")
@require_GET
def download(request: HttpRequest) -> HttpResponseBase:
    """All rows set aside (of one file), as a workbook to be corrected; masked, and every cell a text."""
    rows, file = queries.set_aside(), request.GET.get("file", "").strip()
    if not rows.count(file):
        raise Http404
    with TemporaryDirectory() as folder:
        path = Path(folder) / "corrections.xlsx"
        count = company().write_set_aside(path, rows, file=file)
        content = path.read_bytes()
    audit.record(person_of(request), "datasets.quarantine_downloaded", after={"rows": count, "file": file})
    response = HttpResponse(content, content_type=WORKBOOK)
    response.headers["Content-Disposition"] = 'attachment; filename="corrections.xlsx"'
    return response


@page("datasets.correct")
@require_POST
def corrected(request: HttpRequest) -> HttpResponseBase:
    """Receive a file of corrected rows and take them in."""
    sent = request.FILES.get("file")
    with told(request):
        if sent is None:
            raise NotFoundError(word("datasets.quarantine.no_file"))
        held = services.receive(by=person_of(request), sent=sent, purpose=Purpose.CORRECTION)
        return redirect("jobs:one", services.start_bringing_back(by=person_of(request), upload=held).pk)
    return redirect("datasets:quarantine")


@page("datasets.correct")
def row(request: HttpRequest, source: int, number: int) -> HttpResponseBase:
    """One row set aside, corrected in the browser."""
    held = _row(source, number)
    if request.method == "POST":
        cells = {
            name: request.POST[f"cell_{place}"]
            for place, name in enumerate(held.content, start=1)
            if f"cell_{place}" in request.POST
        }
        with told(request):
            return redirect("jobs:one", services.correct(by=person_of(request), row=held, cells=cells).pk)
    return render(request, "datasets/row.html", {"row": held})


def _row(source: int, number: int) -> SetAside:
    try:
        return queries.set_aside().one(source, number)
    except NotFoundError as error:
        raise Http404 from error


@page("datasets.view")
@require_GET
def sources(request: HttpRequest) -> HttpResponseBase:
    """What came from where, how far it reaches, how old it is, and the connections."""
    shown = {"sources": queries.sources(), "tables": queries.tables(), "connections": queries.connections()}
    return render(request, "datasets/sources.html", shown)


@page("datasets.import")
@require_POST
def sync(request: HttpRequest, name: str) -> HttpResponseBase:
    with told(request):
        return redirect("jobs:one", services.start_sync(by=person_of(request), name=name).pk)
    return redirect("datasets:sources")


@page("datasets.view")
@require_GET
def quality(request: HttpRequest) -> HttpResponseBase:
    """What the last examination of the data found."""
    done = queries.last_check()
    found = (done.result if done else None) or {}
    stale = bool(found) and found["sequence"] != company().record.sequence
    shown = {"check": done, "found": found, "said": found.get(spoken()), "stale": stale}
    return render(request, "datasets/quality.html", {**shown, "running": queries.running_check()})


@page("datasets.import")
@require_POST
def check(request: HttpRequest) -> HttpResponseBase:
    return redirect("jobs:one", services.start_check(by=person_of(request)).pk)
