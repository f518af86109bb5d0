"""Jobs: reports built, submitted, verified, looked over and sent; and those the clock starts."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kefu.errors import DataError
from kefu.findings import Period
from kefu.project import Progress, Project
from kefu.report.archive import Version
from kefu.report.making import Made
from kefu.report.verification import Verified
from kefu.sending.parcel import Parcel
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.company import company
from kefu.workbench.jobs.kinds import Report, job, recurring
from kefu.workbench.reports import queries, services
from kefu.workbench.reports.models import Schedule
from kefu.workbench.web.words import word

MOST_FAULTS = 20


def _page(asked: Mapping[str, Any]) -> str:
    return reverse("reports:one", args=[asked["month"], asked["kind"]])


@job("reports.build", needs="reports.build", page=_page)
def build(report: Report, *, month: str, kind: str, languages: list[str], formats: list[str]) -> dict[str, Any]:
    """Write the report; its files take the place of earlier drafts together, at the end."""
    made = _built(company(), month, kind, languages, formats, report)
    untraced = [[section, number] for one in made for section, number in one.untraced]
    notes = list(dict.fromkeys(one.note for one in made if one.note))
    return {"files": _names(made), "untraced": untraced, "notes": notes, **_leads_to(month, kind)}


def _built(
    project: Project, month: str, kind: str, languages: Sequence[str], formats: Sequence[str], report: Report
) -> list[Made]:
    """The report in every language, written beside and then moved: a killed job leaves the drafts as they were."""
    beside = Path(settings.HOME) / "building"
    shutil.rmtree(beside, ignore_errors=True)  # of a job that was killed; there is one worker
    beside.mkdir(parents=True)
    target = project.folder / "reports" / month
    with TemporaryDirectory(dir=beside) as folder:
        made = [
            project.report(
                Period.month(month), kind=kind, language=language, formats=formats, folder=Path(folder),
                progress=_share(report, number, len(languages)),
            )
            for number, language in enumerate(languages)
        ]  # fmt: skip
        report("", 0.99)
        for path in (path for one in made for path in one.files):
            _move(path, target)
    return made


def _move(path: Path, target: Path) -> None:
    """Into the month's folder, or wherever below it a draft of this name lies."""
    earlier = next(iter(sorted(target.rglob(path.name))), target / path.name)
    earlier.parent.mkdir(parents=True, exist_ok=True)
    path.replace(earlier)


def _share(report: Report, number: int, of: int) -> Progress:
    return lambda stage, done: report(stage, (number + done) / of * 0.98)


def _names(made: Sequence[Made]) -> list[str]:
    return [path.name for one in made for path in one.files]


@job("reports.submit", needs="reports.submit", page=_page)
def submit(report: Report, *, month: str, kind: str, who: str, note: str, after: int) -> dict[str, Any]:
    """Verify the drafts and freeze them, unless a try before this one has frozen them already."""
    version = _submitted(company(), month, kind, who, note, after, report)
    return {"version": version.number, "state": version.state, **_leads_to(month, kind)}


def _submitted(project: Project, month: str, kind: str, who: str, note: str, after: int, report: Report) -> Version:
    period = Period.month(month)
    frozen = (one for one in project.archive.versions(period, kind) if one.number > after and one.steps[0].by == who)
    made = next(frozen, None) or project.publish(period, kind=kind, by=who, note=note, progress=report)
    told = {"month": month, "kind": kind, "version": made.number, "approvals": made.approvals}
    audit.record_once(User.objects.filter(username=who).first(), "reports.submitted", why=note, after=told)
    return made


@job("reports.verify", needs="reports.build", page=_page)
def verify(report: Report, *, month: str, kind: str, version: int) -> dict[str, Any]:
    """Every number of the files held against the data of their time."""
    project, period = company(), Period.month(month)
    if version:
        held = project.archive.version(period, kind, version)
        paths = [project.archive.place(held) / "files" / name for name in held.files]
    else:
        paths = project.drafts(period, kind)
    return {"files": [_verified(one) for one in project.verify(paths, progress=report)], **_leads_to(month, kind)}


def _verified(one: Verified) -> dict[str, Any]:
    faults = [f"{fault.place}: {fault.found} ≠ {fault.expected or '–'}" for fault in one.faults]
    return {
        "file": one.file.name, "holds": one.holds, "numbers": one.numbers, "count": len(one.faults) + len(one.flaws),
        "faults": [*faults, *one.flaws][:MOST_FAULTS], "edited": len(one.edited), "removed": len(one.removed),
    }  # fmt: skip


