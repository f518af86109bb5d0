"""What could be simpler: a step, a state, a team and assignments that two hundred tickets can do without.

All begin at midnight of one of twenty days and are ``open`` at 2:00 and solved at 4:00. Tickets 0 to 39 come to the
desk (A1) at 1:00, which gives 30 of them to A2 and 6 to A3 half an hour later, the six after a note; the others come to
A2 at 1:00. Tickets 40 to 49 go by way of an approval and are solved at 10:00. Tickets 100 to 129 are on hold for half a
minute at 2:30. Tickets 150 to 159 went to A3 at 1:10 and back at 1:40, 160 and 161 were given to A2 again at 1:20; 162
to A3 and back as well, with a message in between, and 163 with a note.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kefu.analyses import Study
from kefu.analyses.process import ANALYSIS
from kefu.engine import connect
from kefu.findings import Finding, Period
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context
from kefu.report.document import Callout, Heading, Table
from kefu.report.kinds import KINDS
from kefu.report.sections.process import SECTION
from kefu.service.processes import Process, Rule
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

MARCH = Period.month("2026-03")
BEGUN = datetime(2026, 3, 2)  # noqa: DTZ001 - written as text, in UTC
MINUTE, HOUR = 60, 3_600
TEAMS = {"A1": "desk", "A2": "second", "A3": "third"}
COSTS = Process("ours", {"en": "Ours", "zh": "我们"}, (Rule("required", "resolved"),),
                costs={"assigned": 8.0, "approval": 20.0, "hold": 1.0})  # fmt: skip
TOLD = ("skipped", "undone", "passed_on", "handed_back")


def at(ticket: int, minute: float) -> str:
    return f"{BEGUN + timedelta(days=ticket % 20, minutes=minute):%Y-%m-%d %H:%M:%S}"


def assigned(ticket: int) -> list[tuple[float, str, str]]:
    if ticket < 36:
        note = [(75, "noted", "asked")] if ticket >= 30 else []
        return [(60, "assigned", "A1"), *note, (90, "assigned", "A3" if note else "A2")]
    if ticket < 40:
        return [(60, "assigned", "A1")]
    if 150 <= ticket < 160 or ticket in (162, 163):
        note = [(80, "noted", "asked")] if ticket == 163 else []
        return [(60, "assigned", "A2"), (70, "assigned", "A3"), *note, (100, "assigned", "A2")]
    again = [(80, "assigned", "A2")] if ticket in (160, 161) else []
    return [(60, "assigned", "A2"), *again]


def story(ticket: int) -> list[Row]:
    steps = [(0, "created", ""), *assigned(ticket), (120, "status_changed", "open")]
    if 40 <= ticket < 50:
        steps.append((180, "status_changed", "approval"))
    if 100 <= ticket < 130:
        steps += [(150, "status_changed", "hold"), (150.5, "status_changed", "open")]
    steps.append((600 if 40 <= ticket < 50 else 240, "resolved", ""))
    return [
        {"ticket_id": f"T{ticket}", "happened_at": at(ticket, minute), "kind": kind, "to_value": value}
        for minute, kind, value in steps
    ]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("simpler") / "data"
    said = {"message_id": "M1", "ticket_id": "T162", "sent_at": at(162, 80), "author_kind": "customer"}
    bring_in(
        folder,
        ticket=[{"ticket_id": f"T{n}", "created_at": at(n, 0)} for n in range(200)],
        ticket_event=[row for n in range(200) for row in story(n)],
        agent=[{"agent_id": agent, "team": team} for agent, team in TEAMS.items()],
        message=[said],
    )
    return Study(Meter(Snapshot(folder, connect()), METRICS, processes={"ours": COSTS}), MARCH, ("ticket_volume",))


@pytest.fixture(scope="module")
def told(study: Study) -> list[Finding]:
    return list(ANALYSIS.run(study))


@pytest.fixture(scope="module")
def findings(told: list[Finding]) -> dict[str, Finding]:
    """The candidates by kind; there is one of each."""
    found = [one for one in told if one.kind.removeprefix("process.") in TOLD]
    assert [one.kind for one in found] == [f"process.{kind}" for kind in TOLD]
    return {one.kind.removeprefix("process."): one for one in found}


def values(finding: Finding) -> dict[str, float | None]:
    return {role: figure.value for role, figure in finding.figures.items()}


def test_a_step_nearly_all_do_without(findings: dict[str, Finding]) -> None:
    """Ten approvals, eight hours from open to solved; 190 times without: 160 took two hours, those on hold less, and
    nineteen in twenty is just enough. Ten times 20."""
    found = findings["skipped"]
    assert found.subject == {"source": "open", "step": "approval", "target": "resolved"}
    assert values(found) == {
        "count": 10, "cases": 10, "passes": 200, "share": 0.95, "median": 8 * HOUR, "total": 80 * HOUR,
        "direct_median": 2 * HOUR, "cost": 200,
    }  # fmt: skip


def test_a_state_taken_back_at_once(findings: dict[str, Finding]) -> None:
    """Thirty times on hold for half a minute: 15 minutes in all."""
    found = findings["undone"]
    assert found.subject == {"step": "hold"}
    assert values(found) == {"count": 30, "cases": 30, "times": 30, "total": 15 * MINUTE, "cost": 30}


def test_a_team_that_only_passes_on(findings: dict[str, Finding]) -> None:
    """36 of forty, half an hour each; six after a note. 36 assignments at 8."""
    found = findings["passed_on"]
    assert found.subject == {"holder": "desk", "via": "second"}
    assert values(found) == {
        "stays": 40, "count": 36, "cases": 36, "share": 0.9, "straight": 30, "bare": 30,
        "median": 30 * MINUTE, "total": 18 * HOUR, "cost": 288,
    }  # fmt: skip


def test_cases_given_back_to_the_person_who_had_them(findings: dict[str, Finding]) -> None:
    """Ten by way of A3, 40 minutes and two assignments each; two at once, 20 minutes and one each: 440 minutes, 22
    assignments at 8. A message or a note in between is a reason."""
    assert values(findings["handed_back"]) == {
        "count": 12, "cases": 12, "share": 0.06, "given": 22, "median": 40 * MINUTE, "total": 440 * MINUTE, "cost": 176,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("left out in 95.0% of 200 times; the 10 times it was done, getting there took 8.0 h (median)",
                "30 of 30 times, nearly always within a minute", "desk passed on 36 of the 40 times",
                "12 tickets (6.0%) were given back")),
        ("zh", ("“处理中”到“解决”之间的“approval”，200次中95.0%没有做", "30次中有30次退回前一环节",
                "desk经手40次，其中36次又转出（90.0%），30次转给second", "12个工单（6.0%）又转回原来的人")),
    ],
)  # fmt: skip
def test_each_has_a_sentence_with_its_counts(
    findings: dict[str, Finding], language: str, said: tuple[str, ...]
) -> None:
    narrator = Narrator("en" if language == "en" else "zh", METRICS)
    for one, text in zip(findings.values(), said, strict=True):
        assert text in narrator.tell(one)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "4 things could be simpler; most time goes into one: no “approval” between “In work” and “Resolved”"),
        ("zh", "有4处可以简化，耗时最多的一处：取消“处理中”与“解决”之间的“approval”"),
    ],
)
def test_the_page_has_a_line_for_each_and_tells_the_longest(
    study: Study, told: list[Finding], findings: dict[str, Finding], language: str, title: str
) -> None:
    """80 hours of the way by an approval, 18 at the desk, 440 minutes back and forth, 15 minutes on hold."""
    narrator = Narrator("en" if language == "en" else "zh", METRICS)
    blocks = list(SECTION.build(Context(study, told, narrator, KINDS["management"], "Lantern")))
    (listed,) = [one for one in blocks if isinstance(one, Table) and one.name == "process.simpler"]
    assert [row[1].text for row in listed.rows] == ["10", "36", "12", "30"]
    (at,) = [n for n, one in enumerate(blocks) if isinstance(one, Heading) and one.text == title]
    shown = next(one for one in blocks[at:] if isinstance(one, Callout))
    longest = [narrator.tell(findings[kind]) for kind in ("skipped", "passed_on", "handed_back")]
    assert [text.rstrip(".。") for text in shown.paragraphs] == longest
