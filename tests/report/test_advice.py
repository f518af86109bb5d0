"""What a month without a clear change is told to do: set targets where there are none, and what hardship asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from kefu.analyses import Study
from kefu.engine import connect
from kefu.findings import Figure, Finding, Lineage, Period, Query, Unit
from kefu.metrics import METRICS
from kefu.metrics.query import Measurement, Meter
from kefu.narrative.formats import Language
from kefu.narrative.narrator import Narrator
from kefu.report import measures, pieces, proposals
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Heading, Paragraph, Role, Step, Steps, Table, Tone
from kefu.report.kinds import KINDS
from kefu.report.sections import SECTIONS, improvements, promises, rankings, stock, summary
from kefu.report.standards import of_standards
from kefu.report.success import judged_by
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


def told(
    meter: Meter,
    findings: Sequence[Finding],
    language: Language = "en",
    metrics: tuple[str, ...] = ("ticket_volume", "backlog"),
    kind: str = "management",
) -> Context:
    study = Study(meter, MARCH, metrics, "CN")
    return Context(study, findings, Narrator(language, METRICS), KINDS[kind], "Lantern")


def number(value: float, unit: Unit = Unit.COUNT) -> Figure:
    return Figure(value, unit, 31, Lineage("by hand"))


QUIET = Finding("analyses.change", "change.normal", {"metric": "ticket_volume"}, {"now": number(31.0)})
OPEN = {"now": number(31.0), "old": number(24 / 31, Unit.SHARE)}


def test_a_quiet_month_without_targets_is_told_to_set_some(meter: Meter) -> None:
    """That nothing moved does not say that it is good: half the customers may be discontent every month."""
    title, table, advice, *_ = SECTIONS["outlook"].build(told(meter, [QUIET]))
    assert isinstance(title, Heading)
    assert isinstance(table, Table)
    assert isinstance(advice, Callout)
    assert title.text == "Next month, set targets; without one no number is good or bad"
    assert [[cell.text for cell in row] for row in table.rows] == [["Backlog", "31", "no target yet"]]
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
    """Its measure has a page of its own and is not told again."""
    found = Finding("analyses.unresolved", "unresolved.backlog", {"metric": "backlog"}, OPEN)
    title, *body = SECTIONS["outlook"].build(told(meter, [QUIET, found]))
    assert isinstance(title, Heading)
    assert title.text == "Next month's focus: clear the tickets open for more than seven days"
    [advice] = [one for one in body if isinstance(one, Callout)]
    assert len(advice.paragraphs) == 1
    assert "success" not in advice.paragraphs[0]


def test_the_order_of_service_has_its_table_where_no_priorities_have_theirs(meter: Meter) -> None:
    """What strict order and lots would make of the first, the conclusion says; of the others no such number is."""
    figures = {"passed": number(0.733, Unit.SHARE), "overtaken": number(0.458, Unit.SHARE),
               "wait": number(169_200.0, Unit.SECONDS)}  # fmt: skip
    order = Finding("analyses.dispatch", "dispatch.reversed", {"entity": "ticket"}, figures)
    [table] = [one for one in SECTIONS["dispatch"].build(told(meter, [order])) if isinstance(one, Table)]
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Later one of two taken first", "73.3%"],
        ["Passed by a later one", "45.8%"],
        ["Mean wait", "47.0 h"],
    ]


def test_the_summary_ends_in_what_is_to_be_done(meter: Meter) -> None:
    found = Finding("analyses.unresolved", "unresolved.backlog", {"metric": "backlog"}, OPEN)
    blocks = SECTIONS["summary"].build(told(meter, [QUIET, found]))
    *_, measures = (one for one in blocks if isinstance(one, Callout))
    assert measures.heading == "What to do"
    assert measures.paragraphs == ("1. Clear the tickets open for more than seven days",)


def test_cards_of_a_single_month_without_targets_do_not_repeat_the_summary(meter: Meter) -> None:
    assert list(SECTIONS["key_indicators"].build(told(meter, [QUIET]))) == []


@pytest.mark.parametrize(("kind", "named"), [("sales_service_monthly", 1), ("management", 0)])
def test_what_nobody_can_judge_is_told_with_the_scope_where_no_table_of_changes_names_it(
    meter: Meter, kind: str, named: int
) -> None:
    few = Finding("analyses.change", "change.few", {"metric": "backlog"}, {"now": number(31.0)})
    blocks = SECTIONS["scope"].build(told(meter, [few], kind=kind))
    assert len([one for one in blocks if isinstance(one, Paragraph)]) == named


@pytest.mark.parametrize(
    ("language", "brief"),
    [
        ("zh", "该地区2026年3月8日至16日发生“停运”，期间投诉量69，按此前四周推算约12，因果待核实"),
        ("en", "“停运” happened there on Mar 8–16, 2026: complaints 69, about 12 expected; "
               "cause to be confirmed"),
    ],
)  # fmt: skip
def test_a_summary_tells_an_incident_in_few_words(language: Language, brief: str) -> None:
    seen = {"complaint_volume.during": number(69.0), "complaint_volume.usual": number(12.0)}
    where = {"dimension": "region", "member": "east", "title": "停运", "from": "2026-03-08", "to": "2026-03-16"}
    incident = Finding("analyses.incidents", "incident", where, seen)
    assert Narrator(language, METRICS).coincidence("complaint_volume", incident, brief=True) == [brief]


@pytest.mark.parametrize(
    ("language", "brief"),
    [
        ("zh", "该地区自2026年3月8日起发生“停运”且尚未结束，期间（2026年3月8日至4月30日）投诉量69，"
               "按此前四周推算约12，因果待核实"),
        ("en", "“停运” has lasted there since Mar 8, 2026: complaints 69 in all (Mar 8 – Apr 30, 2026), "
               "about 12 expected; cause to be confirmed"),
    ],
)  # fmt: skip
def test_what_came_in_an_incident_of_more_than_the_month_is_told_with_its_days(language: Language, brief: str) -> None:
    seen = {"complaint_volume.during": number(69.0), "complaint_volume.usual": number(12.0)}
    where = {"dimension": "region", "member": "east", "title": "停运", "from": "2026-03-08", "to": "2026-04-30"}
    incident = Finding("analyses.incidents", "incident", {**where, "lasting": "yes"}, seen)
    assert Narrator(language, METRICS).coincidence("complaint_volume", incident, brief=True) == [brief]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", "期间准时送达率26.4%，2025年12月至2026年2月为98.0%；"),
        ("en", ": on-time delivery rate 26.4%, 98.0% in Dec 2025–Feb 2026. "),
    ],
)
def test_a_rate_in_an_incident_is_held_against_months_that_are_named(language: Language, told: str) -> None:
    """The change itself is told against three other months where the incident began before this one."""
    usual = replace(number(0.98, Unit.SHARE), period=Period(date(2025, 12, 1), date(2026, 3, 1)))
    seen = {"delivery_on_time_rate.during": number(0.264, Unit.SHARE), "delivery_on_time_rate.usual": usual}
    where = {"dimension": "region", "member": "east", "title": "停运", "from": "2026-03-08", "to": "2026-04-30"}
    incident = Finding("analyses.incidents", "incident", {**where, "lasting": "yes"}, seen)
    (said,) = Narrator(language, METRICS).coincidence("delivery_on_time_rate", incident)
    assert told in said


@pytest.mark.parametrize(("kept", "titles"), [(0.02, ["Put the promises for high priority first"]), (0.6, [])])
def test_a_promise_seldom_kept_to_some_is_a_hardship(
    meter: Meter, monkeypatch: pytest.MonkeyPatch, kept: float, titles: list[str]
) -> None:
    context = told(meter, [QUIET])
    worst = SimpleNamespace(figure=number(kept, Unit.SHARE), member=lambda _: "high")
    monkeypatch.setattr(context, "has", lambda _: True)
    monkeypatch.setattr(measures, "least_kept", lambda *_: worst)
    monkeypatch.setattr(measures, "way_of", lambda *_: "priority")
    monkeypatch.setattr(measures, "aim", lambda *_: "")
    monkeypatch.setattr(context, "target", lambda _: None)
    assert [one.title for _, one in measures.of_hardships(context)] == titles


@pytest.mark.parametrize(
    ("language", "brief"), [("zh", "华东由14变为79"), ("en", "The East region went from 14 to 79")]
)
def test_a_summary_does_not_say_again_what_the_headline_says_of_a_cause(language: Language, brief: str) -> None:
    moved = {"before": number(14.0), "now": number(79.0), "share": number(0.95)}
    east = Finding("analyses.cause", "cause.member", {"dimension": "region", "member": "east"}, moved)
    cause = Finding("analyses.cause", "cause.member", {"metric": "complaint_volume"}, moved, (), (east,))
    assert Narrator(language, METRICS).in_brief(cause) == brief


def problem(member: str, measure: str, tickets: float) -> Finding:
    said = {"measure": measure, "measure_title_en": f"Do {measure}", "measure_text_en": "Text"}
    figures = {"now": number(tickets), "priority": number(100.0)}
    about = {"metric": "ticket_volume", "dimension": "subcategory", "member": member, **said}
    return Finding("analyses.problems", "problems.problem", about, figures)


def test_problems_that_ask_for_the_same_are_one_measure(meter: Meter) -> None:
    """Delivery and delivery queries are answered by one thing; its success is counted over both: 14 + 9 of 31."""
    found = [problem("logistics", "parcels", 14.0), problem("logistics_query", "parcels", 9.0),
             problem("return", "returns", 5.0)]  # fmt: skip
    [steps] = [one for one in SECTIONS["improvements"].build(told(meter, [QUIET, *found])) if isinstance(one, Steps)]
    assert [one.title for one in steps.items] == ["Delivery and delivery query: Do parcels", "Return: Do returns"]
    assert "below this month's 23 tickets" in " ".join(steps.items[0].meta)


def test_problems_of_which_no_more_is_known_are_one_review_held_good_by_what_it_finds(meter: Meter) -> None:
    found = [problem("c1", "general", 14.0), problem("c2", "general", 9.0)]
    [steps] = [one for one in SECTIONS["improvements"].build(told(meter, [QUIET, *found])) if isinstance(one, Steps)]
    [step] = steps.items
    assert step.title == "c1 and c2: Do general"
    assert step.meta[-1] == "Success: the three most common causes are named, and for each who changes what by when"


def test_of_nearly_all_the_work_there_need_not_be_less(meter: Meter) -> None:
    """29 of the month's 31 tickets: what is asked for is less harm by each."""
    found = [problem("logistics", "parcels", 20.0), problem("logistics_query", "parcels", 9.0)]
    [steps] = [one for one in SECTIONS["improvements"].build(told(meter, [QUIET, *found])) if isinstance(one, Steps)]
    assert "fewer of these tickets complained about" in " ".join(steps.items[0].meta)


