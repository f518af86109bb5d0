"""``staffing``: what Erlang A expects of a bank's call centre in February 1999, half-hour by half-hour, and what was.

The calls are public (Technion, the "Anonymous Bank"). Nobody recorded who was at work, so two ways to tell it are held
against each other. The month's report with its staffing pages is written to the work folder.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.company import Place
from bench.public_data import FOLDER, absent

CALLS = "callcentre_bank/anonymous_bank_1999_02.tsv.gz"
MONTH = "1999-02"


def measure(place: Place) -> list[str]:
    return absent(CALLS) or list(_measured(place.work / "bank"))


def _measured(folder: Path) -> Iterator[str]:
    import numpy as np

    from kefu.analyses import Study, run_all
    from kefu.analyses._calls import INTERVAL, PAUSE, calls_of, halves_of
    from kefu.findings import Period
    from kefu.methods.queueing.patience import mean_patience
    from kefu.methods.queueing.presence import at_work, stints

    project = bank(folder)
    study = Study(project.meter, Period.month(MONTH), ())
    calls = calls_of(study)
    halves = halves_of(calls, study.period.days)
    gave_up = int((calls.inbound & ~calls.answered).sum())
    patience = mean_patience(float(calls.waited[calls.inbound].sum()), gave_up)
    named = calls.answered & (calls.person >= 0)
    edges = np.arange(0.0, study.period.days * 86_400 + 1, INTERVAL)
    there = at_work(*stints(calls.person[named], *calls.spans(named), pause=PAUSE), edges)
    came = halves.open & (halves.offered > 0)
    yield f"{int(calls.inbound.sum()):,} inbound calls, patience {patience:.0f} s, {int(came.sum())} half-hours open"
    yield _line("observed", halves.offered, came, halves.waited, halves.gave_up, halves.within)
    yield _expected("Erlang A, people busy while somebody waited", halves, came, halves.people, patience)
    yield _expected("Erlang A, people between their first and last call", halves, came, there, patience)
    yield from _by_hour(halves, came, patience)
    for one in run_all(study, ["shift_plan"]):
        if one.kind in ("staffing.need", "staffing.plan"):
            told = {role: round(figure.value, 2) for role, figure in one.figures.items() if figure.value is not None}
            yield f"{one.kind}: {told}"
    made = project.report(Period.month(MONTH), language="en", formats=("pptx",), folder=folder / "report")
    yield f"written: {made.files[0]}"


def bank(folder: Path) -> Any:
    """A project with the month in it, made anew."""
    from kefu.configuration import Configuration
    from kefu.project import Project

    shutil.rmtree(folder, ignore_errors=True)
    project = Project.create(folder, Configuration(company="Bank", timezone="Asia/Jerusalem", country="IL"))
    project.import_files([FOLDER / CALLS])
    return project


def _line(name: str, offered: Any, came: Any, *sums: Any) -> str:
    wait, gave_up, within = (float(one[came].sum() / offered[came].sum()) for one in sums)
    return f"{name:<52}wait {wait:5.1f} s   given up {gave_up:6.1%}   within 20 s {within:6.1%}"


def _expected(name: str, halves: Any, came: Any, people: Any, patience: Any) -> str:
    found = _formula(halves, came, people, patience)
    told = f"wait {found.wait:5.1f} s   given up {found.abandons:6.1%}   within 20 s {found.within:6.1%}"
    return f"{name:<52}{told}"


def _formula(halves: Any, which: Any, people: Any, patience: Any) -> Any:
    from kefu.analyses._calls import INTERVAL, WITHIN
    from kefu.methods.queueing.intervals import expected

    return expected(halves.offered[which], INTERVAL, halves.handling[which], people[which], patience, WITHIN)


def _by_hour(halves: Any, came: Any, patience: Any) -> Iterator[str]:
    """Where in the day the formula is high and where low."""
    import numpy as np

    hour = np.arange(len(came)) // 2 % 24
    for one in np.unique(hour[came]):
        which = came & (hour == one)
        found = _formula(halves, which, halves.people, patience)
        calls = halves.offered[which].sum()
        seen, gave_up = halves.waited[which].sum() / calls, halves.gave_up[which].sum() / calls
        waits = f"wait expected {found.wait:5.1f} s, observed {seen:5.1f} s"
        yield f"  {one:02d}:00  {int(calls):>5} calls   {waits}   given up {found.abandons:6.1%}, {gave_up:6.1%}"
