"""How an app says what it has: addresses, menu entries, permissions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import ClassVar

from django.apps import AppConfig

GROUPS = ("look", "act", "data", "people")  # of the menu, in order


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the menu: the name of its address, of the permission it needs and of the word it says; ``group`` is
    one of ``GROUPS`` and ``order`` the place within."""

    address: str
    permission: str
    word: str
    group: str
    order: int = 100


class WorkbenchApp(AppConfig):
    """An app of the workbench; ``prefix`` is where its addresses begin."""

    default_auto_field = "django.db.models.BigAutoField"
    prefix: ClassVar[str] = ""
    menu: ClassVar[Sequence[Entry]] = ()

    def ready(self) -> None:
        for drawer in ("permissions", "tasks"):
            if find_spec(f"{self.name}.{drawer}"):
                import_module(f"{self.name}.{drawer}")
