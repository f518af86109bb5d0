"""What an import knows of the project beside its files: its clock, its words, its hours and its secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from kefu.service import ALWAYS_OPEN, Service

if TYPE_CHECKING:
    from kefu.cleaning.privacy import Pseudonyms


@dataclass(frozen=True, slots=True)
class Setting:
    """``timezone`` of times without offset, ``language`` of what stands in a masked text; ``classification`` is code by
    text by ``entity.field``; ``pseudonyms`` stand in for personal data (None: texts stay as they are); nothing can have
    happened after ``as_of`` (None: not known). ``service`` says when teams are open and what they promise."""

    timezone: str
    language: str = "zh"
    classification: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    pseudonyms: Pseudonyms | None = None
    as_of: datetime | None = None
    service: Service = ALWAYS_OPEN
