"""What came twice: rows repeated within a file, rows a later file replaced, and rows that look like the same thing.

The last are only counted and listed: two requests of one customer about one matter within minutes are often a double
entry, and sometimes two requests.
"""

from __future__ import annotations

from collections.abc import Iterable

from kefu.analyses.quality import MADE_BY
from kefu.analyses.quality.scan import Scan, total
from kefu.analyses.quality.validity import by_source, counted, main_entity
from kefu.engine import identifier
from kefu.findings import Finding, Lineage
from kefu.findings.figure import Figure, Unit, quotient
from kefu.schema import ENTITIES

NEAR = {  # entity -> fields that are the same in two entries of one thing
    "ticket": ("customer_id", "category"),
    "order": ("customer_id", "amount"),
    "return_case": ("order_id", "kind"),
}
MINUTES = 10
LISTED = 20


def find(scan: Scan) -> Iterable[Finding]:
    for profile, files in by_source(scan).items():
        exact = sum(one.reasons.get("duplicate", 0) for one in files)
        replaced = sum(one.replaced for one in files)
        if exact or replaced:
            rows = counted(scan, f"rows of {profile}", files, sum(one.rows for one in files))
            figures = {
                "rows": rows,
                "exact": counted(scan, f"rows of {profile} repeated in their file", files, exact, rows.sample),
                "replaced": counted(scan, f"rows replaced by {profile}", files, replaced, rows.sample),
            }
            subject = {"source": profile, "entity": main_entity(files)}
            yield Finding(MADE_BY, "quality.duplicates", subject, figures)
    for entity in (name for name in NEAR if name in scan.entities):
        yield from _near(scan, entity)


def _near(scan: Scan, entity: str) -> Iterable[Finding]:
    """Rows that follow one with the same fields within minutes, under another number."""
    days = scan.days(entity)
    [(count, *_)] = scan.snapshot.engine.rows(f"SELECT count(*) FROM ({_pairs(scan, entity)})")
    if not count:
        return
    what = f"rows of {entity} within {MINUTES} minutes of another with the same {' and '.join(NEAR[entity])}"
    near = scan.counted(what, entity, days, count)
    rows = scan.counted(f"rows of {entity}", entity, days, total(days))
    figures = {"count": near, "rows": rows, "share": quotient(near, rows)}
    subject = {"entity": entity, "fields": ", ".join(NEAR[entity])}
    yield Finding(MADE_BY, "quality.near_duplicates", subject, figures, parts=_listed(scan, entity))


def _pairs(scan: Scan, entity: str) -> str:
    """SQL of the later row of each such pair with the number of the earlier."""
    (key, *_), anchor = ENTITIES[entity].key, ENTITIES[entity].anchor
    table, number, time = scan.open(entity), identifier(key), identifier(anchor)
    same = ", ".join(identifier(name) for name in NEAR[entity])
    stated = " AND ".join(f"{identifier(name)} IS NOT NULL" for name in NEAR[entity])
    return (
        f"SELECT {number} AS number, {time} AS moment, lag({number}) OVER near AS earlier, "
        f"lag({time}) OVER near AS moment_before, month FROM {table} WHERE {stated} AND {time} IS NOT NULL "
        f"WINDOW near AS (PARTITION BY {same} ORDER BY {time}, {number}) "
        f"QUALIFY moment - moment_before <= INTERVAL {MINUTES} MINUTE"
    )


def _listed(scan: Scan, entity: str) -> tuple[Finding, ...]:
    rows = scan.snapshot.engine.rows(
        f"SELECT earlier, number, epoch(moment - moment_before), month FROM ({_pairs(scan, entity)}) "
        f"ORDER BY moment DESC, number LIMIT {LISTED}"
    )
    return tuple(
        Finding(
            MADE_BY,
            "quality.near_duplicate",
            {"entity": entity, "first": str(first), "second": str(second)},
            {"apart": _apart(scan, entity, f"seconds from {first} to {second}", month, seconds)},
        )
        for first, second, seconds, month in rows
    )


def _apart(scan: Scan, entity: str, what: str, month: str, seconds: float) -> Figure:
    digests: Lineage = scan.figure(what, entity, [month], seconds).lineage
    return Figure(float(seconds), Unit.SECONDS, 2, digests)
