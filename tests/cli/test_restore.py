"""``kefu restore``: a project comes back and can be worked on."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.cli import main
from kefu.configuration import Configuration
from kefu.project import FOLDERS, Project


def test_a_project_comes_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = Project.create(tmp_path / "company", Configuration(company="A", language="en"))
    file, again = str(tmp_path / "company.tar.gz"), tmp_path / "again"
    assert main(["backup", "--project", str(project.folder), file]) == 0
    assert main(["restore", file, str(again)]) == 0
    assert Project(again).configuration.company == "A"
    assert all((again / name).is_dir() for name in FOLDERS)
    assert main(["restore", file, str(again)]) == 2
    assert "holds something already" in capsys.readouterr().err


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x").write_text("no archive", encoding="utf-8")
    assert main(["restore", str(tmp_path / "x"), str(tmp_path / "again")]) == 4
    assert "is no backup of Kefu" in capsys.readouterr().err
