"""Rows that speak of something the data do not hold: messages without their ticket, returns without their order.

Only rows of months the other table reaches over are looked at: an order before the data begin is not missing.
"""

from __future__ import annotations

from collections.abc import Iterable

from kefu.analyses.quality import MADE_BY
from kefu.analyses.quality.scan import Scan, rows_of
from kefu.engine import identifier, literal
from kefu.findings import Finding
from kefu.findings.figure import quotient
from kefu.schema import ENTITIES
from kefu.store.tables import NO_MONTH

LINKS = (  # rows, the field that names another row, the entity it is a row of
    ("message", "ticket_id", "ticket"),
    ("ticket_event", "ticket_id", "ticket"),
    ("survey_response", "ticket_id", "ticket"),
    ("survey_response", "order_id", "order"),
    ("return_case", "order_id", "order"),
    ("return_case", "ticket_id", "ticket"),
    ("return_case", "product_id", "product"),
    ("order_line", "order_id", "order"),
    ("order_line", "product_id", "product"),
    ("call", "ticket_id", "ticket"),
    ("ticket", "customer_id", "customer"),
    ("ticket", "agent_id", "agent"),
    ("order", "customer_id", "customer"),
    ("training_record", "agent_id", "agent"),
    ("stock_movement", "part_id", "part"),
)


def find(scan: Scan) -> Iterable[Finding]:
    for entity, field, parent in LINKS:
        if entity in scan.entities and parent in scan.entities:
            yield from _orphans(scan, entity, field, parent)


def _orphans(scan: Scan, entity: str, field: str, parent: str) -> Iterable[Finding]:
    """Per kind of export, how many of the rows that name a ``parent`` name one that is not there."""
    found: dict[str, tuple[int, int, set[str]]] = {}
    for source, month, stated, missing in _count(scan, entity, field, parent):
        profile = scan.profile(source)
        before = found.get(profile, (0, 0, set[str]()))
        found[profile] = (before[0] + stated, before[1] + missing, before[2] | {month})
    for profile, (stated, missing, months) in found.items():
        if missing:
            of = f"rows of {entity} from {profile} that state {field}"
            rows = scan.figure(of, entity, months, stated)
            count = scan.figure(f"{of} of no known {parent}", entity, months, missing, sample=stated)
            subject = {"source": profile, "entity": entity, "field": field, "parent": parent}
            figures = {"count": count, "rows": rows, "share": quotient(count, rows)}
            yield Finding(MADE_BY, "quality.orphans", subject, figures)


def _count(scan: Scan, entity: str, field: str, parent: str) -> list[tuple[int, str, int, int]]:
    table, held, name = scan.open(entity), scan.open(parent), identifier(field)
    key = identifier(ENTITIES[parent].key[0])
    return scan.snapshot.engine.rows(
        f"SELECT c._source, c.month, count(*), count(*) FILTER (p.{key} IS NULL) FROM {table} c "
        f"LEFT JOIN (SELECT DISTINCT {key} FROM {held}) p ON c.{name} = p.{key} "
        f"WHERE c.{name} IS NOT NULL{_reached(scan, parent)} GROUP BY ALL ORDER BY ALL"
    )


def _reached(scan: Scan, parent: str) -> str:
    """A condition on the months the other table reaches over; none where its rows have no time."""
    months = scan.snapshot.months(rows_of(parent))
    if not months or months == (NO_MONTH,):
        return ""
    return f" AND c.month BETWEEN {literal(months[0])} AND {literal(months[-1])}"
