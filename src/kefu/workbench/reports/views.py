"""Pages: reports by month, one report with its versions, its preview, commentary, comparison, sending, schedules."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from kefu.configuration import LANGUAGES
from kefu.errors import NotFoundError, UsageError
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.person import person_of
from kefu.workbench.company import company
from kefu.workbench.reports import changes, queries, services
from kefu.workbench.reports.forms import BuildForm, ScheduleForm
from kefu.workbench.reports.models import Comment, Schedule
from kefu.workbench.reports.queries import Place
from kefu.workbench.web.page import page
from kefu.workbench.web.told import told
from kefu.workbench.web.words import spoken, word

OWN_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')
ALONE = "sandbox allow-scripts; frame-ancestors 'self'"
PER_PAGE = 100
HEAD = 1 << 16  # letters within which a report's page says its policy


def of_a_report(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the report its address names; what does not exist, or may not be seen, is not found."""

    @wraps(view)
    def placed(request: HttpRequest, month: str, kind: str, **rest: Any) -> HttpResponseBase:
        try:
            return view(request, queries.place(month, kind), **rest)
        except NotFoundError as error:
            raise Http404 from error

    return placed


def _back(place: Place) -> HttpResponseBase:
    return redirect("reports:one", place.month, place.kind.name)


@page("reports.view")
@require_GET
def all_reports(request: HttpRequest) -> HttpResponseBase:
    kind = request.GET.get("kind", "")
    shown = queries.lines(person_of(request), kind=kind)
    kinds = company().kinds
    titles = [(name, kinds[name].title[spoken()]) for name in kinds]
    return render(request, "reports/all.html", {"lines": shown, "kinds": titles, "kind": kind})


@page("reports.view")
@require_GET
@of_a_report
def one(request: HttpRequest, place: Place) -> HttpResponseBase:
    """A month's report: drafts and versions, with everything that may be done with them."""
    person = person_of(request)
    versions = queries.versions(person, place)
    sees_drafts = person.has_perm("reports.drafts")
    parts = [(0, None)] if sees_drafts else []
    shown = [
        {
            "number": number,
            "version": version,
            "files": queries.files(person, place, number),
            "altered": place.project.archive.changed(version) if version else (),
            "verified": queries.verified(place, number),
            "is_own": version is not None and version.steps[0].by == person.username,
        }
        for number, version in [*parts, *((one.number, one) for one in reversed(versions))]
    ]
    return render(
        request,
        "reports/one.html",
        {
            "place": place,
            "parts": shown,
            "versions": versions,
            "job": queries.busy(place),
            "outdated": sees_drafts and queries.outdated(place, queries.files(person, place, 0)),
            "form": BuildForm(),
            "comments": queries.comments(person, place),
            "sections": queries.sections(place.kind),
            "approvals": place.project.configuration.approvals,
            "any_published": any(one.state == "published" for one in versions),
        },
    )


@page("reports.build")
@require_POST
@of_a_report
def build(request: HttpRequest, place: Place) -> HttpResponseBase:
    form = BuildForm(request.POST)
    with told(request):
        if not form.is_valid():
            raise UsageError(word("reports.choose"))
        return redirect("jobs:one", services.build(by=person_of(request), place=place, **form.cleaned_data).pk)
    return _back(place)


@page("reports.view")
@require_GET
@of_a_report
def read(request: HttpRequest, place: Place, version: int, language: str) -> HttpResponseBase:
    """The report's own page in a frame that can do nothing here, with the comments beside it."""
    person = person_of(request)
    held = [one for one in queries.files(person, place, version) if one.is_page]
    chosen = next((one for one in held if one.language == language), None)
    if chosen is None:
        raise Http404
    comments = [(one, title) for one, title in queries.comments(person, place) if one.version == version]
    shown = {"place": place, "number": version, "file": chosen, "pages": held, "comments": comments}
    return render(request, "reports/read.html", {**shown, "sections": queries.sections(place.kind)})


