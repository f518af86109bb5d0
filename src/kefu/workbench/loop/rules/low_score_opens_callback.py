"""A survey answer with a low score opens a callback, once: which scores, says ``callbacks.yaml`` of the project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from kefu.project import Project
from kefu.workbench.callbacks import services
from kefu.workbench.callbacks.models import SCORES
from kefu.workbench.callbacks.policy import Policy, policy
from kefu.workbench.callbacks.services import LowScore
from kefu.workbench.company import company
from kefu.workbench.loop.rules import Rule

ENTITY = services.RESPONSE
READ = ("response_id", "answered_at", "customer_id", "ticket_id", "team", "agent_id", "channel", "comment")


def run() -> int:
    """Returns how many callbacks it opened."""
    project = company()
    if not project.record.imports or not project.meter.snapshot.has(ENTITY):
        return 0
    return len(services.open_callbacks(low_scores(project, policy())))


def low_scores(project: Project, rules: Policy) -> Iterator[LowScore]:
    """Low answers of the last days, by the newest answer there is; older ones are past calling."""
    table = project.meter.table(ENTITY)
    newest = table.answered_at.max().to_pyarrow().as_py()
    if newest is None:
        return
    since = newest - timedelta(days=rules.look_back_days)
    is_low = (table.csat <= rules.csat_at_most).fill_null(False) | (table.nps <= rules.nps_at_most).fill_null(False)
    found = table.filter(is_low & (table.answered_at > since)).order_by("response_id")
    for row in found.select(*READ, *SCORES).to_pyarrow().to_pylist():
        yield _low_score(row)


def _low_score(row: Mapping[str, Any]) -> LowScore:
    told = {name: row[name] or "" for name in READ if name != "answered_at"}
    scores = {name: row[name] for name in SCORES if row[name] is not None}
    return LowScore(answered_at=_moment(row["answered_at"]), scores=scores, **told)


def _moment(stored: datetime) -> datetime:
    """Times are stored in UTC."""
    return stored.replace(tzinfo=UTC)


RULE = Rule({"zh": "低分评价开启 48 小时回访", "en": "A low score opens a callback within 48 hours"}, run)
