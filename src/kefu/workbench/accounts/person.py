"""Who asks, as an account."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from kefu.workbench.accounts.models import User


def person_of(request: HttpRequest) -> User:
    """The account behind a request; raises PermissionDenied for somebody who has not come in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
