"""Returns of the month whose cause nobody has stated yet: failures among them will be known later.

A newest month then has too few failures, and would look better than it is: occurred and not reported, as Lawless (1994)
has it, Canadian Journal of Statistics 22:15. Returns of the half-year before say how many never get a cause, and how
many of those that get one are failures.
"""

from __future__ import annotations

from collections.abc import Iterable

from kefu.analyses import Study
from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import derived

MONTHS = 6
LEAST_STATED = 30  # returns with a cause before, to say how many are failures
LEAST_MISSING = 1.0  # failures still to be known
RETURNS = """
SELECT opened_at_local >= $start AS is_new, count(*) AS cases, count(*) FILTER (cause IS NULL) AS undecided,
    count(*) FILTER (cause IN ('quality', 'product_defect')) AS failures
FROM return_case
WHERE opened_at_local >= $before AND opened_at_local < $end AND kind IS DISTINCT FROM 'repair'
GROUP BY is_new
"""


def undecided(study: Study, returns: Figure) -> Iterable[Finding]:
    """How many failures the month's undecided returns will turn out to be; nothing where causes are stated as usual."""
    span = {"before": study.period.shifted(-MONTHS).start, "start": study.period.start, "end": study.period.end}
    rows = {bool(row["is_new"]): row for row in study.meter.snapshot.engine.records(RETURNS, span)}
    if len(rows) < 2 or rows[False]["cases"] - rows[False]["undecided"] < LEAST_STATED:
        return
    now, usual = rows[True], rows[False]
    never = usual["undecided"] / usual["cases"]
    share = usual["failures"] / (usual["cases"] - usual["undecided"])
    missing = max(now["undecided"] - never * now["cases"], 0.0) * share
    if missing < LEAST_MISSING:
        return
    figures = {
        "undecided": derived("returns of the month without a cause", Unit.COUNT, float(now["undecided"]), returns),
        "never": derived("share without a cause, half a year before", Unit.SHARE, never, returns),
        "quality": derived("share of failures among causes stated, half a year before", Unit.SHARE, share, returns),
        "missing": derived("(undecided - usually so) x share of failures", Unit.COUNT, missing, returns),
    }
    yield Finding("analyses.failures", "failures.undecided", {}, figures)
