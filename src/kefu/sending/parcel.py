"""A message with its address, and handing it to everybody it is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kefu.sending.channel import Channel
from kefu.sending.delivery import deliver, door
from kefu.sending.log import UNSURE, Log, Sent, now
from kefu.sending.message import Message


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes through one channel: the message, and of which report (``version`` 0 is a draft) it speaks."""

    channel: Channel
    message: Message
    period: str
    report: str
    version: int = 0


def send(parcels: Sequence[Parcel], log: Log, *, again: bool = False) -> Iterator[tuple[Sent, bool]]:
    """Hand over each parcel to each recipient; yields the entry of the log and whether it is a new one.

    Who got the very same message before, or may have when a try was interrupted, is passed over unless ``again``. No
    parcel leaves before the door of every channel was found; raises DefinitionError and MissingPartError as
    ``delivery.door`` does.
    """
    for parcel in parcels:
        door(parcel.channel)
    for parcel in parcels:
        reached = {} if again else log.reached(parcel.channel.name, parcel.message.digest)
        for to in parcel.channel.recipients:
            if to in reached:
                yield _entry(parcel, to, reached[to].at, reached[to].fault), False
                continue
            log.add(_entry(parcel, to, now(), UNSURE))
            entry = _entry(parcel, to, now(), deliver(parcel.channel, parcel.message, to))
            log.add(entry)
            yield entry, True


def _entry(parcel: Parcel, to: str, at: str, fault: str = "") -> Sent:
    return Sent(
        at=at,
        channel=parcel.channel.name,
        kind=parcel.channel.kind,
        to=to,
        period=parcel.period,
        report=parcel.report,
        version=parcel.version,
        language=parcel.channel.language,
        digest=parcel.message.digest,
        files=tuple(path.name for path in parcel.message.files),
        fault=fault,
    )
