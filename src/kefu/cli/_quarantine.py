"""The rows that were set aside, read back for ``kefu check --quarantine``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kefu.cli._export import write_rows
from kefu.cli._privacy import MASK, covered_content, opened
from kefu.cli._reasons import told
from kefu.cli._words import Language
from kefu.engine import connect
from kefu.errors import KefuError, NotFoundError, did_you_mean
from kefu.project import Project
from kefu.sources.profiles import Profile
from kefu.store import tables

FIRST_ROWS = 20
BATCH = 5_000
TYPES = {
    "source": "INTEGER",
    "file": "VARCHAR",
    "profile": "VARCHAR",
    "row_number": "BIGINT",
    "reasons": "VARCHAR",
    "content": "VARCHAR",
    "month": "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class SetAside:
    """One row: ``number`` is its import, ``row`` its place in the file, ``told`` the reasons in words."""

    number: int
    file: str
    profile: str
    row: int
    reasons: str
    told: str
    content: dict[str, Any]

    def as_data(self) -> dict[str, Any]:
        return {**asdict(self), "reasons": self.reasons.splitlines()}

    def brief(self) -> str:
        """What the row says, in one line; masked and empty columns are left out."""
        said = {name: value for name, value in self.content.items() if value not in (None, "", MASK)}
        return "; ".join(f"{name}={value}" for name, value in said.items()) or MASK


class Quarantine:
    """The rows set aside in a project; an empty file name stands for all files."""

    def __init__(self, project: Project, language: Language, *, personal: bool) -> None:
        self.language, self.personal = language, personal
        self.profiles = _readable_profiles(project)
        self.names = [one.file for one in project.record.imports]
        self.engine = connect(project.configuration.engine)
        state = project.record.tables.get("quarantine")
        self.engine.view("quarantine", tables.files(project.data / "tables" / "quarantine", state), TYPES)

    def require(self, file: str) -> None:
        if file and file not in self.names:
            raise NotFoundError(f"{file}: no file of this name was imported{did_you_mean(file, self.names)}")

    def count(self, file: str) -> int:
        return int(self.engine.one("SELECT count(*) FROM quarantine WHERE file = $1 OR $1 = ''", [file]))

    def first(self, file: str) -> list[SetAside]:
        return list(self._rows(file, FIRST_ROWS, 0))

    def export(self, file: str, path: Path) -> None:
        """Write all rows as CSV."""
        starts = range(0, self.count(file), BATCH)
        write_rows(path, (_csv_line(one) for start in starts for one in self._rows(file, BATCH, start)))

    def _rows(self, file: str, limit: int, start: int) -> Iterator[SetAside]:
        found = self.engine.rows(
            "SELECT source, file, profile, row_number, reasons, content FROM quarantine WHERE file = $1 OR $1 = '' "
            "ORDER BY source, row_number, reasons, content LIMIT $2 OFFSET $3",
            [file, limit, start],
        )
        for number, name, profile, row, reasons, content in found:
            shown = opened(content) if self.personal else covered_content(content, self.profiles.get(profile))
            yield SetAside(number, name, profile, row, reasons, told(reasons, self.language), shown)


def _csv_line(one: SetAside) -> dict[str, Any]:
    return {
        "import": one.number,
        "file": one.file,
        "profile": one.profile,
        "row": one.row,
        "reasons": one.told,
        "content": json.dumps(one.content, ensure_ascii=False, default=str),
    }


def _readable_profiles(project: Project) -> dict[str, Profile]:
    """Profiles by name; without one that can be read, a row's columns are all masked."""
    try:
        return {
            one.profile: project.profiles[one.profile]
            for one in project.record.imports
            if one.profile in project.profiles
        }
    except KefuError:
        return {}
