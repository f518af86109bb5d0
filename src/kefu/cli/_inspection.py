"""The state of a project's data, gathered for ``kefu check``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kefu.analyses.quality.thresholds import Miss, missed
from kefu.cleaning.reasons import as_data
from kefu.cli._screen import titled
from kefu.cli._words import Language, word
from kefu.errors import KefuError
from kefu.findings import Finding, Period
from kefu.metrics import Definition, read_definition
from kefu.metrics.query import Meter
from kefu.project import Project
from kefu.report.kinds import read_kind
from kefu.schema import ENTITIES
from kefu.sources.profiles import read_profile
from kefu.store.record import FileImport, Record
from kefu.store.tables import gaps

ANY_MONTH = Period.month("2000-01")  # without rows, so trying a metric costs no reading


@dataclass(frozen=True, slots=True)
class TableReach:
    """Rows of one table and the days they reach over; ``gaps`` are months between them without a row."""

    name: str
    title: str
    rows: int
    first: str
    last: str
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MetricState:
    """Whether a metric can be measured; ``reason`` says why not."""

    name: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """``problems`` are the files somebody wrote that are wrong; then the metrics may be ``metrics_unread``, and the
    ``quality`` of the data is not looked at. ``missed`` are findings beyond the project's limits; changes are those of
    ``month``, ages are counted to ``as_of``."""

    language: Language
    files: tuple[FileImport, ...]
    tables: tuple[TableReach, ...]
    metrics: tuple[MetricState, ...]
    problems: tuple[str, ...]
    metrics_unread: bool
    quality: tuple[Finding, ...] = ()
    missed: tuple[Miss, ...] = ()
    month: Period | None = None
    as_of: date | None = None

    def as_data(self) -> dict[str, Any]:
        return {
            "files": [as_data(one, self.language) for one in self.files],
            "tables": [asdict(one) for one in self.tables],
            "metrics": [{"available": not one.reason, **asdict(one)} for one in self.metrics],
            "problems": list(self.problems),
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "month": str(self.month) if self.month else None,
            "quality": [finding_data(one) for one in self.quality],
            "failed": [miss_data(one) for one in self.missed],
        }


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding for programs: its figures by role with value, unit, sample and id."""
    figures = {
        role: {"value": one.value, "unit": one.unit.value, "sample": one.sample, "id": one.id}
        for role, one in finding.figures.items()
    }
    return {
        "kind": finding.kind,
        "subject": dict(finding.subject),
        "figures": figures,
        "caveats": list(finding.caveats),
        "parts": [finding_data(one) for one in finding.parts],
    }


def miss_data(miss: Miss) -> dict[str, Any]:
    subject = dict(miss.finding.subject)
    return {
        "limit": miss.name,
        "at_most": miss.limit,
        "value": miss.value.value,
        "kind": miss.finding.kind,
        "subject": subject,
    }


def inspect(project: Project, language: Language, as_of: date) -> Inspection:
    """Gather the state of the project; its own files are read one by one, so that all wrong ones are named."""
    mappings = _wrong(project.folder / "mappings", read_profile)
    kinds = _wrong(project.folder / "reports", read_kind)
    metrics = _wrong(project.folder / "metrics", read_definition)
    tried = [] if metrics else _wrong(project.folder / "metrics", lambda path: _try(project.meter, path.stem))
    record = project.record
    unread = bool(metrics or tried)
    month = None if unread else project.latest_month()
    quality = () if unread else project.examine(as_of)
    return Inspection(
        language=language,
        files=record.imports,
        tables=tuple(_reach(record, name, language) for name in ENTITIES if name in record.tables),
        metrics=() if unread else tuple(_metric(project.meter, name, language) for name in project.metrics),
        problems=(*mappings, *kinds, *metrics, *tried),
        metrics_unread=unread,
        quality=quality,
        missed=missed(quality, project.configuration.quality),
        month=month,
        as_of=as_of,
    )


def _wrong(folder: Path, read: Callable[[Path], Definition | object]) -> list[str]:
    """What is wrong with each file of the folder."""
    problems = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            read(path)
        except KefuError as error:
            problems.append(str(error))
        except UnicodeDecodeError:
            problems.append(f"{folder.name}/{path.name}: is not UTF-8; save the file as UTF-8 text")
        except (TypeError, KeyError, AttributeError, ValueError) as error:  # a shape its reader did not foresee
            problems.append(f"{folder.name}/{path.name}: cannot be read as it is written ({error})")
    return problems


def _try(meter: Meter, metric: str) -> object:
    """Measure it once: only then its expressions meet a table."""
    return meter.figure(metric, ANY_MONTH)


def _reach(record: Record, name: str, language: Language) -> TableReach:
    state = record.tables[name]
    first, last = record.reach.get(name, ("", ""))
    return TableReach(
        name=name,
        title=titled(ENTITIES[name].title, language),
        rows=state.rows,
        first=first,
        last=last,
        gaps=gaps(state),
    )


def _metric(meter: Meter, name: str, language: Language) -> MetricState:
    return MetricState(name, titled(meter.metrics[name].title, language), why_not(meter, name, language))


def why_not(meter: Meter, name: str, language: Language) -> str:
    """Why a metric cannot be measured; "" when it can."""
    empty = [one for one in dict.fromkeys(meter.entities(name)) if not meter.snapshot.has(one)]
    if empty:
        return word("no_rows_of", language, table=", ".join(empty))
    return "" if meter.available(name) else word("nothing_stated", language)
