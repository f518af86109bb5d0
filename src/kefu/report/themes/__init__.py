"""Themes: one YAML file each with colours and fonts; the file name is the theme's name.

To add one, copy ``light.yaml`` and change values; every key must stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from kefu.errors import DefinitionError
from kefu.registry import Family


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as ``RRGGBB``. ``palette`` has ink, text, muted, line, surface, brand, brand_dark, brand_soft, compare,
    and ``<tone>`` / ``<tone>_soft`` for good, warn and bad; ``categorical`` colours equals by position; ``paper`` names
    the theme that stands in for this one in print ("": itself)."""

    name: str
    palette: Mapping[str, str]
    categorical: tuple[str, ...]
    latin_font: str
    han_font: str
    paper: str = ""


def read_theme(path: Path) -> Theme:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return Theme(
            name=path.stem,
            palette=dict(raw["palette"]),
            categorical=tuple(raw["categorical"]),
            latin_font=raw["fonts"]["latin"],
            han_font=raw["fonts"]["han"],
            paper=str(raw.get("paper", "")),
        )
    except (KeyError, TypeError) as error:
        raise DefinitionError(f"{path.name}: a theme needs palette, categorical and fonts; missing {error}") from error


THEMES: Family[Theme] = Family(__name__, Theme, loader=read_theme)


def on_paper(theme: Theme) -> Theme:
    """Return the theme that is printed in place of this one."""
    return THEMES[theme.paper] if theme.paper else theme
