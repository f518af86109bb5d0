"""Which scores get a callback: ``callbacks.yaml`` of the project, or what is usual.

``csat_at_most`` (2 of 5) and ``nps_at_most`` (6 of 10) are scores that are called; ``look_back_days`` (7) is how old an
answer may be, by the newest there is, to get one; ``watch_days`` (30) is how long a customer is watched afterwards;
``bring_back: false`` is for who has these calls in the telephone system's export already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import yaml
from django.conf import settings

from kefu import yaml_text
from kefu.errors import DefinitionError, did_you_mean

FILE = "callbacks.yaml"
HOURS = 48  # as the metric low_score_callback_rate has it
RANGES = {"csat_at_most": (1, 5), "nps_at_most": (0, 10), "look_back_days": (1, 90), "watch_days": (1, 180)}


@dataclass(frozen=True, slots=True)
class Policy:
    csat_at_most: float = 2
    nps_at_most: float = 6
    look_back_days: int = 7
    watch_days: int = 30
    bring_back: bool = True


def policy(folder: Path | None = None) -> Policy:
    """What the file says over what is usual; raises DefinitionError naming the key."""
    path = (folder or Path(settings.KEFU_PROJECT)) / FILE
    if not path.is_file():
        return Policy()
    try:
        held = yaml_text.read(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError):
        raise DefinitionError(f"{FILE}: is not valid YAML") from None
    known = [one.name for one in fields(Policy)]
    if not isinstance(held, Mapping):
        raise DefinitionError(f"{FILE}: should be keys and values: {', '.join(known)}")
    for key, value in held.items():
        if key not in known:
            raise DefinitionError(f'{FILE}: unknown key "{key}"{did_you_mean(str(key), known)}')
        _check(key, value)
    return Policy(**held)


def _check(key: str, value: object) -> None:
    if key not in RANGES:
        if not isinstance(value, bool):
            raise DefinitionError(f"{FILE}: {key}: should be true or false")
        return
    low, high = RANGES[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise DefinitionError(f"{FILE}: {key}: should be from {low} to {high}")
    if key.endswith("_days") and not isinstance(value, int):
        raise DefinitionError(f"{FILE}: {key}: should be whole days")
