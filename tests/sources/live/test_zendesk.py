"""Zendesk: what changed, page by page, with comments of exactly the tickets that came."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kefu.cleaning.intake import import_files
from kefu.engine import connect
from kefu.errors import DataError, DefinitionError
from kefu.sources.live import Connection
from kefu.sources.profiles import PROFILES
from tests.sources.live.conftest import Desk, Serve, ids
from tests.sources.live.servers import Asked, Reply, Site, Zendesk

EXPORT = "/api/v2/incremental/tickets/cursor.json"
DAY = 86_400


def ticket(number: int, **fields: Any) -> dict[str, Any]:
    """As in the developer documentation, shortened."""
    return {
        "id": number,
        "url": f"https://lantern.zendesk.com/api/v2/tickets/{number}.json",
        "subject": "打印机着火了",
        "status": "open",
        "priority": "high",
        "via": {"channel": "email", "source": {"from": {}, "to": {}, "rel": None}},
        "satisfaction_rating": {"score": "unoffered"},
        "created_at": "2026-06-01T08:00:00Z",
        "updated_at": "2026-06-02T08:00:00Z",
        "tags": [],
        **fields,
    }


def comment(number: int) -> dict[str, Any]:
    return {"id": number, "type": "Comment", "author_id": 5, "body": "你好", "public": True,
            "created_at": "2026-06-01T09:00:00Z"}  # fmt: skip


@pytest.fixture
def zendesk(monkeypatch: pytest.MonkeyPatch) -> Zendesk:
    monkeypatch.setenv("ZD_USER", Zendesk.user)
    monkeypatch.setenv("ZD_TOKEN", Zendesk.token)
    desk = Zendesk([ticket(number) for number in range(1, 6)])
    desk.comments = {number: [comment(number * 10 + at) for at in range(3)] for number in range(1, 6)}
    return desk


def connected(desk: Desk, site: Site, streams: str = "tickets", since: str = "2026-01-01") -> Connection:
    return desk.connect(
        "zd",
        f"kind: zendesk\naddress: {site.url}\nsince: {since}\n"
        f"environment: {{user: ZD_USER, token: ZD_TOKEN}}\nstreams: [{streams}]\n",
    )


def test_every_ticket_comes_once_with_its_metrics(desk: Desk, serve: Serve, zendesk: Zendesk) -> None:
    site = serve(zendesk)
    landed = desk.sync(connected(desk, site))
    assert ids(landed["tickets"]) == [1, 2, 3, 4, 5]
    assert landed["tickets"][0] == {**zendesk.tickets[0], "metric_set": {"id": 901, "ticket_id": 1, "reopens": 0}}
    asked = site.queries(EXPORT)
    # 5 tickets, 2 a page: 3 requests. 2026-01-01 begins first at UTC+14: 1767225600 - 14 * 3600 = 1767175200.
    assert [one.get("start_time") for one in asked] == ["1767175200", None, None]
    assert all(one["include"] == "metric_sets" for one in asked)


def test_the_second_run_asks_only_for_what_changed(desk: Desk, serve: Serve, zendesk: Zendesk) -> None:
    site = serve(zendesk)
    connection = connected(desk, site, "tickets, comments")
    desk.sync(connection)
    zendesk.change(1, status="solved")
    site.asked.clear()
    landed = desk.sync(connection)
    assert [(one["id"], one["status"]) for one in landed["tickets"]] == [(2, "solved")]
    assert ids(landed["comments"]) == [20, 21, 22]
    assert [one.get("start_time") for one in site.queries(EXPORT)] == [None]
    assert [one.path for one in site.asked if "comments" in one.path] == ["/api/v2/tickets/2/comments.json"] * 2
    assert desk.sync(connection) == {}


def test_comments_know_their_ticket_and_those_of_a_deleted_one_are_none(
    desk: Desk, serve: Serve, zendesk: Zendesk
) -> None:
    zendesk.tickets[3]["status"] = "deleted"
    del zendesk.comments[5]  # deleted for good meanwhile: 404
    site = serve(zendesk)
    landed = desk.sync(connected(desk, site, "tickets, comments"))
    assert [(one["ticket_id"], one["id"]) for one in landed["comments"]] == [
        (number, number * 10 + at) for number in (1, 2, 3) for at in range(3)
    ]
    assert not site.queries("/api/v2/tickets/4/comments.json")


@pytest.mark.parametrize("answers", range(1, 12))
def test_a_crash_after_any_answer_loses_nothing_and_doubles_nothing(
    desk: Desk, serve: Serve, zendesk: Zendesk, answers: int
) -> None:
    """5 tickets in 3 pages and 2 pages of comments for each of 5: 13 requests; the 2nd to 12th end in a crash."""

    def failing(asked: Asked) -> Reply:
        if len(site.asked) > answers and not recovered:
            raise_at.append(asked.path)
            return Reply(403, {"error": "for now"})
        return zendesk(asked)

    recovered: list[bool] = []
    raise_at: list[str] = []
    site = serve(failing)
    connection = connected(desk, site, "tickets, comments")
    with pytest.raises(DataError, match="HTTP 403"):
        desk.sync(connection)
    recovered.append(True)
    kept = ids(desk_records(desk, "tickets"))
    site.asked.clear()
    landed = desk.sync(connection)
    assert ids(landed["tickets"]) == [1, 2, 3, 4, 5]
    assert sorted(ids(landed["comments"])) == [number * 10 + at for number in range(1, 6) for at in range(3)]
    assert len(site.queries(EXPORT)) == 3 - (len(kept) + 1) // 2 + (len(kept) == 5)
    assert raise_at


def desk_records(desk: Desk, stream: str) -> list[dict[str, Any]]:
    from tests.sources.live.conftest import read

    path = desk.landing / "zd" / f"{stream}.jsonl"
    return read(path) if path.exists() else []


def event(number: int, at: int) -> dict[str, Any]:
    said = {"id": number * 10, "type": "Comment", "event_type": "Comment", "body": "好的", "public": True}
    return {"id": number, "ticket_id": 1, "timestamp": at, "updater_id": 5, "child_events": [said]}


def test_events_of_the_second_a_page_ends_with_are_not_doubled(desk: Desk, serve: Serve, zendesk: Zendesk) -> None:
    zendesk.page = 3
    zendesk.events = [event(1, 100), event(2, 101), event(3, 101), event(4, 102), event(5, 103)]
    site = serve(zendesk)
    connection = connected(desk, site, "ticket_events", "1969-01-01")
    assert ids(desk.sync(connection)["ticket_events"]) == [1, 2, 3, 4, 5]
    zendesk.events += [event(6, 103), event(7, 104)]  # one more in the second the export ended with
    assert ids(desk.sync(connection)["ticket_events"]) == [6, 7]
    assert desk.sync(connection) == {}
    assert {one["include"] for one in site.queries("/api/v2/incremental/ticket_events.json")} == {"comment_events"}


def test_an_export_that_goes_no_further_is_not_asked_for_ever(desk: Desk, serve: Serve, zendesk: Zendesk) -> None:
    site = serve(lambda _: Reply(body={"ticket_events": [], "end_time": 5, "end_of_stream": False}))
    with pytest.raises(DataError, match="goes no further"):
        desk.sync(connected(desk, site, "ticket_events"))
    assert len(site.asked) == 2


def test_ratings_of_the_last_weeks_are_read_again(desk: Desk, serve: Serve, zendesk: Zendesk) -> None:
    # 2026-03-01T00:00:00Z is 1772323200; ratings 20 days before the newest may still change, those 31 days before not.
    zendesk.ratings = [
        {"id": 1, "ticket_id": 1, "score": "good", "created_at": "2026-01-29T00:00:00Z"},
        {"id": 2, "ticket_id": 2, "score": "offered", "created_at": "2026-02-09T00:00:00Z"},
        {"id": 3, "ticket_id": 3, "score": "offered", "created_at": "2026-03-01T00:00:00Z"},
    ]
    site = serve(zendesk)
    connection = connected(desk, site, "satisfaction_ratings")
    assert ids(desk.sync(connection)["satisfaction_ratings"]) == [1, 2, 3]
    zendesk.ratings[1]["score"] = "bad"
    again = desk.sync(connection)["satisfaction_ratings"]
    assert [(one["id"], one["score"]) for one in again] == [(2, "bad"), (3, "offered")]
    assert site.queries("/api/v2/satisfaction_ratings.json")[-1]["start_time"] == str(1772323200 - 30 * DAY)


def user(number: int, organization: int | None, role: str = "end-user") -> dict[str, Any]:
    """As in the developer documentation, shortened to what a profile asks for."""
    return {
        "id": number, "url": f"https://lantern.zendesk.com/api/v2/users/{number}.json", "name": f"顾客{number}",
        "email": None, "role": role, "created_at": "2026-05-01T08:00:00Z", "updated_at": "2026-05-01T08:00:00Z",
        "time_zone": "Beijing", "locale": "zh-CN", "verified": True, "suspended": False,
        "organization_id": organization,
    }  # fmt: skip


def organization(number: int, name: str, **own: Any) -> dict[str, Any]:
    return {
        "id": number, "url": f"https://lantern.zendesk.com/api/v2/organizations/{number}.json", "name": name,
        "external_id": None, "domain_names": [], "details": None, "notes": None, "group_id": None,
        "shared_tickets": False, "shared_comments": False, "tags": [], "organization_fields": own,
        "created_at": "2026-01-05T08:00:00Z", "updated_at": "2026-01-05T08:00:00Z",
    }  # fmt: skip


def test_users_come_with_their_organization_asked_for_once(desk: Desk, serve: Serve, zendesk: Zendesk) -> None:
    zendesk.users = [user(1, 7), user(2, 8), user(3, 7), user(4, None), user(5, 9)]  # 9 was deleted meanwhile
    zendesk.organizations = [organization(7, "灯塔物业", plan="gold"), organization(8, "港湾酒店")]
    site = serve(zendesk)
    landed = desk.sync(connected(desk, site, "users"))["users"]
    assert ids(landed) == [1, 2, 3, 4, 5]
    named = [one.get("organization", {}).get("name") for one in landed]
    assert named == ["灯塔物业", "港湾酒店", "灯塔物业", None, None]
    asked = [one["ids"] for one in site.queries("/api/v2/organizations/show_many.json")]
    assert asked == ["7,8", "9"]  # pages of two: 1 and 2, then 3 and 4 whose company is known, then 5


def test_a_customers_company_is_a_slice(desk: Desk, serve: Serve, zendesk: Zendesk, tmp_path: Path) -> None:
    zendesk.users = [user(1, 7), user(2, None), user(6, 7, "agent")]
    zendesk.organizations = [organization(7, "灯塔物业", plan="gold")]
    landed = desk.sync(connected(desk, serve(zendesk), "users"))["users"]
    users = tmp_path / "users.jsonl"
    users.write_text("".join(f"{json.dumps(one)}\n" for one in landed), encoding="utf-8")
    import_files(tmp_path / "data", [users], profiles=dict(PROFILES.items()), timezone="Asia/Shanghai")
    engine = connect()
    rows = str(tmp_path / "data" / "tables" / "customer" / "*" / "*.parquet")
    found = engine.rows("SELECT customer_id, segment, extra FROM read_parquet($1) ORDER BY 1", [rows])
    engine.close()
    assert [(number, segment) for number, segment, _ in found] == [("1", "灯塔物业"), ("2", None)]
    assert "gold" in found[0][2]  # a field of the company's own, kept beside


def test_comments_without_tickets_are_refused(desk: Desk, serve: Serve, zendesk: Zendesk) -> None:
    with pytest.raises(DefinitionError, match="name tickets as well"):
        desk.sync(connected(desk, serve(zendesk), "comments"))


def test_a_bearer_token_is_sent_where_one_is_named(
    desk: Desk, serve: Serve, zendesk: Zendesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZD_OAUTH", "bearer-of-news")
    site = serve(lambda _: Reply(body={"users": [], "after_cursor": None, "end_of_stream": True}))
    connection = desk.connect(
        "zd", f"kind: zendesk\naddress: {site.url}\nenvironment: {{oauth_token: ZD_OAUTH}}\nstreams: [users]\n"
    )
    assert desk.sync(connection) == {}
    assert site.asked[0].headers["Authorization"] == "Bearer bearer-of-news"
