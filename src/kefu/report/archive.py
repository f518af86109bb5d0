"""Versions of finished reports, frozen as they were sent: the files, the settings behind them, and who said what when.

``archive/<month>/<kind>/v001/`` holds ``files/``, ``settings/`` (kefu.yaml, metrics, calendars … as they were) and
``version.json``. A version is written whole or not at all, and its files are never written again; only steps are added.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from kefu.errors import DataError, NotFoundError, UsageError
from kefu.findings import Period
from kefu.store.record import replace_file

RECORD = "version.json"
SETTINGS = (
    "kefu.yaml", "sla.yaml", "benchmarks.csv", "classification.csv", "measures.yaml", "actions.csv",
    "workbench/actions.csv",
)  # fmt: skip
FOLDERS = ("metrics", "calendars", "themes", "processes", "commentary", "wording")
State = Literal["submitted", "returned", "published"]
What = Literal["submitted", "approved", "returned"]


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did with a version: submitted it, approved it or returned it, with what they noted."""

    what: What
    by: str
    at: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One frozen version of a month's report; ``sequence`` is the import record it was written from, ``files`` and
    ``settings`` are digests by name, ``approvals`` how many it needs, ``made_with`` the version of Kefu."""

    period: str
    kind: str
    number: int
    sequence: int
    files: Mapping[str, str]
    settings: Mapping[str, str]
    approvals: int
    made_with: str
    steps: tuple[Step, ...] = ()

    @property
    def state(self) -> State:
        """Returned where somebody did so last; published when it has the approvals it needs."""
        if self.steps and self.steps[-1].what == "returned":
            return "returned"
        return "published" if len(self.approved_by) >= self.approvals else "submitted"

    @property
    def approved_by(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.by for one in self.steps if one.what == "approved"))


class Archive:
    """The versions of one project, under its ``archive`` folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "archive"

    def versions(self, period: Period, kind: str = "") -> tuple[Version, ...]:
        """Every version of the month, of one kind or of all, the oldest first."""
        found = sorted((self.folder / str(period)).glob(f"{kind or '*'}/v*/{RECORD}"))
        return tuple(_read(json.loads(path.read_text(encoding="utf-8"))) for path in found)

    def version(self, period: Period, kind: str, number: int = 0) -> Version:
        """One version, by default the last; raises NotFoundError where there is none."""
        held = [one for one in self.versions(period, kind) if number in (0, one.number)]
        if not held and number:
            raise NotFoundError(
                '{period}: there is no version {number} of {kind} in the archive; see "kefu publish"',
                period=period, number=number, kind=kind,
            )  # fmt: skip
        if not held:
            raise NotFoundError(
                '{period}: there is no {kind} in the archive; see "kefu publish"', period=period, kind=kind
            )
        return held[-1]

    def place(self, version: Version) -> Path:
        return self.folder / version.period / version.kind / f"v{version.number:03d}"

    def freeze(
        self,
        project: Path,
        period: Period,
        kind: str,
        files: Iterable[Path],
        *,
        sequence: int,
        approvals: int,
        made_with: str,
        step: Step,
    ) -> Version:
        """Copy the finished files and the project's settings into a new version."""
        number = max((one.number for one in self.versions(period, kind)), default=0) + 1
        waiting = self.folder / f".{uuid4().hex}"
        try:
            held = {path.name: _copied(path, waiting / "files" / path.name) for path in files}
            settings = {name: _copied(project / name, waiting / "settings" / name) for name in _settings(project)}
            version = Version(str(period), kind, number, sequence, held, settings, approvals, made_with, steps=(step,))
            replace_file(waiting / RECORD, _written(version))
            self.place(version).parent.mkdir(parents=True, exist_ok=True)
            waiting.replace(self.place(version))
        except OSError as error:
            raise DataError(
                "{folder}: the version could not be written ({error})", folder=self.folder, error=error
            ) from error
        finally:
            shutil.rmtree(waiting, ignore_errors=True)
        return version

    def add(self, version: Version, step: Step) -> Version:
        """Add a step; raises UsageError where the version is past it, or where somebody approves their own work."""
        if version.state != "submitted":
            raise UsageError(
                "version {number} of {kind} is {state} already",
                number=version.number,
                kind=version.kind,
                state=version.state,
            )
        if step.what == "approved" and step.by in {one.by for one in version.steps if one.what == "submitted"}:
            raise UsageError("{who} submitted it, so somebody else has to approve it", who=step.by)
        added = replace(version, steps=(*version.steps, step))
        replace_file(self.place(version) / RECORD, _written(added))
        return added

    def changed(self, version: Version) -> tuple[str, ...]:
        """Files of the version that are not what was frozen: altered, or gone."""
        place = self.place(version)
        held = [("files", version.files), ("settings", version.settings)]
        return tuple(
            f"{folder}/{name}"
            for folder, digests in held
            for name, digest in digests.items()
            if not (place / folder / name).is_file() or _digest(place / folder / name) != digest
        )

    def intact(self, version: Version) -> None:
        """Raises DataError where what was frozen was altered since."""
        if altered := self.changed(version):
            raise DataError(
                "{place}: altered since it was frozen: {files}", place=self.place(version), files=", ".join(altered)
            )

    def published(self, period: Period, kind: str) -> Version:
        """The last published version; raises NotFoundError where there is none."""
        held = [one for one in self.versions(period, kind) if one.state == "published"]
        if not held:
            raise NotFoundError(
                '{period}: no {kind} is published; see "kefu publish", or send it with --draft',
                period=period,
                kind=kind,
            )
        return held[-1]


def step(what: What, by: str, note: str = "") -> Step:
    """A step taken now."""
    if not by.strip():
        raise UsageError("--by: who does it is part of the record")
    return Step(what, by.strip(), datetime.now().astimezone().isoformat(timespec="seconds"), note)


def _settings(project: Path) -> Sequence[str]:
    """The files that decide what a report says, relative to the project; kinds of report stand beside finished ones."""
    found = [name for name in SETTINGS if (project / name).is_file()]
    found += [
        path.relative_to(project).as_posix()
        for folder in FOLDERS
        for path in sorted((project / folder).rglob("*"))
        if path.is_file()
    ]
    return [*found, *(path.relative_to(project).as_posix() for path in sorted((project / "reports").glob("*.yaml")))]


def _copied(source: Path, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o444)
    return _digest(target)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _written(version: Version) -> str:
    return json.dumps(asdict(version), ensure_ascii=False, indent=1) + "\n"


def _read(raw: Mapping[str, Any]) -> Version:
    return Version(**{**raw, "steps": tuple(Step(**one) for one in raw["steps"])})
