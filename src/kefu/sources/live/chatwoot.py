"""Chatwoot: conversations with new activity, their messages, and the answers to satisfaction surveys.

Conversations come latest activity first, until those that were known; what becomes active while they are listed is
newer than where the next run begins. Messages of a conversation are asked for anew as a whole, because they change.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

from kefu.errors import DefinitionError
from kefu.sources.live import Connection, Feed, Page
from kefu.sources.live._http import Api, field, header_value
from kefu.sources.live._seen import digest, seen, unseen

CONVERSATIONS_AT_ONCE = 20  # whose messages make a page
FEWEST_MESSAGES = 20  # a page of messages with fewer is the last; Chatwoot gives 100, and never gave fewer than 20
ANSWER_CHANGES = 15 * 86_400  # seconds; a survey can be answered again for 14 days

Place = dict[str, str]


def fetch(connection: Connection, cursor: Mapping[str, str]) -> Iterator[Page]:
    place = dict(cursor)
    if "messages" in connection.streams and "conversations" not in connection.streams:
        raise DefinitionError(
            "{place}: streams: messages come with their conversations; name conversations as well",
            place=connection.place,
        )
    if not connection.settings["account"].isdecimal():
        raise DefinitionError(
            "{place}: account: should be the number after /accounts/ in Chatwoot's address", place=connection.place
        )
    with Api(connection, {"api_access_token": header_value(connection, "token")}) as api:
        if "conversations" in connection.streams:
            yield from _conversations(api, connection, place)
        if "csat_survey_responses" in connection.streams:
            yield from _answers(api, connection, place)


def _account(connection: Connection) -> str:
    return f"/api/v1/accounts/{connection.settings['account']}"


def _start(connection: Connection) -> int:
    return int(connection.since_instant.timestamp()) if connection.since_instant else 0


def _conversations(api: Api, connection: Connection, place: Place) -> Iterator[Page]:
    key = "conversations"
    until, known = int(place.get(key) or _start(connection)), place.get(f"{key}.seen", "")
    walked: set[str] = set()  # what new activity moves from one page to the next comes twice
    yield from _messages(api, connection, place)
    while True:
        page = int(place.get(f"{key}.page", "1"))
        params: dict[str, str | int] = {"status": "all", "assignee_type": "all", "page": page}
        body = api.get(f"{_account(connection)}/{key}", {**params, "sort_by": "last_activity_at_desc"}).body
        listed = field(field(body, "data", connection), "payload", connection)
        active = [one for one in listed if _active_at(one, connection) >= until]
        fresh = [one for one in unseen(active, known) if digest(one) not in walked]
        walked.update(digest(one) for one in fresh)
        _note_newest(place, active, connection)
        if "messages" in connection.streams and fresh:
            place[f"{key}.pending"] = ",".join(str(one["id"]) for one in fresh)
        place[f"{key}.page"] = str(page + 1)
        yield Page(key, fresh, dict(place))
        yield from _messages(api, connection, place)
        if not listed or len(active) < len(listed):
            break
    place.pop(f"{key}.page")
    newest, at_newest = place.pop(f"{key}.newest", ""), place.pop(f"{key}.newest_seen", "")
    if newest:
        place |= {key: newest, f"{key}.seen": at_newest}
    yield Page(key, (), dict(place))


def _active_at(conversation: Mapping[str, Any], connection: Connection) -> int:
    return int(field(conversation, "last_activity_at", connection))


def _note_newest(place: Place, active: list[Mapping[str, Any]], connection: Connection) -> None:
    """Where the next run ends: at the latest activity this run began with."""
    key = "conversations"
    if not active:
        return
    newest = place.setdefault(f"{key}.newest", str(_active_at(active[0], connection)))
    at_newest = [one for one in active if str(_active_at(one, connection)) == newest]
    place[f"{key}.newest_seen"] = seen(at_newest, place.get(f"{key}.newest_seen", ""))


def _messages(api: Api, connection: Connection, place: Place) -> Iterator[Page]:
    key = "conversations.pending"
    pending = [one for one in place.pop(key, "").split(",") if one]
    while pending:
        some, pending = pending[:CONVERSATIONS_AT_ONCE], pending[CONVERSATIONS_AT_ONCE:]
        records = [message for one in some for message in _of_conversation(api, connection, one)]
        if pending:
            place[key] = ",".join(pending)
        else:
            place.pop(key, None)
        yield Page("messages", records, dict(place))


def _of_conversation(api: Api, connection: Connection, conversation: str) -> Iterator[Mapping[str, Any]]:
    after = 0
    while answer := api.get_if_there(f"{_account(connection)}/conversations/{conversation}/messages", {"after": after}):
        messages = field(answer.body, "payload", connection)
        for message in messages:
            yield {"conversation_id": int(conversation), **message}
        newest = max([after, *(message["id"] for message in messages)])
        if len(messages) < FEWEST_MESSAGES or newest == after:
            return
        after = newest


def _answers(api: Api, connection: Connection, place: Place) -> Iterator[Page]:
    """Answers given since some days before the newest one known, because an answer may be given again."""
    key = "csat_survey_responses"
    begin = max(int(place.get(key) or 0) - ANSWER_CHANGES, _start(connection), 1)
    newest = int(place.get(f"{key}.newest") or place.get(key) or begin)
    while True:
        page = int(place.get(f"{key}.page", "1"))
        window: dict[str, str | int] = {"since": begin, "until": int(time.time()) + 86_400}
        answers = api.get(f"{_account(connection)}/{key}", {**window, "sort": "created_at", "page": page}).body
        if not answers:
            break
        newest = max([newest, *(one["created_at"] for one in answers)])
        place |= {f"{key}.page": str(page + 1), f"{key}.newest": str(newest)}
        yield Page(key, answers, dict(place))
    place.pop(f"{key}.page", None)
    place.pop(f"{key}.newest", None)
    place[key] = str(newest)
    yield Page(key, (), dict(place))


FEED = Feed(
    title={"en": "Chatwoot", "zh": "Chatwoot 会话"},
    fetch=fetch,
    needs=(("token",),),
    streams=("conversations", "messages", "csat_survey_responses"),
    settings={"account": True},
)
