"""How many rows of each source were set aside, and which rule refused them."""

from __future__ import annotations

from collections.abc import Iterable

from kefu.analyses.quality import MADE_BY
from kefu.analyses.quality.scan import Scan
from kefu.findings import Figure, Finding, Lineage, Unit
from kefu.findings.figure import quotient
from kefu.store.record import FileImport


def find(scan: Scan) -> Iterable[Finding]:
    for profile, files in by_source(scan).items():
        yield _finding(scan, profile, files)


def by_source(scan: Scan) -> dict[str, list[FileImport]]:
    """The imports of each kind of export."""
    found: dict[str, list[FileImport]] = {}
    for one in scan.snapshot.record.imports:
        found.setdefault(one.profile, []).append(one)
    return found


def main_entity(files: list[FileImport]) -> str:
    """What the export is mostly about."""
    rows: dict[str, int] = {}
    for one in files:
        for entity, count in one.tables.items():
            rows[entity] = rows.get(entity, 0) + count
    return max(rows, key=lambda entity: rows[entity], default="")


def _finding(scan: Scan, profile: str, files: list[FileImport]) -> Finding:
    rows = counted(scan, f"rows of {profile}", files, sum(one.rows for one in files))
    bad = counted(scan, f"rows of {profile} set aside", files, sum(one.quarantined for one in files), rows.sample)
    figures = {"rows": rows, "bad": bad, "share": quotient(bad, rows)}
    subject = {"source": profile, "entity": main_entity(files)}
    return Finding(MADE_BY, "quality.validity", subject, figures, parts=_rules(scan, profile, files, rows))


def _rules(scan: Scan, profile: str, files: list[FileImport], rows: Figure) -> tuple[Finding, ...]:
    """One part per reason, the most frequent first; a row may have several reasons."""
    reasons: dict[str, int] = {}
    for one in files:
        for code, count in one.reasons.items():
            reasons[code] = reasons.get(code, 0) + count
    parts = []
    for code, count in sorted(reasons.items(), key=lambda one: (-one[1], one[0])):
        figure = counted(scan, f"rows of {profile} set aside by {code}", files, count, rows.sample)
        figures = {"count": figure, "share": quotient(figure, rows)}
        parts.append(Finding(MADE_BY, "quality.rule", {"source": profile, "rule": code}, figures))
    return tuple(parts)


def counted(scan: Scan, what: str, files: list[FileImport], value: int, sample: int | None = None) -> Figure:
    """A count the record of imports holds; its data are the rows set aside of these files."""
    state = scan.snapshot.record.tables.get("quarantine")
    held, numbers = (state.partitions if state else {}), [f"{one.number:06d}" for one in files]
    digests = {f"quarantine/{one}": held[one].digest if one in held else "none" for one in numbers}
    lineage = Lineage("data_quality", formula=what, snapshots=digests)
    return Figure(float(value), Unit.COUNT, value if sample is None else sample, lineage)
