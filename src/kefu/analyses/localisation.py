"""Which combination of channel, team, region, product line … does a change come from?

Asked of every indicator that changed and can be divided: volumes, shares, means and ratios. The month is held against
the three months before, leaf by leaf; a combination is told when leaves that stray by chance alone seldom give one as
good (5 %, after Benjamini-Hochberg over all indicators asked), and where the change is only noticeable, it must be one
by the combination's own history too. The same is asked of indicators that did not change, where a combination may have
moved that the whole hides: there its own history must always call it one. What the slices tell already is not told
again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Analysis, Study, dimensions_of, is_whole
from kefu.analyses._judging import HISTORY, judge
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import derived
from kefu.findings.finding import CHANGED
from kefu.methods.attribution import localisation
from kefu.methods.attribution.localisation import Cause, Leaves
from kefu.methods.change.false_discovery import adjusted
from kefu.methods.change.onset import run_of_days
from kefu.metrics import Aggregate, Definition
from kefu.metrics.grain import Grain
from kefu.metrics.query import Measurement

Floats = NDArray[np.float64]
Members = tuple[str | None, ...]
MONTHS = 3
BEFORE = timedelta(days=28)  # what the days of the month are held against
MOST = 3
LEAST_ROWS = 20  # a month; below, a slice's number is mostly luck
LEAST_MONTHS = 12
LUCK = 0.05
ROUNDS = 399  # so that one indicator in sixteen can survive the correction for looking at all
# One indicator per question, as in slices: where nothing changed, the same story would be told several times.
WATCHED = (
    "ticket_volume",
    "unanswered_rate",
    "resolution_rate",
    "first_contact_resolution",
    "complaint_volume",
    "complaint_handling_time",
    "csat",
    "return_volume",
    "after_sales_cost",
)


@dataclass(frozen=True, slots=True)
class _Cube:
    """The leaves of one metric: their members, the figures of each (before, now), and the mathematics' view of them."""

    definition: Definition
    dimensions: tuple[str, ...]
    members: Sequence[Members]
    figures: tuple[Mapping[Members, Figure], Mapping[Members, Figure]]
    leaves: Leaves

    def where(self, cause: Cause) -> dict[str, str | None]:
        """The slice a cause names."""
        return {self.dimensions[at]: self._names(at)[code] for at, code in cause.members}

    def _names(self, at: int) -> list[str | None]:
        return _coded([one[at] for one in self.members])


def run(study: Study) -> Iterable[Finding]:
    changed = {one.subject["metric"]: one.kind for one in study.of("analyses.change") if one.kind in CHANGED}
    for cube in _beyond_chance(list(_cubes(study, list(changed)))):
        for one in _causes(study, cube, "localisation.cause"):
            if changed[cube.definition.name] == "change.real" or _unlike_its_history(study, cube.definition, one):
                yield one
    quiet = [name for name in WATCHED if name in study.metrics and name not in changed]
    yield from _hidden(study, list(_cubes(study, quiet)))


def _hidden(study: Study, cubes: Sequence[_Cube]) -> Iterator[Finding]:
    """Combinations that moved although the whole did not."""
    for cube in _beyond_chance(cubes):
        for one in _causes(study, cube, "localisation.hidden"):
            if not _told_as_slice(study, one) and _unlike_its_history(study, cube.definition, one):
                yield one


def _beyond_chance(cubes: Sequence[_Cube]) -> list[_Cube]:
    """Those in which chance alone seldom gives as good a combination, also after asking of all of them."""
    chances = [localisation.chance(one.leaves, least=LEAST_ROWS, rounds=ROUNDS) for one in cubes]
    return [one for one, p_value in zip(cubes, adjusted(np.array(chances)), strict=True) if p_value <= LUCK]


def _told_as_slice(study: Study, cause: Finding) -> bool:
    """Whether it is one member of one dimension that was held against its history already."""
    told = any(one.subject.items() <= cause.subject.items() for one in study.of("analyses.slices"))
    return told and len(_where(cause)) == 1


def _where(cause: Finding) -> dict[str, str | None]:
    return {key: member or None for key, member in cause.subject.items() if key not in ("metric", "from", "to")}


def _unlike_its_history(study: Study, definition: Definition, cause: Finding) -> bool:
    where = _where(cause)
    months = Period(study.period.shifted(-HISTORY).start, study.period.end)
    measured = study.meter.measure([definition.name], months, grain=Grain.MONTH, where=where)
    series = [one for one in measured if is_whole(study, one) and one.figure.sample]
    if len(series) < LEAST_MONTHS or series[-1].period != study.period:
        return False
    return judge(definition, series, study.country).level == "real"


