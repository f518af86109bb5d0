"""``report``: the monthly report of the last month in Chinese in all six formats, each with its own seconds, then in
English from the same study, then ``kefu verify`` of what can be read back fast in both.

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
READ_BACK = (".xlsx", ".html", ".md")


def measure(place: Place) -> list[str]:
    if not (place.project / "kefu.yaml").exists():
        bring_in(place)
    made = run(write, place.project)
    steps = [
        f"  {step:10} " + ", ".join(f"{stage} {seconds:.1f} (CPU {cpu:.1f})" for stage, seconds, cpu in stages)
        for step, stages in made.said["steps"].items()
    ]
    return [
        f"report of {LAST_MONTH}, zh, en, verified   {made.times}   peak {made.memory}",
        *steps,
        f"  {made.said['slides']} slides, {made.said['figures']} figures, {made.said['findings']} findings",
    ]


def write(project: str) -> dict[str, Any]:
    from pptx import Presentation

    from kefu.findings import Period
    from kefu.project import Project

    opened, folder = Project(Path(project)), Path(project) / "reports" / "bench"
    month, moments = Period.month(LAST_MONTH), Moments()
    shutil.rmtree(folder, ignore_errors=True)
    chinese = opened.report(month, language="zh", formats=FORMATS, folder=folder, progress=moments)
    steps = {"zh": moments.stages}
    moments = Moments()
    english = opened.report(month, language="en", formats=FORMATS, folder=folder, before=chinese, progress=moments)
    steps["en after"] = moments.stages
    moments = Moments()
    files = [one for one in (*chinese.files, *english.files) if one.suffix in READ_BACK]
    moments("study and read", 0.0)
    held = list(opened.verify(files))
    moments("", 1.0)
    assert all(one.holds for one in held), "a report that was just written does not hold"
    steps["verify"] = moments.stages
    (deck,) = folder.glob("*_zh.pptx")
    return {
        "steps": steps,
        "slides": len(Presentation(str(deck)).slides),
        "figures": len(chinese.figures),
        "findings": len(chinese.findings),
    }


class Moments:
    """When each stage began."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, float, float]] = []

    def __call__(self, stage: str, _done: float) -> None:
        self.seen.append((stage, time.perf_counter(), time.process_time()))

    @property
    def stages(self) -> list[tuple[str, float, float]]:
        return [(stage, end - begin, after - before) for (stage, begin, before), (_, end, after) in pairwise(self.seen)]
