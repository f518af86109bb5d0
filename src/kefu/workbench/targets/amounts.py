"""Amounts as people write them: shares in per cent, times in hours, everything else as it is."""

from __future__ import annotations

from kefu.findings import Unit
from kefu.workbench.web.words import word

FACTORS = {Unit.SHARE: 100.0, Unit.SECONDS: 1 / 3600}
STEPS = {Unit.COUNT: 1.0, Unit.MONEY: 1.0}  # smallest difference between two parts of a volume
PLACES = 6  # behind the point, of what is shown in a form


def written(value: float, unit: Unit) -> str:
    """The amount as it is written in a form: 53, 92.5."""
    return f"{value * FACTORS.get(unit, 1.0):.{PLACES}f}".rstrip("0").rstrip(".")


def meant(number: float, unit: Unit) -> float:
    """The amount that was written, in the metric's unit."""
    return number / FACTORS.get(unit, 1.0)


def unit_word(unit: Unit) -> str:
    return word(f"targets.units.{unit.value}")
