"""In which language a request is answered, and how it is said that something cannot be done."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from kefu.errors import KefuError, NotFoundError
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.words import word

COOKIE = "kefu_language"
METHOD_NOT_ALLOWED = 405


class SpokenMiddleware:
    """The person's own language, else what the browser was told last."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", "") or request.COOKIES.get(COOKIE, "")
        known = language in dict(settings.LANGUAGES)
        with translation.override(language if known else settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response


class RefusedMiddleware:
    """What Kefu refuses reaches the reader as a page with its reason, never as a traceback; so does an address that
    only takes what a form sends, opened by hand or by a log-in that came between."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != METHOD_NOT_ALLOWED or response.content:
            return response
        told = {"key": f"web.wrong.{METHOD_NOT_ALLOWED}", "why": word(f"web.wrong.{METHOD_NOT_ALLOWED}.next")}
        page = render(request, "web/wrong.html", told, status=METHOD_NOT_ALLOWED)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, KefuError):
            return None
        status = 404 if isinstance(exception, NotFoundError) else 422
        return render(request, "web/refused.html", {"reason": refusal(exception)}, status=status)
