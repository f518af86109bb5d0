"""How many answers it takes to know satisfaction within five points, how many to ask, and how to share them out.

Planned is the next month, asked among as many customers as this one had: the number is smaller than that of a poll of
countless people, and larger the nearer satisfaction may be to one half.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil, sqrt

import numpy as np

from kefu.analyses import MOST_MEMBERS, Analysis, Study
from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import apart, derived
from kefu.methods.survey import allocation, sample_size

MADE_BY = "analyses.survey_sample"
SCORE, RATE, CUSTOMERS, OVER = "csat", "survey_response_rate", "resolved_tickets", "channel"
MARGIN = 0.05
LEAST = 30  # answers to plan from
AGREED, ASKED = 2, 4  # answers added to those of a stratum (Agresti & Coull 1998): ten of ten still may differ


def run(study: Study) -> Iterable[Finding]:
    if SCORE not in study.metrics:
        return
    now = study.meter.figure(SCORE, study.period)
    if now.interval is None or now.sample < LEAST:
        return
    customers = study.meter.figure(CUSTOMERS, study.period) if study.meter.answerable([CUSTOMERS]) else None
    needed = _needed(now, customers)
    figures = {
        "now": now,
        "answers": derived("answers of the month", Unit.COUNT, float(now.sample), now),
        "margin": apart("half the 95 % interval", Unit.SHARE, (now.interval[1] - now.interval[0]) / 2, now),
        "needed": needed,
    }
    if now.sample >= (needed.value or 0.0):
        yield Finding(MADE_BY, "survey.enough", {"metric": SCORE}, figures)
        return
    asked = _asked(study, needed, customers)
    strata = tuple(_strata(study, needed)) if customers is not None else ()
    yield Finding(MADE_BY, "survey.sample", {"metric": SCORE}, figures | asked, (), strata)


def _needed(now: Figure, customers: Figure | None) -> Figure:
    """Answers for five points, with as much spread as the interval of the month still allows."""
    low, high = now.interval or (0.0, 1.0)
    share = min(max(0.5, low), high)
    formula = "answers for 5 points either way, the spread as wide as the interval allows"
    if customers is None or not customers.value:
        return derived(formula, Unit.COUNT, float(ceil(sample_size.of_many(MARGIN, share=share))), now)
    wanted = sample_size.of_population(MARGIN, customers.value, share=share)
    return derived(formula, Unit.COUNT, float(ceil(wanted)), now, customers)


def _asked(study: Study, needed: Figure, customers: Figure | None) -> dict[str, Figure]:
    """Invitations for so many answers; where the customers of a month are not enough, the months it takes."""
    rate = study.meter.figure(RATE, study.period) if RATE in study.metrics else None
    if rate is None or not rate.value or not 0 < rate.value < 1:
        return {}
    wanted = float(sample_size.invitations(needed.value or 0.0, response_rate=rate.value))
    figures = {"rate": rate, "invitations": derived("answers needed / response rate", Unit.COUNT, wanted, needed, rate)}
    if customers is not None and customers.value and wanted > customers.value:
        months = float(ceil(wanted / customers.value))
        figures["customers"] = customers
        figures["months"] = derived("invitations / customers of a month", Unit.COUNT, months, needed, rate, customers)
    return figures


def _strata(study: Study, needed: Figure) -> Iterator[Finding]:
    """The answers of each channel that make the whole most precise."""
    if OVER not in study.meter.slicers(SCORE, study.period, (OVER,), MOST_MEMBERS):
        return
    scores, sizes = (_by_channel(study, metric) for metric in (SCORE, CUSTOMERS))
    names = sorted(
        (name for name in scores if sizes.get(name) and sizes[name].value), key=lambda name: -_size(sizes[name])
    )
    if len(names) < 2:
        return
    spreads = np.array([_spread(scores[name]) for name in names])
    shares = allocation.neyman(np.array([_size(sizes[name]) for name in names]), spreads, needed.value or 0.0)
    for name, answers in zip(names, allocation.rounded(shares).tolist(), strict=True):
        had = derived(f"answers of {OVER}={name}", Unit.COUNT, float(scores[name].sample), scores[name])
        formula = f"share of the answers for {OVER}={name}, by customers and spread"
        figures = {"answers": had, "needed": derived(formula, Unit.COUNT, float(answers), needed, sizes[name])}
        yield Finding(MADE_BY, "survey.stratum", {OVER: name}, figures)


def _by_channel(study: Study, metric: str) -> dict[str, Figure]:
    measured = study.meter.measure([metric], study.period, by=[OVER])
    return {name: one.figure for one in measured if (name := one.member(OVER))}


def _size(figure: Figure) -> float:
    return figure.value or 0.0


def _spread(figure: Figure) -> float:
    """The standard deviation of an answer."""
    share = ((figure.value or 0.0) * figure.sample + AGREED) / (figure.sample + ASKED)
    return sqrt(share * (1 - share))


ANALYSIS = Analysis(
    {"en": "Answers a survey needs", "zh": "问卷样本量"},
    run,
    question={
        "en": "How many answers would tell satisfaction within five points, and whom should be asked for them?",
        "zh": "满意度要精确到±5个百分点需要多少份答卷？该请谁作答？",
    },
    method={
        "en": "The sample size of a share at 95 %, with the finite population of the month's resolved tickets and the "
        "largest spread the month's interval allows; invitations by the response rate; shared out among channels by "
        "Neyman's rule, size times spread.",
        "zh": "按95%置信度计算比例的样本量，以本月已解决工单为有限总体，取本月区间内最大的离散程度；"
        "按回收率折算邀请数；各渠道按奈曼分配（规模×离散程度）。",
    },
    reference="Cochran (1977), ch. 4 and 5; Neyman (1934)",
    assumes={
        "en": "Who answers is like who does not, the next month has as many customers, and as many of them answer.",
        "zh": "作答者与未作答者相似，下月客户数与回收率不变。",
    },
)
