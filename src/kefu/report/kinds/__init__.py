"""Report kinds: one YAML file each, naming the chapters of a report, their sections and the indicators it speaks of.

To add one, copy ``after_sales_monthly.yaml`` and choose sections (the files of ``report/sections``) and metrics; the
file name is the kind's name. A chapter of which no section has data says so in one line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kefu import yaml_text
from kefu.errors import DefinitionError
from kefu.keys import known
from kefu.registry import Family

KEYS = (
    "title",
    "subtitle",
    "purpose",
    "cover",
    "cards",
    "channel",
    "subject",
    "without_subject",
    "metrics",
    "chapters",
)
MAY_LACK = ("channel", "subject", "without_subject")


@dataclass(frozen=True, slots=True)
class Chapter:
    title: Mapping[str, str]
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """What a report says whose subject is not in the data: that it is so, why, and what would bring it."""

    title: Mapping[str, str]
    why: Mapping[str, str]
    needs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """``cover`` and ``cards`` name the metrics shown large; ``metrics`` all the report measures and judges. ``subject``
    are those the report is about, where it shows others only to hold them against: what they did is told first, and
    ``without_subject`` is all it tells where the data know nothing of them. ``channel`` is the one whose shop it is
    about, "" for none: what is of all channels says so."""

    name: str
    title: Mapping[str, str]
    subtitle: Mapping[str, str]
    purpose: Mapping[str, str]
    cover: tuple[str, ...]
    cards: tuple[str, ...]
    metrics: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    subject: tuple[str, ...] = ()
    without_subject: Absence | None = None
    channel: str = ""

    def names(self, section: str) -> bool:
        """Whether the report has the section."""
        return any(section in chapter.sections for chapter in self.chapters)


def read_kind(path: Path) -> Kind:
    """Read a kind of report; raises DefinitionError with file, key and what should be there."""
    place = f"{path.parent.name}/{path.name}"
    try:
        raw = yaml_text.read(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise DefinitionError(
            "{place}: is not valid YAML: {error}", place=place, error=" ".join(str(error).split())
        ) from error
    known(raw, KEYS, place)
    try:
        return _kind(path.stem, raw)
    except (KeyError, TypeError) as error:
        needed = ", ".join(one for one in KEYS if one not in MAY_LACK)
        raise DefinitionError(
            "{place}: needs {needed}; not found: {error}", place=place, needed=needed, error=error
        ) from error


def _kind(name: str, raw: Mapping[str, Any]) -> Kind:
    return Kind(
        name=name,
        title=raw["title"],
        subtitle=raw["subtitle"],
        purpose=raw["purpose"],
        cover=tuple(raw["cover"]),
        cards=tuple(raw["cards"]),
        metrics=tuple(raw["metrics"]),
        chapters=tuple(Chapter(one["title"], tuple(one["sections"])) for one in raw["chapters"]),
        subject=tuple(raw.get("subject", ())),
        without_subject=Absence(**raw["without_subject"]) if "without_subject" in raw else None,
        channel=raw.get("channel", ""),
    )


KINDS: Family[Kind] = Family(__name__, Kind, loader=read_kind)
