"""Every failure is one line on stderr and an exit code; a traceback is for those who ask."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kefu.cli import COMMANDS
from kefu.cli import new as new_command
from tests.cli.conftest import Ran, Run


def complains(ran: Ran, code: int, *parts: str) -> None:
    assert ran.code == code
    assert ran.out == ""
    assert ran.err.startswith("kefu: ")
    assert len(ran.err.splitlines()) == 1
    for part in parts:
        assert part in ran.err


def test_a_typo_in_the_command(run: Run) -> None:
    complains(run("reprot"), 2, 'did you mean "report"?')


def test_an_unknown_option(run: Run, empty: Path) -> None:
    complains(run("check", "--nonsense", "--project", empty), 2, "--nonsense", "kefu check --help")


def test_an_option_without_a_command(run: Run) -> None:
    complains(run("--quiet"), 2, "--quiet")


def test_no_project_here(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    complains(run("check"), 5, "kefu.yaml")
    complains(run("check", "--project", tmp_path / "nowhere"), 5, "kefu new nowhere")


def test_the_nearest_project_above_is_found(run: Run, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = empty / "reports" / "2026-10"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert run("list", "imports").code == 0


def test_common_options_may_stand_before_the_command(run: Run, empty: Path) -> None:
    assert run("--project", empty, "--language", "zh", "list", "imports").out == "（无）\n"


def test_a_project_file_that_is_wrong(run: Run, empty: Path) -> None:
    (empty / "kefu.yaml").write_text("langage: zh\n", encoding="utf-8")
    complains(run("check", "--project", empty), 3, 'did you mean "language"?')


@pytest.mark.parametrize("asked", [("--language", "zh"), ("--language=zh",)])
def test_what_is_refused_is_said_in_the_language_asked_for(run: Run, empty: Path, asked: tuple[str, ...]) -> None:
    (empty / "kefu.yaml").write_text("curency: CNY\n", encoding="utf-8")
    assert run("check", "--project", str(empty), *asked).err == (
        "kefu: kefu.yaml：没有“curency”这个键；您是指“currency”吗？\n"
    )


def test_else_in_that_of_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert run("reprot").err == "kefu: 没有命令“reprot”；您是指“report”吗？\n"
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert run("reprot").err == 'kefu: no command "reprot"; did you mean "report"?\n'


def test_a_mistake_of_ours_is_owned(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fails(_args: object) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(new_command, "_check", fails)
    complains(run("new", tmp_path / "x"), 1, "fault of Kefu", "RuntimeError: two lines", "KEFU_TRACEBACK=1")
    monkeypatch.setenv("KEFU_TRACEBACK", "1")
    assert "Traceback" in run("new", tmp_path / "x").err


@pytest.mark.parametrize(("raised", "code"), [(KeyboardInterrupt(), 130), (PermissionError(13, "denied", "x"), 4)])
def test_interruptions(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, raised: BaseException, code: int
) -> None:
    def fails(_args: object) -> None:
        raise raised

    monkeypatch.setattr(new_command, "_check", fails)
    assert COMMANDS["new"]
    assert run("new", tmp_path / "x").code == code


def test_a_reader_that_leaves_is_no_failure() -> None:
    program = [sys.executable, "-m", "kefu", "list", "metrics"]
    started = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert started.stdout is not None
    assert started.stderr is not None
    started.stdout.close()
    complaint = started.stderr.read()
    started.stderr.close()
    assert (started.wait(), complaint) == (0, b"")
