"""A project's folder: made once, refused twice, and its own metric laid over the built-in one."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import pytest

from kefu.analyses import Study, run_all
from kefu.configuration import Configuration
from kefu.errors import DefinitionError, NotFoundError, UsageError
from kefu.findings import Finding, Period
from kefu.metrics import METRICS
from kefu.metrics.grain import Grain
from kefu.project import Project
from kefu.report import making
from kefu.report.document import Heading

TWELVE = Path(__file__).parent / "data" / "twelve_tickets"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project.create(tmp_path / "lantern", Configuration(timezone="UTC"))
    copy(TWELVE / "twelve_tickets.yaml", project.folder / "mappings")
    return project


def test_a_folder_without_configuration_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="kefu new"):
        Project(tmp_path)


def test_a_project_is_not_made_twice(project: Project) -> None:
    with pytest.raises(UsageError, match="is a Kefu project already"):
        Project.create(project.folder, Configuration())


def test_the_projects_own_metric_replaces_the_built_in_of_its_name(project: Project) -> None:
    text = METRICS.paths["first_response_median"].read_text(encoding="utf-8")
    own = text.replace("aggregate: median", "aggregate: mean")
    (project.folder / "metrics" / "first_response_median.yaml").write_text(own, encoding="utf-8")
    project.import_files([TWELVE / "tickets.csv"])
    february = Period.month("2026-02")
    [measured] = project.meter.measure(["first_response_median"], february)
    assert measured.figure.value == (0.25 + 0.5 + 1.5 + 1.0) / 4 * 3600
    assert "ticket_volume" in project.metrics


def test_the_last_complete_month_is_the_last_one_covered_to_its_end(project: Project) -> None:
    project.import_files([TWELVE / "tickets.csv"])
    assert str(project.last_complete_month()) == "2026-02"  # T12 asked on 28 February


def test_a_month_with_next_to_nothing_is_not_the_last_complete_one(project: Project, tmp_path: Path) -> None:
    asked = [*(f"2026-0{month}-{day:02d}" for month in (1, 2, 3) for day in range(1, 29)), "2026-05-20"]
    lines = [f"T{number},{day} 09:00:00,,,phone" for number, day in enumerate(asked)]
    file = tmp_path / "many.csv"
    file.write_text("\n".join(["ticket,asked,answered,solved,channel", *lines]), encoding="utf-8")
    project.import_files([file])
    assert project.meter.snapshot.holes("ticket") == ("2026-04",)
    assert str(project.last_complete_month()) == "2026-03"


def test_a_new_import_is_seen_by_what_is_measured_next(project: Project, tmp_path: Path) -> None:
    project.import_files([TWELVE / "tickets.csv"])
    february = Period.month("2026-02")
    before = project.meter.figure("ticket_volume", february)
    more = tmp_path / "more.csv"
    more.write_text("ticket,asked,answered,solved,channel\nT13,2026-02-10 09:00:00,,,phone\n", encoding="utf-8")
    project.import_files([more])
    after = project.meter.figure("ticket_volume", february)
    assert (before.value, after.value) == (5, 6)
    assert before.id != after.id


def test_facts_left_for_later_are_computed_by_whoever_asks_first(project: Project) -> None:
    found = project.recognised(TWELVE / "tickets.csv")
    outcome = project.take_in([(TWELVE / "tickets.csv", found)], facts_later=True)
    assert outcome.record.owed == {"ticket": ("2026-01", "2026-02")}
    assert "fact_ticket" not in project.record.tables
    assert Project(project.folder).meter.figure("ticket_volume", Period.month("2026-02")).value == 5
    assert (project.record.owed, project.record.sequence) == ({}, outcome.record.sequence)  # still its record
    again = project.take_in([(TWELVE / "tickets.csv", found)], facts_later=True)
    assert (again.record.owed, again.record.sequence) == ({}, project.record.sequence)  # a known file owes nothing


def test_a_count_is_undefined_where_the_data_do_not_reach_and_zero_where_nothing_happened(project: Project) -> None:
    project.import_files([TWELVE / "tickets.csv"])
    later = Period.month("2030-01")
    [by_month] = project.meter.measure(["ticket_volume"], later, grain=Grain.MONTH)
    whole = project.meter.figure("ticket_volume", later)
    assert (whole.value, whole.id) == (None, by_month.figure.id)
    assert by_month.figure.value is None
    assert project.meter.figure("ticket_volume", Period.month("2026-02"), {"channel": "fax"}).value == 0


def test_the_projects_own_kind_of_report_is_made_with_its_sections_in_its_order(project: Project) -> None:
    text = """
