"""People in bands once their cases are allowed for, and who is best over several indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kefu.findings import Figure, Finding, Lineage, Unit
from tests.analyses.study import found, tickets, value
from tests.canonical import Row, bring_in

AT, QUICK, LATE = "2026-10-05 10:00:00", "2026-10-05 12:00:00", "2026-10-31 10:00:00"


def work(start: int, agent: str, channel: str, count: int, solved: int) -> list[Row]:
    """Tickets of one agent and channel, some solved at once and the rest never."""
    done = tickets(start, solved, AT, agent_id=agent, channel=channel, resolved_at=QUICK, closed_at=QUICK)
    return [*done, *tickets(start + solved, count - solved, AT, agent_id=agent, channel=channel)]


@pytest.fixture(scope="module")
def banded(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Finding]:
    """Chats are solved in 9 of 10 cases, letters in 6 of 10. Six agents have 80 and 20 of them, Max 20 and 80 with the
    same success; Ada solves nearly all; Lu has twelve cases."""
    rows: list[Row] = []
    for agent in ("B", "C", "D", "E", "F", "G"):
        rows += work(len(rows), agent, "chat", 80, 72) + work(10_000 + len(rows), agent, "letter", 20, 12)
    rows += work(20_000, "Max", "chat", 20, 18) + work(21_000, "Max", "letter", 80, 48)
    rows += work(30_000, "Ada", "chat", 80, 80) + work(31_000, "Ada", "letter", 20, 20)
    rows += work(40_000, "Lu", "chat", 12, 12)
    rows += tickets(50_000, 1, LATE)  # so that seven days have passed since all others
    store = tmp_path_factory.mktemp("lantern") / "store"
    bring_in(store, ticket=rows)
    return {one.subject["agent_id"]: one for one in found("ranking", store, ["resolution_rate"])}


def test_hard_cases_are_no_fault(banded: Mapping[str, Finding]) -> None:
    # 66 of 100 against 84: below by the raw rate, and what others reach with such cases. Of all 592 chats 542 are
    # solved, of all 220 letters 140: with 20 and 80 of them everybody has 0.2 * 542 / 592 + 0.8 * 140 / 220
    assert (value(banded["Max"], "now"), value(banded["B"], "now")) == (0.66, 0.84)
    assert banded["Max"].kind == "ranking.within"
    assert value(banded["Max"], "same_cases") == pytest.approx(0.2 * 542 / 592 + 0.8 * 140 / 220)


def test_better_with_the_same_cases_is_above(banded: Mapping[str, Finding]) -> None:
    assert banded["Ada"].kind == "ranking.above"
    low, high = banded["Ada"].figures["score"].interval or (0.0, 0.0)
    assert value(banded["B"], "score") < low <= value(banded["Ada"], "score") <= high


def test_the_funnel_shows_what_a_raw_rate_of_so_many_rows_may_be(banded: Mapping[str, Finding]) -> None:
    """682 of 812 are solved, 0.8399; most people lie on that, so nothing widens the limits (phi below 1): for a hundred
    rows 3.0902 * sqrt(0.8399 * 0.1601 / 100) = 0.1133 either way."""
    for agent in ("B", "G"):
        assert value(banded[agent], "lower") == pytest.approx(0.8399 - 0.1133, abs=1e-4)
        assert value(banded[agent], "upper") == pytest.approx(0.8399 + 0.1133, abs=1e-4)
    assert value(banded["Max"], "now") < value(banded["Max"], "lower")  # by the raw rate, as the mix of cases has it
    assert value(banded["Ada"], "now") > value(banded["Ada"], "upper")
    assert value(banded["Lu"], "upper") == 1


def test_twelve_lucky_cases_are_too_few(banded: Mapping[str, Finding]) -> None:
    assert (banded["Lu"].kind, banded["Lu"].caveats) == ("ranking.too_few", ("small_sample",))


def test_work_unlike_that_of_the_others_is_held_against_nobody(tmp_path: Path) -> None:
    """Six people have chats solved in 9 of 10 cases. Ann has 30 visits besides and
    Bob a hundred, of which 30 have their match. Eve and Max share the letters, one in ten of which is solved: with such
    cases all reach 0.1, far from the 730 of 900 of all work."""
    rows: list[Row] = []
    for agent in ("B", "C", "D", "E", "F", "G"):
        rows += work(len(rows), agent, "chat", 100, 90)
    rows += work(10_000, "Ann", "chat", 70, 63) + work(11_000, "Ann", "visit", 30, 27)
    rows += work(20_000, "Bob", "visit", 100, 90)
    rows += work(30_000, "Eve", "letter", 50, 5) + work(31_000, "Max", "letter", 50, 5)
    rows += tickets(50_000, 1, LATE)
    bring_in(tmp_path / "store", ticket=rows)
    bands = {one.subject["agent_id"]: one.kind for one in found("ranking", tmp_path / "store", ["resolution_rate"])}
    assert [bands[one] for one in ("B", "Ann", "Bob", "Eve")] == [
        "ranking.within", "ranking.within", "ranking.alone", "ranking.alone"
    ]  # fmt: skip


def test_people_no_list_puts_in_teams_are_held_against_the_team_of_their_cases(tmp_path: Path) -> None:
    """Six people solve 9 of 10 in one team and six 6 of 10 in another, on one channel: nobody stands out in a team.
    With a list of agents that says nothing of teams, all twelve are one, and everybody does."""
    rows: list[Row] = []
    for place in range(12):
        team, solved = ("first", 90) if place < 6 else ("second", 60)
        cases = work(len(rows), f"P{place}", "letter", 100, solved)
        rows += [{**one, "team": team} for one in cases]
    rows += tickets(50_000, 1, LATE)
    bring_in(tmp_path / "bare", ticket=rows)
    bring_in(tmp_path / "listed", ticket=rows, agent=[{"agent_id": "P0"}])
    bands = {
        name: {one.kind for one in found("ranking", tmp_path / name, ["resolution_rate"])}
        for name in ("bare", "listed")
    }
    assert bands == {"bare": {"ranking.within"}, "listed": {"ranking.above", "ranking.below"}}


def scored(metric: str, scores: Mapping[str, float], half: float) -> list[Finding]:
    findings = []
    for agent, score in scores.items():
        figure = Figure(score, Unit.SHARE, 200, Lineage(f"by hand {metric} {agent}"))
        interval = replace(figure, interval=(score - half, score + half))
        findings.append(
            Finding("analyses.ranking", "ranking.within", {"metric": metric, "agent_id": agent}, {"score": interval})
        )
    return findings


def test_nobody_is_named_where_the_best_might_be_another(tmp_path: Path) -> None:
    bring_in(tmp_path / "store", ticket=tickets(0, 1, AT))
    apart = {"A": 0.95, "B": 0.82, "C": 0.81, "D": 0.80, "E": 0.79}
    sure = [*scored("csat", apart, 0.02), *scored("resolution_rate", apart, 0.02)]
    [best] = found("standing", tmp_path / "store", findings=sure)
    assert (best.kind, best.subject["agent_id"]) == ("standing.best", "A")
    assert value(best, "chance") > 0.99
    vague = [*scored("csat", apart, 0.3), *scored("resolution_rate", apart, 0.3)]
    [unclear] = found("standing", tmp_path / "store", findings=vague)
    assert unclear.kind == "standing.open"
    assert "agent_id" not in unclear.subject


def test_what_should_be_low_counts_the_other_way(tmp_path: Path) -> None:
    bring_in(tmp_path / "store", ticket=tickets(0, 1, AT))
    scores = {"A": 0.95, "B": 0.82, "C": 0.81, "D": 0.80, "E": 0.79}
    findings = [*scored("csat", scores, 0.01), *scored("reopen_rate", {k: 1 - v for k, v in scores.items()}, 0.01)]
    [best] = found("standing", tmp_path / "store", findings=findings)
    assert [part.subject["agent_id"] for part in best.parts] == ["A", "B", "C", "D", "E"]
    assert value(best.parts[0], "score") > value(best.parts[1], "score")
