"""When a step is due and how long it took: by the calendar the rulebook names for the urgency."""

from __future__ import annotations

from kefu.workbench.cases.flow import Urgency
from kefu.workbench.cases.rulebook import FILE, rulebook
from kefu.workbench.web import clocks
from kefu.workbench.web.clocks import Hours


def hours(team: str, urgency: Urgency) -> Hours:
    """By which hours a clock of this urgency runs for a team, or for a department; raises DefinitionError for a
    calendar the rulebook names and nobody has written."""
    return clocks.hours(team, rulebook().hours[urgency], place=f"{FILE}: hours")
