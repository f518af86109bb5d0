"""Files made to fill the memory or the disk, on purpose or by mistake: refused in one line or set aside, memory flat.

``KEFU_CELL=2147483648 pytest tests/faults/test_bombs.py -n 0 -k cell`` reads a cell of 2 GB.
"""

from __future__ import annotations

import gzip
import os
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kefu.cleaning.intake import import_files
from kefu.errors import DataError
from kefu.sources import _packed
from kefu.store.record import read_record
from tests.canonical import profile_of
from tests.faults.children import POSIX, run
from tests.faults.workbooks import HEAD, TAIL, cell, workbook

pytestmark = POSIX
CELL = int(os.environ.get("KEFU_CELL", str(1 << 25)))
MOST_MEMORY = 700 << 20  # of a process that has loaded everything, which is some 300 MB
LITTLE = 1 << 20
PROFILES = {"plain_agent": profile_of("agent")}
LINES = b"agent_id,name,team,level,joined_at\na1,Li,phone,,\n"


def attempt(store: Path, file: Path, always: int = _packed.ALWAYS_UNPACKED) -> tuple[str, int]:
    """The error of importing the file, and the most memory that the process ever had, in bytes."""
    import resource

    _packed.ALWAYS_UNPACKED = always
    said = ""
    try:
        import_files(store, [file], profiles=PROFILES, timezone="UTC")
    except DataError as error:
        said = str(error)
    return said, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def refused(tmp_path: Path, file: Path, **given: int) -> str:
    """The one line in which the file is refused, after which nothing is left of it."""
    said: str
    said, memory = run(attempt, tmp_path / "data", file, *given.values())
    assert said.startswith(file.name)
    assert len(said.splitlines()) == 1
    assert memory < MOST_MEMORY
    assert not read_record(tmp_path / "data").imports
    assert not [path for path in (tmp_path / "data").rglob("*.*") if path.name != "import.lock"]
    return said


def test_a_packed_text_that_unpacks_to_more_than_a_text_can(tmp_path: Path) -> None:
    file = tmp_path / "agents.csv.gz"
    with gzip.open(file, "wb") as stream:
        stream.write(LINES)
        for _ in range(8):
            stream.write(b"a1,Li,phone,,\n" * (LITTLE // 14))
    assert "unpacks to more than" in refused(tmp_path, file, always=LITTLE)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_packed_text_that_was_cut_short(tmp_path: Path, share: float) -> None:
    file = tmp_path / "agents.csv.gz"
    names = (os.urandom(9).hex().encode() for _ in range(99_999))
    whole = gzip.compress(LINES + b"".join(b"%s,Li,phone,,\n" % name for name in names))
    file.write_bytes(whole[: int(len(whole) * share)])
    assert "is not whole" in refused(tmp_path, file)


def expanding(path: Path) -> None:
    """A text of 64 MB; packed it is 65 kB."""
    workbook(path, f"{HEAD}<row r='1'>{cell('A1', 'a' * (1 << 26))}</row>{TAIL}")


def lying(path: Path) -> None:
    """The same, and the archive says that it is a megabyte."""
    expanding(path)
    with zipfile.ZipFile(path) as book:
        size = book.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", LITTLE)))


def far(path: Path) -> None:
    """Two cells, in the first and in the last place there is: 16,384 columns times 1,048,576 rows between them."""
    first, last = cell("A1", "agent_id"), cell("XFD1048576", "")
    workbook(path, f'{HEAD}<row r="1">{first}</row><row r="1048576">{last}</row>{TAIL}')


def far_otherwise_written(path: Path) -> None:
    first, last = cell("A1", "agent_id"), cell("XFD1048576", "").replace('"XFD1048576"', "\n'XFD1048576'")
    workbook(path, f'{HEAD}<row r="1">{first}</row><row r="1048576">{last}</row>{TAIL}'.replace("<c r=", "<c\tr ="))


def far_without_references(path: Path) -> None:
    """A row of ten thousand cells and a hundred thousand rows; where each is, is for the reader to count."""
    workbook(path, f"{HEAD}<row>{'<c/>' * 10_000}</row>{'<row><c><v>1</v></c></row>' * 100_000}{TAIL}")


def entities(path: Path) -> None:
    """A billion laughs."""
    named = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    document = f'<!DOCTYPE x [<!ENTITY l0 "lol">{named}]>'
    workbook(path, f"{HEAD}<row r='1'>{cell('A1', '&l9;')}</row>{TAIL}", document)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (expanding, "which no workbook of its size does"),
        (lying, "cannot be read|is not a workbook"),
        (far, "reaches to row 1,048,576 and column 16,384"),
        (far_otherwise_written, "reaches to row 1,048,576 and column 16,384"),
        (far_without_references, "reaches to row 100,001 and column 10,000"),
        (entities, "cannot be read"),
    ],
)
def test_a_workbook_that_would_fill_the_memory(tmp_path: Path, make: Callable[[Path], None], says: str) -> None:
    file = tmp_path / "agents.xlsx"
    make(file)
    assert file.stat().st_size < 4 * LITTLE
    assert re.search(says, refused(tmp_path, file, always=LITTLE if make is expanding else 1 << 30))


def test_a_workbook_that_was_cut_short(tmp_path: Path) -> None:
    file = tmp_path / "agents.xlsx"
    workbook(file, f"{HEAD}<row r='1'>{cell('A1', 'agent_id')}</row>{TAIL}")
    file.write_bytes(file.read_bytes()[:-200])
    assert "is not a workbook" in refused(tmp_path, file)


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_of_very_many_bytes_is_set_aside_and_its_neighbours_count(tmp_path: Path, quote: str) -> None:
    file, piece = tmp_path / "agents.csv", b"a" * LITTLE
    with file.open("wb") as stream:
        stream.write(LINES + b"a2," + quote.encode())
        for _ in range(CELL // LITTLE):
            stream.write(piece)
        stream.write(f"{quote},phone,,\na3,Wang,online,,\n".encode())
    said, memory = run(attempt, tmp_path / "data", file)
    (one,) = read_record(tmp_path / "data").imports
    assert said == ""
    assert (one.rows, one.clean, dict(one.reasons)) == (3, 2, {"broken_line": 1})
    assert memory < MOST_MEMORY
