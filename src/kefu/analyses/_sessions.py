"""The month's chats, told from its messages: each a stretch of one conversation without a longer silence.

No export Kefu reads says when a chat ended, so it ends with the last message before ten minutes of silence, the gap by
which JD tells sessions apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Study
from kefu.analyses._lines import codes, seconds

Floats = NDArray[np.float64]
SILENCE = 600  # seconds
TALKS = 0.5  # share of a channel's conversations that begin as a talk, from which on it is one of chats
NO_CHATS = "phone"


@dataclass(frozen=True, slots=True)
class Sessions:
    """Every chat in which customer and person talked, the person at least twice: who, from his first message to the
    last of both, seconds since the month's first midnight; ``waited`` since the customer spoke, nan where the person
    spoke first. Of ``channels``."""

    person: NDArray[np.int64]
    begin: Floats
    end: Floats
    waited: Floats
    channels: tuple[str, ...]


def sessions(study: Study) -> Sessions | None:
    """The chats of all channels of chats together, as one person holds them; None without any."""
    if not (study.meter.snapshot.has("message") and study.meter.snapshot.has("ticket")):
        return None
    found = _stretches(study).to_pyarrow()
    begin, end, asked = (seconds(study, found[name]) for name in ("begin", "end", "asked"))
    is_talk = (found["said"].to_numpy() >= 2) & ~np.isnan(asked) & (end > begin)
    channels, is_chat = _chats(found, is_talk)
    person = codes(found["person"])
    held = is_talk & is_chat & (person >= 0)
    if not held.any():
        return None
    waited = np.where(asked < begin, begin - asked, np.nan)
    return Sessions(person[held], begin[held], end[held], waited[held], channels)


def _chats(found: Any, is_talk: NDArray[np.bool_]) -> tuple[tuple[str, ...], NDArray[np.bool_]]:
    """The channels whose conversations mostly begin as a talk, and which stretches are of one of them."""
    named = found["channel"].combine_chunks().dictionary_encode()
    names, channel = named.dictionary.to_pylist(), codes(found["channel"])
    first = np.unique(codes(found["ticket_id"]), return_index=True)[1]
    first = first[channel[first] >= 0]
    counts = np.bincount(channel[first], minlength=len(names))
    share = np.bincount(channel[first], is_talk[first], len(names)) / np.maximum(counts, 1)
    chats = [place for place, name in enumerate(names) if share[place] >= TALKS and name != NO_CHATS]
    return tuple(sorted(names[place] for place in chats)), np.isin(channel, chats)


def _stretches(study: Study) -> Any:
    """Parts of conversations without a silence in which a person wrote, one row each."""
    import ibis

    from kefu.metrics.moment import epoch

    tickets = study.meter.rows("ticket_volume", study.period).select("ticket_id", "channel", "agent_id")
    said = study.meter.table("message")
    said = said.filter(said.sent_at_local >= study.period.start, said.sent_at_local < study.period.end)
    said = said.filter(said.author_kind.isin(["customer", "agent"]), ~said.is_private.coalesce(ibis.literal(False)))
    said = said.inner_join(tickets, "ticket_id")
    talk = ibis.window(group_by="ticket_id", order_by=["sent_at", "message_id"])
    said = said.mutate(silent=epoch(said.sent_at) - epoch(said.sent_at.lag().over(talk)))
    said = said.mutate(part=(said.silent > SILENCE).ifelse(1, 0).sum().over(ibis.cumulative_window(
        group_by="ticket_id", order_by=["sent_at", "message_id"])))  # fmt: skip
    agent = said.author_kind == "agent"
    parts = said.group_by(["ticket_id", "part", "channel"]).aggregate(
        begin=said.sent_at_local.min(where=agent), end=said.sent_at_local.max(),
        asked=said.sent_at_local.min(where=~agent),
        person=said.author_id.coalesce(said.agent_id).argmin(said.sent_at, where=agent), said=agent.sum(),
    )  # fmt: skip
    return parts.filter(parts.begin.notnull()).order_by(["begin", "ticket_id", "part"])
