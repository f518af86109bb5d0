"""What batches and key customers ask for: measures of what a page shows, and none where it shows nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from kefu.findings import Figure, Finding, Lineage, Unit
from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator
from kefu.report.batches import of_batches
from kefu.report.care import of_care
from kefu.report.context import Context
from kefu.report.document import Tone

BATCH = Finding(
    "analyses.failures",
    "failures.batch",
    {"product_line": "cleaning", "batch": "B2609"},
    {role: Figure(value, Unit.COUNT, 9, Lineage(role)) for role, value in (("failures", 31.0), ("expected", 5.0))},
)


def count(value: float) -> Figure:
    return Figure(value, Unit.COUNT, 9, Lineage(f"{value} counted"))


def page(found: dict[str, list[Finding]], subject: tuple[str, ...] = (), *, tells: bool = True) -> Context:
    narrator = Narrator("en", METRICS)
    told = SimpleNamespace(
        kind=SimpleNamespace(subject=subject),
        narrator=narrator,
        has=lambda _: True,
        tells=lambda _: tells,
        found=lambda name: found.get(name, []),
        word=narrator.word,
        say=lambda section, key, **values: narrator.say("sections", section, key, **values),
    )
    return cast(Context, told)


def customers(listed: float, candidates: float, doubtful: float) -> dict[str, list[Finding]]:
    group = Finding("analyses.customer_value", "customers.group", {"group": "fading"}, {"listed": count(listed)})
    worth = Finding("analyses.customer_value", "customers.worth", {}, {}, parts=(group,))
    figures = {"candidates": count(candidates), "doubtful": count(doubtful)}
    return {"customer_value": [worth, Finding("analyses.customer_value", "customers.list", {}, figures)]}


def test_a_batch_that_fails_more_is_traced_and_held_good_by_its_failures() -> None:
    [(metric, measure)] = of_batches(page({"failures": [BATCH]}))
    assert (metric, measure.tone) == ("return_volume", Tone.BAD)
    assert measure.title.startswith("Trace the failures of batch B2609")
    assert measure.text.startswith("It has 31 failures where the other batches suggest 5")
    assert "B2609" in measure.success


def test_no_batch_is_traced_in_a_report_that_says_nothing_of_failures() -> None:
    assert of_batches(page({"failures": [BATCH]}, tells=False)) == []
    assert of_batches(page({})) == []


def test_key_customers_who_have_not_bought_for_long_are_called_and_their_list_is_reviewed() -> None:
    called, reviewed = (one for _, one in of_care(page(customers(83, 1_071, 25), ("key_customers_served",))))
    assert called.text.startswith("83 on the list ordered often or much, and have not for long")
    assert reviewed.text.startswith(
        "1,071 who ordered lately, often and much are not on it; 25 on it are low in all three"
    )
    assert [one.tone for one in (called, reviewed)] == [Tone.WARN, Tone.NEUTRAL]


@pytest.mark.parametrize(
    ("subject", "listed", "candidates", "asked"),
    [((), 83, 1_071, 0), (("key_customers_served",), 0, 0, 0), (("key_customers_served",), 0, 12, 1)],
)
def test_what_the_list_does_not_show_is_not_asked(
    subject: tuple[str, ...], listed: float, candidates: float, asked: int
) -> None:
    assert len(list(of_care(page(customers(listed, candidates, 0), subject)))) == asked
