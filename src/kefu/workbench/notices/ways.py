"""By which other ways notices leave: ``notices.yaml`` of the project, which names channels of ``channels/``.

``email: managers`` sends each person their own notices through that channel's mail server, to the address of their
account. ``groups: {phone: phone-group, "*": all}`` tells a robot's group what somebody of that team was told (``*``:
anybody). ``link`` is where the workbench is reached. Without the file notices stay in the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.conf import settings

from kefu import yaml_text
from kefu.errors import DefinitionError

FILE = "notices.yaml"
KEYS = ("email", "groups", "link")
ANY_TEAM = "*"


@dataclass(frozen=True, slots=True)
class Ways:
    """``email`` is the name of a channel, ``groups`` those of channels by team."""

    email: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    link: str = ""

    def __bool__(self) -> bool:
        return bool(self.email or self.groups)


def ways(folder: Path | None = None) -> Ways:
    """What the file says; raises DefinitionError for one that cannot be read."""
    path = (folder or Path(settings.KEFU_PROJECT)) / FILE
    if not path.is_file():
        return Ways()
    try:
        held = yaml_text.read(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError):
        raise DefinitionError("{place}: is not valid YAML", place=FILE) from None
    if not isinstance(held, Mapping) or not set(held) <= set(KEYS) or not isinstance(held.get("groups", {}), Mapping):
        raise DefinitionError(
            "{place}: should hold {known}; groups are channels by team", place=FILE, known=", ".join(KEYS)
        )
    groups = {str(team): str(channel) for team, channel in held.get("groups", {}).items()}
    return Ways(str(held.get("email") or ""), groups, str(held.get("link") or "").rstrip("/"))
