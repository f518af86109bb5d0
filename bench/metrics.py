"""``metrics``: the whole catalogue through ``Meter.measure`` beside the same numbers in SQL written by hand.

Both read the same views of the same fact tables (``bench/facts.py``) through the same engine with its ordinary memory
limit, and the values must agree. Five questions, as reports and dashboards ask them: a month, two years as one, month
by month, that by team, that by channel and team; and one indicator of one month by two dimensions, as somebody clicks.
Kefu and the hand take turns; the ratio is that of the medians. Nothing is kept from one turn to the next. Peak memory,
and the time of first answers with everything Python has to load for them, are those of a fresh process for each side.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.company import Place
from bench.facts import MONTHS, facts
from bench.fresh import run
from bench.hand import HAND, RATIOS, Hand, statement

if TYPE_CHECKING:
    from kefu.metrics.query import Meter

MEMORY = "2GB"  # a project's ordinary setting
YEARS = MONTHS - 1  # the months asked about when it is not the last alone


@dataclass(frozen=True, slots=True)
class Question:
    """The last ``months``, as one or month by month, by some dimensions; one indicator alone or the whole catalogue."""

    months: int
    monthly: bool = False
    by: tuple[str, ...] = ()
    metric: str = ""


QUESTIONS = {
    "one month": Question(1),
    "two years as one": Question(YEARS),
    "month by month": Question(YEARS, True),
    "month by month by team": Question(YEARS, True, ("team",)),
    "by month, channel and team": Question(YEARS, True, ("channel", "team")),
    "one indicator, one month": Question(1, False, ("channel", "team"), "first_response_median"),
}
CLICK = "one indicator, one month"

Spent = tuple[float, float]  # seconds, and processor seconds of all cores
Key = tuple[str, str, tuple[str | None, ...]]  # metric, month ("" for the whole period), members
Answer = dict[Key, float | None]


def measure(place: Place) -> list[str]:
    folder = facts(place)
    lines = []
    paired = run(take_turns, folder, 7 if place.tickets < 1_000_000 else 3)
    for name, (ours, theirs, cells) in paired.said["questions"].items():
        lines.append(f"{_beside(name, ours, theirs)}   {cells} values agree")
    catalogue = [one for name, one in paired.said["questions"].items() if name != CLICK]
    lines.append(
        _beside(
            "all of the catalogue", _sum(ours for ours, _, _ in catalogue), _sum(theirs for _, theirs, _ in catalogue)
        )
    )
    if paired.said["left_out"]:
        lines.append(f"left out of both, not written by hand yet: {', '.join(paired.said['left_out'])}")
    for name, side in (("kefu", ask_kefu), ("by hand", ask_by_hand)):
        fresh = run(side, folder)
        lines.append(f"fresh process, each question once: {name:8} {fresh.times}   peak {fresh.memory}")
    return lines


def _beside(name: str, ours: Spent, theirs: Spent) -> str:
    return (
        f"{name:27} kefu {ours[0]:8.4f} s   by hand {theirs[0]:8.4f} s   ratio {ours[0] / theirs[0]:5.2f}"
        f"   CPU {ours[1]:8.4f} s, {theirs[1]:8.4f} s, ratio {ours[1] / theirs[1]:5.2f}"
    )


def _sum(spent: Iterable[Spent]) -> Spent:
    seconds, cpu = zip(*spent, strict=True)
    return sum(seconds), sum(cpu)


def take_turns(folder: str, repeats: str) -> dict[str, Any]:
    """Every question several times from each side, after one round that is not counted and must agree."""
    meter = open_meter(folder)
    found: dict[str, tuple[Spent, Spent, int]] = {}
    for name, question in QUESTIONS.items():
        cells = _agree(_kefu(meter, question), _by_hand(meter, question))
        ours, theirs = [], []
        for _ in range(int(repeats) * (5 if name == CLICK else 1)):
            ours.append(timed(partial(look, meter, question)))
            theirs.append(timed(partial(_query, meter, question)))
        found[name] = (middle(ours), middle(theirs), cells)
    return {"questions": found, "left_out": sorted(set(meter.metrics) - written())}


def ask_kefu(folder: str) -> dict[str, Any]:
    meter = open_meter(folder)
    return {name: len(look(meter, question)) for name, question in QUESTIONS.items()}


def ask_by_hand(folder: str) -> dict[str, Any]:
    meter = open_meter(folder)
    return {name: len(_query(meter, question)) for name, question in QUESTIONS.items()}


def open_meter(folder: str, **more: Any) -> Meter:
    """A meter of the facts; without more it keeps no answers."""
    from kefu.engine import connect
    from kefu.metrics import METRICS
    from kefu.metrics.query import Meter
    from kefu.store.snapshot import Snapshot

    data = Path(folder)
    meter = Meter(Snapshot(data, connect(scratch=data / "spill", memory=MEMORY)), METRICS, **more)
    meter.snapshot.open(*{hand.table for hand in HAND})
    return meter


def written() -> set[str]:
    """Metrics the hand has written."""
    return {name for hand in HAND for name in hand.measures} | set(RATIOS)


def timed(work: Callable[[], object]) -> Spent:
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - cpu


def middle(spent: Sequence[Spent]) -> Spent:
    return median(seconds for seconds, _ in spent), median(cpu for _, cpu in spent)


def _months(meter: Meter, question: Question) -> list[str]:
    return list(meter.snapshot.months("ticket"))[-question.months - 1 : -1]


def _wanted(question: Question) -> list[tuple[Hand, list[str]]]:
    """The hand's queries with their metrics, of the tables that have the dimensions."""
    able = [hand for hand in HAND if not set(hand.lack) & set(question.by)]
    wanted = [(hand, [one for one in hand.measures if question.metric in ("", one)]) for hand in able]
    return [(hand, names) for hand, names in wanted if names]


