"""Did the indicator really change, or does it always vary this much?

Each indicator is held against its own history by the prediction limit that suits it; since many are looked at together,
a "real change" must also survive Benjamini-Hochberg at 5 % over all of them. Where months differ too widely for a
verdict, the worst of them is worth watching if chance does not explain how much worse it is than a year before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from kefu.analyses import Analysis, Study, is_whole, under_way
from kefu.analyses._judging import HISTORY, finding, judge
from kefu.analyses._worst import watched
from kefu.findings import Finding, Period
from kefu.findings.finding import CHANGED
from kefu.methods.change.false_discovery import adjusted
from kefu.methods.change.verdict import Verdict
from kefu.metrics import Aggregate, Definition
from kefu.metrics.grain import Grain
from kefu.metrics.query import Measurement

FALSE_DISCOVERIES = 0.05


def run(study: Study) -> Iterable[Finding]:
    whole = _series(study, [name for name in study.metrics if not _is_extreme(study.meter.definition(name))])
    series = {name: under_way(study.meter.definition(name), one) for name, one in whole.items()}
    verdicts = {name: judge(study.meter.definition(name), one, study.country) for name, one in series.items()}
    p_values = adjusted(np.array([np.nan if v.p_value is None else v.p_value for v in verdicts.values()]))
    for (name, verdict), p_value in zip(verdicts.items(), p_values, strict=True):
        definition, tempered = study.meter.definition(name), _tempered(verdict, float(p_value))
        found = finding("analyses.change", definition, series[name], tempered)
        found = watched(definition, series[name], found, started_up=_counted(whole[name]) > _counted(series[name]))
        yield turned(found, series[name])


def turned(change: Finding, series: Sequence[Measurement]) -> Finding:
    """The change, marked ``unlike_last_month`` where the month lies on one side of what its history suggests and on the
    other of the month before, as one of promotions does that brings more than a quiet one and less than its season."""
    now, last = series[-1].figure.value, series[-2].figure.value if len(series) > 1 else None
    expected = change.figures["expected"].value if "expected" in change.figures else None
    if change.kind not in CHANGED or now is None or last is None or expected is None:
        return change
    opposite = (now - expected) * (now - last) < 0
    return replace(change, subject={**change.subject, "unlike_last_month": "yes"}) if opposite else change


def _counted(series: Sequence[Measurement]) -> int:
    """How many months have a value."""
    return sum(one.figure.value is not None for one in series)


def _is_extreme(definition: Definition) -> bool:
    """The fastest and the slowest of a month are one row each: they are told and never judged."""
    return definition.aggregate is Aggregate.QUANTILE and definition.quantile in (0, 1)


def _series(study: Study, metrics: list[str]) -> dict[str, Sequence[Measurement]]:
    """Monthly figures up to the period, of the months the data cover whole."""
    start = study.period.shifted(-HISTORY).start
    measured = study.meter.measure(metrics, Period(start, study.period.end), grain=Grain.MONTH)
    whole: dict[str, list[Measurement]] = {name: [] for name in metrics}
    for one in measured:
        if is_whole(study, one):
            whole[one.metric].append(one)
    return {name: one for name, one in whole.items() if one}


def _tempered(verdict: Verdict, p_value: float) -> Verdict:
    """A real change that many looks explain is only noticeable."""
    if verdict.level == "real" and p_value > FALSE_DISCOVERIES:
        return replace(verdict, level="noticeable")
    return verdict


ANALYSIS = Analysis(
    {"en": "Change or noise", "zh": "真实变化还是正常波动"},
    run,
    question={
        "en": "Did the indicator really change, or does it always vary this much?",
        "zh": "指标是真的变了，还是一贯如此波动？",
    },
    method={
        "en": (
            "The month is held against a prediction limit from its own history: 99 % is worth watching, 99.7 % "
            "is a real change where it also survives Benjamini-Hochberg at 5 % over all indicators; rates by "
            "Laney's limits, which allow for variation between months. Promotions and holidays count from about a year "
            "of volumes on, a yearly wave and a trend from two. Where months vary too much for a verdict, one that is "
            "the worst of all and worse than a year before by more than the records' own chance is worth watching."
        ),
        "zh": (
            "以自身历史的预测区间衡量：超出99%为值得关注，超出99.7%且通过全部指标的5%错误发现率控制才算真实变化；"
            "比率用Laney控制限，计入月间差异。业务量约满一年起计入大促与节假日，满两年起计入年度季节与趋势。"
            "各月起伏太大、不能判断时，若本月为历月最差且与去年同月之差超出抽样误差，则值得关注。"
        ),
    },
    reference="Hahn and Meeker (1991); Laney (2002); Benjamini and Hochberg (1995)",
    assumes={
        "en": "Months vary around a common level, apart from the season and the calendar; six months at least.",
        "zh": "除季节与日历影响外，各月围绕同一水平波动；至少需要六个月。",
    },
)
