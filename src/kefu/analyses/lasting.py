"""Does what an incident hit still differ from the months before it began?

The second month of a defect looks ordinary beside the first. So for every incident that began in an earlier month and
has not ended before this one, the slice it hit is held against months without it: the slice as a whole, and its parts
beside the same parts elsewhere, so that what happens in all slices alike (more e-mail) is not taken for its own. The
register says where to look before anybody looks, so much less has to be paid for looking than where ``localisation``
asks of all combinations. What ``slices`` and ``localisation`` have told is not told again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from kefu.analyses import Analysis, Study, is_whole
from kefu.analyses._elsewhere import Part, parts
from kefu.analyses._judging import HISTORY, finding, judged
from kefu.analyses._places import LEAST_MONTHS, LEAST_ROWS, unlike_its_history, where_of
from kefu.analyses._undisturbed import Disturbance, disturbances, left_out, months_before
from kefu.findings import Finding, Period
from kefu.findings.finding import NOT_CAUSAL
from kefu.methods.change.false_discovery import adjusted
from kefu.metrics.grain import Grain
from kefu.metrics.query import Measurement

FALSE_DISCOVERIES = 0.05
MONTHS = 3  # before the incident
OUTSIDE = ("real", "noticeable")
WATCHED = ("ticket_volume", "complaint_volume", "csat", "return_volume", "after_sales_cost")
TOLD = ("analyses.slices", "analyses.localisation")


def run(study: Study) -> Iterable[Finding]:
    known = disturbances(study)
    for incident in known:
        if incident.lasts_into(study.period):
            found = [*_whole(study, incident, known), *_inside(study, incident, known)]
            yield from (_about(one, incident) for one in found if not _is_told(study, one))


def _whole(study: Study, incident: Disturbance, known: list[Disturbance]) -> Iterator[Finding]:
    """Indicators of the slice as a whole that are unlike the months without the incident.

    The register names the slice before anybody looks, so a noticeable change is enough; the rate of false discoveries
    is held over the few indicators asked of it.
    """
    series = [one for one in _series(study, incident) if len(one) >= LEAST_MONTHS and one[-1].period == study.period]
    asked = [(study.meter.definition(one[-1].metric), one, left_out(known, incident.where, one)) for one in series]
    for definition, one, without, verdict, p_value in judged(asked, study.country):
        rows = [month.figure.sample for month in one]
        enough = max(rows[-1], float(np.median(rows))) >= LEAST_ROWS
        if enough and verdict.level in OUTSIDE and p_value <= FALSE_DISCOVERIES:
            yield finding("analyses.lasting", definition, one, verdict, without)


def _series(study: Study, incident: Disturbance) -> list[list[Measurement]]:
    """The months of every indicator that can be asked of the slice."""
    months = Period(study.period.shifted(-HISTORY).start, study.period.end)
    asked = _asked(study, incident)
    measured = study.meter.measure(asked, months, grain=Grain.MONTH, where=incident.where) if asked else []
    return [[one for one in measured if one.metric == name and is_whole(study, one)] for name in asked]


def _asked(study: Study, incident: Disturbance) -> list[str]:
    """The indicators whose rows say whether they belong to the slice."""
    columns = {
        name: [study.meter.table(one).columns for one in study.meter.tables(name)]
        for name in WATCHED
        if name in study.metrics
    }
    return [name for name, held in columns.items() if all(incident.dimension in one for one in held)]


def _inside(study: Study, incident: Disturbance, known: list[Disturbance]) -> Iterator[Finding]:
    """Of every indicator the part of the slice that moved furthest beyond the same part elsewhere."""
    before = months_before(incident.first, MONTHS)
    others = [one for one in known if one != incident]
    found = [
        one
        for one in parts(study, _asked(study, incident), incident.where, before)
        if not any(other.hit(one.where, study.period) for other in others)  # whose doing it is, nobody could say
    ]
    p_values = adjusted(np.array([one.p_value for one in found]))
    told: dict[str, list[Part]] = {}
    for one, p_value in zip(found, p_values, strict=True):
        if p_value <= FALSE_DISCOVERIES:
            told.setdefault(one.definition.name, []).append(one)
    for furthest in (max(some, key=lambda one: one.apart) for some in told.values()):
        if unlike_its_history(study, furthest.definition, furthest.where, known):
            subject = {"metric": furthest.definition.name}
            subject |= {name: member or "" for name, member in furthest.where.items()}
            yield Finding("analyses.lasting", "lasting.place", subject, furthest.figures(len(found)))


def _about(one: Finding, incident: Disturbance) -> Finding:
    kind = one.kind if one.kind == "lasting.place" else "lasting.whole"
    subject = {**one.subject, "incident": incident.title, "since": incident.first.isoformat()}
    return replace(one, kind=kind, subject=subject, caveats=(*one.caveats, NOT_CAUSAL))


def _is_told(study: Study, one: Finding) -> bool:
    told = [other for made_by in TOLD for other in study.of(made_by, one.subject["metric"])]
    return any(where_of(other) == where_of(one) for other in told)


ANALYSIS = Analysis(
    {"en": "Incidents that last", "zh": "持续中的事件"},
    run,
    after=("slices", "localisation"),
    question={
        "en": "Does what an incident hit still differ from the months before it began?",
        "zh": "事件波及之处，是否仍与事件发生前不同？",
    },
    method={
        "en": (
            "The slice an incident of the register hit, in every month after its first while it lasts (three at most), "
            "against its own months without incidents, and its parts against the three months before and the same "
            "parts elsewhere (difference in differences); Benjamini-Hochberg at 5 % over what is asked."
        ),
        "zh": (
            "登记事件波及的部分，在事件开始后的各月（至多三个月）与其没有事件的月份比较；"
            "其内部各部分与事件发生前三个月及别处的同类部分比较（双重差分）；对所问的全部比较控制5%错误发现率。"
        ),
    },
    reference="Montgomery (2009), ch. 6; Benjamini and Hochberg (1995)",
    assumes={
        "en": "The register names place and time rightly. A coincidence in time and place is no proof of a cause.",
        "zh": "登记的时间与范围属实。时间与范围重合并不证明因果。",
    },
)
