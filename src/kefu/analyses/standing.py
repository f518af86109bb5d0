"""Who is best over several indicators together, where the data can tell?

Within each group, whose people do the same work, indicators are put on one scale. A name is said only where its chance
to be the best is nine in ten; being named or passed over for luck helps nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from kefu.analyses import Analysis, Study
from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import derived
from kefu.methods.ranking.composite import Composite, combine
from kefu.metrics import Better

LEAST_PEOPLE = 5
LEAST_METRICS = 2
SURE = 0.9
NORMAL_95 = 1.959964
Scores = Mapping[str, Mapping[str, Figure]]  # metric -> agent -> shrunken score


def run(study: Study) -> Iterable[Finding]:
    scores: dict[str, dict[str, Figure]] = {}
    for one in study.of("analyses.ranking"):
        if one.kind not in ("ranking.too_few", "ranking.alone"):
            scores.setdefault(one.subject["metric"], {})[one.subject["agent_id"]] = one.figures["score"]
    for team, agents in _groups(study, {agent for held in scores.values() for agent in held}).items():
        used = [metric for metric, held in scores.items() if sum(agent in held for agent in agents) >= LEAST_PEOPLE]
        whole = [agent for agent in agents if all(agent in scores[metric] for metric in used)]
        if len(used) >= LEAST_METRICS and len(whole) >= LEAST_PEOPLE:
            yield _finding(study, team, whole, {metric: scores[metric] for metric in used})


def _groups(study: Study, agents: Iterable[str]) -> dict[str, list[str]]:
    """Agents by team, in order; one group where nobody has said."""
    wanted = sorted(agents)
    if not study.meter.snapshot.has("agent"):
        return {"": wanted} if wanted else {}
    study.meter.snapshot.open("agent")
    teams = dict(study.meter.snapshot.engine.rows("SELECT agent_id, team FROM agent"))
    groups: dict[str, list[str]] = {}
    for agent in wanted:
        groups.setdefault(teams.get(agent) or "", []).append(agent)
    return groups


def _finding(study: Study, team: str, agents: list[str], scores: Scores) -> Finding:
    found = _combined(study, agents, scores)
    order = np.argsort(-found.score).tolist()
    parts = tuple(_part(agents[i], i, found, [held[agents[i]] for held in scores.values()]) for i in order)
    first = parts[0]
    named = first.figures["chance"].value or 0.0
    kind = "standing.best" if named >= SURE else "standing.open"
    subject = {"dimension": "team", "member": team, "agent_id": first.subject["agent_id"], "used": ", ".join(scores)}
    if kind == "standing.open":
        del subject["agent_id"]
    people = derived(
        "people with enough cases in every indicator", Unit.COUNT, float(len(agents)), *first.figures.values()
    )
    return Finding(
        "analyses.standing", kind, subject, {"chance": first.figures["chance"], "people": people}, parts=parts
    )


def _combined(study: Study, agents: list[str], scores: Scores) -> Composite:
    values, errors = [], []
    for metric, held in scores.items():
        sign = -1.0 if study.meter.definition(metric).better is Better.LOWER else 1.0
        figures = [held[agent] for agent in agents]
        values.append([sign * (one.value or 0.0) for one in figures])
        errors.append([(one.interval[1] - one.interval[0]) / 2 / NORMAL_95 if one.interval else 0.0 for one in figures])
    return combine(np.array(values), np.array(errors), np.ones(len(scores)))


def _part(agent: str, i: int, found: Composite, inputs: list[Figure]) -> Finding:
    score = derived("mean of indicators in standard deviations", Unit.SCORE, float(found.score[i]), *inputs)
    half = NORMAL_95 * float(found.error[i])
    place = derived("best place that fits", Unit.COUNT, float(found.low[i]), *inputs)
    chance = derived("chance to be the best", Unit.SHARE, float(found.chance[i]), *inputs)
    figures = {
        "score": replace(score, interval=((score.value or 0.0) - half, (score.value or 0.0) + half)),
        "place": replace(place, interval=(float(found.low[i]), float(found.high[i]))),
        "chance": chance,
    }
    return Finding("analyses.standing", "standing.person", {"agent_id": agent}, figures)


ANALYSIS = Analysis(
    {"en": "Several indicators together", "zh": "多指标综合"},
    run,
    after=("ranking",),
    question={
        "en": "Who is best over several indicators together, where the data can tell?",
        "zh": "综合多项指标，谁最好（数据能说明时）？",
    },
    method={
        "en": (
            "Within each team shrunken scores are put in standard deviations, cut at 2.5 and averaged; 10,000 "
            "draws give the places that fit; a name is said from nine chances in ten."
        ),
        "zh": "在同组内把收缩后的得分换算为标准差，截断于±2.5后取平均；抽样一万次得到名次区间；把握达九成才点名。",
    },
    reference="Goldstein and Spiegelhalter (1996)",
    assumes={
        "en": "People of one team do the same work; indicators weigh the same and their errors are independent.",
        "zh": "同组人员工作相同；各指标权重相同、误差相互独立。",
    },
)
