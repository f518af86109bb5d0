"""An arrow has the colour of the verdict beside it: red is only what really changed for the worse."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from kefu.analyses import Study
from kefu.findings import Figure, Finding, Lineage, Period, Unit
from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context
from kefu.report.document import Tone
from kefu.report.kinds import KINDS
from kefu.report.pieces import held_against
from kefu.report.stories import weighed


def share(value: float) -> Figure:
    return Figure(value, Unit.SHARE, 400, Lineage("by hand", formula=str(value)))


def told(kind: str, now: float) -> Finding:
    """Resolved at first contact, where 80 % were expected: more is better."""
    figures = {"now": share(now), "expected": share(0.80)}
    return Finding("analyses.change", kind, {"metric": "first_contact_resolution"}, figures)


def arrow(context: Context, now: float) -> Tone:
    figures = {"now": share(now), "before": share(0.80), "change": share(now - 0.80), "relative": share(now / 0.80 - 1)}
    against = Finding("comparisons.previous_month", "compared", {"metric": "first_contact_resolution"}, figures)
    return held_against(context, "previous_month", against).tone


@pytest.mark.parametrize(
    ("kind", "now", "by_mix", "colour"),
    [
        ("change.real", 0.70, False, Tone.BAD),
        ("change.real", 0.70, True, Tone.WARN),  # other customers than before are no alarm
        ("change.noticeable", 0.70, False, Tone.WARN),
        ("change.real", 0.90, True, Tone.GOOD),
        ("change.noticeable", 0.90, False, Tone.GOOD),
        ("change.normal", 0.70, False, Tone.NEUTRAL),
        ("change.uneven", 0.70, False, Tone.NEUTRAL),
    ],
)
def test_arrows_have_the_colour_of_the_verdict(
    monkeypatch: pytest.MonkeyPatch, kind: str, now: float, by_mix: bool, colour: Tone
) -> None:
    study = cast(Study, SimpleNamespace(meter=None, period=Period.month("2026-10"), metrics=()))
    verdict = told(kind, now)
    context = Context(study, [verdict], Narrator("en", METRICS), KINDS["management"], "Lantern")
    monkeypatch.setattr(Context, "moved_by_mix", lambda *_: by_mix)
    assert (weighed(context, verdict), arrow(context, now)) == (colour, colour)
