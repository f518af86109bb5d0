"""How an app says what it has: addresses, menu entries, permissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar

from django.apps import AppConfig

from kefu.workbench.web.words import word, words

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
    codes: ClassVar[Mapping[str, str]] = {}  # by field of the audit: where the words of its values are

    def told(self, field: str, value: str) -> str:
        """A value the audit keeps of one of this app's fields, in words; "" where it is said as it is."""
        key = f"{self.codes[field]}.{value}" if field in self.codes else ""
        return word(key) if key in words() else ""

    def about(self, _fields: Mapping[str, Any]) -> tuple[str, str]:
        """What an event of the audit without an object is about, and the address of its page."""
        return "", ""

    def ready(self) -> None:
        for drawer in ("permissions", "tasks"):
            if find_spec(f"{self.name}.{drawer}"):
                import_module(f"{self.name}.{drawer}")