def test_what_other_customers_than_before_explain_is_no_alarm(meter: Meter) -> None:
    """A mix that makes nearly all of a change says nothing about the work, and yet it is worse for customers, in the
    table of changes as on every page; one that makes half of it leaves the other half."""
    limits = {"expected": number(20.0), "lower": number(10.0), "upper": number(25.0)}
    moved = Finding("analyses.change", "change.real", {"metric": "backlog"}, {"now": number(31.0), **limits})
    subject = {"metric": "backlog", "dimension": "channel"}
    whole, half = (
        Finding("analyses.cause", "cause.mix", subject, {"mix": number(mix), "change": number(11.0)})
        for mix in (10.0, 5.5)
    )
    for found, tone in (([moved], Tone.BAD), ([moved, whole], Tone.WARN), ([moved, half], Tone.BAD)):
        blocks = SECTIONS["changes"].build(told(meter, found))
        table = next(one for one in blocks if isinstance(one, Table))
        assert table.rows[0][-1].tone is tone
        assert [told(meter, found).tone("backlog", way) for way in (11.0, -11.0)] == [tone, Tone.GOOD]
        assert ("made worse is marked ▲" in table.note) is (tone is Tone.WARN)
    line = summary._rest(told(meter, [moved, whole]), [moved], [], 0, named=False)
    assert line is not None
    assert line.text == "Also worse: backlog"


