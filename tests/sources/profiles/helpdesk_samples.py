"""Exports of help desks and shops as their makers document them, with invented values.

Headers and keys are those of Chatwoot's views and locales, the API references of Zendesk, Intercom and Shopify, and
published header lists of the CSV exports of Zendesk, Freshdesk, Freshservice and Shopify. What is stored of them is in
``helpdesk_expected``.
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


def write_samples(folder: Path) -> list[Path]:
    """Write every sample; returns the files in the order they are to be imported."""
    folder.mkdir(parents=True, exist_ok=True)
    return [*_chatwoot(folder), *_zendesk(folder), *_fresh(folder), *_intercom(folder), *_shopify(folder)]


def unix(utc: str) -> int:
    return timegm(datetime.fromisoformat(utc).timetuple())


def clock(local: str) -> datetime:
    """A cell of a workbook, which knows no zone."""
    return datetime.fromisoformat(local)


def _json(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def _lines(path: Path, rows: Sequence[Row]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def _text(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def _csv(
    path: Path, header: str, rows: Sequence[Mapping[str, str]], encoding: str = "utf-8", delimiter: str = ","
) -> Path:
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
        "报告周期 2026-10-01 至 2026-10-31\n\n"
        "标签,对话数量,平均首次响应时间,平均解决时间,Avg reply time,Resolution Count\n"
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


# Zendesk -------------------------------------------------------------------------------------------------------------


def _ticket(number: int, status: str, via: str, created: str, updated: str, **more: Any) -> dict[str, Any]:
    return {
        "url": f"https://lantern.example.org/api/v2/tickets/{number}.json", "id": number, "external_id": None,
        "via": {"channel": via, "source": {"from": {}, "to": {}, "rel": None}}, "created_at": created,
        "updated_at": updated, "type": "question", "subject": "Lamp", "raw_subject": "Lamp", "description": "Dark",
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


def _rating(
    number: int, ticket: int, score: str, created: str, updated: str, comment: str | None = None
) -> dict[str, Any]:
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
        return {
            "id": number, "ticket_id": 35003, "timestamp": unix(at), "created_at": "2026-10-09T00:00:00Z",
            "updater_id": who, "via": "Email", "system": {}, "event_type": "Audit", "child_events": children,
        }  # fmt: skip

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
    "Summation column|Id|Requester|Requester id|Requester external id|Requester email|Requester domain|Submitter|"
    "Assignee|Group|Subject|Tags|Status|Priority|"
    "Via|Ticket type|Created at|Updated at|Assigned at|Organization|Due date|"
    "Initially assigned at|Solved at|Resolution time|Satisfaction Score|Group stations|Assignee stations|Reopens|"
    "Replies|First reply time in minutes|"
    "First reply time in minutes within business hours|First resolution time in minutes|"
    "First resolution time in minutes within business hours|Full resolution time in minutes|"
    "Full resolution time in minutes within business hours|Agent wait time in minutes|"
    "Agent wait time in minutes within business hours|Requester wait time in minutes|"
    "Requester wait time in minutes within business hours|On hold time in minutes|"
    "On hold time in minutes within business hours|Product [list]|Refunded [flag]"
)


def _zendesk_csv(folder: Path) -> list[Path]:
    common = {
        "Summation column": "1", "Requester": "Customer Five", "Requester id": "6105",
        "Requester email": "five@example.org", "Assignee": "Demo Agent", "Group": "Support",
        "Via": "Mail", "Ticket type": "Question", "Priority": "High",
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
         "Created at": "2026-10-08 08:00:00", "Updated at": "2026-10-08 08:00:00", "Assignee": "李示例",
         "Group": "售后"},
    ]  # fmt: skip
    names = "ID|Subject|Status|Priority|Via|Ticket type|Created at|Updated at|Assignee|Group"
    return [
        _csv(folder / "zendesk_export.csv", ZENDESK_HEADER, full),
        _csv(folder / "zendesk_view.csv", names, view, encoding="utf-16", delimiter="\t"),
    ]


# Freshdesk and Freshservice ------------------------------------------------------------------------------------------


FRESHDESK_HEADER = (
    "Ticket ID|Subject|Description|Status|Priority|Source|Type|Agent|Group|Created time|Due by Time|Resolved time|"
    "Closed time|Last update time|Initial response time|"
    "Time tracked|First response time (in hrs)|Resolution time (in hrs)|"
    "Agent interactions|Customer interactions|Resolution status|First response status|Tags|Survey results|"
    "Association type|Product|Every response status|Full name|Title|Email|Work phone|Contact ID"
)
FRESHSERVICE_HEADER = (
    "Subject|Type|Status|Urgency|Impact|Priority|Group|Agent|Description|Category|Sub-Category|Item|Source|"
    "Resolution Note|Association type|Requester Location|Requester VIP|Ticket Id|Requester Name|Requester Email|"
    "Created Time|Due by Time|Resolved Time|Closed Time|"
    "Last Updated Time|Initial Response Time|Time Tracked|First Response Time (in Hrs)|"
    "Resolution Time (in Hrs)|Agent interactions|Customer interactions|Resolution Status|First Response Status|Tags|"
    "Survey Result|Others|Affected CI|Others"
)


def _workbook(path: Path, header: str, rows: Sequence[Row]) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(header.split("|"))
    for row in rows:
        assert set(row) <= set(header.split("|"))
        sheet.append([row.get(name) for name in header.split("|")])
    book.save(path)
    return path


def _fresh(folder: Path) -> list[Path]:
    desk = [
        {"Ticket ID": 7001, "Subject": "Lamp", "Status": "Closed", "Priority": "Urgent", "Source": "Portal",
         "Type": "Problem", "Agent": "Demo Agent", "Group": "Support", "Created time": clock("2026-10-01 09:00"),
         "Resolved time": clock("2026-10-02 09:00"), "Closed time": clock("2026-10-03 09:00"),
         "Last update time": clock("2026-10-03 09:00"), "Initial response time": clock("2026-10-01 18:30"),
         "First response time (in hrs)": "00:30:00", "Resolution time (in hrs)": "08:00:00",
         "Survey results": "Very Happy", "Product": "Lamps", "Full name": "Customer Six", "Email": "six@example.org",
         "Work phone": "'13800000003", "Contact ID": 4206},
        # 46298.375 days after 1899-12-30 is 2026-10-03 09:00
        {"Ticket ID": 7002, "Subject": "Bill", "Status": "Waiting on Customer", "Priority": "Low", "Source": "Phone",
         "Agent": "No Agent", "Created time": 46298.375, "Last update time": 46298.5, "Survey results": "Neutral"},
    ]  # fmt: skip
    service = [
        {"Ticket Id": "8001", "Subject": "Login", "Type": "Incident", "Status": "Resolved", "Urgency": "High",
         "Impact": "Low", "Priority": "Medium", "Group": "IT", "Agent": "Demo Agent", "Category": "Access",
         "Source": "Chat", "Requester Location": "Hangzhou", "Requester VIP": "true",
         "Requester Name": "Customer Seven", "Requester Email": "seven@example.org",
         "Created Time": "2026-10-04 09:00:00",
         "Resolved Time": "2026-10-04 12:00:00", "Last Updated Time": "2026-10-04 12:00:00",
         "Initial Response Time": "2026-10-04 09:20:00", "First Response Time (in Hrs)": "00:20:00",
         "Survey Result": "Unhappy", "Others": "x"},
        {"Ticket Id": "8002", "Subject": "Screen", "Type": "Service Request", "Status": "Open", "Urgency": "Low",
         "Impact": "Low", "Priority": "Low", "Source": "Email", "Created Time": "2026-10-05 09:00:00",
         "Requester VIP": "false", "Requester Name": "Customer Eight", "Requester Email": "eight@example.org",
         "Initial Response Time": "2026-10-05 08:00:00"},
    ]  # fmt: skip
    return [
        _workbook(folder / "freshdesk.xlsx", FRESHDESK_HEADER, desk),
        _csv(folder / "freshservice.csv", FRESHSERVICE_HEADER, service, encoding="utf-8-sig"),
    ]


# Intercom ------------------------------------------------------------------------------------------------------------


def _chat(
    number: str, author: Row, state: str, created: str, stats: Row | None, parts: Sequence[Row] = (), **more: Any
) -> Row:
    nobody = {"id": None, "type": None, "name": None, "email": None}
    return {
        "type": "conversation", "id": number, "created_at": unix(created), "updated_at": unix("2026-10-09 00:00:00"),
        "waiting_since": None, "snoozed_until": None, "title": None,
        "source": {"type": "conversation", "id": "900", "delivered_as": "customer_initiated", "subject": "",
                   "body": "<p>Hello</p>", "author": author, "attachments": [], "url": None, "redacted": False},
        "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "c1", "external_id": "70"}]},
        "first_contact_reply": None, "admin_assignee_id": None, "team_assignee_id": None, "open": state != "closed",
        "state": state, "read": True, "tags": {"type": "tag.list", "tags": []}, "priority": "not_priority",
        "sla_applied": None, "statistics": stats,
        "conversation_rating": {"rating": None, "remark": None, "created_at": None, "contact": nobody,
                                "teammate": nobody},
        "conversation_parts": {"type": "conversation_part.list", "conversation_parts": parts,
                               "total_count": len(parts)},
        **more,
    }  # fmt: skip


def _part(number: str, kind: str, author: Row, at: str, body: str | None, to: str | None = None) -> Row:
    return {
        "type": "conversation_part", "id": number, "part_type": kind, "body": body, "created_at": unix(at),
        "updated_at": unix(at), "notified_at": unix(at), "assigned_to": {"type": "admin", "id": to} if to else None,
        "author": author, "attachments": [], "external_id": None, "redacted": False,
    }  # fmt: skip


def _intercom(folder: Path) -> list[Path]:
    customer = {"type": "user", "id": "c1", "name": "Customer Nine", "email": "nine@example.org"}
    admin = {"type": "admin", "id": "88", "name": "Demo Agent", "email": "demo@example.org"}
    bot = {"type": "bot", "id": "99", "name": "Fin", "email": "bot@example.org"}
    rated = {"rating": 4, "remark": "Kind", "created_at": unix("2026-10-02 03:00:00"),
             "contact": {"id": "c1", "type": "user"}, "teammate": {"id": "88", "type": "admin"}}  # fmt: skip
    asked = {**rated, "rating": None, "remark": None}
    stats = {
        "time_to_admin_reply": 60, "first_contact_reply_at": unix("2026-10-01 01:00:00"),
        "first_admin_reply_at": unix("2026-10-01 01:10:00"), "last_close_at": unix("2026-10-02 02:00:00"),
        "count_reopens": 1, "count_assignments": 2, "count_conversation_parts": 6,
    }  # fmt: skip
    parts = [
        _part("p1", "assignment", bot, "2026-10-01 01:00:05", None, to="88"),
        _part("p2", "note", admin, "2026-10-01 01:05:00", "<p>Known fault</p>"),
        _part("p3", "comment", admin, "2026-10-01 01:10:00", "<p>We send a new one</p>"),
        _part("p4", "close", admin, "2026-10-01 02:00:00", None),
        _part("p5", "open", customer, "2026-10-02 01:00:00", "<p>Still dark</p>"),
        _part("p6", "close", admin, "2026-10-02 02:00:00", "<p>Sent</p>"),
        _part("p7", "snoozed", admin, "2026-10-02 02:30:00", None),
    ]
    outreach = {"first_contact_reply_at": unix("2026-10-03 05:00:00"), "first_admin_reply_at": None,
                "last_close_at": None, "count_reopens": 0}  # fmt: skip
    listed = [
        _chat("21001", customer, "closed", "2026-10-01 01:00:00", stats, parts, admin_assignee_id=88,
              team_assignee_id="5", priority="priority", conversation_rating=rated),
        _chat("21002", admin, "open", "2026-10-03 01:00:00", outreach, conversation_rating=asked),
        _chat("21003", bot, "open", "2026-10-04 01:00:00", None),
    ]  # fmt: skip
    old = {"first_contacat_reply_at": unix("2026-10-05 02:00:00"), "first_admin_reply_at": unix("2026-10-05 03:00:00"),
           "last_close_at": unix("2026-10-05 04:00:00"), "count_reopens": 0}  # fmt: skip
    page = {
        "type": "conversation.list",
        "pages": {"type": "pages", "page": 1},
        "total_count": 3,
        "conversations": listed,
    }
    return [
        _json(folder / "intercom.json", page),
        _lines(folder / "intercom_old.jsonl", [_chat("21004", admin, "snoozed", "2026-10-05 01:00:00", old)]),
    ]


# Shopify -------------------------------------------------------------------------------------------------------------


ORDERS_HEADER = (
    "Name|Email|Financial Status|Paid at|Fulfillment Status|Fulfilled at|Accepts Marketing|Currency|Subtotal|Shipping|"
    "Taxes|Total|Discount Code|Discount Amount|"
    "Shipping Method|Created at|Lineitem quantity|Lineitem name|Lineitem price|"
    "Lineitem compare at price|Lineitem sku|Lineitem requires shipping|Lineitem taxable|Lineitem fulfillment status|"
    "Billing Name|Billing Zip|Billing Phone|Shipping Name|Shipping Zip|Shipping Province|Shipping Phone|Notes|"
    "Note Attributes|Cancelled at|Payment Method|Payment Reference|Refunded Amount|Vendor|Outstanding Balance|Employee|"
    "Location|Device ID|Id|Tags|Risk Level|Source|Lineitem discount|Tax 1 Name|Tax 1 Value|Phone|Receipt Number|Duties|"
    "Billing Province Name|Shipping Province Name"
)


def _shopify(folder: Path) -> list[Path]:
    lines = [
        {"Name": "#1001", "Email": "ten@example.org", "Financial Status": "partially_refunded",
         "Paid at": "2026-10-01 10:00:30 +0000", "Fulfillment Status": "fulfilled",
         "Fulfilled at": "2026-10-02 10:00:00 +0000", "Currency": "CNY", "Subtotal": "247.00", "Total": "253.50",
         "Discount Code": "FALL", "Discount Amount": "12.00", "Created at": "2026-10-01 10:00:00 +0000",
         "Lineitem quantity": "2", "Lineitem name": "Lamp", "Lineitem price": "99.50", "Lineitem sku": "LAMP-1",
         "Billing Name": "Customer Ten", "Billing Zip": "'310000", "Billing Phone": "'+8613800000004",
         "Shipping Province": "ZJ", "Shipping Province Name": "Zhejiang", "Refunded Amount": "99.50", "Source": "web",
         "Id": "5550000001"},
        {"Name": "#1001", "Email": "ten@example.org", "Lineitem quantity": "1", "Lineitem name": "Bulb",
         "Lineitem price": "20.00", "Lineitem sku": "BULB-9"},
        {"Name": "#1001", "Email": "ten@example.org", "Lineitem quantity": "3", "Lineitem name": "Bulb",
         "Lineitem price": "10.00", "Lineitem sku": "BULB-9"},
        {"Name": "#1002", "Financial Status": "paid", "Paid at": "2026-10-03 02:00:00 +0800", "Currency": "CNY",
         "Fulfillment Status": "unfulfilled", "Subtotal": "0.00", "Total": "0.00", "Discount Amount": "0.00",
         "Created at": "2026-10-03 02:00:00 +0800", "Lineitem quantity": "1", "Lineitem name": "Sample",
         "Lineitem price": "0.00", "Source": "pos", "Id": "5550000002"},
        {"Name": "#1003", "Email": "ten@example.org", "Financial Status": "voided", "Currency": "CNY",
         "Fulfillment Status": "unfulfilled", "Subtotal": "99.50", "Total": "99.50", "Discount Amount": "0.00",
         "Created at": "2026-10-04 10:00:00 +0000", "Cancelled at": "2026-10-04 11:00:00 +0000",
         "Lineitem quantity": "1", "Lineitem name": "Lamp", "Lineitem price": "99.50", "Lineitem sku": "LAMP-1",
         "Billing Name": "Customer Ten", "Source": "web", "Id": "5550000003"},
        {"Name": "#1003", "Email": "ten@example.org", "Lineitem quantity": "1", "Lineitem name": "Bulb",
         "Lineitem price": "20.00", "Lineitem sku": "BULB-9"},
    ]  # fmt: skip
    return [
        _csv(folder / "orders_export.csv", ORDERS_HEADER, lines),
        _json(folder / "shopify_orders.json", {"orders": _admin_orders()}),
        _lines(folder / "customers.jsonl", [
            {"id": 3002, "email": "twelve@example.org", "first_name": "Customer", "last_name": "Twelve",
             "orders_count": 0, "state": "enabled", "total_spent": "0.00", "verified_email": True, "phone": None,
             "tags": "", "currency": "CNY", "created_at": "2026-09-30T12:00:00+08:00", "addresses": [],
             "default_address": {"name": "Customer Twelve", "province": "Fujian"}}]),
        _json(folder / "shopify_products.json", {"products": [
            {"id": 11, "title": "Desk lamp", "vendor": "Lantern", "product_type": "Lamps", "handle": "desk-lamp",
             "variants": [
                 {"id": 12, "product_id": 11, "title": "Black", "price": "99.50", "position": 1, "sku": "LAMP-1",
                  "inventory_item_id": 13},
                 {"id": 14, "product_id": 11, "title": "No SKU", "price": "1.00", "position": 2, "sku": "",
                  "inventory_item_id": 15}]}]}),
    ]  # fmt: skip


def _admin_orders() -> list[Row]:
    customer = {"id": 3001, "email": "eleven@example.org", "first_name": "Customer", "last_name": "Eleven",
                "phone": "+8613800000005", "created_at": "2026-08-01T08:00:00+08:00",
                "default_address": {"name": "Customer Eleven", "province": "Jiangsu"}}  # fmt: skip

    def order(number: int, **more: Any) -> dict[str, Any]:
        return {
            "id": 5_550_001_000 + number, "name": f"#{number}", "order_number": number, "email": "eleven@example.org",
            "phone": None, "created_at": "2026-10-10T10:00:00+08:00", "processed_at": "2026-10-10T10:00:05+08:00",
            "updated_at": "2026-10-12T10:00:00+08:00", "closed_at": None, "cancelled_at": None, "cancel_reason": None,
            "currency": "CNY", "financial_status": "paid", "fulfillment_status": None, "subtotal_price": "219.00",
            "total_price": "225.00", "total_discounts": "5.00", "total_tax": "0.00", "source_name": "web", "tags": "",
            "note": None, "discount_codes": [], "line_items": [], "refunds": [], "customer": customer,
            "shipping_address": {"name": "Customer Eleven", "province": "Jiangsu"}, **more,
        }  # fmt: skip

    def line(number: int, sku: str, quantity: int, price: str) -> dict[str, Any]:
        return {"id": number, "product_id": 11, "variant_id": 12, "sku": sku, "title": "T", "name": "T", "price": price,
                "quantity": quantity, "total_discount": "0.00", "fulfillable_quantity": 0, "vendor": "Lantern",
                "properties": []}  # fmt: skip

    def payment(number: int, refund: int, kind: str, status: str, amount: str) -> dict[str, Any]:
        return {
            "id": number, "order_id": 5_550_003_001, "kind": kind, "gateway": "bogus", "status": status,
            "amount": amount, "currency": "CNY", "created_at": "2026-10-11T10:00:01+08:00", "parent_id": refund,
        }  # fmt: skip

    def refund(number: int, payments: Sequence[Row]) -> dict[str, Any]:
        lamp = {"id": 71, "quantity": 1, "line_item_id": 61, "restock_type": "return", "subtotal": 99.5,
                "total_tax": 0, "line_item": line(61, "LAMP-1", 2, "99.50")}  # fmt: skip
        return {"id": number, "order_id": 5_550_003_001, "created_at": "2026-10-11T10:00:00+08:00", "note": "dark",
                "user_id": 1, "processed_at": "2026-10-11T10:00:02+08:00", "restock": True,
                "refund_line_items": [lamp], "transactions": payments, "order_adjustments": []}  # fmt: skip

    paid_back = [
        payment(91, 81, "refund", "success", "60.00"),
        payment(92, 81, "refund", "success", "39.50"),
        payment(93, 81, "refund", "failure", "99.50"),
    ]
    return [
        order(2001, financial_status="partially_refunded",
              line_items=[line(61, "LAMP-1", 2, "99.50"), line(62, "BULB-9", 1, "20.00")],
              refunds=[refund(81, paid_back), refund(82, [])]),
        order(2002, customer=None, shipping_address=None, financial_status="pending", source_name="pos"),
        order(2003, cancelled_at="2026-10-10T12:00:00+08:00", cancel_reason="customer", financial_status="voided"),
    ]  # fmt: skip
