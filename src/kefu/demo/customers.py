"""Who buys and asks: customers with a region, some of them key customers who come often."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kefu.demo.calendar import DAY, MONTHS, Month
from kefu.demo.dice import Dice, dice, pick
from kefu.demo.vocabulary import REGION, Array

KNOWN_AT_START = 0.8
FREQUENT_EVERY, FREQUENT_SHARE = 5, 0.5  # every fifth customer makes half of the visits
KEY_EVERY = 25


@dataclass(frozen=True, slots=True)
class Customers:
    """All customers by number; four fifths were known before the first month, the others join evenly."""

    region: Array
    segment: Array

    @property
    def size(self) -> int:
        return len(self.region)

    def known(self, month: Month) -> int:
        return int(self.size * (KNOWN_AT_START + (1 - KNOWN_AT_START) * (month.number + 1) / (MONTHS + 1)))

    def draw(self, rng: Dice, month: Month, size: int) -> Array:
        """Who comes in a month; frequent customers more often."""
        anyone = (rng.random(size) * self.known(month)).astype(np.int64)
        frequent = rng.random(size) < FREQUENT_SHARE
        return np.where(frequent, anyone // FREQUENT_EVERY * FREQUENT_EVERY, anyone)

    def joined(self, rng: Dice, first: Month) -> Array:
        """First day of each customer, never after the first visit could happen."""
        share = (np.arange(self.size) / self.size - KNOWN_AT_START) / (1 - KNOWN_AT_START)
        since_start = share * (MONTHS + 1) * 30.4 * DAY - 31 * DAY
        before = -rng.integers(31, 900, self.size) * DAY
        return np.asarray(first.start + np.where(share < 0, before, since_start).astype(np.int64))


def invite(seed: int, size: int) -> Customers:
    rng = dice(seed, "customers")
    region = pick(rng, REGION.share(), size).astype(np.int8)
    segment = (np.arange(size) % KEY_EVERY == 0).astype(np.int8)
    return Customers(region=region, segment=segment)
