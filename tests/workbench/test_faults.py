"""A running workbench whose parts are killed: what it was at is done all the same, once, and people see it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from tests.conftest import Company
from tests.sources.live.databases import PASSWORD, USER, postgres
from tests.workbench.browser import Served, served

PATIENCE = 240.0  # seconds, on a busy machine
START = """
from kefu.workbench.jobs import services
print(services.start("dashboards.judge", by=None).pk)
"""
STATE = """
from kefu.workbench.jobs.models import Job
job = Job.objects.get(pk={number})
print(job.state, job.attempts)
"""
CUT = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                   " WHERE pid <> pg_backend_pid() AND usename = current_user")
"""


def manage(here: Served, code: str, **surroundings: str) -> str:
    left_out = ("KEFU_PROJECT", "DJANGO_SETTINGS_MODULE", "KEFU_DATABASE_URL")
    environment = {name: one for name, one in os.environ.items() if name not in left_out} | surroundings
    ran = subprocess.run(
        [sys.executable, "-m", "kefu.workbench", "shell", "-v0", "-c", code],
        env={**environment, "KEFU_PROJECT": str(here.folder)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return ran.stdout.strip()


def wait_for(what: Callable[[], bool], said: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if what():
            return
        time.sleep(0.5)
    raise AssertionError(said)


def workers() -> list[int]:
    """Processes that do the work of a workbench, of whoever started this one."""
    found = subprocess.run(["pgrep", "-f", "kefu.workbench work"], capture_output=True, text=True, check=False)
    return [int(one) for one in found.stdout.split()]


@pytest.fixture
def folder(built_company: Company, tmp_path: Path) -> Path:
    copied = tmp_path / "company"
    shutil.copytree(built_company.folder, copied)
    return copied


@pytest.mark.skipif(shutil.which("pgrep") is None, reason="needs pgrep (Debian: procps)")
def test_a_killed_worker_is_replaced_and_its_job_is_done(folder: Path) -> None:
    before = set(workers())
    with served(folder) as here:
        number = manage(here, START)
        wait_for(lambda: manage(here, STATE.format(number=number)).startswith("running"), "the job never began")
        for one in set(workers()) - before:
            os.kill(one, signal.SIGKILL)
        with urlopen(f"{here.address}/health", timeout=30) as answer:  # noqa: S310 - this machine
            assert answer.status == 200
        wait_for(lambda: manage(here, STATE.format(number=number)).startswith("done"), "the job was never done")
        assert manage(here, STATE.format(number=number)) == "done 2"


def test_a_lost_database_is_found_again(folder: Path) -> None:
    with postgres() as port:
        address = f"postgresql://{USER}:{quote(PASSWORD)}@127.0.0.1:{port}/postgres"
        with served(folder, KEFU_DATABASE_URL=address) as here:
            number = manage(here, START, KEFU_DATABASE_URL=address)

            def state() -> str:
                return manage(here, STATE.format(number=number), KEFU_DATABASE_URL=address)

            wait_for(lambda: state().startswith("running"), "the job never began")
            manage(here, CUT, KEFU_DATABASE_URL=address)
            wait_for(lambda: state().startswith("done"), "the job was never done")
            with urlopen(f"{here.address}/health", timeout=30) as answer:  # noqa: S310 - this machine
                assert answer.status == 200
