"""Work of its own: reminders and escalation by the clock, and effects measured once their time has come."""

from __future__ import annotations

from datetime import timedelta

from kefu.errors import KefuError
from kefu.workbench.actions import deadlines, measuring
from kefu.workbench.actions.models import Action, date_today
from kefu.workbench.company import company
from kefu.workbench.jobs.kinds import Report, job, recurring
from kefu.workbench.web.words import word


@recurring("actions.watch", every=timedelta(hours=1))
def watch(report: Report) -> dict[str, int]:
    """Remind and escalate."""
    report("deadlines", 0.0)
    today = date_today()
    return {"reminded": deadlines.remind(today), "escalated": deadlines.escalate(today)}


@recurring("actions.measure_due", every=timedelta(hours=6))
def measure_due(report: Report) -> dict[str, object]:
    """Measure every action that is past its deadline by the data; one that cannot be measured stops no other."""
    if not company().record.imports:
        return {"measured": 0, "wrong": {}}
    done, wrong = 0, {}
    for action, month in list(measuring.due(company())):
        report(action.title, 0.5)
        try:
            measuring.measure(by=None, action=action, month=month)
            done += 1
        except KefuError as error:
            wrong[str(action.pk)] = str(error)
    return {"measured": done, "wrong": wrong}


@job("actions.measure")
def measure_one(report: Report, *, number: int) -> dict[str, str]:
    """Measure one action now, asked for by somebody."""
    action = Action.objects.get(pk=number)
    report(action.title, 0.1)
    measuring.measure(by=None, action=action)
    return {"address": f"/actions/{action.pk}", "said": word("actions.measured")}
