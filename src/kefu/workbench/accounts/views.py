"""Pages: log-in, the first administrator, one's own account, people, the audit."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django_otp import user_has_device

from kefu.workbench.accounts import audit, queries, services, telling
from kefu.workbench.accounts.forms import AuditForm, FirstForm, OwnForm, PersonForm, TeamForm
from kefu.workbench.accounts.models import AuditEvent, User
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.roles import Role
from kefu.workbench.web.csv_file import csv_file
from kefu.workbench.web.page import NEEDS_CODE, open_to_all, page
from kefu.workbench.web.words import word

PER_PAGE = 50
TOKEN = "first.token"  # noqa: S105 - the name of a file, not what is in it


class ComeIn(LoginView):
    """Name and password; who has a second factor is asked for it before any other page."""

    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has_sso = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        return {**super().get_context_data(**kwargs), "sso": settings.SSO if has_sso else ""}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        audit.record(person_of(self.request), "accounts.came_in")
        if user_has_device(self.request.user):
            self.request.session[NEEDS_CODE] = True
            return redirect(f"{reverse('accounts:code')}?{urlencode({'next': self.get_success_url()})}")
        return answer


log_in = open_to_all(ComeIn.as_view())
log_out = open_to_all(LogoutView.as_view())


@open_to_all
def first(request: HttpRequest) -> HttpResponseBase:
    """Make the first administrator; only whoever can read the server's terminal or disk knows the token."""
    file = settings.HOME / TOKEN
    if queries.has_administrator() or not file.is_file():
        raise Http404
    form = FirstForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        if secrets.compare_digest(told["token"].strip(), file.read_text(encoding="ascii").strip()):
            person = services.first_administrator(
                username=told["username"], password=told["password"], name=told["name"]
            )
            file.unlink(missing_ok=True)
            login(request, person, backend="django.contrib.auth.backends.ModelBackend")
            return redirect("home")
        form.add_error("token", word("accounts.first.wrong"))
    return render(request, "accounts/first.html", {"form": form})


@page("accounts.own")
def own(request: HttpRequest) -> HttpResponseBase:
    """One's own account: name, language, look."""
    form = OwnForm(request.POST or None, instance=person_of(request), initial={"language": get_language()})
    if form.is_valid():
        form.save()
        messages.success(request, word("accounts.saved"))
        return redirect("accounts:own")
    return render(request, "accounts/own.html", {"form": form})


@page("accounts.own")
def password(request: HttpRequest) -> HttpResponseBase:
    """One's own password."""
    form = PasswordChangeForm(person_of(request), request.POST or None)
    if form.is_valid():
        services.change_own_password(person=person_of(request), password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, person_of(request))
        messages.success(request, word("accounts.password_changed"))
        return redirect("home")
    return render(request, "accounts/password.html", {"form": form})


@page("accounts.people")
def people(request: HttpRequest) -> HttpResponseBase:
    search = request.GET.get("search", "").strip()
    shown = Paginator(queries.people(search), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/people.html", {"people": shown, "search": search, "teams": queries.teams()})


@page("accounts.people")
def add_person(request: HttpRequest) -> HttpResponseBase:
    form = PersonForm(request.POST or None)
    if form.is_valid():
        told = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        person = services.add_person(by=person_of(request), **told)
        return _tell_password(request, person)
    return render(request, "accounts/person.html", {"form": form})


@page("accounts.people")
def person(request: HttpRequest, number: int) -> HttpResponseBase:
    found = get_object_or_404(User, pk=number)
    if "reset" in request.POST:
        return _tell_password(request, found)
    form = PersonForm(request.POST or None, instance=found)
    if form.is_valid():
        fresh = get_object_or_404(User, pk=number)
        services.change_person(by=person_of(request), person=fresh, **form.cleaned_data)
        messages.success(request, word("accounts.saved"))
        return redirect("accounts:people")
    return render(request, "accounts/person.html", {"form": form, "person": found})


def _tell_password(request: HttpRequest, person: User) -> HttpResponseBase:
    made_up = services.new_password(by=person_of(request), person=person)
    return render(request, "accounts/password_told.html", {"person": person, "made_up": made_up})


@page("accounts.people")
def add_team(request: HttpRequest) -> HttpResponseBase:
    form = TeamForm(request.POST or None)
    if form.is_valid():
        services.add_team(by=person_of(request), **form.cleaned_data)
        messages.success(request, word("accounts.saved"))
        return redirect("accounts:people")
    return render(request, "accounts/team.html", {"form": form})


@page("accounts.audit")
def audit_events(request: HttpRequest) -> HttpResponseBase:
    form = AuditForm(request.GET)
    shown = Paginator(_asked(form), PER_PAGE).get_page(request.GET.get("page"))
    lines = list(telling.told(shown, person_of(request)))
    return render(request, "accounts/audit.html", {"form": form, "events": shown, "lines": lines})


@page("accounts.audit")
def export_audit(request: HttpRequest) -> HttpResponseBase:
    """The audit as CSV, in words and as it is kept, cells guarded against formulas; that it was exported is part of
    it."""
    found = _asked(AuditForm(request.GET))
    audit.record(person_of(request), "accounts.audit_exported", after={"rows": found.count()})
    return csv_file("audit.csv", telling.rows(found, person_of(request)))


def _asked(form: AuditForm) -> QuerySet[AuditEvent]:
    """The events that are asked for; what is asked wrongly is looked past."""
    form.is_valid()
    return queries.audit_events(**form.cleaned_data)
