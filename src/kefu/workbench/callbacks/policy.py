"""Which scores get a callback: ``callbacks.yaml`` of the project, or what is usual.

``csat_at_most`` (2 of 5) and ``nps_at_most`` (6 of 10) are scores that are called; ``look_back_days`` (7) is how old an
answer may be, by the newest there is, to get one; ``watch_days`` (30) is how long a customer is watched afterwards;
``bring_back: false`` is for who has these calls in the telephone system's export already. ``within`` (48h) is the time
a call may take, and ``hours`` the calendar it runs by: ``round_the_clock``, as the indicator counts, ``business`` for
the team's own, or the name of one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from kefu import yaml_text
from kefu.errors import DefinitionError
from kefu.keys import known
from kefu.service import ROUND_THE_CLOCK
from kefu.workbench.web import clocks
from kefu.workbench.web.clocks import Span, time_said
from kefu.workbench.web.words import word

FILE = "callbacks.yaml"
TWO_DAYS = Span(seconds=48 * 3_600)  # as the metric low_score_callback_rate has it
RANGES = {"csat_at_most": (1, 5), "nps_at_most": (0, 10), "look_back_days": (1, 90), "watch_days": (1, 180)}


@dataclass(frozen=True, slots=True)
class Policy:
    csat_at_most: float = 2
    nps_at_most: float = 6
    look_back_days: int = 7
    watch_days: int = 30
    bring_back: bool = True
    within: Span = TWO_DAYS
    hours: str = ROUND_THE_CLOCK

    @property
    def told(self) -> str:
        """The time a call may take, and by which hours, in words."""
        unit, number = ("days", self.within.days) if self.within.days else self._clock()
        within = word(f"callbacks.within.{unit}", n=number)
        if self.hours == ROUND_THE_CLOCK:
            return word("callbacks.within.clock_time", within=within)
        if self.hours == clocks.BUSINESS:
            return word("callbacks.within.business", within=within)
        return word("callbacks.within.calendar", within=within, calendar=clocks.hours("", self.hours).title)

    def _clock(self) -> tuple[str, int]:
        seconds = self.within.seconds
        return ("minutes", seconds // 60) if seconds % 3_600 else ("hours", seconds // 3_600)


def policy(folder: Path | None = None) -> Policy:
    """What the file says over what is usual; raises DefinitionError naming the key."""
    path = (folder or Path(settings.KEFU_PROJECT)) / FILE
    if not path.is_file():
        return Policy()
    try:
        held = yaml_text.read(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError):
        raise DefinitionError("{place}: is not valid YAML", place=FILE) from None
    for key, value in known(held, [one.name for one in fields(Policy)], FILE).items():
        _check(key, value)
    told: dict[str, Any] = {key: time_said(value) if key == "within" else value for key, value in held.items()}
    return Policy(**told)


def _check(key: str, value: object) -> None:
    if key == "within":
        if time_said(value) is None:
            raise DefinitionError(
                '{place}: within: "{value}" should be a time such as 8h or 2d', place=FILE, value=value
            )
        return
    if key == "hours":
        clocks.hours("", str(value), place=f"{FILE}: hours")
        return
    if key not in RANGES:
        if not isinstance(value, bool):
            raise DefinitionError("{place}: {key}: should be true or false", place=FILE, key=key)
        return
    low, high = RANGES[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise DefinitionError("{place}: {key}: should be from {low} to {high}", place=FILE, key=key, low=low, high=high)
    if key.endswith("_days") and not isinstance(value, int):
        raise DefinitionError("{place}: {key}: should be whole days", place=FILE, key=key)
