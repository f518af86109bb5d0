"""``metrics``: the whole catalogue through ``Meter.measure`` beside the same numbers in SQL written by hand.

Both read the same views of the same fact tables through the same engine with its ordinary memory limit, and the values
must agree. Four questions, as a report asks them: a month, all months as one, month by month, and that by team. Kefu
and the hand take turns; the ratio is that of the medians. Peak memory, and the time of first answers with everything
Python has to load for them, are those of a fresh process for each side.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.company import LAST_MONTH, Place
from bench.fresh import run
from bench.hand import HAND, RATIOS, statement
from bench.importing import bring_in

if TYPE_CHECKING:
    from kefu.metrics.query import Meter

REPEATS = 7
MEMORY = "2GB"  # a project's ordinary setting
QUESTIONS = {
    "one month": (False, False, False),
    "all months as one": (True, False, False),
    "month by month": (True, True, False),
    "month by month by team": (True, True, True),
}  # name -> all months?, monthly?, by team?

Spent = tuple[float, float]  # seconds, and processor seconds of all cores
Answer = dict[tuple[str, str, str | None], float | None]  # metric, month ("" for the whole period), team -> value


def measure(place: Place) -> list[str]:
    if not (place.project / "kefu.yaml").exists():
        bring_in(place)
    lines = []
    paired = run(take_turns, place.project)
    for name, (ours, theirs, cells) in paired.said["questions"].items():
        lines.append(f"{_beside(name, ours, theirs)}   {cells} values agree")
    both = list(paired.said["questions"].values())
    lines.append(_beside("all four", _sum(ours for ours, _, _ in both), _sum(theirs for _, theirs, _ in both)))
    if paired.said["left_out"]:
        lines.append(f"left out of both, not written by hand yet: {', '.join(paired.said['left_out'])}")
    for name, side in (("kefu", ask_kefu), ("by hand", ask_by_hand)):
        fresh = run(side, place.project)
        lines.append(f"fresh process, each question once: {name:8} {fresh.times}   peak {fresh.memory}")
    return lines


def _beside(name: str, ours: Spent, theirs: Spent) -> str:
    return (
        f"{name:24} kefu {ours[0]:6.3f} s   by hand {theirs[0]:6.3f} s   ratio {ours[0] / theirs[0]:5.2f}"
        f"   CPU {ours[1]:6.3f} s, {theirs[1]:6.3f} s, ratio {ours[1] / theirs[1]:5.2f}"
    )


def _sum(spent: Iterable[Spent]) -> Spent:
    seconds, cpu = zip(*spent, strict=True)
    return sum(seconds), sum(cpu)


def take_turns(project: str) -> dict[str, Any]:
    """Every question ``REPEATS`` times from each side, after one round that is not counted and must agree."""
    meter = _meter(project)
    found: dict[str, tuple[Spent, Spent, int]] = {}
    for name, question in QUESTIONS.items():
        cells = _agree(_kefu(meter, *question), _by_hand(meter, *question))
        ours, theirs = [], []
        for _ in range(REPEATS):
            ours.append(_timed(partial(_ask, meter, *question)))
            theirs.append(_timed(partial(_query, meter, *question)))
        found[name] = (_median(ours), _median(theirs), cells)
    return {"questions": found, "left_out": sorted(set(meter.metrics) - _written())}


def ask_kefu(project: str) -> dict[str, Any]:
    meter = _meter(project)
    return {name: len(_ask(meter, *question)) for name, question in QUESTIONS.items()}


def ask_by_hand(project: str) -> dict[str, Any]:
    meter = _meter(project)
    return {name: len(_query(meter, *question)) for name, question in QUESTIONS.items()}


def _meter(project: str) -> Meter:
    from kefu.engine import connect
    from kefu.metrics import METRICS
    from kefu.metrics.query import Meter
    from kefu.store.snapshot import Snapshot

    data = Path(project) / "data"
    meter = Meter(Snapshot(data, connect(scratch=data / "spill", memory=MEMORY)), METRICS)
    meter.snapshot.open(*HAND)
    return meter


def _written() -> set[str]:
    return {name for hand in HAND.values() for name in hand.measures} | set(RATIOS)


def _timed(work: Callable[[], object]) -> Spent:
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - cpu


def _median(spent: Sequence[Spent]) -> Spent:
    return median(seconds for seconds, _ in spent), median(cpu for _, cpu in spent)


def _months(meter: Meter, *, every: bool) -> list[str]:
    """The months asked about: all complete ones, or the last."""
    months = [month for month in meter.snapshot.months("ticket") if month <= LAST_MONTH]
    return months if every else months[-1:]


def _ask(meter: Meter, every: bool, monthly: bool, team: bool) -> list[Any]:
    """Kefu's side."""
    from kefu.findings import Period
    from kefu.metrics.grain import Grain

    months = _months(meter, every=every)
    asked = [name for table, hand in HAND.items() if hand.by_team or not team for name in hand.measures]
    asked += [] if team else list(RATIOS)
    return meter.measure(
        [name for name in asked if name in meter.metrics],
        Period(Period.month(months[0]).start, Period.month(months[-1]).end),
        grain=Grain.MONTH if monthly else None,
        by=("team",) if team else (),
    )


def _query(meter: Meter, every: bool, monthly: bool, team: bool) -> dict[str, list[dict[str, Any]]]:
    """The hand's side: one query per table."""
    months = _months(meter, every=every)
    return {
        table: meter.snapshot.engine.records(statement(table, months, monthly=monthly, team=team))
        for table, hand in HAND.items()
        if hand.by_team or not team
    }


def _kefu(meter: Meter, every: bool, monthly: bool, team: bool) -> Answer:
    return {
        (one.metric, str(one.period) if monthly else "", one.member("team") if team else None): one.figure.value
        for one in _ask(meter, every, monthly, team)
    }


def _by_hand(meter: Meter, every: bool, monthly: bool, team: bool) -> Answer:
    found: Answer = {}
    for table, rows in _query(meter, every, monthly, team).items():
        for row in rows:
            for name in HAND[table].measures:
                found[name, row.get("bucket", ""), row.get("team")] = row[name]
    for name, (part, whole) in RATIOS.items():
        for (metric, month, member), value in list(found.items()):
            if metric == whole:
                found[name, month, member] = (found.get((part, month, member)) or 0) / value if value else None
    return found


def _agree(ours: Answer, theirs: Answer) -> int:
    """The number of values; stops at the first that differs. A cell without rows is in neither or undefined."""
    for key in {**ours, **theirs}:
        one, other = ours.get(key), theirs.get(key)
        same = abs((one or 0.0) - (other or 0.0)) <= 1e-9 * max(1.0, abs(other or 0.0))
        assert same, f"{key}: kefu {one}, by hand {other}"
    return sum(value is not None for value in theirs.values())
