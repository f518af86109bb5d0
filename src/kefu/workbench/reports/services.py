"""Writes: reports built, commented, submitted, approved, returned, sent and scheduled, each told to the audit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from django.db import transaction
from django.utils import timezone

from kefu.configuration import LANGUAGES
from kefu.errors import NotFoundError, UsageError
from kefu.narrative.formats import Language
from kefu.report import commentary
from kefu.report.archive import Version, What, step
from kefu.report.renderers import RENDERERS
from kefu.sending.log import Sent
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.company import company
from kefu.workbench.jobs import services as jobs
from kefu.workbench.jobs.models import Job, State
from kefu.workbench.reports import queries
from kefu.workbench.reports.models import LAST_DAY, Comment, Schedule
from kefu.workbench.reports.queries import Place
from kefu.workbench.web.words import word

LONGEST = 5_000  # letters of a comment or note


def build(*, by: User, place: Place, languages: Sequence[str], formats: Sequence[str]) -> Job:
    """Write the month's report in these languages and formats, as a job; one at a time for each report."""
    _writable(languages, formats)
    with transaction.atomic():
        if queries.busy(place):
            raise UsageError(word("reports.refused.at_work", report=f"{place.title} {place.month}"))
        return jobs.start(
            "reports.build", by=by, title=f"{place.title} {place.month}", month=place.month, kind=place.kind.name,
            languages=list(languages), formats=list(formats),
        )  # fmt: skip


def _writable(languages: Sequence[str], formats: Sequence[str]) -> None:
    if not languages or set(languages) - set(LANGUAGES):
        raise UsageError(word("reports.refused.languages", known=", ".join(LANGUAGES)))
    if not formats or set(formats) - set(RENDERERS):
        raise UsageError(word("reports.refused.formats", known=", ".join(RENDERERS)))


def submit(*, by: User, place: Place, note: str = "") -> Job:
    """Freeze the drafts as a new version, as a job: every number is verified first."""
    with transaction.atomic():
        if queries.busy(place):
            raise UsageError(word("reports.refused.at_work", report=f"{place.title} {place.month}"))
        if not queries.files(by, place, 0):
            raise NotFoundError(word("reports.refused.no_draft", report=f"{place.title} {place.month}"))
        return jobs.start(
            "reports.submit", by=by, title=f"{place.title} {place.month}", month=place.month, kind=place.kind.name,
            who=by.username, note=_short(note), after=_last_number(place),
        )  # fmt: skip


def _last_number(place: Place) -> int:
    held = place.project.archive.versions(place.period, place.kind.name)
    return max((one.number for one in held), default=0)


def decide(*, by: User, place: Place, version: Version, what: What, note: str = "") -> Version:
    """Approve or return a version that was submitted; the archive refuses whoever submitted it, and what is past it.

    Raises UsageError, DataError where the frozen files were altered.
    """
    place.project.archive.intact(version)
    if what == "returned" and not note.strip():
        raise UsageError(word("reports.refused.note"))
    done = place.project.archive.add(version, step(what, by.username, _short(note)))
    audit.record(
        by, f"reports.{what}", why=note, before={"state": version.state},
        after={"month": place.month, "kind": place.kind.name, "version": version.number, "state": done.state},
    )  # fmt: skip
    return done


@transaction.atomic
def comment(*, by: User, place: Place, version: int, section: str, text: str) -> Comment:
    """Say something about a chapter ("" is the whole report) of a version, or of the draft (0)."""
    if not text.strip():
        raise UsageError(word("reports.refused.no_words"))
    if section and section not in dict(queries.sections(place.kind)):
        raise UsageError(word("reports.refused.chapter", chapter=section))
    queries.files(by, place, version)
    made = Comment.objects.create(
        month=place.month, kind=place.kind.name, version=version, section=section, text=_short(text), by=by
    )
    audit.record(by, "reports.commented", made, after={"month": made.month, "kind": made.kind, "version": version})
    return made


@transaction.atomic
def resolve(*, by: User, comment: Comment) -> None:
    """Settle a comment; once settled it stays so."""
    held = Comment.objects.select_for_update().get(pk=comment.pk)
    if held.resolved_at is None:
        held.resolved_by, held.resolved_at = by, timezone.now()
        held.save(update_fields=["resolved_by", "resolved_at"])
        audit.record(by, "reports.comment_resolved", held)


def write(*, by: User, place: Place, language: str, section: str, text: str) -> None:
    """Put somebody's own words about a section into the project's ``commentary/``; the next build has them."""
    if language not in LANGUAGES:
        raise UsageError(word("reports.refused.languages", known=", ".join(LANGUAGES)))
    before = {one.section: one.text for one in queries.written(place, language)}.get(section, "")
    chosen: Language = "en" if language == "en" else "zh"
    commentary.write(place.project.folder, place.period, place.kind, chosen, section, text.replace("\r\n", "\n"))
    audit.record(
        by, "reports.commentary_written", before={"text": before},
        after={"month": place.month, "kind": place.kind.name, "section": section, "text": text},
    )  # fmt: skip


def verify(*, by: User, place: Place, version: int) -> Job:
    """Hold every number of the files against the data, as a job."""
    if not queries.files(by, place, version):
        raise NotFoundError(word("reports.refused.no_files", report=f"{place.title} {place.month}"))
    title = f"{place.title} {place.month}"
    return jobs.start("reports.verify", by=by, title=title, month=place.month, kind=place.kind.name, version=version)


