"""Did an action bring what it promised?

Actions are those of the project's ``actions.csv`` and of the workbench. Where at least two members of the action's
dimension had it and two had not, their changes are compared; elsewhere the step at its start is read off the
indicator's own months. The month before the start is left out, because actions follow bad months and the next is better
by itself; so is a month in which it began midway. An effect counts as seen where zero lies outside its interval and
hardly any earlier date would have shown one as large. Of an action that is over, months after its end say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Analysis, Study, by_slice, is_whole
from kefu.analyses._actions import YES, Action, read_actions
from kefu.findings import Figure, Finding, Period
from kefu.findings.figure import apart, derived
from kefu.findings.finding import NOT_CAUSAL, SHORT_HISTORY
from kefu.methods.effect import controlled, interrupted
from kefu.metrics.grain import Grain
from kefu.metrics.query import Measurement

Floats = NDArray[np.float64]
HISTORY = 36


@dataclass(frozen=True, slots=True)
class _Seen:
    """An estimate with its interval, what earlier dates would have shown, and the figures behind it; ``before`` and
    ``after`` count the months."""

    effect: float
    interval: tuple[float, float]
    placebos: Floats
    figures: Sequence[Figure]
    level: float
    before: int
    after: int
    is_compared: bool


def run(study: Study) -> Iterable[Finding]:
    for action in read_actions(study.meter.settings, study.meter.metrics):
        if action.start < study.period.end:
            yield effect_of(study, action)


def effect_of(study: Study, action: Action) -> Finding:
    """What one action brought by the end of the period studied, or of its last whole month, beside what it promised."""
    if not action.metric or not study.meter.available(action.metric):
        return Finding("analyses.effect", "effect.not_measurable", _subject(action, None), {})
    at = replace(study, period=_last(study.period, action))
    return _finding(at, action, _compared(at, action) or _interrupted(at, action))


def _last(period: Period, action: Action) -> Period:
    """The last month whose effect is the action's own: the one studied, or the last whole one before it was over."""
    if action.ended is None or action.ended >= period.end - timedelta(days=1):
        return period
    month = Period.month(f"{action.ended:%Y-%m}")
    return month if action.ended == month.end - timedelta(days=1) else month.shifted(-1)


def _months(action: Action) -> tuple[Period, Period]:
    """The month that triggered the action, left out with one it began in midway, and the first whole month with it."""
    begun = Period.month(f"{action.start:%Y-%m}")
    return begun.shifted(-1), begun if action.start.day == 1 else begun.shifted(1)


def _divided(study: Study, action: Action, series: Sequence[Measurement]) -> tuple[list[Measurement], int]:
    """The months that count, in order, and how many of them lie before the action."""
    trigger, first = _months(action)
    known = [one for one in series if one.figure.value is not None and is_whole(study, one)]
    before = [one for one in known if one.period.end <= trigger.start]
    return [*before, *(one for one in known if one.period.start >= first.start)], len(before)


def _series(
    study: Study, action: Action, *, by: Sequence[str] = (), where: dict[str, str | None] | None = None
) -> list[Measurement]:
    months = Period(study.period.shifted(-HISTORY).start, study.period.end)
    return study.meter.measure([action.metric], months, grain=Grain.MONTH, by=by, where=where)


def _value(study: Study, one: Measurement) -> float:
    """The month's value; counts and sums as if it had the days of the month studied."""
    value = one.figure.value or 0.0
    adds_up = study.meter.definition(one.metric).adds_up
    return value / one.period.days * study.period.days if adds_up else value


def _interrupted(study: Study, action: Action) -> _Seen | None:
    """The step in the indicator's own months; None where it is not measurable."""
    if len(action.members) > 1:
        return None
    where: dict[str, str | None] = {action.dimension: action.members[0]} if action.members else {}
    series, before = _divided(study, action, _series(study, action, where=where))
    values = np.array([_value(study, one) for one in series])
    found = interrupted.step(values, before)
    if found is None:
        return None
    return _Seen(
        found.effect,
        found.interval,
        interrupted.placebo(values, before),
        [one.figure for one in series],
        float(values[:before].mean()),
        before,
        len(values) - before,
        is_compared=False,
    )


