"""The rows that were set aside, read back to be shown, counted by reason and written to be corrected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kefu.cleaning.covering import MASK, covered_content, opened
from kefu.cleaning.quarantine import IMPORT, LINE, PLACE, REASONS, ROW, open_quarantine
from kefu.cleaning.reasons import Language, told
from kefu.engine import connect
from kefu.errors import NotFoundError, did_you_mean
from kefu.store.record import Record

if TYPE_CHECKING:
    from kefu.cleaning.privacy import Pseudonyms
    from kefu.sources.profiles import Profile

BATCH = 5_000
WHICH = (
    "(file = $1 OR $1 = '') AND ($2 = '' OR list_contains([split_part(one, ':', 1) "
    "FOR one IN string_split(reasons, chr(10))], $2))"
)


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

    def line(self, columns: Sequence[str]) -> list[str | None]:
        """The cells of these columns, as texts."""
        cells = self.cells()
        return [None if cells.get(name) is None else str(cells[name]) for name in columns]


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows set aside with the same columns: those of a profile, or its lines that could not be split (``whole``)."""

    name: str
    profile: str
    whole: bool
    columns: tuple[str, ...]


class SetAsideRows:
    """The rows set aside in a store. ``file`` and ``reason`` (the code of a rule) narrow them; "" stands for all.
    What is personal is masked unless ``personal``; ``profiles`` say which columns are not."""

    def __init__(
        self,
        folder: Path,
        record: Record,
        profiles: Mapping[str, Profile],
        pseudonyms: Pseudonyms,
        language: Language,
        *,
        personal: bool = False,
        engine: str = "duckdb",
    ) -> None:
        self.language, self.personal = language, personal
        self.pseudonyms, self.profiles = pseudonyms, profiles
        self.names = [one.file for one in record.imports]
        self.engine = connect(engine)
        open_quarantine(self.engine, folder, record)

    def require(self, file: str) -> None:
        if file and file not in self.names:
            raise NotFoundError(
                "{file}: no file of this name was imported{near}", file=file, near=did_you_mean(file, self.names)
            )

    def count(self, file: str = "", reason: str = "") -> int:
        return int(self.engine.one(f"SELECT count(*) FROM quarantine WHERE {WHICH}", [file, reason]))

    def by_reason(self, file: str = "") -> dict[str, int]:
        """How often each reason was given, the most frequent first; a row may have several."""
        counted = self.engine.rows(
            "SELECT split_part(reason, ':', 1) AS code, count(*) AS times FROM (SELECT unnest(string_split(reasons, "
            "chr(10))) AS reason FROM quarantine WHERE file = $1 OR $1 = '') GROUP BY code ORDER BY times DESC, code",
            [file],
        )
        return dict(counted)

    def some(self, limit: int, start: int = 0, *, file: str = "", reason: str = "") -> list[SetAside]:
        return list(self._rows(WHICH, [file, reason], limit, start))

    def one(self, number: int, row: int) -> SetAside:
        """The row of an import; raises NotFoundError where it was not set aside, or is no longer."""
        found = list(self._rows("source = $1 AND row_number = $2", [number, row], 1, 0))
        if not found:
            raise NotFoundError("import {number}, row {row}: is not set aside", number=number, row=row)
        return found[0]

    def kinds(self, file: str = "") -> list[Kind]:
        """What there is in the quarantine, by its columns."""
        found = self.engine.rows(
            "SELECT profile, json_valid(content) AS whole, any_value(content) FROM quarantine "
            "WHERE file = $1 OR $1 = '' GROUP BY ALL ORDER BY profile, whole DESC",
            [file],
        )
        return [
            Kind(profile if whole else f"{profile} {LINE}", profile, whole, (*PLACE, *opened(content, LINE)))
            for profile, whole, content in found
        ]

    def of_kind(self, kind: Kind, file: str = "") -> Iterator[SetAside]:
        condition = "(file = $1 OR $1 = '') AND profile = $2 AND json_valid(content) = $3"
        values = [file, kind.profile, kind.whole]
        count = int(self.engine.one(f"SELECT count(*) FROM quarantine WHERE {condition}", values))
        return (one for start in range(0, count, BATCH) for one in self._rows(condition, values, BATCH, start))

    def _rows(self, condition: str, values: Sequence[Any], limit: int, start: int) -> Iterator[SetAside]:
        found = self.engine.rows(
            f"SELECT source, file, profile, row_number, reasons, content FROM quarantine WHERE {condition} "
            f"ORDER BY source, row_number, reasons, content LIMIT {limit} OFFSET {start}",
            list(values),
        )
        for number, name, profile, row, reasons, content in found:
            known = self.profiles.get(profile)
            said = told(reasons, self.language, known)
            yield SetAside(number, name, profile, row, reasons, said, self._shown(content, known))

    def _shown(self, content: str, profile: Profile | None) -> dict[str, Any]:
        if self.personal:
            return opened(content, LINE)
        return covered_content(content, profile, self.pseudonyms, LINE)
