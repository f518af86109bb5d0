"""Zendesk Support: what changed since last time, by its incremental exports.

Raw objects are kept as the API gives them, but for three things it says beside them: a ticket's side-loaded metrics
stand in it as ``metric_set``, a comment, which is asked for by ticket, gets its ``ticket_id``, and a user gets the
``organization`` they belong to.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from kefu.errors import DataError, DefinitionError
from kefu.sources.live import Connection, Feed, Page
from kefu.sources.live._http import Api, field, header_value
from kefu.sources.live._seen import seen, unseen

TICKETS_AT_ONCE = 20  # whose comments make a page
PAGE_SIZE = 100  # the most Zendesk gives on pages of lists, and the most it takes of numbers to show
RATING_CHANGES = 30 * 86_400  # seconds; a rating may be given or changed for weeks after it was offered

Place = dict[str, str]


def fetch(connection: Connection, cursor: Mapping[str, str]) -> Iterator[Page]:
    place = dict(cursor)
    if "comments" in connection.streams and "tickets" not in connection.streams:
        raise DefinitionError(
            "{place}: streams: comments come with their tickets; name tickets as well", place=connection.place
        )
    with Api(connection, {"Authorization": _authorization(connection)}) as api:
        for stream in connection.streams:
            if stream in READERS:
                yield from READERS[stream](api, connection, place)


def _authorization(connection: Connection) -> str:
    if "oauth_token" in connection.environment:
        return f"Bearer {header_value(connection, 'oauth_token')}"
    user, token = header_value(connection, "user"), header_value(connection, "token")
    return f"Basic {base64.b64encode(f'{user}/token:{token}'.encode()).decode()}"


def _start(connection: Connection) -> int:
    return max(int(connection.since_instant.timestamp()), 0) if connection.since_instant else 0


def _tickets(api: Api, connection: Connection, place: Place) -> Iterator[Page]:
    """Tickets, and after each page the comments of its tickets, so that a crash in between forgets none."""
    yield from _comments(api, connection, place)
    for body in _by_cursor(api, connection, place, "tickets", {"include": "metric_sets"}):
        tickets = _with_metrics(body, connection)
        if "comments" in connection.streams and tickets:
            place["tickets.pending"] = ",".join(
                _id(one, connection) for one in tickets if one.get("status") != "deleted"
            )
        yield Page("tickets", tickets, dict(place))
        yield from _comments(api, connection, place)


def _users(api: Api, connection: Connection, place: Place) -> Iterator[Page]:
    """Users, each with its organization: the name of a customer's company is what figures are asked by."""
    known: dict[Any, Mapping[str, Any]] = {}
    for body in _by_cursor(api, connection, place, "users", {}):
        users = field(body, "users", connection)
        known |= _organizations(api, connection, {one.get("organization_id") for one in users} - {None, *known})
        yield Page("users", [_belonging(one, known) for one in users], dict(place))


def _belonging(user: Mapping[str, Any], known: Mapping[Any, Mapping[str, Any]]) -> Mapping[str, Any]:
    found = known.get(user.get("organization_id"))
    return {**user, "organization": found} if found else user


def _organizations(api: Api, connection: Connection, numbers: Collection[Any]) -> dict[Any, Mapping[str, Any]]:
    """Organizations by number; one that was deleted meanwhile is left out, as Zendesk does."""
    found: dict[Any, Mapping[str, Any]] = {}
    wanted = sorted(numbers)
    for begin in range(0, len(wanted), PAGE_SIZE):
        some = wanted[begin : begin + PAGE_SIZE]
        answer = api.get_if_there("/api/v2/organizations/show_many.json", {"ids": ",".join(map(str, some))})
        listed = field(answer.body, "organizations", connection) if answer else ()
        found |= {field(one, "id", connection): one for one in listed}
    return found


def _by_cursor(
    api: Api, connection: Connection, place: Place, stream: str, params: Mapping[str, str]
) -> Iterator[Mapping[str, Any]]:
    """Pages of a cursor-based export; the last cursor is where the next export begins."""
    while True:
        begin: dict[str, str | int] = (
            {"cursor": place[stream]} if stream in place else {"start_time": _start(connection)}
        )
        body = api.get(f"/api/v2/incremental/{stream}/cursor.json", {**begin, **params}).body
        before = place.get(stream)
        if body.get("after_cursor"):
            place[stream] = body["after_cursor"]
        yield body
        if field(body, "end_of_stream", connection):
            return
        _must_advance(connection, stream, before, place.get(stream))


def _with_metrics(body: Mapping[str, Any], connection: Connection) -> list[Mapping[str, Any]]:
    metrics = {one.get("ticket_id"): one for one in body.get("metric_sets") or ()}
    tickets = field(body, "tickets", connection)
    return [{**one, "metric_set": metrics[one["id"]]} if one.get("id") in metrics else one for one in tickets]


