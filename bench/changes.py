"""``changes``: how often the rules of change are wrong where nothing changed, and how often they see what did.

Simulated months (alike, alike to the month before, with a season), the made-up company's arrivals without its stories,
its indicators in months no story touches, simulated days for days that stand out and for lasting shifts. Each with its
seed; a share of false alarms is of verdicts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from bench import arrivals
from bench.company import LAST_MONTH, Place, make
from bench.importing import bring_in
from kefu.methods.calendar import special_days
from kefu.methods.change import days, shifts
from kefu.methods.change.prediction_limit import judge
from kefu.methods.change.verdict import Level

SEED = 20261128
RUNS, DAY_RUNS = 4000, 300
MONTHS = 24
PROCESSES = {"alike": (0.0, 0.0), "AR .3": (0.3, 0.0), "AR .5": (0.5, 0.0), "season of 2 sd": (0.0, 2.0)}
QUIET = range(-13, -7)  # months before the first story of which a report is made, without June and November
PROMOTED = (6, 11)


def measure(place: Place) -> list[str]:
    return [*_months(), *_arrivals(), *_company(place), *_days(), *_shifts()]


def _months() -> Iterator[str]:
    for name, (persistence, wave) in PROCESSES.items():
        series = _series(RUNS, MONTHS + 1, persistence, wave)
        levels = [Counter(judge(row[-1] + step, row[:-1]).level for row in series) for step in (0, 2, 3)]
        quiet, *moved = levels
        seen = "   ".join(
            f"+{step} sd: {_share(one, RUNS, 'real')} real, {_share(one, RUNS, 'real', 'noticeable')} either"
            for step, one in zip((2, 3), moved, strict=True)
        )
        yield f"{name:16} false: {_wrong(quiet, RUNS)}   {seen}"


def _share(levels: Counter[Level], of: int, *which: Level) -> str:
    return f"{sum(levels[one] for one in which) / of:.2%}"


def _wrong(levels: Counter[Level], of: int) -> str:
    return f"{_share(levels, of, 'real')} real, {_share(levels, of, 'noticeable')} noticeable"


def _series(runs: int, length: int, persistence: float, wave: float) -> np.ndarray:
    """Unit standard deviation around the wave; the first values are of the same kind as the later ones."""
    rng = np.random.default_rng(SEED)
    noise = rng.normal(size=(runs, length))
    for place in range(1, length):
        noise[:, place] = persistence * noise[:, place - 1] + np.sqrt(1 - persistence**2) * noise[:, place]
    phase = rng.uniform(0, 2 * np.pi, size=(runs, 1))
    return noise + wave * np.sin(2 * np.pi * np.arange(length) / 12 + phase)


def _arrivals() -> Iterator[str]:
    """The last year of companies in which nothing happened but the calendar."""
    quiet: Counter[Level] = Counter()
    promoted: Counter[Level] = Counter()
    for seed in range(100):
        made = arrivals.draw(seed)
        per_day = np.add.reduceat(made.volumes, made.starts[:-1]) / np.diff(made.starts)
        calendar = special_days.monthly([(one.start, one.end) for one in made.months], "CN")
        for at in range(len(per_day) - 12, len(per_day)):
            level = judge(per_day[at], per_day[:at], regressors=calendar[: at + 1]).level
            (promoted if made.months[at].start.month in PROMOTED else quiet)[level] += 1
    for name, levels in (("ordinary months", quiet), ("618 and Double Eleven", promoted)):
        yield f"arrivals, {name}: {_wrong(levels, levels.total())} of {levels.total()}"


def _company(place: Place) -> Iterator[str]:
    """Every indicator of the monthly report in months without a story."""
    from kefu.analyses import ANALYSES, Study
    from kefu.findings import Period
    from kefu.project import Project
    from kefu.report.kinds import KINDS

    make(place)
    if not (place.project / "kefu.yaml").exists():
        bring_in(place)
    meter = Project(place.project).meter
    metrics = tuple(name for name in KINDS["after_sales_monthly"].metrics if meter.available(name))
    kinds: Counter[str] = Counter()
    for offset in QUIET:
        month = Period.month(LAST_MONTH).shifted(offset)
        if month.start.month not in PROMOTED:
            kinds.update(one.kind for one in ANALYSES["change"].run(Study(meter, month, metrics)))
    judged = kinds.total() - kinds["change.unknown"]
    real, noticeable = kinds["change.real"], kinds["change.noticeable"]
    yield f"company, months without a story: {real} real, {noticeable} noticeable of {judged} verdicts"


def _days() -> Iterator[str]:
    """Seven hundred days like those of the design paper: standard deviation 8 %, persistence 0.3."""
    volumes, weekdays = _volumes(DAY_RUNS, 700, 0.3)
    found = [days.strayed(row, weekdays, first=0) for row in volumes]
    false = sum(int((np.abs(one[0]) > days.FAR).sum()) for one in found if one is not None)
    month = volumes[:, :210].copy()
    month[:, 190] *= 1.4
    seen = [days.strayed(row, weekdays[:210], first=180) for row in month]
    caught = np.mean([one is not None and one[0][10] > days.FAR for one in seen])
    yield f"days: {false / DAY_RUNS:.2f} false in 700 days, a day of +40 % caught {caught:.0%}"
    yield from _bad_days()


def _bad_days() -> Iterator[str]:
    """Days of so many rows: a share of 6 % and a median wait of a minute, then a day of three times as much."""
    dice, weekdays = np.random.default_rng(SEED), np.arange(210) % 7
    for rows in (15, 60):
        each = np.full(210, float(rows))
        false, seen = np.zeros(2), np.zeros(2)
        for _ in range(DAY_RUNS):
            shares = dice.binomial(rows, 0.06, 210) / rows
            medians = np.median(dice.lognormal(np.log(60), 1, (210, rows)), axis=1)
            quiet = _far(shares, medians, each, weekdays)
            shares[200], medians[200] = dice.binomial(rows, 0.18) / rows, medians[200] * 3
            false += [far.sum() for far in quiet]
            seen += [far[200 - 28] for far in _far(shares, medians, each, weekdays)]
        kinds = zip(("a share", "a median wait"), false, seen, strict=True)
        for kind, wrong, caught in kinds:
            yield (
                f"bad days, {kind}, {rows} rows a day: {wrong / DAY_RUNS / 182 * 30:.3f} false a month, "
                f"a day of three times as much caught {caught / DAY_RUNS:.0%}"
            )


def _far(shares: np.ndarray, medians: np.ndarray, rows: np.ndarray, weekdays: np.ndarray) -> list[np.ndarray]:
    """Which of the days after the first four weeks are told as worse."""
    found = (
        days.strayed_shares(shares, rows, weekdays, first=28),
        days.strayed_times(medians, rows, weekdays, first=28),
    )
    return [np.zeros(182, dtype=bool) if one is None else one[0] > days.FAR for one in found]


def _volumes(runs: int, length: int, persistence: float) -> tuple[np.ndarray, np.ndarray]:
    weekdays = np.arange(length) % 7
    pattern = np.array([0.06, 0.03, 0.0, 0.0, 0.0, -0.1, -0.15])[weekdays]
    return 400 * np.exp(0.08 * _series(runs, length, persistence, 0.0) + pattern), weekdays


def _shifts() -> Iterator[str]:
    for persistence in (0.0, 0.3, 0.5):
        series = 0.08 * _series(DAY_RUNS, 700, persistence, 0.0)
        false = np.mean([bool(shifts.shifts(row)) for row in series])
        seen = []
        for at in (350, 640):
            stepped = series + np.log(1.1) * (np.arange(700) >= at)
            seen.append(np.mean([any(abs(one.at - at) <= 14 for one in shifts.shifts(row)) for row in stepped]))
        told = f"+10 % in the middle found {seen[0]:.0%}, sixty days before the end {seen[1]:.0%}"
        yield f"shifts, AR {persistence}: {false:.1%} of quiet series have one, {told}"
