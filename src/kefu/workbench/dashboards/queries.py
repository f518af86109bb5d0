"""Reads: what a dashboard shows, measured in the slice its reader may see."""

from __future__ import annotations

from dataclasses import dataclass

from kefu.comparisons._answer import Line
from kefu.findings import Period
from kefu.narrative.narrator import Narrator
from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.scope import scope
from kefu.workbench.company import company
from kefu.workbench.web.words import spoken

CARDS = ("ticket_volume", "first_response_median", "resolution_rate", "csat", "complaint_rate", "nps")


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with its name and its text."""

    title: str
    text: str
    line: Line


def overview(user: User) -> tuple[Period, list[Shown]]:
    """The key indicators of the last complete month."""
    project = company()
    narrator = Narrator(spoken(), project.metrics, project.configuration.currency)
    period = project.last_complete_month()
    known = [one for one in CARDS if one in project.metrics and project.meter.available(one)]
    answer = project.measure(known, period, where=dict(scope(user)))
    return period, [Shown(narrator.title(one.metric), narrator.show(one.figure), one) for one in answer]
