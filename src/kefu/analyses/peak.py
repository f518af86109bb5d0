"""Do customers wait longer when many come at once?

Surge hours are found from the data (``kefu describe surge_delay_rate``). The share of their tickets that waits longer
than half an hour is held against its target, or without one against the same share in all other hours, which is known
as far as their tickets tell it; it is told by hour of the day, and for the promotions of the last year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from kefu.analyses import Analysis, Study
from kefu.comparisons import COMPARISONS, Question, covered
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import derived
from kefu.findings.finding import SMALL_SAMPLE
from kefu.methods.calendar.special_days import campaigns
from kefu.methods.survey import apart

MADE_BY = "analyses.peak"
DELAY, SHARE = "surge_delay_rate", "surge_ticket_share"
CALM, KEPT = "calm_answered_within_30_minutes", "peak_response_stability"
A_YEAR = timedelta(days=365)


def run(study: Study) -> Iterable[Finding]:
    if len(study.meter.answerable((DELAY, CALM))) < 2:
        return
    share, now = (study.meter.figure(one, study.period) for one in (SHARE, DELAY))
    none = Finding(MADE_BY, "peak.none", {"metric": DELAY}, {"share": share})
    yield _whole(study, now, share) if now.sample else none
    yield from _hours(study)
    yield from _windows(study)


def _whole(study: Study, now: Figure, share: Figure) -> Finding:
    """The month's surge hours beside what is still in order."""
    limit, standard = _limit(study)
    figures = {"now": now, "limit": limit, "share": share, "stability": study.meter.figure(KEPT, study.period)}
    kind, caveats = _verdict(study, now, limit)
    return Finding(MADE_BY, f"peak.{kind}", {"metric": DELAY, "standard": standard}, figures, caveats)


def _limit(study: Study) -> tuple[Figure, str]:
    """The delay rate that is still in order, and where it comes from: a target, or the hours without a surge."""
    found = COMPARISONS["target"].baselines(study.meter, Question([DELAY], study.period))
    if (DELAY, ()) in found:
        return found[DELAY, ()].figure, "target"
    calm = study.meter.figure(CALM, study.period)
    late = None if calm.value is None else 1.0 - calm.value
    limit = derived("1 - answered within 30 minutes outside surges", Unit.SHARE, late, calm)
    return replace(limit, interval=calm.interval and (1.0 - calm.interval[1], 1.0 - calm.interval[0])), "calm"


def _verdict(study: Study, now: Figure, limit: Figure) -> tuple[str, tuple[str, ...]]:
    """Beyond the limit only when the whole interval of their difference is; few tickets prove neither."""
    if now.value is not None and limit.value is not None and _beyond(now, now.value, limit, limit.value):
        return "broken", ()
    if now.sample < study.meter.definition(DELAY).minimum_sample:
        return "unclear", (SMALL_SAMPLE,)
    within = now.value is not None and limit.value is not None and now.value <= limit.value
    return ("kept" if within else "unclear"), ()


def _beyond(now: Figure, late: float, limit: Figure, allowed: float) -> bool:
    """A target is what it is; the rate of the other hours is estimated like that of the surges."""
    low, _ = apart.interval(late, now.interval or (0.0, 1.0), allowed, limit.interval or (allowed, allowed))
    return low > 0.0


def _hours(study: Study) -> Iterator[Finding]:
    """Hours of the day that saw a surge, in order."""
    for one in study.meter.measure([DELAY], study.period, by=["hour"]):
        if one.figure.sample:
            yield Finding(MADE_BY, "peak.hour", {"metric": DELAY, "hour": one.member("hour") or ""}, _told(one.figure))


def _windows(study: Study) -> Iterator[Finding]:
    """The promotions of the year up to the end of the period, as far as the data reach over them."""
    for name, first, last in campaigns(study.period.end - A_YEAR, study.period.end, study.country):
        days = Period(first, last + timedelta(days=1))
        now = study.meter.figure(DELAY, days)
        if covered(study.meter, DELAY, days) and now.sample:
            subject = {"metric": DELAY, "promotion": name, "from": first.isoformat(), "to": last.isoformat()}
            yield Finding(MADE_BY, "peak.window", subject, _told(now) | {"share": study.meter.figure(SHARE, days)})


def _told(now: Figure) -> dict[str, Figure]:
    return {"now": now, "tickets": derived("tickets of surge hours", Unit.COUNT, float(now.sample), now)}


ANALYSIS = Analysis(
    {"en": "Response at peak hours", "zh": "峰值时段响应稳定性"},
    run,
    question={"en": "Do customers wait longer when many come at once?", "zh": "高峰时段客户是否等得更久？"},
    method={
        "en": (
            "Delay rate of surge hours with its Wilson interval against its target, or its difference from the other "
            "hours with Newcombe's interval; by hour of the day and, in China, for 618, 11.11 and 12.12."
        ),
        "zh": (
            "高峰时段延迟率及其威尔逊区间与目标比较，无目标时以Newcombe区间检验与其余时段之差，并按时段列出，"
            "在中国另列618、双11、双12大促。"
        ),
    },
    reference="Wilson (1927); Newcombe (1998)",
    assumes={
        "en": "Hours of one month are alike but for how many customers they bring.",
        "zh": "同一月份的各小时除来客多少外没有差别。",
    },
)
