"""Finding the combination behind a change: F1 beside RiskLoc's published method, on labelled and on planted faults.

A cause counts when all its members are named and no other. The labelled cases are public and not part of Kefu:
``KEFU_RCA`` names the archive, and they are left out without it. So are the faults of Squeeze's data, injected into
real amounts: ``KEFU_SQUEEZE`` names their folder ``B0``, which has one for each setting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from os import environ
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

from bench.company import Place
from bench.fresh import run

if TYPE_CHECKING:
    from bench.cases import Case, Cause

NOISE = (0.02, 0.1, 0.25, 0.5)
EACH = 5  # cases for every number of causes and of dimensions
SETTINGS = [f"B_cuboid_layer_{layer}_n_ele_{elements}" for layer in (1, 2, 3) for elements in (1, 2, 3)]
FIRST = 20  # faults of each setting, by name
FIRST_SEED = 7_000  # far from those the method was tried on while it was written


def measure(_: Place) -> list[str]:
    lines: list[str] = run(compare, environ.get("KEFU_RCA", ""), environ.get("KEFU_SQUEEZE", "")).said["lines"]
    return lines


def compare(archive: str, folder: str) -> dict[str, Any]:
    """A line for every set of cases."""
    lines = [*_labelled(archive), *_injected(folder)]
    for ratio, noise in product((False, True), NOISE):
        what = f"{'ratios' if ratio else 'amounts'}, noise {noise:.0%}"
        lines.append(_line(what, list(_planted(ratio=ratio, noise=noise))))
    return {"lines": lines}


def _labelled(archive: str) -> Iterable[str]:
    from bench.cases import recorded

    if archive:
        yield _line("labelled cases", list(recorded(Path(archive))))
    else:
        yield "labelled cases: left out; KEFU_RCA names their archive"


def _injected(folder: str) -> Iterable[str]:
    from bench.cases import squeezed

    if not folder:
        yield "Squeeze's faults: left out; KEFU_SQUEEZE names their folder B0"
        return
    for setting in SETTINGS:
        yield _line(setting, list(squeezed(Path(folder) / setting, FIRST)))


def _planted(*, ratio: bool, noise: float) -> Iterable[Case]:
    from bench.cases import planted

    for causes, dimensions, number in product((1, 2, 3), (1, 2, 3), range(EACH)):
        seed = FIRST_SEED + 100 * causes + 10 * dimensions + number
        yield planted(seed, ratio=ratio, noise=noise, causes=causes, dimensions=dimensions)


def _line(what: str, cases: Sequence[Case]) -> str:
    ours, theirs = score(kefu_names, cases), score(riskloc_names, cases)
    return f"{what}: {len(cases)} cases; Kefu {ours}; RiskLoc {theirs}"


@dataclass(frozen=True, slots=True)
class Score:
    right: int
    wrong: int
    missed: int
    milliseconds: float

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        counts = f"{self.right} right, {self.wrong} wrong, {self.missed} missed"
        return f"F1 {self.f1:.3f} ({counts}), {self.milliseconds:.0f} ms"


def score(method: Callable[[Case], set[Cause]], cases: Sequence[Case]) -> Score:
    """Causes over all cases, and CPU milliseconds a case."""
    start = process_time()
    named = [method(case) for case in cases]
    spent = 1000 * (process_time() - start) / len(cases)
    pairs = [(found, case.causes) for found, case in zip(named, cases, strict=True)]
    right = sum(len(found & truth) for found, truth in pairs)
    return Score(
        right, sum(len(found) for found, _ in pairs) - right, sum(len(truth) for _, truth in pairs) - right, spent
    )


def kefu_names(case: Case) -> set[Cause]:
    """The causes Kefu names."""
    from kefu.methods.attribution import localisation

    if case.wholes is None:
        leaves = localisation.of_amounts(case.codes, *case.parts, worth=None)
    else:
        leaves = localisation.of_ratio(case.codes, case.parts, case.wholes)
    return {frozenset(one.members) for one in localisation.localise(leaves)}


def riskloc_names(case: Case) -> set[Cause]:
    """The causes RiskLoc's published method names."""
    from bench import riskloc

    if case.wholes is None:
        return riskloc.riskloc(riskloc.of_amounts(case.codes, *case.parts))
    return riskloc.riskloc(riskloc.of_ratio(case.codes, case.parts, case.wholes))
