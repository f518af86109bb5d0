"""References from a text to the register: the figures of a block as a few linked numbers, ``3–7, 12``.

A figure's number is its line in the register. On paper nobody can point at a number to see its id, so a block ends with
the numbers of its lines; runs are drawn together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kefu.report.document import Document, Notes


@dataclass(frozen=True, slots=True)
class Reference:
    """One run of register lines: what is written, and the id of its first figure as the place to jump to."""

    text: str
    figure: str


def line_numbers(document: Document) -> dict[str, int]:
    """Return the line of every figure in the register, counted from 1."""
    return {line.id: number for number, line in enumerate(document.figures, start=1)}


def references(ids: Iterable[str], numbers: Mapping[str, int]) -> list[Reference]:
    """Return the runs of lines the ids stand on; an id the register does not know is named itself."""
    wanted = list(dict.fromkeys(ids))
    names = {numbers[one]: one for one in wanted if one in numbers}
    runs: list[list[int]] = []
    for line in sorted(names):
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    known = [Reference(_span(run), names[run[0]]) for run in runs]
    return known + [Reference(one, "") for one in wanted if one and one not in numbers]


def word_for(ids: Iterable[str], said: Mapping[str, str]) -> str:
    """What stands before the lines the ids stand on: "Figure" or "Figures"."""
    return said["line" if len(set(filter(None, ids))) == 1 else "lines"]


def _span(run: list[int]) -> str:
    return str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}"


def unregistered(notes: Notes, numbers: Mapping[str, int]) -> tuple[str, ...]:
    """Return the lines of a page's notes that the register at the end of the same document does not already say."""
    return tuple(line for line in notes.lines if line.split(" = ")[0] not in numbers)
