"""The rules of the closed loop: one a file, run by the clock and after imports, never doing the same thing twice.

To add one, write ``<rule>.py`` with a module-level ``RULE = Rule(...)``. ``run`` looks at the apps and the data, calls
their services and returns how often it did something; what it opens has an ``Origin`` that a constraint keeps unique.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kefu.registry import Family


@dataclass(frozen=True, slots=True)
class Rule:
    """``title`` is what the rule does, in both languages."""

    title: Mapping[str, str]
    run: Callable[[], int]


RULES: Family[Rule] = Family(__name__, Rule)
