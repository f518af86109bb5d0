"""Days that stand out, told as events with what the calendar and the incident register say of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from kefu.analyses import Study
from kefu.analyses._days import Days
from kefu.findings import Finding, Period
from kefu.findings.figure import derived
from kefu.methods.calendar import special_days
from kefu.methods.change.days import FAR


def events(scores: np.ndarray) -> list[list[int]]:
    """Places of neighbouring days that are far out on the same side, the furthest out first."""
    found: list[list[int]] = []
    for place in np.flatnonzero(np.abs(scores) > FAR):
        joined = found and place - found[-1][-1] == 1 and scores[place] * scores[found[-1][-1]] > 0
        if joined:
            found[-1].append(int(place))
        else:
            found.append([int(place)])
    return sorted(found, key=lambda one: -max(abs(scores[place]) for place in one))


def told(study: Study, made_by: str, days: Days, first: date, last: date, usual: float) -> Finding:
    """The days from ``first`` to ``last`` beside what is usual for them, and what happened then as far as is known."""
    when = Period(first, last + timedelta(days=1))
    now = study.meter.figure(days.metric, when)
    expected = replace(derived(f"usual for {first}/{last}", now.unit, usual, days.whole), period=when)
    span = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    special = dict.fromkeys(special_days.kind_of(day, days.country) for day in span)
    named = ",".join(kind for kind in special if kind)
    incident = _incident(study, first, last)
    kind = "anomaly.incident" if incident else "anomaly.calendar" if named else "anomaly.unexplained"
    subject = {"metric": days.metric, "from": str(first), "to": str(last), "days": named, "incident": incident}
    subject["partly"] = "yes" if named and not all(special) else ""  # a day off explains no day beside it
    subject["registered"] = "yes" if study.meter.snapshot.has("incident") else ""
    return Finding(made_by, kind, subject, {"now": now, "expected": expected})


def _incident(study: Study, first: date, last: date) -> str:
    """The title of an incident that lasted on these days; the latest to begin where there are several. One that lasted
    the whole month long tells no day from another."""
    begins, ends = str(study.period.start), str(study.period.end - timedelta(days=1))
    lasted = [
        one
        for one in study.of("analyses.incidents")
        if one.subject["from"] <= str(last) and str(first) <= one.subject["to"]
        if not (one.subject["from"] <= begins and ends <= one.subject["to"])
    ]
    return max(lasted, key=lambda one: one.subject["from"]).subject["title"] if lasted else ""