def test_a_few_old_tickets_call_for_nothing(meter: Meter) -> None:
    few = Finding(
        "analyses.unresolved", "unresolved.backlog", {"metric": "backlog"}, {**OPEN, "old": number(0.1, Unit.SHARE)}
    )
    assert [one for one in SECTIONS["improvements"].build(told(meter, [QUIET, few])) if isinstance(one, Steps)] == []


@pytest.mark.parametrize(
    ("old", "before", "is_told"),
    [(24.0, 22.0, False), (60.0, 70.0, True), (24.0, 20.0, True), (24.0, None, False), (40.0, None, True)],
)
def test_old_tickets_are_a_measure_where_they_are_many_or_more_than_before(
    meter: Meter, old: float, before: float | None, is_told: bool
) -> None:
    """60 tickets come in a week: 24 that are old are few, unless there were 20 of them, a fifth less, before; where no
    months before tell, 40 that are most of what is open are many."""
    earlier = Figure(before, Unit.COUNT, 0, Lineage("by hand"))
    figures = {**OPEN, "lingering": number(old), "lingering_before": earlier, "week": number(60.0)}
    found = Finding("analyses.unresolved", "unresolved.backlog", {"metric": "backlog"}, figures)
    blocks = SECTIONS["improvements"].build(told(meter, [QUIET, found]))
    assert any(isinstance(one, Steps) for one in blocks) is is_told


