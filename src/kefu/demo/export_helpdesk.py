"""The help desk's export: tickets, events and comments, one JSON object per line, times in UTC."""

from __future__ import annotations

import numpy as np

from kefu.demo import phrases
from kefu.demo.blemishes import BACKWARDS, DUPLICATE, UNREADABLE, Blemishes
from kefu.demo.calendar import HOUR
from kefu.demo.conversations import bodies, order_texts
from kefu.demo.dice import Dice, pick_by_row
from kefu.demo.events import KIND, VALUE
from kefu.demo.handling import CAUSE, COMPLAINT
from kefu.demo.people import AGENTS
from kefu.demo.vocabulary import (
    CATEGORY,
    CHANNEL,
    LINE,
    NEVER,
    PRIORITY,
    REGION,
    ROLE,
    STATUS,
    SUBCATEGORY,
    TEAM,
    Array,
    Columns,
)
from kefu.demo.writing import (
    Text,
    TextFile,
    chosen,
    json_lines,
    numbered,
    put,
    quoted,
    truth,
    utc_times,
    whole,
    written,
)

TICKET_BLEMISHES = {DUPLICATE: 0.002, UNREADABLE: 0.0008, BACKWARDS: 0.0008}
EVENT_BLEMISHES = {DUPLICATE: 0.0006, UNREADABLE: 0.0001}
COMMENT_BLEMISHES = {DUPLICATE: 0.0003, UNREADABLE: 0.00005}
NOT_STATED = 0.004
UNREADABLE_TIME = "0000-00-00T00:00:00Z"
LABELS = ("[]", '["加急"]', '["回访"]', '["赔付"]', '["加急","赔付"]', '["加急","回访","赔付"]')
LABELLED = np.array([[0.85, 0.06, 0.06, 0.01, 0.01, 0.01], [0.45, 0.15, 0.10, 0.15, 0.10, 0.05]])  # others, complaints
AGENT_CODES = [f"A{one + 1:03d}" for one in range(AGENTS)]


def with_duplicates(lines: Text, rows: Array) -> Text:
    """``lines`` with some repeated at the end, as when an export was continued after a break."""
    if not len(rows):
        return lines
    return lines.take(np.concatenate([np.arange(len(lines)), rows]))


def tickets(rng: Dice, file: TextFile, found: Columns, spoiled: Blemishes) -> None:
    size = len(found["created"])
    settled = {BACKWARDS: found["solved"] != NEVER}
    bad = spoiled.choose(
        rng, file.path.name, TICKET_BLEMISHES, size, among=settled | {DUPLICATE: _any(size), UNREADABLE: _any(size)}
    )
    solved = found["solved"].copy()
    solved[bad[BACKWARDS]] = found["created"][bad[BACKWARDS]] - rng.integers(HOUR, 48 * HOUR, len(bad[BACKWARDS]))
    cause = put(written(CAUSE, found["cause"]), _few(rng, size), "--")
    lines = json_lines(
        {
            "id": whole(found["number"]),
            "created_at": quoted(put(utc_times(found["created"]), bad[UNREADABLE], UNREADABLE_TIME)),
            "first_replied_at": quoted(utc_times(found["first_response"])),
            "solved_at": quoted(utc_times(solved)),
            "closed_at": quoted(utc_times(found["closed"])),
            "status": quoted(written(STATUS, found["status"])),
            "via_channel": quoted(written(CHANNEL, found["channel"])),
            "category": quoted(written(CATEGORY, found["category"])),
            "subcategory": quoted(written(SUBCATEGORY, found["subcategory"])),
            "root_cause": quoted(cause),
            "product_line": quoted(put(written(LINE, found["product_line"]), _few(rng, size), "--")),
            "region": quoted(put(written(REGION, found["region"]), _few(rng, size), "--")),
            "priority": quoted(written(PRIORITY, found["priority"])),
            "labels": chosen(LABELS, found["labels"]),
            "group": quoted(written(TEAM, found["team"])),
            "assignee_id": quoted(chosen(AGENT_CODES, np.where(found["held"], found["agent"], NEVER))),
            "requester_id": quoted(numbered("C", found["customer"] + 1, 8)),
            "order_no": quoted(order_texts(found)),
            "subject": quoted(subjects(found)),
            "spam": truth(found["spam"]),
            "reopens": whole((found["reopened"] != NEVER).astype(np.int64)),
            "reassignments": whole((found["held"] & (found["agent"] != found["first_agent"])).astype(np.int64)),
        }
    )
    file.add(with_duplicates(lines, bad[DUPLICATE]))


