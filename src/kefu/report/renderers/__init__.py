"""Renderers: one file per output format, each drawing the neutral document in its own way.

To add one, write ``<format>.py`` here with a module-level ``RENDERER = Renderer(...)``; its file name is the name users
give to ``--format``. A renderer lays out and draws; it never words a sentence or formats a number. It
also reads its files back, so that every number in them can be held against the data (``kefu verify``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kefu.registry import Family
from kefu.report.document import Document
from kefu.report.themes import Theme


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a finished file says: a paragraph, a cell, a point of a chart.

    ``page`` is the slide, sheet or section it stands in, ``spot`` the place there; neither changes with a number.
    """

    page: str
    spot: str
    text: str


def nothing_wrong(_path: Path) -> Iterable[str]:
    """The check of a format in which nothing can go wrong but the words."""
    return ()


@dataclass(frozen=True, slots=True)
class Renderer:
    """``render(document, path, theme)`` writes one file; ``suffix`` is its extension with the dot.

    ``read(path)`` gives back all that a file of the format says, in its order; raises DataError for a damaged one.
    ``check(path)`` says what is wrong with a file as such: text that spills, pictures without words, a broken schema.
    ``outside`` is whether most of the work of writing is done outside of Python, so that other formats can be written
    meanwhile.
    """

    title: str
    suffix: str
    render: Callable[[Document, Path, Theme], None]
    read: Callable[[Path], Iterable[Said]]
    check: Callable[[Path], Iterable[str]] = nothing_wrong
    outside: bool = False


RENDERERS: Family[Renderer] = Family(__name__, Renderer)
