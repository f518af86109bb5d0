"""``spark``: the whole catalogue on Spark inside one computer, beside the embedded engine, over the same files.

Needs the extra ``spark`` and Java 17. That the numbers agree is tested (``tests/metrics/test_both_engines.py``); here
their price is measured. The first turn of each question is told apart: Java compiles what it runs often.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.company import LAST_MONTH, Place
from bench.fresh import run
from bench.importing import bring_in

if TYPE_CHECKING:
    from kefu.metrics.query import Meter

MASTER = "local[2]"
MEMORY = "2GB"
REPEATS = 3
QUESTIONS: dict[str, tuple[int, str | None, tuple[str, ...]]] = {
    "one month": (1, None, ()),
    "all months as one": (26, None, ()),
    "month by month": (26, "month", ()),
    "month by month by segment": (26, "month", ("segment",)),
}  # name -> months, grain, dimensions


def measure(place: Place) -> list[str]:
    if not (place.project / "kefu.yaml").exists():
        bring_in(place)
    said = run(take_turns, place.project).said
    lines = [f"a session began in {said['began']:.1f} s"]
    for name, (spark, embedded, figures) in said["questions"].items():
        (first, later, cpu), (first_embedded, later_embedded, cpu_embedded) = spark, embedded
        lines.append(
            f"{name:26} {figures:5} figures   first {first:6.2f} s, {first_embedded:6.2f} s   then {later:6.2f} s, "
            f"{later_embedded:6.3f} s   CPU {cpu:6.2f} s, {cpu_embedded:6.3f} s, ratio {cpu / cpu_embedded:5.1f}"
        )
    return lines


def take_turns(project: str) -> dict[str, Any]:
    """Seconds of the first turn, of a later one and its processor seconds, on Spark and embedded."""
    spark, embedded = (_meter(Path(project) / "data", name) for name in (MASTER, "duckdb"))
    began = time.perf_counter()
    spark.table("ticket")
    began = time.perf_counter() - began
    java = spark.snapshot.engine.ibis._session._jvm.java.lang.ProcessHandle.current().pid()
    questions = {}
    for name, question in QUESTIONS.items():
        ours, theirs = _turns(spark, question, java), _turns(embedded, question)
        assert ours[1] == theirs[1], "both gave figures of the same ids"
        questions[name] = (ours[0], theirs[0], len(ours[1]))
    return {"began": began, "questions": questions}


def _turns(meter: Meter, question: tuple[int, str | None, tuple[str, ...]], java: int = 0) -> Any:
    spent = []
    for _ in range(1 + REPEATS):
        seconds, cpu = time.perf_counter(), _cpu(java)
        measured = _ask(meter, *question)
        spent.append((time.perf_counter() - seconds, _cpu(java) - cpu))
    later = spent[1:]
    times = (spent[0][0], median(seconds for seconds, _ in later), median(cpu for _, cpu in later))
    return times, [one.figure.id for one in measured]


def _ask(meter: Meter, months: int, grain: str | None, by: tuple[str, ...]) -> list[Any]:
    from kefu.findings import Period
    from kefu.metrics.grain import Grain

    last = Period.month(LAST_MONTH)
    period = Period(last.shifted(1 - months).start, last.end)
    return meter.measure(list(meter.metrics), period, grain=Grain(grain) if grain else None, by=by)


def _cpu(java: int) -> float:
    """Processor seconds of this process and of the Java beside it."""
    own = time.process_time()
    if not java:
        return own
    spent = Path(f"/proc/{java}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return own + (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")


def _meter(data: Path, engine: str) -> Meter:
    from kefu.engine import connect
    from kefu.metrics import METRICS
    from kefu.metrics.query import Meter
    from kefu.store.snapshot import Snapshot

    return Meter(Snapshot(data, connect(engine, scratch=data / "spill", memory=MEMORY)), METRICS)
