"""``kefu serve``: ready, but only with the first administrator to come; and not without its extra.

That it serves is seen in tests/workbench/test_journeys.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.cli import _workbench, main
from kefu.configuration import Configuration
from kefu.project import Project


def test_the_first_start_prints_a_token_that_is_kept_for_its_owner_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DJANGO_SETTINGS_MODULE", "KEFU_PROJECT", "KEFU_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    project = Project.create(tmp_path / "company", Configuration(language="en"))
    assert main(["serve", "--project", str(project.folder), "--prepare"]) == 0
    file = project.folder / "workbench" / "first.token"
    assert file.read_text(encoding="ascii") in capsys.readouterr().out
    assert file.stat().st_mode & 0o077 == 0
    assert (project.folder / "workbench" / "static" / "made-of").is_file()


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project.create(tmp_path / "company", Configuration(language="en"))
    monkeypatch.setattr(_workbench, "is_installed", lambda: False)
    assert main(["serve", "--project", str(project.folder)]) == 2
    assert "kefu[workbench]" in capsys.readouterr().err
