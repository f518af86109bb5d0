"""A notice on its way: the message, the channels it leaves by, and handing it over once.

The log is that of everything sent (``archive/sent.jsonl``): who got this notice through a channel already is passed
over, also when the job was killed between sending and noting it. Names and numbers in free text are masked first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from django.utils import translation

from kefu.project import Project
from kefu.report.veil import Veil
from kefu.sending.channel import EMAIL, Channel
from kefu.sending.message import Message
from kefu.sending.parcel import Parcel, send
from kefu.workbench.notices.models import Notice
from kefu.workbench.notices.ways import ANY_TEAM, Ways
from kefu.workbench.web.words import word

REPORT = "notice"  # what the log says instead of a kind of report


def deliver(project: Project, notice: Notice, by: Ways) -> str:
    """Hand a notice over by every way; "" when all took it, else what the others said."""
    parcels = [_parcel(project, channel, notice, by) for channel in _channels(project, notice, by)]
    return "; ".join(f"{one.channel}: {one.fault}" for one, _ in send(parcels, project.sent) if one.fault)


def _channels(project: Project, notice: Notice, by: Ways) -> Iterator[Channel]:
    """The channels a notice leaves by; that of e-mail with the person's own address in place of its readers."""
    if by.email and notice.to.email:
        channel = project.channels[by.email]
        if channel.kind == EMAIL:
            yield replace(channel, to=(notice.to.email,))
    team = notice.to.team.code if notice.to.team else ""
    names = [by.groups[one] for one in (team, ANY_TEAM) if one in by.groups]
    yield from (project.channels[name] for name in dict.fromkeys(names))


def _parcel(project: Project, channel: Channel, notice: Notice, by: Ways) -> Parcel:
    language = "en" if channel.language == "en" else "zh-hans"
    with translation.override(language):
        told = Veil(project.pseudonyms, channel.language).text(str(notice))
        lines = [told, *([f"{by.link}{notice.address}"] if by.link and notice.address else [])]
        if channel.kind != EMAIL:
            lines.insert(1, word("notices.for_whom", person=notice.to))
        title = word("notices.subject", company=project.configuration.company or project.folder.name)
    digest = sha256(f"notice {notice.pk} {notice.created_at.isoformat()}".encode()).hexdigest()
    return Parcel(channel, Message(title, "\n".join(lines), (), digest), "", REPORT)
