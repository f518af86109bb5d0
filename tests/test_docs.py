"""Examples of the documentation give what it says they give."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

PAGES = sorted(
    page for page in (Path(__file__).parents[1] / "docs").rglob("*.md") if ">>> " in page.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_example_gives_what_the_page_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert told.attempted > 0
    assert told.failed == 0