def look_over(*, by: User, place: Place, channels: Sequence[str]) -> Job:
    """What would be sent of the last published version, to whom, as a job; nothing leaves."""
    held = place.project.archive.published(place.period, place.kind.name)
    known = {name for name, _, fault in queries.channels() if not fault}
    if not channels or set(channels) - known:
        raise UsageError(word("reports.refused.channels"))
    return jobs.start(
        "reports.look_over", by=by, title=f"{place.title} {place.month}", month=place.month, kind=place.kind.name,
        version=held.number, channels=list(channels),
    )  # fmt: skip


def send(*, by: User, place: Place, looked_over: Job) -> Job:
    """Send exactly what a dry run showed, as a job; who got the very same message before is passed over."""
    if looked_over.state != State.DONE or looked_over.arguments.get("month") != place.month:
        raise UsageError(word("reports.refused.look_first"))
    shown = looked_over.result or {"messages": []}
    digests = [one["digest"] for one in shown["messages"]]
    arguments = {name: looked_over.arguments[name] for name in ("month", "kind", "version", "channels")}
    return jobs.start("reports.send", by=by, title=f"{place.title} {place.month}", digests=digests, **arguments)


@transaction.atomic
def send_again(*, by: User, place: Place, entry: Sent) -> Job:
    """Send one message once more to one reader, of whom nobody knows whether it arrived, as a job.

    Raises UsageError for one that is known to have arrived, or was not taken, and where that is at work already.
    """
    tries = company().sent.tries().get(entry.what)
    if not tries or not queries.is_unsure(tries):
        raise UsageError(word("reports.send.not_unsure"))
    asked = {"month": place.month, "kind": place.kind.name, "version": entry.version, "channel": entry.channel,
             "digest": entry.digest, "entry": tries[-1].key, "tries": len(tries)}  # fmt: skip
    if Job.objects.filter(kind="reports.send_again", state__in=queries.OPEN, arguments=asked).exists():
        raise UsageError(word("reports.send.again_at_work"))
    told = {name: asked[name] for name in ("month", "kind", "version", "channel", "entry")}
    audit.record(by, "reports.send_again", after=told)
    return jobs.start("reports.send_again", by=by, title=f"{place.title} {place.month}", **asked)


FIELDS = ("kind", "day", "time", "languages", "formats", "publishes", "sends", "is_active")


@transaction.atomic
def schedule(*, by: User, kind: str, day: int, at: time, languages: Sequence[str], formats: Sequence[str],
             publishes: bool = False, sends: bool = False) -> Schedule:  # fmt: skip
    """Have a kind of report made every month; the first is that of the month that ends next."""
    _writable(languages, formats)
    if kind not in company().kinds:
        raise NotFoundError('no kind of report "{kind}"', kind=kind)
    if not 1 <= day <= LAST_DAY:
        raise UsageError(word("reports.refused.day", last=LAST_DAY))
    if sends and not publishes:
        raise UsageError(word("reports.refused.unpublished"))
    made = Schedule(
        kind=kind, day=day, time=at, languages=list(languages), formats=list(formats), publishes=publishes,
        sends=sends, by=by,
    )  # fmt: skip
    now = timezone.now()
    if made.next_run(now) < now:  # this month's time has passed: begin with the next one
        made.last_month = str(queries.month_before(now))
    made.save()
    audit.record(by, "reports.scheduled", made, after=audit.state(made, *FIELDS))
    return made


@transaction.atomic
def switch(*, by: User, schedule: Schedule, is_active: bool) -> None:
    """Stop a schedule for now, or let it run again; it catches up on no month that passed meanwhile but the last."""
    before = audit.state(schedule, "is_active")
    schedule.is_active = is_active
    schedule.save(update_fields=["is_active"])
    audit.record(by, "reports.schedule_switched", schedule, before=before, after=audit.state(schedule, "is_active"))


@transaction.atomic
def remove(*, by: User, schedule: Schedule) -> None:
    """Remove a schedule for good; what it has started goes on, and the audit keeps what it was."""
    before = audit.state(schedule, *FIELDS)
    audit.record(by, "reports.schedule_removed", schedule, before=before)
    schedule.delete()


@transaction.atomic
def start_scheduled(schedule: Schedule, month: str) -> Job | None:
    """Start a schedule for a month, once; the job and the note that it was started are one transaction."""
    held = Schedule.objects.select_for_update().filter(pk=schedule.pk).first()
    if held is None or not held.is_active or held.last_month >= month:
        return None
    place = queries.place(month, held.kind)
    held.last_month = month
    held.save(update_fields=["last_month"])
    arguments: dict[str, Any] = {name: getattr(held, name) for name in ("languages", "formats", "publishes", "sends")}
    return jobs.start(
        "reports.run_schedule", by=held.by, title=f"{place.title} {month}", month=month, kind=held.kind,
        who=held.by.username, after=_last_number(place), **arguments,
    )  # fmt: skip


def _short(text: str) -> str:
    if len(text) > LONGEST:
        raise UsageError(word("reports.refused.long", most=f"{LONGEST:,}"))
    return text.strip()
