"""A saved workbook read back: every cell, formula and chart point."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kefu.report.renderers import Said
from kefu.report.renderers._office.package import Package
from kefu.report.renderers._office.workbook import workbook_said


def read(path: Path) -> Iterator[Said]:
    yield from workbook_said(Package(path))
