"""One number that may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kefu.findings.lineage import Lineage, Period


class Unit(StrEnum):
    """What a figure's value counts; durations are always seconds, money is in the
    project's currency, shares run from 0 to 1, ``nps`` from -100 to 100."""

    COUNT = "count"
    SECONDS = "seconds"
    SHARE = "share"
    MONEY = "money"
    SCORE = "score"
    NPS = "nps"
    RATIO = "ratio"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its recipe.

    ``value`` is None where the number is undefined (shown as a dash, never as 0); ``sample`` is the number of rows that
    gave it, ``censored`` the rows whose value is not known yet or never came (unanswered tickets), ``interval`` the
    95 % interval, ``spread`` the standard deviation of the rows' values where the aggregate is a mean or a share.
    ``is_difference`` says that the value is how far two numbers are apart, which of shares are percentage points and no
    per cent; ``period`` is the days a computed figure speaks of, where these need not be the month it is told in.
    """

    value: float | None
    unit: Unit
    sample: int
    lineage: Lineage
    interval: tuple[float, float] | None = None
    censored: int = 0
    spread: float | None = None
    is_difference: bool = False
    period: Period | None = None

    @property
    def id(self) -> str:
        return self.lineage.id

    @property
    def days(self) -> Period | None:
        """The days it speaks of: those it was measured over or, where it was computed, those it was given."""
        return self.lineage.query.period if self.lineage.query else self.period


def derived(formula: str, unit: Unit, value: float | None, *inputs: Figure) -> Figure:
    """A figure computed from other figures, e.g. ``derived("part / total", Unit.SHARE, 0.4, part, total)``.

    Its sample is the smallest sample behind it, so small-sample care survives arithmetic; where all of them speak of
    the same days, so does it.
    """
    lineage = Lineage(definition="derived", formula=formula, inputs=tuple(figure.id for figure in inputs))
    days = {figure.days for figure in inputs}
    return Figure(
        value,
        unit,
        min((figure.sample for figure in inputs), default=0),
        lineage,
        period=days.pop() if len(days) == 1 else None,
    )


def apart(formula: str, unit: Unit, value: float | None, *inputs: Figure) -> Figure:
    """A figure computed from others that says how far numbers are apart: an effect, a gap, a part of a change."""
    return replace(derived(formula, unit, value, *inputs), is_difference=True)


def quotient(part: Figure, total: Figure, unit: Unit = Unit.SHARE) -> Figure:
    """``part / total``; undefined when either is undefined or the total is zero."""
    known = part.value is not None and bool(total.value)
    value = part.value / total.value if known and part.value is not None and total.value else None
    return derived("part / total", unit, value, part, total)


def summed(parts: Sequence[Figure]) -> Figure:
    """What the parts make together, of the rows of all of them; a part that is undefined counts nothing."""
    made = derived("sum of parts", parts[0].unit, sum(one.value or 0.0 for one in parts), *parts)
    return replace(made, sample=sum(one.sample for one in parts))


def difference(new: Figure, old: Figure) -> Figure:
    """``new - old`` in the figures' own unit, told of the days of the new one; undefined when either is."""
    value = None if new.value is None or old.value is None else new.value - old.value
    return replace(apart("new - old", new.unit, value, new, old), period=new.days)


def relative_change(new: Figure, old: Figure) -> Figure:
    """``(new - old) / |old|`` as a share; undefined from zero, because growth from nothing has no percentage; nothing
    after nothing is no change."""
    if new.value == 0 and old.value == 0:
        return derived("(new - old) / |old|", Unit.SHARE, 0.0, new, old)
    if new.value is None or old.value is None or old.value == 0:
        return derived("(new - old) / |old|", Unit.SHARE, None, new, old)
    return derived("(new - old) / |old|", Unit.SHARE, (new.value - old.value) / abs(old.value), new, old)
