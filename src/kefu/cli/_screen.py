"""What a command shows: its answer on stdout as text or JSON, everything else on stderr, in one language."""

from __future__ import annotations

import json
import locale
import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kefu.cli import _tables
from kefu.cli._progress import Bar
from kefu.cli._words import WORDS, Language, word
from kefu.configuration import Configuration
from kefu.project import Project

if TYPE_CHECKING:
    from kefu.narrative.formats import Style


class Screen:
    """Where one command speaks. ``say`` and ``table`` are the answer for people, ``give`` the answer for programs,
    ``advise`` what a person may want next."""

    def __init__(self, args: Namespace, project: Project | None = None) -> None:
        self.json = bool(getattr(args, "json", False))
        self.quiet = bool(args.quiet)
        self.language = spoken(args, project)
        self.currency = (project.configuration if project else Configuration()).currency

    @property
    def style(self) -> Style:
        """How numbers are written here."""
        from kefu.narrative.formats import Style

        return Style(self.language, self.currency)

    def word(self, key: str, /, **values: object) -> str:
        return word(key, self.language, **values)

    def say(self, text: str = "") -> None:
        if not self.json:
            print(text)

    def table(self, headers: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
        self.say(_tables.table(headers, rows, right=right, limit=self.width))

    def pair(self, label: str, text: str) -> None:
        """A line of a label and what belongs to it; nothing where there is nothing to say."""
        if text:
            self.say(f"{label}{' ' * max(14 - _tables.width(label), 1)}{text}")

    def give(self, answer: object) -> None:
        """Print the answer as JSON, where JSON was asked for."""
        if self.json:
            utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
            print(json.dumps(answer, ensure_ascii=not utf8, indent=1, default=str))

    def advise(self, text: str) -> None:
        if not self.quiet and not self.json:
            print(text)

    def warn(self, text: str) -> None:
        print(f"kefu: {text}", file=sys.stderr)

    def progress(self) -> Bar:
        return Bar(self.stage, shown=not self.quiet)

    def stage(self, name: str) -> str:
        """A stage of long work in words; what is no code, such as a file's name, as it is."""
        return self.word(f"stage_{name}") if f"stage_{name}" in WORDS else name

    @property
    def width(self) -> int:
        """Cells of the terminal; 0, without limit, where the answer goes into a file or another program."""
        return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def spoken(args: Namespace, project: Project | None = None) -> Language:
    """The language asked for, else the project's, else the system's."""
    chosen = args.language if args.language in ("zh", "en") else ""
    chosen = chosen or (project.configuration.language if project else "") or system_language()
    return "zh" if chosen == "zh" else "en"


def system_language() -> Language:
    named = next((os.environ[one] for one in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(one)), "")
    named = named or locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


def titled(title: Mapping[str, str] | str, language: Language) -> str:
    """A title in the language, or as near as there is one."""
    if isinstance(title, str):
        return title
    return title.get(language) or next(iter(title.values()), "")


def plain(value: Any) -> str:
    """A value of somebody's data as it stands."""
    return "" if value is None else str(value)
