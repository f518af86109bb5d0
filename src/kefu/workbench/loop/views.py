"""Pages that lead from one app to another: an action opened from a figure, and what Kefu proposes to act on."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from kefu.errors import KefuError
from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.scope import scope
from kefu.workbench.actions import queries, services
from kefu.workbench.actions.forms import ActionForm
from kefu.workbench.actions.models import Action
from kefu.workbench.loop.opening import Opening, opening
from kefu.workbench.web.page import page
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.words import spoken, word


@page("actions.open")
def open_action(request: HttpRequest) -> HttpResponseBase:
    """Open an action; the address says on what (``loop.opening``)."""
    person = person_of(request)
    try:
        begun = opening(person, request.GET.dict())
    except KefuError as error:
        messages.error(request, refusal(error))
        return redirect("actions:list")
    form = ActionForm(request.POST or None, user=person, initial=dict(begun.initial))
    if form.is_valid():
        try:
            made = _opened(person, begun, form)
            messages.success(request, word("actions.opened_said"))
            return redirect("actions:one", made.pk)
        except KefuError as error:
            form.add_error(None, refusal(error))
    baseline = begun.baseline.get(spoken(), "")
    return render(request, "actions/edit.html", {"form": form, "baseline": baseline, "figure": begun.figure})


@transaction.atomic
def _opened(person: User, begun: Opening, form: ActionForm) -> Action:
    """The action and, where it follows a proposal, that this is accepted: both or neither."""
    if begun.proposal:
        services.decide(by=person, proposal=begun.proposal, accepted=True)
    return services.open_action(
        by=person, origin=begun.origin, figure=begun.figure, baseline=dict(begun.baseline), **form.cleaned_data
    )


@page("actions.proposals")
@require_GET
def proposals(request: HttpRequest) -> HttpResponseBase:
    shown = [(one, one.said.get(spoken(), ""), one.measure.get(spoken())) for one in queries.proposals()]
    told = {"proposals": shown, "may_look": not scope(person_of(request))}  # their figures are of the whole company
    return render(request, "loop/proposals.html", told)


@page("actions.proposals")
@require_POST
def dismiss(request: HttpRequest, number: int) -> HttpResponseBase:
    found = get_object_or_404(queries.proposals(), pk=number)
    try:
        services.decide(by=person_of(request), proposal=found, accepted=False, why=request.POST.get("why", ""))
        messages.success(request, word("actions.proposals.dismissed"))
    except KefuError as error:
        messages.error(request, refusal(error))
    return redirect("loop:proposals")
