"""What every view is wrapped in: who may open it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

P = ParamSpec("P")
NEEDS_CODE = "needs_code"  # in the session of somebody whose second factor is still to come
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Guarded(Protocol):
    """A view that says which permission it needs ("" for anybody, also without an account)."""

    permission: str


class NotHere(Http404):
    """There is no such thing for this person; the page says in the words given what that may mean."""


def page(permission: str) -> Callable[[View[P]], View[P]]:
    """Let nobody in who may not; ``permission`` is asked without an object, the view asks again with the object.

    Whoever has not come in yet is sent to the log-in, a partial request is told to load the whole page.
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_login(request)
            if (first := to_do_first(request)) and request.path != reverse(first):
                return redirect(first)
            if not request.user.has_perm(permission):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def open_to_all(view: View[P]) -> View[P]:
    """Mark a view that needs no account."""
    view.permission = ""  # type: ignore[attr-defined]
    return view


def allowed(request: HttpRequest, permission: str, about: Model) -> None:
    """Raise PermissionDenied unless the person may do this with this object."""
    if not request.user.has_perm(permission, about):
        raise PermissionDenied(permission)


def to_do_first(request: HttpRequest) -> str:
    """The name of the page that comes before any other: that of the second factor, of a new password; "" for none."""
    if request.session.get(NEEDS_CODE):
        return "accounts:code"
    return "accounts:password" if getattr(request.user, "must_change_password", False) else ""


def _to_login(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response.headers["HX-Refresh"] = "true"
        return response
    return redirect_to_login(request.get_full_path())