def test_tickets_left_open_are_a_measure_where_the_report_does_not_count_them(meter: Meter) -> None:
    found = Finding("analyses.unresolved", "unresolved.backlog", {"metric": "backlog"}, OPEN)
    context = told(meter, [QUIET, found], metrics=("ticket_volume", "resolution_rate"))
    [measures] = [one for one in SECTIONS["improvements"].build(context) if isinstance(one, Steps)]
    assert measures.items[0].meta[-1] == "Success: open tickets older than a week at least halved"


def test_what_nobody_can_judge_is_not_said_to_have_stayed_as_it_was(meter: Meter) -> None:
    uneven = Finding("analyses.change", "change.uneven", {"metric": "ticket_volume"}, {"now": number(31.0)})
    [reason] = [one for one in SECTIONS["improvements"].build(told(meter, [uneven])) if isinstance(one, Callout)]
    assert reason.paragraphs == (
        "Of no indicator can it be said whether it left its normal range, so none calls for a measure yet.",
    )


PAIR = Finding(
    "analyses.association",
    "association.pair",
    {"metric": "low_score_rate", "dimension": "region", "member": "RJ"},
    {"now": number(0.686, Unit.SHARE), "overall": number(0.41, Unit.SHARE), "lift": number(1.67, Unit.RATIO),
     "lift_before": number(1.25, Unit.RATIO), "support": number(126.0)},
)  # fmt: skip


def test_where_low_scores_come_from_month_after_month_is_looked_into(meter: Meter) -> None:
    [measures] = [one for one in SECTIONS["improvements"].build(told(meter, [QUIET, PAIR])) if isinstance(one, Steps)]
    [step] = measures.items
    assert step.title == "Find why low score rate is high for RJ"
    assert step.text.startswith("Low score rate is 68.6% for RJ, 41.0% for all")


def test_a_pair_is_told_in_numbers_and_under_its_dimension(meter: Meter) -> None:
    heading, table, *_ = SECTIONS["associations"].build(told(meter, [PAIR], "zh"))
    assert isinstance(heading, Heading)
    assert heading.text == "低分率：RJ为68.6%，是整体的1.67倍，前三个月也是如此"
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[0][:2]] == ["低分率", "地区 · RJ"]


def test_people_of_no_team_are_not_called_not_stated(meter: Meter) -> None:
    ranked = Finding("analyses.ranking", "ranking.within", {"metric": "csat", "agent_id": "A1"},
                     {"score": number(0.9, Unit.SHARE), "raw": number(0.9, Unit.SHARE)})  # fmt: skip
    standing = Finding("analyses.standing", "standing.best", {"dimension": "team", "member": "", "agent_id": "A1"},
                       {"chance": number(0.97, Unit.SHARE), "people": number(102.0)})  # fmt: skip
    said = [one.text for one in SECTIONS["people"].build(told(meter, [ranked, standing])) if isinstance(one, Paragraph)]
    assert said[0] == "The group without a team: A1 stands out over all indicators together (97.0% sure)."


@pytest.mark.parametrize(("others", "columns"), [("Review a sample", 3), ("Answer sooner", 4)])
def test_a_measure_that_all_problems_share_is_said_once(meter: Meter, others: str, columns: int) -> None:
    found = [
        Finding("analyses.problems", "problems.one",
                {"dimension": "category", "member": f"c{place}", "metric": "backlog", "measure_text_en": "x",
                 "measure": "", "measure_title_en": "Review a sample" if place else others},
                {"priority": number(90.0 - place), "now": number(12.0)})
        for place in range(4)
    ]  # fmt: skip
    context = told(meter, found)
    [table] = [one for one in _problems(context) if isinstance(one, Table)]
    assert len(table.columns) == columns  # of name, priority, tickets and, where they differ, the measure
    assert ("each of these problems is the same: review a sample" in table.note) == (columns == 3)


