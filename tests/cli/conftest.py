"""A small project made through the command line itself, once per session, and a way to run commands on it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kefu.cli import main
from kefu.demo import write_company

# A kind of the project's own in place of the built-in one: what becomes of a report does not depend on its length.
BRIEF = """
title: {zh: 售后服务月报, en: After-sales monthly report}
subtitle: {zh: 指标与数据, en: Indicators and data}
purpose: {zh: 说明本月做得怎样, en: How the month went}
cover: [ticket_volume, csat]
cards: [ticket_volume, csat, first_response_median, resolution_rate]
metrics: [ticket_volume, csat, first_response_median, resolution_rate]
chapters:
  - {title: {zh: 概况, en: Overview}, sections: [summary, scope, key_indicators]}
  - {title: {zh: 附录, en: Appendix}, sections: [definitions, data_quality]}
"""
TAKEN = ("agents.csv", "helpdesk_tickets_2026H2.jsonl", "orders_2026H2.csv", "survey.xlsx")


@dataclass(frozen=True)
class Ran:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: object) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words])
        shown = capsys.readouterr()
        return Ran(code, shown.out, shown.err)

    return command


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    write_company(folder, tickets=2_000, last_month=date(2026, 10, 1))
    return folder / "exports"


@pytest.fixture(scope="session")
def project(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in English with tickets, orders and survey answers; tests do not change what is imported."""
    folder = tmp_path_factory.mktemp("cli") / "lantern"
    assert main(["new", str(folder), "--language", "en", "--quiet"]) == 0
    assert main(["import", "--project", str(folder), "--quiet", *(str(exports / name) for name in TAKEN)]) == 0
    return folder


@pytest.fixture(scope="session")
def brief(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same project with October written, briefly; to be copied by who goes on with it."""
    folder = tmp_path_factory.mktemp("brief") / "lantern"
    shutil.copytree(project, folder)
    (folder / "reports").mkdir(exist_ok=True)
    (folder / "reports" / "after_sales_monthly.yaml").write_text(BRIEF, encoding="utf-8")
    where = ("--project", str(folder), "--quiet", "--format", "md", "--format", "xlsx")
    assert main(["report", "2026-10", *where]) == 0
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A project in English without data."""
    folder = tmp_path / "empty"
    assert main(["new", str(folder), "--language", "en", "--quiet"]) == 0
    return folder
