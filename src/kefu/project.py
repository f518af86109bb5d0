"""A project is a folder; this is where the rooms of the house meet, in the order a number travels through them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from kefu.configuration import FILE, Configuration, read_configuration, write_configuration
from kefu.errors import DataError, KefuError, NotFoundError, UsageError
from kefu.findings import Period
from kefu.metrics import METRICS, Definition, read_definition
from kefu.report.kinds import KINDS, Kind, read_kind
from kefu.sources.profiles import PROFILES, Profile, read_profile
from kefu.store.record import Record, read_record

if TYPE_CHECKING:
    from kefu.cleaning.intake import Outcome
    from kefu.cleaning.privacy import Pseudonyms
    from kefu.cleaning.quarantine import Correction
    from kefu.cleaning.reasons import Language
    from kefu.cleaning.set_aside import SetAsideRows
    from kefu.cleaning.setting import Setting
    from kefu.comparisons._answer import Answer
    from kefu.findings import Finding
    from kefu.metrics.explanation import Explanation
    from kefu.metrics.query import Meter
    from kefu.report.archive import Archive, Version
    from kefu.report.context import Context
    from kefu.report.document import Document
    from kefu.report.making import Made
    from kefu.report.renderers._pptx.survey import Survey
    from kefu.report.rewording.voice import Voice
    from kefu.report.summary import Summary
    from kefu.report.themes import Theme
    from kefu.report.verification import Verified
    from kefu.sending.channel import Channels
    from kefu.sending.log import Log, Sent
    from kefu.sending.parcel import Parcel
    from kefu.service import Service
    from kefu.service.calendars import TeamCalendar
    from kefu.service.processes import Process
    from kefu.sources.live import Connection
    from kefu.sources.profiles import Found
    from kefu.store.answers import Answers

T = TypeVar("T")
NAME = re.compile(r"[\w-]{1,60}")
FOLDERS = ("mappings", "metrics", "calendars", "processes", "reports", "commentary", "connections", "identities")
Progress = Callable[[str, float], None]


def quiet(_stage: str, _done: float) -> None:
    """Progress nobody watches."""


class Project:
    """One company's folder: its configuration, its data and what can be made of them."""

    def __init__(self, folder: Path, *, data: Path | None = None) -> None:
        """``data`` is where its data are, when not in its own folder: settings frozen with a report have none."""
        if not (folder / FILE).is_file():
            raise NotFoundError(
                '{folder}: is no Kefu project (no {file}); make one with "kefu new {name}"',
                folder=folder,
                file=FILE,
                name=folder.name,
            )
        self.folder, self.data = folder, data or folder / "data"
        self.configuration = read_configuration(folder)

    @classmethod
    def create(cls, folder: Path, configuration: Configuration) -> Project:
        """Make a new project folder; raises UsageError where one is already."""
        if (folder / FILE).exists():
            raise UsageError("{folder}: is a Kefu project already", folder=folder)
        for part in FOLDERS:
            (folder / part).mkdir(parents=True, exist_ok=True)
        write_configuration(folder, configuration)
        return cls(folder)

    @property
    def record(self) -> Record:
        return read_record(self.data)

    @cached_property
    def profiles(self) -> Mapping[str, Profile]:
        """Built-in profiles and the project's own, which replace those of the same name."""
        return Overlay(PROFILES, self._own("mappings", read_profile))

    @property
    def own_profiles(self) -> tuple[str, ...]:
        return tuple(path.stem for path in sorted((self.folder / "mappings").glob("*.yaml")))

    @cached_property
    def metrics(self) -> Mapping[str, Definition]:
        """The built-in metrics, by the names they have where nothing is promised if so, and the project's own."""
        from kefu.metrics.unpromised import Unpromised
        from kefu.service.policies import FILE

        built_in = METRICS if (self.folder / FILE).exists() else Unpromised(METRICS)
        return Overlay(built_in, self._own("metrics", read_definition))

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """Kinds of report; the project's own stand beside the folders of finished reports."""
        return Overlay(KINDS, self._own("reports", read_kind))

    @property
    def theme(self) -> Theme:
        """What reports look like: a built-in theme, or the project's own of that name in ``themes/``."""
        from kefu.report.themes import THEMES, read_theme

        return Overlay(THEMES, self._own("themes", read_theme))[self.configuration.theme]

    def adopt_theme(self, file: Path, name: str) -> Survey:
        """Make the company's own presentation the ground of its reports: ``themes/<name>.yaml`` and a copy beside it.

        Returns what was told of the file and what falls back. Raises DataError where it is no presentation, UsageError
        for a name that cannot name a file.
        """
        from kefu.report.renderers.pptx import survey
        from kefu.report.themes import write_theme

        if not NAME.fullmatch(name):
            raise UsageError('"{name}" cannot name a theme; use letters, digits, "-" and "_"', name=name)
        found, folder = survey(file), self.folder / "themes"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}{file.suffix.lower()}").write_bytes(file.read_bytes())
        write_theme(folder / f"{name}.yaml", {**found.theme, "template": f"{name}{file.suffix.lower()}"})
        return found

    def _own(self, part: str, read: Callable[[Path], T]) -> dict[str, T]:
        return {path.stem: read(path) for path in sorted((self.folder / part).glob("*.yaml"))}

    @property
    def calendars(self) -> Mapping[str, TeamCalendar]:
        """Built-in calendars and the project's own, which replace those of the same name."""
        from kefu.service import CALENDARS, own_calendars

        return Overlay(CALENDARS, own_calendars(self.folder, self.configuration.timezone))

    @property
    def processes(self) -> Mapping[str, Process]:
        """Built-in standard processes and the project's own, which replace those of the same name."""
        from kefu.service.processes import FOLDER, PROCESSES, read_process

        return Overlay(PROCESSES, self._own(FOLDER, read_process))

    @property
    def service(self) -> Service:
        """When the teams are open and what is promised: ``calendars/<name>.yaml`` and ``sla.yaml``, as they are now."""
        from kefu.service import read_service

        return read_service(self.folder, self.configuration.timezone)

    def keep_facts(self) -> None:
        """Compute what an import left to whoever asks first; nothing where nothing is owed."""
        if self.record.owed:
            self.compute_facts()

    def compute_facts(self, progress: Progress = quiet) -> None:
        """Compute what imports left to be computed, once one that is running has ended."""
        from kefu.cleaning.intake import compute_owed

        compute_owed(self.data, self.setting(), progress)
        self.forget()

    def keep_hours(self) -> None:
        """Compute anew what other opening hours or promises than before change; nothing where they are the same."""
        from kefu.service import fingerprint
        from kefu.store.hours import FILES

        record, files = self.record, fingerprint(self.folder, self.configuration.timezone)
        if record.imports and record.hours.get(FILES) != files:
            self.take_in([])

    @property
    def connections(self) -> Mapping[str, Connection]:
        """Live sources of this project, ``connections/<name>.yaml``."""
        from kefu.sources.live._connection import Connections

        return Connections(self.folder)

    @cached_property
    def pseudonyms(self) -> Pseudonyms:
        """What stands for personal data in this project; its key is made when it is first asked for."""
        from kefu.cleaning.privacy import Pseudonyms, read_key

        return Pseudonyms(read_key(self.data))

    def setting(self) -> Setting:
        """What an import knows of the project beside its files, now."""
        from kefu.cleaning.classification import read_classification
        from kefu.cleaning.setting import Setting

        return Setting(
            timezone=self.configuration.timezone,
            language=self.configuration.language,
            classification=read_classification(self.folder),
            pseudonyms=None if self.configuration.keep_raw_text else self.pseudonyms,
            as_of=datetime.now(UTC),
            service=self.service,
        )

    def recognised(self, file: Path, *, profile: str = "") -> list[Found]:
        """The tables of a file and the profiles that fit them; raises DataError when none does."""
        from kefu.cleaning.intake import recognised

        return recognised(file, self.profiles, profile=profile, own=self.own_profiles)

    def import_files(
        self,
        files: Sequence[Path],
        *,
        profile: str = "",
        cursors: Mapping[str, Mapping[str, str]] | None = None,
        progress: Progress = quiet,
    ) -> Outcome:
        """Recognise the files and take them all in, or none."""
        chosen = [(file, self.recognised(file, profile=profile)) for file in files]
        return self.take_in(chosen, cursors=cursors, progress=progress)

    def take_in(
        self,
        chosen: Sequence[tuple[Path, Sequence[Found]]],
        *,
        cursors: Mapping[str, Mapping[str, str]] | None = None,
        facts_later: bool = False,
        progress: Progress = quiet,
    ) -> Outcome:
        """Take in files whose tables are recognised already; ``cursors`` say how far live sources were read. With
        ``facts_later`` what is computed of the rows is left to whoever asks first."""
        from kefu.cleaning.intake import take_in

        outcome = take_in(
            self.data, chosen, self.setting(), cursors=cursors, facts_later=facts_later, progress=progress
        )
        self.forget()
        return outcome

    def set_aside(self, language: Language, *, personal: bool = False) -> SetAsideRows:
        """The rows in the quarantine, masked unless ``personal``; without readable mappings, all of a row is."""
        from kefu.cleaning.set_aside import SetAsideRows

        record, engine = self.record, self.configuration.engine
        try:
            profiles = {
                one.profile: self.profiles[one.profile] for one in record.imports if one.profile in self.profiles
            }
        except KefuError:
            profiles = {}
        return SetAsideRows(self.data, record, profiles, self.pseudonyms, language, personal=personal, engine=engine)

    def write_set_aside(self, path: Path, rows: SetAsideRows, *, file: str = "") -> int:
        """Write the rows to a workbook to be corrected, a sheet for each kind of file; returns how many there were."""
        from kefu.report.sheets import write_sheets

        return write_sheets(
            path,
            (
                (kind.name, kind.columns, (one.line(kind.columns) for one in rows.of_kind(kind, file)))
                for kind in rows.kinds(file)
            ),
        )

    def bring_back(self, file: Path) -> list[Correction]:
        """Take rows back out of the quarantine that were corrected in ``file``; a masked cell keeps its value."""
        from kefu.cleaning.covering import shown_forms
        from kefu.cleaning.quarantine import bring_back

        corrections = bring_back(self.data, file, self.setting(), self.profiles, shown_forms(self.pseudonyms))
        self.forget()
        return corrections

    def sync(self, name: str, *, again: bool = False, progress: Progress = quiet) -> Outcome:
        """Import what is new at a connection (``again``: everything), and with it note how far it was read."""
        from kefu.sources.live._landing import landed

        start = {} if again else self.record.cursors.get(name, {})
        with landed(self.connections[name], self.data / "landing", start, progress) as landing:
            outcome = self.import_files(landing.files, cursors={name: landing.cursor}, progress=progress)
            landing.remove()
        return outcome

    def forget(self) -> None:
        """What was measured or read before speaks of the data and the mappings before."""
        for name in ("meter", "profiles"):
            self.__dict__.pop(name, None)

    @cached_property
    def meter(self) -> Meter:
        """Measures this project's data as of the last import, with the opening hours of today's files."""
        from kefu.store.answers import Answers

        self.keep_facts()
        self.keep_hours()
        return self._meter(answers=Answers(self.data))

    def within(self, where: Mapping[str, str | None]) -> Project:
        """The same project whose every figure is measured, and whose rows are given, within a slice only."""
        other = copy(self)
        other.__dict__["meter"] = self.meter.within(where)
        return other

    def _meter(self, *, record: Record | None = None, answers: Answers | None = None) -> Meter:
        """Measures the data of a record, by default the last; without ``answers`` every figure is computed anew."""
        from kefu.engine import connect
        from kefu.metrics.benchmark import read_benchmarks
        from kefu.metrics.dimension import Band
        from kefu.metrics.query import Meter
        from kefu.metrics.weighted import Surveys
        from kefu.metrics.working_days import working_days
        from kefu.store.snapshot import Snapshot

        settings = self.configuration
        bands = [Band(name, below) for name, below in settings.response_bands.items()]
        engine = connect(settings.engine, scratch=self.data, memory=settings.memory)
        limits = [*bands, Band("overdue", None)]
        return Meter(
            Snapshot(self.data, engine, record),
            self.metrics,
            limits,
            answers=answers,
            week_start=settings.week_start,
            benchmarks=read_benchmarks(self.folder, self.metrics),
            working_days=partial(working_days, settings.country),
            awaiting_make_up_days=self._awaiting_make_up_days,
            surveys=Surveys(**settings.surveys),
            processes=self.processes,
            stocking=settings.stock,
            settings=self.folder,
        )

    def _awaiting_make_up_days(self, year: int) -> tuple[str, ...]:
        from kefu.service import awaiting_make_up_days, own_calendars

        own = own_calendars(self.folder, self.configuration.timezone)
        return awaiting_make_up_days(own, self.configuration.country, year)

    def last_complete_month(self) -> Period:
        """The latest calendar month the tickets (or, without tickets, the orders) cover to its end."""
        reach = self.record.reach.get("ticket") or self.record.reach.get("order")
        if reach is None:
            raise NotFoundError(
                '{folder}: holds no tickets and no orders yet; bring some in with "kefu import"', folder=self.folder
            )
        month, first = Period.month(reach[1][:7]), Period.month(reach[0][:7])
        entity, snapshot = "ticket" if "ticket" in self.record.reach else "order", self.meter.snapshot
        if not snapshot.covers(entity, month):
            month = month.shifted(-1)
        while month.start > first.start and str(month) in snapshot.holes(entity):
            month = month.shifted(-1)
        return month

    def measure(
        self,
        metrics: str | Sequence[str],
        period: Period | None = None,
        *,
        grain: str | None = None,
        by: Sequence[str] = (),
        where: Mapping[str, str | None] | None = None,
        compare: Sequence[str] = (),
        top: int | None = None,
        intervals: bool = False,
    ) -> Answer:
        """Measure metrics over a period, by default the last complete month; every figure shown can be explained.

        ``grain`` (day, week, month, quarter, year) gives a figure for each of these, ``by`` one for each combination of
        members of the dimensions, ``where`` keeps to rows with these values (None: not stated), ``compare`` names the
        comparisons to make, ``top`` keeps the members of the first dimension with the largest values of the first
        metric and puts the rest together, ``intervals`` adds 95 % intervals of medians, quantiles and means, which cost
        another look at the rows. Raises NotFoundError for an unknown metric or comparison, DefinitionError for a
        dimension the rows do not have.
        """
        from kefu.comparisons._answer import ask
        from kefu.metrics.grain import Grain
        from kefu.store import ledger

        answer = ask(
            self.meter,
            [metrics] if isinstance(metrics, str) else list(dict.fromkeys(metrics)),
            period or self.last_complete_month(),
            grain=Grain(grain) if grain else None,
            by=list(dict.fromkeys(by)),
            where=where,
            compare=list(dict.fromkeys(compare)),
            top=top,
            intervals=intervals,
        )
        ledger.enter(self.data, answer.figures)
        return answer

    def report(
        self,
        period: Period | None = None,
        *,
        kind: str = "after_sales_monthly",
        language: str = "",
        formats: Sequence[str] = ("pptx", "xlsx", "html", "md"),
        folder: Path | None = None,
        before: Made | None = None,
        progress: Progress = quiet,
    ) -> Made:
        """Write the report of a month, by default the last complete one; returns the files and the document.

        ``before`` is the report of the same month and kind made just now in another language: what was measured and
        found for it is told again. Raises UsageError where it is of another month or kind.
        """
        from kefu.report.making import make

        chosen, month = self.kinds[kind], period or self.last_complete_month()
        if before and (before.context.period, before.context.kind.name) != (month, kind):
            raise UsageError(
                "{month}, {kind}: the report made before is of another month or kind", month=month, kind=kind
            )
        target = folder or self.folder / "reports" / str(month)
        voice = self.voice(ask=True)
        made = make(
            self.meter,
            self.configuration,
            self.data,
            month,
            chosen,
            language,
            formats,
            target,
            self.theme,
            progress,
            self.folder,
            voice,
            before.context if before else None,
        )
        return replace(made, note=voice.fault) if voice else made

    def voice(self, *, ask: bool) -> Voice | None:
        """The language model kefu.yaml names, or None; with ``ask`` unset it only repeats what it said before."""
        from kefu.report.rewording.voice import Voice

        model = self.configuration.model
        return Voice(model, self.folder, self.pseudonyms, ask=ask) if model else None

    def analyse(
        self, analysis: str, period: Period | None = None, *, metrics: Sequence[str] = ()
    ) -> tuple[Finding, ...]:
        """Run one analysis, and those it builds on, over a month; returns what it found itself.

        ``metrics`` are the indicators it looks at, by default those of all kinds of report. Every figure found can be
        explained. Raises NotFoundError for an unknown analysis or metric, or a month without rows.
        """
        from kefu.analyses import Study, run_all
        from kefu.store import ledger

        for name in metrics:
            self.meter.definition(name)
        chosen = metrics or list(dict.fromkeys(name for one in self.kinds.values() for name in one.metrics))
        settings, month = self.configuration, period or self.last_complete_month()
        study = Study.of_month(self.meter, month, chosen, settings.country, settings.quality.platforms)
        findings = tuple(one for one in run_all(study, [analysis]) if one.made_by == f"analyses.{analysis}")
        ledger.enter(self.data, [figure for one in findings for figure in one.figures.values()])
        return findings

    def examine(self, as_of: date) -> tuple[Finding, ...]:
        """How good the data are, source by source, with changes in the latest month; ages are counted to ``as_of``."""
        from kefu.analyses.quality.examination import examine

        platforms = self.configuration.quality.platforms
        return examine(self.meter, self.latest_month(), as_of=as_of, platforms=platforms)

    def latest_month(self) -> Period | None:
        """The last complete month, or the last with any rows; None without data."""
        try:
            return self.last_complete_month()
        except NotFoundError:
            last = max((last[:7] for _, last in self.record.reach.values()), default="")
            return Period.month(last) if last else None

    def month_due(self, now: datetime | None = None) -> Period:
        """The calendar month before this one, where the project is: what a scheduled report is about.

        Raises DataError where the data do not cover it to its end: half a month is no month.
        """
        month = month_before(self.configuration.timezone, now)
        covered = self.last_complete_month()
        if covered.start < month.start:
            raise DataError(
                '{month}: the data cover {covered} as the last whole month; bring {month} in with "kefu import"',
                month=month,
                covered=covered,
            )
        return month

    def verify(self, files: Sequence[Path], *, progress: Progress = quiet) -> Iterator[Verified]:
        """Hold every number of finished reports against the data they were written from, computed anew.

        A file is known by its name, which ``report`` gave it; one in the archive is held against the data and settings
        it was frozen with. Raises NotFoundError for a report this project has not written, DataError for a file that
        cannot be read.
        """
        from kefu.report.verification import known_as, verify

        composed: dict[tuple[Path, str, Period, str], tuple[Project, Document]] = {}
        told: dict[tuple[Path, int, str, Period], Context] = {}
        meters: dict[tuple[Path, int], Meter] = {}  # what one report asks another need not
        for file in files:
            kind, month, language, renderer = known_as(file)
            key = (file.parent, kind, month, language)
            if key not in composed:
                then, sequence = self._written(file, kind, month, language)
                state, study = (then.folder, sequence), (then.folder, sequence, kind, month)
                if state not in meters:
                    meters[state] = then._meter_at(sequence)
                told[study] = then._told(meters[state], kind, month, language, progress, told.get(study))
                composed[key] = then, then._composed(told[study])
            then, document = composed[key]
            yield verify(document, file, renderer, then.theme)

    def _written(self, file: Path, kind: str, month: Period, language: str) -> tuple[Project, int]:
        """The project as it was when the file was written, and the import record it was written from."""
        from kefu.analyses.restatement.published import versions

        frozen = next((one for one in self.archive.versions(month, kind) if self._holds(one, file)), None)
        if frozen:
            return self._then(frozen), frozen.sequence
        written = [one for one in versions(self.data, month) if (one.kind, one.language) == (kind, language)]
        if not written or kind not in self.kinds:
            raise NotFoundError("{file}: is no report of this project", file=file)
        return self, written[-1].sequence

    def _holds(self, version: Version, file: Path) -> bool:
        return (self.archive.place(version) / "files").resolve() == file.parent.resolve()

    def _then(self, version: Version) -> Project:
        """The project with the settings frozen with a version; its data keep every state they ever had."""
        return Project(self.archive.place(version) / "settings", data=self.data)

    def _meter_at(self, sequence: int) -> Meter:
        """Measures the data of an import record, every figure anew."""
        return self._meter(record=read_record(self.data, sequence))

    def _told(
        self, meter: Meter, kind: str, month: Period, language: str, progress: Progress, before: Context | None = None
    ) -> Context:
        """A month as it is measured, or as it was told ``before`` in another language."""
        from kefu.report.making import told

        return told(meter, self.configuration, month, self.kinds[kind], language, progress, self.folder, before)

    def _composed(self, context: Context) -> Document:
        """The report of a month, in words that are kept."""
        from kefu.report.making import compose

        document, voice = compose(context), self.voice(ask=False)
        return voice(context, document) if voice else document

    @property
    def archive(self) -> Archive:
        """Versions of its finished reports, frozen as they were sent."""
        from kefu.report.archive import Archive

        return Archive(self.folder)

    def publish(self, period: Period, *, kind: str, by: str, note: str = "", progress: Progress = quiet) -> Version:
        """Freeze the month's finished files of a kind as a new version, and with them the settings behind them.

        Every number is verified first. Raises NotFoundError where no file was written, DataError where one does not
        say what the data say.
        """
        from kefu import __version__
        from kefu.report.archive import step

        submitted = step("submitted", by, note)
        drafts = self.drafts(period, kind)
        self.proven(drafts, progress=progress)
        return self.archive.freeze(
            self.folder,
            period,
            kind,
            drafts,
            sequence=self._last_written(period, kind),
            approvals=self.configuration.approvals,
            made_with=__version__,
            step=submitted,
        )

    def rebuild(self, version: Version, folder: Path, *, progress: Progress = quiet) -> dict[str, bool]:
        """Write a frozen version again from the data and settings of its time; by file, whether it is the same bytes.

        Raises DataError where what was frozen was altered since.
        """
        from kefu.report.verification import known_as

        self.archive.intact(version)
        then = self._then(version)
        folder.mkdir(parents=True, exist_ok=True)
        same: dict[str, bool] = {}
        meter, told = then._meter_at(version.sequence), None
        for name in version.files:
            frozen = self.archive.place(version) / "files" / name
            kind, month, language, renderer = known_as(frozen)
            told = then._told(meter, kind, month, language, progress, told)
            renderer.render(then._composed(told), folder / name, then.theme)
            same[name] = (folder / name).read_bytes() == frozen.read_bytes()
        return same

    @property
    def channels(self) -> Channels:
        """Whom reports are sent to, ``channels/<name>.yaml``."""
        from kefu.sending.channel import Channels

        return Channels(self.folder, self.configuration.language)

    @property
    def sent(self) -> Log:
        """What was sent, to whom and when."""
        from kefu.sending.log import Log

        return Log(self.folder)

    def parcels(
        self,
        period: Period,
        *,
        kind: str,
        channels: Sequence[str] | None = None,
        draft: bool = False,
        progress: Progress = quiet,
    ) -> list[Parcel]:
        """What would be sent through the channels (by default all): the last published version or, where ``draft``,
        the month's files as they are, after every number in them was verified.

        Raises NotFoundError where nothing is published or written, DataError where a file was altered.
        """
        from kefu.sending.message import write
        from kefu.sending.parcel import Parcel

        chosen = [self.channels[name] for name in dict.fromkeys(channels or self.channels.paths)]
        if not chosen:
            raise NotFoundError("{folder}: has no channels; write channels/<name>.yaml", folder=self.folder)
        version = None if draft else self.archive.published(period, kind)
        wanted = {(one.language, suffix) for one in chosen for suffix in (*one.attach, "html")}
        files = self._sendable(period, kind, version, wanted, progress)
        told = {
            language: self.summary(period, kind, language, version, progress=progress)
            for language in dict.fromkeys(one.language for one in chosen)
        }
        return [
            Parcel(
                one,
                write(one, told[one.language], self.folder, files, version),
                str(period),
                kind,
                version.number if version else 0,
            )
            for one in chosen
        ]

    def send(self, parcels: Sequence[Parcel], *, again: bool = False) -> list[tuple[Sent, bool]]:
        """Hand the parcels over; each try is in the log. Returns the entries, and whether each is a new one."""
        from kefu.sending.parcel import send

        return list(send(parcels, self.sent, again=again))

    def _sendable(
        self, period: Period, kind: str, version: Version | None, wanted: Set[tuple[str, str]], progress: Progress
    ) -> list[Path]:
        """The finished files whose language and format are wanted: as frozen, or drafts that were verified."""
        if version is None:
            found = self.drafts(period, kind)
        else:
            self.archive.intact(version)
            found = [self.archive.place(version) / "files" / name for name in version.files]
        files = [one for one in found if (one.stem.rpartition("_")[2], one.suffix[1:]) in wanted]
        if version is None:
            self.proven(files, progress=progress)
        return files

    def summary(
        self, period: Period, kind: str, language: str, version: Version | None = None, *, progress: Progress = quiet
    ) -> Summary:
        """The report in a few lines without any person's name: of a version, from the data and settings of its time;
        without one, as the last written files of the month have it."""
        from kefu.report.summary import summary
        from kefu.report.veil import Veil

        then = self._then(version) if version else self
        sequence = version.sequence if version else self._last_written(period, kind)
        context = then._told(then._meter_at(sequence), kind, period, language, progress)
        return summary(context, Veil(self.pseudonyms, language))

    def _last_written(self, period: Period, kind: str) -> int:
        """The import record the month's report was last written from."""
        from kefu.analyses.restatement.published import versions

        return max(one.sequence for one in versions(self.data, period) if one.kind == kind)

    def drafts(self, period: Period, kind: str) -> list[Path]:
        """The month's finished files of a kind; raises NotFoundError where none was written."""
        found = sorted((self.folder / "reports" / str(period)).rglob(f"{kind}_{period}_*.*"))
        if not found:
            raise NotFoundError(
                '{period}: no report of the kind {kind} was written; see "kefu report"', period=period, kind=kind
            )
        return found

    def proven(self, files: Sequence[Path], *, progress: Progress = quiet) -> None:
        """Raises DataError where a finished file does not say what the data say."""
        wrong = [one.file.name for one in self.verify(files, progress=progress) if not one.holds]
        if wrong:
            raise DataError('{files}: does not say what the data say; see "kefu verify"', files=", ".join(wrong))

    def explain(self, figure: str) -> Explanation:
        from kefu.metrics.explanation import explain

        return explain(self.meter, self.data, figure)


def month_before(timezone: str, now: datetime | None = None) -> Period:
    """The calendar month before this one in a time zone."""
    today = (now or datetime.now(UTC)).astimezone(ZoneInfo(timezone))
    return Period.month(f"{today:%Y-%m}").shifted(-1)


class Overlay(Mapping[str, T]):
    """A family with a project's own members laid over it."""

    def __init__(self, below: Mapping[str, T], own: Mapping[str, T]) -> None:
        self.below, self.own = below, own

    def __getitem__(self, name: str) -> T:
        return self.own[name] if name in self.own else self.below[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self.below, *self.own}))

    def __len__(self) -> int:
        return len({*self.below, *self.own})

    def __contains__(self, name: object) -> bool:
        return name in self.own or name in self.below