def _cubes(study: Study, metrics: Sequence[str]) -> Iterator[_Cube]:
    """Metrics of the same dimensions are measured together."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name in metrics:
        dimensions = tuple(dimensions_of(study.meter, name, study.period))
        if dimensions and _divides(study.meter.definition(name)):
            alike.setdefault(dimensions, []).append(name)
    before = Period(study.period.shifted(-MONTHS).start, study.period.start)
    for dimensions, names in alike.items():
        old, new = (_by_leaf(study, names, when, dimensions) for when in (before, study.period))
        for name in names:
            cube = _cube(study.meter.definition(name), dimensions, old.get(name, {}), new.get(name, {}))
            if cube is not None:
                yield cube


def _divides(definition: Definition) -> bool:
    """Whether the metric of the whole is made of those of its leaves."""
    if definition.aggregate in (Aggregate.COUNT, Aggregate.SUM):
        return definition.adds_up
    return definition.aggregate in (Aggregate.SHARE, Aggregate.MEAN, Aggregate.RATIO) and definition.times == 1


def _by_leaf(
    study: Study, metrics: Sequence[str], period: Period, dimensions: tuple[str, ...]
) -> dict[str, dict[Members, Figure]]:
    found: dict[str, dict[Members, Figure]] = {}
    for one in study.meter.measure(metrics, period, by=dimensions):
        found.setdefault(one.metric, {})[tuple(one.member(name) for name in dimensions)] = one.figure
    return found


def _cube(
    definition: Definition, dimensions: tuple[str, ...], old: Mapping[Members, Figure], new: Mapping[Members, Figure]
) -> _Cube | None:
    members = sorted({*old, *new}, key=lambda one: [member or "" for member in one])
    if not old or not new:
        return None
    columns = [[one[at] for one in members] for at in range(len(dimensions))]
    codes = np.array([_places(column) for column in columns], dtype=np.int64).T
    leaves = _leaves(definition, codes, [old.get(one) for one in members], [new.get(one) for one in members])
    return None if leaves is None else _Cube(definition, dimensions, members, (old, new), leaves)


def _coded(column: Sequence[str | None]) -> list[str | None]:
    return sorted(set(column), key=lambda member: member or "")


def _places(column: Sequence[str | None]) -> list[int]:
    """Each member's place among the names."""
    known = {member: place for place, member in enumerate(_coded(column))}
    return [known[member] for member in column]


def _leaves(
    definition: Definition, codes: NDArray[np.int64], old: Sequence[Figure | None], new: Sequence[Figure | None]
) -> Leaves | None:
    (n0, v0, s0), (n1, v1, s1) = _moments(old), _moments(new)
    match definition.aggregate:
        case Aggregate.COUNT | Aggregate.SUM:
            amounts = np.nan_to_num(v0).sum() + np.nan_to_num(v1).sum()
            if amounts <= 0 or min(np.nan_to_num(v0).min(), np.nan_to_num(v1).min()) < 0:
                return None
            # Amounts of a row differ: with a spread as large as their mean, twice its variance.
            worth = 1.0 if definition.aggregate is Aggregate.COUNT else 2 * amounts / (n0.sum() + n1.sum())
            return localisation.of_amounts(
                codes, np.nan_to_num(v0) / MONTHS, np.nan_to_num(v1), months=MONTHS, worth=worth
            )
        case Aggregate.SHARE | Aggregate.RATIO:
            parts = (np.nan_to_num(v0) * n0, np.nan_to_num(v1) * n1)
            counted = all(
                np.all(part <= n + 0.5) and np.all(part >= 0) for part, n in zip(parts, (n0, n1), strict=True)
            )
            return localisation.of_ratio(codes, parts, (n0, n1)) if counted else None
        case _:
            return localisation.of_means(codes, (n0, n1), (v0, v1), (s0**2, s1**2))


def _moments(figures: Sequence[Figure | None]) -> tuple[Floats, Floats, Floats]:
    """Rows, values and spreads of leaves; NaN where there are none."""
    known = [one if one is not None and one.value is not None else None for one in figures]
    rows = np.array([0.0 if one is None else one.sample for one in known])
    values = np.array([np.nan if one is None or one.value is None else one.value for one in known])
    return rows, values, np.array([np.nan if one is None or one.spread is None else one.spread for one in known])