@page("reports.view")
@require_GET
@of_a_report
def report_page(request: HttpRequest, place: Place, version: int, name: str) -> HttpResponseBase:
    """The report's page as it was written, under the policy it was written with: scripts by their hashes, no origin."""
    held = queries.file(person_of(request), place, version, name)
    if not held.is_page:
        raise Http404
    text = held.path.read_text(encoding="utf-8")
    policy = OWN_POLICY.search(text, 0, HEAD)
    response = HttpResponse(text, content_type="text/html; charset=utf-8")
    own = policy[1].replace("&#39;", "'") if policy else "default-src 'none'"
    response.headers["Content-Security-Policy"] = f"{own}; {ALONE}"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@page("reports.view")
@require_GET
@of_a_report
def download(request: HttpRequest, place: Place, version: int, name: str) -> HttpResponseBase:
    """A finished file as an attachment; only names the report has, so no path can be asked for."""
    held = queries.file(person_of(request), place, version, name)
    audit.record(person_of(request), "reports.downloaded", after={"file": name, "version": version})
    return FileResponse(held.path.open("rb"), as_attachment=True, filename=held.name)


@page("reports.comment")
@require_POST
@of_a_report
def comment(request: HttpRequest, place: Place) -> HttpResponseBase:
    said = request.POST
    version = int(said.get("version", "0")) if said.get("version", "0").isdecimal() else 0
    with told(request, word("reports.comments.added")):
        services.comment(
            by=person_of(request), place=place, version=version, section=said.get("section", ""),
            text=said.get("text", ""),
        )  # fmt: skip
    if (language := said.get("language", "")) in LANGUAGES:
        return redirect("reports:read", place.month, place.kind.name, version, language)
    return _back(place)


