"""What is wrong with the exports, as in every real export – and how often exactly, so that cleaning can be checked.

``folder/blemishes.json`` says per file how many rows of each kind there are. A row has at most one blemish.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from kefu.demo.dice import Dice
from kefu.demo.vocabulary import Array

DUPLICATE = "duplicate"
UNREADABLE = "unreadable"
BACKWARDS = "impossible_order"
OUT_OF_RANGE = "out_of_range"
SUMMARY = "summary_row"


class Blemishes:
    """Chooses rows to spoil and keeps count."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)

    def choose(
        self, rng: Dice, file: str, rates: Mapping[str, float], size: int, *, among: Mapping[str, Array] | None = None
    ) -> dict[str, Array]:
        """Rows per kind, none twice; ``among`` restricts a kind to rows where it can be seen."""
        free = np.ones(size, dtype=bool)
        found: dict[str, Array] = {}
        for kind, rate in rates.items():
            allowed = free if among is None or kind not in among else free & among[kind]
            candidates = np.flatnonzero(allowed)
            count = min(int(rng.poisson(rate * size)), len(candidates))
            rows = np.sort(rng.choice(candidates, count, replace=False)) if count else np.zeros(0, dtype=np.int64)
            free[rows] = False
            found[kind] = rows
            if count:
                self.counts[file][kind] += count
        return found

    def note(self, file: str, kind: str, count: int = 1) -> None:
        if count:
            self.counts[file][kind] += count

    def write(self, path: Path) -> Path:
        told = {file: dict(sorted(kinds.items())) for file, kinds in sorted(self.counts.items())}
        path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return path
