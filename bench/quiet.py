"""Companies in which nothing happens: how many get a report that claims a cause all the same.

Each is made up with a seed of its own, without stories but those of every year, imported and kept, and its last month
is analysed. What holds no indicator's rows is left out: conversations, logs of events, stock, trainings.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from shutil import rmtree
from typing import Any

from bench.company import LAST_MONTH, Place
from bench.fresh import run

TICKETS = 6_000  # over 26 months
COMPANIES = 200
KIND = "after_sales_monthly"
CLAIMS = ("cause.member", "cause.mix", "cause.general", "cause.incident", "localisation.hidden", "hours.differ")
KINDS_READ = {  # exports, and whether each file has a line of headers
    "helpdesk_tickets": False, "orders": True, "call_centre": True, "returns": True, "survey": True, "agents": True,
    "customers": True,
}  # fmt: skip


def measure(place: Place) -> list[str]:
    told = [run(analyse, place.work / f"quiet-{TICKETS}", str(seed)).said for seed in range(COMPANIES)]
    claiming = [one for one in told if one["causes"]]
    kinds = Counter(kind.split(" ")[0] for one in told for kind in one["causes"])
    return [
        f"{len(claiming)} of {COMPANIES} companies get a cause: {len(claiming) / COMPANIES:.1%} ({_listed(kinds)})",
        f"real changes in {sum(one['real'] > 0 for one in told)}, changes within a slice in "
        f"{sum(one['slices'] > 0 for one in told)}; {TICKETS:,} tickets each, seeds 0 to {COMPANIES - 1}",
    ]


def _listed(kinds: Counter[str]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())) or "none"


def analyse(folder: str, seed: str) -> dict[str, Any]:
    """The causes claimed and the changes told of one company's last month."""
    from kefu.analyses import Study, run_all
    from kefu.findings import Period
    from kefu.project import Project
    from kefu.report.kinds import KINDS

    home = Path(folder) / seed
    make(home, int(seed))
    meter = Project(home).meter
    metrics = tuple(name for name in KINDS[KIND].metrics if meter.available(name))
    found = run_all(Study(meter, Period.month(LAST_MONTH), metrics))
    return {
        "causes": [f"{one.kind} {one.subject['metric']}" for one in found if one.kind in CLAIMS],
        "real": sum(one.kind == "change.real" and one.made_by == "analyses.change" for one in found),
        "slices": sum(one.made_by == "analyses.slices" for one in found),
    }


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
