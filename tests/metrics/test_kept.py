"""Kept answers are those the data give, and are asked anew where anything they depend on has changed."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kefu.engine import connect
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.metrics.grain import Grain
from kefu.metrics.query import Meter
from kefu.store.answers import Answers
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

SPRING = Period(Period.month("2026-03").start, Period.month("2026-05").end)
ASKED = ["ticket_volume", "first_response_median", "unanswered_rate"]


def ticket(number: int, day: str, team: str, minutes: int) -> Row:
    return {
        "ticket_id": f"T{number}", "created_at": f"{day} 09:00:00", "first_responded_at": f"{day} 09:{minutes:02d}:00",
        "team": team, "channel": "chat", "customer_id": f"C{number % 2}",
    }  # fmt: skip


TICKETS = [
    ticket(1, "2026-03-02", "day", 5), ticket(2, "2026-03-03", "night", 10),
    ticket(3, "2026-04-06", "day", 20), ticket(4, "2026-04-07", "day", 40),
    ticket(5, "2026-05-04", "night", 30),
]  # fmt: skip


class Counting(Meter):
    """A meter that notes every question the engine had to answer, with its period."""

    def answer(self, shape: Any, question: Any, period: Period, where: Any) -> list[dict[str, Any]]:
        self.__dict__.setdefault("asked", []).append(str(period))
        return super().answer(shape, question, period, where)

    @property
    def questions(self) -> list[str]:
        return list(self.__dict__.get("asked", []))


def meter(folder: Path, *, kept: bool = True) -> Counting:
    return Counting(Snapshot(folder, connect()), METRICS, answers=Answers(folder) if kept else None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    bring_in(tmp_path / "data", ticket=TICKETS)
    return tmp_path / "data"


@pytest.mark.parametrize("grain", [None, *Grain])
@pytest.mark.parametrize("by", [(), ("team",), ("team", "hour")])
@pytest.mark.parametrize("where", [{}, {"channel": "chat"}, {"team!1": "night", "channel": "chat"}])
def test_the_second_look_is_the_first_without_a_question(
    folder: Path, grain: Grain | None, by: tuple[str, ...], where: dict[str, str]
) -> None:
    plain = meter(folder, kept=False).measure(ASKED, SPRING, grain=grain, by=by, where=where)
    first, second = meter(folder), meter(folder)
    assert first.measure(ASKED, SPRING, grain=grain, by=by, where=where) == plain
    assert second.measure(ASKED, SPRING, grain=grain, by=by, where=where) == plain
    assert (len(first.questions), second.questions) == (1, [])


def test_a_figure_may_be_looked_at_or_carried_away_before_it_is_made(folder: Path) -> None:
    (first, *_), (carried, *_) = (meter(folder).measure(ASKED, SPRING, grain=Grain.MONTH, by=["team"]) for _ in "12")
    assert (first.metric, first.period, first.member("team")) == ("ticket_volume", Period.month("2026-03"), "day")
    assert first.figure is first.figure
    assert pickle.loads(pickle.dumps(carried)) == first  # noqa: S301 - our own
    assert first.figure.value == 1  # T1


def test_an_import_makes_only_the_months_it_touched_be_asked_again(folder: Path) -> None:
    meter(folder).measure(ASKED, SPRING, grain=Grain.MONTH, by=["team"])
    bring_in(folder, ticket=[ticket(6, "2026-06-01", "day", 50)])
    longer = Period(SPRING.start, Period.month("2026-06").end)
    after = meter(folder)
    found = after.measure(ASKED, longer, grain=Grain.MONTH, by=["team"])
    assert found == meter(folder, kept=False).measure(ASKED, longer, grain=Grain.MONTH, by=["team"])
    # May's last week was open while nothing was known of June: whether it came back is known only now.
    assert after.questions == ["2026-05-01/2026-07-01"]


def test_a_question_that_asks_for_more_asks_for_the_rest(folder: Path) -> None:
    meter(folder).measure(ASKED[:1], SPRING, grain=Grain.MONTH)
    meter(folder).measure(ASKED[1:], Period.month("2026-04"), grain=Grain.MONTH)
    third = meter(folder)
    assert third.measure(ASKED, SPRING, grain=Grain.MONTH) == meter(folder, kept=False).measure(
        ASKED, SPRING, grain=Grain.MONTH
    )
    assert third.questions == ["2026-03", "2026-05"]


def test_another_definition_of_the_same_name_is_another_question(folder: Path) -> None:
    meter(folder).measure(["ticket_volume"], SPRING)
    own = {**METRICS, "ticket_volume": replace(METRICS["ticket_volume"], where="team = 'night'")}
    asked = Meter(Snapshot(folder, connect()), own, answers=Answers(folder))
    assert asked.figure("ticket_volume", SPRING).value == 2


def test_what_names_people_is_not_kept(folder: Path) -> None:
    for _ in range(2):
        again = meter(folder)
        again.measure(["ticket_volume"], SPRING, by=["customer_id"])
        again.measure(["ticket_volume"], SPRING, where={"customer_id": "C1"})
        assert len(again.questions) == 2


def test_the_store_may_be_deleted_at_any_time(folder: Path) -> None:
    kept = Answers(folder)
    before = meter(folder).measure(ASKED, SPRING)
    kept.path.unlink()
    assert meter(folder).measure(ASKED, SPRING) == before


def test_what_another_meter_compiled_answers_for_what_is_there_now(folder: Path) -> None:
    asked: dict[str, Any] = {"grain": Grain.MONTH, "by": ["team"], "where": {"channel": "chat"}}
    before = meter(folder, kept=False).measure(ASKED[:1], SPRING, **asked)
    assert [one.figure.value for one in before] == [1, 1, 2, 1]  # March day and night, April day, May night
    bring_in(folder, ticket=[ticket(6, "2026-05-05", "night", 50)])
    own = {**METRICS, "ticket_volume": replace(METRICS["ticket_volume"], where="team = 'night'")}
    for metrics, expected in ((METRICS, [1, 1, 2, 2]), (own, [0, 1, 0, 2])):
        found = Meter(Snapshot(folder, connect()), metrics).measure(ASKED[:1], SPRING, **asked)
        assert [one.figure.value for one in found] == expected
