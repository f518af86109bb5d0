"""Sections: one file each, turning figures and findings of the month into blocks of the document.

To add one, write ``<section>.py`` here with a module-level ``SECTION = Section(...)``, its words under ``sections:`` in
``narrative/words``, and name it in a report kind. A section asks the context for figures, charts and sentences; it
measures nothing itself, words nothing and formats nothing. Without data for any of its ``metrics`` it is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kefu.registry import Family
from kefu.report.context import Context
from kefu.report.document import Block


@dataclass(frozen=True, slots=True)
class Section:
    """``build`` gives the section's pages; at least one of ``metrics`` must have data (none named: always shown)."""

    build: Callable[[Context], Iterable[Block]]
    metrics: tuple[str, ...] = ()


SECTIONS: Family[Section] = Family(__name__, Section)
