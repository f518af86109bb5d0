"""Pages: the queue by the time left, and one callback with its script, attempts and outcome."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from kefu.errors import KefuError
from kefu.workbench.accounts.person import person_of
from kefu.workbench.callbacks import queries, services
from kefu.workbench.callbacks.forms import AssignForm, AttemptForm, EndForm
from kefu.workbench.callbacks.models import SCORES, Callback, Cause, State
from kefu.workbench.callbacks.policy import policy
from kefu.workbench.web.page import allowed, page
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.words import word

PER_PAGE = 50


@page("callbacks.view")
@require_GET
def queue(request: HttpRequest) -> HttpResponseBase:
    person, chosen = person_of(request), request.GET.get("show", "open")
    chosen = chosen if chosen in queries.FILTERS else "open"
    shown = Paginator(queries.queue(person, chosen), PER_PAGE).get_page(request.GET.get("page"))
    may_take = request.user.has_perm("callbacks.take")
    return render(request, "callbacks/queue.html", {
        "callbacks": shown, "chosen": chosen, "filters": queries.FILTERS, "rate": queries.rate(person),
        "rules": policy(), "waiting": queries.next_for(person).count() if may_take else 0, "may_take": may_take,
    })  # fmt: skip


@page("callbacks.take")
@require_POST
def take(request: HttpRequest) -> HttpResponseBase:
    """The next one of the team's queue is this person's."""
    try:
        return redirect("callbacks:one", services.take_next(by=person_of(request)).pk)
    except KefuError as error:
        messages.error(request, refusal(error))
        return redirect("callbacks:queue")


@page("callbacks.view")
@require_GET
def one(request: HttpRequest, number: int) -> HttpResponseBase:
    callback = _seen(request, number)
    likely = callback.cause or callback.likely_cause
    scores = [(name, callback.scores[name]) for name in SCORES if callback.scores.get(name) is not None]
    may_work, may_assign = (request.user.has_perm(f"callbacks.{verb}", callback) for verb in ("work", "assign"))
    return render(request, "callbacks/one.html", {
        "callback": callback, "scores": scores, "causes": [one.value for one in Cause], "likely": likely,
        "may_work": may_work and callback.state == State.ASSIGNED, "may_drop": may_work and callback.is_open,
        "may_assign": may_assign and callback.state in (State.WAITING, State.ASSIGNED, State.UNREACHED),
        "reached": any(one.is_reached for one in callback.attempts.all()), "attempt_form": AttemptForm(),
        "end_form": EndForm(initial={"cause": likely or Cause.OTHER}), "rules": policy(),
        "assign_form": AssignForm(callback=callback, user=person_of(request)),
    })  # fmt: skip


@page("callbacks.assign")
@require_POST
def assign(request: HttpRequest, number: int) -> HttpResponseBase:
    callback = _seen(request, number)
    allowed(request, "callbacks.assign", callback)
    form = AssignForm(request.POST, callback=callback, user=person_of(request))
    if not form.is_valid():
        messages.error(request, word("callbacks.wrong.nobody"))
        return redirect("callbacks:one", number)
    to = form.cleaned_data["to"]
    return _done(request, callback, lambda: services.assign(by=person_of(request), callback=callback, to=to))


@page("callbacks.work")
@require_POST
def give_back(request: HttpRequest, number: int) -> HttpResponseBase:
    callback = _seen(request, number)
    allowed(request, "callbacks.work", callback)
    _done(request, callback, lambda: services.give_back(by=person_of(request), callback=callback))
    return redirect("callbacks:queue")


@page("callbacks.work")
@require_POST
def attempt(request: HttpRequest, number: int) -> HttpResponseBase:
    callback = _seen(request, number)
    allowed(request, "callbacks.work", callback)
    reached, note = request.POST.get("is_reached") == "1", request.POST.get("note", "")[:300]
    return _done(
        request,
        callback,
        lambda: services.attempt(by=person_of(request), callback=callback, is_reached=reached, note=note),
    )


@page("callbacks.work")
@require_POST
def finish(request: HttpRequest, number: int) -> HttpResponseBase:
    callback = _seen(request, number)
    allowed(request, "callbacks.work", callback)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, word("callbacks.wrong.cause"))
        return redirect("callbacks:one", number)
    told = form.cleaned_data
    return _done(request, callback, lambda: services.finish(by=person_of(request), callback=callback, **told))


@page("callbacks.work")
@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponseBase:
    callback = _seen(request, number)
    allowed(request, "callbacks.work", callback)
    why = request.POST.get("why", "")
    return _done(request, callback, lambda: services.drop(by=person_of(request), callback=callback, why=why))


def _seen(request: HttpRequest, number: int) -> Callback:
    return get_object_or_404(queries.callbacks_of(person_of(request)), pk=number)


def _done(request: HttpRequest, callback: Callback, change: Callable[[], object]) -> HttpResponseBase:
    """Do it, say what was wrong where it was refused, and show the callback again."""
    try:
        change()
    except KefuError as error:
        messages.error(request, refusal(error))
    return redirect("callbacks:one", callback.pk)
