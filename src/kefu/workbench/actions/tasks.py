"""Work of its own: reminders and escalation by the clock, and effects measured once their time has come."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from kefu.errors import KefuError
from kefu.findings import Period
from kefu.workbench.actions import deadlines, measuring
from kefu.workbench.actions.models import Action, date_today
from kefu.workbench.company import company
from kefu.workbench.jobs.kinds import Report, job, recurring
from kefu.workbench.web.refusals import refusal


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
            wrong[str(action.pk)] = refusal(error)
    return {"measured": done, "wrong": wrong}


@job("actions.measure", needs="actions.move", page=lambda asked: reverse("actions:one", args=[asked["number"]]))
def measure_one(report: Report, *, number: int, month: str = "", dimension: str = "") -> dict[str, object]:
    """Measure one action now, up to a month ("": the last whole one), of all it is about or slice by slice."""
    action, project = Action.objects.get(pk=number), company()
    period = Period.month(month) if month else project.last_complete_month()
    places = measuring.slices(action, dimension, period) if dimension else [measuring.EVERYWHERE]
    for done, where in enumerate(places):
        report(action.title, 0.1 + 0.9 * done / len(places))
        measuring.measure(by=None, action=action, month=period, where=where)
    return {"address": f"/actions/{action.pk}", "said": "actions.measured", "measured": len(places)}