@pytest.mark.parametrize(("count", "said"), [(6, True), (4, False)])
def test_of_many_problems_that_ask_for_the_same_the_measures_name_the_first_four(
    meter: Meter, count: int, said: bool
) -> None:
    """As many as are looked at; of four there are no others."""
    context = told(meter, [problem(f"c{place}", "general", 5.0) for place in range(count)])
    [table] = [one for one in _problems(context) if isinstance(one, Table)]
    [steps] = [one for one in SECTIONS["improvements"].build(context) if isinstance(one, Steps)]
    assert steps.items[0].title == "c0, c1, c2 and c3: Do general"
    assert ("The list of measures names the first 4 of them." in table.note) is said


@pytest.mark.parametrize(
    ("language", "tickets", "title"),
    [
        (
            "en",
            20.0,
            "c1 holds 64.5% of all tickets (20): finer categories are needed to say which problem comes first",
        ),
        ("zh", 20.0, "c1占全部工单的64.5%（20个），需细分类别才能看出应优先解决的问题"),
        ("en", 18.0, "c1 comes first of 2 kinds of problem, by harm and number: 18 tickets"),
    ],
)
def test_a_kind_that_holds_most_tickets_asks_for_finer_ones(
    meter: Meter, language: Language, tickets: float, title: str
) -> None:
    """Of 31 tickets, 20 are 64.5 % and 18 are 58.1 %; two problems of which the first has priority 100."""
    found = [problem("c1", "general", tickets), problem("c2", "general", 9.0)]
    blocks = _problems(told(meter, found, language))
    assert [one.text for one in blocks if isinstance(one, Heading)] == [title]
    [table] = [one for one in blocks if isinstance(one, Table)]
    words = {"en": "c1 holds most of the tickets: split it", "zh": "c1占了大部分工单，应按具体事由细分。"}
    assert (words[language] in table.note) == (tickets == 20.0)


def _problems(context: Context) -> list[Block]:
    return list(SECTIONS["problems"].build(context))


@pytest.mark.parametrize(("urgent", "said"), [(72.0, True), (20.0, False)])
def test_why_the_urgent_wait_longest_is_said_where_the_order_is_not_to_blame(
    meter: Meter, urgent: float, said: bool
) -> None:
    def waits(priority: str, seconds: float) -> Finding:
        held = dict.fromkeys(("wait", "first_come", "in_order"), number(seconds, Unit.SECONDS))
        return Finding("analyses.dispatch", "dispatch.class", {"priority": priority}, {"count": number(9.0), **held})

    order = Finding("analyses.dispatch", "dispatch.partly", {"entity": "call"},
                    {"passed": number(0.07, Unit.SHARE), "overtaken": number(0.01, Unit.SHARE),
                     "wait": number(42.0, Unit.SECONDS)},
                    parts=(waits("high", urgent), waits("normal", 28.0)))  # fmt: skip
    [told_of] = [one for one in SECTIONS["dispatch"].build(told(meter, [order])) if isinstance(one, Callout)]
    longer = [one for one in told_of.paragraphs if one.startswith("That high priority waits longer")]
    assert [one.count("72 s too (normal 28 s)") for one in longer] == ([1] if said else [])


def test_what_is_at_its_level_is_not_to_come_back_to_it(meter: Meter) -> None:
    """Of 31 open tickets success is that they get fewer still where 40 are usual."""
    for usual, said in (
        (40.0, "backlog below this month's 31"),
        (20.0, "back to about 20 (what its history suggests)"),
    ):
        level = {"now": number(31.0), "expected": number(usual)}
        change = Finding("analyses.change", "change.normal", {"metric": "backlog"}, level)
        assert judged_by(told(meter, [change]), "backlog", Tone.WARN).endswith(said)


def test_more_open_than_came_in_all_the_month_is_an_alarm(meter: Meter) -> None:
    """40 are open where 31 came in March: the summary says so whatever else changed, and the page is red."""
    subject = {"metric": "backlog", "beyond": "yes"}
    found = Finding(
        "analyses.unresolved", "unresolved.backlog", subject, {**OPEN, "now": number(40.0), "month": number(31.0)}
    )
    said = "40 tickets were open at the end of the month, more than the 31 that came in all month"
    context = told(meter, [QUIET, found])
    [(_, hard)] = measures.of_hardships(context)
    assert (hard.said, hard.tone) == (said, Tone.BAD)
    heading, *page = SECTIONS["unresolved"].build(context)
    assert isinstance(heading, Heading)
    assert heading.text == said
    assert [one.tone for one in page if isinstance(one, Callout)] == [Tone.BAD]
    line = summary._hard(context)
    assert line is not None
    assert line.text == f"Long-standing: {said}."


