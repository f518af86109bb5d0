"""What is stored of the exports in ``helpdesk_samples``, worked out by hand.

The project's clock is Asia/Shanghai, eight hours ahead of UTC; stored times are UTC. Where messages or events of a
ticket say when it was answered or solved, they count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Expected = tuple[str, Mapping[str, str], Mapping[str, Any]]  # table, what picks the row, its cells

CHATWOOT: list[Expected] = [
    ("ticket", {"ticket_id": "501"}, {  # the list knows of no answer (0); the one a webhook told of counts
        "created_at": "2026-10-01 01:00:00", "first_responded_at": "2026-10-04 02:01:30.500000", "status": "open",
        "channel": "online", "updated_at": "2026-10-01 01:00:05.250000", "team": None, "agent_id": None,
        "customer_id": "81",
        "priority": None, "resolved_at": None, "subject": None}),
    ("ticket", {"ticket_id": "502"}, {  # the newer of two versions; the answer came after five minutes
        "created_at": "2026-10-02 01:00:00", "first_responded_at": "2026-10-02 01:05:00", "status": "resolved",
        "updated_at": "2026-10-02 09:00:00.500000", "channel": "whatsapp", "team": "Returns", "agent_id": "7",
        "customer_id": "82", "priority": "urgent"}),
    ("ticket", {"ticket_id": "503"}, {
        "status": "pending", "channel": "email", "agent_id": None, "subject": "Broken lamp"}),
    ("ticket", {"ticket_id": "504"}, {
        "status": "open", "created_at": "2026-10-01 01:00:00", "first_responded_at": None}),
    ("agent", {"agent_id": "7"}, {"name": "Demo Agent", "team": None}),
    ("customer", {"customer_id": "82"}, {
        "name": "Customer Two", "phone": "+8613800000000", "email": "demo82@example.org",
        "joined_at": "2026-09-01 00:00:00"}),
    ("message", {"message_id": "90011"}, {
        "ticket_id": "501", "sent_at": "2026-10-01 01:00:00", "author_kind": "customer", "author_id": None,
        "is_private": False, "body": "Hello?"}),
    ("message", {"message_id": "90012"}, {  # a campaign
        "ticket_id": "503", "author_kind": "system", "author_id": None}),
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
    ("ticket_event", {"event_id": "35"}, {"kind": "status_changed", "to_value": "bot_handoff"}),
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
    who_it_is = {"agent_id": who} if who else {}
    return [
        (
            "platform_figure",
            {"report": report, "measure": name, **who_it_is},
            {**days, "value": value, "unit": "seconds" if name.endswith("_seconds") else "count", "agent_id": who},
        )
        for name, value in measures.items()
    ]


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
    *_figures("chatwoot_summary_csv", "shop", None, consulting_sessions=205, customer_messages=1830,
              agent_messages=1622, first_response_seconds=75, resolution_seconds=14_400, resolutions=180,
              waiting_seconds=120),
]  # fmt: skip

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
    ("survey_response", {"response_id": "35002"}, {
        "csat": None, "answered_at": None, "sent_at": "2026-10-06 02:00:00"}),
    ("message", {"message_id": "71"}, {
        "ticket_id": "35003", "sent_at": "2026-10-03 02:00:00", "author_kind": "customer", "author_id": None,
        "is_private": False, "body": "Words 71"}),
    ("message", {"message_id": "72"}, {"author_kind": "agent", "author_id": "6201", "is_private": True}),
    ("message", {"message_id": "73"}, {"author_kind": "agent", "author_id": "6202", "is_private": False}),
    ("message", {"message_id": "74"}, {"author_kind": "system", "author_id": "-1", "is_signed": False}),
    ("message", {"message_id": "75"}, {  # 6101 is an end user, and asked
        "ticket_id": "35001", "author_kind": "customer", "is_private": False}),
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
    ("ticket", {"ticket_id": "36001"}, {  # 10:00 in Shanghai is 02:00; twelve minutes later, ten of them on duty
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
    ("survey_response", {"response_id": "36004"}, {
        "csat": None, "answered_at": None, "sent_at": "2026-10-06 05:00:00"}),
    ("customer", {"customer_id": "6105"}, {"name": "Customer Five", "email": "five@example.org"}),
]  # fmt: skip

FRESH: list[Expected] = [
    ("ticket", {"ticket_id": "7001"}, {  # answered after nine and a half hours, of which half an hour was on duty
        "created_at": "2026-10-01 01:00:00", "first_responded_at": "2026-10-01 10:30:00",
        "resolved_at": "2026-10-02 01:00:00", "closed_at": "2026-10-03 01:00:00", "updated_at": "2026-10-03 01:00:00",
        "status": "closed", "channel": "portal", "category": "Problem", "priority": "urgent", "product_line": "Lamps",
        "team": "Support", "agent_id": "Demo Agent", "customer_id": "4206", "subject": "Lamp"}),
    ("ticket", {"ticket_id": "7002"}, {
        "created_at": "2026-10-03 01:00:00", "updated_at": "2026-10-03 04:00:00", "status": "pending",
        "channel": "phone", "agent_id": None, "customer_id": None, "first_responded_at": None, "priority": "low"}),
    ("survey_response", {"response_id": "7001"}, {
        "csat": 5.0, "sent_at": "2026-10-02 01:00:00", "product_line": "Lamps", "customer_id": "4206"}),
    ("customer", {"customer_id": "4206"}, {
        "name": "Customer Six", "email": "six@example.org", "phone": "13800000003"}),
    ("ticket", {"ticket_id": "8001"}, {
        "created_at": "2026-10-04 01:00:00", "first_responded_at": "2026-10-04 01:20:00",
        "resolved_at": "2026-10-04 04:00:00", "closed_at": None, "status": "resolved", "channel": "online",
        "category": "Incident", "subcategory": "Access", "priority": "medium", "region": "Hangzhou", "team": "IT",
        "agent_id": "Demo Agent", "customer_id": "seven@example.org"}),
    ("survey_response", {"response_id": "8001"}, {"csat": 2.0, "region": "Hangzhou", "agent_id": "Demo Agent"}),
    ("customer", {"customer_id": "seven@example.org"}, {
        "name": "Customer Seven", "segment": "key", "region": "Hangzhou", "email": "seven@example.org"}),
]  # fmt: skip

INTERCOM: list[Expected] = [
    ("ticket", {"ticket_id": "21001"}, {  # ten minutes by the clock, one on duty
        "created_at": "2026-10-01 01:00:00", "first_responded_at": "2026-10-01 01:10:00",
        "resolved_at": "2026-10-02 02:00:00", "updated_at": "2026-10-09 00:00:00", "status": "closed",
        "channel": "online", "priority": "high", "team": "5", "agent_id": "88", "customer_id": "c1", "reopens": 1,
        "is_spam": None}),
    ("ticket", {"ticket_id": "21002"}, {  # a teammate wrote at 01:00, the customer at 05:00
        "created_at": "2026-10-03 05:00:00", "customer_id": None, "is_spam": None, "status": "open"}),
    ("ticket", {"ticket_id": "21003"}, {"created_at": "2026-10-04 01:00:00", "is_spam": True}),
    ("ticket", {"ticket_id": "21004"}, {  # snoozed: closed once, but not at rest
        "created_at": "2026-10-05 02:00:00", "first_responded_at": "2026-10-05 03:00:00", "resolved_at": None,
        "status": "pending", "priority": "normal"}),
    ("message", {"message_id": "21001/900"}, {
        "ticket_id": "21001", "sent_at": "2026-10-01 01:00:00", "author_kind": "customer", "author_id": None,
        "is_private": False, "body": "<p>Hello</p>"}),
    ("message", {"message_id": "21002/900"}, {"author_kind": "agent", "author_id": "88"}),
    ("message", {"message_id": "21003/900"}, {"author_kind": "bot", "author_id": None}),
    ("message", {"message_id": "p2"}, {"ticket_id": "21001", "author_kind": "agent", "is_private": True}),
    ("message", {"message_id": "p3"}, {
        "author_kind": "agent", "author_id": "88", "is_private": False, "sent_at": "2026-10-01 01:10:00"}),
    ("message", {"message_id": "p5"}, {"author_kind": "customer", "body": "<p>Still dark</p>", "author_id": None}),
    ("ticket_event", {"event_id": "p1"}, {
        "ticket_id": "21001", "kind": "assigned", "actor_kind": "bot", "to_value": "88",
        "happened_at": "2026-10-01 01:00:05"}),
    ("ticket_event", {"event_id": "p2"}, {"kind": "noted", "actor_id": "88"}),
    ("ticket_event", {"event_id": "p4"}, {"kind": "resolved", "actor_kind": "agent", "to_value": "closed"}),
    ("ticket_event", {"event_id": "p5"}, {"kind": "reopened", "actor_kind": "customer", "actor_id": None}),
    ("ticket_event", {"event_id": "p6"}, {"kind": "resolved", "happened_at": "2026-10-02 02:00:00"}),
    ("ticket_event", {"event_id": "p7"}, {"kind": "status_changed", "to_value": "pending"}),
    ("survey_response", {"response_id": "21001"}, {
        "csat": 4.0, "comment": "Kind", "sent_at": "2026-10-02 03:00:00", "answered_at": "2026-10-02 03:00:00",
        "agent_id": "88", "customer_id": "c1"}),
    ("survey_response", {"response_id": "21002"}, {"csat": None, "answered_at": None}),
    ("customer", {"customer_id": "c1"}, {"name": "Customer Nine", "email": "nine@example.org"}),
]  # fmt: skip

SHOPIFY: list[Expected] = [
    ("order", {"order_id": "#1001"}, {
        "ordered_at": "2026-10-01 10:00:00", "paid_at": "2026-10-01 10:00:30", "shipped_at": "2026-10-02 10:00:00",
        "customer_id": "ten@example.org", "channel": "own_site", "region": "Zhejiang", "status": "partially_refunded",
        "amount": 253.5, "discount": 12.0}),
    ("order", {"order_id": "#1002"}, {  # two at night in Shanghai; nobody's address; free is not unknown
        "ordered_at": "2026-10-02 18:00:00", "customer_id": None, "channel": "store", "amount": 0.0, "region": None,
        "status": "paid", "shipped_at": None}),
    ("order", {"order_id": "#1003"}, {"status": "cancelled", "amount": 99.5, "paid_at": None}),
    # 2 x 99.50; 1 x 20.00 + 3 x 10.00 in two lines
    ("order_line", {"order_id": "#1001", "product_id": "LAMP-1"}, {"quantity": 2.0, "amount": 199.0}),
    ("order_line", {"order_id": "#1001", "product_id": "BULB-9"}, {"quantity": 4.0, "amount": 50.0}),
    ("order_line", {"order_id": "#1002"}, {"product_id": None, "quantity": 1.0, "amount": 0.0}),
    ("order_line", {"order_id": "#1003", "product_id": "BULB-9"}, {"quantity": 1.0, "amount": 20.0}),
    ("customer", {"customer_id": "ten@example.org"}, {
        "name": "Customer Ten", "phone": "+8613800000004", "email": "ten@example.org", "region": "Zhejiang"}),
    ("order", {"order_id": "#2001"}, {
        "ordered_at": "2026-10-10 02:00:00", "paid_at": "2026-10-10 02:00:05", "updated_at": "2026-10-12 02:00:00",
        "customer_id": "3001", "channel": "own_site", "region": "Jiangsu", "status": "partially_refunded",
        "amount": 225.0, "discount": 5.0}),
    ("order", {"order_id": "#2002"}, {"customer_id": None, "paid_at": None, "channel": "store", "status": "pending"}),
    ("order", {"order_id": "#2003"}, {"status": "cancelled"}),
    ("order_line", {"order_id": "#2001", "product_id": "LAMP-1"}, {
        "quantity": 2.0, "amount": 199.0, "ordered_at": "2026-10-10 02:00:00"}),
    ("return_case", {"return_id": "81"}, {  # 60.00 + 39.50; the payment that failed gave nothing back
        "refund": 99.5, "kind": "refund", "status": "closed", "order_id": "#2001", "customer_id": "3001",
        "opened_at": "2026-10-11 02:00:00", "closed_at": "2026-10-11 02:00:02"}),
    ("return_case", {"return_id": "82"}, {"refund": None, "order_id": "#2001", "kind": "refund"}),
    ("customer", {"customer_id": "3001"}, {
        "name": "Customer Eleven", "phone": "+8613800000005", "email": "eleven@example.org", "region": "Jiangsu",
        "joined_at": "2026-08-01 00:00:00"}),
    ("customer", {"customer_id": "3002"}, {"name": "Customer Twelve", "region": "Fujian"}),
    ("product", {"product_id": "LAMP-1"}, {"name": "Desk lamp", "product_line": "Lamps"}),
]  # fmt: skip

EXPECTED = [*CHATWOOT, *CHATWOOT_FIGURES, *ZENDESK, *FRESH, *INTERCOM, *SHOPIFY]
