"""Who wrote a message whose source names its author but not in which role (``is_signed`` is false).

It is an agent's where an agent has that id, or ever held a ticket; else the customer's where a customer has it, or the
ticket is theirs; else nobody's (``system``). The answer depends on what is stored alone, not on which file came first:
it is given anew after every import, and only the months in which it differs are written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kefu.engine import literal
from kefu.schema import ENTITIES
from kefu.store import identity, tables
from kefu.store.columns import personal_columns

if TYPE_CHECKING:
    from kefu.engine import Engine
    from kefu.store.record import Record

ASKED = ("message", "ticket", "agent", "customer")  # tables the answer is made of
ROLE = """CASE
    WHEN author_id IN (SELECT agent_id FROM given_agent UNION SELECT agent_id FROM given_ticket) THEN 'agent'
    WHEN author_id IN (SELECT customer_id FROM given_customer) THEN 'customer'
    WHEN (ticket_id, author_id) IN (SELECT (ticket_id, customer_id) FROM given_ticket) THEN 'customer'
    ELSE 'system' END"""


def name_authors(engine: Engine, folder: Path, record: Record) -> tuple[Record, list[str]]:
    """The record with every unsigned message given to whom it is known to be of, and the months that changed."""
    state = record.tables.get("message")
    if state is None:
        return record, []
    for entity in ASKED:
        identity.open_as_given(engine, folder, record, entity, f"given_{entity}")
    stated = "is_signed" in engine.columns("given_message")  # not in rows from before there was such a field
    if not stated or not engine.one("SELECT count(*) FROM given_message WHERE NOT is_signed"):
        return record, []
    engine.run(
        "CREATE OR REPLACE TEMP TABLE signed AS SELECT message_id, month, role FROM "
        f"(SELECT message_id, month, author_kind, {ROLE} AS role FROM given_message WHERE NOT is_signed) "
        "WHERE role <> author_kind"
    )
    months = [row[0] for row in engine.rows("SELECT DISTINCT month FROM signed ORDER BY month")]
    if not months:
        return record, []
    rows = (
        "SELECT m.* REPLACE (coalesce(s.role, m.author_kind) AS author_kind) FROM given_message m "
        f"LEFT JOIN signed s USING (message_id) WHERE m.month IN ({', '.join(map(literal, months))})"
    )
    personal = personal_columns(ENTITIES["message"])
    written = tables.replace_months(engine, folder / "tables" / "message", state, rows, months, unhashed=personal)
    return record.with_table("message", written), months
