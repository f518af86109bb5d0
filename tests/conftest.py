"""The made-up company at the size ``kefu demo`` has and at a tenth of it, imported once for all workers and files;
``--update-golden``."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from kefu.cli._running import COLLECTED_AFTER
from kefu.configuration import Configuration
from kefu.demo import write_company
from kefu.findings import Period
from kefu.project import Project

LONGEST = ("test_postgres", "test_verified_everywhere", "test_stories", "test_journeys", "test_golden")
TICKETS = 60_000  # over 26 months: the size of ``kefu demo``, at which its stories stand out from chance
SMALL = 6_000  # most pages of a report need no more
LAST_MONTH = Period.month("2026-10")
DONE = "built"
SHARED = "KEFU_TESTS_SHARE"  # the folder of what is built once, for a run that another run starts

os.environ["LC_ALL"] = "C.UTF-8"  # what the command line says does not depend on who runs the tests
gc.set_threshold(COLLECTED_AFTER)  # as the command line has it
settings.register_profile("kefu", deadline=None)  # a machine that is busy is no fault
settings.load_profile("kefu")


@dataclass(frozen=True)
class Company:
    """The company's folder; tests read it and leave what is imported as it is."""

    folder: Path

    @property
    def exports(self) -> Path:
        return self.folder / "exports"

    @property
    def project(self) -> Project:
        """The project, opened anew: nothing measured before is remembered."""
        return Project(self.folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: a file is one worker's, so that one begun last is waited for by the others."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew instead of comparing")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of what is built once for all workers, and for a run that one of them starts."""
    own = tmp_path_factory.getbasetemp()
    return Path(os.environ.get(SHARED) or (own if worker_id == "master" else own.parent))


@pytest.fixture(scope="session")
def demo_company(shared: Path) -> Company:
    return Company(built_once(shared / f"company_{TICKETS}", partial(build, tickets=TICKETS)))


@pytest.fixture(scope="session")
def small_company(shared: Path) -> Company:
    return Company(built_once(shared / f"company_{SMALL}", partial(build, tickets=SMALL)))


def built_once(folder: Path, build: Callable[[Path], None]) -> Path:
    """Built by whichever worker needs it first, as pytest-xdist's documentation has it; the others wait."""
    with FileLock(f"{folder}.lock"):
        if not (folder / DONE).is_file():
            shutil.rmtree(folder, ignore_errors=True)
            build(folder)
            (folder / DONE).touch()
    return folder


def build(folder: Path, tickets: int) -> None:
    """Write the company's exports and bring all of them in."""
    write_company(folder, tickets=tickets, last_month=date(2026, 10, 1))
    project = Project.create(folder, Configuration(company="Lantern"))
    project.import_files(sorted((folder / "exports").iterdir()))
