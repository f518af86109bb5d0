"""Every rule, one after the other; one that fails does not keep the others from running."""

from __future__ import annotations

from datetime import timedelta

from kefu.errors import KefuError
from kefu.workbench.jobs.kinds import Report, recurring
from kefu.workbench.loop.rules import RULES
from kefu.workbench.web.refusals import refusal


@recurring("loop.rules", every=timedelta(minutes=5))
def run_rules(report: Report) -> dict[str, object]:
    """Returns how often each rule did something, and by rule what went wrong."""
    done: dict[str, int] = {}
    wrong: dict[str, str] = {}
    for position, (name, rule) in enumerate(RULES.items()):
        report(name, position / len(RULES))
        try:
            done[name] = rule.run()
        except KefuError as error:
            wrong[name] = refusal(error)
    return {"done": done, "wrong": wrong}
