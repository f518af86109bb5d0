"""The reference of the metrics is made from their files and is not behind them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parents[1] / "docs"


def writer() -> ModuleType:
    """``docs/metrics_reference.py``, which is no package."""
    spec = importlib.util.spec_from_file_location("metrics_reference", DOCS / "metrics_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_what_the_files_say_today(language: str) -> None:
    made = writer()
    held = made.PAGES[language].read_text(encoding="utf-8")
    assert held == made.page(language), 'write it anew with "make docs"'
