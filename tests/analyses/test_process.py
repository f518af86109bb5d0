"""What is told of a process: forty tickets by hand, of which a quarter go round and a tenth are late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kefu.analyses import Study
from kefu.analyses.process import ANALYSIS
from kefu.engine import connect
from kefu.findings import Finding, Period
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.narrator import Narrator
from kefu.service.processes import PROCESSES, Process, Rule
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

MARCH = Period.month("2026-03")
BEGUN = datetime(2026, 3, 2)  # noqa: DTZ001 - written as text, in UTC
DEAR = {"assigned": 8.0, "closed": 2.0}
COSTS = {"ours": Process("ours", {"en": "Ours", "zh": "我们"}, (Rule("required", "resolved"),), costs=DEAR)}


def happened(ticket: int, minute: int, kind: str, value: str = "") -> Row:
    at = BEGUN + timedelta(days=ticket % 20, minutes=minute)
    return {"ticket_id": f"T{ticket}", "happened_at": f"{at:%Y-%m-%d %H:%M:%S}", "kind": kind, "to_value": value}


def story(ticket: int) -> list[Row]:
    """Given to somebody after an hour (the first four after three), solved six hours later; every fourth is given to
    another one after two of these; closed at the second it is solved."""
    begin = 180 if ticket < 4 else 60
    rows = [happened(ticket, 0, "created"), happened(ticket, begin, "assigned", "A1")]
    if ticket % 4 == 0:
        rows.append(happened(ticket, begin + 120, "assigned", "A2"))
    return [*rows, happened(ticket, begin + 360, "resolved"), happened(ticket, begin + 360, "closed")]


def opened(folder: Path, count: int, processes: Mapping[str, Process] = PROCESSES) -> Meter:
    tickets = [
        {"ticket_id": f"T{n}", "created_at": f"{BEGUN + timedelta(days=n % 20):%Y-%m-%d %H:%M:%S}"}
        for n in range(count)
    ]
    bring_in(folder / "data", ticket=tickets, ticket_event=[row for n in range(count) for row in story(n)])
    return Meter(Snapshot(folder / "data", connect()), METRICS, processes=processes)


def told(meter: Meter) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for one in ANALYSIS.run(Study(meter, MARCH, ("ticket_volume",))):
        found.setdefault(one.kind, []).append(one)
    return found


@pytest.fixture(scope="module")
def meter(tmp_path_factory: pytest.TempPathFactory) -> Meter:
    return opened(tmp_path_factory.mktemp("process"), 40)


@pytest.fixture(scope="module")
def findings(meter: Meter) -> dict[str, list[Finding]]:
    return told(meter)


def values(finding: Finding) -> dict[str, float | None]:
    return {role: figure.value for role, figure in finding.figures.items()}


def test_the_map_holds_every_step_and_way(findings: dict[str, list[Finding]]) -> None:
    """Two ways through: 30 straight ones, 10 by way of another person."""
    (found,) = findings["process.map"]
    assert values(found) | {"lasted": 0} == {
        "cases": 40, "finished": 40, "steps": 4, "variants": 2, "first": 0.75, "lasted": 0,
    }  # fmt: skip
    assert [one.kind for one in found.parts].count("process.step") == 4
    assert [one.kind for one in found.parts].count("process.way") == 4
    assert values([one for one in found.parts if one.kind == "process.variant"][1])["covered"] == 1.0


def test_the_longest_waits_come_first(findings: dict[str, list[Finding]]) -> None:
    """36 x 1 h + 4 x 3 h before somebody has it, 30 x 6 h + 10 x 4 h until
    it is solved, 10 x 2 h between two people: 48 + 220 + 20 = 288 h. What it takes until it is solved is work or
    waiting for it, for no step says when work began; the other 68 h are our own waiting."""
    ways = [(one.subject["source"], one.subject["target"]) for one in findings["process.bottleneck"]]
    assert ways == [("created", "assigned"), ("assigned", "assigned")]
    first, second = (values(one) for one in findings["process.bottleneck"])
    assert [first["own"], second["own"]] == pytest.approx([48 / 68, 20 / 68])
    assert first["share"] == pytest.approx(48 / 288)
    (longest,) = findings["process.longest"]
    assert (longest.subject["target"], longest.subject["passing"]) == ("resolved", "in_hand")
    assert (values(longest)["median"], values(longest)["total"]) == (6 * 3_600, 220 * 3_600)


def test_what_the_time_until_tickets_are_solved_is_made_of(findings: dict[str, list[Finding]]) -> None:
    (found,) = findings["process.time"]
    assert values(found) == {"in_hand": pytest.approx(220 / 288), "queue": pytest.approx(68 / 288)}
    said = Narrator("en", METRICS).tell(found)
    assert said == (
        "Of the time until tickets are solved, 76.4% is waiting or work (not recorded apart) and 23.6% waiting for us"
    )


def test_work_is_what_follows_a_step_that_says_it_began(tmp_path: Path) -> None:
    """Ten wait for one hour and are worked on for four after they were taken up; ten are solved five hours after they
    were given to somebody, who may have waited too: of 100 h, 10 are waiting, 40 work and 50 either."""
    days = [BEGUN + timedelta(days=n) for n in range(20)]
    tickets = [{"ticket_id": f"T{n}", "created_at": f"{day:%Y-%m-%d %H:%M:%S}"} for n, day in enumerate(days)]
    events = [row for n in range(20) for row in (
        happened(n, 0, "created"), happened(n, 0, "assigned", "A1"),
        *([happened(n, 60, "status_changed", "open")] if n < 10 else []), happened(n, 300, "resolved"),
    )]  # fmt: skip
    bring_in(tmp_path / "data", ticket=tickets, ticket_event=events)
    (found,) = told(Meter(Snapshot(tmp_path / "data", connect()), METRICS))["process.time"]
    assert values(found) == pytest.approx({"work": 0.4, "in_hand": 0.5, "queue": 0.1})
    said = Narrator("zh", METRICS).tell(found)
    assert said == "工单解决前的时间中，处理占40.0%，等待或处理（未分别记录）占50.0%，等我方受理占10.0%"


def test_what_is_done_again_is_told_with_its_time(findings: dict[str, list[Finding]]) -> None:
    (found,) = findings["process.loop"]
    assert values(found) == {
        "cases": 10, "share": 0.25, "again": 10, "back": 0, "median": 7_200, "total": 72_000,
    }  # fmt: skip


def test_a_loop_and_a_needless_step_cost_what_the_project_says(tmp_path: Path) -> None:
    """Ten times once more at 8, and forty times closed at 2."""
    found = told(opened(tmp_path, 40, COSTS))
    (loop,), (together,) = found["process.loop"], found["process.together"]
    assert loop.figures["cost"].value == together.figures["cost"].value == 80.0
    assert "80" in Narrator("en", METRICS).tell(together)


def test_the_standard_process_is_asked(findings: dict[str, list[Finding]]) -> None:
    """Four were given to somebody after three hours, where two are allowed; the standard for complaints has no cases,
    because nothing says which of them are."""
    (found,) = findings["process.conformance"]
    assert values(found) == {"finished": 40, "conforming": 0.9, "asked": 8, "rules": 8}
    assert "of the general reference standard" in Narrator("en", METRICS).headline(found)  # nobody has set another
    late = [one for one in found.parts if one.figures["broken"].value]
    assert [(one.kind, one.subject["source"], one.subject["target"]) for one in late] == [
        ("process.rule_limit", "created", "assigned")
    ]
    assert values(late[0]) == {"cases": 40, "broken": 4, "share": 0.1, "within": 7_200}


def test_a_log_that_does_not_begin_with_the_opening_is_not_asked_for_it(tmp_path: Path) -> None:
    """Only one case of forty has "created" as a step: two rules on it are left out, limits run from the opening."""
    rows = [one for n in range(40) for one in story(n) if n == 0 or one["kind"] != "created"]
    tickets = [
        {"ticket_id": f"T{n}", "created_at": f"{BEGUN + timedelta(days=n % 20):%Y-%m-%d %H:%M:%S}"} for n in range(40)
    ]
    bring_in(tmp_path / "data", ticket=tickets, ticket_event=rows)
    meter = Meter(Snapshot(tmp_path / "data", connect()), METRICS, processes=PROCESSES)
    (found,) = told(meter)["process.conformance"]
    assert values(found) == {"finished": 40, "conforming": 0.9, "asked": 6, "rules": 8}
    late = next(one for one in found.parts if one.figures["broken"].value)
    assert Narrator("en", METRICS).tell(late) == (
        "Opening to “Assigned” took longer than 2 hours in 4 of 40 tickets (10.0%)"
    )


def test_two_steps_that_are_always_one(findings: dict[str, list[Finding]]) -> None:
    (found,) = findings["process.together"]
    assert (found.subject["source"], found.subject["target"]) == ("resolved", "closed")


def test_an_order_only_the_file_knows_is_said(findings: dict[str, list[Finding]]) -> None:
    """40 of 130 ways lie within a second: those from solved to closed."""
    (found,) = findings["checked.order_in_doubt"]
    assert found.figures["share"].value == pytest.approx(40 / 130)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_finding_has_a_sentence(findings: dict[str, list[Finding]], language: str) -> None:
    narrator = Narrator("en" if language == "en" else "zh", METRICS)
    for one in (one for found in findings.values() for one in found):
        for part in (one, *one.parts):
            assert narrator.words_for(part)
            assert "{{" not in narrator.tell(part)
    loop = narrator.tell(findings["process.loop"][0])
    assert "10" in loop
    assert "25.0%" in loop


def test_nothing_is_told_of_a_handful(tmp_path: Path) -> None:
    assert told(opened(tmp_path, 9)) == {}


def test_few_cases_are_a_small_sample(tmp_path: Path) -> None:
    assert told(opened(tmp_path, 20))["process.map"][0].caveats == ("small_sample",)


def test_without_events_nothing_is_told(tmp_path: Path) -> None:
    bring_in(tmp_path / "data", ticket=[{"ticket_id": "T1", "created_at": "2026-03-02 00:00:00"}])
    assert told(Meter(Snapshot(tmp_path / "data", connect()), METRICS)) == {}
