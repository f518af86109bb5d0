"""What is owed is computed before the answer, and whoever waits for it sees how far it is."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

import pytest

from kefu.cli._place import Asked
from kefu.cli._progress import Bar
from kefu.configuration import Configuration
from kefu.project import Project

ROWS = "坐席工号,姓名,班组,级别,入职日期\nA1,王甲,电话组,初级,2024-01-05\n"


def test_computing_what_is_owed_shows_its_progress(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = tmp_path / "project", tmp_path / "agents.csv"
    file.write_text(ROWS, encoding="utf-8")
    project = Project.create(folder, Configuration(company="测试公司"))
    project.take_in([(file, project.recognised(file))], facts_later=True)
    told: list[tuple[str, float]] = []
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(Bar, "__call__", lambda bar, stage, done: told.append((bar.said(stage), done)))
    Asked(folder, Namespace(quiet=False, language="zh")).keep_facts()
    assert "正在计算新导入的数据" in capsys.readouterr().err
    shares = [done for _, done in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert len(shares) > 5  # one for each table of facts
    assert told[1][0] == "计算派生数据"
    assert not Project(folder).record.owed
