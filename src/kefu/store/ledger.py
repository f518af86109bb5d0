"""The ledger: every figure that was ever shown, by its id, with the recipe to make it again.

An id is a digest and cannot be read backwards, so whoever shows a figure enters it here. Entries are only ever added;
one file per showing, named by its content, so showing the same report twice adds nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from kefu.errors import NotFoundError
from kefu.findings import Figure
from kefu.store.record import replace_file


def enter(folder: Path, figures: Iterable[Figure]) -> None:
    """Add the figures to the ledger in ``folder``."""
    lines = sorted({json.dumps(_entry(figure), ensure_ascii=False, sort_keys=True) for figure in figures})
    if not lines:
        return
    text = "\n".join(lines) + "\n"
    path = folder / "ledger" / f"{sha256(text.encode()).hexdigest()[:16]}.jsonl"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text)


def find(folder: Path, figure: str) -> Mapping[str, Any]:
    """The entry of a figure id, or of the only id that begins so; raises NotFoundError otherwise."""
    wanted = figure if figure.startswith("F-") else f"F-{figure}"
    found = {entry["id"]: entry for entry in _matching(folder, wanted)}
    if wanted in found:
        return found[wanted]
    if not found:
        raise NotFoundError("{wanted}: no report or query of this project has shown it", wanted=wanted)
    if len(found) > 1:
        raise NotFoundError("{wanted}: begins several ids: {ids}", wanted=wanted, ids=", ".join(sorted(found)[:5]))
    return next(iter(found.values()))


def _entry(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.id,
        "value": figure.value,
        "unit": figure.unit.value,
        "sample": figure.sample,
        "censored": figure.censored,
        "interval": list(figure.interval) if figure.interval else None,
        "lineage": figure.lineage.canonical(),
    }


def _matching(folder: Path, start: str) -> Iterable[dict[str, Any]]:
    for path in sorted((folder / "ledger").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if f'"id": "{start}' in line:
                yield json.loads(line)
