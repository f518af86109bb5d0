"""The figures of a published report that the data of today give otherwise: then, now, the difference and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kefu.analyses.restatement.measuring import Key, key_of, measure_again
from kefu.analyses.restatement.published import Published, shown, versions
from kefu.errors import NotFoundError
from kefu.findings import Figure, Finding, Lineage, Period, Query, Unit
from kefu.findings.figure import derived, difference, relative_change
from kefu.metrics.query import Meter
from kefu.store.facts import FACTS
from kefu.store.record import read_record

MADE_BY = "analyses.restated"
ROUNDING = {  # half of the last digit a figure of the unit is ever shown with
    Unit.COUNT: 0.5, Unit.SHARE: 0.0005, Unit.SECONDS: 0.05, Unit.DAYS: 0.05, Unit.NPS: 0.05, Unit.SCORE: 0.005,
    Unit.RATIO: 0.005, Unit.MONEY: 0.005,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Restatement:
    """What became of one version of a report.

    ``changed`` are findings ``restatement.changed``, those that moved most in proportion first; ``unchanged`` counts
    figures that are the same to the last digit shown, ``computed`` those made of other figures, ``affected`` those of
    them whose inputs changed; ``undefined`` names metrics that are defined no longer.
    """

    version: Published
    changed: tuple[Finding, ...]
    unchanged: int
    computed: int
    affected: int
    undefined: tuple[str, ...]

    @property
    def finding(self) -> Finding:
        """The whole as one finding, for a page of the next report."""
        inputs = [one.figures["now"] for one in self.changed]
        changed = derived("figures restated", Unit.COUNT, float(len(self.changed)), *inputs)
        unchanged = derived("figures unchanged", Unit.COUNT, float(self.unchanged), *inputs)
        subject = {"period": self.version.period, "kind": self.version.kind}
        figures = {"changed": changed, "unchanged": unchanged}
        return Finding(MADE_BY, "restatement.report", subject, figures, parts=self.changed)


def restatements(
    meter: Meter, folder: Path, period: Period, *, kind: str = "", since: int | None = None, until: int | None = None
) -> tuple[Restatement, ...]:
    """One per kind of report published for the period; of its latest version, or of the one as of import ``since``.

    Versions written after import ``until`` are looked past. Raises NotFoundError where no such report was written.
    """
    held = [one for one in versions(folder, period) if until is None or one.sequence <= until]
    chosen = _chosen(held, kind, since)
    if not chosen:
        which = " ".join(word for word in (kind, "" if since is None else f"as of import {since}") if word)
        raise NotFoundError(
            '{period}: no report {which}was written of it; see "kefu report"',
            period=period,
            which=which and f"{which} ",
        )
    return tuple(_restate(meter, folder, one) for one in chosen)


def between(meter: Meter, folder: Path, period: Period, *, kind: str, since: int, until: int) -> Restatement:
    """What the report written as of import ``until`` shows otherwise than the one as of ``since``: nothing is measured,
    both are read from the ledger, and what only one of them showed is not counted.

    ``meter`` measures the data as of ``until``. Raises NotFoundError where one of them was not written.
    """
    held = versions(folder, period)
    before, after = (next(iter(_chosen(held, kind, one)), None) for one in (since, until))
    if before is None or after is None:
        raise NotFoundError(
            "{period}: the figures of {kind} as of import {since} or {until} are not known",
            period=period,
            kind=kind,
            since=since,
            until=until,
        )
    later = shown(folder, after.figures).values()
    figures = {key_of(query_of(one["lineage"]["query"])): figure_of(one) for one in later if one["lineage"]["query"]}
    return _restate(meter, folder, before, figures)


def _chosen(held: Sequence[Published], kind: str, since: int | None) -> list[Published]:
    """Per kind the wanted version; its languages show the same figures, and what only one shows is added."""
    chosen: dict[str, Published] = {}
    for one in held:
        if kind not in ("", one.kind) or since not in (None, one.sequence):
            continue
        before = chosen.get(one.kind)
        same = before is not None and before.sequence == one.sequence
        figures = tuple(sorted({*(before.figures if before and same else ()), *one.figures}))
        chosen[one.kind] = Published(one.period, one.kind, one.language, one.sequence, one.imports, figures)
    return list(chosen.values())


def _restate(
    meter: Meter, folder: Path, version: Published, figures: Mapping[Key, Figure] | None = None
) -> Restatement:
    """Held against ``figures`` that were shown later or, without them, against what the meter measures."""
    entries = shown(folder, version.figures)
    asked = {name: query_of(one["lineage"]["query"]) for name, one in entries.items() if one["lineage"]["query"]}
    known = {name: query for name, query in asked.items() if query.metric in meter.metrics}
    now = measure_again(meter, known.values()) if figures is None else figures
    known = {name: query for name, query in known.items() if key_of(query) in now}
    changed = {
        name: _finding(meter, version, figure_of(entries[name]), now[key_of(query)], query)
        for name, query in known.items()
        if moved(entries[name], now[key_of(query)])
    }
    computed = [one for one in entries.values() if not one["lineage"]["query"]]
    return Restatement(
        version=version,
        changed=tuple(sorted(changed.values(), key=_size, reverse=True)),
        unchanged=len(known) - len(changed),
        computed=len(computed),
        affected=len(_affected(computed, set(changed))),
        undefined=tuple(sorted({query.metric for query in asked.values() if query.metric not in meter.metrics})),
    )


def _affected(computed: Iterable[Mapping[str, Any]], changed: set[str]) -> set[str]:
    """The computed figures that rest on a changed one, directly or through another computed figure."""
    waiting, touched = {one["id"]: set(one["lineage"]["inputs"]) for one in computed}, set(changed)
    while more := {name for name, inputs in waiting.items() if name not in touched and inputs & touched}:
        touched |= more
    return touched - changed


def moved(entry: Mapping[str, Any], now: Figure) -> bool:
    """Whether the value is another one where it is shown; an undefined figure that became defined is.

    Of the same id, a figure has the same definition and data, and is the same.
    """
    then = entry["value"]
    if now.id == entry["id"] or then is None or now.value is None:
        return now.id != entry["id"] and then is not now.value
    return bool(abs(now.value - then) >= ROUNDING[now.unit])


def query_of(raw: Mapping[str, Any]) -> Query:
    """The question of a ledger entry."""
    return Query(raw["metric"], Period(date.fromisoformat(raw["from"]), date.fromisoformat(raw["to"])), raw["where"])


def figure_of(entry: Mapping[str, Any]) -> Figure:
    """A figure as it was shown, with the id it had."""
    raw = entry["lineage"]
    query = query_of(raw["query"]) if raw["query"] else None
    lineage = Lineage(raw["definition"], query, raw["snapshots"], raw["formula"], tuple(raw["inputs"]))
    interval = tuple(entry["interval"]) if entry["interval"] else None
    return Figure(entry["value"], Unit(entry["unit"]), entry["sample"], lineage, interval, entry["censored"])


def _finding(meter: Meter, version: Published, then: Figure, now: Figure, query: Query) -> Finding:
    data, definition = (
        then.lineage.snapshots != now.lineage.snapshots,
        then.lineage.definition != now.lineage.definition,
    )
    files = _files(meter, version, query.metric) if data else []
    hours = data and not files and _other_hours(meter, version)
    why = "both" if data and definition else "hours" if hours else "data" if data else "definition"
    figures = {"before": then, "now": now, "change": difference(now, then), "relative": relative_change(now, then)}
    subject = {"metric": query.metric, **{name: member or "" for name, member in query.where.items()}}
    subject |= {"period": str(query.period), "why": why}
    subject["files"] = ", ".join(files)
    return Finding(MADE_BY, "restatement.changed", subject, figures)


def _other_hours(meter: Meter, version: Published) -> bool:
    """Whether facts were computed with other opening hours or promises when the report was written."""
    return read_record(meter.snapshot.folder, version.sequence).hours != meter.snapshot.record.hours


def _files(meter: Meter, version: Published, metric: str) -> list[str]:
    """Files brought in since that hold rows the metric is made of, or facts of those rows are."""
    read = set(meter.tables(metric)) | set(meter.entities(metric))
    for name in tuple(read):
        read |= {one.removesuffix("_row") for one in FACTS[name].reads} if name in FACTS else set()
    later = (one for one in meter.snapshot.record.imports if one.number > version.imports)
    return list(dict.fromkeys(one.file for one in later if read & set(one.tables)))


def _size(finding: Finding) -> tuple[float, str]:
    """How far it moved in proportion; what became defined or undefined, or began at nothing, moved furthest."""
    relative = finding.figures["relative"].value
    return (float("inf") if relative is None else abs(relative), finding.subject["metric"])
