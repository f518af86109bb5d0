"""Chatwoot's conversations as it exports them, read by Kefu's own profiles for its messages and reporting events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kefu.metrics.query import Meter
from kefu.sources.profiles import PROFILES
from tests.conformance.desk import Desk, through_profiles

SENDERS = {"customer": "contact", "agent": "user", "bot": "agent_bot"}
ACCOUNT = 1


@dataclass
class Chatwoot:
    """Conversations of one account; those of a case stand in the team named like it."""

    desk: Desk = field(default_factory=Desk)
    messages: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    def conversation(self, case: str, created_at: str, **cells: object) -> int:
        """A new conversation; returns its number."""
        number = len(self.desk.rows.get("ticket", ())) + 1
        self.desk.ticket(case, created_at, ticket_id=f"{ACCOUNT}/{number}", **cells)
        return number

    def message(self, conversation: int, message: Mapping[str, Any]) -> None:
        """A message of a case: type, sender, private, campaign_id, at."""
        sender = SENDERS.get(message["sender"])
        self.messages.append(
            {
                "id": len(self.messages) + 1, "content": "text", "conversation_id": f"{ACCOUNT}/{conversation}",
                "inbox_id": 2,
                "message_type": message["type"], "content_type": "text", "private": message.get("private", False),
                "created_at": _unix(message["at"]), "source_id": None,
                "sender": {"id": 7, "type": sender} if sender else None,
                "additional_attributes": {"campaign_id": message.get("campaign_id")},
            }
        )  # fmt: skip

    def event(self, conversation: int | None, name: str, at: str, value: float = 0.0) -> None:
        """A reporting event; the value of an opening is the time since the last solution, 0 for the first."""
        self.events.append(
            {
                "id": len(self.events) + 1, "name": name, "value": value, "value_in_business_hours": value,
                "event_start_time": at, "event_end_time": at, "account_id": ACCOUNT, "inbox_id": 2, "user_id": 7,
                "conversation_id": conversation, "created_at": at, "updated_at": at,
            }
        )  # fmt: skip

    def open(self, folder: Path) -> Meter:
        files = {"chatwoot_messages": self.messages, "chatwoot_reporting_events": self.events}
        written = {name: _written(folder / f"{name}.json", rows) for name, rows in files.items() if rows}
        return through_profiles(self.desk, folder, written, {name: PROFILES[name] for name in written})


def _written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def _unix(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())
