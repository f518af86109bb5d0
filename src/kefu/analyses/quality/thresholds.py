"""A project's own limits held against the findings: what a scheduled run fails on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kefu.configuration import Quality
from kefu.findings import Figure, Finding

ROLES = {  # kind -> the limit it is held to and the figure that is
    "quality.validity": ("max_quarantined", "share"),
    "quality.field": ("max_missing", "share"),
    "quality.freshness": ("max_days_old", "age"),
    "quality.stale": ("max_days_old", "age"),
    "quality.orphans": ("max_orphans", "share"),
    "quality.near_duplicates": ("max_near_duplicates", "share"),
    "quality.days_missing": ("max_days_without_rows", "longest"),
    "quality.drift_mix": ("max_drift", "index"),
}


@dataclass(frozen=True, slots=True)
class Miss:
    """A finding beyond a limit: ``name`` and ``limit`` as kefu.yaml says them, ``value`` what the data give."""

    name: str
    limit: float
    value: Figure
    finding: Finding


def missed(findings: Sequence[Finding], quality: Quality) -> tuple[Miss, ...]:
    """Every finding beyond its limit, in the order of the findings."""
    return tuple(miss for one in _with_parts(findings) for miss in _held(one, quality))


def _with_parts(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings and, of incomplete sources, each field."""
    for one in findings:
        yield one
        if one.kind == "quality.completeness":
            yield from one.parts


def _held(finding: Finding, quality: Quality) -> Iterator[Miss]:
    if finding.kind not in ROLES:
        return
    name, role = ROLES[finding.kind]
    limit, value = quality.limits(finding.subject.get("source", ""))[name], finding.figures[role]
    if limit is not None and value.value is not None and value.value > limit:
        yield Miss(name, limit, value, finding)