def test_old_tickets_that_are_no_alarm_are_not_on_every_summary(meter: Meter) -> None:
    found = Finding("analyses.unresolved", "unresolved.backlog", {"metric": "backlog"}, OPEN)
    assert summary._hard(told(meter, [QUIET, found])) is None


def test_targets_missed_of_which_no_place_is_known_are_one_search_after_what_is_known_to_help(
    meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half the tickets and half the open ones aimed at: 31 and 31 against 62."""
    metrics = ("ticket_volume", "backlog")
    found = Finding("analyses.unresolved", "unresolved.backlog", {"metric": "backlog"}, OPEN)
    context = told(meter, [QUIET, found], metrics=metrics)
    monkeypatch.setattr(context, "target", lambda _: number(62.0))
    monkeypatch.setattr(proposals, "_missed", lambda _: list(metrics))
    first, second = proposals.proposed(context)
    assert first.title == "Clear the tickets open for more than seven days"
    assert second.title == "Find out what keeps tickets and backlog from their targets"
    assert second.text.startswith("Tickets 31 (target 62); Backlog 31 (target 62); no team, channel, region")


def test_grave_hardships_have_a_measure_before_missed_targets(meter: Meter, monkeypatch: pytest.MonkeyPatch) -> None:
    """More tickets open than came all month, and channels beyond their standard: both before any target."""
    beyond = Finding("analyses.unresolved", "unresolved.backlog", {"metric": "backlog", "beyond": "yes"}, OPEN)
    broken = Finding(
        "analyses.consistency",
        "consistency.broken",
        {"metric": "first_response_median", "standard": "own", "channels": "wechat"},
        {"index": number(3.08, Unit.RATIO)},
    )
    context = told(meter, [QUIET, beyond, broken])
    asked = measures.Measure("Bring tickets to target", "", "", Tone.BAD, ())
    monkeypatch.setattr(proposals, "_known", lambda _: [("ticket_volume", asked)])
    assert [one.title for one in proposals.proposed(context)] == [
        "Clear the tickets open for more than seven days",
        "Answer sooner on WeChat, where the standard is missed",
        "Bring tickets to target",
    ]


def test_channels_beyond_their_standard_ask_for_nothing_more_where_an_action_has_begun_on_them(meter: Meter) -> None:
    broken = Finding(
        "analyses.consistency",
        "consistency.broken",
        {"metric": "first_response_median", "standard": "own", "channels": "wechat, email"},
        {"index": number(3.08, Unit.RATIO)},
    )
    subject = {"metric": "first_response_median", "action": "Two more", "start": "2026-03-02", "dimension": "channel"}
    for members, asked in (("email", 0), ("phone", 1)):
        action = Finding("analyses.effect", "effect.not_measurable", subject | {"members": members}, {})
        assert len(of_standards(told(meter, [broken, action]))) == asked


@pytest.mark.parametrize(
    ("kind", "entity", "count"), [("reversed", "ticket", 1), ("reversed", "call", 0), ("kept", "ticket", 0)]
)
def test_tickets_served_in_the_opposite_order_are_a_measure(meter: Meter, kind: str, entity: str, count: int) -> None:
    turned = Finding("analyses.dispatch", f"dispatch.{kind}", {"entity": entity}, {"passed": number(0.733, Unit.SHARE)})
    found = of_standards(told(meter, [turned]))
    assert len(found) == count
    assert all("was served first in 73.3% of cases" in one.text for _, one in found)


def test_a_standard_is_a_measure_only_where_the_report_shows_how_it_is_kept(meter: Meter) -> None:
    """The sales team's report has no page on the order of service, that on key customers none on channels' waits."""
    passed = {"passed": number(0.7, Unit.SHARE)}
    turned = Finding("analyses.dispatch", "dispatch.reversed", {"entity": "ticket"}, passed)
    broken = Finding(
        "analyses.consistency",
        "consistency.broken",
        {"metric": "first_response_median", "standard": "own", "channels": "wechat"},
        {"index": number(3.0, Unit.RATIO)},
    )
    asked = {kind: len(of_standards(told(meter, [turned, broken], kind=kind))) for kind in sorted(KINDS)}
    assert (asked["management"], asked["sales_service_monthly"], asked["key_customer"]) == (2, 1, 0)


def test_a_report_on_reopened_tickets_tells_of_those_who_came_again_and_those_left_open() -> None:
    resolved = [one for one in KINDS.values() if "reopen_rate" in one.metrics]
    assert len(resolved) == 4
    assert all("repeat_contact_rate" in one.metrics for one in resolved)
    pages = {one.name: {name for chapter in one.chapters for name in chapter.sections} for one in resolved}
    assert all("backlog" in one.metrics or "unresolved" in pages[one.name] for one in resolved)


@pytest.mark.parametrize(
    ("language", "box", "needed"),
    [
        ("en", "Go through the oldest every day, close what is settled and write down whom the others wait for.",
         "see measure 1"),
        ("zh", "每天从最久的开始逐个处理，已解决的关闭，其余写明在等谁。", "见第1项措施"),
    ],
)  # fmt: skip
def test_the_finding_of_the_headline_is_the_first_box_and_next_months_focus(
    meter: Meter, language: Language, box: str, needed: str
) -> None:
    young = Finding("analyses.change", "change.unknown", {"metric": "ticket_volume"}, {"now": number(31.0)})
    found = Finding("analyses.unresolved", "unresolved.backlog", {"metric": "backlog"}, OPEN)
    context = told(meter, [young, found], language)
    title, *page = SECTIONS["summary"].build(context)
    first = next(one for one in page if isinstance(one, Callout))
    assert isinstance(title, Heading)
    assert (first.heading, first.paragraphs) == (title.text, (box,))
    measured = replace(found, figures={**OPEN, "now": meter.figure("backlog", MARCH)})
    pages = SECTIONS["outlook"].build(told(meter, [young, measured], language))
    [table] = [one for one in pages if isinstance(one, Table)]
    assert [row[-1].text for row in table.rows] == [needed]


def test_more_measures_than_the_list_holds_are_said_to_stand_elsewhere(
    meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = [Step(f"Measure {one}", "", (), Tone.WARN, ()) for one in range(8)]
    for held, title in ((steps, "The 7 most pressing measures"), (steps[:7], "7 measures proposed")):
        monkeypatch.setattr(improvements, "all_proposed", lambda _, held=held: held)
        monkeypatch.setattr(improvements, "proposed", lambda _, held=held: held[:7])
        heading, *page = SECTIONS["improvements"].build(told(meter, [QUIET]))
        assert isinstance(heading, Heading)
        assert heading.text.startswith(title)
        assert any(isinstance(one, Paragraph) for one in page) is (len(held) > 7)


@pytest.mark.parametrize(("after", "success"), [(3.47, "at about 3.47"), (5.0, "")])
def test_clearing_dead_stock_is_held_good_by_the_turnover_it_can_reach(
    meter: Meter, monkeypatch: pytest.MonkeyPatch, after: float, success: str
) -> None:
    held = {"dead": number(150_000.0, Unit.MONEY), "to_order": number(24.0)}
    found = [
        Finding("analyses.stock", "stock.policy", {}, held),
        Finding(
            "analyses.stock",
            "checked.policy",
            {},
            {"turnover_after": number(after, Unit.RATIO), "turnover_beside": number(2.03, Unit.RATIO)},
        ),
    ]
    context = told(meter, found)
    monkeypatch.setattr(context, "target", lambda _: number(4.5, Unit.RATIO))
    monkeypatch.setattr(context, "now", lambda _: number(3.25, Unit.RATIO))
    measure = measures.of_known(context, "parts_turnover")
    assert measure is not None
    assert measure.success.endswith(success)
    assert bool(measure.success) is bool(success)
    short = measures.falling_short(context, "parts_turnover")
    assert (short.value if short else None) == (after if success else None)
    assert f"turnover is about {after:.2f} with the dead parts cleared and about 2.03 without that" in measure.text
    assert "3.25 is this month's use, annualised; at the" in measure.text
    monkeypatch.setattr(context, "has", lambda _: True)
    said = [*stock._turnover(context, found)]  # where the target stays out of reach, the measure has said so
    reached = "about 5.00 once the dead parts are cleared, which reaches the target of 4.50, and 2.03 with"
    assert [reached in one for one in said] == ([] if success else [True])
    assert ("target of 4.50 cannot be reached this way: management decides" in measure.text) is bool(success)


def moved_to(metric: str, now: float, expected: float, kind: str = "change.real") -> Finding:
    figures = {"now": number(now, Unit.SECONDS), "expected": number(expected, Unit.SECONDS)}
    return Finding("analyses.change", kind, {"metric": metric, "team": "online"}, figures)


@pytest.mark.parametrize(
    ("found", "tone"),
    [
        ([moved_to("first_response_median", 112.0, 90.0), moved_to("complaint_handling_time", 24.2, 34.0)], Tone.BAD),
        ([moved_to("first_response_median", 112.0, 90.0, "change.noticeable")], Tone.WARN),
        ([moved_to("complaint_handling_time", 24.2, 34.0)], Tone.GOOD),
        ([moved_to("complaint_volume", 153.0, 100.0)], Tone.NEUTRAL),
    ],
)
def test_a_box_on_teams_has_the_colour_of_the_worst_it_tells(meter: Meter, found: list[Finding], tone: Tone) -> None:
    """How much came to a team is neither good nor bad of it."""
    assert rankings._colour(told(meter, []), found) is tone


def test_what_the_summary_tells_to_be_worse_has_a_row_in_next_months_table(meter: Meter) -> None:
    """Without a target, and without a measure."""
    worse = Finding("analyses.change", "change.noticeable", {"metric": "backlog"},
                    {"now": number(57.0), "expected": number(30.0)})  # fmt: skip
    context = told(meter, [worse], kind="sales_service_monthly")
    [table] = [one for one in SECTIONS["outlook"].build(context) if isinstance(one, Table)]
    assert [(row[0].text, row[-1].text) for row in table.rows] == [("Backlog", "no target yet")]


def test_the_page_on_promises_says_whom_they_are_seldom_kept_to(meter: Meter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 144 none, of 84 one: both bars stand out, each with how many it is of."""
    context, metric = told(meter, []), "sla_resolution_met_rate"
    kept = {"high": (0.0, 144), "critical": (1 / 84, 84), "low": (0.951, 1200)}
    found = [
        Measurement(Query(metric, MARCH, {"priority": name}), Figure(share, Unit.SHARE, of, Lineage(name)))
        for name, (share, of) in kept.items()
    ]
    monkeypatch.setattr(context, "by", lambda *_, **__: found)
    monkeypatch.setattr(context, "now", lambda _: number(0.767, Unit.SHARE))
    monkeypatch.setattr(context, "sliceable", lambda *_: True)
    chart = promises._by(context, metric, "priority")
    assert chart is not None
    samples = [name.rpartition("(")[2].replace("\u00a0", " ") for name in chart.categories]
    assert samples == ["n = 144)", "n = 84)", "n = 1,200)"]
    assert chart.series[0].point_roles == (Role.MAIN, Role.MAIN, Role.COMPARE)


def test_a_conclusion_tells_what_misses_its_target_by_much_the_furthest_first(
    meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """16.4 % of 18.0 % is 91 %, 96.9 % is close, and what another page tells is left to it."""
    attained = {"orders": 0.8, "revenue": 0.969, "conversion_after_contact": 0.911, "csat": 0.5, "nps": 1.1}
    held = {one: (Tone.GOOD if part >= 1 else Tone.WARN if part >= 0.95 else Tone.BAD, "held", part)
            for one, part in attained.items()}  # fmt: skip
    monkeypatch.setattr(pieces, "standings", lambda _: held)
    monkeypatch.setattr(pieces, "standing", lambda _, metric: held[metric])
    shown = ["revenue", "conversion_after_contact", "orders", "nps"]
    assert pieces.missed_by_much(told(meter, []), shown) == ["orders", "conversion_after_contact"]


@pytest.mark.parametrize(
    ("used", "said"),
    [
        (("sba", "year"), " SBA is a method for forecasting irregular demand. "),
        (("tsb", "croston", "tsb"), " Croston and TSB are methods for forecasting irregular demand. "),
        (("year", ""), ""),
    ],
)
def test_the_note_on_stock_names_only_methods_the_table_has(meter: Meter, used: tuple[str, ...], said: str) -> None:
    parts = tuple(Finding("analyses.stock", "stock.class", {"forecast": one}, {}) for one in used)
    note = stock._note(told(meter, []), Finding("analyses.stock", "stock.policy", {}, {}, (), parts))
    assert said in note
    assert note.count("forecasting") == bool(said)
