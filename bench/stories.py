"""Which of the demo's stories are told, and as how large, by the size of the company.

What a story does to an indicator stands in ``demo/stories.yaml`` (``shows``); here the reports of those months are
asked for the same slice of the same indicator. ``KEFU_STORIES`` are other sizes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from math import inf
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import company
from bench.company import LAST_MONTH, Place
from bench.fresh import run

if TYPE_CHECKING:
    from kefu.demo.stories import Shown
    from kefu.findings import Figure, Finding

SIZES = tuple(int(size) for size in environ.get("KEFU_STORIES", "6000,20000,60000,200000").split(","))
MAKERS = ("change", "slices", "localisation", "lasting", "hours")
SAME = {"scenario": "category"}
ABOUT = ("from", "to", "incident", "since")  # what a subject says beside metric and slice


def measure(place: Place) -> list[str]:
    lines = []
    for size in SIZES:
        own = Place(place.work, size)
        company.make(own)
        told = run(look, own.exports, own.work / f"stories-{size}", size).said["told"]
        lines += [f"{size:,} tickets: {line}" for line in told]
    return lines


def look(exports: str, folder: str, tickets: str) -> dict[str, Any]:
    """A line for every effect: how large it is in any company and in this one, and what was told of it, if anything."""
    from bench.planted import size

    looked = list(_looked(Path(exports), Path(folder)))
    return {"told": [_line(shown, size(shown, story, int(tickets)), spans) for story, shown, spans in looked]}


def _line(shown: Shown, here: float, spans: list[tuple[float, float]]) -> str:
    said = "; ".join(f"told {low:.3g} to {high:.3g}" for low, high in spans) or "not told"
    where = ", ".join(shown.where.values()) or "everywhere"
    return f"{shown.metric}, {where}, month {shown.month}: {shown.how} {shown.size}, here {here:.3g}: {said}"


def _looked(exports: Path, folder: Path) -> Iterator[tuple[str, Shown, list[tuple[float, float]]]]:
    from kefu.analyses import Study, run_all
    from kefu.configuration import Configuration
    from kefu.demo.stories import load
    from kefu.findings import Period
    from kefu.project import Project
    from kefu.report.kinds import KINDS

    if not (folder / "kefu.yaml").exists():
        project = Project.create(folder, Configuration(company="Lantern"))
        project.import_files(sorted(one for one in exports.iterdir() if "comments" not in one.name))
    meter = Project(folder).meter

    @cache
    def findings(month: int) -> tuple[Finding, ...]:
        period = Period.month(LAST_MONTH).shifted(month)
        return run_all(Study.of_month(meter, period, KINDS["after_sales_monthly"].metrics, "CN", {}), MAKERS)

    for story in load().every:
        yield from ((story.id, shown, sizes(shown, findings(shown.month))) for shown in story.shows)


def sizes(shown: Shown, findings: Iterable[Finding]) -> list[tuple[float, float]]:
    """How large an effect is told to be: the interval of every finding about that slice of that indicator."""
    from kefu.findings.finding import UNJUDGED

    silent = ("change.normal", *UNJUDGED)
    told = [one for one in findings if one.made_by.removeprefix("analyses.") in MAKERS and one.kind not in silent]
    return [_span(shown.how, one) for one in told if _slice(one) == {"metric": shown.metric, **shown.where}]


def _slice(finding: Finding) -> dict[str, str]:
    """The slice by the names stories have for it: the tickets of a category are those of a scenario as well."""
    return {SAME.get(name, name): member for name, member in finding.subject.items() if name not in ABOUT}


def _span(how: str, finding: Finding) -> tuple[float, float]:
    """The interval a finding has of its size; of a month beside its history, the month beside the limits between which
    it would have stayed."""
    figures = finding.figures
    for role in ("times", "moved"):
        if role in figures:
            return figures[role].interval or (-inf, inf)
    now = _value(figures["now"])
    if "upper" in figures:
        high, low = (_apart(how, now, _value(figures[role])) for role in ("lower", "upper"))
        return low, high
    low, high = (_apart(how, end, _value(figures["expected"])) for end in figures["now"].interval or (-inf, inf))
    return low, high


def _apart(how: str, now: float, usual: float) -> float:
    if how == "plus":
        return now - usual
    if how == "odds":
        now, usual = now / (1 - now), usual / (1 - usual)
    return now / usual if usual > 0 else inf


def _value(figure: Figure) -> float:
    return figure.value or 0.0