def _causes(study: Study, cube: _Cube, kind: str) -> Iterator[Finding]:
    before = Period(study.period.shifted(-MONTHS).start, study.period.start)
    totals = _pair(study, cube.definition, before, {})
    named = localisation.localise(cube.leaves, most=MOST, least=LEAST_ROWS)
    for cause in named or localisation.localise(cube.leaves, most=1, least=LEAST_ROWS, price=0.0):
        where = cube.where(cause)
        old, now = _pair(study, cube.definition, before, where)
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


def _pair(
    study: Study, definition: Definition, before: Period, where: Mapping[str, str | None]
) -> tuple[Figure, Figure]:
    """The figure of the three months before, of volumes their monthly mean, and that of the month."""
    old, now = (study.meter.figure(definition.name, when, where) for when in (before, study.period))
    if not definition.adds_up:
        return old, now
    return derived("total / 3", definition.unit, None if old.value is None else old.value / MONTHS, old), now


def _figures(
    cube: _Cube, cause: Cause, totals: tuple[Figure, Figure], pair: tuple[Figure, Figure]
) -> dict[str, Figure]:
    """Now and before, the change with its interval, and its share in the change of the whole."""
    (all_old, all_now), (old, now) = totals, pair
    figures = {"now": now, "before": old}
    whole = (all_now.value or 0.0) - (all_old.value or 0.0)
    moved = (now.value or 0.0) - (old.value or 0.0)
    if cube.definition.adds_up:
        carried = moved
        inside = cause.leaves(cube.leaves.codes)
        amounts = [np.array([_amount(held.get(one)) for one in cube.members]) for held in cube.figures]
        found = localisation.times(cube.leaves, inside, amounts[0] / MONTHS, amounts[1], months=MONTHS)
        if found:
            times = derived("now / before, against the same of all other rows", Unit.RATIO, found[0], now, old)
            low, high = localisation.chosen(log(found[0]), found[1], cause.names)
            figures["times"] = replace(times, interval=(exp(low), exp(high)))
    else:
        weight = (old.sample / (all_old.sample or 1) + now.sample / (all_now.sample or 1)) / 2
        carried = moved * weight
        error = sqrt(_variance(old) + _variance(now))
        change = derived("now - before", cube.definition.unit, moved, now, old)
        figures["moved"] = replace(change, interval=localisation.chosen(moved, error, cause.names))
    figures["share"] = derived("change of the slice / change", Unit.SHARE, carried / whole if whole else None, now, old)
    return figures


def _amount(figure: Figure | None) -> float:
    return (figure.value or 0.0) if figure else 0.0


def _variance(figure: Figure) -> float:
    """Of the figure's value; that of a ratio is a share's."""
    value = figure.value or 0.0
    spread = figure.spread if figure.spread is not None else sqrt(max(value * (1 - value), 0.0))
    return spread**2 / max(figure.sample, 1)


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
    n0, v0, _ = _moments([one.figure for one in usual])
    n1, v1, _ = _moments([one.figure for one in month])
    if definition.adds_up:
        level = float(np.nan_to_num(v0).mean())
        return np.nan_to_num(v1) - level, np.full(len(v1), max(level, 1e-9))
    level = float((np.nan_to_num(v0) * n0).sum() / max(n0.sum(), 1.0))
    return n1 * (np.nan_to_num(v1) - level), n1


ANALYSIS = Analysis(
    {"en": "Combinations behind a change", "zh": "多维组合归因"},
    run,
    after=("change", "slices"),
    question={
        "en": "Which combination of channel, team, region, product line … does a change come from?",
        "zh": "变化来自渠道、团队、区域、产品线等的哪种组合？",
    },
    method={
        "en": (
            "The month against the three months before, for every combination of up to three members; a combination "
            "is preferred to a member only where it explains more than its name costs, and told only when chance "
            "alone gives as good a one in at most 5 % of simulations, after Benjamini-Hochberg over all indicators."
        ),
        "zh": (
            "本月与前三个月比较，逐一检验不超过三个成员的所有组合；只有解释力明显更强时才用组合代替单一成员，"
            "且随机模拟中至多5%能达到同等程度（按全部指标作多重比较校正）才予说明。"
        ),
    },
    reference="Kulldorff (1997); Rissanen (1978); Besag and Clifford (1991)",
    assumes={
        "en": (
            "Rows come independently of each other; leaves that vary more widen what chance may do. A size is told "
            "because it stood out, and so is too large on average; its interval allows for that."
        ),
        "zh": "各行相互独立，波动更大的明细会放宽随机范围；因突出才被选中，所示幅度平均偏大，区间已考虑这一点。",
    },
)
