"""The rows that were set aside, read back for ``kefu quarantine``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kefu.cleaning.quarantine import IMPORT, LINE, PLACE, REASONS, ROW, open_quarantine
from kefu.cli._export import write_rows
from kefu.cli._privacy import MASK, covered_content, opened
from kefu.cli._reasons import told
from kefu.cli._words import Language
from kefu.engine import connect
from kefu.errors import KefuError, NotFoundError, UsageError, did_you_mean
from kefu.project import Project
from kefu.report.sheets import write_sheets
from kefu.sources.profiles import Profile

FIRST_ROWS = 20
BATCH = 5_000


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

    def cells(self) -> dict[str, Any]:
        """The row as it is written to be corrected."""
        return {IMPORT: self.number, ROW: self.row, REASONS: self.told, **self.content}


class Quarantine:
    """The rows set aside in a project; an empty file name stands for all files."""

    def __init__(self, project: Project, language: Language, *, personal: bool) -> None:
        self.language, self.personal = language, personal
        self.pseudonyms = project.pseudonyms
        self.profiles = _readable_profiles(project)
        self.names = [one.file for one in project.record.imports]
        self.engine = connect(project.configuration.engine)
        open_quarantine(self.engine, project.data, project.record)

    def require(self, file: str) -> None:
        if file and file not in self.names:
            raise NotFoundError(f"{file}: no file of this name was imported{did_you_mean(file, self.names)}")

    def count(self, file: str) -> int:
        return int(self.engine.one("SELECT count(*) FROM quarantine WHERE file = $1 OR $1 = ''", [file]))

    def first(self, file: str) -> list[SetAside]:
        return list(self._rows("file = $1 OR $1 = ''", [file], FIRST_ROWS, 0))

    def export(self, file: str, path: Path) -> None:
        """Write all rows, with the columns of their files: a workbook has a sheet for each kind of file."""
        kinds = self._kinds(file)
        if path.suffix.lower() == ".xlsx":
            write_sheets(path, [(name, columns, self._lines(kind, columns)) for name, kind, columns in kinds])
            return
        if len(kinds) > 1:
            raise UsageError(
                f"{path}: rows of several kinds of file do not fit one table; write an .xlsx, or name a FILE"
            )
        write_rows(path, (one.cells() for _, kind, _ in kinds for one in self._all(kind)))

    def _kinds(self, file: str) -> list[tuple[str, list[Any], list[str]]]:
        """Profiles with rows set aside, lines that could not be split apart, and the columns of each."""
        found = self.engine.rows(
            "SELECT profile, json_valid(content) AS whole, any_value(content) FROM quarantine "
            "WHERE file = $1 OR $1 = '' GROUP BY ALL ORDER BY profile, whole DESC",
            [file],
        )
        return [
            (profile if whole else f"{profile} {LINE}", [file, profile, whole], [*PLACE, *(opened(content, LINE))])
            for profile, whole, content in found
        ]

    def _all(self, kind: list[Any]) -> Iterator[SetAside]:
        condition = "(file = $1 OR $1 = '') AND profile = $2 AND json_valid(content) = $3"
        count = int(self.engine.one(f"SELECT count(*) FROM quarantine WHERE {condition}", kind))
        return (one for start in range(0, count, BATCH) for one in self._rows(condition, kind, BATCH, start))

    def _lines(self, kind: list[Any], columns: Sequence[str]) -> Iterator[list[str | None]]:
        for one in self._all(kind):
            cells = one.cells()
            yield [None if cells.get(name) is None else str(cells[name]) for name in columns]

    def _rows(self, condition: str, values: list[Any], limit: int, start: int) -> Iterator[SetAside]:
        found = self.engine.rows(
            f"SELECT source, file, profile, row_number, reasons, content FROM quarantine WHERE {condition} "
            f"ORDER BY source, row_number, reasons, content LIMIT {limit} OFFSET {start}",
            values,
        )
        for number, name, profile, row, reasons, content in found:
            shown = self._shown(content, self.profiles.get(profile))
            yield SetAside(number, name, profile, row, reasons, told(reasons, self.language), shown)

    def _shown(self, content: str, profile: Profile | None) -> dict[str, Any]:
        if self.personal:
            return opened(content, LINE)
        return covered_content(content, profile, self.pseudonyms, LINE)


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
