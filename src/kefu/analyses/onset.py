"""Does a combination begin to stray on the day an incident that hit it begins?

Days, not months: the run of days on which the slice strayed furthest from its four weeks before is held against the
first day of every incident of the month. What begins within two days of each other coincides; it is not called a cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from kefu.analyses import Analysis, Study
from kefu.findings import Finding

NEAR = timedelta(days=2)
LOCALISED = ("localisation.cause", "localisation.hidden")


def run(study: Study) -> Iterable[Finding]:
    for one in study.of("analyses.localisation"):
        if one.kind in LOCALISED and "from" in one.subject:
            for incident in study.of("analyses.incidents"):
                if _hits(incident, one) and _near(incident, one):
                    yield _coincidence(one, incident)


def _hits(incident: Finding, slice_of: Finding) -> bool:
    """Whether the incident hit the slice: a member of it, or everybody."""
    dimension, member = incident.subject["dimension"], incident.subject["member"]
    return not dimension or slice_of.subject.get(dimension) == member


def _near(incident: Finding, slice_of: Finding) -> bool:
    first, began = (date.fromisoformat(one.subject["from"]) for one in (slice_of, incident))
    return abs(first - began) <= NEAR


def _coincidence(one: Finding, incident: Finding) -> Finding:
    subject = dict(one.subject) | {"incident": incident.subject["title"], "began": incident.subject["from"]}
    return Finding("analyses.onset", "onset.incident", subject, {"now": one.figures["now"]})


ANALYSIS = Analysis(
    {"en": "Began with an incident", "zh": "起始时间与事件"},
    run,
    after=("localisation", "incidents"),
    question={
        "en": "Does a combination begin to stray on the day an incident that hit it begins?",
        "zh": "某个组合开始偏离的日期，是否正是波及它的事件开始之时？",
    },
    method={
        "en": (
            "The run of days that strayed furthest from the four weeks before; an incident of the same place that "
            "began within two days of it is named."
        ),
        "zh": "找出偏离此前四周最远的连续日期；同处事件的开始日与之相差不超过两天才并列说明。",
    },
    reference="Naus (1965); Hill (1965), temporality",
    assumes={"en": "The four weeks before were ordinary ones.", "zh": "此前四周为正常时期。"},
)
