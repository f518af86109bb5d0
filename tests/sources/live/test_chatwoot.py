"""Chatwoot: conversations with new activity, whole with their messages, and survey answers that may still change."""

from __future__ import annotations

from typing import Any

import pytest

from kefu.errors import DataError, DefinitionError
from kefu.sources.live import Connection
from tests.sources.live.conftest import Desk, Serve, ids, read
from tests.sources.live.servers import Asked, Chatwoot, Reply, Site

LIST = "/api/v1/accounts/7/conversations"
NOW = 1_780_000_000  # 2026-05-28


def conversation(number: int, active: int) -> dict[str, Any]:
    """As ``_conversation.json.jbuilder`` writes it, shortened."""
    return {
        "meta": {"sender": {"id": number + 50, "name": "Lin", "email": None}, "channel": "Channel::WebWidget"},
        "id": number,
        "messages": [],
        "account_id": 7,
        "inbox_id": 3,
        "labels": ["退款"],
        "status": "resolved",
        "created_at": active - 600,
        "last_activity_at": active,
        "first_reply_created_at": 0,
        "waiting_since": 0,
        "priority": None,
    }


def message(number: int, conversation: int) -> dict[str, Any]:
    return {"id": number, "content": "在吗？", "inbox_id": 3, "conversation_id": conversation, "message_type": 0,
            "content_type": "text", "created_at": NOW + number, "private": False, "sender": {"id": 9}}  # fmt: skip


@pytest.fixture
def chatwoot(monkeypatch: pytest.MonkeyPatch) -> Chatwoot:
    monkeypatch.setenv("CW_TOKEN", Chatwoot.token)
    desk = Chatwoot([conversation(number, NOW + number * 100) for number in range(1, 6)])
    desk.messages = {number: [message(number * 1000 + at, number) for at in range(3)] for number in range(1, 6)}
    return desk


def connected(desk: Desk, site: Site, streams: str = "conversations, messages", more: str = "") -> Connection:
    return desk.connect(
        "cw",
        f"kind: chatwoot\naddress: {site.url}\naccount: 7\n{more}"
        f"environment: {{token: CW_TOKEN}}\nstreams: [{streams}]\n",
    )


def test_every_conversation_comes_with_its_messages(desk: Desk, serve: Serve, chatwoot: Chatwoot) -> None:
    chatwoot.messages[4] = [message(4000 + at, 4) for at in range(215)]  # 100 an answer: three answers
    site = serve(chatwoot)
    landed = desk.sync(connected(desk, site))
    assert ids(landed["conversations"]) == [5, 4, 3, 2, 1]
    assert len(landed["messages"]) == 4 * 3 + 215
    assert {one["conversation_id"] for one in landed["messages"]} == {1, 2, 3, 4, 5}
    assert [one["after"] for one in site.queries(f"{LIST}/4/messages")] == ["0", "4099", "4199"]


def test_the_second_run_asks_only_for_new_activity(desk: Desk, serve: Serve, chatwoot: Chatwoot) -> None:
    site = serve(chatwoot)
    connection = connected(desk, site)
    desk.sync(connection)
    assert desk.sync(connection) == {}
    chatwoot.conversations[1]["last_activity_at"] = NOW + 900
    chatwoot.messages[2].append(message(9001, 2))
    site.asked.clear()
    landed = desk.sync(connection)
    assert ids(landed["conversations"]) == [2]
    assert ids(landed["messages"]) == [2000, 2001, 2002, 9001]
    # Page 1 holds conversations 2 (new) and 5 (known, the newest of last time), page 2 only older ones.
    assert [one["page"] for one in site.queries(LIST)] == ["1", "2"]


def test_a_change_within_the_newest_second_is_no_repetition(desk: Desk, serve: Serve, chatwoot: Chatwoot) -> None:
    site = serve(chatwoot)
    connection = connected(desk, site)
    desk.sync(connection)
    chatwoot.conversations[4]["status"] = "open"  # conversation 5, whose activity was the newest
    assert [(one["id"], one["status"]) for one in desk.sync(connection)["conversations"]] == [(5, "open")]