@page("reports.comment")
@require_POST
@of_a_report
def resolve(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:
    held = next((one for one, _ in queries.comments(person_of(request), place) if one.pk == number), None)
    if held is None:
        raise Http404
    services.resolve(by=person_of(request), comment=get_object_or_404(Comment, pk=number))
    return _back(place)


@page("reports.write")
@of_a_report
def write(request: HttpRequest, place: Place, language: str) -> HttpResponseBase:
    """Own words for each chapter; they come into the report when it is built."""
    if language not in LANGUAGES:
        raise Http404
    if request.method == "POST":
        with told(request, word("reports.commentary.kept")):
            services.write(
                by=person_of(request), place=place, language=language, section=request.POST.get("section", ""),
                text=request.POST.get("text", ""),
            )  # fmt: skip
            return redirect("reports:write", place.month, place.kind.name, language)
    shown = {"place": place, "language": language, "languages": LANGUAGES, "written": ()}
    with told(request):
        shown["written"] = queries.written(place, language)
    return render(request, "reports/write.html", shown)


@page("reports.submit")
@require_POST
@of_a_report
def submit(request: HttpRequest, place: Place) -> HttpResponseBase:
    with told(request):
        job = services.submit(by=person_of(request), place=place, note=request.POST.get("note", ""))
        return redirect("jobs:one", job.pk)
    return _back(place)


@page("reports.approve")
@require_POST
@of_a_report
def decide(request: HttpRequest, place: Place, version: int) -> HttpResponseBase:
    """Approve or return a version; whoever submitted it is refused."""
    held = queries.version(person_of(request), place, version)
    what = "approved" if "approve" in request.POST else "returned"
    with told(request, word(f"reports.{what}")):
        services.decide(
            by=person_of(request), place=place, version=held, what="approved" if what == "approved" else "returned",
            note=request.POST.get("note", ""),
        )  # fmt: skip
    return _back(place)


@page("reports.view")
@require_GET
@of_a_report
def compare(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Which numbers a later version shows otherwise than an earlier one, and why."""
    person = person_of(request)
    held = queries.versions(person, place)
    numbers = [request.GET.get(name, "") for name in ("before", "after")]
    if not all(one.isdecimal() for one in numbers) or len(held) < 2:
        raise Http404
    before, after = sorted(int(one) for one in numbers)
    shown: dict[str, Any] = {"place": place, "before": before, "after": after, "versions": held}
    for number in (before, after):
        queries.version(person, place, number)
    with told(request):
        found = changes.compared(person, place, before, after)
        shown |= {"found": found, "then": f"v{before}", "now": f"v{after}", "rows": _paged(request, found.numbers)}
    return render(request, "reports/compare.html", shown)


@page("reports.since")
@require_GET
@of_a_report
def since(request: HttpRequest, place: Place, version: int) -> HttpResponseBase:
    """What a version says beside what the data of today give."""
    person = person_of(request)
    held = queries.version(person, place, version)
    shown: dict[str, Any] = {"place": place, "version": held, "sequence": place.project.record.sequence}
    with told(request):
        found = changes.since(person, place, version)
        shown |= {"found": found, "rows": _paged(request, found)}
    return render(request, "reports/since.html", shown)


def _paged(request: HttpRequest, found: changes.Changes) -> Page[changes.Change]:
    return Paginator(found.rows, PER_PAGE).get_page(request.GET.get("page"))


@page("reports.build")
@require_POST
@of_a_report
def verify(request: HttpRequest, place: Place, version: int) -> HttpResponseBase:
    return redirect("jobs:one", services.verify(by=person_of(request), place=place, version=version).pk)


@page("reports.send")
@of_a_report
def send(request: HttpRequest, place: Place) -> HttpResponseBase:
    """First what would be sent, then, when somebody has seen it, sending exactly that."""
    version = place.project.archive.published(place.period, place.kind.name)
    seen = queries.looked_over(place, version.number)
    if request.method == "POST":
        with told(request):
            if "send" in request.POST and seen and request.POST["send"] == str(seen.pk):
                job = services.send(by=person_of(request), place=place, looked_over=seen)
            else:
                channels = request.POST.getlist("channel")
                job = services.look_over(by=person_of(request), place=place, channels=channels)
            return redirect("jobs:one", job.pk)
    shown = {"place": place, "version": version, "seen": seen, "channels": queries.channels()}
    return render(request, "reports/send.html", {**shown, "sent": queries.sent_told(place, version.number)})


@page("reports.send")
@require_POST
@of_a_report
def send_again(request: HttpRequest, place: Place, entry: str) -> HttpResponseBase:
    """Once more to a reader of whom nobody knows whether the message arrived."""
    found = queries.one_sent(place, entry)
    with told(request):
        return redirect("jobs:one", services.send_again(by=person_of(request), place=place, entry=found).pk)
    return redirect("reports:send", place.month, place.kind.name)


@page("reports.schedule")
def schedules(request: HttpRequest) -> HttpResponseBase:
    """Reports made by the clock, with their next run."""
    form = ScheduleForm(request.POST or None)
    if form.is_valid():
        with told(request, word("reports.schedules.made")):
            services.schedule(by=person_of(request), **form.cleaned_data)
            return redirect("reports:schedules")
    kinds = company().kinds
    held = Schedule.objects.select_related("by")
    shown = [(one, kinds[one.kind].title[spoken()] if one.kind in kinds else one.kind) for one in held]
    return render(request, "reports/schedules.html", {"form": form, "schedules": shown})


@page("reports.schedule")
@require_POST
def switch(request: HttpRequest, number: int) -> HttpResponseBase:
    held = get_object_or_404(Schedule, pk=number)
    services.switch(by=person_of(request), schedule=held, is_active=not held.is_active)
    return redirect("reports:schedules")


@page("reports.schedule")
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponseBase:
    with told(request, word("reports.schedules.removed")):
        services.remove(by=person_of(request), schedule=get_object_or_404(Schedule, pk=number))
    return redirect("reports:schedules")
