"""Spare parts: issued when something is mended, bought when they run low, and some that nobody wants any more."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kefu.demo.calendar import DAY, HOUR, Month
from kefu.demo.dice import Dice, dice
from kefu.demo.vocabulary import LINE, Array, Columns, Words

PART_NAMES = ("主控板", "电机", "密封圈", "电源适配器", "外壳组件", "传感器")
COSTS = np.array([86.0, 132.0, 9.5, 38.0, 46.0, 27.0])
COST_OF_LINE = np.array([1.0, 1.4, 1.6, 0.6, 0.8])
KIND = Words(("receipt", "issue", "adjustment", "scrap"), ("采购入库", "维修领用", "盘点调整", "报废"))
WAREHOUSE = Words(("main", "south"), ("中心仓", "华南仓"))
RECEIPT, ISSUE, ADJUSTMENT, SCRAP = range(len(KIND.codes))
MONTHS_OF_COVER = 3.2  # stock for 12 / 4.5 months and a little more: a turnover near 4.5 a year
SHARE_OF_PART = np.array([0.14, 0.26, 0.28, 0.12, 0.08, 0.12])
LEAST_ISSUES = 16.0
PIECES_PER_ISSUE = 12.0  # workshops draw parts for a fortnight, not piece by piece
DEAD = {4: 420, 10: 360, 16: 300, 22: 260, 28: 310}
"""Parts of models no longer sold, by position, with the pieces left of them: some 150 000 yuan of dead stock in all."""
DEAD_VALUE = 150_000.0


@dataclass(slots=True)
class Stock:
    """What lies in the store, carried from month to month."""

    on_hand: Array = field(default_factory=lambda: np.zeros(len(LINE.codes) * len(PART_NAMES)))
    usual: Array = field(default_factory=lambda: np.zeros(len(LINE.codes) * len(PART_NAMES)))
    number: int = 1

    @property
    def size(self) -> int:
        return len(self.on_hand)


def costs() -> Array:
    """Cost of one piece; those of dead parts such that their stock is worth DEAD_VALUE together."""
    found = np.outer(COST_OF_LINE, COSTS).ravel()
    dead = np.array(list(DEAD))
    pieces = np.array(list(DEAD.values()))
    found[dead] = DEAD_VALUE / len(dead) / pieces
    return np.round(found, 2)


def move(seed: int, month: Month, stock: Stock, repairs: Array) -> Columns:
    """One month's movements; ``repairs`` counts the month's repairs by product line."""
    rng = dice(seed, "stock", month.offset)
    wanted = np.outer(np.maximum(repairs, LEAST_ISSUES), SHARE_OF_PART).ravel()
    wanted[list(DEAD)] = 0
    rows = [_dead_receipts(month)] if month.number == 0 else []
    rows.append(_receipts(rng, month, stock, wanted * PIECES_PER_ISSUE))
    rows.append(_issues(rng, month, wanted))
    rows.append(_corrections(rng, month, stock))
    found = {name: np.concatenate([one[name] for one in rows]) for name in ("part", "at", "kind", "quantity")}
    order = np.argsort(found["at"], kind="stable")
    found = {name: values[order].astype(np.int64) for name, values in found.items()}
    there = _there(found, stock)
    found = {name: values[there] for name, values in found.items()}
    stock.on_hand += np.bincount(found["part"], weights=found["quantity"], minlength=stock.size)
    found["number"] = stock.number + np.arange(len(found["at"]))
    found["warehouse"] = np.where(rng.random(len(found["at"])) < 0.8, 0, 1)
    stock.number += len(found["at"])
    return found


def _there(found: Columns, stock: Stock) -> Array:
    """Which movements could be made: nothing is issued that is not in the store."""
    keep = np.ones(len(found["at"]), dtype=bool)
    for part in range(stock.size):
        left = stock.on_hand[part]
        for row in np.flatnonzero(found["part"] == part).tolist():
            keep[row] = left + found["quantity"][row] >= 0
            left += found["quantity"][row] * keep[row]
    return keep


def _issues(rng: Dice, month: Month, wanted: Array) -> Columns:
    parts = np.repeat(np.arange(len(wanted)), rng.poisson(wanted))
    size = len(parts)
    at = month.start + rng.integers(0, month.days, size) * DAY + rng.integers(9 * HOUR, 18 * HOUR, size)
    pieces = -np.maximum(1, rng.poisson(PIECES_PER_ISSUE, size))
    return {"part": parts, "at": at, "kind": np.full(size, ISSUE), "quantity": pieces}


def _dead_receipts(month: Month) -> Columns:
    parts = np.array(list(DEAD))
    at = np.full(len(parts), month.start + 8 * HOUR)
    return {"part": parts, "at": at, "kind": np.full(len(parts), RECEIPT), "quantity": np.array(list(DEAD.values()))}


def _receipts(rng: Dice, month: Month, stock: Stock, wanted: Array) -> Columns:
    """Buy up to the cover wanted, at the beginning of the month."""
    stock.usual = wanted if month.number == 0 else 0.7 * stock.usual + 0.3 * wanted
    short = np.ceil(stock.usual * MONTHS_OF_COVER - stock.on_hand)
    short[list(DEAD)] = 0
    parts = np.flatnonzero(short > stock.usual * 0.3)
    at = month.start + rng.integers(8 * HOUR, 9 * HOUR, len(parts))
    return {"part": parts, "at": at, "kind": np.full(len(parts), RECEIPT), "quantity": short[parts]}


def _corrections(rng: Dice, month: Month, stock: Stock) -> Columns:
    """Counts that differ by a piece at the month's end, and now and then something broken."""
    alive = np.setdiff1d(np.arange(stock.size), list(DEAD))
    parts = rng.choice(alive, 4, replace=False)
    at = month.end - rng.integers(1, 6 * HOUR, 4)
    kind = np.array([ADJUSTMENT, ADJUSTMENT, ADJUSTMENT, SCRAP])
    return {"part": parts, "at": at, "kind": kind, "quantity": np.array([1, -1, -1, -1])}


def names() -> list[str]:
    return [f"{line}{part}" for line in LINE.written for part in PART_NAMES]
