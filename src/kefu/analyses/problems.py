"""Which problems come first, by how often, how grave, how wide and how fast growing they are, and what is to be done?

A problem is what tickets are about. Its harm is what its tickets led to: complaints, tickets opened again, tickets not
solved within 7 days, counted per ticket. The measure comes from the library of measures (``measures.yaml``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import nan

import numpy as np

from kefu.analyses import Analysis, Study, is_whole
from kefu.analyses._measures import Measure, fitting, read_measures
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import derived, quotient
from kefu.methods.ranking.priority import priorities
from kefu.metrics.query import Measurement

MONTHS = 3
WAYS = ("subcategory", "category", "product_line")  # what a problem is, the finest there is
MOST_KINDS = 60
LEAST_TICKETS = 30
HARMS = ("complaint_rate", "reopen_rate", "resolution_rate")  # of the last, what is missing to the whole
ASKED = ("ticket_volume", "customers_served", *HARMS)
PRIORITY = "geometric mean of frequency, harm, reach and growth, 100 the first"
PRIORITY_SO_FAR = "geometric mean of frequency, harm and reach, 100 the first"  # while the history is too short
Figures = Mapping[str, Figure]


def run(study: Study) -> Iterable[Finding]:
    if not study.meter.available("ticket_volume"):
        return
    way = next(iter(study.meter.slicers("ticket_volume", study.period, WAYS, MOST_KINDS)), "")
    if not way:
        return
    problems = _problems(study, way)
    if not problems:
        return
    whole = {one.metric: one.figure for one in study.meter.measure(_asked(study), study.period)}
    ranked = _ranked(problems, whole)
    measures = read_measures(study.meter.settings)
    kinds = _kinds(study, way)
    for member, figures in ranked:
        problem = {way: member, **kinds.get(member, {})}
        yield _finding(way, member, figures, fitting(measures, problem))


def _asked(study: Study) -> list[str]:
    return study.meter.answerable(ASKED)


def _problems(study: Study, way: str) -> dict[str, dict[str, Figure]]:
    """Figures of every kind of ticket with enough of them, by its name."""
    before = Period(study.period.shifted(-MONTHS).start, study.period.start)
    found: dict[str, dict[str, Figure]] = {}
    for one in study.meter.measure(_asked(study), study.period, by=[way]):
        found.setdefault(one.member(way) or "", {})[one.metric] = one.figure
    usual = {one.member(way): one for one in study.meter.measure(["ticket_volume"], before, by=[way])}
    known = {name: figures for name, figures in found.items() if name and _often(figures)}
    return {
        name: figures | _growth(study, figures["ticket_volume"], usual.get(name)) for name, figures in known.items()
    }


def _often(figures: Figures) -> bool:
    return "ticket_volume" in figures and (figures["ticket_volume"].value or 0.0) >= LEAST_TICKETS


def _growth(study: Study, now: Figure, before: Measurement | None) -> dict[str, Figure]:
    """Tickets a day by those of the three months before; none where these are not all in the data."""
    if before is None or not before.figure.value or not is_whole(study, before):
        return {}
    usual = before.figure.value / before.period.days * study.period.days
    figure = derived("three months before, for as many days", Unit.COUNT, usual, before.figure)
    return {"usual": figure, "growth": quotient(now, figure, Unit.RATIO)}


def _harm(figures: Figures) -> Figure:
    """Complaints, tickets opened again and not solved, per ticket."""
    known = {name: figures[name] for name in HARMS if name in figures and figures[name].value is not None}
    values = [1 - (one.value or 0.0) if name == "resolution_rate" else one.value or 0.0 for name, one in known.items()]
    recipe = f"harm per ticket: {' + '.join('1 - ' + one if one == 'resolution_rate' else one for one in known)}"
    return derived(recipe, Unit.RATIO, sum(values) if known else None, *(known or figures).values())


def _ranked(problems: Mapping[str, Figures], whole: Figures) -> list[tuple[str, dict[str, Figure]]]:
    """Problems with harm and priority, the first first."""
    harms = {name: _harm(figures) for name, figures in problems.items()}

    def column(role: str) -> list[float]:
        return [_value(figures.get(role), nan) for figures in problems.values()]

    tickets, customers = (np.array(column(name)) for name in ("ticket_volume", "customers_served"))
    all_tickets = _value(whole["ticket_volume"], nan)
    all_customers = _value(whole.get("customers_served"), nan)
    reach = customers / all_customers if all_customers > 0 else tickets / all_tickets
    harm = np.array([_value(one, 0.0) for one in harms.values()])
    score = priorities(tickets / all_tickets, harm, np.nan_to_num(reach), np.array(column("growth")))
    found = []
    for (name, figures), one in zip(problems.items(), score.tolist(), strict=True):
        inputs = [
            harms[name],
            *(figures[role] for role in ("ticket_volume", "customers_served", "growth") if role in figures),
        ]
        priority = derived(PRIORITY if "growth" in figures else PRIORITY_SO_FAR, Unit.COUNT, one, *inputs)
        found.append((name, {**figures, "harm": harms[name], "priority": priority}))
    return sorted(found, key=lambda one: -(one[1]["priority"].value or 0.0))


def _value(figure: Figure | None, otherwise: float) -> float:
    return otherwise if figure is None or figure.value is None else figure.value


def _kinds(study: Study, way: str) -> dict[str, dict[str, str]]:
    """The category most tickets of each subcategory are in, which a measure may speak of."""
    if way != "subcategory" or not study.meter.slicers("ticket_volume", study.period, ("category",), MOST_KINDS):
        return {}
    found = study.meter.measure(["ticket_volume"], study.period, by=[way, "category"])
    ordered = sorted(found, key=lambda one: one.figure.value or 0.0)
    return {one.member(way) or "": {"category": one.member("category") or ""} for one in ordered}


def _finding(way: str, member: str, figures: Figures, measure: Measure | None) -> Finding:
    roles = {"ticket_volume": "now", "customers_served": "customers", "complaint_rate": "complaints",
             "reopen_rate": "reopened", "resolution_rate": "resolved"}  # fmt: skip
    named = {roles.get(name, name): figure for name, figure in figures.items()}
    subject = {
        "metric": "ticket_volume",
        "dimension": way,
        "member": member,
        "measure": measure.name if measure else "",
    }
    for language, title in (measure.title if measure else {}).items():
        subject[f"measure_title_{language}"] = title
    for language, text in (measure.text if measure else {}).items():
        subject[f"measure_text_{language}"] = text
    return Finding("analyses.problems", "problems.problem", subject, named)


ANALYSIS = Analysis(
    {"en": "Problems by priority", "zh": "问题清单与优先级"},
    run,
    question={"en": "Which problems come first, and what is to be done?", "zh": "哪些问题最该先解决，怎么做？"},
    method={
        "en": (
            "Frequency, harm per ticket (complaints, reopened, not solved within 7 days), reach over customers and "
            "growth against three months before, by their geometric mean; 100 is the first. The measure is the first "
            "that fits in measures.yaml."
        ),
        "zh": (
            "频次、单均危害（投诉、重开、7天内未解决）、影响客户面与较前三个月的增长取几何平均，最高者为100；建议取自mea"
            "sures.yaml中第一条适用的措施。"
        ),
    },
    reference="IEC 60812:2018 (failure mode and effects analysis)",
    assumes={
        "en": "The three harms weigh the same; growth counts between half and double.",
        "zh": "三类危害权重相同；增长只在一半到两倍之间计入。",
    },
)
