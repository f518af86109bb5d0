"""Pages: one's own notices, opening one, marking them as read."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kefu.workbench.accounts.person import person_of
from kefu.workbench.notices import queries, services
from kefu.workbench.web.page import page

PER_PAGE = 30


@page("notices.own")
def own(request: HttpRequest) -> HttpResponseBase:
    shown = Paginator(queries.notices_of(person_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/own.html", {"notices": shown})


@page("notices.own")
@require_POST
def open_one(request: HttpRequest, number: int) -> HttpResponseBase:
    """Note that it was read and go where it leads."""
    found = queries.notices_of(person_of(request)).filter(pk=number)
    notice = get_object_or_404(found)
    services.read(by=person_of(request), notices=found)
    safe = url_has_allowed_host_and_scheme(notice.address, allowed_hosts=None)
    return redirect(notice.address if notice.address and safe else "notices:own")


@page("notices.own")
@require_POST
def read_all(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    services.read(by=person, notices=queries.notices_of(person))
    return redirect("notices:own")