def test_since_ends_the_list(desk: Desk, serve: Serve, chatwoot: Chatwoot) -> None:
    chatwoot.conversations[0]["last_activity_at"] = 1_766_000_000  # 2025-12-17
    site = serve(chatwoot)
    assert ids(desk.sync(connected(desk, site, more="since: 2026-01-01\n"))["conversations"]) == [5, 4, 3, 2]


def test_activity_while_the_list_is_read_is_had_now_or_next_time(desk: Desk, serve: Serve, chatwoot: Chatwoot) -> None:
    """After the first page conversation 1 becomes active: 4 moves to page 2 and comes again, 1 is past."""

    def moving(asked: Asked) -> Reply:
        if asked.path == LIST and asked.query["page"] == "2":
            chatwoot.conversations[0]["last_activity_at"] = NOW + 900
        return chatwoot(asked)

    connection = connected(desk, serve(moving), "conversations")
    assert ids(desk.sync(connection)["conversations"]) == [5, 4, 3, 2]
    assert ids(desk.sync(connection)["conversations"]) == [1]


@pytest.mark.parametrize("answers", range(1, 8))
def test_a_crash_after_any_answer_loses_nothing_and_doubles_nothing(
    desk: Desk, serve: Serve, chatwoot: Chatwoot, answers: int
) -> None:
    """3 pages and messages of 5 conversations are 8 requests; the 2nd to the 8th end in a crash."""

    def failing(asked: Asked) -> Reply:
        return Reply(403) if len(site.asked) > answers and not recovered else chatwoot(asked)

    recovered: list[bool] = []
    site = serve(failing)
    connection = connected(desk, site)
    with pytest.raises(DataError, match="HTTP 403"):
        desk.sync(connection)
    kept = read(desk.landing / "cw" / "conversations.jsonl")
    recovered.append(True)
    site.asked.clear()
    landed = desk.sync(connection)
    assert ids(landed["conversations"]) == [5, 4, 3, 2, 1]
    assert sorted(ids(landed["messages"])) == [number * 1000 + at for number in range(1, 6) for at in range(3)]
    assert int(site.queries(LIST)[0]["page"]) == len(kept) // 2 + 1 if len(kept) < 5 else True


def test_answers_of_the_last_days_are_read_again(desk: Desk, serve: Serve, chatwoot: Chatwoot) -> None:
    day = 86_400
    chatwoot.answers = [
        {"id": one, "rating": 4, "feedback_message": None, "conversation_id": one, "created_at": at}
        for one, at in ((1, NOW - 16 * day), (2, NOW - 14 * day), (3, NOW))
    ]
    site = serve(chatwoot)
    connection = connected(desk, site, "csat_survey_responses")
    assert ids(desk.sync(connection)["csat_survey_responses"]) == [1, 2, 3]
    chatwoot.answers[1] |= {"rating": 1, "feedback_message": "等太久"}
    again = desk.sync(connection)["csat_survey_responses"]
    assert [(one["id"], one["rating"]) for one in again] == [(2, 1), (3, 4)]


def test_what_the_file_must_say(desk: Desk, serve: Serve, chatwoot: Chatwoot) -> None:
    site = serve(chatwoot)
    with pytest.raises(DefinitionError, match="name conversations as well"):
        desk.sync(connected(desk, site, "messages"))
    connection = desk.connect(
        "cw", f"kind: chatwoot\naddress: {site.url}\naccount: all\nenvironment: {{token: CW_TOKEN}}\n"
        "streams: [conversations]\n"
    )  # fmt: skip
    with pytest.raises(DefinitionError, match="account: should be the number"):
        desk.sync(connection)
    assert site.asked == []
