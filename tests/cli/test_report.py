"""``kefu report`` writes the files it names, in the language and formats asked for."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.cli.conftest import Run


def test_the_files_named_are_there(run: Run, project: Path, tmp_path: Path) -> None:
    made = run("report", "2026-10", "--project", project, "--format", "md", "--output", tmp_path / "out", "--json")
    assert made.code == 0
    [path] = (Path(one) for one in made.data["files"])
    assert path.parent == tmp_path / "out"
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {made.data['title']}")
    assert all(figure in text for figure in made.data["figures"][:20])


def test_people_are_told_how_to_go_on(run: Run, project: Path, tmp_path: Path) -> None:
    made = run("report", "--project", project, "--format", "md", "--output", tmp_path, "--language", "zh")
    [path] = tmp_path.iterdir()
    assert str(path) in made.out
    assert "kefu explain F-" in made.out + made.err
    assert "_zh.md" in path.name


def test_both_languages_at_once(run: Run, project: Path, tmp_path: Path) -> None:
    asked = ("report", "2026-10", "--project", project, "--format", "md", "--output", tmp_path, "--json")
    chinese, english = run(*asked, "--language", "both").data
    assert [one["language"] for one in (chinese, english)] == ["zh", "en"]
    assert [Path(one["files"][0]).name[-5:] for one in (chinese, english)] == ["zh.md", "en.md"]
    assert chinese["figures"] == english["figures"]


def test_a_month_without_rows_is_refused_in_one_line(run: Run, project: Path, tmp_path: Path) -> None:
    made = run("report", "2019-05", "--project", project, "--format", "md", "--output", tmp_path / "out")
    assert made.code == 5
    assert "2019-05: the data hold no row of this month" in made.err
    assert not (tmp_path / "out").exists()


def test_a_format_nobody_knows_is_answered_with_the_nearest(run: Run, project: Path) -> None:
    made = run("report", "2026-10", "--project", project, "--format", "ppt")
    assert made.code == 2
    assert "pptx" in made.err


def test_a_project_without_data_says_what_to_do(run: Run, empty: Path) -> None:
    made = run("report", "--project", empty)
    assert made.code == 5
    assert "kefu import" in made.err


OWN = """
title: {zh: 我们的月报, en: Our month}
subtitle: {zh: 简, en: short}
purpose: {zh: 看, en: to see}
cover: [ticket_volume]
cards: [ticket_volume, csat]
metrics: [ticket_volume, first_response_median, csat]
chapters:
  - {title: {zh: 回应, en: Response first}, sections: [response]}
  - {title: {zh: 概况, en: Then the summary}, sections: [summary, volume]}
"""
WRITTEN = """## summary
### What we make of it
In all **987654** of them, of <b>note</b>.

## Response first
Calm.
"""


def test_own_sections_and_own_words_are_in_the_report_and_hold(run: Run, project: Path, tmp_path: Path) -> None:
    """Sections in the project's order, others dropped; remarks at their sections; a number of their own is named."""
    own = Path(shutil.copytree(project, tmp_path / "own"))
    (own / "reports" / "after_sales_monthly.yaml").write_text(OWN, encoding="utf-8")
    (own / "commentary" / "2026-10").mkdir(parents=True)
    (own / "commentary" / "2026-10" / "after_sales_monthly.md").write_text(WRITTEN, encoding="utf-8")
    out = tmp_path / "out"
    made = run("report", "2026-10", "--project", own, "--format", "md", "--format", "xlsx", "--output", out)
    assert made.code == 0, made.err
    assert [line for line in made.err.splitlines() if "987654" in line] == [
        "kefu: commentary on summary: the number 987654 stands nowhere in that section; please check it."
    ]
    text = next(out.glob("*.md")).read_text(encoding="utf-8")
    chapters = [line for line in text.splitlines() if line.startswith("## ")]
    assert chapters == ["## Response first", "## Then the summary", "## Figure register"]
    titles = [line for line in text.splitlines() if line.startswith("### ")]
    assert titles[-2] == "### What we make of it"  # after the summary, before the volume
    assert "### Response first: commentary" in titles
    assert "In all 987654 of them, of \\<b>note\\</b>." in text
    shown = run("verify", out, "--project", own)
    assert (shown.code, shown.out.count("numbers hold.")) == (0, 2), shown.out + shown.err


def test_the_report_on_key_customers_holds(run: Run, project: Path, tmp_path: Path) -> None:
    where = ["--project", project, "--kind", "key_customer"]
    for language in ("zh", "en"):
        out = tmp_path / language
        formats = ["--format", "md", "--format", "xlsx", "--output", out, "--language", language]
        assert run("report", "2026-10", *where, *formats).code == 0
        shown = run("verify", out, "--project", project)
        assert shown.code == 0, shown.out