@job("reports.look_over", needs="reports.send", page=_page)
def look_over(report: Report, *, month: str, kind: str, version: int, channels: list[str]) -> dict[str, Any]:
    """The messages as they would be sent."""
    parcels = _parcels(company(), month, kind, version, channels, report)
    messages = [
        {"channel": one.channel.name, "kind": one.channel.kind, "audience": one.channel.audience,
         "to": list(one.channel.to), "title": one.message.title, "text": one.message.text,
         "files": [path.name for path in one.message.files], "digest": one.message.digest}
        for one in parcels
    ]  # fmt: skip
    return {"messages": messages, "address": reverse("reports:send", args=[month, kind]), "said": "reports.send.title"}


@job("reports.send", needs="reports.send", page=_page)
def send(
    report: Report, *, month: str, kind: str, version: int, channels: list[str], digests: list[str]
) -> dict[str, Any]:
    """Hand over what was shown. Each message goes to each recipient once, also when the job is done again."""
    project = company()
    parcels = _parcels(project, month, kind, version, channels, report)
    if sorted(one.message.digest for one in parcels) != sorted(digests):
        raise DataError(word("reports.refused.other_messages"))
    return {"sent": _handed_over(project, parcels), **_leads_to(month, kind)}


@job("reports.send_again", needs="reports.send", page=_page)
def send_again(
    report: Report, *, month: str, kind: str, version: int, channel: str, digest: str, entry: str, tries: int
) -> dict[str, Any]:
    """Hand one message to one reader once more; done again after a kill, it is not tried a third time."""
    project = company()
    before = next((one for one in project.sent.entries() if one.key == entry), None)
    parcels = [
        one for one in _parcels(project, month, kind, version, [channel], report) if one.message.digest == digest
    ]
    if before is None or not parcels:
        raise DataError(word("reports.refused.other_messages"))
    parcels = [replace(one, channel=replace(one.channel, to=(before.to,))) for one in parcels]
    again = len(project.sent.tries()[before.what]) <= tries
    return {"sent": _handed_over(project, parcels, again=again), **_leads_to(month, kind)}


def _parcels(
    project: Project, month: str, kind: str, version: int, channels: Sequence[str], report: Report
) -> list[Parcel]:
    parcels = project.parcels(Period.month(month), kind=kind, channels=channels, progress=report)
    if any(one.version != version for one in parcels):
        raise DataError(word("reports.refused.other_version"))
    return parcels


def _handed_over(project: Project, parcels: Sequence[Parcel], *, again: bool = False) -> list[dict[str, Any]]:
    """Send, tell the audit, and raise DataError where somebody was not reached: the log says who."""
    sent = project.send(parcels, again=again)
    for one, _ in sent:
        after = {"month": one.period, "kind": one.report, "channel": one.channel, "reached": not one.fault,
                 "entry": one.key}  # fmt: skip
        audit.record_once(None, "reports.sent", after=after)
    if unsure := [one.channel for one, _ in sent if one.is_unsure]:
        raise DataError(word("reports.send.unsure", channels=", ".join(dict.fromkeys(unsure))))
    faults = [one.channel for one, _ in sent if one.fault]
    if faults:
        raise DataError(word("reports.refused.not_reached", channels=", ".join(dict.fromkeys(faults))))
    return [{"channel": one.channel, "to": one.to, "new": is_new} for one, is_new in sent]


@recurring("reports.scheduled", every=timedelta(minutes=5))
def start_what_is_due(_report: Report) -> dict[str, Any]:
    """Start the schedules whose day has come and whose month the data cover to its end; others wait for the data."""
    project, now = company(), timezone.now()
    due = [one for one in Schedule.objects.filter(is_active=True).select_related("by") if one.next_run(now) <= now]
    if not due or not project.record.imports:
        return {"started": []}
    month = queries.month_before(now)
    if project.last_complete_month().start < month.start:
        return {"started": [], "waiting_for": str(month)}
    started = [services.start_scheduled(one, str(month)) for one in due]
    return {"started": [one.pk for one in started if one]}


@job("reports.run_schedule", needs="reports.schedule", page=_page)
def run_schedule(
    report: Report, *, month: str, kind: str, languages: list[str], formats: list[str], publishes: bool, sends: bool,
    who: str, after: int,
) -> dict[str, Any]:  # fmt: skip
    """Build, then submit and send where that is wanted; where approvals are needed, sending waits for them."""
    project = company()
    newer = [one for one in project.archive.versions(Period.month(month), kind) if one.number > after]
    files = [] if newer else _names(_built(project, month, kind, languages, formats, report))
    done: dict[str, Any] = {"files": files, **_leads_to(month, kind)}
    if not publishes:
        project.proven(project.drafts(Period.month(month), kind), progress=report)
        return done
    version = _submitted(project, month, kind, who, "", after, report)
    done |= {"version": version.number, "state": version.state}
    if sends and version.state == "published":
        done["sent"] = _handed_over(project, project.parcels(Period.month(month), kind=kind, progress=report))
    return done


def _leads_to(month: str, kind: str) -> dict[str, str]:
    return {"address": reverse("reports:one", args=[month, kind]), "said": "reports.open"}
