"""Pages across cases: what departments wait for, grants that wait for a word, the pool of experts."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kefu.workbench.accounts.person import person_of
from kefu.workbench.cases import forms, queries
from kefu.workbench.cases.rulebook import rulebook
from kefu.workbench.cases.services import experts as expert_services
from kefu.workbench.cases.services import grants as grant_services
from kefu.workbench.cases.services import hand_overs as hand_over_services
from kefu.workbench.cases.views import told_what_happened
from kefu.workbench.web.page import allowed, page

PER_PAGE = 30


@page("cases.view")
def hand_overs(request: HttpRequest) -> HttpResponseBase:
    """Who waits for whom: by department, then what is open, then what goes back and forth."""
    person, book = person_of(request), rulebook()
    waiting = [(one, book.department(one.department)) for one in queries.waiting(person)]
    page_shown = Paginator(queries.hand_overs_of(person), PER_PAGE).get_page(request.GET.get("page"))
    shown = [(one, book.department(one.from_department), book.department(one.to_department)) for one in page_shown]
    ping_pong = [
        (case, [(book.department(one.to_department), one) for one in way]) for case, way in queries.ping_pong(person)
    ]
    told = {"waiting": waiting, "hand_overs": shown, "page": page_shown, "ping_pong": ping_pong}
    return render(request, "cases/hand_overs.html", told)


@page("cases.work")
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponseBase:
    """Accept, return or answer a hand-over."""
    found = get_object_or_404(queries.hand_overs_of(person_of(request)), pk=number)
    allowed(request, "cases.work", found)
    form = forms.AnswerForm(request.POST)

    def do() -> None:
        told = form.cleaned_data
        hand_over_services.answer(by=person_of(request), hand_over=found, state=told["state"], text=told["text"])

    told_what_happened(request, form, do)
    return redirect("cases:one", found.case.reference)


@page("cases.view")
def grants(request: HttpRequest) -> HttpResponseBase:
    """What waits for this person's word, and what was decided."""
    person = person_of(request)
    to_decide = queries.grants_to_decide(person)
    shown = Paginator(queries.grants_of(person), PER_PAGE).get_page(request.GET.get("page"))
    tiers = [(role.value, limit) for role, limit in rulebook().authority.items()]
    return render(request, "cases/grants.html", {"to_decide": to_decide, "page": shown, "tiers": tiers})


@page("cases.decide")
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponseBase:
    found = get_object_or_404(queries.grants_of(person_of(request)), pk=number)
    allowed(request, "cases.decide", found)
    form = forms.DecideForm(request.POST)

    def do() -> None:
        is_granted, why = form.cleaned_data["decision"] == "grant", form.cleaned_data["why"]
        grant_services.decide(by=person_of(request), grant=found, is_granted=is_granted, why=why)

    told_what_happened(request, form, do)
    return redirect("cases:grants")


@page("cases.view")
def experts(request: HttpRequest) -> HttpResponseBase:
    """The pool: who knows what, and who has room."""
    topic, book = request.GET.get("topic", ""), rulebook()
    found = [(one, [book.topic(code) for code in one.expert.topics]) for one in queries.experts(topic)]
    told: dict[str, object] = {
        "experts": found,
        "topics": forms.topics()[1:],
        "topic": topic,
        "form": forms.ExpertForm(),
    }
    told["may_set"] = request.user.has_perm("cases.experts")
    return render(request, "cases/experts.html", told)


@page("cases.experts")
@require_POST
def set_expert(request: HttpRequest) -> HttpResponseBase:
    form = forms.ExpertForm(request.POST)
    told_what_happened(request, form, lambda: expert_services.set_expert(by=person_of(request), **form.cleaned_data))
    return redirect("cases:experts")