def _id(record: Mapping[str, Any], connection: Connection) -> str:
    return str(field(record, "id", connection))


def _comments(api: Api, connection: Connection, place: Place) -> Iterator[Page]:
    """Comments of the tickets that were kept without them so far."""
    key = "tickets.pending"
    pending = [one for one in place.pop(key, "").split(",") if one]
    while pending:
        some, pending = pending[:TICKETS_AT_ONCE], pending[TICKETS_AT_ONCE:]
        records = [comment for ticket in some for comment in _of_ticket(api, connection, ticket)]
        if pending:
            place[key] = ",".join(pending)
        else:
            place.pop(key, None)
        yield Page("comments", records, dict(place))


def _of_ticket(api: Api, connection: Connection, ticket: str) -> Iterator[Mapping[str, Any]]:
    params: dict[str, str | int] = {"page[size]": PAGE_SIZE}
    while answer := api.get_if_there(f"/api/v2/tickets/{ticket}/comments.json", params):
        for comment in field(answer.body, "comments", connection):
            yield {"ticket_id": int(ticket), **comment}
        after = _after(answer.body)
        if not after:
            return
        params["page[after]"] = after


def _after(body: Mapping[str, Any]) -> str:
    """The cursor of a list's next page, "" on the last."""
    meta = body.get("meta") or {}
    return str(meta.get("after_cursor") or "") if meta.get("has_more") else ""


def _ticket_events(api: Api, connection: Connection, place: Place) -> Iterator[Page]:
    return _by_time(api, connection, place, "ticket_events", "timestamp", {"include": "comment_events"})


def _by_time(
    api: Api, connection: Connection, place: Place, stream: str, moment: str, params: Mapping[str, str]
) -> Iterator[Page]:
    """Pages of a time-based export. The next begins at the second this one ends with, so what was had of it is left
    out."""
    while True:
        begin = int(place.get(stream) or _start(connection))
        body = api.get(f"/api/v2/incremental/{stream}.json", {"start_time": begin, **params}).body
        records = field(body, stream, connection)
        fresh = unseen(records, place.get(f"{stream}.seen", ""))
        end = int(body.get("end_time") or begin)
        newest = [one for one in records if _second(one.get(moment)) == end]
        place[f"{stream}.seen"] = seen(newest, place.get(f"{stream}.seen", "") if end == begin else "")
        place[stream] = str(end)
        yield Page(stream, fresh, dict(place))
        if field(body, "end_of_stream", connection):
            return
        _must_advance(connection, stream, str(begin), str(end))


def _second(moment: Any) -> int | None:
    if isinstance(moment, str):
        return int(datetime.fromisoformat(moment).timestamp())
    return moment if isinstance(moment, int) else None


def _satisfaction_ratings(api: Api, connection: Connection, place: Place) -> Iterator[Page]:
    """Ratings offered since some weeks before the newest one known: they are given, and changed, long after."""
    key = "satisfaction_ratings"
    begin = max(int(place.get(key) or 0) - RATING_CHANGES, _start(connection))
    newest = int(place.get(f"{key}.newest") or place.get(key) or begin)
    while True:
        params: dict[str, str | int] = {"page[size]": PAGE_SIZE, "start_time": begin}
        if place.get(f"{key}.page"):
            params["page[after]"] = place[f"{key}.page"]
        body = api.get(f"/api/v2/{key}.json", params).body
        ratings = field(body, key, connection)
        newest = max([newest, *(_second(one.get("created_at")) or 0 for one in ratings)])
        after = _after(body)
        if not after:
            break
        place |= {f"{key}.page": after, f"{key}.newest": str(newest)}
        yield Page(key, ratings, dict(place))
    place.pop(f"{key}.page", None)
    place.pop(f"{key}.newest", None)
    place[key] = str(newest)
    yield Page(key, ratings, dict(place))


def _must_advance(connection: Connection, stream: str, before: str | None, after: str | None) -> None:
    if before == after:
        raise DataError(
            "{name}: {stream}: Zendesk says there is more, but goes no further; try again later",
            name=connection.name,
            stream=stream,
        )


READERS: Mapping[str, Callable[[Api, Connection, Place], Iterator[Page]]] = {
    "tickets": _tickets,
    "users": _users,
    "ticket_events": _ticket_events,
    "satisfaction_ratings": _satisfaction_ratings,
}

FEED = Feed(
    title={"en": "Zendesk Support", "zh": "Zendesk 工单"},
    fetch=fetch,
    needs=(("user", "token"), ("oauth_token",)),
    streams=(*READERS, "comments"),
)
