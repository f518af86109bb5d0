"""Who waited for a person in a month, from the tickets and from the calls: when each came, when each was taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import STATED, Study
from kefu.findings import Figure

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
URGENCY = ("critical", "urgent", "high", "medium", "moderate", "normal", "low")  # the words of all help desks, in order
MOST_CLASSES = 5


@dataclass(frozen=True, slots=True)
class Line:
    """The month's tickets or calls that waited for a person; times are seconds since its first midnight.

    ``left`` is when somebody took it, or when it gave up where not ``served``. ``queue`` is the one it waited in,
    ``kind`` its place in ``kinds``, the priorities from the most urgent on, -1 where it states none; where too few do
    there is one kind, "". ``person`` took it, -1 where nobody is named, as one of ``team``. ``worked`` are the seconds
    it then took, or None where nobody counts them.
    """

    entity: str
    metric: str
    came: Floats
    left: Floats
    served: Flags
    queue: Places
    kind: Places
    kinds: tuple[str, ...]
    person: Places
    team: Places
    worked: Floats | None

    @property
    def day(self) -> Places:
        return np.asarray(self.came // 86_400, dtype=np.int64)

    def figure(self, study: Study) -> Figure:
        """What all figures of the line derive from."""
        return study.meter.figure(self.metric, study.period)

    def by_kind(self, study: Study) -> Mapping[str, Figure]:
        """The same by priority."""
        if self.kinds == ("",):
            return {"": self.figure(study)}
        measured = study.meter.measure([self.metric], study.period, by=["priority"])
        return {one.member("priority") or "": one.figure for one in measured}


def lines(study: Study) -> Iterator[Line]:
    """The lines the data know of."""
    if study.meter.snapshot.has("ticket"):
        yield _tickets(study)
    if study.meter.snapshot.has("call"):
        yield _calls(study)


def _tickets(study: Study) -> Line:
    """Tickets a person answered. A person is waited for from the beginning on, or from when a bot handed over; the
    queue is the channel and the team that answers, the moment taken is that of the first answer."""
    rows = study.meter.rows("ticket_volume", study.period)
    rows = rows.filter(rows.first_responded_at > rows.created_at)  # else whoever answers has opened it
    begun = (rows.human_clock_at <= rows.first_responded_at).ifelse(rows.human_clock_at, rows.created_at)
    team = rows.first_responder_team.coalesce(rows.team)
    found = rows.select(
        at=rows.created_at, local=rows.created_at_local, came=begun, left=rows.first_responded_at,
        priority=rows.priority, team=team,
        queue=rows.channel.coalesce("") + "/" + team.coalesce(""),
        person=rows.first_responder_id.coalesce(rows.agent_id),
    ).to_pyarrow()  # fmt: skip
    kind, kinds = _kinds(found["priority"])
    away = seconds(study, found["local"]) - seconds(study, found["at"])  # from universal to the company's time
    return Line(
        "ticket", "ticket_volume", seconds(study, found["came"]) + away, seconds(study, found["left"]) + away,
        np.ones(found.num_rows, dtype=bool), codes(found["queue"]), kind, kinds, codes(found["person"]),
        codes(found["team"]), None,
    )  # fmt: skip


def _calls(study: Study) -> Line:
    """Calls of customers, answered or given up; the queue is the line."""
    import ibis

    rows = study.meter.rows("inbound_calls", study.period)
    rows = rows.filter(rows.queue_seconds.notnull() & rows.is_answered.notnull())
    stated = rows.priority if "priority" in rows.columns else ibis.null("string")  # imported before it was a field
    found = rows.select(
        came=rows.started_at_local, waited=rows.queue_seconds, served=rows.is_answered, priority=stated, team=rows.team,
        queue=rows.queue.coalesce(""), person=rows.agent_id, worked=rows.handle_seconds,
    ).to_pyarrow()  # fmt: skip
    kind, kinds = _kinds(found["priority"])
    came, worked = seconds(study, found["came"]), found["worked"].to_numpy().astype(np.float64)
    return Line(
        "call", "inbound_calls", came, came + found["waited"].to_numpy().astype(np.float64),
        found["served"].to_numpy(zero_copy_only=False).astype(bool), codes(found["queue"]), kind, kinds,
        codes(found["person"]), codes(found["team"]), worked if np.isfinite(worked).any() else None,
    )  # fmt: skip


def seconds(study: Study, column: Any) -> Floats:
    """Of moments in the company's time, since the month's first midnight; nan for none."""
    begin = np.datetime64(datetime.combine(study.period.start, time()), "us")
    return np.asarray((column.to_numpy().astype("datetime64[us]") - begin) / np.timedelta64(1, "s"), dtype=np.float64)


def codes(column: Any) -> Places:
    """A number for each different value, -1 for none."""
    codes = column.combine_chunks().dictionary_encode().indices.fill_null(-1)
    return np.asarray(codes.to_numpy(zero_copy_only=False), dtype=np.int64)


def _kinds(column: Any) -> tuple[Places, tuple[str, ...]]:
    """Each one's place among the priorities there are, most urgent first; one kind where too few state a known one."""
    stated = np.array(column.to_pylist(), dtype=object)
    kinds = tuple(one for one in URGENCY if (stated == one).any())
    kind = np.full(len(stated), -1, dtype=np.int64)
    for place, one in enumerate(kinds):
        kind[stated == one] = place
    if not 2 <= len(kinds) <= MOST_CLASSES or (kind >= 0).mean() < STATED:
        return np.zeros(len(stated), dtype=np.int64), ("",)
    return kind, kinds
