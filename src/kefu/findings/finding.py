"""One thing worth telling, in figures rather than words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kefu.findings.figure import Figure

# Caveats are a closed vocabulary: narrative has a sentence for each, and readers of findings test for them.
SMALL_SAMPLE = "small_sample"
WITHIN_NORMAL_VARIATION = "within_normal_variation"
INCOMPLETE_PERIOD = "incomplete_period"
NO_BASELINE = "no_baseline"
WINDOW_OPEN = "window_open"
SHORT_HISTORY = "short_history"
PLATFORM_AGGREGATE = "platform_aggregate"  # a platform's own definition, which is never quite ours
NOT_CAUSAL = "not_causal"  # goes together in the data; nothing was tried out

CHANGED = ("change.real", "change.noticeable")  # the verdicts on a change that ask for an explanation
TRENDS = ("change.rising", "change.falling")  # on their way, with too little history to say how far it should have led
UNEVEN = ("change.uneven", *TRENDS)  # months differ too widely, or are on their way
UNJUDGED = ("change.few", *UNEVEN)  # a change worth knowing of would not stand out
UNEXPLAINED = ("cause.unclear", "cause.watched")  # the answers to it that claim no cause


@dataclass(frozen=True, slots=True)
class Finding:
    """``made_by`` names the comparison or analysis, ``kind`` chooses the sentence, ``subject`` says of what it speaks
    (``metric``, and any dimension), ``figures`` are the numbers by role (``now``, ``before``, ``change`` …)."""

    made_by: str
    kind: str
    subject: Mapping[str, str]
    figures: Mapping[str, Figure]
    caveats: tuple[str, ...] = ()
    parts: tuple[Finding, ...] = field(default=())
