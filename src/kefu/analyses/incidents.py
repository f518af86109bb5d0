"""What happened while an incident lasted: contacts and complaints of the slice it hit, against the four weeks before.

A coincidence in time and place is stated as one; it is not called a cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from kefu.analyses import Analysis, Study
from kefu.analyses._undisturbed import months_before
from kefu.findings import Figure, Finding, Period
from kefu.findings.figure import derived

BEFORE = timedelta(days=28)
MONTHS = 3  # what a rate is held against
WATCHED = (
    "ticket_volume",
    "complaint_volume",
    "first_response_median",
    "delivery_on_time_rate",
    "return_volume",
    "after_sales_cost",
    "cost_per_case",
    "call_abandonment_rate",
)
DETAILS = ("incident_id", "title", "severity", "kind", "status", "progress", "prevention", "dimension", "member")


def run(study: Study) -> Iterable[Finding]:
    if not study.meter.snapshot.has("incident"):
        return
    study.meter.snapshot.open("incident")
    for row in study.meter.snapshot.engine.records(
        "SELECT *, started_at_local + (coalesce(ended_at, started_at) - started_at) AS ended_at_local, "
        "ended_at IS NULL AND coalesce(status, '') <> 'closed' AS lasting FROM incident "
        "WHERE started_at_local < ? AND (lasting OR ended_at_local >= ?) ORDER BY started_at_local, incident_id",
        [study.period.end, study.period.start],
    ):
        yield _finding(study, row)


def _finding(study: Study, row: dict[str, object]) -> Finding:
    during = _days(row, study.period)
    subject = {name: str(row[name] or "") for name in DETAILS}
    subject |= {"from": during.start.isoformat(), "to": (during.end - timedelta(days=1)).isoformat()}
    subject["lasting"] = "yes" if row["lasting"] else ""
    figures: dict[str, Figure] = {}
    where = {subject["dimension"]: subject["member"]} if subject["dimension"] and subject["member"] else {}
    for metric in (name for name in WATCHED if name in study.metrics and _sliceable(study, name, where)):
        figures |= _during_and_before(study, metric, during, where)
        figures[f"{metric}.everywhere"] = study.meter.figure(metric, during)
    return Finding("analyses.incidents", "incident", subject, figures)


def _days(row: dict[str, object], period: Period) -> Period:
    """The incident's days up to the end of the period."""
    first, last = row["started_at_local"], row["ended_at_local"]
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        raise TypeError("an incident without times passed cleaning")
    end = period.end if row["lasting"] else min(last.date() + timedelta(days=1), period.end)
    return Period(first.date(), max(end, first.date() + timedelta(days=1)))


def _sliceable(study: Study, metric: str, where: dict[str, str]) -> bool:
    return all(name in study.meter.table(entity).columns for name in where for entity in study.meter.tables(metric))


def _during_and_before(study: Study, metric: str, during: Period, where: dict[str, str]) -> dict[str, Figure]:
    """The figure of the incident's days, and what the four weeks before would let expect for as many days; a rate
    beside that of the three months before the one in which it began, as the month's own change is told."""
    adds_up = study.meter.definition(metric).adds_up
    before = Period(during.start - BEFORE, during.start) if adds_up else months_before(during.start, MONTHS)
    now, then = (study.meter.figure(metric, period, dict(where)) for period in (during, before))
    if not adds_up:
        return {f"{metric}.during": now, f"{metric}.usual": then}
    usual = None if then.value is None or before.start < _begins(study) else then.value * during.days / before.days
    return {
        f"{metric}.during": now,
        f"{metric}.usual": derived("28 days before, for as many days", now.unit, usual, then),
    }


def _begins(study: Study) -> date:
    reach = study.meter.snapshot.record.reach.get("ticket")
    return date.fromisoformat(reach[0][:10]) if reach else date.min


ANALYSIS = Analysis(
    {"en": "Incidents", "zh": "重点事件影响"},
    run,
    question={
        "en": "What happened to contacts and complaints while an incident lasted?",
        "zh": "事件期间，咨询与投诉发生了什么变化？",
    },
    method={
        "en": (
            "The days of the incident in the slice it hit, beside the four weeks before; a rate beside the three "
            "months before the one in which it began."
        ),
        "zh": "事件波及范围内，事件期间与此前四周对比；比率与事件发生前三个月对比。",
    },
    reference="Hill (1965), temporality",
    assumes={"en": "The time before was an ordinary one.", "zh": "此前为正常时期。"},
)
