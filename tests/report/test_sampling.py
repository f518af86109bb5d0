"""What may be said of a share no history can judge: whether chance in the records counted explains its difference."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import cast

import pytest

from kefu.findings import Figure, Finding, Lineage, Unit
from kefu.findings.figure import difference
from kefu.metrics import METRICS
from kefu.narrative.formats import Language
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context
from kefu.report.sampling import differences, differs
from kefu.report.sections import summary


def share(count: int, sample: int, month: str) -> Figure:
    return Figure(count / sample, Unit.SHARE, sample, Lineage("by hand", formula=month))


def context_of(now: Figure, before: Mapping[str, Figure], metric: str = "csat", language: Language = "en") -> Context:
    narrator = Narrator(language, METRICS)
    held = {name: {metric: Finding("by hand", "comparison", {}, {"before": one})} for name, one in before.items()}
    compared = {name: {metric: Finding("by hand", "comparison", {}, {})} for name in ("previous_month",
                "same_month_last_year")} | held  # fmt: skip
    fake = SimpleNamespace(
        narrator=narrator,
        definition=METRICS.__getitem__,
        now=lambda _metric: now,
        compared=compared,
        say=lambda *path, **values: narrator.say("sections", *path, **values),
        word=narrator.word,
    )
    return cast(Context, fake)


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (share(30, 100, "before"), True),  # 60 of 100 now: z = 0.3 / sqrt(0.45 * 0.55 * 2 / 100) = 4.26
        (share(50, 100, "before"), False),  # z = 0.1 / sqrt(0.55 * 0.45 * 2 / 100) = 1.42
        (share(3, 10, "before"), False),  # z = 0.3 / sqrt(0.573 * 0.427 * 0.11) = 1.83
    ],
)
def test_a_difference_is_beyond_chance_from_three_standard_errors_on(before: Figure, found: bool) -> None:
    context = context_of(share(60, 100, "now"), {"same_month_last_year": before})
    assert differs(context, "csat", "same_month_last_year") is found


def test_it_cannot_be_asked_of_a_count_or_of_a_month_that_is_not_there() -> None:
    one = share(60, 100, "now")
    assert differs(context_of(one, {}), "csat", "previous_month") is None
    assert differs(context_of(one, {"previous_month": one}, "ticket_volume"), "ticket_volume", "previous_month") is None


def test_told_are_the_months_it_differs_from_and_then_those_it_does_not() -> None:
    months = {"previous_month": share(50, 100, "month"), "same_month_last_year": share(30, 100, "year")}
    now = share(60, 100, "now")
    assert differences(context_of(now, months), "csat") == [
        "the difference from 30.0% a year before is more than chance explains",
        "that from 50.0% the month before may be chance",
    ]
    assert differences(context_of(now, months, language="zh"), "csat") == [
        "与去年同月的30.0%相比，差异超出偶然波动",
        "与上月的50.0%相比，未超出",
    ]
    assert differences(context_of(now, {"previous_month": share(50, 100, "month")}), "csat") == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Not judged month by month, but different from a year before by more than chance: "
               "customer satisfaction rose to 60.0%, from 30.0%."),
        ("zh", "不能判断的指标中，与去年同月相比差异超出偶然波动的有：客户满意度由30.0%升至60.0%。"),
    ],
)  # fmt: skip
def test_what_differs_from_last_year_is_told_with_both_numbers(language: Language, said: str) -> None:
    now, year = share(60, 100, "now"), share(30, 100, "year")
    context = context_of(now, {}, language=language)
    told = {"now": now, "before": year, "change": difference(now, year)}
    held = Finding("comparisons.same_month_last_year", "comparison", {"metric": "csat"}, told)
    context.compared["same_month_last_year"]["csat"] = held  # type: ignore[index]
    context.note_finding = lambda finding: tuple(one.id for one in finding.figures.values())  # type: ignore[method-assign]
    line = summary._apart_from_last_year(context, [Finding("analyses.change", "change.few", {"metric": "csat"}, {})])
    assert line is not None
    assert line.text == said
    assert {now.id, year.id} <= set(line.figures)
