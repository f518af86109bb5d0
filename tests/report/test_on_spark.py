"""The report of a month by Spark is the file the embedded engine writes, byte for byte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kefu.configuration import Configuration, read_configuration, write_configuration
from kefu.demo import write_company
from kefu.findings import Period
from kefu.project import Project
from tests.spark import needs_spark

pytestmark = needs_spark

TICKETS = 1_000
MONTH = Period.month("2026-10")


def test_a_whole_report_is_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "lantern"
    write_company(folder, tickets=TICKETS, last_month=MONTH.start)
    project = Project.create(folder, Configuration(company="Lantern"))
    project.import_files(sorted((folder / "exports").iterdir()))
    [embedded] = project.report(MONTH, formats=["md"], folder=folder / "embedded").files
    write_configuration(folder, replace(read_configuration(folder), engine="local[2]"))
    [spark] = Project(folder).report(MONTH, formats=["md"], folder=folder / "spark").files
    assert spark.read_bytes().decode().split("\n") == embedded.read_bytes().decode().split("\n")
