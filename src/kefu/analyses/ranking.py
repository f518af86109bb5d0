"""Who stands out, after luck, small samples and the mix of cases are allowed for?

Three months are taken together because a month gives most agents too few answers. What others reach with the same kinds
of cases is expected of everybody; where nobody else has such cases there is nothing to compare with. People come in
bands, never in ranks: above, within or below the team, or too few rows to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Analysis, Study
from kefu.findings import Figure, Finding, Period
from kefu.findings.figure import derived
from kefu.findings.finding import SMALL_SAMPLE
from kefu.methods.ranking import bands
from kefu.methods.ranking.case_mix import Adjusted, adjust
from kefu.methods.ranking.funnel import funnel
from kefu.metrics import Aggregate
from kefu.metrics.query import Measurement

MONTHS = 3
RANKED = ("csat", "first_contact_resolution", "resolution_rate", "reopen_rate")
KINDS = ("channel", "category", "scenario")  # what makes cases easy or hard, the first two there are
TEAM = "team"  # that answers for a case: leads them where no list says which people work together
MOST_KINDS = 200  # members of one: others are expected to have had cases of each, nobody looks at them
LEAST_PEOPLE = 5
FUNNEL = 3.090232  # normal deviate of 99.8 %
COMPARABLE = 0.5  # of somebody's rows others must have as many of the same kind
MOST_ADJUSTED = 0.2  # by which cases may make a rate differ: further apart they are other work, not another mix of it


def run(study: Study) -> Iterable[Finding]:
    for metric in (name for name in RANKED if name in study.metrics):
        measured = _by_agent(study, metric)
        if len(measured) >= LEAST_PEOPLE and study.meter.definition(metric).aggregate is Aggregate.SHARE:
            yield from _banded(study, metric, measured)


def _quarter(study: Study) -> Period:
    return Period(study.period.shifted(1 - MONTHS).start, study.period.end)


def _by_agent(study: Study, metric: str) -> list[Measurement]:
    if any("agent_id" not in study.meter.table(entity).columns for entity in study.meter.tables(metric)):
        return []
    measured = study.meter.measure([metric], _quarter(study), by=["agent_id"])
    return [one for one in measured if one.member("agent_id") and one.figure.value is not None]


def _cases(study: Study, metric: str, agents: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Hits and rows by agent and kind of case."""
    names = KINDS if study.meter.snapshot.has("agent") else (TEAM, *KINDS)
    kinds = study.meter.slicers(metric, _quarter(study), names, MOST_KINDS)
    kinds = [one for one in kinds if one != KINDS[0] or kinds[0] != TEAM][:2]  # who has a channel has a team
    cells = study.meter.measure([metric], _quarter(study), by=["agent_id", *kinds])
    known = [one for one in cells if one.member("agent_id") in agents and one.figure.value is not None]
    places = {kind: i for i, kind in enumerate(dict.fromkeys(_kind(one, kinds) for one in known))}
    rows_of = {agent: i for i, agent in enumerate(agents)}
    hits, rows = (np.zeros((len(agents), len(places))) for _ in range(2))
    for one in known:
        at = rows_of[one.member("agent_id") or ""], places[_kind(one, kinds)]
        hits[at] = round((one.figure.value or 0.0) * one.figure.sample)
        rows[at] = one.figure.sample
    return hits, rows


def _kind(one: Measurement, kinds: Sequence[str]) -> tuple[str | None, ...]:
    return tuple(one.member(name) for name in kinds)


def _banded(study: Study, metric: str, measured: list[Measurement]) -> Iterable[Finding]:
    definition = study.meter.definition(metric)
    agents = [one.member("agent_id") or "" for one in measured]
    found = adjust(*_cases(study, metric, agents))
    banded = bands.of_adjusted(found, minimum=definition.minimum_sample)
    limits, alone = _funnel(measured), _alone(found)
    for i, one in enumerate(measured):
        values = {"same_cases": float(found.same_cases[i]), "score": float(banded.score[i])}
        low, high = float(banded.lower[i]), float(banded.upper[i])
        band = "alone" if alone[i] and banded.band[i] != "too_few" else banded.band[i]
        yield Finding(
            "analyses.ranking",
            f"ranking.{band}",
            {"metric": metric, "agent_id": agents[i]},
            _figures(one.figure, values, (max(low, 0.0), min(high, 1.0))) | limits[i],
            (SMALL_SAMPLE,) if band == "too_few" else (),
        )


def _alone(found: Adjusted) -> NDArray[np.bool_]:
    """Whose work is too unlike that of the others to be held against it."""
    return (found.comparable < COMPARABLE) | (np.abs(found.same_cases - found.mean) > MOST_ADJUSTED)


def _figures(now: Figure, values: Mapping[str, float], interval: tuple[float, float]) -> dict[str, Figure]:
    """One's own rate, everybody's with the same mix of cases, and the score from both with its interval; shares stay
    between 0 and 1."""
    same_cases = derived("rate of all with the same mix of cases", now.unit, values["same_cases"], now)
    score = derived("adjusted and shrunken score", now.unit, min(max(values["score"], 0.0), 1.0), now)
    return {"now": now, "same_cases": same_cases, "score": replace(score, interval=interval)}


def _funnel(measured: Sequence[Measurement]) -> list[dict[str, Figure]]:
    """Limits within which the raw rate of so many rows lies in 99.8 % of cases, given how much people differ anyhow;
    none where all rows agree."""
    rows = np.array([one.figure.sample for one in measured], dtype=np.float64)
    found = funnel(np.array([one.figure.value or 0.0 for one in measured]) * rows, rows)
    if found is None:
        return [{} for _ in measured]
    limits = zip(*found.limits(rows, z=FUNNEL), strict=True)
    return [
        {
            role: derived(f"{role} 99.8 % limit of the funnel", one.figure.unit, float(value), one.figure)
            for role, value in zip(("lower", "upper"), both, strict=True)
        }
        for one, both in zip(measured, limits, strict=True)
    ]


ANALYSIS = Analysis(
    {"en": "People in bands", "zh": "人员分档"},
    run,
    question={
        "en": "Who stands out, after luck, small samples and the mix of cases are allowed for?",
        "zh": "排除运气、小样本与业务构成之后，谁真正突出？",
    },
    method={
        "en": (
            "Three months together; rates are adjusted for the mix of channel and category (of the team that answers "
            "for a case and category, where no list says people's teams) by indirect "
            "standardisation and shrunk towards the mean; a person is in a band only when the interval leaves "
            "the mean out and the test survives Benjamini-Hochberg at 5 %. Beside the raw rate stand the 99.8 % limits "
            "of a funnel widened for how much people differ anyhow."
        ),
        "zh": "合并三个月；按渠道与类别构成（没有坐席名单说明班组时按受理班组与类别）做间接标准化后向均值收缩；"
        "区间不含均值且通过5%错误发现率控制者才列入档位；"
        "原始值旁列出按人员间固有差异放宽的99.8%漏斗界限。",
    },
    reference="Breslow and Day (1987); Efron and Morris (1975); Spiegelhalter (2005)",
    assumes={
        "en": (
            "Cases of one channel (or team) and category are equally hard; for at least half of a person's cases "
            "others have one of the same kind, and everybody's rate with such cases is within 20 points of the mean."
        ),
        "zh": "同渠道（或同班组）同类别的业务难度相同；个人至少一半业务有他人的同类业务可比，"
        "且全体同类业务的水平与均值相差不超过20个百分点。",
    },
)
