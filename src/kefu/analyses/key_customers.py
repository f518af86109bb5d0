"""Are key customers served better or worse than the rest? Three months together, because a month gives too few answers.

Key customers are those whose segment says so, the list the company keeps. A difference is told where its 95 % interval
leaves out zero; with eleven indicators looked at, one in two reports tells of one that is chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kefu.analyses import Analysis, Study
from kefu.analyses._segments import KEY, MONTHS, REST
from kefu.findings import Figure, Finding, Period
from kefu.findings.figure import difference
from kefu.findings.finding import SMALL_SAMPLE
from kefu.methods.survey import apart
from kefu.methods.survey.proportion import wilson
from kefu.metrics import Aggregate, Better
from kefu.metrics.intervals import with_intervals
from kefu.metrics.query import Measurement

LEAST = 10  # rows on either side; below, not even a direction is told
COMPARED = (
    "csat",
    "nps",
    "low_score_rate",
    "first_response_median",
    "resolution_rate",
    "first_contact_resolution",
    "resolution_time_median",
    "repeat_contact_rate",
    "complaint_rate",
    "complaint_closure_rate",
    "revisit_coverage",
)


def run(study: Study) -> Iterable[Finding]:
    for metric in (name for name in COMPARED if name in study.metrics):
        tables = [study.meter.table(name) for name in study.meter.tables(metric)]
        if all("segment" in table.columns for table in tables):
            key, rest = (_measured(study, metric, where) for where in (KEY, REST))
            if key.sample and rest.sample:
                yield _finding(study, metric, key, rest)


def _measured(study: Study, metric: str, where: Mapping[str, str | None]) -> Figure:
    """The figure of three months with its 95 % interval."""
    quarter = Period(study.period.shifted(1 - MONTHS).start, study.period.end)
    one = study.meter.measure([metric], quarter, where=where)[0]
    if study.meter.definition(metric).aggregate is Aggregate.RATIO:
        return _share_of_people(study, one)
    return with_intervals(study.meter, [one], (), None)[0].figure


def _share_of_people(study: Study, one: Measurement) -> Figure:
    """A share of different customers is a share of so many people."""
    definition = study.meter.definition(one.metric)
    parts = [name for name in (definition.numerator, definition.denominator) if name]
    some, everyone = (study.meter.figure(name, one.period, one.query.where).value or 0.0 for name in parts)
    return replace(one.figure, sample=int(everyone), interval=wilson(some, everyone))


def _finding(study: Study, metric: str, key: Figure, rest: Figure) -> Finding:
    gap = difference(key, rest)
    if None not in (key.value, rest.value) and key.interval and rest.interval:
        ends = apart.interval(key.value or 0.0, key.interval, rest.value or 0.0, rest.interval)
        gap = replace(gap, interval=ends)
    least = min(key.sample, rest.sample)
    small = (SMALL_SAMPLE,) if least < study.meter.definition(metric).minimum_sample else ()
    kind = "too_few" if least < LEAST or gap.interval is None else _side(study, metric, gap)
    return Finding("analyses.key_customers", f"key.{kind}", {"metric": metric},
                   {"now": key, "rest": rest, "gap": gap}, small)  # fmt: skip


def _side(study: Study, metric: str, gap: Figure) -> str:
    """Whether key customers are better off, worse off or, as far as can be told, alike."""
    low, high = gap.interval or (0.0, 0.0)
    if low <= 0 <= high:
        return "alike"
    return "better" if (low > 0) == (study.meter.definition(metric).better is Better.HIGHER) else "worse"


ANALYSIS = Analysis(
    {"en": "Key customers beside the rest", "zh": "重点客户与其他客户对比"},
    run,
    question={
        "en": "Are key customers served better or worse than the rest?",
        "zh": "重点客户得到的服务比其他客户更好还是更差？",
    },
    method={
        "en": (
            "Both groups over three months, with the interval of their difference made of the intervals of each "
            "(Wilson for shares, order statistics for medians)."
        ),
        "zh": "两组客户近三个月对比，差异的区间由各自的区间合成（比例用Wilson区间，中位数用次序统计量）。",
    },
    reference="Zou and Donner (2008); Newcombe (1998)",
    assumes={
        "en": "The segment on the customer list says who is a key customer; a customer is in one group throughout.",
        "zh": "以客户名单中的客户类别为准；统计期内客户类别不变。",
    },
)