def _compared(study: Study, action: Action) -> _Seen | None:
    """The change of the members with the action beyond that of the others; None without two on either side."""
    if not action.members:
        return None
    rows = by_slice(_series(study, action, by=[action.dimension]))
    named = {where[0][1]: series for (_, where), series in rows.items() if where[0][1] is not None}
    counted = {member: _divided(study, action, series) for member, series in named.items()}
    longest = max((len(series) for series, _ in counted.values()), default=0)
    whole = {member: one for member, one in counted.items() if len(one[0]) == longest}
    treated = np.array([member in action.members for member in whole])
    before = next((at for _, at in whole.values()), 0)
    enough = min(treated.sum(), (~treated).sum()) >= controlled.FEWEST if len(treated) else False
    if not enough or before < interrupted.FEWEST_BEFORE or longest == before:
        return None
    values = np.array([[_value(study, one) for one in series] for series, _ in whole.values()])
    found = controlled.compare(values, treated, before)
    if found.interval is None:
        return None
    figures = [one.figure for series, _ in whole.values() for one in series]
    placebos = controlled.placebo(values, treated, before, least=interrupted.FEWEST_BEFORE // 2)
    level = float(values[treated, :before].mean())
    return _Seen(found.effect, found.interval, placebos, figures, level, before, longest - before, is_compared=True)


def _subject(action: Action, seen: _Seen | None) -> dict[str, str]:
    subject = {"metric": action.metric} if action.metric else {}
    subject |= {
        "action": action.title,
        "start": action.start.isoformat(),
        "owner": action.owner,
        "due": action.due.isoformat() if action.due else "",
        "progress": action.progress,
        "how": "" if seen is None else "compared" if seen.is_compared else "interrupted",
    }
    if action.members:
        subject |= {action.dimension: action.members[0]} if len(action.members) == 1 else {}
        subject |= {"dimension": action.dimension, "members": ", ".join(action.members)}
    over = {"ended": action.ended.isoformat() if action.ended else "", "round": str(action.round or ""),
            "by_slice": YES if action.by_slice else ""}  # fmt: skip
    return subject | {name: told for name, told in over.items() if told}


def _finding(study: Study, action: Action, seen: _Seen | None) -> Finding:
    subject = _subject(action, seen)
    if seen is None:
        now = study.meter.figure(action.metric, study.period)
        promised = _promised(study, action, 0.0) if action.promise and action.promise.kind == "by" else None
        figures = {"now": now} | ({"promised": promised} if promised else {})
        if (month := _measurable(study, action)) is not None:
            subject["measurable"] = str(month)
        return Finding("analyses.effect", "effect.not_measurable", subject, figures, (SHORT_HISTORY,))
    promised = _promised(study, action, seen.level)
    kind = f"effect.{_verdict(seen, promised.value if promised else None)}"
    caveats = () if seen.is_compared else (NOT_CAUSAL,)
    return Finding("analyses.effect", kind, subject, _figures(seen, promised), caveats)


def _measurable(study: Study, action: Action) -> Period | None:
    """The month from which on the effect can be measured; None where it can by now, or never will for want of months
    before the action."""
    first = _months(action)[1]
    _, before = _divided(study, action, _series(study, action))
    return first if first.start >= study.period.end and before >= interrupted.FEWEST_BEFORE else None


def _promised(study: Study, action: Action, level: float) -> Figure | None:
    if action.promise is None:
        return None
    value = action.promise.value
    said = {"by": f"{value:+g}", "share": f"{100 * value:+g}% of the level before", "to": f"the level {value:g}"}
    recipe = f"promised in the list of actions for {action.title}: {said[action.promise.kind]}"
    return apart(recipe, study.meter.definition(action.metric).unit, action.promise.change(level))


def _figures(seen: _Seen, promised: Figure | None) -> dict[str, Figure]:
    unit = seen.figures[0].unit
    how = "difference in differences" if seen.is_compared else "Prais-Winsten step"
    effect = apart(f"{how}, {seen.before} months before and {seen.after} after", unit, seen.effect, *seen.figures)
    figures = {"effect": replace(effect, interval=seen.interval)}
    figures["level"] = derived("mean of the months before the action", unit, seen.level, *seen.figures)
    if promised is not None:
        figures["promised"] = promised
    if len(seen.placebos):
        largest = float(np.abs(seen.placebos).max())
        figures["placebo"] = apart(
            f"largest of {len(seen.placebos)} effects at earlier dates", unit, largest, *seen.figures
        )
    return figures


def _verdict(seen: _Seen, promised: float | None) -> str:
    """What was seen beside what was promised; an effect that luck shows as often is none."""
    low, high = seen.interval
    shown = (low > 0 or high < 0) and interrupted.is_rare(seen.effect, seen.placebos)
    if not promised:  # nothing was promised, or a level that was reached already
        return "moved" if shown else "unclear"
    sign = 1.0 if promised > 0 else -1.0
    most, seen_least = max(sign * low, sign * high), min(sign * low, sign * high)
    if shown and seen.effect * sign < 0:
        return "against"
    if shown:
        return "kept" if most >= sign * promised else "less"
    return "unclear" if seen_least <= sign * promised <= most else "none"


ANALYSIS = Analysis(
    {"en": "Effect of actions", "zh": "措施效果"},
    run,
    question={"en": "Did an action bring what it promised?", "zh": "措施是否带来了承诺的效果？"},
    method={
        "en": (
            "With two members on either side, difference in differences of one mean before and after each, "
            "permutation p and Welch interval; else the step in the months by Prais-Winsten with bias-corrected "
            "rho and an interval drawn from series as alike; the month before the start is left out; earlier dates "
            "serve as placebo."
        ),
        "zh": (
            "两侧各有至少两个对象时用双重差分（前后均值，置换检验，Welch区间）；否则用Prais-Winsten中断时间序列（"
            "自相关偏差校正，区间由同样相似的模拟序列得出）；剔除启动前一个月；以更早日期作安慰剂检验。"
        ),
    },
    reference=(
        "Prais and Winsten (1954); Kendall (1954); Davison and Hinkley (1997), ch. 5; Bertrand, Duflo and Mullainathan "
        "(2004); Fisher (1935)"
    ),
    assumes={
        "en": (
            "Nothing else began at the same time; the trend before would have gone on; eight months before the "
            "action at least."
        ),
        "zh": "同期没有其他变化；此前的趋势会延续；启动前至少有八个月。",
    },
)
