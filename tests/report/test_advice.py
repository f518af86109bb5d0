"""What a month without a clear change is told to do: set targets where there are none, and what hardship asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from kefu.analyses import Study
from kefu.engine import connect
from kefu.findings import Figure, Finding, Lineage, Period, Unit
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.formats import Language
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context
from kefu.report.document import Callout, Heading, Steps, Table, Tone
from kefu.report.kinds import KINDS
from kefu.report.sections import SECTIONS
from kefu.store.snapshot import Snapshot
from tests.canonical import bring_in

MARCH = Period.month("2026-03")


@pytest.fixture(scope="module")
def meter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meter]:
    """One ticket a day, all of them open."""
    store = tmp_path_factory.mktemp("advice") / "data"
    bring_in(
        store, ticket=[{"ticket_id": f"T{day}", "created_at": f"2026-03-{day:02} 09:00:00"} for day in range(1, 32)]
    )
    engine = connect()
    yield Meter(Snapshot(store, engine), METRICS)
    engine.close()


def told(meter: Meter, findings: Sequence[Finding], language: Language = "en") -> Context:
    study = Study(meter, MARCH, ("ticket_volume", "backlog"), "CN")
    return Context(study, findings, Narrator(language, METRICS), KINDS["management"], "Lantern")


def number(value: float, unit: Unit = Unit.COUNT) -> Figure:
    return Figure(value, unit, 31, Lineage("by hand"))


QUIET = Finding("analyses.change", "change.normal", {"metric": "ticket_volume"}, {"now": number(31.0)})
OPEN = {"now": number(31.0), "old": number(24 / 31, Unit.SHARE)}


def test_a_quiet_month_without_targets_is_told_to_set_some(meter: Meter) -> None:
    """That nothing moved does not say that it is good: half the customers may be discontent every month."""
    title, advice = SECTIONS["outlook"].build(told(meter, [QUIET]))
    assert isinstance(title, Heading)
    assert isinstance(advice, Callout)
    assert title.text == "Next month, set targets; without one no number is good or bad"
    assert "does not say that it is good enough" in advice.paragraphs[0]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "On the rise: tickets; on the decline: backlog; too few months yet to judge this one"),
        ("zh", "工单量总体在上升，期末积压工单量总体在下降；历史尚短，本月变化还不能下结论"),
    ],
)
def test_the_summary_names_what_has_been_going_one_way(meter: Meter, language: Language, said: str) -> None:
    ways = (("ticket_volume", "change.rising"), ("backlog", "change.falling"))
    found = [Finding("analyses.change", kind, {"metric": metric}, {"now": number(31.0)}) for metric, kind in ways]
    title = next(iter(SECTIONS["summary"].build(told(meter, found, language))))
    assert isinstance(title, Heading)
    assert title.text == said


@pytest.mark.parametrize(
    ("language", "share"), [("en", "77.4% of 31 open tickets"), ("zh", "未结工单31，其中77.4%超过7天")]
)
def test_tickets_left_open_are_a_measure_and_not_only_a_difficulty(
    meter: Meter, language: Language, share: str
) -> None:
    found = Finding("analyses.unresolved", "unresolved.backlog", {"metric": "backlog"}, OPEN)
    [measures] = [
        one for one in SECTIONS["improvements"].build(told(meter, [QUIET, found], language)) if isinstance(one, Steps)
    ]
    assert share in measures.items[0].text


def test_hardship_is_next_months_focus_where_no_indicator_is(meter: Meter) -> None:
    found = Finding("analyses.unresolved", "unresolved.backlog", {"metric": "backlog"}, OPEN)
    title, advice = SECTIONS["outlook"].build(told(meter, [QUIET, found]))
    assert isinstance(title, Heading)
    assert isinstance(advice, Callout)
    assert title.text == "Next month's focus: work off the tickets open for more than seven days"
    assert advice.paragraphs[0].startswith("77.4% of 31 open tickets.")


def problem(member: str, measure: str, tickets: float) -> Finding:
    said = {"measure": measure, "measure_title_en": f"Do {measure}", "measure_text_en": "Text"}
    figures = {"now": number(tickets), "priority": number(100.0)}
    about = {"metric": "ticket_volume", "dimension": "subcategory", "member": member, **said}
    return Finding("analyses.problems", "problems.problem", about, figures)


def test_problems_that_ask_for_the_same_are_one_measure(meter: Meter) -> None:
    """Delivery and delivery queries are answered by one thing; its success is counted over both: 116 + 96."""
    found = [problem("logistics", "parcels", 116.0), problem("logistics_query", "parcels", 96.0),
             problem("return", "returns", 70.0)]  # fmt: skip
    [steps] = [one for one in SECTIONS["improvements"].build(told(meter, [QUIET, *found])) if isinstance(one, Steps)]
    assert [one.title for one in steps.items] == ["Delivery and delivery query: Do parcels", "Return: Do returns"]
    assert "fewer than 212" in " ".join(steps.items[0].meta)


def test_what_other_customers_than_before_explain_is_no_bad_news(meter: Meter) -> None:
    """A mix says nothing about the work, in the table of changes as on every other page."""
    limits = {"expected": number(20.0), "lower": number(10.0), "upper": number(25.0)}
    moved = Finding("analyses.change", "change.real", {"metric": "backlog"}, {"now": number(31.0), **limits})
    mix = Finding("analyses.cause", "cause.mix", {"metric": "backlog", "dimension": "channel"}, {"now": number(31.0)})
    for found, tone in (([moved], Tone.BAD), ([moved, mix], Tone.NEUTRAL)):
        blocks = SECTIONS["changes"].build(told(meter, found))
        table = next(one for one in blocks if isinstance(one, Table))
        assert table.rows[0][-1].tone is tone


def test_a_few_old_tickets_call_for_nothing(meter: Meter) -> None:
    few = Finding(
        "analyses.unresolved", "unresolved.backlog", {"metric": "backlog"}, {**OPEN, "old": number(0.1, Unit.SHARE)}
    )
    assert [one for one in SECTIONS["improvements"].build(told(meter, [QUIET, few])) if isinstance(one, Steps)] == []
