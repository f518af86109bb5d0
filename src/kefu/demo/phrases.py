"""What people write, as banks of text that whole columns can be drawn from: reads ``phrases.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from kefu import yaml_text
from kefu.demo.dice import Dice
from kefu.demo.vocabulary import Array
from kefu.demo.writing import Text, chosen, joined

FILE = Path(__file__).with_name("phrases.yaml")
SLOTS = ("", "product", "order", "phone", "days")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Bank:
    """Sentences of many groups, cut at their slot; ``start`` and ``count`` say where each group lies."""

    groups: tuple[str, ...]
    start: Array
    count: Array
    before: Text
    slot: Array
    after: Text

    def group(self, name: str) -> int:
        return self.groups.index(name)

    def draw(self, rng: Dice, group: Array) -> Array:
        """A sentence of each row's group."""
        return np.asarray(self.start[group] + (rng.random(len(group)) * self.count[group]).astype(np.int64))

    def say(self, sentence: Array, slots: dict[str, Text]) -> Text:
        """The sentences with their slots filled from the row's own values."""
        filling = chosen(("",), np.zeros(len(sentence), dtype=np.int64))
        slot = self.slot[sentence]
        for number, name in enumerate(SLOTS):
            rows = np.flatnonzero(slot == number)
            if name and len(rows):
                filling = _replaced(filling, rows, slots[name].take(pa.array(rows)))
        return joined(self.before.take(pa.array(sentence)), filling, self.after.take(pa.array(sentence)))


def _replaced(text: Text, rows: Array, values: Text) -> Text:
    at = np.arange(len(text))
    at[rows] = len(text) + np.arange(len(rows))
    return pa.concat_arrays([text, values]).take(pa.array(at))


@lru_cache(maxsize=1)
def _told() -> Any:
    return yaml_text.read(FILE.read_text(encoding="utf-8"))


def _groups() -> Iterator[tuple[str, list[str]]]:
    for name, value in _told().items():
        if name in ("lead", "tail", "survey"):
            continue
        if isinstance(value, dict):
            yield from ((f"{name}.{key}", list(lines)) for key, lines in value.items())
        else:
            yield name, list(value)


@lru_cache(maxsize=1)
def bank() -> Bank:
    groups = list(_groups())
    lines = [line for _, every in groups for line in every]
    cut = [_SLOT.split(line, maxsplit=1) for line in lines]
    counts = np.array([len(every) for _, every in groups])
    return Bank(
        groups=tuple(name for name, _ in groups), start=np.cumsum(counts) - counts, count=counts,
        before=pa.array([one[0] for one in cut], pa.string()),
        slot=np.array([SLOTS.index(one[1]) if len(one) > 1 else 0 for one in cut]),
        after=pa.array([one[2] if len(one) > 1 else "" for one in cut], pa.string()),
    )  # fmt: skip


def little_words(which: str, who: str) -> list[str]:
    """What is put before ("lead") or after ("tail") a sentence of a customer or an agent."""
    return list(_told()[which][who])


def survey_words(mood: str) -> list[str]:
    return list(_told()["survey"][mood])
