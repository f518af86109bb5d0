"""Handing parcels over and saying what became of each, for the commands that send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kefu.cli._screen import Screen
    from kefu.project import Project
    from kefu.sending.parcel import Parcel

NOT_SENT = 4


def hand_over(screen: Screen, project: Project, parcels: Sequence[Parcel], *, again: bool = False) -> int:
    """Send the parcels; the exit code is that of a fault where somebody was not reached."""
    sent = project.send(parcels, again=again)
    screen.give(
        [{"channel": one.channel, "to": one.to, "sent": not one.fault, "new": new, "fault": one.fault}
         for one, new in sent]
    )  # fmt: skip
    for one, new in sent:
        key = "send_failed" if one.fault else "send_done" if new else "send_known"
        screen.say(screen.word(key, channel=one.channel, to=one.to, fault=one.fault, at=one.at[:16].replace("T", " ")))
    faults = sum(bool(one.fault) for one, _ in sent)
    if faults:
        screen.warn(screen.word("send_log", fault=faults, log=project.sent.path))
    return NOT_SENT if faults else 0