def subjects(found: Columns) -> Text:
    """What the customer wrote first; the conversation begins with the same words."""
    size = len(found["created"])
    own = {"row": np.arange(size), "chance": found["chance"], "sentence": found["opening"]}
    nothing = np.zeros(size, dtype=np.int64)
    bare = {"lead": nothing, "tail": nothing, "role": nothing, "terse": np.ones(size, dtype=bool)}
    return bodies({**own, **bare}, found, order_texts(found))


def openings(rng: Dice, found: Columns) -> Columns:
    """Which sentence each customer begins with."""
    bank = phrases.bank()
    first = bank.group(f"opening.{SUBCATEGORY.codes[0]}")
    return {
        "opening": bank.draw(rng, first + found["subcategory"]),
        "chance": rng.integers(0, 1 << 30, len(found["created"])),
    }


def labels(rng: Dice, found: Columns) -> Columns:
    """Which labels agents put on each ticket: none, one or several."""
    return {"labels": pick_by_row(rng, LABELLED[(found["category"] == COMPLAINT).astype(np.int64)])}


def events(rng: Dice, file: TextFile, logged: Columns, found: Columns, spoiled: Blemishes, first_number: int) -> int:
    size = len(logged["at"])
    bad = spoiled.choose(rng, file.path.name, EVENT_BLEMISHES, size)
    lines = json_lines(
        {
            "id": whole(first_number + np.arange(size)),
            "ticket_id": whole(found["number"][logged["row"]]),
            "created_at": quoted(put(utc_times(logged["at"]), bad[UNREADABLE], UNREADABLE_TIME)),
            "type": quoted(written(KIND, logged["kind"])),
            "actor_type": quoted(written(ROLE, logged["role"])),
            "actor_id": quoted(chosen(AGENT_CODES, logged["actor"])),
            "from": quoted(_values(logged["from"])),
            "to": quoted(_values(logged["to"])),
        }
    )
    file.add(with_duplicates(lines, bad[DUPLICATE]))
    return first_number + size


def comments(rng: Dice, file: TextFile, said: Columns, found: Columns, spoiled: Blemishes, first_number: int) -> int:
    size = len(said["at"])
    bad = spoiled.choose(rng, file.path.name, COMMENT_BLEMISHES, size)
    lines = json_lines(
        {
            "id": whole(first_number + np.arange(size)),
            "ticket_id": whole(found["number"][said["row"]]),
            "created_at": quoted(put(utc_times(said["at"]), bad[UNREADABLE], UNREADABLE_TIME)),
            "author_role": quoted(written(ROLE, said["role"])),
            "author_id": quoted(chosen(AGENT_CODES, said["author"])),
            "public": truth(~said["private"]),
            "body": quoted(bodies(said, found, order_texts(found))),
        }
    )
    file.add(with_duplicates(lines, bad[DUPLICATE]))
    return first_number + size


def _values(positions: Array) -> Text:
    return chosen([*VALUE, *AGENT_CODES], positions)


def _few(rng: Dice, size: int) -> Array:
    """Rows where somebody typed two dashes for nothing."""
    return np.flatnonzero(rng.random(size) < NOT_STATED)


def _any(size: int) -> Array:
    return np.ones(size, dtype=bool)
