"""A customer who was called and scores low or complains again within thirty days: the callback is flagged, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from kefu.project import Project
from kefu.workbench.callbacks import services
from kefu.workbench.callbacks.models import Callback
from kefu.workbench.callbacks.policy import Policy, policy
from kefu.workbench.company import company
from kefu.workbench.loop.rules import Rule
from kefu.workbench.web.origin import Origin

LOOK_BACK = timedelta(days=180)
RESPONSE, TICKET = "survey_response", "ticket"


def run() -> int:
    """Returns how many callbacks it flagged."""
    project, rules = company(), policy()
    watched = Callback.objects.filter(again_at=None).exclude(customer_id="").order_by("-answered_at")
    held = list(watched.filter(answered_at__gt=_now(project) - LOOK_BACK)) if project.record.imports else []
    if not held:
        return 0
    happened = list(_happened(project, rules, sorted({one.customer_id for one in held})))
    return sum(_flag(one, happened, timedelta(days=rules.watch_days)) for one in held)


def _now(project: Project) -> datetime:
    """The newest moment of the data, so that old data are watched by their own clock."""
    newest = max((reach[1] for reach in project.record.reach.values()), default="2000-01-01 00:00:00")
    return datetime.fromisoformat(newest).replace(tzinfo=UTC)


def _happened(project: Project, rules: Policy, customers: list[str]) -> Iterator[tuple[str, datetime, Origin]]:
    """Low scores and complaints of these customers, the oldest first: who, when, what."""
    found: list[tuple[str, datetime, Origin]] = []
    if project.meter.snapshot.has(RESPONSE):
        table = project.meter.table(RESPONSE)
        low = (table.csat <= rules.csat_at_most).fill_null(False) | (table.nps <= rules.nps_at_most).fill_null(False)
        found += _read(table.filter(low & table.customer_id.isin(customers)), RESPONSE, "response_id", "answered_at")
    if project.meter.snapshot.has(TICKET):
        table = project.meter.table(TICKET)
        complaints = table.filter(table.is_complaint.fill_null(False) & table.customer_id.isin(customers))
        found += _read(complaints, TICKET, "ticket_id", "created_at")
    yield from sorted(found, key=lambda one: one[1])


def _read(rows: Any, kind: str, key: str, at: str) -> Iterator[tuple[str, datetime, Origin]]:
    read = rows.filter(rows[at].notnull()).select("customer_id", key, at).to_pyarrow().to_pylist()
    return ((row["customer_id"], row[at].replace(tzinfo=UTC), Origin(kind, row[key])) for row in read)


def _flag(callback: Callback, happened: list[tuple[str, datetime, Origin]], within: timedelta) -> bool:
    """Flag the first thing that happened after the answer, apart from that and from the ticket it speaks of."""
    own = {(RESPONSE, callback.origin_id), (TICKET, callback.ticket_id)}
    for customer, at, what in happened:
        is_after = callback.answered_at < at <= callback.answered_at + within
        if customer == callback.customer_id and is_after and (what.kind, what.id) not in own:
            return services.happened_again(callback=callback, at=at, what=what)
    return False


RULE = Rule({"zh": "回访后再次低分或投诉即标记", "en": "A customer who is unhappy again is flagged"}, run)
