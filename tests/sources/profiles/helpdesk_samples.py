"""Exports of help desks and shops as their makers document them, with invented values, and what is stored of them.

Headers and keys are those of Chatwoot's views and locales, the API references of Zendesk, Intercom and Shopify, and
published header lists of the CSV exports of Zendesk, Freshdesk, Freshservice and Shopify. The project's clock is
Asia/Shanghai, eight hours ahead of UTC; stored times are UTC.
"""

from __future__ import annotations

import csv
import json
from calendar import timegm
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Row = Mapping[str, Any]
Expected = tuple[str, Mapping[str, str], Mapping[str, Any]]  # table, what picks the row, its cells


def write_samples(folder: Path) -> list[Path]:
    """Write every sample; returns the files in the order they are to be imported."""
    folder.mkdir(parents=True, exist_ok=True)
    return [*_chatwoot(folder), *_zendesk(folder), *_fresh(folder), *_intercom(folder), *_shopify(folder)]


def unix(utc: str) -> int:
    return timegm(datetime.fromisoformat(utc).timetuple())


def _json(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def _lines(path: Path, rows: Sequence[Row]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def _text(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def _csv(path: Path, header: str, rows: Sequence[Mapping[str, str]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """Rows under a header of names with bars between; a name that comes twice has the same cell twice."""
    names = header.split("|")
    stream = StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    for row in rows:
        assert set(row) <= set(names), set(row) - set(names)
    return _text(path, stream.getvalue(), encoding)


# Chatwoot ------------------------------------------------------------------------------------------------------------


def _conversation(number: int, channel: str, sender: Row, **more: Any) -> dict[str, Any]:
    meta = {"sender": sender, "channel": channel, "hmac_verified": False} | more.pop("meta", {})
    return {
        "meta": meta,
        "id": number,
        "messages": [],
        "account_id": 1,
        "uuid": f"0000-{number}",
        "additional_attributes": {},
        "agent_last_seen_at": 0,
        "assignee_last_seen_at": 0,
        "can_reply": True,
        "contact_last_seen_at": 0,
        "custom_attributes": {},
        "inbox_id": 2,
        "labels": ["lamp"],
        "muted": False,
        "snoozed_until": None,
        "unread_count": 0,
        "priority": None,
        "sla_policy_id": None,
        "waiting_since": 0,
        "first_reply_created_at": 0,
        **more,
    }


def _contact(number: int, name: str) -> dict[str, Any]:
    return {
        "additional_attributes": {}, "email": f"demo{number}@example.org", "id": number, "name": name,
        "phone_number": "+8613800000000", "identifier": None, "thumbnail": "", "custom_attributes": {},
        "last_activity_at": 0, "created_at": unix("2026-09-01 00:00:00"),
    }  # fmt: skip


USER = {"id": 7, "name": "Demo Agent", "available_name": "Demo", "avatar_url": "", "type": "user"}
BOT = {"id": 3, "name": "Helper", "type": "agent_bot"}


def _message(number: int, kind: int | str, at: str, content: str, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "content": content, "inbox_id": 2, "conversation_id": 502, "message_type": kind,
        "content_type": "text", "status": "sent", "content_attributes": {}, "created_at": unix(at), "private": False,
        "source_id": None, **more,
    }  # fmt: skip


def _chatwoot(folder: Path) -> list[Path]:
    customer = {"id": 81, "name": "Customer One", "type": "contact", "email": None}
    waiting = _conversation(
        501, "Channel::WebWidget", _contact(81, "Customer One"), status="open",
        created_at=unix("2026-10-01 01:00:00"), updated_at=unix("2026-10-01 01:00:05") + 0.25,
        messages=[_message(90011, 0, "2026-10-01 01:00:00", "Hello?", conversation_id=501, sender=customer,
                           sender_type="Contact", additional_attributes={}, conversation={"unread_count": 1})],
    )  # fmt: skip
    first = _conversation(
        502, "Channel::Whatsapp", _contact(82, "Customer Two"), status="open", priority="urgent",
        created_at=unix("2026-10-02 01:00:00"), first_reply_created_at=unix("2026-10-02 01:05:00"),
        updated_at=unix("2026-10-02 01:05:00") + 0.5,
        meta={"assignee": USER, "assignee_type": "User", "team": {"id": 4, "name": "Returns"}},
    )  # fmt: skip
    by_bot = _conversation(
        503, "Channel::Email", _contact(83, "Customer Three"), status="snoozed",
        created_at=unix("2026-10-03 01:00:00"), updated_at=unix("2026-10-03 02:00:00"),
        additional_attributes={"mail_subject": "Broken lamp"}, meta={"assignee": BOT, "assignee_type": "AgentBot"},
        messages=[_message(90012, 1, "2026-10-03 01:00:00", "Autumn sale", conversation_id=503, sender=USER,
                           sender_type="User", additional_attributes={"campaign_id": 9}, conversation={})],
    )  # fmt: skip
    later = {**first, "status": "resolved", "updated_at": unix("2026-10-02 09:00:00") + 0.5}
    page = {"data": {"meta": {"all_count": 3}, "payload": [waiting, first, by_bot]}}
    answered = [
        _message(90021, 0, "2026-10-02 01:00:00", "It does not light up", sender=customer),
        _message(90022, 2, "2026-10-02 01:00:01", "Assigned to Demo Agent"),
        _message(90023, 1, "2026-10-02 01:00:02", "I am a bot", sender=BOT),
        _message(90024, 1, "2026-10-02 01:04:00", "Same batch as yesterday", private=True, sender=USER),
        _message(90025, 1, "2026-10-02 01:05:00", "Please send it back", sender=USER),
        _message(90026, 3, "2026-10-02 09:00:00", "Please rate us", content_type="input_csat"),
        _message(90027, 1, "2026-10-02 09:10:00", "Rule", content_attributes={"automation_rule_id": 5}),
        _message(90028, 1, "2026-10-02 09:20:00", "Sent by phone", content_attributes={"external_echo": True}),
    ]
    hook = {
        "event": "message_created", "id": 90031, "content": "By webhook", "created_at": "2026-10-04T02:00:00.000Z",
        "message_type": "incoming", "content_type": "text", "private": False, "source_id": None,
        "content_attributes": {}, "sender": customer, "inbox": {"id": 2, "name": "Web"},
        "conversation": {"id": 501, "status": "open"}, "account": {"id": 1, "name": "Lantern"},
    }  # fmt: skip
    reply = {**hook, "id": 90032, "message_type": "outgoing", "created_at": "2026-10-04T02:01:30.500Z", "sender": USER}

    def event(number: int, name: str, value: float, end: str) -> dict[str, Any]:
        return {
            "id": number, "name": name, "value": value, "value_in_business_hours": value, "account_id": 1,
            "event_start_time": "2026-10-02T01:00:00.000Z", "event_end_time": end, "inbox_id": 2, "user_id": 7,
            "conversation_id": 777, "created_at": "2026-10-09T00:00:00.000Z", "updated_at": "2026-10-09T00:00:00.000Z",
        }  # fmt: skip

    events = [
        event(31, "conversation_opened", 0.0, "2026-10-02T01:00:00.000Z"),
        event(32, "first_response", 300.0, "2026-10-02T01:05:00.000Z"),
        event(33, "conversation_resolved", 28800.0, "2026-10-02T09:00:00.000Z"),
        event(34, "conversation_opened", 7200.0, "2026-10-02T11:00:00.000Z"),
        event(35, "conversation_bot_handoff", 60.0, "2026-10-02T01:01:00.000Z"),
    ]
    ratings = [
        {"id": 41, "rating": 5, "feedback_message": "Fast", "account_id": 1, "message_id": 90026,
         "contact": _contact(82, "Customer Two"), "conversation_id": 502, "assigned_agent": USER,
         "created_at": unix("2026-10-02 10:00:00")},
        {"id": 42, "rating": 2, "feedback_message": None, "account_id": 1, "message_id": 90041,
         "contact": _contact(81, "Customer One"), "conversation_id": 501, "created_at": unix("2026-10-05 10:00:00")},
    ]  # fmt: skip
    return [
        _json(folder / "chatwoot_page.json", page),
        _lines(folder / "chatwoot_conversations.jsonl", [later, {**waiting, "id": 504, "messages": []}]),
        _json(folder / "chatwoot_messages.json", {"meta": {"labels": []}, "payload": answered}),
        _lines(folder / "chatwoot_webhook.jsonl", [hook, reply]),
        _json(folder / "chatwoot_reporting_events.json", {"meta": {"count": 5}, "payload": events}),
        _json(folder / "chatwoot_csat.json", ratings),
        *_chatwoot_reports(folder),
    ]


def _chatwoot_reports(folder: Path) -> list[Path]:
    period = "Reporting period 2026-10-01 to 2026-10-31"
    csat = (
        "Agent Name,Rating,Feedback Comment,Contact Name,Contact Email Address,Contact Phone Number,"
        "Link to the conversation,Recorded date,Review Notes\n"
        'Demo Agent (demo@example.org),4,"Good, but slow",Customer Nine,nine@example.org,,'
        "https://chat.example.org/app/accounts/1/conversations/590,2026-10-06 03:20:11 UTC,\n"
        ",1,,Customer Ten,,+8613800000001,https://chat.example.org/app/accounts/1/conversations/591,"
        "2026-10-07 16:30:00 UTC,seen\n"
        f"{period}\n"
    )
    agents = (
        "报告周期 2026-10-01 至 2026-10-31\n\n\n"
        "客服名称,分配的对话数量,平均首次响应时间,平均解决时间,平均客户等待时间,已解决的数量\n"
        "李示例,120,5 分钟 30 秒,1 天 2 小时,48 秒,98\n\n王示例,0,--,--,--,0\n\n"
    )
    teams = (
        f"{period}\n\nTeam name,Conversations count,Avg first response time,Avg resolution time,"
        "Avg customer waiting time,Resolution Count\nReturns,64,2 minutes 5 seconds,1 day 2 hours,1 minute,60\n"
    )
    labels = (
        "报告周期 2026-10-01 至 2026-10-31\n\n标签,对话数量,平均首次响应时间,平均解决时间,Avg reply time,Resolution Count\n"
        "退货,31,1 小时 1 分钟,2 天,3 分钟,30\n"
    )
    inboxes = (
        f"{period}\n\nInbox name,Inbox type,No. of conversations,Avg first response time,Avg resolution time\n"
        "Shop,Website,200,45 seconds,3 hours 30 minutes,1 minute 10 seconds,180\n"
        "Mail,Email,5,N/A,N/A,N/A,0\n"
    )
    summary = (
        f"{period}\n\nConversations,Messages received,Messages sent,Avg first response time,Avg resolution time,"
        "Resolution count,Avg customer waiting time\n205,1830,1622,1 minute 15 seconds,4 hours,180,2 minutes\n"
    )
    missed = (
        "Conversation ID,SLA Policy,Assignee,Team,Inbox,Labels,Link to the Conversation,Breached Events\n\n"
        '590,Gold,Demo Agent,Returns,Shop,"lamp, urgent",https://chat.example.org/app/accounts/1/conversations/590,'
        '"frt, nrt"\n'
    )
    return [
        _text(folder / "csat_responses.csv", csat),
        _text(folder / "agents.csv", agents, "utf-8-sig"),
        _text(folder / "teams.csv", teams),
        _text(folder / "labels.csv", labels, "gb18030"),
        _text(folder / "inboxes.csv", inboxes),
        _text(folder / "summary.csv", summary),
        _text(folder / "sla_2026-10.csv", missed),
    ]


CHATWOOT: list[Expected] = [
    ("ticket", {"ticket_id": "501"}, {
        "created_at": "2026-10-01 01:00:00", "first_responded_at": None, "status": "open", "channel": "online",
        "updated_at": "2026-10-01 01:00:05.250000", "team": None, "agent_id": None, "customer_id": "81",
        "priority": None, "resolved_at": None, "subject": None}),
    ("ticket", {"ticket_id": "502"}, {  # the newer of two versions; the answer came after five minutes
        "created_at": "2026-10-02 01:00:00", "first_responded_at": "2026-10-02 01:05:00", "status": "resolved",
        "updated_at": "2026-10-02 09:00:00.500000", "channel": "whatsapp", "team": "Returns", "agent_id": "7",
        "customer_id": "82", "priority": "urgent"}),
    ("ticket", {"ticket_id": "503"}, {
        "status": "pending", "channel": "email", "agent_id": None, "subject": "Broken lamp"}),
    ("ticket", {"ticket_id": "504"}, {"status": "open", "created_at": "2026-10-01 01:00:00"}),
    ("agent", {"agent_id": "7"}, {"name": "Demo Agent", "team": None}),
    ("customer", {"customer_id": "82"}, {
        "name": "Customer Two", "phone": "+8613800000000", "email": "demo82@example.org",
        "joined_at": "2026-09-01 00:00:00"}),
    ("message", {"message_id": "90011"}, {
        "ticket_id": "501", "sent_at": "2026-10-01 01:00:00", "author_kind": "customer", "author_id": None,
        "is_private": False, "body": "Hello?"}),
    ("message", {"message_id": "90012"}, {"ticket_id": "503", "author_kind": "system", "author_id": None}),  # a campaign
    ("message", {"message_id": "90021"}, {"ticket_id": "502", "author_kind": "customer", "author_id": None}),
    ("message", {"message_id": "90022"}, {"author_kind": "system", "body": "Assigned to Demo Agent"}),
    ("message", {"message_id": "90023"}, {"author_kind": "bot", "author_id": None}),
    ("message", {"message_id": "90024"}, {"author_kind": "agent", "author_id": "7", "is_private": True}),
    ("message", {"message_id": "90025"}, {
        "author_kind": "agent", "author_id": "7", "is_private": False, "sent_at": "2026-10-02 01:05:00"}),
    ("message", {"message_id": "90026"}, {"author_kind": "system"}),
    ("message", {"message_id": "90027"}, {"author_kind": "system"}),
    ("message", {"message_id": "90028"}, {"author_kind": "agent", "author_id": None}),
    ("message", {"message_id": "90031"}, {
        "ticket_id": "501", "author_kind": "customer", "sent_at": "2026-10-04 02:00:00", "is_private": False}),
    ("message", {"message_id": "90032"}, {
        "ticket_id": "501", "author_kind": "agent", "author_id": "7", "sent_at": "2026-10-04 02:01:30.500000"}),
    ("ticket_event", {"event_id": "31"}, {"kind": "status_changed", "happened_at": "2026-10-02 01:00:00"}),
    ("ticket_event", {"event_id": "32"}, {"kind": "noted", "to_value": "first_response", "actor_id": "7"}),
    ("ticket_event", {"event_id": "33"}, {
        "ticket_id": "1/777", "kind": "resolved", "happened_at": "2026-10-02 09:00:00"}),
    ("ticket_event", {"event_id": "34"}, {"kind": "reopened", "happened_at": "2026-10-02 11:00:00"}),
    ("ticket_event", {"event_id": "35"}, {"kind": "status_changed", "to_value": "conversation_bot_handoff"}),
    ("survey_response", {"response_id": "502"}, {
        "sent_at": "2026-10-02 10:00:00", "answered_at": "2026-10-02 10:00:00", "ticket_id": "502", "customer_id": "82",
        "csat": 5.0, "comment": "Fast", "agent_id": "7"}),
    ("survey_response", {"response_id": "501"}, {"csat": 2.0, "agent_id": None, "comment": None, "customer_id": "81"}),
    ("survey_response", {"response_id": "590"}, {
        "sent_at": "2026-10-06 03:20:11", "ticket_id": "590", "csat": 4.0, "comment": "Good, but slow",
        "agent_id": "Demo Agent"}),
    ("survey_response", {"response_id": "591"}, {"agent_id": None, "csat": 1.0, "answered_at": "2026-10-07 16:30:00"}),
    ("ticket_event", {"event_id": "Gold/590"}, {  # the last day the file's name speaks of, midnight in Shanghai
        "ticket_id": "590", "kind": "noted", "to_value": "frt, nrt", "happened_at": "2026-10-30 16:00:00"}),
]  # fmt: skip


def _figures(report: str, scope: str, who: str | None, **measures: float) -> list[Expected]:
    """October, midnight in Shanghai."""
    days = {"day": "2026-09-30 16:00:00", "until": "2026-10-30 16:00:00", "platform": "chatwoot", "scope": scope}
    return [
        ("platform_figure", {"report": report, "measure": name} | ({"agent_id": who} if who else {}),
         {**days, "value": value, "unit": "seconds" if name.endswith("_seconds") else "count", "agent_id": who}) for name, value in measures.items()
    ]  # fmt: skip


CHATWOOT_FIGURES = [
    # 5 min 30 s = 330 s; 1 day 2 hours = 86,400 + 7,200 = 93,600 s
    *_figures("chatwoot_agents_csv", "agent", "李示例", assigned_sessions=120, first_response_seconds=330,
              resolution_seconds=93_600, waiting_seconds=48, resolutions=98),
    *_figures("chatwoot_agents_csv", "agent", "王示例", assigned_sessions=0, resolutions=0),
    *_figures("chatwoot_teams_csv", "team", "Returns", assigned_sessions=64, first_response_seconds=125,
              resolution_seconds=93_600, waiting_seconds=60, resolutions=60),
    # 1 hour 1 minute = 3,660 s; 2 days = 172,800 s
    *_figures("chatwoot_labels_csv", "label", "退货", consulting_sessions=31, first_response_seconds=3_660,
              resolution_seconds=172_800, average_response_seconds=180, resolutions=30),
    # 3 hours 30 minutes = 12,600 s
    *_figures("chatwoot_inboxes_csv", "channel", "Shop", consulting_sessions=200, first_response_seconds=45,
              resolution_seconds=12_600, average_response_seconds=70, resolutions=180),
    *_figures("chatwoot_inboxes_csv", "channel", "Mail", consulting_sessions=5, resolutions=0),
    *_figures("chatwoot_summary_csv", "shop", None, consulting_sessions=205, customer_messages=1830, agent_messages=1622,
              first_response_seconds=75, resolution_seconds=14_400, resolutions=180, waiting_seconds=120),
]  # fmt: skip


# Zendesk -------------------------------------------------------------------------------------------------------------


def _ticket(number: int, status: str, via: str, created: str, updated: str, **more: Any) -> dict[str, Any]:
    return {
        "url": f"https://lantern.example.org/api/v2/tickets/{number}.json", "id": number, "external_id": None,
        "via": {"channel": via, "source": {"from": {}, "to": {}, "rel": None}}, "created_at": created,
        "updated_at": updated, "type": "question", "subject": "Lamp", "raw_subject": "Lamp", "description": "It is dark",
        "priority": "high", "status": status, "recipient": None, "requester_id": 6101, "submitter_id": 6101,
        "assignee_id": 6201, "organization_id": None, "group_id": 6301, "collaborator_ids": [], "brand_id": 1,
        "tags": ["lamp"], "custom_fields": [{"id": 1, "value": "x"}], "satisfaction_rating": {"score": "unoffered"},
        **more,
    }  # fmt: skip


def _metrics(ticket: int, minutes: int | None, solved: str | None, reopens: int, **more: Any) -> dict[str, Any]:
    pair = {"calendar": minutes, "business": minutes}
    return {
        "url": "", "id": ticket + 500_000, "ticket_id": ticket, "created_at": "2026-10-03T02:00:00Z",
        "updated_at": "2026-10-05T02:00:00Z", "group_stations": 1, "assignee_stations": 2, "reopens": reopens,
        "replies": 1, "assignee_updated_at": None, "initially_assigned_at": "2026-10-03T02:10:00Z",
        "assigned_at": "2026-10-03T02:20:00Z", "solved_at": solved, "latest_comment_added_at": None,
        "reply_time_in_minutes": pair, "first_resolution_time_in_minutes": pair,
        "full_resolution_time_in_minutes": pair, "agent_wait_time_in_minutes": pair,
        "requester_wait_time_in_minutes": pair, "on_hold_time_in_minutes": pair, **more,
    }  # fmt: skip


def _comment(number: int, author: int, public: bool, at: str, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "type": "Comment", "author_id": author, "body": f"Words {number}", "html_body": "<p/>",
        "plain_body": "", "public": public, "attachments": [], "audit_id": number + 1, "via": {"channel": "web"},
        "created_at": at, "metadata": {}, **more,
    }  # fmt: skip


def _user(number: int, role: str, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "url": "", "name": f"Person {number}", "email": f"p{number}@example.org",
        "created_at": "2026-01-05T08:00:00Z", "updated_at": "2026-10-01T08:00:00Z", "time_zone": "Beijing",
        "iana_time_zone": "Asia/Shanghai", "phone": None, "locale": "zh-cn", "role": role, "verified": True,
        "suspended": False, "default_group_id": None, **more,
    }  # fmt: skip


def _rating(number: int, ticket: int, score: str, created: str, updated: str, comment: str | None = None) -> dict[str, Any]:
    return {
        "url": "", "id": number, "assignee_id": 6201, "group_id": 6301, "requester_id": 6101, "ticket_id": ticket,
        "score": score, "created_at": created, "updated_at": updated, "comment": comment,
    }  # fmt: skip


def _zendesk(folder: Path) -> list[Path]:
    rated = {"id": 8001, "score": "good", "comment": "Thank you"}
    listed = [
        _ticket(35001, "solved", "email", "2026-10-01T02:00:00Z", "2026-10-04T02:00:00Z", satisfaction_rating=rated),
        _ticket(35002, "hold", "native_messaging", "2026-10-02T02:00:00Z", "2026-10-04T02:00:00Z", assignee_id=None),
    ]
    exported = [
        _ticket(35002, "new", "native_messaging", "2026-10-02T02:00:00Z", "2026-10-03T02:00:00Z",
                metric_set=_metrics(35002, None, None, 0)),
        _ticket(35003, "closed", "voice", "2026-10-03T02:00:00Z", "2026-10-05T02:00:00Z",
                metric_set=_metrics(35003, 45, "2026-10-04T02:00:00Z", 1)),
    ]  # fmt: skip
    comments = [
        _comment(71, 6101, True, "2026-10-03T02:00:00Z", ticket_id=35003, author_role="end-user"),
        _comment(72, 6201, False, "2026-10-03T02:30:00Z", ticket_id=35003, author_role="agent"),
        _comment(73, 6202, True, "2026-10-03T02:45:00Z", ticket_id=35003, author_role="admin"),
        _comment(74, -1, True, "2026-10-03T02:46:00Z", ticket_id=35003, author_role=None),
    ]
    nested = [_comment(75, 6101, True, "2026-10-01T02:00:00Z"), _comment(76, 6201, False, "2026-10-01T03:00:00Z")]
    changes = [
        {"id": 9001, "via": "Email", "via_reference_id": None, "status": "new", "event_type": "Create"},
        {"id": 9002, "via": "Email", "comment_present": True, "comment_public": True, "event_type": "Comment"},
        {"id": 9003, "via": "Email", "subject": "Lamp", "event_type": "Create"},
    ]
    moves = [
        {"id": 9011, "via": "Web form", "assignee_id": "6201", "previous_value": None, "event_type": "Change"},
        {"id": 9012, "via": "Web form", "status": "solved", "previous_value": "open", "event_type": "Change"},
    ]
    again = [{"id": 9021, "via": "Email", "status": "open", "previous_value": "solved", "event_type": "Change"}]

    def audit(number: int, at: str, who: int, children: Sequence[Row]) -> dict[str, Any]:
        return {"id": number, "ticket_id": 35003, "timestamp": unix(at), "created_at": "2026-10-09T00:00:00Z",
                "updater_id": who, "via": "Email", "system": {}, "event_type": "Audit", "child_events": children}  # fmt: skip

    audits = [
        audit(1, "2026-10-03 02:00:00", 6101, changes),
        audit(2, "2026-10-04 02:00:00", 6201, moves),
        audit(3, "2026-10-04 05:00:00", 6101, again),
    ]
    ratings = [
        _rating(8003, 35003, "offered", "2026-10-05T02:00:00Z", "2026-10-05T02:00:00Z"),
        _rating(8004, 35003, "bad", "2026-10-05T06:00:00Z", "2026-10-05T06:00:00Z", "Too slow"),
        _rating(8005, 35002, "offered", "2026-10-06T02:00:00Z", "2026-10-06T02:00:00Z"),
    ]
    return [
        _json(folder / "zendesk_tickets.json", {"tickets": listed, "next_page": None, "count": 2}),
        _json(folder / "zendesk_cursor.json", {"tickets": exported, "after_cursor": "x", "end_of_stream": True}),
        _lines(folder / "zendesk_comments.jsonl", comments),
        _json(folder / "zendesk_nested.json", {"tickets": [{"id": 35001, "comments": nested}]}),
        _json(folder / "zendesk_metrics.json", {"ticket_metrics": [_metrics(35001, 5, None, 0)]}),
        _json(folder / "zendesk_users.json", {"users": [_user(6101, "end-user", phone="+8613800000002"),
                                                        _user(6201, "agent", default_group_id=6301)]}),
        _json(folder / "zendesk_events.json", {"ticket_events": audits, "end_time": 1, "count": 3}),
        _json(folder / "zendesk_ratings.json", {"satisfaction_ratings": ratings, "count": 3}),
        *_zendesk_csv(folder),
    ]  # fmt: skip


ZENDESK_HEADER = (
    "Summation column|Id|Requester|Requester id|Requester external id|Requester email|Requester domain|Submitter|Assignee|"
    "Group|Subject|Tags|Status|Priority|Via|Ticket type|Created at|Updated at|Assigned at|Organization|Due date|"
    "Initially assigned at|Solved at|Resolution time|Satisfaction Score|Group stations|Assignee stations|Reopens|Replies|"
    "First reply time in minutes|First reply time in minutes within business hours|First resolution time in minutes|"
    "First resolution time in minutes within business hours|Full resolution time in minutes|"
    "Full resolution time in minutes within business hours|Agent wait time in minutes|"
    "Agent wait time in minutes within business hours|Requester wait time in minutes|"
    "Requester wait time in minutes within business hours|On hold time in minutes|"
    "On hold time in minutes within business hours|Product [list]|Refunded [flag]"
)


def _zendesk_csv(folder: Path) -> list[Path]:
    common = {
        "Summation column": "1", "Requester": "Customer Five", "Requester id": "6105", "Requester email": "five@example.org",
        "Assignee": "Demo Agent", "Group": "Support", "Via": "Mail", "Ticket type": "Question", "Priority": "High",
        "Updated at": "2026-10-07 10:00", "Reopens": "0", "Product [list]": "Lamp",
    }  # fmt: skip
    full = [
        {**common, "Id": "36001", "Subject": "Dark", "Status": "Solved", "Created at": "2026-10-05 10:00",
         "Solved at": "2026-10-06 09:30", "Satisfaction Score": "Good", "First reply time in minutes": "12",
         "First reply time in minutes within business hours": "10", "Reopens": "2"},
        {**common, "Id": "36002", "Status": "Pending", "Priority": "-", "Via": "Web Widget", "Assignee": "-",
         "Created at": "2026-10-05 11:00", "Satisfaction Score": "Not Offered"},
        {**common, "Id": "36003", "Status": "Open", "Created at": "2026-10-05 12:00", "Satisfaction Score": "Offered",
         "First reply time in minutes": "1,440"},
        {**common, "Id": "36004", "Status": "Closed", "Created at": "2026-10-05 13:00", "Solved at": "2026-10-06 13:00",
         "Satisfaction Score": "Offered", "First reply time in minutes": "0"},
        {**common, "Id": "36005", "Status": "Open", "Created at": "soon"},
    ]  # fmt: skip
    view = [
        {"ID": "36011", "Subject": "退货", "Status": "New", "Priority": "Low", "Via": "Web form", "Ticket type": "Task",
         "Created at": "2026-10-08 08:00:00", "Updated at": "2026-10-08 08:00:00", "Assignee": "李示例", "Group": "售后"},
    ]  # fmt: skip
    names = "ID|Subject|Status|Priority|Via|Ticket type|Created at|Updated at|Assignee|Group"
    return [
        _csv(folder / "zendesk_export.csv", ZENDESK_HEADER, full),
        _csv(folder / "zendesk_view.csv", names, view, encoding="utf-16", delimiter="\t"),
    ]


ZENDESK: list[Expected] = [
    ("ticket", {"ticket_id": "35001"}, {
        "created_at": "2026-10-01 02:00:00", "updated_at": "2026-10-04 02:00:00", "status": "resolved",
        "channel": "email", "category": "question", "priority": "high", "team": "6301", "agent_id": "6201",
        "customer_id": "6101", "subject": "Lamp", "first_responded_at": None, "resolved_at": None}),
    ("ticket", {"ticket_id": "35002"}, {  # the export's version is older than the list's
        "status": "pending", "channel": "online", "agent_id": None, "updated_at": "2026-10-04 02:00:00"}),
    ("ticket", {"ticket_id": "35003"}, {  # 45 minutes after 02:00
        "first_responded_at": "2026-10-03 02:45:00", "resolved_at": "2026-10-04 02:00:00", "status": "closed",
        "channel": "phone", "reopens": 1}),
    ("survey_response", {"response_id": "35001"}, {
        "csat": 5.0, "comment": "Thank you", "sent_at": "2026-10-04 02:00:00", "answered_at": "2026-10-04 02:00:00",
        "ticket_id": "35001", "agent_id": "6201", "customer_id": "6101", "team": "6301"}),
    ("survey_response", {"response_id": "35003"}, {  # offered, then given four hours later
        "csat": 1.0, "comment": "Too slow", "sent_at": "2026-10-05 02:00:00", "answered_at": "2026-10-05 06:00:00"}),
    ("survey_response", {"response_id": "35002"}, {"csat": None, "answered_at": None, "sent_at": "2026-10-06 02:00:00"}),
    ("message", {"message_id": "71"}, {
        "ticket_id": "35003", "sent_at": "2026-10-03 02:00:00", "author_kind": "customer", "author_id": None,
        "is_private": False, "body": "Words 71"}),
    ("message", {"message_id": "72"}, {"author_kind": "agent", "author_id": "6201", "is_private": True}),
    ("message", {"message_id": "73"}, {"author_kind": "agent", "author_id": "6202", "is_private": False}),
    ("message", {"message_id": "74"}, {"author_kind": "system", "author_id": None}),
    ("message", {"message_id": "75"}, {"ticket_id": "35001", "author_kind": "system", "is_private": False}),
    ("message", {"message_id": "76"}, {"ticket_id": "35001", "author_kind": "agent", "author_id": "6201"}),
    ("ticket_event", {"event_id": "535001", "kind": "created"}, {
        "ticket_id": "35001", "happened_at": "2026-10-03 02:00:00"}),
    ("ticket_event", {"event_id": "535001", "kind": "assigned"}, {"happened_at": "2026-10-03 02:10:00"}),
    ("customer", {"customer_id": "6101"}, {
        "name": "Person 6101", "phone": "+8613800000002", "email": "p6101@example.org",
        "joined_at": "2026-01-05 08:00:00"}),
    ("agent", {"agent_id": "6201"}, {
        "name": "Person 6201", "team": "6301", "level": "agent", "joined_at": "2026-01-05 08:00:00"}),
    ("ticket_event", {"event_id": "9001"}, {
        "ticket_id": "35003", "kind": "created", "happened_at": "2026-10-03 02:00:00", "to_value": "open"}),
    ("ticket_event", {"event_id": "9002"}, {"kind": "noted", "to_value": "public_comment", "actor_id": "6101"}),
    ("ticket_event", {"event_id": "9011"}, {"kind": "assigned", "to_value": "6201", "from_value": None}),
    ("ticket_event", {"event_id": "9012"}, {
        "kind": "resolved", "from_value": "open", "to_value": "resolved", "happened_at": "2026-10-04 02:00:00"}),
    ("ticket_event", {"event_id": "9021"}, {
        "kind": "reopened", "from_value": "resolved", "to_value": "open", "happened_at": "2026-10-04 05:00:00"}),
    ("ticket", {"ticket_id": "36001"}, {  # 10:00 in Shanghai is 02:00; twelve minutes later, not the ten of opening hours
        "created_at": "2026-10-05 02:00:00", "first_responded_at": "2026-10-05 02:12:00",
        "resolved_at": "2026-10-06 01:30:00", "status": "resolved", "channel": "email", "category": "Question",
        "priority": "high", "team": "Support", "agent_id": "Demo Agent", "customer_id": "6105", "subject": "Dark",
        "reopens": 2, "updated_at": "2026-10-07 02:00:00"}),
    ("ticket", {"ticket_id": "36002"}, {
        "status": "pending", "priority": None, "agent_id": None, "channel": "online", "first_responded_at": None}),
    ("ticket", {"ticket_id": "36003"}, {  # 1,440 minutes are a day
        "status": "open", "created_at": "2026-10-05 04:00:00", "first_responded_at": "2026-10-06 04:00:00"}),
    ("ticket", {"ticket_id": "36004"}, {
        "status": "closed", "created_at": "2026-10-05 05:00:00", "first_responded_at": "2026-10-05 05:00:00"}),
    ("ticket", {"ticket_id": "36011"}, {
        "created_at": "2026-10-08 00:00:00", "status": "open", "channel": "web", "priority": "low", "team": "售后",
        "agent_id": "李示例", "subject": "退货", "category": "Task", "customer_id": None}),
    ("survey_response", {"response_id": "36001"}, {
        "csat": 5.0, "sent_at": "2026-10-06 01:30:00", "answered_at": "2026-10-06 01:30:00", "agent_id": "Demo Agent"}),
    ("survey_response", {"response_id": "36004"}, {"csat": None, "answered_at": None, "sent_at": "2026-10-06 05:00:00"}),
    ("customer", {"customer_id": "6105"}, {"name": "Customer Five", "email": "five@example.org"}),
]  # fmt: skip
