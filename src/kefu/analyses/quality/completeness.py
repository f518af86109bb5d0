"""How many rows of each source leave an important field empty.

A field no row of the source states is not part of that export: it is named, and is no gap in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kefu.analyses.quality import MADE_BY
from kefu.analyses.quality.scan import IMPORTANT, Day, Scan, pairs, total
from kefu.findings import Finding
from kefu.findings.figure import quotient


def find(scan: Scan) -> Iterable[Finding]:
    for profile, entity, days in pairs(scan):
        fields = [_field(scan, profile, entity, name, days) for name in IMPORTANT.get(entity, ())]
        gaps = sorted((one for one in fields if one.kind == "quality.field"), key=_missing, reverse=True)
        if fields and gaps and _missing(gaps[0]) > 0:
            subject = {"source": profile, "entity": entity, "field": gaps[0].subject["field"]}
            yield Finding(MADE_BY, "quality.completeness", subject, gaps[0].figures, parts=(*gaps, *_absent(fields)))
        elif fields:
            yield Finding(MADE_BY, "quality.complete", {"source": profile, "entity": entity}, {}, parts=tuple(fields))


def _absent(fields: Sequence[Finding]) -> list[Finding]:
    return [one for one in fields if one.kind == "quality.field_absent"]


def _missing(field: Finding) -> float:
    return field.figures["share"].value or 0.0


def _field(scan: Scan, profile: str, entity: str, name: str, days: Sequence[Day]) -> Finding:
    of = f"rows of {entity} from {profile}"
    rows = scan.counted(of, entity, days, total(days))
    missing = scan.counted(f"{of} without {name}", entity, days, rows.sample - total(days, name), rows.sample)
    kind = "quality.field" if missing.value != rows.value else "quality.field_absent"
    subject = {"source": profile, "entity": entity, "field": name}
    return Finding(MADE_BY, kind, subject, {"rows": rows, "missing": missing, "share": quotient(missing, rows)})
