"""Themes: one YAML file each with colours and fonts; the file name is the theme's name.

To add one, copy ``light.yaml`` and change values; every key must stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kefu import yaml_text
from kefu.errors import DefinitionError
from kefu.registry import Family

Box = tuple[float, float, float, float]


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
    template: Template | None = None
    slots: Mapping[str, str] = field(default_factory=dict)  # what the template's own theme holds, by DrawingML name


@dataclass(frozen=True, slots=True)
class Template:
    """A company's own presentation and what of it is used for what; boxes are left, top, width and height in inches on
    a slide 13.333 inches wide. ``kefu theme`` writes it."""

    file: Path
    cover: Cover
    page: Sheet


@dataclass(frozen=True, slots=True)
class Cover:
    """The layout of the first slide; ``cards`` is where its key numbers go, where there is room for them."""

    layout: str
    cards: Box | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The layout of every other slide; ``body`` is what its pages may fill."""

    layout: str
    body: Box
    eyebrow: Box | None = None
    source: Box | None = None


def read_theme(path: Path) -> Theme:
    raw = yaml_text.read(path.read_text(encoding="utf-8"))
    try:
        return Theme(
            name=path.stem,
            palette=dict(raw["palette"]),
            categorical=tuple(raw["categorical"]),
            latin_font=raw["fonts"]["latin"],
            han_font=raw["fonts"]["han"],
            paper=str(raw.get("paper", "")),
            template=_template(path, raw),
            slots=dict(raw.get("slots") or {}),
        )
    except (KeyError, TypeError) as error:
        raise DefinitionError(
            "{name}: a theme needs palette, categorical and fonts; missing {error}", name=path.name, error=error
        ) from error


def write_theme(path: Path, theme: Mapping[str, Any]) -> None:
    """Write a theme so that a person can go on with it."""
    path.write_text(yaml.safe_dump(dict(theme), allow_unicode=True, sort_keys=False), encoding="utf-8")


def _template(path: Path, raw: Mapping[str, Any]) -> Template | None:
    """The template named in the file, which lies beside it."""
    if "template" not in raw:
        return None
    file, cover, page = path.parent / str(raw["template"]), raw["roles"]["cover"], raw["roles"]["page"]
    if file.parent != path.parent or not file.is_file():
        raise DefinitionError(
            "{name}: template: there is no file {template} beside it", name=path.name, template=raw["template"]
        )
    return Template(
        file,
        Cover(cover["layout"], _box(path, cover, "cards")),
        Sheet(
            page["layout"],
            _box(path, page, "body") or (0.55, 1.42, 12.233, 5.4),
            _box(path, page, "eyebrow"),
            _box(path, page, "source"),
        ),
    )


def _box(path: Path, role: Mapping[str, Any], key: str) -> Box | None:
    given = role.get(key)
    if given is None:
        return None
    if not isinstance(given, list) or len(given) != 4 or not all(isinstance(one, int | float) for one in given):
        raise DefinitionError(
            "{name}: {key}: should be four numbers: left, top, width, height in inches", name=path.name, key=key
        )
    left, top, width, height = (float(one) for one in given)
    return left, top, width, height


THEMES: Family[Theme] = Family(__name__, Theme, loader=read_theme)


def on_paper(theme: Theme) -> Theme:
    """Return the theme that is printed in place of this one."""
    return THEMES[theme.paper] if theme.paper else theme
