"""Renderers: one file per output format, each drawing the neutral document in its own way.

To add one, write ``<format>.py`` here with a module-level ``RENDERER = Renderer(...)``; its file name is the name users
give to ``--format``. A renderer lays out and draws; it never words a sentence or formats a number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kefu.registry import Family
from kefu.report.document import Document
from kefu.report.themes import Theme


@dataclass(frozen=True, slots=True)
class Renderer:
    """``render(document, path, theme)`` writes one file; ``suffix`` is its extension with the dot."""

    title: str
    suffix: str
    render: Callable[[Document, Path, Theme], None]


RENDERERS: Family[Renderer] = Family(__name__, Renderer)
