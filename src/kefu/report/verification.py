"""Whether a finished file still says what the data say: every number in it against the report made anew from the store.

The report is composed again from the same data, written by the same renderer and read back by the same reader; then the
two readings are held against each other place by place. Words may have been edited since, numbers may not: one that
stands where another should, or one nobody computed, is a fault.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from kefu.errors import NotFoundError
from kefu.findings import Period
from kefu.report.document import Document
from kefu.report.renderers import RENDERERS, Renderer, Said
from kefu.report.renderers._reading.numbers import numbers, unnumbered
from kefu.report.themes import Theme

NAME = re.compile(r"(?P<kind>\w+)_(?P<month>\d{4}-(?:0[1-9]|1[0-2]))_(?P<language>zh|en)")
SAME = 1e-9  # relative: programs that save a file anew write the same number with other last digits


@dataclass(frozen=True, slots=True)
class Fault:
    """A number that does not hold: what the file says there, what the data give, and the figures that say so.

    ``expected`` is "" for a number in a text somebody added or edited that no figure of the report gives.
    """

    place: str
    found: str
    expected: str
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of one file: ``numbers`` read and held against the data, ``faults``, places whose words somebody
    ``edited`` or ``removed``, and what is wrong with the file as such (``flaws``)."""

    file: Path
    numbers: int
    faults: tuple[Fault, ...]
    edited: tuple[str, ...]
    removed: tuple[str, ...]
    flaws: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.faults and not self.flaws


def known_as(file: Path) -> tuple[str, Period, str, Renderer]:
    """The kind, month, language and renderer of a report, from the name ``kefu report`` gave it."""
    found = NAME.fullmatch(file.stem)
    renderer = next((one for one in RENDERERS.values() if one.suffix == file.suffix), None)
    if found is None or renderer is None or not file.is_file():
        raise NotFoundError(
            '{file}: is no file "kefu report" wrote (<kind>_<month>_<language>, as it names them)', file=file
        )
    return found["kind"], Period.month(found["month"]), found["language"], renderer


def verify(document: Document, path: Path, renderer: Renderer, theme: Theme) -> Verified:
    """Hold the file against the document, which was composed from the data just now.

    Raises DataError where the file cannot be read at all.
    """
    found = list(renderer.read(path))
    with TemporaryDirectory() as folder:
        anew = Path(folder) / path.name
        renderer.render(document, anew, theme)
        untouched = anew.read_bytes() == path.read_bytes()  # then both say the same, and one reading is enough
        expected = found if untouched else list(renderer.read(anew))
    compared = compare(path, expected, found, _shown(document))
    return replace(compared, flaws=tuple(renderer.check(path)))


def compare(
    path: Path, expected: Sequence[Said], found: Sequence[Said], shown: Mapping[str, Sequence[str]]
) -> Verified:
    """Hold one reading against another; ``shown`` gives the figures that show a number."""
    due, there, known = _by_place(expected), _by_place(found), _by_page(expected)
    everywhere = set().union(*known.values())
    faults: list[Fault] = []
    edited: list[str] = []
    for (page, spot), texts in there.items():
        asked, place = due.get((page, spot), []), f"{page}, {spot}"
        if [unnumbered(text) for text in texts] == [unnumbered(text) for text in asked]:
            faults += _changed(place, asked, texts, shown)
        else:
            edited.append(place)
            faults += _untraced(place, texts, known.get(page, everywhere))
    removed = tuple(f"{page}, {spot}" for page, spot in due if (page, spot) not in there)
    count = sum(len(numbers(one.text)) for one in found)
    return Verified(path, count, tuple(faults), tuple(edited), removed)


def _by_place(said: Iterable[Said]) -> dict[tuple[str, str], list[str]]:
    places: dict[tuple[str, str], list[str]] = {}
    for one in said:
        places.setdefault((one.page, one.spot), []).append(one.text)
    return places


def _by_page(said: Iterable[Said]) -> dict[str, set[str]]:
    """The numbers of every page: a text edited there may repeat them and no others."""
    pages: dict[str, set[str]] = {}
    for one in said:
        pages.setdefault(one.page, set()).update(numbers(one.text))
    return pages


def _changed(
    place: str, expected: Sequence[str], found: Sequence[str], shown: Mapping[str, Sequence[str]]
) -> Iterator[Fault]:
    """The numbers that stand where others should."""
    for due, text in zip(expected, found, strict=True):
        if due == text or _same_number(due, text):
            continue
        pairs = zip(numbers(due), numbers(text), strict=True)
        wrong = [number for number, there in pairs if number != there]
        figures = dict.fromkeys(name for number in wrong for name in shown.get(number, ()))
        yield Fault(place, text, due, tuple(figures))


def _same_number(one: str, other: str) -> bool:
    """Whether both are numbers and nothing else, and the same to the last digits a program may write otherwise."""
    try:
        return math.isclose(float(one), float(other), rel_tol=SAME, abs_tol=1e-12)
    except ValueError:
        return False


def _untraced(place: str, texts: Sequence[str], known: set[str]) -> Iterator[Fault]:
    """Numbers in a text of somebody's own that stand nowhere else on the page."""
    for text in texts:
        if any(number not in known for number in numbers(text)):
            yield Fault(place, text, "")


def _shown(document: Document) -> dict[str, list[str]]:
    """The figures of the register by the numbers they are shown as."""
    found: dict[str, list[str]] = {}
    for line in document.figures:
        for number in numbers(f"{line.shown} {line.interval}"):
            found.setdefault(number, []).append(line.id)
    return found
