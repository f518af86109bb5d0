"""Are customers answered alike, whichever channel they come by?

A channel is held against its standard. Where ``channel_response_spread`` has a target, no channel may take more than so
many times as long as the fastest; otherwise the target of ``first_response_median`` is the standard, that of the
channel before that of all. The index is how many times its standard the worst channel takes, or the spread itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kefu.analyses import Analysis, Study
from kefu.comparisons import COMPARISONS, Question
from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import derived, quotient
from kefu.findings.finding import SMALL_SAMPLE
from kefu.metrics.intervals import with_intervals
from kefu.metrics.query import Measurement

MADE_BY = "analyses.consistency"
WAIT, SPREAD, OVER = "first_response_median", "channel_response_spread", "channel"
LEAST_CHANNELS = 2
KINDS = {"beyond": "broken", "unsure": "unclear"}  # what one channel makes of the whole, the graver first


def run(study: Study) -> Iterable[Finding]:
    if WAIT not in study.metrics or OVER not in study.meter.slicers(WAIT, study.period, (OVER,), 40):
        return
    measured = study.meter.measure([WAIT], study.period, by=[OVER])
    channels = {name: one for one in measured if (name := one.member(OVER)) and _enough(study, one)}
    if len(channels) < LEAST_CHANNELS:
        return
    spread = study.meter.figure(SPREAD, study.period)
    agreed = _target(study, SPREAD)
    limits = _own(study, channels) if agreed is None else _of_spread(channels, agreed)
    if len(limits) < LEAST_CHANNELS:
        yield Finding(MADE_BY, "consistency.no_standard", {"metric": WAIT}, {"spread": spread})
        return
    held = with_intervals(study.meter, [channels[name] for name in limits], [OVER], None)
    parts = [_channel(one, limits[one.member(OVER) or ""]) for one in held]
    parts.sort(key=lambda one: -(one.figures["times"].value or 0.0))
    index = _worst(parts) if agreed is None else spread
    figures = {"spread": spread, "index": index} | ({} if agreed is None else {"limit": agreed})
    yield _whole(parts, "own" if agreed is None else "spread", figures)
    yield from parts


def _enough(study: Study, one: Measurement) -> bool:
    return bool(one.figure.value) and one.figure.sample >= study.meter.definition(WAIT).minimum_sample


def _target(study: Study, metric: str) -> Figure | None:
    """The target of a metric for everything, that of the month before the standing one."""
    found = COMPARISONS["target"].baselines(study.meter, Question([metric], study.period))
    return found[metric, ()].figure if (metric, ()) in found else None


def _own(study: Study, channels: Iterable[str]) -> dict[str, Figure]:
    """The standard of every channel that has one, by channel."""
    found = COMPARISONS["target"].baselines(study.meter, Question([WAIT], study.period, by=[OVER]))
    stated = {name: found[WAIT, (name,)].figure for name in channels if (WAIT, (name,)) in found}
    general = _target(study, WAIT)
    return stated if general is None else {name: stated.get(name, general) for name in channels}


def _of_spread(channels: Mapping[str, Measurement], agreed: Figure) -> dict[str, Figure]:
    """So many times the shortest wait of a channel, for all of them."""
    fastest = min((one.figure for one in channels.values()), key=lambda one: one.value or 0.0)
    most = (agreed.value or 0.0) * (fastest.value or 0.0)
    limit = derived("target of the spread × shortest median", Unit.SECONDS, most, agreed, fastest)
    return dict.fromkeys(channels, limit)


def _channel(one: Measurement, limit: Figure) -> Finding:
    """One channel beside its standard; above it is no verdict where chance alone may have put it there."""
    now = one.figure
    beyond = (now.value or 0.0) > (limit.value or 0.0)
    sure = now.interval is not None and now.interval[0] > (limit.value or 0.0)
    kind = "within" if not beyond else "beyond" if sure else "unsure"
    figures = {"now": now, "limit": limit, "times": quotient(now, limit, Unit.RATIO)}
    subject = {"metric": WAIT, OVER: one.member(OVER) or ""}
    return Finding(MADE_BY, f"consistency.{kind}", subject, figures, (SMALL_SAMPLE,) if kind == "unsure" else ())


def _worst(parts: Iterable[Finding]) -> Figure:
    times = [one.figures["times"] for one in parts]
    return derived("largest median / standard", Unit.RATIO, max(one.value or 0.0 for one in times), *times)


def _whole(parts: Sequence[Finding], standard: str, figures: Mapping[str, Figure]) -> Finding:
    """The index, and the channels that break the standard, or may do so."""
    named = {kind: [one.subject[OVER] for one in parts if one.kind == f"consistency.{kind}"] for kind in KINDS}
    kind = next((KINDS[one] for one in KINDS if named[one]), "kept")
    told = next((named[one] for one in KINDS if named[one]), [])
    subject = {"metric": WAIT, "standard": standard, "channels": ", ".join(told)}
    return Finding(MADE_BY, f"consistency.{kind}", subject, figures)


ANALYSIS = Analysis(
    {"en": "Consistency across channels", "zh": "跨渠道响应一致性"},
    run,
    question={
        "en": "Are customers answered as agreed, whichever channel they come by?",
        "zh": "客户无论走哪个渠道，得到答复的快慢是否都符合标准？",
    },
    method={
        "en": (
            "The median first response time of every channel against its target, or against so many times the fastest "
            "where the spread has a target; a channel breaks it when its whole 95 % interval lies above."
        ),
        "zh": (
            "各渠道首次响应时长中位数与其目标比较；为跨渠道差异倍数设了目标的，与最快渠道的相应倍数比较；"
            "95%区间整体高于标准才算超出。"
        ),
    },
    reference="Conover, Practical Nonparametric Statistics (1999), 3.2",
    assumes={
        "en": "A channel without a target of its own owes that of all; channels with too few answered are left out.",
        "zh": "没有单独目标的渠道适用总目标；已答复工单过少的渠道不参与比较。",
    },
)
