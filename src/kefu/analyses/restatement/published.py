"""Which figures a report showed, and as of which import; kept beside the ledger, which holds the figures themselves.

Every version stays: a report written again after a correction is another version, and both can be restated.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kefu.findings import Period
from kefu.store.record import Record, replace_file

FOLDER = "published"


@dataclass(frozen=True, slots=True)
class Published:
    """One version of one report: ``sequence`` is the record it was written from, ``imports`` the number of the last
    file that was in it, ``figures`` the ids it shows."""

    period: str
    kind: str
    language: str
    sequence: int
    imports: int
    figures: tuple[str, ...]


def publish(folder: Path, record: Record, period: Period, kind: str, language: str, figures: Iterable[str]) -> None:
    """Note that a report showed these figures; writing it again from the same data says the same."""
    last = max((one.number for one in record.imports), default=0)
    version = Published(str(period), kind, language, record.sequence, last, tuple(sorted(figures)))
    path = folder / FOLDER / version.period / f"{kind}_{language}_{record.sequence:06d}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, json.dumps(asdict(version), ensure_ascii=False, indent=1) + "\n")


def versions(folder: Path, period: Period) -> tuple[Published, ...]:
    """Every version of every report of the period, the oldest first."""
    paths = sorted((folder / FOLDER / str(period)).glob("*.json"))
    found = [_read(json.loads(path.read_text(encoding="utf-8"))) for path in paths]
    return tuple(sorted(found, key=lambda one: (one.sequence, one.kind, one.language)))


def _read(raw: Mapping[str, Any]) -> Published:
    return Published(**{**raw, "figures": tuple(raw["figures"])})


def shown(folder: Path, figures: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """The ledger's entries of these figures, by id, in one reading of the ledger."""
    wanted, found = set(figures), dict[str, Mapping[str, Any]]()
    for path in sorted((folder / "ledger").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if entry["id"] in wanted:
                found[entry["id"]] = entry
    return found
