"""Companies in which nothing happens: how many reports claim a cause all the same, and what else they claim.

Each is made up with a seed of its own, without stories but those of every year, imported and kept, and its last months
are analysed one by one. What holds no indicator's rows is left out: conversations, logs of events, stock, trainings.
What a company told is a line of ``told-MONTHS.jsonl`` in the work folder as soon as it is known, and an interrupted run
goes on from there: remove the file after a change of the rules.
"""

from __future__ import annotations

import json
from collections import Counter
from os import environ
from pathlib import Path
from shutil import rmtree
from typing import Any

from bench.company import LAST_MONTH, Place
from bench.fresh import run

TICKETS = 6_000  # over 26 months
COMPANIES = int(environ.get("KEFU_QUIET", "200"))  # how many; one takes ten seconds of a processor, with one month
FIRST_SEED = 1_001  # the rules were tried on lower ones
MONTHS = int(environ.get("KEFU_QUIET_MONTHS", "12"))  # of each; the earliest of 12 rest on 14 months of history
TOGETHER = 5  # companies analysed by one process
KIND = "after_sales_monthly"
WHY = ("cause",)  # and those it builds on
ALL = ("cause", "hours", "shifts", "anomalies", "failures", "association")  # asked of the last month of the first
FIRST = 20  # companies
CAUSES = ("cause.member", "cause.mix", "cause.general", "cause.incident")
OTHERS = (
    "localisation.hidden", "mix.changed", "hours.differ", "shift.up", "shift.down", "anomaly.unexplained",
    "failures.batch", "association.pair", "association.attribute",
)  # fmt: skip
CHANGED = ("change.real", "change.noticeable")
KINDS_READ = {  # exports, and whether each file has a line of headers
    "helpdesk_tickets": False, "orders": True, "order_lines": True, "call_centre": True, "returns": True,
    "survey": True, "agents": True, "customers": True,
}  # fmt: skip


def measure(place: Place) -> list[str]:
    folder = place.work / f"quiet-{TICKETS}"
    seeds = range(FIRST_SEED, FIRST_SEED + COMPANIES)
    left = sorted(set(seeds) - set(_known(folder)))
    for first in range(0, len(left), TOGETHER):
        run(analyse, folder, *left[first : first + TOGETHER])
    known = _known(folder)
    told = [known[seed] for seed in seeds]
    return [
        f"{TICKETS:,} tickets each, seeds {FIRST_SEED} to {FIRST_SEED + COMPANIES - 1}",
        f"last month: {_claiming([months[-1:] for months in told])}",
        f"last {MONTHS} months: {_claiming(told)}",
        f"all that is claimed of the last month of the first {min(FIRST, COMPANIES)}:",
        *_by_kind([months[-1] for months in told[:FIRST]]),
    ]


def _claiming(told: list[list[dict[str, int]]]) -> str:
    """How many of the months claim a cause, with a 95 % interval (Wilson)."""
    from kefu.methods.survey.proportion import wilson

    months = [month for company in told for month in company]
    claiming = sum(any(month.get(kind) for kind in CAUSES) for month in months)
    low, high = wilson(claiming, len(months)) or (0.0, 1.0)
    return f"{claiming} of {len(months)} reports claim a cause: {claiming / len(months):.1%} ({low:.1%} to {high:.1%})"


def _by_kind(months: list[dict[str, int]]) -> list[str]:
    """Of every kind of finding: in how many of the months it is told, and how often in all."""
    reports = Counter(kind for month in months for kind in month)
    times = sum((Counter(month) for month in months), Counter[str]())
    return [f"{kind:32} in {reports[kind]:4} of {len(months)} months, {times[kind]:4} in all" for kind in sorted(times)]


def _told(folder: Path) -> Path:
    return folder / f"told-{MONTHS}.jsonl"


def _known(folder: Path) -> dict[int, list[dict[str, int]]]:
    """What companies told in this run and earlier ones, by seed: findings by kind of each month, the newest last."""
    if not _told(folder).exists():
        return {}
    lines = [json.loads(line) for line in _told(folder).read_text(encoding="utf-8").splitlines()]
    return {line["seed"]: line["months"] for line in lines}


def analyse(folder: str, *seeds: str) -> dict[str, Any]:
    """Adds what is claimed of the last months of these companies to what is known."""
    for seed in seeds:
        line = {"seed": int(seed), "months": _of_company(Path(folder) / seed)}
        with _told(Path(folder)).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
    return {"companies": len(seeds)}


def _of_company(home: Path) -> list[dict[str, int]]:
    from kefu.findings import Period
    from kefu.project import Project

    seed = int(home.name)
    make(home, seed)
    meter, last = Project(home).meter, Period.month(LAST_MONTH)
    earlier = [_claims(meter, last.shifted(1 - MONTHS + one), WHY) for one in range(MONTHS - 1)]
    return [*earlier, _claims(meter, last, ALL if seed < FIRST_SEED + FIRST else WHY)]


def _claims(meter: Any, period: Any, analyses: tuple[str, ...]) -> dict[str, int]:
    """Findings by kind. Where no indicator changed there is no cause to look for, and no time is spent on it."""
    from kefu.analyses import Study, run_all
    from kefu.report.kinds import KINDS

    study = Study.of_month(meter, period, KINDS[KIND].metrics, "CN", {})
    if analyses == WHY and not any(one.kind in CHANGED for one in run_all(study, ["change"])):
        return {}
    found = run_all(study, analyses)
    told = Counter(one.kind for one in found if one.kind in CAUSES + OTHERS)
    told += Counter(
        f"{one.kind} of {'a slice' if one.made_by == 'analyses.slices' else 'an indicator'}"
        for one in found
        if one.kind in CHANGED
    )
    return dict(told)


def make(home: Path, seed: int) -> None:
    """Write and import a company unless an earlier run did."""
    from datetime import date

    from kefu.configuration import Configuration
    from kefu.demo import write_company
    from kefu.project import Project

    finished = home / "finished"
    if finished.exists():
        return
    rmtree(home, ignore_errors=True)
    last = date.fromisoformat(f"{LAST_MONTH}-01")
    write_company(home, tickets=TICKETS, seed=seed, last_month=last, quiet=True)
    Project.create(home, Configuration(company="Quiet")).import_files(joined(home / "exports", home / "joined"))
    for folder in ("exports", "joined"):
        rmtree(home / folder)
    finished.touch()


def joined(exports: Path, folder: Path) -> list[Path]:
    """The exports that indicators are made of, each kind as one file: a file takes longer than its rows."""
    folder.mkdir()
    for kind, headed in KINDS_READ.items():
        parts = sorted(exports.glob(f"{kind}*"))
        texts = [part.read_bytes() for part in parts]
        rest = [text.split(b"\n", 1)[1] for text in texts[1:]] if headed else texts[1:]
        (folder / f"{kind}{parts[0].suffix}").write_bytes(b"".join([texts[0], *rest]))
    return sorted(folder.iterdir())
