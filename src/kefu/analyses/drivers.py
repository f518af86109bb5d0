"""What goes with a high score, a recommendation, a customer who buys again?

Twelve months of answers are taken together. How much of the differences between answers each aspect and each fact of
the service explains is divided among them as they also go together with each other. Nothing was tried out, so this says
what goes with a score and not what would raise it. The aspects are questions of the same questionnaire as satisfaction
and recommendation: that its answers go together says little, so what the records of the service say comes first,
unless it explains next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Analysis, Study
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import derived
from kefu.findings.finding import NOT_CAUSAL, SMALL_SAMPLE
from kefu.methods.drivers.importance import Importance, importance

Floats = NDArray[np.float64]
MONTHS = 12
LEAST_ANSWERS = 100
LEAST_KNOWN = 0.7  # of the answers must know a driver; below it, those that do are a selection
LEAST_EXPLAINED = 0.02  # of the differences; below, whatever goes with the outcome hardly matters
ROUNDS = 300
AGAIN = """CASE WHEN s.answered_at + INTERVAL 90 DAY <= z.ends THEN EXISTS (
    SELECT 1 FROM "order" o WHERE o.is_completed AND o.customer_id = coalesce(s.customer_id, t.customer_id)
    AND o.ordered_at > s.answered_at AND o.ordered_at <= s.answered_at + INTERVAL 90 DAY) END"""
OUTCOMES = {"csat": "s.csat", "nps": "s.nps", "retention_rate": AGAIN}
ASPECTS = ("csat_attitude", "csat_efficiency", "csat_expertise")
OF_THE_QUESTIONNAIRE = ("csat", "nps")  # asked together with the aspects
DRIVERS = {  # the metric that says how we do, and what an answer and its ticket hold of it
    "csat_attitude": "s.csat_attitude",
    "csat_efficiency": "s.csat_efficiency",
    "csat_expertise": "s.csat_expertise",
    "first_response_median": "ln(1 + greatest(t.first_response_seconds, 0))",
    "resolution_time_median": "ln(1 + greatest(t.resolution_seconds, 0))",
    "reopen_rate": "t.reopens > 0",
    "transfer_rate": "t.transfers > 0",
    "first_contact_resolution": "t.resolved_on_first_contact",
}


def run(study: Study) -> Iterable[Finding]:
    if not study.meter.snapshot.has("survey_response"):
        return
    answers = _answers(study)
    for outcome in study.meter.answerable(OUTCOMES):
        yield from _weighed(study, outcome, answers)


def _year(study: Study) -> Period:
    return Period(study.period.shifted(1 - MONTHS).start, study.period.end)


def _answers(study: Study) -> Mapping[str, Floats]:
    """A row per answer of the year: outcomes and drivers, NaN where the data do not say."""
    study.meter.snapshot.open("survey_response", "ticket", "order")
    columns = ", ".join(f"CAST({value} AS DOUBLE) AS {name}" for name, value in {**OUTCOMES, **DRIVERS}.items())
    year = _year(study)
    return study.meter.snapshot.engine.arrays(
        f"""SELECT {columns} FROM survey_response s LEFT JOIN ticket t USING (ticket_id)
        CROSS JOIN (SELECT max(ordered_at) AS ends FROM "order") z
        WHERE s.sent_at_local >= ? AND s.sent_at_local < ? AND s.answered_at IS NOT NULL
        ORDER BY s.response_id""",
        [year.start, year.end],
    )


def _weighed(study: Study, outcome: str, answers: Mapping[str, Floats]) -> Iterable[Finding]:
    answered = ~np.isnan(answers[outcome])
    drivers = [name for name in study.meter.answerable(DRIVERS) if _tells(answers[name][answered])]
    if len(drivers) < 2:
        return
    x = np.column_stack([answers[name] for name in drivers])
    whole = int((answered & ~np.isnan(x).any(axis=1)).sum())
    score = study.meter.figure(outcome, _year(study))
    found = importance(x, answers[outcome], rounds=ROUNDS) if whole >= LEAST_ANSWERS else None
    if found is None:
        needed = derived("answers whose ticket states every driver", Unit.COUNT, float(whole), score)
        least = derived("answers needed", Unit.COUNT, float(LEAST_ANSWERS), score)
        yield Finding("analyses.drivers", "drivers.too_few", {"metric": outcome}, {"answers": needed, "least": least},
                      (SMALL_SAMPLE,))  # fmt: skip
        return
    yield _finding(study, outcome, drivers, found, score)


def _tells(values: Floats) -> bool:
    known = values[~np.isnan(values)]
    return len(known) > 0 and len(known) >= LEAST_KNOWN * len(values) and bool(np.ptp(known) > 0)


def _finding(study: Study, outcome: str, drivers: list[str], found: Importance, score: Figure) -> Finding:
    """All drivers by weight, those of the records apart from what the same questionnaire asks: the records first,
    unless all of them together say next to nothing."""
    figures = {one.metric: one.figure for one in study.meter.measure(drivers, study.period)}
    parts = [_driver(outcome, name, i, found, figures[name], score) for i, name in enumerate(drivers)]
    parts.sort(key=lambda one: -(one.figures["weight"].value or 0.0))
    asked, records = ([one for one in parts if _is_asked(one) is together] for together in (True, False))
    whole = derived(f"R squared of {outcome} on {', '.join(drivers)}", Unit.SHARE, found.r_squared, score)
    answers = derived("answers whose ticket states every driver", Unit.COUNT, float(found.answers), score)
    sized = {"explained": replace(whole, sample=found.answers), "answers": answers}
    apart = any(one.kind == "drivers.driver" for one in parts)
    kind = "drivers.weights" if apart and found.r_squared >= LEAST_EXPLAINED else "drivers.none"
    subject = {"metric": outcome}
    first = records
    if asked:
        sized["records"] = _together(outcome, records, score)
        subject["aspects"] = ", ".join(one for one in ASPECTS if one in drivers)
        subject["foremost"] = _foremost(records, sized["records"])
        first = records if subject["foremost"] == "records" else asked
    subject["leading"] = ", ".join(_leading(first))
    ordered = (*first, *(one for one in parts if one not in first))
    return Finding("analyses.drivers", kind, subject, sized, (NOT_CAUSAL,), ordered)


def _is_asked(part: Finding) -> bool:
    """Whether the driver is a question of the same questionnaire as the outcome."""
    return part.subject["metric"] in OF_THE_QUESTIONNAIRE and part.subject["driver"] in ASPECTS


def _together(outcome: str, records: list[Finding], score: Figure) -> Figure:
    weight = sum(one.figures["weight"].value or 0.0 for one in records)
    return derived(f"part of R squared of {outcome} due to the service's records", Unit.SHARE, weight, score)


def _foremost(records: list[Finding], together: Figure) -> str:
    """What is told first: the records; that they say little; or the aspects, where none of them is beyond chance."""
    if not any(one.kind == "drivers.driver" for one in records):
        return "aspects"
    return "records" if (together.value or 0.0) >= LEAST_EXPLAINED else "little"


def _leading(alike: list[Finding]) -> list[str]:
    """The first driver and those whose interval reaches into its own: which of them is first nobody can tell."""
    least = (alike[0].figures["weight"].interval or (0.0, 0.0))[0]
    return [one.subject["driver"] for one in alike if (one.figures["weight"].interval or (0.0, 0.0))[1] >= least]


def _driver(outcome: str, name: str, i: int, found: Importance, now: Figure, score: Figure) -> Finding:
    recipe: dict[str, Any] = {
        "sample": found.answers,
        "interval": tuple(found.interval[i].tolist()),
        "period": score.days,
    }
    weight = derived(f"part of R squared of {outcome} due to {name}", Unit.SHARE, float(found.weight[i]), score, now)
    chance = derived("95 % of shuffled answers stay below", Unit.SHARE, found.chance, score)
    stands_out = found.weight[i] > found.chance
    return Finding(
        "analyses.drivers",
        "drivers.driver" if stands_out else "drivers.no_driver",
        {"metric": outcome, "driver": name, "way": "up" if found.way[i] > 0 else "down"},
        {"weight": replace(weight, **recipe), "chance": chance, "now": now},
        (NOT_CAUSAL,),
    )


ANALYSIS = Analysis(
    {"en": "What satisfaction goes with", "zh": "满意度驱动因素"},
    run,
    question={
        "en": "What do satisfaction, recommendation and buying again go with?",
        "zh": "满意度、推荐意愿与复购和哪些因素相关？",
    },
    method={
        "en": (
            "Twelve months of answers; R squared is divided among drivers by LMG (Shapley), with bootstrap "
            "intervals; a driver is told where its part is larger than the largest of shuffled answers in 95 % "
            "of shuffles. What the service's records say comes before questions of the same questionnaire, unless it "
            "explains less than 2 % together."
        ),
        "zh": (
            "合并十二个月的答卷；用LMG（Shapley）把R²分解到各因素，区间由自助法得出；大于95%随机打乱结果的因素才列出；服务记录中的因素列在同一问卷的分项之前，合计不足2%的除外。"
        ),
    },
    reference="Lindeman, Merenda and Gold (1980); Johnson (2000); Grömping (2007)",
    assumes={
        "en": (
            "Importance is derived from what goes together and is not causal; relations are about linear; one "
            "hundred whole answers at least."
        ),
        "zh": "重要度由相关推得，不代表因果；关系近似线性；至少一百份完整答卷。",
    },
)
