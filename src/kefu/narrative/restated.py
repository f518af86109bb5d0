"""A published figure that changed since, in words: what it is of, as it was, as it is, and why."""

from __future__ import annotations

from dataclasses import dataclass

from kefu.findings import Finding
from kefu.narrative.narrator import Narrator


@dataclass(frozen=True, slots=True)
class Restated:
    """One line of a list of restated figures; ``slice`` is "" for all, ``files`` what was brought in since."""

    metric: str
    slice: str
    period: str
    before: str
    now: str
    change: str
    why: str
    files: str


def restated(narrator: Narrator, one: Finding) -> Restated:
    """The line of a finding ``restatement.changed``."""
    figures = one.figures
    return Restated(
        metric=narrator.title(one.subject["metric"]),
        slice=narrator.slice_of(one),
        period=narrator.months(one.subject["period"]),
        before=narrator.show(figures["before"]),
        now=narrator.show(figures["now"]),
        change=narrator.show_change(figures["change"]),
        why=narrator.word("why", one.subject["why"]),
        files=one.subject["files"],
    )