def _ratios(question: Question) -> Iterable[str]:
    """Ratios of two tables, where both have the dimensions."""
    asked = {name for _, names in _wanted(question) for name in names}
    return [name for name, (part, whole, _) in RATIOS.items() if {part, whole} <= asked]


def ask(meter: Meter, question: Question) -> list[Any]:
    """Kefu's side."""
    from kefu.findings import Period
    from kefu.metrics.grain import Grain

    months = _months(meter, question)
    asked = [name for _, names in _wanted(question) for name in names]
    asked += _ratios(question)
    return meter.measure(
        [name for name in asked if name in meter.metrics],
        Period(Period.month(months[0]).start, Period.month(months[-1]).end),
        grain=Grain.MONTH if question.monthly else None,
        by=question.by,
    )


def look(meter: Meter, question: Question) -> list[Any]:
    """Kefu's side with every figure, which is made when it is looked at: the hand's values are all there."""
    return [one.figure for one in ask(meter, question)]


def _query(meter: Meter, question: Question) -> list[tuple[list[str], list[dict[str, Any]]]]:
    """The hand's side: the rows of each query, with the metrics they hold."""
    months = _months(meter, question)
    asked = [
        (names, statement(hand, months, monthly=question.monthly, by=question.by, metrics=names))
        for hand, names in _wanted(question)
    ]
    return [(names, meter.snapshot.engine.records(sql)) for names, sql in asked]


def _kefu(meter: Meter, question: Question) -> Answer:
    return {
        (one.metric, str(one.period) if question.monthly else "", tuple(one.member(name) for name in question.by)):
            one.figure.value
        for one in ask(meter, question)
    }  # fmt: skip


def _by_hand(meter: Meter, question: Question) -> Answer:
    found: Answer = {}
    for names, rows in _query(meter, question):
        for row in rows:
            for name in names:
                found[name, row.get("bucket", ""), tuple(row[one] for one in question.by)] = row[name]
    for name in _ratios(question):
        part, whole, times = RATIOS[name]
        for (metric, month, members), value in list(found.items()):
            if metric == whole:
                found[name, month, members] = _ratio(found.get((part, month, members)), value, times)
    return found


def _ratio(part: float | None, whole: float | None, times: float) -> float | None:
    return times * (part or 0.0) / whole if whole else None


def _agree(ours: Answer, theirs: Answer) -> int:
    """The number of values; stops at the first that differs. A cell without rows is in neither or undefined."""
    for key in {**ours, **theirs}:
        one, other = ours.get(key), theirs.get(key)
        same = abs((one or 0.0) - (other or 0.0)) <= 1e-9 * max(1.0, abs(other or 0.0))
        assert same, f"{key}: kefu {one}, by hand {other}"
    return sum(value is not None for value in theirs.values())
