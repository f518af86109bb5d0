"""Reads: months and kinds with their state, versions, files, comments, schedules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from kefu import project as projects
from kefu.errors import KefuError, NotFoundError
from kefu.findings import Period
from kefu.project import Project
from kefu.report import commentary
from kefu.report.archive import Version
from kefu.report.kinds import Kind
from kefu.report.verification import known_as
from kefu.sending.log import Sent
from kefu.workbench.accounts.models import User
from kefu.workbench.company import company
from kefu.workbench.jobs.models import Job, State
from kefu.workbench.reports.models import Comment
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.words import spoken, word

MOST_MONTHS = 12
OPEN = (State.WAITING, State.RUNNING)
WORKING = ("reports.build", "reports.submit", "reports.run_schedule")


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of report of a month."""

    project: Project
    period: Period
    kind: Kind

    @property
    def month(self) -> str:
        return str(self.period)

    @property
    def title(self) -> str:
        return self.kind.title[spoken()]


@dataclass(frozen=True, slots=True)
class File:
    """A finished file; its ``page`` can be shown in the browser."""

    path: Path
    language: str
    suffix: str

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    @property
    def written(self) -> datetime:
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    @property
    def is_page(self) -> bool:
        return self.suffix == ".html"


@dataclass(frozen=True, slots=True)
class Line:
    """A month's report of a kind as the list shows it."""

    place: Place
    drafts: Sequence[File]
    version: Version | None
    job: Job | None

    @property
    def state(self) -> str:
        return self.version.state if self.version else "draft" if self.drafts else "none"


def place(month: str, kind: str) -> Place:
    """Raises NotFoundError for what is no month or no kind of report."""
    project = company()
    if kind not in project.kinds:
        raise NotFoundError('no kind of report "{kind}"', kind=kind)
    try:
        period = Period.month(month)
    except (KefuError, ValueError) as error:
        raise NotFoundError('"{month}" is no month', month=month) from error
    if str(period) != month:
        raise NotFoundError('"{month}" is no month', month=month)
    return Place(project, period, project.kinds[kind])


def month_before(now: datetime) -> Period:
    """The calendar month before this one, where the company is."""
    return projects.month_before(company().configuration.timezone, now)


def months(project: Project) -> list[Period]:
    """The last complete month and those before it that the data reach, and every month that has a report."""
    found = {path.name for part in ("reports", "archive") for path in (project.folder / part).glob("????-??")}
    first = min((first[:7] for first, _ in project.record.reach.values()), default="")
    if first:
        last = project.latest_month()
        reached = [last.shifted(-back) for back in range(MOST_MONTHS)] if last else []
        found |= {str(one) for one in reached if str(one) >= first}
    return [Period.month(one) for one in sorted(found, reverse=True)]


def lines(user: User, *, kind: str = "") -> list[Line]:
    """Months × kinds: every report there is, and of the last complete month what could be built."""
    project = company()
    held = months(project)
    names = [kind] if kind in project.kinds else list(project.kinds)
    busy = _busy()
    found = []
    for number, period in enumerate(held):
        drafts = _drafts(project, period) if user.has_perm("reports.drafts") else {}
        for name in names:
            line = Line(
                Place(project, period, project.kinds[name]),
                drafts.get(name, ()),
                next(reversed(visible(user, project.archive.versions(period, name))), None),
                busy.get((str(period), name)),
            )
            could = not number and user.has_perm("reports.build")
            if could or kind or line.version or line.drafts or line.job:
                found.append(line)
    return found


def _busy() -> dict[tuple[str, str], Job]:
    jobs = Job.objects.filter(kind__in=WORKING, state__in=OPEN)
    return {(one.arguments.get("month", ""), one.arguments.get("kind", "")): one for one in jobs}


def busy(place: Place) -> Job | None:
    """A job that is at this report."""
    return _busy().get((place.month, place.kind.name))


def _drafts(project: Project, period: Period) -> dict[str, list[File]]:
    found: dict[str, list[File]] = {}
    for path in sorted((project.folder / "reports" / str(period)).rglob(f"*_{period}_*.*")):
        try:
            kind, month, language, _ = known_as(path)
        except NotFoundError:
            continue
        if month == period:
            found.setdefault(kind, []).append(File(path, language, path.suffix))
    return found


def visible(user: User, versions: Iterable[Version]) -> list[Version]:
    """Versions this person may read: what is published, and what waits or was returned with the right to drafts."""
    return [one for one in versions if one.state == "published" or user.has_perm("reports.drafts")]


def versions(user: User, place: Place) -> list[Version]:
    return visible(user, place.project.archive.versions(place.period, place.kind.name))


def version(user: User, place: Place, number: int) -> Version:
    """One version this person may read; raises NotFoundError for any other."""
    for one in versions(user, place):
        if one.number == number:
            return one
    raise NotFoundError(
        "{month}: no version {number} of {kind}", month=place.month, number=number, kind=place.kind.name
    )


