"""Faults to localise: those people labelled in real data, and planted ones whose place is known exactly."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Cause = frozenset[tuple[int, int]]
SIZES = (10, 12, 10, 12)  # 14,400 leaves
MINUTES = 4  # the forecast of RobustSpot's paper: the mean of the four minutes before


@dataclass(frozen=True, slots=True)
class Case:
    """``parts`` and, for a ratio, ``wholes`` are (forecast, actual) by leaf; ``causes`` is the truth."""

    codes: NDArray[np.int64]
    parts: tuple[Floats, Floats]
    wholes: tuple[Floats, Floats] | None
    causes: frozenset[Cause]


def recorded(archive: Path) -> Iterator[Case]:
    """The RobustSpot cases: one file of minutes a fault, ``value`` failures of ``cnt`` plays; labels in a YAML file."""
    import yaml

    with ZipFile(archive) as held:
        names = {Path(one).stem: one for one in held.namelist() if one.endswith(".csv")}
        labels = next(one for one in held.namelist() if one.endswith("anomaly.yaml"))
        for told in yaml.safe_load(held.read(labels).decode("utf-8")):
            rows = csv.DictReader(io.StringIO(held.read(names[str(told["data"])]).decode("utf-8-sig")))
            yield _case(list(rows), told)


def _case(rows: list[dict[str, str]], told: Mapping[str, Any]) -> Case:
    dimensions = [name for name in rows[0] if name not in ("min", "value", "cnt")]
    now = int(told["timestamp"])
    counts: dict[tuple[str, ...], list[list[float]]] = defaultdict(list)
    actual: dict[tuple[str, ...], list[float]] = {}
    for row in rows:
        leaf, minute = tuple(row[name] for name in dimensions), int(row["min"])
        pair = [float(row["cnt"]) - float(row["value"]), float(row["cnt"])]
        if minute == now:
            actual[leaf] = pair
        elif now - 60 * MINUTES <= minute < now:
            counts[leaf].append(pair)
    leaves = list(actual)
    forecast = np.array([np.mean(counts[leaf], axis=0) if counts[leaf] else [0.0, 0.0] for leaf in leaves])
    known = [
        {member: code for code, member in enumerate(dict.fromkeys(column))} for column in zip(*leaves, strict=True)
    ]
    codes = np.array([[known[i][member] for i, member in enumerate(leaf)] for leaf in leaves], dtype=np.int64)
    held = np.array([actual[leaf] for leaf in leaves])
    listed = told["cause"] if isinstance(told["cause"], list) else [told["cause"]]
    causes = frozenset(
        frozenset(
            (dimensions.index(name), known[dimensions.index(name)].get(str(member), -1)) for name, member in one.items()
        )
        for one in listed
    )
    return Case(codes, (forecast[:, 0], held[:, 0]), (forecast[:, 1], held[:, 1]), causes)


def squeezed(folder: Path, first: int) -> Iterator[Case]:
    """The ``first`` faults by name of one setting of Squeeze's data: a file of leaves each, with forecast and actual
    amounts; the causes stand in ``injection_info.csv`` (``a=a1&b=b2``, several parted by semicolons)."""
    with (folder / "injection_info.csv").open(encoding="utf-8", newline="") as told:
        causes = {row["timestamp"]: row["set"] for row in csv.DictReader(told)}
    for stem in sorted(causes)[:first]:
        yield _squeezed(folder / f"{stem}.csv", causes[stem])


def _squeezed(path: Path, told: str) -> Case:
    from pyarrow import csv as arrow

    table = arrow.read_csv(path)
    amounts = {name: table[name].to_numpy().astype(np.float64) for name in ("predict", "real")}
    columns = {
        name: table[name].combine_chunks().dictionary_encode() for name in table.column_names if name not in amounts
    }
    known = {name: one.dictionary.to_pylist() for name, one in columns.items()}
    codes = np.column_stack([one.indices.to_numpy() for one in columns.values()]).astype(np.int64)
    pairs = [[part.split("=") for part in cause.split("&")] for cause in told.split(";")]
    places = list(columns)
    causes = frozenset(
        frozenset((places.index(name), known[name].index(member)) for name, member in cause) for cause in pairs
    )
    return Case(codes, (amounts["predict"], amounts["real"]), None, causes)


def planted(
    seed: int, *, ratio: bool, noise: float, causes: int, dimensions: int, sizes: tuple[int, ...] = SIZES
) -> Case:
    """A cube of gamma-like volumes with ``causes`` faults of ``dimensions`` dimensions each.

    Amounts stray by ``noise`` (a standard deviation, relative); those of a fault lose 30 to 90 % of themselves. Ratios
    are drawn from the leaf's volume (binomial) around a level that strays by a tenth of the noise; a fault takes 20 to
    60 % of it. Leaves of a fault share its factor. Two faults never overlap.
    """
    dice = np.random.default_rng(seed)
    codes = np.stack([one.ravel() for one in np.indices(sizes)], axis=1)
    truth = _places(dice, sizes, causes, dimensions)
    factor = np.ones(len(codes))
    for cause in truth:
        inside = np.all([codes[:, dimension] == member for dimension, member in cause], axis=0)
        factor[inside] = 1 - dice.uniform(0.2, 0.6) if ratio else 1 - dice.uniform(0.3, 0.9)
    volume = dice.weibull(0.8, len(codes)) * 100
    if not ratio:
        actual = volume * np.maximum(1 + noise * dice.standard_normal(len(codes)), 0) * factor
        return Case(codes, (volume, actual), None, frozenset(truth))
    before, after = dice.poisson(3 * volume).astype(float), dice.poisson(volume).astype(float)
    level = (0.85 * (1 + 0.1 * noise * dice.standard_normal(len(codes)))).clip(0.02, 0.98)
    part0 = dice.binomial(before.astype(int), level).astype(float)
    part1 = dice.binomial(after.astype(int), level * factor).astype(float)
    return Case(codes, (part0 / 3, part1), (before / 3, after), frozenset(truth))


def _places(dice: np.random.Generator, sizes: tuple[int, ...], causes: int, dimensions: int) -> set[Cause]:
    found: set[Cause] = set()
    while len(found) < causes:
        chosen = sorted(dice.choice(len(sizes), size=dimensions, replace=False).tolist())
        cause = frozenset((one, int(dice.integers(sizes[one]))) for one in chosen)
        if all(_apart(cause, other) for other in found):
            found.add(cause)
    return found


def _apart(one: Cause, other: Cause) -> bool:
    """Whether no leaf can lie in both."""
    members = dict(other)
    return any(members.get(dimension, member) != member for dimension, member in one)
