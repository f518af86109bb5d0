"""Tokens for programs: shown once, kept as a digest, with scopes, an end and the permissions of their owner."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from hashlib import sha256
from inspect import signature
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import HttpError
from ninja.security import HttpBearer

from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import Token, User
from kefu.workbench.web.page import to_do_first

PREFIX = "kefu_"


@transaction.atomic
def make_token(*, by: User, name: str, scopes: Sequence[str], ends_at: datetime) -> str:
    """A new token of the person's own; only its digest is kept, so it is told here and never again."""
    told = PREFIX + secrets.token_urlsafe(32)
    made = Token.objects.create(user=by, name=name, digest=digest(told), scopes=list(scopes), ends_at=ends_at)
    audit.record(by, "accounts.token_made", made, after={"name": name, "scopes": list(scopes), "ends_at": ends_at})
    return told


@transaction.atomic
def revoke_token(*, by: User, token: Token) -> None:
    token.ends_at = timezone.now()
    token.save(update_fields=["ends_at"])
    audit.record(by, "accounts.token_revoked", token)


def digest(told: str) -> str:
    return sha256(told.encode()).hexdigest()


class BearerToken(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        found = Token.objects.select_related("user").filter(digest=digest(token), ends_at__gt=timezone.now()).first()
        if found is None or not found.user.is_active:
            return None
        Token.objects.filter(pk=found.pk).update(used_at=timezone.now())
        request.user = found.user
        return found


def permitted(request: HttpRequest, permission: str, about: Model | None = None) -> None:
    """Raise 403 unless the person may do this, with this object where one is given."""
    if not request.user.has_perm(permission, about):
        raise HttpError(403, f"not permitted: {permission}")


def needs(permission: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Guard an operation of the API: the person needs the permission, a token also its scope.

    A scope is a permission (``actions.edit``) or an app's name, which stands for all of its permissions.
    """

    def guard(operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            token = getattr(request, "auth", None)
            if isinstance(token, Token) and not {permission, permission.split(".")[0]} & set(token.scopes):
                raise HttpError(403, f"the token has no scope {permission}")
            if not isinstance(token, Token) and to_do_first(request):
                raise HttpError(403, "the second factor or a password of one's own is still to come")
            permitted(request, permission)
            return operation(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        # The API reads what an operation takes from its signature, whose names are those of its own module.
        guarded.__signature__ = signature(operation, eval_str=True)  # type: ignore[attr-defined]
        return guarded

    return guard
