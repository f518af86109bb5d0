"""The same data give the same report, byte for byte: nothing depends on the clock, on hashing or on threads.

Each report is made by a process of its own, with another hash seed, so that an order taken from a set would show.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import LAST_MONTH, Company

TEXT = ("md", "html")
PACKED = ("xlsx", "pptx", "docx")  # none holds a time of its own: their dates are those of the data

MAKE = """
import sys
from pathlib import Path
from kefu.findings import Period
from kefu.project import Project
from kefu.report.making import make

project, folder = Project(Path(sys.argv[1])), Path(sys.argv[2])
month, formats = Period.month(sys.argv[3]), sys.argv[4:]
# The ledger goes to the folder, because other tests read the company at the same time.
kind = project.kinds["after_sales_monthly"]
make(project.meter, project.configuration, folder / "ledger", month, kind, "zh", formats,
     folder, project.theme, lambda stage, done: None)
"""

Reports = tuple[dict[str, Path], dict[str, Path]]


@pytest.fixture(scope="module")
def twice(small_company: Company, tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """The files of the last month's report by format, made twice."""
    first, second = (made(small_company, tmp_path_factory.mktemp("report"), seed) for seed in ("1", "2"))
    return first, second


def made(company: Company, folder: Path, seed: str) -> dict[str, Path]:
    command = [sys.executable, "-c", MAKE, str(company.folder), str(folder), str(LAST_MONTH), *TEXT, *PACKED]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
    return {path.suffix[1:]: path for path in folder.glob("after_sales_monthly_*")}


def ledger(files: dict[str, Path]) -> dict[str, bytes]:
    """What was entered in the ledger beside a report."""
    folder = files["md"].parent / "ledger" / "ledger"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", TEXT)
def test_text_and_page_are_the_same_bytes(name: str, twice: Reports) -> None:
    first, second = (files[name].read_text(encoding="utf-8").splitlines() for files in twice)
    assert first == second  # says where they differ
    assert twice[0][name].read_bytes() == twice[1][name].read_bytes()


@pytest.mark.parametrize("name", PACKED)
def test_every_part_of_workbook_and_deck_is_the_same(name: str, twice: Reports) -> None:
    with zipfile.ZipFile(twice[0][name]) as first, zipfile.ZipFile(twice[1][name]) as second:
        assert first.namelist() == second.namelist()
        assert [one for one in first.namelist() if first.read(one) != second.read(one)] == []
    assert twice[0][name].read_bytes() == twice[1][name].read_bytes()


def test_the_same_figures_are_entered_in_the_ledger(twice: Reports) -> None:
    assert ledger(twice[0]) == ledger(twice[1]) != {}
