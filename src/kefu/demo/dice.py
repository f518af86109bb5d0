"""Where chance comes from: one generator per seed, kind and month, so that no file depends on how another is made."""

from __future__ import annotations

from zlib import crc32

import numpy as np

from kefu.demo.vocabulary import Array

Dice = np.random.Generator


def dice(seed: int, kind: str, *place: int) -> Dice:
    """The generator of one kind of record at one place (month, part …); negative months are allowed."""
    return np.random.default_rng([seed, crc32(kind.encode()), *(1000 + one for one in place)])


def pick(rng: Dice, shares: Array, size: int) -> Array:
    """Positions drawn with ``shares``."""
    edges = np.cumsum(shares)
    return np.searchsorted(edges / edges[-1], rng.random(size), side="right").astype(np.int64)


def pick_by_row(rng: Dice, shares: Array) -> Array:
    """One position per row of ``shares``, each row with shares of its own."""
    edges = np.cumsum(shares, axis=1)
    chance = rng.random((len(shares), 1)) * edges[:, -1:]
    return np.asarray((chance >= edges).sum(axis=1).clip(max=shares.shape[1] - 1))


def lognormal(rng: Dice, median: Array | float, sigma: Array | float, size: int) -> Array:
    """Positive times with the given median, the usual shape of waiting and working times."""
    return np.asarray(median * np.exp(np.asarray(sigma) * rng.standard_normal(size)))
