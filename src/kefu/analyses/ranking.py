"""Who stands out, after luck and small samples are allowed for?

Three months are taken together because a month gives most agents too few answers. People come in bands, never in ranks:
above, within or below the team, or too few rows to say.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kefu.analyses import Analysis, Study
from kefu.findings import Finding, Period
from kefu.findings.figure import derived
from kefu.findings.finding import SMALL_SAMPLE
from kefu.methods.ranking import bands
from kefu.metrics import Aggregate
from kefu.metrics.query import Measurement

MONTHS = 3
RANKED = ("csat", "first_contact_resolution", "resolution_rate", "reopen_rate")
LEAST_PEOPLE = 5


def run(study: Study) -> Iterable[Finding]:
    for metric in (name for name in RANKED if name in study.metrics):
        measured = _by_agent(study, metric)
        if len(measured) >= LEAST_PEOPLE:
            yield from _banded(study, metric, measured)


def _by_agent(study: Study, metric: str) -> list[Measurement]:
    quarter = Period(study.period.shifted(1 - MONTHS).start, study.period.end)
    if any("agent_id" not in study.meter.table(entity).columns for entity in study.meter.tables(metric)):
        return []
    measured = study.meter.measure([metric], quarter, by=["agent_id"])
    return [one for one in measured if one.member("agent_id") and one.figure.value is not None]


def _banded(study: Study, metric: str, measured: list[Measurement]) -> Iterable[Finding]:
    definition = study.meter.definition(metric)
    if definition.aggregate is not Aggregate.SHARE:
        return
    n = np.array([one.figure.sample for one in measured], dtype=np.float64)
    k = np.array([one.figure.value or 0.0 for one in measured]) * n
    found = bands.of_rates(k, n, minimum=definition.minimum_sample)
    for i, one in enumerate(measured):
        score = derived("shrunken score", definition.unit, float(found.score[i]), one.figure)
        yield Finding(
            "analyses.ranking",
            f"ranking.{found.band[i]}",
            {"metric": metric, "agent_id": one.member("agent_id") or ""},
            {"now": one.figure, "score": score},
            (SMALL_SAMPLE,) if found.band[i] == "too_few" else (),
        )


ANALYSIS = Analysis(
    {"en": "People in bands", "zh": "人员分档"},
    run,
    question={
        "en": "Who stands out, after luck and small samples are allowed for?",
        "zh": "排除运气与小样本之后，谁真正突出？",
    },
    method={
        "en": (
            "Three months together; rates are shrunk towards the team's mean, and a person is in a band only "
            "when the interval leaves the mean out."
        ),
        "zh": "合并三个月；比率向团队均值收缩，只有区间不含均值者才列入档位。",
    },
    reference="Efron and Morris (1975); Spiegelhalter (2005)",
    assumes={"en": "People are given work that can be compared.", "zh": "各人承担的工作可以相互比较。"},
)
