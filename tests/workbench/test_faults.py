"""A running workbench whose parts are killed: what it was at is done all the same, once, and people see it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from tests.conftest import Company
from tests.sources.live.databases import PASSWORD, USER, postgres
from tests.workbench.browser import Served, served

PATIENCE = 240.0  # seconds, on a busy machine
WAIT = f"""
import time
from kefu.workbench.jobs import services
from kefu.workbench.jobs.models import Job
def wait_for(number, state):
    until = time.monotonic() + {PATIENCE}
    while (job := Job.objects.get(pk=number)).state != state and time.monotonic() < until:
        time.sleep(0.1)
    return job
"""
BEGIN = f"""{WAIT}
asked = dict(month="2026-10", kind="key_customer", languages=["zh"], formats=["md"])
job = wait_for(services.start("reports.build", by=None, **asked).pk, "running")
assert job.state == "running", job.state
print(job.pk)
"""
END = f"""{WAIT}
job = wait_for({{number}}, "done")
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


def workers(here: Served) -> list[int]:
    """The processes that do the work of this workbench."""
    command = ["pgrep", "-P", str(here.process), "-f", "kefu.workbench work"]
    return [int(one) for one in subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()]


@pytest.fixture
def folder(built_company: Company, tmp_path: Path) -> Path:
    copied = tmp_path / "company"
    shutil.copytree(built_company.folder, copied)
    return copied


@pytest.mark.skipif(shutil.which("pgrep") is None, reason="needs pgrep (Debian: procps)")
def test_a_killed_worker_is_replaced_and_its_job_is_done(folder: Path) -> None:
    with served(folder) as here:
        number = manage(here, BEGIN)
        for one in workers(here):
            os.kill(one, signal.SIGKILL)
        with urlopen(f"{here.address}/health", timeout=30) as answer:  # noqa: S310 - this machine
            assert answer.status == 200
        assert manage(here, END.format(number=number)) == "done 2"


def test_a_lost_database_is_found_again(folder: Path) -> None:
    with postgres() as port:
        address = f"postgresql://{USER}:{quote(PASSWORD)}@127.0.0.1:{port}/postgres"
        with served(folder, KEFU_DATABASE_URL=address) as here:
            number = manage(here, BEGIN + CUT, KEFU_DATABASE_URL=address)
            assert manage(here, END.format(number=number), KEFU_DATABASE_URL=address).startswith("done")
            with urlopen(f"{here.address}/health", timeout=30) as answer:  # noqa: S310 - this machine
                assert answer.status == 200
