"""Pages that belong to no app: the way home, the language, and what is said where something went wrong."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kefu.workbench.web.middleware import COOKIE
from kefu.workbench.web.page import NotHere, open_to_all
from kefu.workbench.web.surroundings import menu
from kefu.workbench.web.words import word

YEAR = 365 * 24 * 3600


@open_to_all
def home(request: HttpRequest) -> HttpResponseBase:
    """The first page of this person's menu."""
    if not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    groups = menu(request)
    return redirect(groups[0][1][0].address) if groups else forbidden(request)


@open_to_all
def health(_request: HttpRequest) -> HttpResponseBase:
    """Whether the server and its database answer; for whoever watches the machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@open_to_all
@require_POST
def spoken(request: HttpRequest) -> HttpResponseBase:
    """Speak the chosen language from now on, here and in the person's account."""
    language = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe else "/")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(COOKIE, language, max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True)
        if request.user.is_authenticated:
            request.user.language = language
            request.user.save(update_fields=["language"])
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    return _wrong(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    return _wrong(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _wrong(request, 404, str(exception) if isinstance(exception, NotHere) else "")


def failed(request: HttpRequest) -> HttpResponse:
    return _wrong(request, 500)


def _wrong(request: HttpRequest, status: int, why: str = "") -> HttpResponse:
    key = f"web.wrong.{status}"
    return render(request, "web/wrong.html", {"key": key, "why": why or word(f"{key}.next")}, status=status)
