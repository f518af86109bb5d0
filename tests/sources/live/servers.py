"""Local servers that answer as Zendesk, Chatwoot and Shopify do, in the shapes their documentation and source show.

They hold objects and serve them page by page, note every request, and can be told to misbehave for a while.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """``body`` is sent as JSON, text as it is; ``cut`` closes the line in the middle of it."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


@dataclass
class Site:
    """A running server; ``troubles`` are given in place of the next answers."""

    answer: Callable[[Asked], Reply]
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    troubles: list[Reply] = field(default_factory=list)

    def reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        return self.troubles.pop(0) if self.troubles else self.answer(asked)

    def queries(self, path: str) -> list[Mapping[str, str]]:
        return [one.query for one in self.asked if one.path == path]


@contextmanager
def serving(answer: Callable[[Asked], Reply]) -> Iterator[Site]:
    site = Site(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            reply = site.reply(Asked(parts.path, dict(parse_qsl(parts.query)), dict(self.headers.items())))
            body = reply.body if isinstance(reply.body, str) else json.dumps(reply.body)
            self.send_response(reply.status)
            kind = "text/html" if isinstance(reply.body, str) else "application/json; charset=utf-8"
            for name, value in {
                "Content-Type": kind,
                "Content-Length": str(len(body.encode())),
                **reply.headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode()[: len(body) // 2 if reply.cut else None])
            self.close_connection = reply.cut

        def log_message(self, *_args: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


Records = list[dict[str, Any]]


class Zendesk:
    """Incremental exports (cursor, time), comments of a ticket, ratings and organizations by number, by the developer
    documentation."""

    user, token = "reports@lantern.example", "zdSecretToken0123456789abcdefABCDEF"

    def __init__(self, tickets: Records, page: int = 2) -> None:
        self.tickets, self.page = tickets, page
        self.events: Records = []
        self.ratings: Records = []
        self.comments: dict[int, Records] = {}
        self.users: Records = []
        self.organizations: Records = []
        self.changes = list(range(len(tickets)))  # the order in which tickets changed

    def __call__(self, asked: Asked) -> Reply:
        login = base64.b64encode(f"{self.user}/token:{self.token}".encode()).decode()
        if asked.headers.get("Authorization") != f"Basic {login}":
            return Reply(401, {"error": "Couldn't authenticate you"})
        if asked.path == "/api/v2/incremental/tickets/cursor.json":
            return self._export(asked)
        if asked.path == "/api/v2/incremental/users/cursor.json":
            return self._users(asked)
        if asked.path == "/api/v2/organizations/show_many.json":
            wanted = asked.query["ids"].split(",")
            shown = [one for one in self.organizations if str(one["id"]) in wanted]
            return Reply(body={"organizations": shown, "next_page": None, "previous_page": None, "count": len(shown)})
        if asked.path == "/api/v2/incremental/ticket_events.json":
            return self._events(asked)
        if asked.path == "/api/v2/satisfaction_ratings.json":
            begin = int(asked.query["start_time"])
            return self._list("satisfaction_ratings", [one for one in self.ratings if _at(one) >= begin], asked)
        if asked.path.endswith("/comments.json"):
            ticket = int(asked.path.split("/")[4])
            if ticket not in self.comments:
                return Reply(404, {"error": "RecordNotFound"})
            return self._list("comments", self.comments[ticket], asked)
        return Reply(404, {"error": "InvalidEndpoint"})

    def change(self, position: int, **fields: Any) -> None:
        self.tickets[position] |= fields
        self.changes.append(position)

    def _export(self, asked: Asked) -> Reply:
        query = asked.query
        begin = int(base64.b64decode(query["cursor"]).decode()) if "cursor" in query else 0
        if "cursor" not in query and not query["start_time"].isdecimal():
            return Reply(400, {"error": "start_time is required"})
        end = min(begin + self.page, len(self.changes))
        tickets = [self.tickets[one] for one in self.changes[begin:end]]
        after = base64.b64encode(str(end).encode()).decode()
        body = {"tickets": tickets, "after_cursor": after, "end_of_stream": end == len(self.changes),
                "after_url": f"https://elsewhere.example/?cursor={after}", "before_cursor": None}  # fmt: skip
        if "metric_sets" in query.get("include", ""):
            body["metric_sets"] = [{"id": one["id"] + 900, "ticket_id": one["id"], "reopens": 0} for one in tickets]
        return Reply(body=body)

    def _users(self, asked: Asked) -> Reply:
        begin = int(asked.query.get("cursor", "0"))
        end = min(begin + self.page, len(self.users))
        return Reply(
            body={"users": self.users[begin:end], "after_cursor": str(end), "end_of_stream": end == len(self.users)}
        )

    def _events(self, asked: Asked) -> Reply:
        begin = int(asked.query["start_time"])
        found = [one for one in self.events if one["timestamp"] >= begin]
        page = found[: self.page]
        while len(page) < len(found) and found[len(page)]["timestamp"] == page[-1]["timestamp"]:
            page = found[: len(page) + 1]  # an export never ends within a second
        end = page[-1]["timestamp"] if page else begin
        stream = {"count": len(page), "end_time": end, "end_of_stream": len(page) == len(found)}
        return Reply(body={"ticket_events": page, **stream, "next_page": "https://elsewhere.example/"})

    def _list(self, name: str, records: Records, asked: Asked) -> Reply:
        begin = int(asked.query.get("page[after]", "0"))
        end = begin + self.page
        more = end < len(records)
        meta = {"has_more": more, "after_cursor": str(end), "before_cursor": None}
        return Reply(body={name: records[begin:end], "meta": meta, "links": {"next": "https://elsewhere.example/"}})


class Chatwoot:
    """Conversations by latest activity, messages of one (100 after an id, oldest first), survey answers; by 4.14."""

    token = "cwSecretToken0123456789"  # noqa: S105 (made up)

    def __init__(self, conversations: Records, page: int = 2) -> None:
        self.conversations, self.page = conversations, page
        self.messages: dict[int, Records] = {}
        self.answers: Records = []

    def __call__(self, asked: Asked) -> Reply:
        if asked.headers.get("api_access_token") != self.token:
            return Reply(401, {"errors": ["You need to sign in or sign up before continuing."]})
        parts = asked.path.removeprefix("/api/v1/accounts/7/").split("/")
        page = int(asked.query.get("page", "1"))
        match parts:
            case ["conversations"]:
                assert asked.query["status"] == "all"
                assert asked.query["sort_by"] == "last_activity_at_desc"
                latest = sorted(self.conversations, key=lambda one: -one["last_activity_at"])
                counts = {"mine_count": 0, "assigned_count": 0, "unassigned_count": 0, "all_count": len(latest)}
                return Reply(body={"data": {"meta": counts, "payload": _page(latest, page, self.page)}})
            case ["conversations", number, "messages"]:
                after = int(asked.query["after"])
                newer = [one for one in self.messages.get(int(number), []) if one["id"] > after]
                return Reply(body={"meta": {"labels": []}, "payload": newer[:100]})
            case ["csat_survey_responses"]:
                since, until = int(asked.query["since"]), int(asked.query["until"])
                given = [one for one in self.answers if since <= one["created_at"] < until]
                return Reply(body=_page(given, page, self.page))
        return Reply(404, {"error": "Resource could not be found"})


class Shopify:
    """Orders in the order of change; the next page is a link with ``page_info``, which takes no other filter."""

    token = "shpat_0123456789abcdef0123456789abcdef"  # noqa: S105 (made up)

    def __init__(self, orders: Records, page: int = 2, orderly: bool = True) -> None:
        self.orders, self.page, self.orderly = orders, page, orderly
        self.host = ""

    def __call__(self, asked: Asked) -> Reply:
        if asked.headers.get("X-Shopify-Access-Token") != self.token:
            return Reply(
                401, {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}
            )
        if not asked.path.startswith("/admin/api/") or not asked.path.endswith("/orders.json"):
            return Reply(404, {"errors": "Not Found"})
        if "page_info" in asked.query:
            if {"status", "updated_at_min", "order"} & set(asked.query):
                return Reply(400, {"errors": {"status": "status cannot be passed when page_info is present."}})
            since, begin = asked.query["page_info"].split("|")
        else:
            assert asked.query["status"] == "any"
            since, begin = asked.query.get("updated_at_min", "1970-01-01T00:00:00+00:00"), "0"
        found = [one for one in self.orders if _moment(one) >= datetime.fromisoformat(since)]
        found.sort(key=_moment, reverse=not self.orderly)
        end = int(begin) + self.page
        link = f'<{self.host}{asked.path}?limit={self.page}&page_info={since.replace("+", "%2B")}|{end}>; rel="next"'
        headers = {"Link": f'<{self.host}/before>; rel="previous", {link}'} if end < len(found) else {}
        return Reply(body={"orders": found[int(begin) : end]}, headers=headers)


def _page(records: Sequence[dict[str, Any]], page: int, size: int) -> Records:
    return list(records[(page - 1) * size : page * size])


def _at(record: Mapping[str, Any]) -> int:
    return int(datetime.fromisoformat(record["created_at"]).timestamp())


def _moment(record: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(record["updated_at"])
