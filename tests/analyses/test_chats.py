"""Chats of a simulated team whose people hold up to three at once, each the slower the more there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from kefu.analyses import ANALYSES, Study
from kefu.engine import connect
from kefu.findings import Finding, Period
from kefu.methods.queueing.chats import fewest
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.narrator import Narrator
from kefu.store.snapshot import Snapshot
from tests.analyses.study import value
from tests.canonical import Row, bring_in

MONTH = Period.month("2026-02")
TAKES = [300.0, 400.0, 600.0]  # seconds of a chat with one, two, three in hand
AN_HOUR, HOURS, DAYS = 22, 6, 9


def chats_of(dice: np.random.Generator) -> Iterator[tuple[float, float]]:
    """Begin and end of the chats one person takes in the hours of a day; none beyond three is taken."""
    clock = 0.0
    in_hand: list[float] = []
    while clock < HOURS * 3600 or in_hand:
        held = len(in_hand)
        coming = AN_HOUR / 3600 if clock < HOURS * 3600 else 0.0
        rate = held / TAKES[held - 1] if held else 0.0
        clock += dice.exponential(1 / (coming + rate))
        if dice.random() * (coming + rate) < rate:
            yield in_hand.pop(int(dice.integers(held))), clock
        elif held < len(TAKES):
            in_hand.append(clock)


def rows(dice: np.random.Generator) -> tuple[list[Row], list[Row]]:
    """Tickets and messages: the customer asks half a minute before, then both write every four minutes or so."""
    tickets: list[Row] = []
    messages: list[Row] = []
    for number in range(DAYS):
        for person in range(2):
            day = datetime(2026, 2, 1 + number, 9)  # noqa: DTZ001 - clock times
            for begin, end in chats_of(dice):
                name = f"{number}-{person}-{begin:.3f}"
                tickets.append({"ticket_id": name, "created_at": f"{day + timedelta(seconds=begin - 30)}",
                                "channel": "online", "agent_id": f"A{person}"})  # fmt: skip
                times = [begin - 30, *np.linspace(begin, end, 2 + int((end - begin) / 240))]
                messages += [
                    {"message_id": f"{name}-{place}", "ticket_id": name, "sent_at": f"{day + timedelta(seconds=at)}",
                     "author_kind": "agent" if place else "customer", "author_id": f"A{person}" if place else ""}
                    for place, at in enumerate(times)
                ]  # fmt: skip
    return tickets, messages


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finding]:
    tickets, messages = rows(np.random.default_rng(9))
    store = tmp_path_factory.mktemp("chats") / "store"
    letters: list[Row] = [  # two letters a day apart each: no chats
        {"message_id": f"m{n}-{at}", "ticket_id": f"m{n}", "sent_at": f"2026-02-{at:02d} 10:00:00",
         "author_kind": kind, "author_id": "A0" if kind == "agent" else ""}
        for n in range(20) for at, kind in ((2, "customer"), (3, "agent"))
    ]  # fmt: skip
    mails: list[Row] = [
        {"ticket_id": f"m{n}", "created_at": "2026-02-02 10:00:00", "channel": "email", "agent_id": "A0"}
        for n in range(20)
    ]
    everything = {"ticket": [*tickets, *mails], "message": [*messages, *letters]}
    bring_in(store, timezone="Pacific/Auckland", **everything)  # half a day from universal time
    study = Study(Meter(Snapshot(store, connect()), METRICS), MONTH, ())
    return {one.kind: one for one in ANALYSES["chats"].run(study)}


def test_service_times_of_the_simulation_are_found_again(found: dict[str, Finding]) -> None:
    held = found["chats.held"]
    assert held.subject["channels"] == "online"  # letters are no chats
    assert [value(one, "held") for one in held.parts] == [1, 2, 3]
    for one, takes in zip(held.parts, TAKES, strict=True):
        assert value(one, "handling") == pytest.approx(takes, rel=0.15)
    assert sum(value(one, "time") for one in held.parts) == pytest.approx(1)
    assert value(held, "several") == pytest.approx(1 - value(held.parts[0], "time"))


def test_chats_side_by_side_take_longer(found: dict[str, Finding]) -> None:
    # One and a third times as long: 400 seconds for 300.
    times = found["chats.slower"].figures["times"]
    assert times.interval is not None
    assert 1 < times.interval[0] < 4 / 3 < times.interval[1]


def test_people_who_chat_with_several_are_fewer(found: dict[str, Finding]) -> None:
    need = found["chats.need"]
    assert value(need, "most") == 3
    assert value(need, "parallel") < value(need, "single")
    assert value(need, "there") == pytest.approx(2 * HOURS * DAYS, rel=0.15)


def test_the_wait_observed_stands_beside_the_formula(found: dict[str, Finding]) -> None:
    checked = found["checked.chats"]
    assert value(checked, "wait") == pytest.approx(30)  # as the messages have it
    assert 0 < value(checked, "covered") <= 1


def test_the_fewest_people_are_those_with_one_less_too_few() -> None:
    # One person, chats of 1 alone and 1.5 beside another: at one a minute 3/5 wait (see tests/methods); so two are
    # needed for a fifth: with two 1, 1, 1/2, 1/2 * 3/7, then 3/8 each: 2.5 + 0.2143 + 0.0804 / 0.625 = 2.8428; 4.5 %.
    assert fewest(1.0, [1.0, 1.5], 0.2) == 2
    assert fewest(0.0, [1.0, 1.5], 0.2) == 0
    with pytest.raises(ValueError, match="between 0 and 1"):
        fewest(1.0, [1.0], 1.0)


def test_every_finding_is_told_in_both_languages(found: dict[str, Finding]) -> None:
    for language in ("zh", "en"):
        narrator = Narrator(language, METRICS)
        said = [narrator.tell(one) for whole in found.values() for one in (whole, *whole.parts)]
        assert len(said) == len(set(said))


def test_without_messages_nothing_is_said(tmp_path: Path) -> None:
    bring_in(tmp_path / "store", ticket=[{"ticket_id": "1", "created_at": "2026-02-02 10:00:00", "channel": "online"}])
    study = Study(Meter(Snapshot(tmp_path / "store", connect()), METRICS), MONTH, ())
    assert list(ANALYSES["chats"].run(study)) == []
