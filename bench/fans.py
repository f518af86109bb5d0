"""Fans of two public series, told from what was known before their last stretch, and what came of it.

Monthly demand of car parts, the last year held back, and a bank's calls by day, the last week held back. The pages are
drawn as a report draws its forecast.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bench.public_data import FOLDER
from bench.staffing import CALLS
from bench.stock import PARTS
from kefu.methods.forecast import automatic, combined
from kefu.methods.forecast.models import seasonal_naive

if TYPE_CHECKING:
    from kefu.report.document import Chart, Document

Floats = NDArray[np.float64]
ORIGINS = 12
SHOWN = 28  # of the last values, so that each has its name below it
LIMITS = ("lower", "inner_lower", "inner_upper", "upper")
CALLED = ("95 % interval, from", "80 % interval, from", "80 % interval, to", "95 % interval, to")


@dataclass(frozen=True)
class Held:
    """A series by name of its places, ``back`` of them held back; what was told of these, and repeated from before."""

    what: str
    names: tuple[str, ...]
    values: Floats
    back: int
    told: combined.Forecast
    naive: Floats

    @property
    def came(self) -> Floats:
        return self.values[-self.back :]

    def within(self, low: Floats, high: Floats) -> int:
        return int(((low <= self.came) & (self.came <= high)).sum())

    def line(self) -> str:
        """How far off it was beside last season's values, and how many of those that came lie in the intervals."""
        told, known = self.told, len(self.values) - self.back
        ours, last = (float(np.abs(self.came - one).mean()) for one in (told.values, self.naive))
        model = "last season's values" if told.is_naive else " and ".join(told.models)
        outer, inner = self.within(told.lower, told.upper), self.within(told.inner_lower, told.inner_upper)
        return (
            f"{self.what}: {known} known, {self.back} held back, told by {model}: {ours:,.1f} off on average, last "
            f"season's values {last:,.1f}; {outer} in the 95 % interval, {inner} in that of 80 %"
        )


def parts() -> Held:
    """All car parts without missing months together, by month."""
    with gzip.open(FOLDER / PARTS, "rt", encoding="utf-8", newline="") as stream:
        _, *rows = csv.reader(stream)
    table = np.array([[float(one) if one not in ("", "NA") else np.nan for one in row[1:]] for row in rows])
    whole = table[:, ~np.isnan(table).any(axis=0)].sum(axis=1)
    months = tuple(f"{date.fromisoformat(f'{row[0][:7]}-01'):%b}" for row in rows)
    return _held("car parts, months", months, whole, back=12, season=12)


def calls() -> Held:
    """Calls of the bank by day of February 1999."""
    with gzip.open(FOLDER / CALLS, "rt", encoding="utf-8") as stream:
        counted = Counter(row["date"] for row in csv.DictReader(stream, delimiter="\t"))
    days = sorted(counted)
    named = tuple(f"{date(1900 + int(one[:2]), int(one[2:4]), int(one[4:])):%a %d}" for one in days)
    return _held("calls of a bank, days", named, np.array([counted[one] for one in days], float), back=7, season=7)


def _held(what: str, names: tuple[str, ...], values: Floats, *, back: int, season: int) -> Held:
    past = values[:-back]
    told = combined.forecast(past, back, season, models=automatic.models(), most_origins=ORIGINS)
    assert told is not None
    return Held(what, names, values, back, told, seasonal_naive(past, back, season))


def page(held: Held, title: str) -> Document:
    from kefu.report.document import Document, Heading

    return Document(
        title, "", "Public data", held.names[0], "en", (Heading(1, "Forecast"), Heading(2, title), _fan(held))
    )


def _fan(held: Held) -> Chart:
    """What was, before and after; from the last value known on, what was told."""
    from kefu.report.document import Chart, Question, Role, Series

    values = held.values[-SHOWN:].tolist()
    known = len(values) - held.back
    before: tuple[float | None, ...] = (*(None for _ in range(known - 1)), values[known - 1])

    def ahead(name: str, told: Floats, role: Role) -> Series:
        return Series(name, (*before, *(max(float(one), 0.0) for one in told)), role)

    return Chart(
        name="forecast.held",
        question=Question.FORECAST,
        title=f"What came, and what was told {held.back} values before the end (dark: 80% interval, light: 95%)",
        categories=held.names[-SHOWN:],
        series=(
            Series("What came", tuple(values), Role.MAIN),
            ahead("Told", held.told.values, Role.EXPECTED),
            *(ahead(name, getattr(held.told, role), Role.LIMIT) for name, role in zip(CALLED, LIMITS, strict=True)),
        ),
        alt=held.line(),
        number_format="#,##0",
    )


def write(folder: Path) -> list[str]:
    """The two pages as slides in the folder; returns what was measured and where they are."""
    from kefu.report.renderers import RENDERERS
    from kefu.report.themes import THEMES

    folder.mkdir(parents=True, exist_ok=True)
    said = []
    for name, held in (("forecast.parts", parts()), ("forecast.bank", calls())):
        path = folder / f"{name}.pptx"
        within = held.within(held.told.inner_lower, held.told.inner_upper)
        title = (
            f"{within} of the {held.back} {held.what.split()[-1]} held back lie in the 80% interval told before them"
        )
        RENDERERS["pptx"].render(page(held, title), path, THEMES["light"])
        said += [held.line(), f"written: {path}"]
    return said
