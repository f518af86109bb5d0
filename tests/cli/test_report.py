"""``kefu report`` writes the files it names, in the language and formats asked for."""

from __future__ import annotations

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
