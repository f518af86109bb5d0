"""Combinations found in cubes, as findings: where they are, how large, on which days; and whether to believe them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from math import exp, log, sqrt

import numpy as np

from kefu.analyses import Study, is_whole
from kefu.analyses._cubes import Cube, Floats, moments
from kefu.analyses._judging import HISTORY, judge
from kefu.analyses._spread import row_spread
from kefu.analyses._undisturbed import Disturbance, left_out
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import apart, derived
from kefu.methods.attribution import localisation
from kefu.methods.attribution.localisation import Cause
from kefu.methods.change.false_discovery import adjusted
from kefu.methods.change.onset import run_of_days
from kefu.metrics import Definition
from kefu.metrics.grain import Grain
from kefu.metrics.query import Measurement

BEFORE = timedelta(days=28)  # what the days of the month are held against
MOST = 3
LEAST_ROWS = 20  # a month; below, a slice's number is mostly luck
LEAST_MONTHS = 12
LUCK = 0.05
ROUNDS = 399  # so that one indicator in sixteen can survive the correction for looking at all
ABOUT = ("metric", "from", "to", "since", "incident")  # what a subject says beside the slice


def beyond_chance(cubes: Sequence[Cube]) -> list[Cube]:
    """Those in which chance alone seldom gives as good a combination, also after asking of all of them."""
    chances = [localisation.chance(one.leaves, least=LEAST_ROWS, rounds=ROUNDS) for one in cubes]
    return [one for one, p_value in zip(cubes, adjusted(np.array(chances)), strict=True) if p_value <= LUCK]


def where_of(cause: Finding) -> dict[str, str | None]:
    return {key: member or None for key, member in cause.subject.items() if key not in ABOUT}


def unlike_its_history(
    study: Study, definition: Definition, where: Mapping[str, str | None], known: Sequence[Disturbance]
) -> bool:
    """Whether the slice really changed beside its months without the incidents that are ``known``."""
    months = Period(study.period.shifted(-HISTORY).start, study.period.end)
    measured = study.meter.measure([definition.name], months, grain=Grain.MONTH, where=where)
    series = [one for one in measured if is_whole(study, one) and one.figure.sample]
    if len(series) < LEAST_MONTHS or series[-1].period != study.period:
        return False
    without = left_out(known, where, series)
    return judge(definition, series, study.country, without).level == "real"


def causes(study: Study, cube: Cube, kind: str) -> Iterator[Finding]:
    """The combinations that explain most of a cube's change, each moved beyond its own interval."""
    totals = _pair(study, cube, {})
    named = localisation.localise(cube.leaves, most=MOST, least=LEAST_ROWS)
    for cause in named or localisation.localise(cube.leaves, most=1, least=LEAST_ROWS, price=0.0):
        where = cube.where(cause)
        old, now = _pair(study, cube, where)
        if old.value is None or now.value is None:
            continue
        figures = _figures(cube, cause, totals, (old, now))
        if not _moved(figures):
            continue
        subject = {"metric": cube.definition.name} | {name: member or "" for name, member in where.items()}
        yield Finding("analyses.localisation", kind, subject | _days(study, cube.definition, where), figures)


def _moved(figures: Mapping[str, Figure]) -> bool:
    """Whether the slice as a whole differs from itself before; a leaf's usual level is partly that of others.

    An interval of what was chosen may end where nothing moved, and does not go beyond."""
    for role, none in (("times", 1.0), ("moved", 0.0)):
        interval = figures[role].interval if role in figures else None
        if interval is not None:
            return not interval[0] < none < interval[1]
    return False


def _pair(study: Study, cube: Cube, where: Mapping[str, str | None]) -> tuple[Figure, Figure]:
    """The figure of the months before, of volumes their monthly mean, and that of the month."""
    definition, months = cube.definition, len(cube.before.months)
    old, now = (study.meter.figure(definition.name, when, where) for when in (cube.before, study.period))
    if not definition.adds_up:
        return old, now
    return derived(f"total / {months}", definition.unit, None if old.value is None else old.value / months, old), now


def _figures(cube: Cube, cause: Cause, totals: tuple[Figure, Figure], pair: tuple[Figure, Figure]) -> dict[str, Figure]:
    """Now and before, the change with its interval, and its share in the change of the whole."""
    (all_old, all_now), (old, now) = totals, pair
    figures = {"now": now, "before": old}
    whole = (all_now.value or 0.0) - (all_old.value or 0.0)
    moved = (now.value or 0.0) - (old.value or 0.0)
    if cube.definition.adds_up:
        carried = moved
        inside = cause.leaves(cube.leaves.codes)
        amounts = [np.array([_amount(held.get(one)) for one in cube.members]) for held in cube.figures]
        months = len(cube.before.months)
        found = localisation.times(cube.leaves, inside, amounts[0] / months, amounts[1], months=months)
        if found:
            times = derived("now / before, against the same of all other rows", Unit.RATIO, found[0], now, old)
            low, high = localisation.chosen(log(found[0]), found[1], cause.names)
            figures["times"] = replace(times, interval=(exp(low), exp(high)))
    else:
        weight = (old.sample / (all_old.sample or 1) + now.sample / (all_now.sample or 1)) / 2
        carried = moved * weight
        error = sqrt(_variance(old) + _variance(now))
        change = apart("now - before", cube.definition.unit, moved, now, old)
        figures["moved"] = replace(change, interval=localisation.chosen(moved, error, cause.names))
    figures["share"] = derived("change of the slice / change", Unit.SHARE, carried / whole if whole else None, now, old)
    return figures


def _amount(figure: Figure | None) -> float:
    return (figure.value or 0.0) if figure else 0.0


def _variance(figure: Figure) -> float:
    """Of the figure's value; that of a ratio is a share's."""
    return row_spread(figure) ** 2 / max(figure.sample, 1)


def _days(study: Study, definition: Definition, where: Mapping[str, str | None]) -> dict[str, str]:
    """The days on which the slice strayed from its four weeks before; nothing where it did so from the first day on."""
    span = Period(study.period.start - BEFORE, study.period.end)
    daily = study.meter.measure([definition.name], span, grain=Grain.DAY, where=where)
    usual = [one for one in daily if one.period.start < study.period.start]
    month = [one for one in daily if one.period.start >= study.period.start]
    found = run_of_days(*_strayed(definition, usual, month))
    if found is None or found[0] == 0:
        return {}
    first, last = (month[at].period.start.isoformat() for at in found)
    return {"from": first, "to": last}


def _strayed(
    definition: Definition, usual: Sequence[Measurement], month: Sequence[Measurement]
) -> tuple[Floats, Floats]:
    """Every day's deviation from the mean of the weeks before, and the variance of as much."""
    n0, v0, _ = moments([one.figure for one in usual])
    n1, v1, _ = moments([one.figure for one in month])
    if definition.adds_up:
        level = float(np.nan_to_num(v0).mean())
        return np.nan_to_num(v1) - level, np.full(len(v1), max(level, 1e-9))
    level = float((np.nan_to_num(v0) * n0).sum() / max(n0.sum(), 1.0))
    return n1 * (np.nan_to_num(v1) - level), n1
