"""``kefu watch``: a file is imported once, when it has settled, and a bad one stops nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from kefu.project import Project
from tests.cli.conftest import Ran, Run

Step = Callable[[], None]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def watch(run: Run, empty: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs the watch; each step happens between two looks, and after the last one Ctrl-C is pressed."""

    def watching(*steps: Step, words: tuple[str, ...] = ()) -> Ran:
        def between(seconds: float) -> None:
            assert seconds == 5.0
            step = next(left, None)
            if step is None:
                raise KeyboardInterrupt
            step()

        left: Iterator[Step] = iter(steps)
        monkeypatch.setattr("kefu.cli.watch.sleep", between)
        return run("watch", inbox, "--project", empty, "--every", "5", *words)

    return watching


def nothing() -> None:
    """Time passes."""


def entries(shown: Ran) -> list[Any]:
    return [json.loads(line) for line in shown.out.splitlines()]


def statuses(shown: Ran) -> list[tuple[str, str]]:
    return [(Path(one["file"]).name, one["status"]) for one in entries(shown)]


def test_a_file_is_imported_once_when_it_has_settled(
    watch: Callable[..., Ran], inbox: Path, exports: Path, empty: Path
) -> None:
    whole = (exports / "agents.csv").read_bytes()
    file = inbox / "agents.csv"

    def begin() -> None:
        file.write_bytes(whole[:200])

    def finish() -> None:
        file.write_bytes(whole)

    shown = watch(begin, finish, nothing, nothing, words=("--json",))
    assert shown.code == 0
    assert statuses(shown) == [("agents.csv", "imported")]
    assert entries(shown)[0]["tables"][0]["rows"] == whole.decode("utf-8-sig").strip().count("\n")
    assert len(Project(empty).record.imports) == 1
    assert file.read_bytes() == whole


def test_the_same_content_under_another_name_changes_nothing(
    watch: Callable[..., Ran], inbox: Path, exports: Path, empty: Path
) -> None:
    shutil.copy(exports / "agents.csv", inbox / "agents.csv")

    def again() -> None:
        shutil.copy(exports / "agents.csv", inbox / "agents (1).csv")

    shown = watch(nothing, again, nothing, words=("--json",))
    assert statuses(shown) == [("agents.csv", "imported"), ("agents (1).csv", "known")]
    assert len(Project(empty).record.imports) == 1


def test_a_bad_file_is_named_once_and_the_others_are_taken(
    watch: Callable[..., Ran], inbox: Path, exports: Path
) -> None:
    (inbox / "a_notes.csv").write_text("one,two\n1,2\n", encoding="utf-8")
    (inbox / "b_notes.doc").write_text("hello", encoding="utf-8")
    (inbox / "c_broken.xlsx").write_bytes(b"PK not a workbook")
    shutil.copy(exports / "agents.csv", inbox / "d_agents.csv")
    shown = watch(nothing, nothing, nothing, words=("--json",))
    assert statuses(shown) == [
        ("a_notes.csv", "failed"), ("b_notes.doc", "failed"), ("c_broken.xlsx", "failed"), ("d_agents.csv", "imported"),
    ]  # fmt: skip
    assert all(one["reason"] for one in entries(shown)[:3])
    assert shown.code == 0


def test_a_bad_file_that_is_mended_is_taken(watch: Callable[..., Ran], inbox: Path, exports: Path) -> None:
    (inbox / "agents.csv").write_text("one,two\n1,2\n", encoding="utf-8")

    def mend() -> None:
        shutil.copy(exports / "agents.csv", inbox / "agents.csv")

    shown = watch(nothing, mend, nothing, words=("--json",))
    assert statuses(shown) == [("agents.csv", "failed"), ("agents.csv", "imported")]


@pytest.mark.parametrize(
    "name", [".hidden.csv", "~$book.csv", "agents.csv.part", "agents.csv.CRDOWNLOAD", "agents.tmp"]
)
def test_unfinished_files_are_left_alone(watch: Callable[..., Ran], inbox: Path, exports: Path, name: str) -> None:
    shutil.copy(exports / "agents.csv", inbox / name)
    (inbox / "empty.csv").touch()
    (inbox / "folder.csv").mkdir()
    assert watch(nothing, nothing, words=("--json",)).out == ""


def test_another_import_is_waited_for(watch: Callable[..., Ran], inbox: Path, exports: Path, empty: Path) -> None:
    shutil.copy(exports / "agents.csv", inbox / "agents.csv")
    (empty / "data").mkdir(exist_ok=True)
    other = FileLock(empty / "data" / "import.lock")
    other.acquire()
    shown = watch(nothing, other.release, words=("--json",))
    assert statuses(shown) == [("agents.csv", "imported")]


def test_a_folder_that_goes_away_and_comes_back(watch: Callable[..., Ran], inbox: Path, exports: Path) -> None:
    away = inbox.with_name("away")

    def leave() -> None:
        inbox.rename(away)

    def come_back() -> None:
        away.rename(inbox)
        shutil.copy(exports / "agents.csv", inbox / "agents.csv")

    shown = watch(leave, nothing, come_back, nothing, words=("--json",))
    assert statuses(shown) == [("agents.csv", "imported")]
    assert shown.err.count("No such file") == 1


def test_it_says_what_it_does_in_words(watch: Callable[..., Ran], inbox: Path, exports: Path) -> None:
    shutil.copy(exports / "agents.csv", inbox / "agents.csv")
    (inbox / "notes.csv").write_text("one,two\n1,2\n", encoding="utf-8")
    shown = watch(nothing, words=("--language", "zh"))
    assert "正在监视" in shown.out
    assert "agents.csv（agent_list）：" in shown.out
    assert "已停止监视，共处理1个文件" in shown.out
    assert "已跳过 notes.csv" in shown.err


def test_once_ends_by_itself(watch: Callable[..., Ran], inbox: Path, exports: Path) -> None:
    shutil.copy(exports / "agents.csv", inbox / "agents.csv")
    assert watch(nothing, words=("--once", "--json")).code == 0
    (inbox / "notes.csv").write_text("one,two\n1,2\n", encoding="utf-8")
    shown = watch(nothing, words=("--once", "--json"))
    assert shown.code == 4
    assert statuses(shown) == [("agents.csv", "known"), ("notes.csv", "failed")]


def test_what_makes_no_sense_is_refused(run: Run, empty: Path, inbox: Path) -> None:
    assert run("watch", inbox, "--project", empty, "--every", "0").code == 2
    assert run("watch", inbox / "nope", "--project", empty).code == 5
