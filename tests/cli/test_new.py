"""``kefu new`` makes a project and says what next."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.configuration import read_configuration
from tests.cli.conftest import Run


def test_the_project_says_what_it_was_told(run: Run, tmp_path: Path) -> None:
    words = (
        "--company",
        "Lantern",
        "--language",
        "en",
        "--timezone",
        "Europe/Berlin",
        "--country",
        "de",
        "--currency",
        "eur",
    )
    shown = run("new", tmp_path / "lantern", *words)
    made = read_configuration(tmp_path / "lantern")
    assert (made.company, made.language, made.timezone, made.country) == ("Lantern", "en", "Europe/Berlin", "DE")
    assert made.currency == "EUR"
    assert shown.out.startswith("Made the project")
    assert "kefu import --project" in shown.out


def test_chinese_and_the_folder_name_are_the_defaults(run: Run, tmp_path: Path) -> None:
    shown = run("new", tmp_path / "灯笼")
    made = read_configuration(tmp_path / "灯笼")
    assert (made.company, made.language) == ("灯笼", "zh")
    assert shown.out.startswith("已新建项目")


@pytest.mark.parametrize(
    "words", [("--timezone", "Mars/Base"), ("--country", "China"), ("--currency", "yuan"), ("--language", "fr")]
)
def test_what_cannot_be_is_refused_before_anything_is_made(run: Run, tmp_path: Path, words: tuple[str, str]) -> None:
    assert run("new", tmp_path / "x", *words).code == 2
    assert not (tmp_path / "x").exists()


def test_a_project_is_never_overwritten(run: Run, empty: Path) -> None:
    assert run("new", empty).code == 2
    (empty / "file").write_text("", encoding="utf-8")
    assert run("new", empty / "file").code == 2
