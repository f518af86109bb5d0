"""Words: one YAML file per language, the same keys in each. To add a language, copy ``en.yaml`` and translate it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kefu import yaml_text
from kefu.registry import Family


def _read(path: Path) -> Mapping[str, Any]:
    words: Mapping[str, Any] = yaml_text.read(path.read_text(encoding="utf-8"))
    return words


WORDS: Family[Mapping[str, Any]] = Family(__name__, Mapping, loader=_read)  # type: ignore[type-abstract]