title: {en: Short report, zh: 简报}
subtitle: {en: Two chapters, zh: 两章}
purpose: {en: To try, zh: 试用}
cover: [ticket_volume]
cards: [ticket_volume, first_response_median]
metrics: [ticket_volume, first_response_median]
chapters:
- {title: {en: Numbers, zh: 指标}, sections: [key_indicators]}
- {title: {en: Scope, zh: 范围}, sections: [scope]}
"""
    (project.folder / "reports" / "short.yaml").write_text(text, encoding="utf-8")
    project.import_files([TWELVE / "tickets.csv"])
    made = project.report(Period.month("2026-02"), kind="short", language="en", formats=["md"])
    chapters = [block.text for block in made.document.blocks if isinstance(block, Heading) and block.level == 1]
    assert chapters == ["Numbers", "Scope"]
    assert made.files[0].name == "short_2026-02_en.md"
    assert made.document.title == "Short report"


def test_two_languages_are_told_from_one_study(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    studies: list[Study] = []

    def counted(study: Study) -> tuple[Finding, ...]:
        studies.append(study)
        return run_all(study)

    monkeypatch.setattr(making, "run_all", counted)
    project.import_files([TWELVE / "tickets.csv"])
    february = Period.month("2026-02")
    chinese = project.report(february, language="zh", formats=["md"])
    english = project.report(february, language="en", formats=["md"], before=chinese)
    assert len(studies) == 1
    text = english.files[0].read_bytes()
    assert [one.holds for one in project.verify([*chinese.files, *english.files])] == [True, True]
    assert len(studies) == 2
    alone = project.report(february, language="en", formats=["md"])
    assert alone.files == english.files
    assert alone.files[0].read_bytes() == text
    with pytest.raises(UsageError, match="another month or kind"):
        project.report(february, kind="management", before=chinese)


def test_a_kind_that_is_wrong_says_file_key_and_the_nearest(project: Project) -> None:
    (project.folder / "reports" / "short.yaml").write_text("titel: {}", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r'reports/short\.yaml: unknown key "titel".*title'):
        _ = project.kinds


def test_other_hours_are_felt_by_what_is_measured_next(project: Project) -> None:
    """T7, T8, T9 and T11 waited 0.25, 0.5, 1.5 and 1 h; all but T8 asked a quarter of an hour before opening."""
    project.import_files([TWELVE / "tickets.csv"])
    february = Period.month("2026-02")
    before = project.meter.figure("first_response_business_mean", february)
    assert before.value == (0.25 + 0.5 + 1.5 + 1.0) / 4 * 3600  # round the clock
    sequence = project.record.sequence
    week = "week: {mon-fri: [09:15-18:00]}"
    (project.folder / "calendars" / "default.yaml").write_text(week, encoding="utf-8")
    again = Project(project.folder)
    after = again.meter.figure("first_response_business_mean", february)
    assert after.value == (0 + 0.5 + 1.25 + 0.75) / 4 * 3600
    assert after.id != before.id
    Project(project.folder).meter.figure("first_response_business_mean", february)
    assert again.record.sequence == sequence + 1  # computed once


def test_what_the_source_marks_is_no_promise_of_the_company(project: Project) -> None:
    """ServiceNow judges by when an incident was closed: without promises of its own no report calls that resolving."""
    rate = "sla_resolution_met_rate"
    assert project.metrics[rate].title["zh"] == "时限达标率（来源系统标记）"
    assert "closing" in project.metrics[rate].note["en"]
    assert project.metrics[rate].digest == METRICS[rate].digest
    (project.folder / "sla.yaml").write_text("all: {resolution: 4h}\n", encoding="utf-8")
    assert Project(project.folder).metrics[rate].title == METRICS[rate].title
