"""``kefu backup``: what it says, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.cli import main
from kefu.configuration import Configuration
from kefu.project import Project


def test_a_project_is_written_into_one_file_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = Project.create(tmp_path / "company", Configuration(language="en"))
    file = tmp_path / "company.tar.gz"
    words = ["backup", "--project", str(project.folder), str(file)]
    assert main(words) == 0
    assert "1 files" in capsys.readouterr().out  # kefu.yaml
    assert main(words) == 2
    assert "is there already" in capsys.readouterr().err
