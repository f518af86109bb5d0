"""What happened to each ticket, as the help desk logs it; consistent with the ticket and its messages."""

from __future__ import annotations

import numpy as np

from kefu.demo.calendar import Month
from kefu.demo.conversations import AGENT, BOT, CUSTOMER, SYSTEM
from kefu.demo.dice import dice
from kefu.demo.vocabulary import NEVER, Array, Columns, Words

KIND = Words(
    ("created", "assigned", "status_changed", "resolved", "reopened", "closed", "noted"),
    ("ticket.created", "ticket.assigned", "ticket.status_changed", "ticket.solved", "ticket.reopened",
     "ticket.closed", "ticket.note_added"),
)  # fmt: skip
CREATED, ASSIGNED, STATUS_CHANGED, RESOLVED, REOPENED, CLOSED, NOTED = range(len(KIND.codes))
VALUE = ("new", "open", "pending", "solved", "closed")
AGENT_VALUE = len(VALUE)
"""Values from here on are agents: 5 is A001."""


def log(seed: int, month: Month, found: Columns, cutoff: int) -> Columns:
    """The events of one month's tickets, by ticket and time."""
    rng = dice(seed, "events", month.offset)
    parts: list[tuple[Array, ...]] = []

    def add(rows: Array, at: Array, kind: int, role: Array | int, before: Array | int, after: Array | int) -> None:
        parts.append((rows, at, *(np.broadcast_to(one, len(rows)) for one in (kind, role, before, after))))

    every = np.arange(len(found["created"]))
    add(every, found["created"], CREATED, CUSTOMER, NEVER, 0)
    taken = every[(found["first_response"] != NEVER) | found["given_up"]]
    first, agent = found["first_agent"], found["agent"]
    wait = np.where(found["first_response"] != NEVER, found["first_response"] - found["created"], 60)
    add(taken, found["created"][taken] + wait[taken] // 2, ASSIGNED, SYSTEM, NEVER, AGENT_VALUE + first[taken])
    answered = every[found["first_response"] != NEVER]
    add(answered, found["first_response"][answered], STATUS_CHANGED, AGENT, 0, 1)
    moved = answered[first[answered] != agent[answered]]
    later = found["first_response"][moved] + 30
    add(moved, later, ASSIGNED, AGENT, AGENT_VALUE + first[moved], AGENT_VALUE + agent[moved])
    waiting = answered[(rng.random(len(answered)) < 0.18) & (found["solved_first"][answered] != NEVER)]
    span = found["solved_first"][waiting] - found["first_response"][waiting]
    add(waiting, found["first_response"][waiting] + span // 2, STATUS_CHANGED, AGENT, 1, 2)
    for name in ("solved_first", "solved_again"):
        solved = every[found[name] != NEVER]
        add(solved, found[name][solved], RESOLVED, np.where(found["by_bot"][solved], BOT, AGENT), 1, 3)
    again = every[found["reopened"] != NEVER]
    add(again, found["reopened"][again], REOPENED, CUSTOMER, 3, 1)
    closed = every[found["closed"] != NEVER]
    add(closed, found["closed"][closed], CLOSED, SYSTEM, np.where(found["solved"][closed] != NEVER, 3, 1), 4)
    return _sorted(parts, found, cutoff)


def _sorted(parts: list[tuple[Array, ...]], found: Columns, cutoff: int) -> Columns:
    row, at, kind, role, before, after = (np.concatenate(one) for one in zip(*parts, strict=True))
    order = np.lexsort((kind, at, row))
    order = order[at[order] <= cutoff]
    row, at, kind, role = row[order], at[order], kind[order], role[order]
    first_held = (kind == STATUS_CHANGED) & (at == found["first_response"][row]) | (kind == ASSIGNED)
    agent = np.where(first_held, found["first_agent"][row], found["agent"][row])
    return {
        "row": row, "at": at, "kind": kind, "role": role, "from": before[order], "to": after[order],
        "actor": np.where(role == AGENT, agent, NEVER),
    }  # fmt: skip
