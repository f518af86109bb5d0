"""Exports of help desks and shops, imported together as they come: every cell that was worked out by hand is stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kefu.cleaning.intake import Outcome, import_files
from kefu.engine import connect
from kefu.schema import ENTITIES
from kefu.sources.profiles import PROFILES, recognise
from kefu.store import tables
from kefu.store.snapshot import Snapshot
from tests.sources.profiles.helpdesk_expected import CHATWOOT_FIGURES, EXPECTED, Expected
from tests.sources.profiles.helpdesk_samples import write_samples

VENDORS = ("chatwoot", "zendesk", "freshdesk", "freshservice", "intercom", "shopify")
Cells = Mapping[str, Any]

# file, table in it, profile: rows and why some of them were set aside
TAKEN: dict[tuple[str, str, str], tuple[int, dict[str, int]]] = {
    ("chatwoot_page.json", "data.payload", "chatwoot_conversations"): (3, {}),
    ("chatwoot_page.json", "data.payload/messages", "chatwoot_messages"): (2, {}),
    ("chatwoot_conversations.jsonl", "", "chatwoot_conversations"): (2, {}),
    ("chatwoot_messages.json", "payload", "chatwoot_messages"): (8, {}),
    ("chatwoot_webhook.jsonl", "", "chatwoot_messages"): (2, {}),
    ("chatwoot_reporting_events.json", "payload", "chatwoot_reporting_events"): (5, {}),
    ("chatwoot_csat.json", "", "chatwoot_csat"): (2, {}),
    ("csat_responses.csv", "", "chatwoot_csat_csv"): (3, {"summary_row": 1}),  # the period under the answers
    ("agents.csv", "", "chatwoot_agents_csv"): (2, {}),
    ("teams.csv", "", "chatwoot_teams_csv"): (1, {}),
    ("labels.csv", "", "chatwoot_labels_csv"): (1, {}),
    ("inboxes.csv", "", "chatwoot_inboxes_csv"): (2, {}),
    ("summary.csv", "", "chatwoot_summary_csv"): (1, {}),
    ("sla_2026-10.csv", "", "chatwoot_sla_csv"): (1, {}),
    ("zendesk_tickets.json", "tickets", "zendesk_tickets"): (2, {}),
    ("zendesk_cursor.json", "tickets", "zendesk_tickets"): (2, {}),
    ("zendesk_comments.jsonl", "", "zendesk_comments"): (4, {}),
    ("zendesk_nested.json", "tickets/comments", "zendesk_comments"): (2, {}),
    ("zendesk_metrics.json", "ticket_metrics", "zendesk_ticket_metrics"): (1, {}),
    ("zendesk_users.json", "users", "zendesk_users"): (2, {}),
    ("zendesk_events.json", "ticket_events/child_events", "zendesk_ticket_events"): (6, {}),
    ("zendesk_ratings.json", "satisfaction_ratings", "zendesk_satisfaction_ratings"): (3, {}),
    ("zendesk_export.csv", "", "zendesk_tickets_csv"): (5, {"unreadable": 1}),  # created "soon"
    ("zendesk_view.csv", "", "zendesk_tickets_csv"): (1, {}),
    ("freshdesk.xlsx", "Sheet", "freshdesk_tickets_csv"): (2, {}),
    ("freshservice.csv", "", "freshservice_tickets_csv"): (2, {"impossible_order": 1}),  # answered before it was asked
    ("intercom.json", "conversations", "intercom_conversations"): (3, {}),
    ("intercom.json", "conversations/conversation_parts.conversation_parts", "intercom_conversation_parts"): (7, {}),
    ("intercom_old.jsonl", "", "intercom_conversations"): (1, {}),
    ("orders_export.csv", "", "shopify_orders_csv"): (6, {}),
    ("shopify_orders.json", "orders", "shopify_orders"): (3, {}),
    ("shopify_orders.json", "orders/line_items", "shopify_line_items"): (2, {}),
    ("shopify_orders.json", "orders/refunds", "shopify_refunds"): (2, {}),
    ("shopify_orders.json", "orders/refunds/transactions", "shopify_refund_transactions"): (3, {}),
    ("customers.jsonl", "", "shopify_customers"): (1, {}),
    ("shopify_products.json", "products/variants", "shopify_products"): (2, {}),
}

# Chatwoot's headers where an account's language is Chinese, from its locale
CHINESE = {
    "chatwoot_teams_csv": "团队名称,对话数量,平均首次响应时间,平均解决时间,平均客户等待时间,已解决的数量",
    "chatwoot_inboxes_csv": "收件箱名称,收件箱类型,对话数量,平均首次响应时间,平均解决时间",
    "chatwoot_csat_csv": "客服名称,评分,意见反馈,联系人名称,联系人邮箱地址,联系人电话号码,链接到会话,录制日期",
    "chatwoot_sla_csv": "对话ID,SLA 政策,负责人,团队,收件箱,标签,对话链接,违反的事件",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_samples(tmp_path_factory.mktemp("helpdesk"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store") / "store"


@pytest.fixture(scope="module")
def outcome(files: list[Path], store: Path) -> Outcome:
    return import_files(store, files, profiles=PROFILES, timezone="Asia/Shanghai")


@pytest.fixture(scope="module")
def stored(outcome: Outcome, store: Path) -> Mapping[str, list[Cells]]:
    engine = connect()
    try:
        snapshot = Snapshot(store, engine)
        names = [name for name in outcome.record.tables if name in ENTITIES]
        snapshot.open(*names)
        return {name: list(engine.records(f'SELECT * FROM "{name}"')) for name in names}
    finally:
        engine.close()


def _shown(value: Any) -> Any:
    return str(value) if isinstance(value, datetime) else value


def _named(one: Expected) -> str:
    return f"{one[0]}-{'-'.join(one[1].values())}"


@pytest.mark.parametrize("one", EXPECTED, ids=_named)
def test_every_cell_is_stored_as_worked_out(one: Expected, stored: Mapping[str, list[Cells]]) -> None:
    table, key, cells = one
    rows = [row for row in stored[table] if all(row[name] == text for name, text in key.items())]
    assert len(rows) == 1
    assert {name: _shown(rows[0][name]) for name in cells} == cells


def test_every_table_of_every_file_is_read_by_its_profile(outcome: Outcome) -> None:
    taken = {(one.file, one.sheet, one.profile): (one.rows, dict(one.reasons)) for one in outcome.taken}
    assert taken == TAKEN
    assert all(one.rows == one.clean + one.quarantined for one in outcome.taken)


def test_every_profile_of_these_makers_has_a_sample() -> None:
    known = {name for name in PROFILES if name.split("_")[0] in VENDORS}
    assert known == {profile for _, _, profile in TAKEN}


def test_nothing_else_is_stored(stored: Mapping[str, list[Cells]]) -> None:
    """Chatwoot + Zendesk (API, CSV) + Freshdesk + Freshservice + Intercom + Shopify (CSV, API)."""
    assert {name: len(rows) for name, rows in stored.items()} == {
        "ticket": 4 + 3 + 5 + 2 + 1 + 4,
        "message": 12 + 6 + 8,  # of Intercom three first ones, four parts and the first of the older file
        "ticket_event": 6 + 7 + 6,
        "survey_response": 4 + 3 + 2 + 1 + 1 + 2,
        "customer": 3 + 1 + 1 + 1 + 1 + 1 + 1 + 2,
        "agent": 1 + 1,
        "order": 3 + 3,
        "order_line": 5 + 2,
        "return_case": 2,
        "product": 1,
        "platform_figure": len(CHATWOOT_FIGURES),
    }


def test_the_period_under_the_answers_is_no_answer(
    stored: Mapping[str, list[Cells]], outcome: Outcome, store: Path
) -> None:
    engine = connect()
    try:
        state = outcome.record.tables["quarantine"]
        listed = [str(path) for path in tables.files(store / "tables" / "quarantine", state)]
        aside = engine.rows(f"SELECT file, reasons, content FROM read_parquet({listed}) ORDER BY file")
    finally:
        engine.close()
    day = "2026-10-05"
    assert [(file, reasons) for file, reasons, _ in aside] == [
        ("csat_responses.csv", "summary_row"),
        ("freshservice.csv", f"impossible_order: first_responded_at {day} 08:00:00 < created_at {day} 09:00:00"),
        ("zendesk_export.csv", "unreadable: created_at soon"),
    ]
    assert aside[0][2] == "Reporting period 2026-10-01 to 2026-10-31"
    assert not any("eporting" in str(row["response_id"]) for row in stored["survey_response"])


def test_what_no_field_speaks_of_stays_beside_the_row(stored: Mapping[str, list[Cells]]) -> None:
    by_id = {row["ticket_id"]: json.loads(row["extra"] or "{}") for row in stored["ticket"]}
    assert by_id["36001"]["Product [list]"] == "Lamp"
    assert by_id["36001"]["First reply time in minutes within business hours"] == "10"
    assert by_id["7001"]["First response time (in hrs)"] == "00:30:00"
    assert (by_id["8001"]["Others"], by_id["8001"]["Others_2"]) == ("x", "x")


def test_the_same_files_again_change_nothing(files: list[Path], store: Path, outcome: Outcome) -> None:
    again = import_files(store, files, profiles=PROFILES, timezone="Asia/Shanghai")
    assert (len(again.taken), len(again.known)) == (0, len(outcome.taken))


@pytest.mark.parametrize("profile", CHINESE)
def test_headers_in_chinese_are_the_same_report(profile: str, tmp_path: Path) -> None:
    path = tmp_path / "2026-10.csv"
    cells = ",".join("1" for _ in CHINESE[profile].split(","))
    path.write_text(f"报告周期 2026-10-01 至 2026-10-31\n\n{CHINESE[profile]}\n{cells}\n", encoding="utf-8")
    assert [one.profile.name for one in recognise(path, PROFILES)] == [profile]


def test_one_conversation_by_itself_is_read_with_its_parts(files: list[Path], tmp_path: Path) -> None:
    page = next(file for file in files if file.name == "intercom.json")
    path = tmp_path / "conversation.json"
    path.write_text(json.dumps(json.loads(page.read_text(encoding="utf-8"))["conversations"][0]), encoding="utf-8")
    outcome = import_files(tmp_path / "store", [path], profiles=PROFILES, timezone="Asia/Shanghai")
    assert [(one.profile, one.rows) for one in outcome.taken] == [
        ("intercom_conversations", 1),
        ("intercom_conversation_parts", 7),
    ]
