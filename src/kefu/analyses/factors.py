"""Which factor of a product moved it: revenue is orders × value per order; did fewer order, or less at a time?

Asked of changed totals that are a number of things times an amount each. The month is held against the mean of the
three months before. The parts add up to the change exactly: by logarithmic means, or, where a factor is not above zero
and has no logarithm, by Shapley's average over both orders of changing them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from kefu.analyses import Analysis, Study
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import apart, derived, difference
from kefu.findings.finding import CHANGED
from kefu.methods.attribution import lmdi, shapley
from kefu.metrics import Aggregate
from kefu.metrics.grain import Grain

MONTHS = 3
# A changed total -> the mean whose rows times itself it is, or the number of things it is counted for.
CHAINS = {
    "revenue": "average_order_value",
    "after_sales_cost": "cost_per_case",
    "ticket_volume": "customers_served",
    "call_work_time": "call_handle_time",
}
COUNTED = {"revenue": "orders"}  # a total, and what a reader would take its number for


@dataclass(frozen=True, slots=True)
class _Product:
    """``number`` × ``each`` of a month; the variances are of their logarithms by chance, None where not known."""

    number: float
    each: float
    number_variance: float
    each_variance: float | None

    @property
    def total(self) -> float:
        return self.number * self.each


def run(study: Study) -> Iterable[Finding]:
    changed = [one.subject["metric"] for one in study.of("analyses.change") if one.kind in CHANGED]
    for total in (name for name in CHAINS if name in changed):
        other = CHAINS[total]
        if other in study.meter.metrics and study.meter.available(other):
            yield from _split(study, total, other)


def _split(study: Study, total: str, other: str) -> Iterable[Finding]:
    span = Period(study.period.shifted(-MONTHS).start, study.period.start)
    now = [study.meter.figure(name, study.period) for name in (total, other)]
    before = [study.meter.figure(name, span) for name in (total, other)]
    if study.meter.definition(other).aggregate is Aggregate.MEAN:
        products = _of_mean(before[1], MONTHS), _of_mean(now[1], 1)
    else:
        months = study.meter.measure([other], span, grain=Grain.MONTH)
        usual = sum(one.figure.value or 0.0 for one in months) / MONTHS
        products = _of_number(before[0], usual, MONTHS), _of_number(now[0], now[1].value or 0.0, 1)
    if all(one is not None for one in products):
        old, new = (one for one in products if one is not None)
        yield _finding(study, total, (old, new), before[0], now[0])


def _of_mean(each: Figure, months: int) -> _Product | None:
    """A mean and the rows it is of, a month."""
    if each.value is None or not each.sample:
        return None
    variance = None
    if each.spread is not None and each.value:
        variance = (each.spread / each.value) ** 2 / each.sample
    return _Product(each.sample / months, each.value, 1 / each.sample, variance)


def _of_number(total: Figure, number: float, months: int) -> _Product | None:
    """A total and the things it is counted for, a month."""
    if total.value is None or number <= 0:
        return None
    return _Product(number, total.value / months / number, 1 / (number * months), None)


def _finding(study: Study, total: str, products: tuple[_Product, _Product], before: Figure, now: Figure) -> Finding:
    old, new = products
    unit = study.meter.definition(total).unit
    usual = derived("total / 3", unit, None if before.value is None else before.value / MONTHS, before)
    effects = _effects(old, new)
    each_unit = Unit.RATIO if unit is Unit.COUNT else unit
    figures = {"now": now, "before": usual, "change": difference(now, usual)}
    for at, (name, of) in enumerate((("number", Unit.COUNT), ("each", each_unit))):
        ends = getattr(old, name), getattr(new, name)
        for role, value in zip(("before", "now"), ends, strict=True):
            figures[f"{name}_{role}"] = derived(f"{name} {role} of {total}", of, float(value), now, usual)
        effect = apart(f"part of the change from {name}", unit, effects[at], now, usual)
        figures[f"{name}_effect"] = replace(effect, interval=_interval(old, new, name, effects[at]))
    subject = {"metric": total} | ({"partly": "yes"} if _is_partly(study, total, new.number) else {})
    return Finding("analyses.factors", f"factors.{total}", subject, figures)


def _is_partly(study: Study, total: str, number: float) -> bool:
    """Whether some of what is counted elsewhere in the report has no amount, and is not among the ``number``."""
    counted = COUNTED.get(total, "")
    return counted in study.metrics and number != study.meter.figure(counted, study.period).value


def _effects(old: _Product, new: _Product) -> tuple[float, float]:
    """What the number and what the amount of each made of the change."""
    ends = np.array([[old.number, old.each], [new.number, new.each]])
    split = lmdi.split(ends[:1], ends[1:]) if (ends > 0).all() else shapley.split(np.prod, ends[0], ends[1])
    return float(split[0]), float(split[1])


def _interval(old: _Product, new: _Product, name: str, effect: float) -> tuple[float, float] | None:
    """95 %, by the delta method with the logarithmic mean as it is; None where chance or a logarithm is not known."""
    variances = [getattr(one, f"{name}_variance") for one in (old, new)]
    if None in variances or min(old.number, old.each, new.number, new.each) <= 0:
        return None
    same = np.isclose(old.total, new.total, rtol=1e-12, atol=0.0)
    weight = old.total if same else (new.total - old.total) / np.log(new.total / old.total)
    half = 1.96 * float(weight) * sqrt(sum(variances))
    return effect - half, effect + half


ANALYSIS = Analysis(
    {"en": "Factors of a total", "zh": "因素分解"},
    run,
    after=("change",),
    question={
        "en": "Did the number of things move the total, or the amount of each?",
        "zh": "总额变化来自数量，还是来自单件水平？",
    },
    method={
        "en": (
            "Revenue = orders × value per order, after-sales cost = cases × cost per case, tickets = customers × "
            "tickets per customer, call work = calls × handle time; the month against the three before, split by "
            "logarithmic means (Shapley's values where a factor is zero), with a 95 % interval where it can be told."
        ),
        "zh": (
            "销售额=订单量×客单价，售后成本=笔数×单笔成本，工单量=客户数×人均工单，话务工时=通话量×平均处理时长；"
            "本月与前三个月比较，按对数均值分解（因素为零时用Shapley值），可估计时给出95%区间。"
        ),
    },
    reference="Ang (2005); Shapley (1953)",
    assumes={
        "en": "Rows come independently of each other. A factor says what moved, not why.",
        "zh": "各行相互独立；因素分解说明什么变了，不说明为什么。",
    },
)
