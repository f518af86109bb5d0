"""What every template may speak of: the company, the menu of this person, the language and the look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from kefu.workbench.web.app import GROUPS, Entry, WorkbenchApp
from kefu.workbench.web.page import to_do_first
from kefu.workbench.web.words import spoken


def surroundings(request: HttpRequest) -> Mapping[str, Any]:
    user = getattr(request, "user", None)
    has_come_in = user is not None and user.is_authenticated and not to_do_first(request)
    shown = menu(request) if has_come_in else ()
    return {
        "company_name": settings.CONFIGURATION.company or settings.KEFU_PROJECT.name,
        "spoken": spoken(),
        "appearance": getattr(user, "appearance", "") or "auto",
        "menu": shown,
        "has_come_in": has_come_in,
        "here": here(request.path, [reverse(one.address) for _, held in shown for one in held]),
    }


def menu(request: HttpRequest) -> list[tuple[str, list[Entry]]]:
    """The entries this person may open, by group, in order."""
    allowed = [one for one in entries() if request.user.has_perm(one.permission)]
    grouped = [(group, [one for one in allowed if one.group == group]) for group in GROUPS]
    return [(group, held) for group, held in grouped if held]


def here(path: str, addresses: Iterable[str]) -> str:
    """The address of the menu the page lies under; "" for none."""
    above = [one for one in addresses if path == one or path.startswith(f"{one.rstrip('/')}/")]
    return max(above, key=len, default="")


def entries() -> list[Entry]:
    return sorted(_entries(), key=lambda one: (GROUPS.index(one.group), one.order))


def _entries() -> Iterator[Entry]:
    for app in apps.get_app_configs():
        if isinstance(app, WorkbenchApp):
            yield from app.menu
