"""The record of what was done. Every service writes here, in the same transaction as what it did."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.http import HttpRequest

from kefu.workbench.accounts.models import AuditEvent, User

_address: ContextVar[str | None] = ContextVar("address", default=None)
UNTOLD = ("password", "secret", "token", "key")


def note_address(request: HttpRequest) -> None:
    """From where this request comes; the audit events written while it is answered say so."""
    _address.set(request.META.get("REMOTE_ADDR") or None)


def record(
    by: User | None,
    what: str,
    about: models.Model | None = None,
    *,
    why: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Write that ``by`` (None: Kefu itself) did ``what`` (``app.verb``) to an object; secrets are left out."""
    return AuditEvent.objects.create(
        who=by.username if by else "",
        what=what,
        kind=about._meta.label_lower if about is not None else "",
        object_id=str(about.pk) if about is not None else "",
        why=why,
        before=_told(before),
        after=_told(after),
        address=_address.get(),
    )


def record_once(by: User | None, what: str, *, why: str = "", after: Mapping[str, Any]) -> None:
    """As ``record``, unless the very same was written before: for what a killed job may have told already."""
    if not AuditEvent.objects.filter(what=what, after=_told(after)).exists():
        record(by, what, why=why, after=after)


def state(about: models.Model, *fields: str) -> dict[str, Any]:
    """The named fields of an object as they are now, for ``before`` and ``after``."""
    return {name: getattr(about, name) for name in fields}


def _told(fields: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: _plain(one) for name, one in (fields or {}).items() if not any(word in name for word in UNTOLD)}


def _plain(value: object) -> Any:
    if isinstance(value, models.Model):
        return str(value.pk)
    return value if isinstance(value, str | int | float | bool | type(None)) else str(value)
