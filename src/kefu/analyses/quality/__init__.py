"""The quality of the data as findings: what sources leave out, refuse, repeat and change, and what platforms say.

Every module here answers one question with one ``find`` (completeness, validity, freshness …), from the few scans of
``scan.py``. What is as it should be is told by the figures alone; a finding that asks for attention has a kind of its
own (``UNUSUAL``). Nothing here knows a limit: limits are a project's own and are held against findings in
``thresholds.py``.
"""

from __future__ import annotations

from collections.abc import Iterable

from kefu.findings import Finding

MADE_BY = "analyses.data_quality"
UNUSUAL = (
    "quality.stale",
    "quality.days_missing",
    "quality.months_missing",
    "quality.make_up_days",
    "quality.completeness",
    "quality.orphans",
    "quality.near_duplicates",
    "quality.drift_volume",
    "quality.drift_missing",
    "quality.drift_mix",
    "quality.new_codes",
)


FEW = {  # shares of rows below these are the usual friction of exports
    "quality.completeness": 0.1,
    "quality.orphans": 0.005,
    "quality.near_duplicates": 0.005,
}


def unusual(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that ask for attention, in the order of ``UNUSUAL``: what is not there before what looks odd."""
    told = [one for one in findings if one.kind in UNUSUAL and not _few(one)]
    return sorted(told, key=lambda one: UNUSUAL.index(one.kind))


def _few(finding: Finding) -> bool:
    return finding.kind in FEW and (finding.figures["share"].value or 0.0) < FEW[finding.kind]
