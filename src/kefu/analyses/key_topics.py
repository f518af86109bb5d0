"""What do key customers ask for, beside the rest? Three months together, because a month gives too few tickets.

A topic is told as asked for more or less by key customers where the difference of its share in the tickets of the two
groups survives Benjamini-Hochberg at 5 % over all topics.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from kefu.analyses import Analysis, Study
from kefu.analyses._segments import KEY, MONTHS, REST
from kefu.findings import Figure, Finding, Period
from kefu.findings.figure import difference, quotient
from kefu.methods.change.false_discovery import adjusted
from kefu.methods.survey import apart
from kefu.methods.survey.proportion import compare, wilson

METRIC = "ticket_volume"
WAYS = ("subcategory", "category")  # what a ticket is about, the finer first
MOST_TOPICS = 40
LEAST = 30  # tickets of either group
FALSE_DISCOVERIES = 0.05


def run(study: Study) -> Iterable[Finding]:
    quarter = Period(study.period.shifted(1 - MONTHS).start, study.period.end)
    if METRIC not in study.metrics or "segment" not in study.meter.table("ticket").columns:
        return
    way = next(iter(study.meter.slicers(METRIC, quarter, WAYS, MOST_TOPICS)), "")
    if not way:
        return
    key, rest = (_tickets(study, quarter, way, where) for where in (KEY, REST))
    wholes = [study.meter.figure(METRIC, quarter, where) for where in (KEY, REST)]
    if min(one.value or 0.0 for one in wholes) < LEAST:
        return
    pairs = {
        topic: (_share(key[topic], wholes[0]), _share(rest.get(topic) or _none(study, quarter, way, topic), wholes[1]))
        for topic in sorted(key, key=lambda one: (-(key[one].value or 0.0), one))
    }
    parts = tuple(
        _topic(way, topic, pair, sure) for (topic, pair), sure in zip(pairs.items(), _sure(pairs), strict=True)
    )
    if len(parts) > 1:
        first = parts[0]
        yield Finding("analyses.key_topics", "key_topics.first", first.subject, {**first.figures, "tickets": wholes[0]},
                      parts=parts)  # fmt: skip


def _tickets(study: Study, quarter: Period, way: str, where: Mapping[str, str | None]) -> dict[str, Figure]:
    """Tickets by topic of those that state one."""
    found = study.meter.measure([METRIC], quarter, by=[way], where=where)
    return {topic: one.figure for one in found if (topic := one.member(way)) and one.figure.value}


def _none(study: Study, quarter: Period, way: str, topic: str) -> Figure:
    return study.meter.figure(METRIC, quarter, {**REST, way: topic})


def _share(tickets: Figure, whole: Figure) -> Figure:
    """A topic's share of the group's tickets, with Wilson's interval."""
    many = whole.value or 0.0
    ends = wilson(tickets.value or 0.0, many)
    return replace(quotient(tickets, whole), sample=int(many), interval=ends)


def _sure(pairs: Mapping[str, tuple[Figure, Figure]]) -> list[bool]:
    """Which topics are asked for more or less than chance explains."""
    tests = [
        compare((rest.value or 0.0) * rest.sample, rest.sample, (key.value or 0.0) * key.sample, key.sample)
        for key, rest in pairs.values()
    ]
    chances = np.array([np.nan if one is None else one.p_value for one in tests])
    return [bool(one <= FALSE_DISCOVERIES) for one in adjusted(chances)]


def _topic(way: str, topic: str, pair: tuple[Figure, Figure], sure: bool) -> Finding:
    key, rest = pair
    gap = difference(key, rest)
    if key.interval and rest.interval:
        ends = apart.interval(key.value or 0.0, key.interval, rest.value or 0.0, rest.interval)
        gap = replace(gap, interval=ends)
    side = ("more" if (gap.value or 0.0) > 0 else "less") if sure else "alike"
    subject = {"metric": METRIC, "dimension": way, "member": topic}
    return Finding("analyses.key_topics", f"key_topics.{side}", subject, {"now": key, "rest": rest, "gap": gap})


ANALYSIS = Analysis(
    {"en": "What key customers ask for", "zh": "重点客户的问题构成"},
    run,
    question={
        "en": "What do key customers ask for, and is it something else than what the rest ask for?",
        "zh": "重点客户主要问什么，与其他客户有何不同？",
    },
    method={
        "en": (
            "Each topic's share of the tickets of either group over three months, compared by a pooled z test; over "
            "all topics, Benjamini-Hochberg keeps false discoveries below 5 %."
        ),
        "zh": "两组客户近三个月各类问题占比逐项对比（合并z检验），对全部类型控制错误发现率（Benjamini-Hochberg，5%）。",
    },
    reference="Benjamini and Hochberg (1995); Newcombe (1998)",
    assumes={
        "en": "The segment on the customer list says who is a key customer; tickets of one customer count one by one.",
        "zh": "以客户名单中的客户类别为准；同一客户的工单逐张计入。",
    },
)
