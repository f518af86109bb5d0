"""A finished report is frozen, approved by somebody else, and can be made again as it was."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from tests.cli.conftest import TAKEN, Run
from tests.report.corruption import corrupted


@pytest.fixture
def company(brief: Path, tmp_path: Path) -> Path:
    """A project whose October was written, and to which nothing was added since."""
    folder = tmp_path / "lantern"
    shutil.copytree(brief, folder)
    return folder


def settings(company: Path, old: str, new: str) -> None:
    file = company / "kefu.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_without_approvals_what_is_submitted_is_published(run: Run, company: Path) -> None:
    told = run("publish", "2026-10", "--by", "Wang", "--project", company, "--json").data
    assert (told["version"], told["state"], told["approvals_needed"]) == (1, "published", 0)
    assert sorted(Path(name).suffix for name in told["files"]) == [".md", ".xlsx"]
    frozen = company / "archive" / "2026-10" / "after_sales_monthly" / "v001"
    assert (frozen / "settings" / "kefu.yaml").read_bytes() == (company / "kefu.yaml").read_bytes()
    assert "published" in run("publish", "2026-10", "--list", "--project", company).out


def test_somebody_else_approves_and_only_once(run: Run, company: Path) -> None:
    settings(company, "approvals: 0", "approvals: 1")
    where = ("--project", company)
    assert run("publish", "2026-10", "--by", "Wang", *where, "--json").data["state"] == "submitted"
    own = run("publish", "2026-10", "--approve", "--by", "Wang", *where)
    assert own.code == 2
    assert "somebody else has to approve it" in own.err
    told = run("publish", "2026-10", "--approve", "--by", "Li", "--note", "read", *where, "--json").data
    assert (told["state"], told["approved_by"]) == ("published", ["Li"])
    late = run("publish", "2026-10", "--return", "--by", "Zhao", *where)
    assert late.code == 2
    assert "is published already" in late.err
    listed = run("publish", "2026-10", "--list", *where, "--language", "zh").out
    assert "已发布（已批准1/1）" in listed
    assert "批准 · Li · read" in listed


def test_what_is_returned_is_followed_by_another_version(run: Run, company: Path) -> None:
    settings(company, "approvals: 0", "approvals: 1")
    where = ("--project", company)
    run("publish", "2026-10", "--by", "Wang", *where)
    assert run("publish", "2026-10", "--return", "--by", "Li", *where, "--json").data["state"] == "returned"
    assert run("publish", "2026-10", "--by", "Wang", *where, "--json").data["version"] == 2


def test_a_version_is_made_again_after_data_and_settings_changed(
    run: Run, company: Path, exports: Path, tmp_path: Path
) -> None:
    where = ("--project", company)
    assert run("publish", "2026-10", "--by", "Wang", *where).code == 0
    settings(company, "company: ''", "company: Renamed")
    more = next(one for one in sorted(exports.iterdir()) if one.name not in TAKEN and "return" in one.name)
    assert run("import", more, *where).code == 0
    again = run("publish", "2026-10", "--rebuild", tmp_path / "again", *where, "--json")
    assert (again.code, set(again.data.values())) == (0, {True})
    assert run("verify", company / "archive", *where).code == 0
    assert run("report", "2026-10", *where, "--format", "md").code == 0
    new = (company / "reports" / "2026-10" / "after_sales_monthly_2026-10_en.md").read_bytes()
    assert new != (tmp_path / "again" / "after_sales_monthly_2026-10_en.md").read_bytes()


def test_a_frozen_file_that_was_altered_is_named(run: Run, company: Path, tmp_path: Path) -> None:
    where = ("--project", company)
    run("publish", "2026-10", "--by", "Wang", *where)
    file = (
        company / "archive" / "2026-10" / "after_sales_monthly" / "v001" / "files" / "after_sales_monthly_2026-10_en.md"
    )
    file.chmod(0o644)
    file.write_text("other words\n", encoding="utf-8")
    shown = run("publish", "2026-10", "--rebuild", tmp_path / "again", *where)
    assert shown.code == 4
    assert "altered since it was frozen: files/after_sales_monthly_2026-10_en.md" in shown.err


def test_a_report_that_does_not_hold_is_not_published(run: Run, company: Path) -> None:
    draft = company / "reports" / "2026-10" / "after_sales_monthly_2026-10_en.md"
    draft.write_bytes(corrupted(draft.read_bytes(), ".md", Random(1)))  # noqa: S311 - no secret
    shown = run("publish", "2026-10", "--by", "Wang", "--project", company)
    assert shown.code == 4
    assert "does not say what the data say" in shown.err
    assert not (company / "archive" / "2026-10").exists()
    shutil.rmtree(company / "reports" / "2026-10")
    assert run("publish", "2026-10", "--by", "Wang", "--project", company).code == 5
    assert run("publish", "2026-10", "--project", company).code == 2  # without a name nobody is on record
