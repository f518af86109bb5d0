"""Pages: jobs, and one job whose progress is shown as it goes."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kefu.workbench.accounts.person import person_of
from kefu.workbench.jobs import queries, services
from kefu.workbench.web.page import allowed, page
from kefu.workbench.web.told import told

PER_PAGE = 30


@page("jobs.view")
def all_jobs(request: HttpRequest) -> HttpResponseBase:
    clock = request.GET.get("show") == "clock"
    shown = Paginator(queries.shown(person_of(request), clock=clock), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/all.html", {"jobs": shown, "clock": clock})


@page("jobs.view")
def one(request: HttpRequest, number: int) -> HttpResponseBase:
    """A job; asked for by htmx, only the part that changes."""
    job = get_object_or_404(queries.jobs_of(person_of(request)), pk=number)
    template = "jobs/progress.html" if getattr(request, "htmx", False) else "jobs/one.html"
    may = {f"may_{verb}": request.user.has_perm(f"jobs.{verb}", job) for verb in ("stop", "again")}
    return render(request, template, {"job": job, **may})


@page("jobs.stop")
@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponseBase:
    job = get_object_or_404(queries.jobs_of(person_of(request)), pk=number)
    allowed(request, "jobs.stop", job)
    services.stop(by=person_of(request), job=job)
    return redirect("jobs:one", number)


@page("jobs.again")
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponseBase:
    """Once more what failed or was stopped."""
    job = get_object_or_404(queries.jobs_of(person_of(request)), pk=number)
    allowed(request, "jobs.again", job)
    with told(request):
        services.again(by=person_of(request), job=job)
    return redirect("jobs:one", number)
