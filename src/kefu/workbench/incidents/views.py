"""Pages: incidents, one incident with its timeline, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kefu.errors import KefuError
from kefu.workbench.accounts.person import person_of
from kefu.workbench.incidents import forms, queries, services
from kefu.workbench.incidents.models import Incident, Status
from kefu.workbench.web.csv_file import csv_file
from kefu.workbench.web.page import page
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.words import word

PER_PAGE = 30


@page("incidents.view")
def all_incidents(request: HttpRequest) -> HttpResponseBase:
    """The register; ``?format=csv`` is the same as a file."""
    asked = forms.FilterForm(request.GET or None)
    found = queries.incidents(asked.cleaned_data if asked.is_valid() else {})
    if request.GET.get("format") == "csv":
        return csv_file("incidents.csv", queries.register(found))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    told = {"page": shown, "lines": [(one, queries.place(one)) for one in shown], "form": asked}
    return render(request, "incidents/all.html", {**told, "may_edit": request.user.has_perm("incidents.edit")})


@page("incidents.edit")
def add(request: HttpRequest) -> HttpResponseBase:
    form = forms.IncidentForm(request.POST or None)
    if form.is_valid():
        try:
            made = services.open_incident(by=person_of(request), **form.told)
        except KefuError as error:
            form.add_error(None, refusal(error))
        else:
            return redirect("incidents:one", made.pk)
    return render(request, "incidents/edit.html", {"form": form})


@page("incidents.view")
def one(request: HttpRequest, number: int) -> HttpResponseBase:
    incident = get_object_or_404(Incident, pk=number)
    may_edit = request.user.has_perm("incidents.edit")
    told = {
        "incident": incident,
        "place": queries.place(incident),
        "happenings": queries.timeline(incident),
        "may_edit": may_edit,
        "may_count": request.user.has_perm("incidents.count"),
        "next": services.NEXT[incident.status] if may_edit else (),
        "go_on": forms.GoOnForm(initial={"ended_at": incident.ended_at, "prevention": incident.prevention}),
        "entry": forms.EntryForm(),
    }
    return render(request, "incidents/one.html", told)


@page("incidents.edit")
def edit(request: HttpRequest, number: int) -> HttpResponseBase:
    incident = get_object_or_404(Incident, pk=number)
    form = forms.IncidentForm(request.POST or None, incident=incident)
    if form.is_valid():
        try:
            services.change(by=person_of(request), incident=incident, **form.told)
        except KefuError as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, word("incidents.done"))
            return redirect("incidents:one", number)
    return render(request, "incidents/edit.html", {"form": form, "incident": incident})


@page("incidents.edit")
@require_POST
def go_on(request: HttpRequest, number: int) -> HttpResponseBase:
    incident, form = get_object_or_404(Incident, pk=number), forms.GoOnForm(request.POST)

    def do() -> None:
        told = form.cleaned_data
        services.go_on(
            by=person_of(request), incident=incident, status=Status(told["status"]), ended_at=told["ended_at"],
            prevention=told["prevention"],
        )  # fmt: skip

    return _done(request, form, do, number)


@page("incidents.edit")
@require_POST
def write_down(request: HttpRequest, number: int) -> HttpResponseBase:
    incident, form = get_object_or_404(Incident, pk=number), forms.EntryForm(request.POST)

    def do() -> None:
        services.write_down(by=person_of(request), incident=incident, text=form.cleaned_data["text"])

    return _done(request, form, do, number)


@page("incidents.count")
@require_POST
def count(request: HttpRequest, number: int) -> HttpResponseBase:
    incident, form = get_object_or_404(Incident, pk=number), Form(request.POST)
    return _done(request, form, lambda: services.count_affected(by=person_of(request), incident=incident), number)


def _done(request: HttpRequest, form: Form, do: Callable[[], object], number: int) -> HttpResponseBase:
    """Do it if the form is right; say what was wrong, or that it is done."""
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("incidents:one", number)
    try:
        do()
    except KefuError as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, word("incidents.done"))
    return redirect("incidents:one", number)
