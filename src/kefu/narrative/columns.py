"""What the columns of the tables are called; those beside ``columns.yaml`` that are dimensions are in the words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kefu import yaml_text
from kefu.narrative.formats import Language

FILE = Path(__file__).with_suffix(".yaml")


def column(name: str, words: Mapping[str, Any], language: Language) -> str:
    """The column's name; one of an imported file keeps its own."""
    told = words["fields"].get(name) or words["dimensions"].get(name) or _columns().get(name, {}).get(language)
    return str(told or name)


@cache
def _columns() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = yaml_text.read(FILE.read_text(encoding="utf-8"))
    return found
