"""Pages: the queue, one case and what is done with it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kefu.errors import KefuError
from kefu.workbench.accounts.person import person_of
from kefu.workbench.cases import forms, queries
from kefu.workbench.cases.flow import Flow, Step, Urgency
from kefu.workbench.cases.models import Case, HandOver
from kefu.workbench.cases.rulebook import rulebook
from kefu.workbench.cases.services import evidence as evidence_services
from kefu.workbench.cases.services import grants as grant_services
from kefu.workbench.cases.services import hand_overs as hand_over_services
from kefu.workbench.cases.services import handling
from kefu.workbench.web.attachment import attachment
from kefu.workbench.web.csv_file import csv_file
from kefu.workbench.web.origin import Origin
from kefu.workbench.web.page import allowed, page
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.words import word

PER_PAGE = 30
MOST_ROWS = 50_000  # of a file


@page("cases.view")
def all_cases(request: HttpRequest) -> HttpResponseBase:
    """The queue, by the time left; ``?format=csv`` is the same as a file."""
    asked = forms.FilterForm(request.GET or None)
    found = queries.queue(person_of(request), asked.cleaned_data if asked.is_valid() else {})
    if request.GET.get("format") == "csv":
        return csv_file("cases.csv", queries.rows(found[:MOST_ROWS]))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    book = rulebook()
    lines = [(one, book.topic(one.topic)) for one in shown]
    may_open = request.user.has_perm("cases.work")
    return render(request, "cases/all.html", {"page": shown, "lines": lines, "form": asked, "may_open": may_open})


@page("cases.work")
def add(request: HttpRequest) -> HttpResponseBase:
    form = forms.OpenForm(
        request.POST or None, initial={name: request.GET.get(name) for name in ("ticket", "customer")}
    )
    if form.is_valid():
        told, person = dict(form.cleaned_data), person_of(request)
        ticket = told.pop("ticket").strip()
        told["flow"], told["urgency"] = Flow(told["flow"]), Urgency(told["urgency"])
        origin = Origin("ticket", ticket) if ticket else handling.NOWHERE
        try:
            case = handling.open_case(by=person, owner=person, team=person.team, origin=origin, **told)
        except KefuError as error:
            form.add_error(None, refusal(error))
        else:
            return redirect("cases:one", case.reference)
    return render(request, "cases/add.html", {"form": form})


@page("cases.view")
def one(request: HttpRequest, reference: str) -> HttpResponseBase:
    return _shown(request, _case(request, reference))


def _case(request: HttpRequest, reference: str) -> Case:
    return get_object_or_404(queries.cases_of(person_of(request)), reference=reference)


def _shown(request: HttpRequest, case: Case) -> HttpResponseBase:
    person, book, clock = person_of(request), rulebook(), case.clock
    told = {
        "case": case,
        "topic": book.topic(case.topic),
        "stages": [(one, clock.took(one.began_at, one.ended_at or timezone.now())) for one in case.stages.all()],
        "clock": clock,
        "happenings": queries.timeline(case),
        "hand_overs": [(one, *_between(one)) for one in case.hand_overs.select_related("by")],
        "grants": case.grants.select_related("asked_by", "decided_by"),
        "limit": grant_services.limit_of(person),
        "experts": queries.suggested(case.topic),
        "may_work": case.is_open and request.user.has_perm("cases.work", case),
        "may_note": request.user.has_perm("cases.work", case),
        "may_assign": case.is_open and request.user.has_perm("cases.assign", case),
        "contact": getattr(case, "contact", None) if request.user.has_perm("cases.work", case) else None,
        "move": forms.MoveForm(case, auto_id="move_%s"),
        "classify": forms.ClassifyForm(initial={"topic": case.topic, "urgency": case.urgency}, auto_id="classify_%s"),
        "assign": forms.AssignForm(person, initial={"owner": case.owner}, auto_id="assign_%s"),
        "note": forms.NoteForm(auto_id="note_%s"),
        "evidence": forms.EvidenceForm(auto_id="evidence_%s"),
        "hand_over": forms.HandOverForm(auto_id="hand_over_%s"),
        "grant": forms.GrantForm(auto_id="grant_%s"),
    }
    return render(request, "cases/one.html", told)


def _between(one: HandOver) -> tuple[str, str]:
    book = rulebook()
    return book.department(one.from_department), book.department(one.to_department)


def told_what_happened(request: HttpRequest, form: Form, do: Callable[[], object]) -> None:
    """Do it if the form is right; say what was wrong, or that it is done."""
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return
    try:
        do()
    except KefuError as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, word("cases.done"))


@page("cases.work")
@require_POST
def move(request: HttpRequest, reference: str) -> HttpResponseBase:
    case = _case(request, reference)
    allowed(request, "cases.work", case)
    form = forms.MoveForm(case, request.POST)

    def do() -> None:
        told = dict(form.cleaned_data)
        handling.move(by=person_of(request), case=case, to=Step(told.pop("to")), why=told.pop("why", ""), **told)

    told_what_happened(request, form, do)
    return redirect("cases:one", reference)


@page("cases.work")
@require_POST
def classify(request: HttpRequest, reference: str) -> HttpResponseBase:
    case, form = _case(request, reference), forms.ClassifyForm(request.POST)
    allowed(request, "cases.work", case)

    def do() -> None:
        topic, urgency = form.cleaned_data["topic"], Urgency(form.cleaned_data["urgency"])
        handling.classify(by=person_of(request), case=case, topic=topic, urgency=urgency)

    told_what_happened(request, form, do)
    return redirect("cases:one", reference)


@page("cases.assign")
@require_POST
def assign(request: HttpRequest, reference: str) -> HttpResponseBase:
    case, person = _case(request, reference), person_of(request)
    allowed(request, "cases.assign", case)
    form = forms.AssignForm(person, request.POST)
    told_what_happened(request, form, lambda: handling.assign(by=person, case=case, owner=form.cleaned_data["owner"]))
    still_seen = queries.cases_of(person).filter(pk=case.pk).exists()
    return redirect("cases:one", reference) if still_seen else redirect("cases:all")


@page("cases.work")
@require_POST
def note(request: HttpRequest, reference: str) -> HttpResponseBase:
    case, form = _case(request, reference), forms.NoteForm(request.POST)
    allowed(request, "cases.work", case)
    told_what_happened(
        request, form, lambda: handling.note(by=person_of(request), case=case, text=form.cleaned_data["text"])
    )
    return redirect("cases:one", reference)


@page("cases.work")
@require_POST
def add_evidence(request: HttpRequest, reference: str) -> HttpResponseBase:
    case, form = _case(request, reference), forms.EvidenceForm(request.POST, request.FILES)
    allowed(request, "cases.work", case)

    def do() -> None:
        told = form.cleaned_data
        evidence_services.add(by=person_of(request), case=case, said=told["said"], upload=told["upload"])

    told_what_happened(request, form, do)
    return redirect("cases:one", reference)


@page("cases.view")
def evidence(request: HttpRequest, number: int) -> HttpResponseBase:
    """A file of evidence: always to save, never to look at in the browser."""
    found = get_object_or_404(queries.evidence_of(person_of(request)).exclude(file=""), pk=number)
    try:
        stream = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return attachment(stream, found.name)


@page("cases.work")
@require_POST
def hand_over(request: HttpRequest, reference: str) -> HttpResponseBase:
    case, form = _case(request, reference), forms.HandOverForm(request.POST)
    allowed(request, "cases.work", case)

    def do() -> None:
        told = form.cleaned_data
        hand_over_services.hand_over(
            by=person_of(request), case=case, to=told["to_department"], from_=told["from_department"],
            asked=told["asked"],
        )  # fmt: skip

    told_what_happened(request, form, do)
    return redirect("cases:one", reference)


@page("cases.work")
@require_POST
def ask_grant(request: HttpRequest, reference: str) -> HttpResponseBase:
    case, form = _case(request, reference), forms.GrantForm(request.POST)
    allowed(request, "cases.work", case)

    def do() -> None:
        told = form.cleaned_data
        grant_services.ask(by=person_of(request), case=case, amount=told["amount"], reason=told["reason"])

    told_what_happened(request, form, do)
    return redirect("cases:one", reference)
