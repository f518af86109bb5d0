"""What the analyses found in a month, computed by a job and kept in a file: pages show it once it is there.

Running all analyses takes seconds, which nobody waits for in front of a page. The findings hold figures and no words,
so both languages tell the same file. They speak of the whole company, and so are shown only where nothing is filtered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from kefu.analyses import Study, run_all
from kefu.findings import Figure, Finding, Lineage, Period, Query, Unit
from kefu.project import Project
from kefu.report.kinds import KINDS
from kefu.store.record import replace_file
from kefu.workbench.company import version
from kefu.workbench.dashboards.pages import JUDGED
from kefu.workbench.web.words import word

KIND = "after_sales_monthly"
MOST_KEPT = 6  # files; older ones are of data that are no more


def findings_of(project: Project, period: Period) -> tuple[Finding, ...] | None:
    """What was found in the month with the data and settings of now; None where nobody has looked yet."""
    file = _file(project, period)
    if not file.is_file():
        return None
    return tuple(_finding(one) for one in json.loads(file.read_text(encoding="utf-8")))


def judgement(project: Project, period: Period, found: Sequence[Finding] | None, *, whole: bool) -> str:
    """In words whether the changes of a page are judged, and if not, what would have to be for them to be."""
    if found is not None:
        return word("dashboards.judged")
    if not whole:
        return word("dashboards.not_judged_slice")
    month = project.last_complete_month()
    return word("dashboards.not_judged") if period == month else word("dashboards.not_judged_period", month=month)


def looked_at() -> int:
    """What changes whenever a month was looked at; part of the keys of kept pages."""
    folder = _folder()
    return folder.stat().st_mtime_ns if folder.is_dir() else 0


def judge(project: Project, period: Period) -> int:
    """Run all analyses over a month and keep what they find; returns how many findings there are."""
    file, platforms = _file(project, period), project.configuration.quality.platforms
    study = Study.of_month(project.meter, period, metrics_judged(project), project.configuration.country, platforms)
    found = run_all(study)
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, json.dumps([_written(one) for one in found], ensure_ascii=False))
    for old in sorted(file.parent.glob("*.json"), key=lambda one: one.stat().st_mtime)[:-MOST_KEPT]:
        old.unlink(missing_ok=True)
    return len(found)


def metrics_judged(project: Project) -> tuple[str, ...]:
    """Those of the monthly report and of the pages, as far as the project has them."""
    named = dict.fromkeys((*KINDS[KIND].metrics, *JUDGED))
    return tuple(one for one in named if one in project.metrics)


def _file(project: Project, period: Period) -> Path:
    state = sha256(version(project.folder).encode()).hexdigest()[:20]
    return _folder() / f"{state}_{period.start}_{period.end}.json"


def _folder() -> Path:
    return Path(settings.HOME) / "findings"


def _written(finding: Finding) -> dict[str, Any]:
    return {
        "made_by": finding.made_by,
        "kind": finding.kind,
        "subject": dict(finding.subject),
        "figures": {role: _written_figure(one) for role, one in finding.figures.items()},
        "caveats": list(finding.caveats),
        "parts": [_written(one) for one in finding.parts],
    }


def _written_figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "unit": figure.unit.value,
        "sample": figure.sample,
        "lineage": figure.lineage.canonical(),
        "interval": figure.interval,
        "censored": figure.censored,
        "spread": figure.spread,
    }


def _finding(held: Mapping[str, Any]) -> Finding:
    figures = {role: _figure(one) for role, one in held["figures"].items()}
    parts: Sequence[Finding] = [_finding(one) for one in held["parts"]]
    return Finding(held["made_by"], held["kind"], held["subject"], figures, tuple(held["caveats"]), tuple(parts))


def _figure(held: Mapping[str, Any]) -> Figure:
    interval = held["interval"]
    return Figure(
        value=held["value"],
        unit=Unit(held["unit"]),
        sample=held["sample"],
        lineage=lineage_of(held["lineage"]),
        interval=(interval[0], interval[1]) if interval else None,
        censored=held["censored"],
        spread=held["spread"],
    )


def shown_figure(entry: Mapping[str, Any]) -> Figure:
    """A figure as the ledger has it, which keeps no spread."""
    return _figure({"spread": None, **entry})


def lineage_of(held: Mapping[str, Any]) -> Lineage:
    """A recipe as it was written down: of a finding here, of a figure in the ledger."""
    asked = held["query"]
    query = asked and Query(
        asked["metric"], Period(date.fromisoformat(asked["from"]), date.fromisoformat(asked["to"])), asked["where"]
    )
    return Lineage(
        held["definition"], query or None, held["snapshots"], formula=held["formula"], inputs=tuple(held["inputs"])
    )
