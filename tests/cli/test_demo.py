"""``kefu demo`` makes everything from nothing, ``kefu report`` writes the report of any month of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kefu.cli import main
from kefu.cli.demo import MARKER
from kefu.report.kinds import read_kind
from tests.cli.conftest import BRIEF, Run


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "company"
    assert main(["demo", str(folder), "--tickets", "600", "--month", "2026-10", "--quiet"]) == 0
    return folder


@pytest.fixture(scope="module")
def brief(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same company with a short report of its own: the whole one was made in both languages with the company."""
    folder = tmp_path_factory.mktemp("brief") / "company"
    shutil.copytree(demo, folder)
    (folder / "reports" / "after_sales_monthly.yaml").write_text(BRIEF, encoding="utf-8")
    return folder


def test_reports_in_both_languages(demo: Path) -> None:
    for language in ("zh", "en"):
        suffixes = {path.suffix for path in (demo / "reports" / "2026-10" / language).iterdir()}
        assert suffixes >= {".pptx", ".xlsx", ".html", ".md"}


def test_a_figure_of_the_report_can_be_explained(run: Run, brief: Path, tmp_path: Path) -> None:
    words = ("report", "2026-10", "--project", brief, "--format", "md", "--output", tmp_path / "out", "--json")
    made = run(*words)
    assert made.code == 0
    assert [Path(one).suffix for one in made.data["files"]] == [".md"]
    assert all(Path(one).is_file() for one in made.data["files"])
    told = run("explain", made.data["figures"][0], "--project", brief, "--json")
    assert told.code == 0
    assert told.data["id"] == made.data["figures"][0]


def test_paths_for_people(run: Run, brief: Path, tmp_path: Path) -> None:
    words = ("report", "--project", brief, "--language", "en", "--format", "md", "--output", tmp_path)
    shown = run(*words)
    first, *_, last = shown.out.splitlines()
    assert Path(first).is_file()
    assert "kefu explain F-" in last


@pytest.mark.parametrize(
    "words",
    [("report", "October"), ("report", "2026-13"), ("report", "--format", "pptxx"), ("report", "--language", "fr")],
)
def test_a_report_that_cannot_be_asked_for(run: Run, demo: Path, words: tuple[str, ...]) -> None:
    assert run(*words, "--project", demo).code == 2


def test_an_unknown_kind_and_an_empty_project(run: Run, demo: Path, empty: Path) -> None:
    assert run("report", "--kind", "after_sale_monthly", "--project", demo).code in (2, 3, 5)
    assert run("report", "--project", empty).code == 5


def test_the_demo_is_made_anew_where_it_was(run: Run, demo: Path, brief: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a short report, which it writes as it writes a long one."""
    name = "after_sales_monthly"
    monkeypatch.setattr("kefu.project.KINDS", {name: read_kind(brief / "reports" / f"{name}.yaml")})
    assert (demo / MARKER).is_file()
    (demo / "metrics" / "kept.txt").write_text("mine", encoding="utf-8")
    shown = run("demo", demo, "--tickets", "600", "--month", "2026-09", "--language", "en", "--json")
    assert shown.code == 0
    assert set(shown.data["seconds"]) == {"exports", "import", "report_en"}
    assert shown.data["figure"].startswith("F-")
    assert (demo / "metrics" / "kept.txt").is_file()
    assert not (demo / "reports" / "2026-10").exists()


def test_a_folder_of_somebody_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    shown = run("demo", tmp_path)
    assert shown.code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert run("demo", tmp_path / "mine.txt").code == 2


@pytest.mark.parametrize("words", [("--tickets", "3"), ("--seed", "-1"), ("--month", "1066-10"), ("--month", "soon")])
def test_an_impossible_company_is_refused_before_anything_is_removed(
    run: Run, demo: Path, words: tuple[str, str]
) -> None:
    assert run("demo", demo, *words).code == 2
    assert (demo / "data").is_dir()
