"""Recurring work: clocks that ran out, and what is not needed any more."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from kefu.workbench.cases.services import escalation
from kefu.workbench.jobs.kinds import Report, recurring


@recurring("cases.escalate", every=timedelta(minutes=5))
def escalate(_report: Report) -> dict[str, int]:
    return {"escalated": escalation.escalate(timezone.now())}


@recurring("cases.forget", every=timedelta(days=1))
def forget(_report: Report) -> dict[str, int]:
    return {"removed": escalation.forget(timezone.now())}
