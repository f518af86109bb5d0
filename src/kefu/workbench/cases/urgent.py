"""Pages for customers without an account: report an urgent problem, and ask how it stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache

from kefu.errors import UsageError
from kefu.workbench.cases.forms import StatusForm, UrgentForm
from kefu.workbench.cases.models import TOLD
from kefu.workbench.cases.rulebook import rulebook
from kefu.workbench.cases.services import urgent as services
from kefu.workbench.web.middleware import COOKIE
from kefu.workbench.web.page import open_to_all
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.words import word

REMEMBERED = "urgent_reference"
TOO_MANY = 429
View = Callable[[HttpRequest], HttpResponseBase]


def _in_the_browsers_language(view: View) -> View:
    """What somebody chose holds; else what their browser prefers of the two, else the company's."""

    @wraps(view)
    def spoken(request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(COOKIE, "")
        preferred = chosen if chosen in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
        with translation.override(preferred):
            return view(request)

    return spoken


@open_to_all
@never_cache
@_in_the_browsers_language
def urgent(request: HttpRequest) -> HttpResponseBase:
    form, status = UrgentForm(request.POST or None), 200
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("topic", "number", "description", "contact")}
        address, language = services.address_of(request), translation.get_language() or ""
        try:
            services.count(address=address, what="report", most=rulebook().per_hour)
            case = services.report(**told, language=language)
        except UsageError as error:
            form.add_error(None, refusal(error))
            status = TOO_MANY
        else:
            request.session[REMEMBERED] = case.reference
            return redirect("cases:urgent_received")
    return render(request, "cases/urgent.html", {"form": form}, status=status)


@open_to_all
@never_cache
@_in_the_browsers_language
def received(request: HttpRequest) -> HttpResponseBase:
    """The reference and its secret, for whoever has just sent the form."""
    reference = request.session.get(REMEMBERED)
    if not reference:
        return redirect("cases:urgent")
    told = {"reference": reference, "secret": services.secret_of(reference)}
    return render(request, "cases/urgent_received.html", told)


@open_to_all
@never_cache
@_in_the_browsers_language
def status(request: HttpRequest) -> HttpResponseBase:
    """How a reported problem stands; number and secret are asked by POST, so that neither is in an address."""
    form, case, code = StatusForm(request.POST or None), None, 200
    if form.is_valid():
        try:
            services.count(address=services.address_of(request), what="status", most=services.PER_HOUR_ASKED)
        except UsageError as error:
            form.add_error(None, refusal(error))
            code = TOO_MANY
        else:
            case = services.asked_for(form.cleaned_data["reference"], form.cleaned_data["secret"])
            if case is None:
                form.add_error(None, word("cases.urgent.not_found"))
    told = {"form": form, "case": case, "was_told": case is not None and case.step in TOLD}
    return render(request, "cases/urgent_status.html", told, status=code)
