"""A case of a peer, what must come out of it, and how an answer is held against that.

``replay``: the peer's value must come out. ``diverge``: the peer's value is a defect, ours must come out. ``boundary``:
peers disagree, so the peer's value must come out under a setting that has a name, and ours without it.

An adapter translates the inputs of all cases of one kind into the product's and calls the product; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

Answer = Mapping[str, Any]
RULE = "rule"  # where our own answer is a rule and no value, the adapter says whether it holds


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the file."""

    id: str
    kind: str
    given: Any
    expected: Any
    ours: Any
    stance: str

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Case:
        case = cls(raw["id"], raw["kind"], raw["input"], raw["expected"], raw.get("kefu_expected"), raw["stance"])
        if case.stance not in ("replay", "diverge", "boundary"):
            raise ValueError(f'{case.id}: unknown stance "{case.stance}"')
        if case.stance == "diverge" and case.ours is None:
            raise ValueError(f"{case.id}: diverges without kefu_expected")
        return case


@dataclass(frozen=True, slots=True)
class Settled:
    """The answers to a boundary case: the peer's ``under`` a named setting, and ``ours`` by default."""

    peers: Answer
    under: str
    ours: Answer


@dataclass(frozen=True, slots=True)
class Refused:
    """The product refused the input, for this reason."""

    reason: str


Answers = Mapping[str, "Answer | Settled"]  # by the id of the case
Adapter = Callable[[Sequence[Case], Path], Answers]  # with a folder of its own for what it stores


def each(answer: Callable[[Any], Answer | Settled]) -> Adapter:
    """An adapter that needs no store: ``answer`` takes the input of one case."""
    return lambda cases, _folder: {case.id: answer(case.given) for case in cases}


def faults(case: Case, answer: Answer | Settled) -> list[str]:
    """What of the answer is not as the case wants it; none is right."""
    if isinstance(answer, Settled):
        if case.stance != "boundary":
            return [f"answered as a boundary, but is a {case.stance}"]
        if not answer.under:
            return ["the setting that gives the peer's value has no name"]
        return [*_differences(case.expected, answer.peers), *_differences(case.ours or {}, answer.ours)]
    if case.stance == "boundary":
        return ["is a boundary: needs the peer's answer under a setting, and ours"]
    tolerance = (case.ours or {}).get("tolerance")
    return _differences(case.expected if case.stance == "replay" else case.ours, answer, tolerance)


def _differences(wanted: Mapping[str, Any], got: Answer, tolerance: float | None = None) -> list[str]:
    values = {key: value for key, value in wanted.items() if key not in (RULE, "tolerance")}
    if RULE in wanted and not values and got.get(RULE) is not True:
        return [f"the rule is not shown to hold: {wanted[RULE]}"]
    missing = [f"{key}: not answered, wanted {value!r}" for key, value in values.items() if key not in got]
    wrong = {key: value for key, value in values.items() if key in got and not same(value, got[key], tolerance)}
    return missing + [f"{key}: wanted {value!r}, got {got[key]!r}" for key, value in wrong.items()]


def same(wanted: Any, got: Any, tolerance: float | None = None) -> bool:
    """Whether two values agree; numbers to the decimals the case prints, or within its own tolerance."""
    if isinstance(got, Refused):
        return isinstance(wanted, str) and bool(got.reason)  # each product refuses in its own words
    if isinstance(got, datetime) and isinstance(wanted, str):
        moment = datetime.fromisoformat(wanted)
        return moment == (got if moment.tzinfo else got.replace(tzinfo=None))
    if isinstance(wanted, Mapping):
        return isinstance(got, Mapping) and all(key in got and same(one, got[key]) for key, one in wanted.items())
    if isinstance(wanted, list):
        alike = isinstance(got, Sequence) and not isinstance(got, str) and len(wanted) == len(got)
        return alike and all(same(one, other, tolerance) for one, other in zip(wanted, got, strict=True))
    if isinstance(wanted, bool) or wanted is None or isinstance(wanted, str):
        return type(wanted) is type(got) and bool(wanted == got)
    if isinstance(got, bool) or not isinstance(got, int | float):
        return False
    return bool(abs(wanted - got) <= (_half_a_digit(wanted) if tolerance is None else tolerance))


def _half_a_digit(number: float) -> float:
    """Half of the last decimal the number is printed with; whole numbers are exact."""
    whole, _, decimals = repr(number).partition(".")
    return 1e-9 if decimals in ("", "0") or "e" in whole else 0.5 * 10 ** -len(decimals) + 1e-9
