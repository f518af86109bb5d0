"""The made-up company all benchmarks measure, written once per size and kept in the work folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.fresh import run

LAST_MONTH = "2026-10"  # fixed, so that the same size is the same company on any day


@dataclass(frozen=True, slots=True)
class Place:
    """Where one size of company lives: its exports, and the project they are imported into."""

    work: Path
    tickets: int

    @property
    def company(self) -> Path:
        return self.work / f"company-{self.tickets}"

    @property
    def exports(self) -> Path:
        return self.company / "exports"

    @property
    def project(self) -> Path:
        return self.work / f"project-{self.tickets}"

    @property
    def scratch(self) -> Path:
        return self.work / "scratch"


def make(place: Place) -> None:
    """Write the exports unless an earlier run did; ``finished`` tells them from those of a run that was killed."""
    finished = place.company / "finished"
    if finished.exists():
        return
    print(f"writing the exports of {place.tickets:,} tickets", flush=True)
    made = run(write, place.company, place.tickets)
    finished.touch()
    print(f"written in {made.seconds:.0f} s, {made.memory}")


def write(folder: str, tickets: str) -> dict[str, Any]:
    from datetime import date

    from kefu.demo import write_company

    last = date.fromisoformat(f"{LAST_MONTH}-01")
    return {"files": len(write_company(Path(folder), tickets=int(tickets), last_month=last))}