def files(user: User, place: Place, number: int) -> list[File]:
    """Files of a version, or for 0 the drafts; raises NotFoundError for what this person may not read."""
    if number:
        held = version(user, place, number)
        folder = place.project.archive.place(held) / "files"
        paths = [folder / name for name in held.files]
        return [File(path, path.stem.rpartition("_")[2], path.suffix) for path in paths if path.is_file()]
    if not user.has_perm("reports.drafts"):
        raise NotFoundError("{month}: no draft of {kind}", month=place.month, kind=place.kind.name)
    return _drafts(place.project, place.period).get(place.kind.name, [])


def file(user: User, place: Place, number: int, name: str) -> File:
    for one in files(user, place, number):
        if one.name == name:
            return one
    raise NotFoundError("{name}: is no file of this report", name=name)


def sections(kind: Kind) -> list[tuple[str, str]]:
    """What can be commented on or written about: each chapter, by the section its words are put in."""
    return [(one.sections[-1], one.title[spoken()]) for one in kind.chapters]


def comments(user: User, place: Place) -> list[tuple[Comment, str]]:
    """Comments on what this person may read, each with the title of its chapter, the oldest first."""
    titles, numbers = dict(sections(place.kind)), {one.number for one in versions(user, place)}
    if user.has_perm("reports.drafts"):
        numbers.add(0)
    held: QuerySet[Comment] = Comment.objects.filter(month=place.month, kind=place.kind.name, version__in=numbers)
    return [(one, titles.get(one.section, one.section)) for one in held.select_related("by", "resolved_by")]


@dataclass(frozen=True, slots=True)
class Written:
    """Somebody's own words about a section of the report."""

    section: str
    title: str
    text: str


def written(place: Place, language: str) -> list[Written]:
    """The commentary by section: every chapter, and any other section that has words."""
    held = commentary.written(place.project.folder, place.period, place.kind, "en" if language == "en" else "zh")
    found = []
    for chapter in place.kind.chapters:
        for name in chapter.sections:
            is_last = name == chapter.sections[-1]
            if is_last or held.get(name):
                title = chapter.title[spoken()]
                found.append(Written(name, title if is_last else f"{title} · {name}", held.get(name, "")))
    return found


def outdated(place: Place, drafts: Sequence[File]) -> bool:
    """Whether somebody wrote commentary after a draft in its language was built, which it then lacks."""
    for one in drafts:
        words = commentary.find(
            place.project.folder, place.period, place.kind.name, "en" if one.language == "en" else "zh"
        )
        if words and words.stat().st_mtime > one.path.stat().st_mtime:
            return True
    return False


def verified(place: Place, number: int) -> Job | None:
    """The last time the files of a version (0: the drafts) were verified."""
    asked = {"month": place.month, "kind": place.kind.name, "version": number}
    return Job.objects.filter(kind="reports.verify", state=State.DONE, arguments=asked).first()


def channels() -> list[tuple[str, str, str]]:
    """Name, audience and fault of every channel; what cannot be read is named with the reason."""
    held, found = company().channels, []
    for name in held:
        try:
            found.append((name, held[name].audience, ""))
        except KefuError as error:
            found.append((name, "", refusal(error)))
    return found


def looked_over(place: Place, number: int) -> Job | None:
    """The last dry run of sending this version that was finished."""
    asked = {"arguments__month": place.month, "arguments__kind": place.kind.name, "arguments__version": number}
    return Job.objects.filter(kind="reports.look_over", state=State.DONE, **asked).first()


def sent(place: Place) -> list[Sent]:
    """Who was sent this report, the latest first."""
    key = (place.month, place.kind.name)
    return [one for one in reversed(list(company().sent.entries())) if (one.period, one.report) == key]


def one_sent(place: Place, entry: str) -> Sent:
    """One try of sending this report; raises NotFoundError where there is none of this key."""
    for one in sent(place):
        if one.key == entry:
            return one
    raise NotFoundError(word("reports.send.no_entry", entry=entry))


def is_unsure(tries: Sequence[Sent]) -> bool:
    """Whether nobody knows if a message arrived: its last try was interrupted, and none before it is known to have."""
    return tries[-1].is_unsure and all(one.fault for one in tries)


def sent_told(place: Place, version: int) -> list[tuple[Sent, bool]]:
    """Who was sent this report, the latest first, and whether that may be done again: of the version published now,
    the last try of a message of which nobody knows whether it arrived."""
    tries = company().sent.tries()
    return [
        (one, one.version == version and one == tries[one.what][-1] and is_unsure(tries[one.what]))
        for one in sent(place)
    ]


def as_data(line: Line) -> Mapping[str, Any]:
    """A line for programs."""
    held = line.version
    return {
        "month": line.place.month,
        "kind": line.place.kind.name,
        "title": line.place.title,
        "state": line.state,
        "version": held.number if held else None,
        "approved_by": list(held.approved_by) if held else [],
        "approvals_needed": held.approvals if held else line.place.project.configuration.approvals,
        "draft_files": [one.name for one in line.drafts],
        "files": list(held.files) if held else [],
        "job": line.job.pk if line.job else None,
    }
