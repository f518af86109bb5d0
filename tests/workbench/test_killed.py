"""A worker killed in the middle of a job: the next one finishes it, nothing is lost and nothing counted twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.workbench.companies import make

ROOT = Path(__file__).parents[2]


def work(folder: Path, what: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "KEFU_PROJECT": str(folder), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    environment.pop("KEFU_DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.workbench.worker_that_dies", what]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300)


def survived(folder: Path, place: str) -> Any:
    """What there is after a worker died at the place and another one came."""
    died = work(folder, place)
    assert died.returncode == -signal.SIGKILL, died.stderr
    done = work(folder, "again")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("place", ["before_record", "after_record"])
def test_an_import_that_was_killed_is_finished_and_counts_once(place: str, tmp_path: Path) -> None:
    make(tmp_path / "company")
    told = survived(tmp_path / "company", place)
    assert (told["state"], told["attempts"]) == ("done", 2)
    # five rows: three good ones, one wrong, one that another repeats
    assert told["imports"] == [[5, 3, 2]]
    assert (told["agents"], told["set_aside"]) == (3, 2)
    (table,) = told["result"]
    assert (table["rows"], table["clean"], table["set_aside"], table["duplicates"]) == (5, 3, 1, 1)
    assert table["known"] is (place == "after_record")
    assert list((tmp_path / "company" / "workbench" / "uploads").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_build_that_was_killed_is_finished_and_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "company"
    make(folder)
    drafts = folder / "reports" / "2026-10"
    drafts.mkdir(parents=True)
    (drafts / "key_customer_2026-10_zh.md").write_text("old", encoding="utf-8")
    assert work(folder, "build").returncode == -signal.SIGKILL
    assert (drafts / "key_customer_2026-10_zh.md").read_text(encoding="utf-8") == "old"
    told = json.loads(work(folder, "again").stdout)
    assert (told["state"], told["attempts"]) == ("done", 2)
    assert told["drafts"] == {"key_customer_2026-10_zh.html": "new", "key_customer_2026-10_zh.md": "new"}
    assert told["building"] == 0
