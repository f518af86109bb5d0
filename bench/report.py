"""``report``: the monthly report of the last month in Chinese in all six formats, each with its own seconds.

There is nothing to compare it with, so its seconds are given beside those of an import of the same company's data in
the same run of ``python -m bench``; peak memory is that of the whole process.
"""

from __future__ import annotations

import shutil
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.company import LAST_MONTH, Place
from bench.fresh import run
from bench.importing import bring_in

FORMATS = ("pptx", "docx", "pdf", "xlsx", "html", "md")


def measure(place: Place) -> list[str]:
    if not (place.project / "kefu.yaml").exists():
        bring_in(place)
    made = run(write, place.project)
    told = ", ".join(f"{stage} {seconds:.1f} (CPU {cpu:.1f})" for stage, seconds, cpu in made.said["stages"])
    return [
        f"report of {LAST_MONTH}, zh       {made.times}   peak {made.memory}",
        f"  {told}; the rest is Python's start",
        f"  {made.said['figures']} figures, {made.said['findings']} findings",
    ]


def write(project: str) -> dict[str, Any]:
    from kefu.findings import Period
    from kefu.project import Project

    moments: list[tuple[str, float, float]] = []
    folder = Path(project) / "reports" / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    made = Project(Path(project)).report(
        Period.month(LAST_MONTH),
        language="zh",
        formats=FORMATS,
        folder=folder,
        progress=lambda stage, _done: moments.append((stage, time.perf_counter(), time.process_time())),
    )
    return {
        "stages": [
            (stage, end - begin, after - before) for (stage, begin, before), (_, end, after) in pairwise(moments)
        ],
        "figures": len(made.figures),
        "findings": len(made.findings),
    }
