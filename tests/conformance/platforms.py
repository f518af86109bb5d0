"""Cases about the rates Chinese platforms judge shops by; the case's times are those of the shop's clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kefu.findings import Figure
from tests.conformance.case import Adapter, Answer, Answers, Case
from tests.conformance.desk import Desk, of_case

SHOP = "Asia/Shanghai"
DAY = "2024-05-20"
AUTHORS = {"商家": "agent"}
Talk = Sequence[tuple[object, str]]


def _measured(
    cases: Sequence[Case], folder: Path, metric: str, talks: Mapping[str, Sequence[Talk]]
) -> Mapping[str, Figure]:
    """The metric over the conversations of each case; every conversation has a customer of its own."""
    desk = Desk(SHOP)
    for case in cases:
        for number, talk in enumerate(talks[case.id]):
            desk.talk(desk.ticket(case.id, talk[0][0], customer_id=f"{case.id}/{number}"), talk)
    meter = desk.open(folder)
    return {case.id: of_case(meter, metric, case.id) for case in cases}


def _within(figure: Figure) -> int:
    return round((figure.value or 0.0) * figure.sample)


def rounds(cases: Sequence[Case], folder: Path) -> Answers:
    talks = {case.id: [[(at, AUTHORS.get(who, "customer")) for who, at in case.given["messages"]]] for case in cases}
    found = _measured(cases, folder, "wangwang_three_minute_rate", talks)
    return {name: {"within": _within(one), "rounds": one.sample} for name, one in found.items()}


def jd_first_reply(cases: Sequence[Case], folder: Path) -> Answers:
    talks = {
        case.id: [
            [(f"{DAY} {one['start']}", "customer"), (f"{DAY} {one['first_reply']}", "agent")]
            for one in case.given["sessions"]
        ]
        for case in cases
    }
    found = _measured(cases, folder, "jd_first_30s_rate", talks)
    return {name: {"counted": one.sample, "within": _within(one), "rate": one.value} for name, one in found.items()}


def jd_gap(cases: Sequence[Case], folder: Path) -> Answers:
    """A session half an hour before it was closed, and the next message."""
    desk = Desk(SHOP)
    for case in cases:
        closed = datetime.fromisoformat(f"{DAY} {case.given['closed_at']}")
        begun = closed - timedelta(minutes=30)
        ticket = desk.ticket(case.id, begun)
        desk.event(ticket, closed, "closed")
        desk.talk(
            ticket,
            [
                (begun, "customer"),
                (begun + timedelta(minutes=1), "agent"),
                (f"{DAY} {case.given['next_message']}", "customer"),
            ],
        )
    meter = desk.open(folder)
    return {case.id: {"new_session": of_case(meter, "sessions", case.id).value == 2} for case in cases}


def feige(cases: Sequence[Case], folder: Path) -> Answers:
    """Rounds an hour apart; a dialogue nobody took has a customer's message and no answer."""

    def talk(dialogue: Mapping[str, Any]) -> Talk:
        begin = datetime.fromisoformat(f"{DAY} 09:00:00")
        said: list[tuple[object, str]] = [] if "rounds_wait_s" in dialogue else [(begin, "customer")]
        for number, wait in enumerate(dialogue.get("rounds_wait_s", ())):
            asked = begin + timedelta(hours=number)
            said += [(asked, "customer"), (asked + timedelta(seconds=wait), "agent")]
        return said

    found = _measured(
        cases,
        folder,
        "feige_three_minute_rate",
        {case.id: [talk(one) for one in case.given["dialogues"]] for case in cases},
    )
    return {name: {"within": _within(one), "dialogues": one.sample, "rate": one.value} for name, one in found.items()}


def kuaishou(cases: Sequence[Case], folder: Path) -> Answers:
    """So many people, of whom so many got no answer."""

    def talks(given: Mapping[str, Any]) -> list[Talk]:
        begin = datetime.fromisoformat(f"{DAY} 09:00:00")
        quick: Talk = [(begin, "customer"), (begin + timedelta(minutes=1), "agent")]
        missed: Talk = [(begin, "customer")]
        return [quick] * (given["human_consulted"] - given["unreplied_3min"]) + [missed] * given["unreplied_3min"]

    found = _measured(cases, folder, "kuaishou_three_minute_rate", {case.id: talks(case.given) for case in cases})
    return {name: {"rate": one.value} for name, one in found.items()}


def pinduoduo(cases: Sequence[Case], folder: Path) -> Answers:
    def talk(day: str, messages: Sequence[Sequence[str | None]]) -> Talk:
        pairs = [((f"{day} {asked}:00", "customer"), (f"{day} {answered}:00", "agent")) for asked, answered in messages]
        return [said for pair in pairs for said in pair if "None" not in said[0]]

    talks = {case.id: [talk(case.given["day"], one) for one in case.given["customers"].values()] for case in cases}
    found = _measured(cases, folder, "pdd_valid_reply_rate", talks)

    def answer(one: Figure) -> Answer:
        return {"customers": one.sample, "invalid": one.sample - _within(one), "rate": one.value}

    return {name: answer(one) for name, one in found.items()}


REPLAYED: Mapping[str, Adapter] = {
    "three_minute_round_rate": rounds,
    "jd_first_30s_rate": jd_first_reply,
    "jd_session_gap": jd_gap,
    "feige_three_minute_rate": feige,
    "ks_three_minute_rate": kuaishou,
    "pdd_valid_reply_rate": pinduoduo,
}
