"""The month's calls as arrays, and every half-hour of it: what came, how long it waited, who was free for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Study
from kefu.analyses._lines import codes, seconds
from kefu.methods.queueing.presence import at_work, busy_while_others_wait, stints

Floats = NDArray[np.float64]
INTERVAL, DAY = 1_800, 86_400
PAUSE = 1_800.0  # seconds without a call after which somebody is taken to have gone
WITHIN = 20.0  # seconds, of the 80/20 rule of call centres
LEAST_LOAD = 1.0  # erlangs in the mean open half-hour; below, one person who is there is enough and chance rules
LEAST_WAITING = 60.0  # seconds of a half-hour in which somebody waited, to count who was busy then
BUSY = 0.5  # people at work from which on a half-hour counts as open


@dataclass(frozen=True, slots=True)
class Calls:
    """The month's calls, seconds since its first midnight: when they came, how long they waited and were worked on."""

    at: Floats
    waited: Floats
    worked: Floats
    answered: NDArray[np.bool_]
    inbound: NDArray[np.bool_]
    person: NDArray[np.int64]  # -1 where nobody is named

    def spans(self, which: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """When the contacts were being handled."""
        begin = (self.at + self.waited)[which]
        return begin, begin + self.worked[which]


@dataclass(frozen=True, slots=True)
class Halves:
    """Every half-hour of the month: calls ``offered``, time ``waited`` by all of them, how many ``gave_up`` and were
    answered ``within`` the wait promised, mean ``handling``, ``people`` free for calls, whether ``open``."""

    offered: Floats
    waited: Floats
    gave_up: Floats
    within: Floats
    handling: Floats
    people: Floats
    open: NDArray[np.bool_]
    availability: float | None

    @property
    def is_a_queue(self) -> bool:
        """Whether the line keeps somebody busy: one that does not is no queue, and chance rules it."""
        offered = (self.offered * self.handling)[self.open]
        return bool(len(offered)) and float(offered.mean()) / INTERVAL >= LEAST_LOAD


def calls_of(study: Study) -> Calls:
    """Every call of the month, in order of time."""
    columns = ("started_at_local", "queue_seconds", "handle_seconds", "is_answered", "direction", "agent_id")
    table = study.meter.rows("call_volume", study.period).select(*columns).to_pyarrow()
    return Calls(
        at=seconds(study, table["started_at_local"]),
        waited=np.nan_to_num(table["queue_seconds"].to_numpy().astype(np.float64)),
        worked=np.nan_to_num(table["handle_seconds"].to_numpy().astype(np.float64)),
        answered=table["is_answered"].fill_null(False).to_numpy(),
        inbound=table["direction"].fill_null("inbound").to_numpy(zero_copy_only=False) == "inbound",
        person=codes(table["agent_id"]),
    )


def halves_of(calls: Calls, days: int) -> Halves:
    """What came in every half-hour of the month's ``days``, and who was there."""
    edges = np.arange(0.0, days * DAY + 1, INTERVAL)
    size = len(edges) - 1
    place = np.clip(calls.at // INTERVAL, 0, size - 1).astype(np.int64)
    answered = np.bincount(place[calls.answered], minlength=size)
    work = np.bincount(place, weights=calls.worked * calls.answered, minlength=size)
    usual = calls.worked[calls.answered].mean()
    people, availability = _people(calls, edges)

    def inbound(which: NDArray[np.bool_], weights: Floats | None = None) -> Floats:
        found = calls.inbound & which
        each = None if weights is None else weights[found]
        return np.bincount(place[found], weights=each, minlength=size).astype(np.float64)

    everybody = np.ones(len(place), dtype=bool)
    return Halves(
        offered=inbound(everybody),
        waited=inbound(everybody, calls.waited),
        gave_up=inbound(~calls.answered),
        within=inbound(calls.answered & (calls.waited <= WITHIN)),
        handling=np.divide(work, answered, out=np.full(size, usual), where=work > 0),
        people=people,
        open=(people > BUSY) & (answered > 0),
        availability=availability,
    )


def _people(calls: Calls, edges: Floats) -> tuple[Floats, float | None]:
    """People free for calls in every half-hour: those busy while somebody waited; where nobody did, the share of those
    at work that are free elsewhere."""
    queued = calls.inbound & (calls.waited > 0)
    waits = calls.at[queued], (calls.at + calls.waited)[queued]
    busy, seconds = busy_while_others_wait(waits, calls.spans(calls.answered), edges)
    named = calls.answered & (calls.person >= 0)
    begins, ends = calls.spans(named)
    there = at_work(*stints(calls.person[named], begins, ends, pause=PAUSE), edges)
    seen = (seconds >= LEAST_WAITING) & (there > 0)
    whole = float(there[seen] @ seconds[seen])
    free = float(busy[seen] @ seconds[seen]) / whole if whole > 0 else None
    return np.where(seconds >= LEAST_WAITING, busy, there * (free if free is not None else 1.0)), free
