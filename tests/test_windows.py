"""Managers use Windows: nothing here may need POSIX, and no file may have a name Windows refuses.

Read from the syntax of every module, because none of this fails where the tests run.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

import kefu
from kefu.report.making import make
from tests.conftest import LAST_MONTH, Company

SOURCE = Path(kefu.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))
POSIX_ONLY = {"fcntl", "pwd", "grp", "resource", "termios", "tty", "pty", "syslog", "posix", "crypt", "nis", "spwd"}
POSIX_CALLS = {
    "rename", "renames", "fork", "forkpty", "getuid", "geteuid", "getgid", "chown", "lchown", "mkfifo", "mknod",
    "symlink", "symlink_to", "getpgid", "setsid", "killpg", "nice", "uname", "getloadavg", "sched_getaffinity",
}  # fmt: skip
REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
MODE = re.compile(r"[rwax][bt+]*")
FORMATS = ("md",)  # the others have the same name with another ending
QUIET = LAST_MONTH.shifted(-5)
LONGEST = 200  # of Windows' 260 characters, what the store may use below the project's folder

Found = tuple[str, int]


def trees() -> Iterator[tuple[str, ast.AST]]:
    for path in MODULES:
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def calls() -> Iterator[tuple[str, ast.Call]]:
    for name, tree in trees():
        yield from ((name, node) for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """Last part of what is called: ``open`` of ``path.open(...)`` and of ``open(...)``."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def constants(call: ast.Call) -> list[str]:
    """Text arguments that may be a mode, in the order given and by name."""
    given = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
    return [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def opens_text(call: ast.Call) -> bool:
    """Whether the call reads or writes text of a file; ``snapshot.open("ticket")`` opens no file."""
    name = called(call)
    if name in ("read_text", "write_text"):
        return True
    if name not in ("open", "fdopen", "NamedTemporaryFile", "TemporaryFile"):
        return False
    modes = [one for one in constants(call) if MODE.fullmatch(one)]
    if modes:
        return not any("b" in one for one in modes)
    if name.endswith("TemporaryFile"):
        return False  # binary unless told otherwise
    return isinstance(call.func, ast.Name) or not (call.args or call.keywords)  # open(path), path.open()


def test_the_scan_knows_a_text_file_from_others() -> None:
    """The scan itself, on calls written for it."""
    text = ["open(p)", "open(p, 'w')", "p.open()", "p.open('a')", "p.read_text()", "p.open(mode='w')"]
    other = ["p.open('rb')", "open(p, 'wb')", "snapshot.open('ticket')", "meter.open(*names)", "p.read_bytes()"]
    for line, expected in [*((one, True) for one in text), *((one, False) for one in other)]:
        (statement,) = ast.parse(line).body
        assert isinstance(statement, ast.Expr)
        assert isinstance(statement.value, ast.Call)
        assert opens_text(statement.value) is expected, line


def test_every_text_file_is_opened_with_an_encoding() -> None:
    """Without one, Windows reads and writes the code page of the country, and Chinese is lost."""
    found = [
        f"{name}:{call.lineno}"
        for name, call in calls()
        if opens_text(call) and not any(word.arg in ("encoding", None) for word in call.keywords)
    ]
    assert found == []


def test_files_are_replaced_and_never_renamed() -> None:
    """``rename`` fails on Windows where the target is there already; the other calls are not there at all."""
    found = [f"{name}:{call.lineno} {called(call)}" for name, call in calls() if called(call) in POSIX_CALLS]
    assert found == []


def test_no_module_of_posix_is_imported() -> None:
    found = []
    for name, tree in trees():
        for node in ast.walk(tree):
            named = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{name}:{node.lineno} {one}" for one in named if one.split(".")[0] in POSIX_ONLY]  # type: ignore[attr-defined]
    assert found == []


def test_no_text_names_a_place_or_a_date_format_only_posix_has() -> None:
    """``/tmp`` and ``/dev/null`` are no places, ``%-d`` is no date format on Windows."""
    only_posix = re.compile(
        r"^/(tmp|dev|var|etc|bin|home)(/|$)|%-[a-zA-Z]"
    )  # fonts are sought where each system has them
    found = [
        f"{name}:{node.lineno} {node.value[:40]}"
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and only_posix.search(node.value)
    ]
    assert found == []


def test_windows_gets_the_time_zones_it_does_not_have() -> None:
    wanted = tomllib.loads((SOURCE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    assert any(one.startswith("tzdata") and "Windows" in one for one in wanted["project"]["dependencies"])


@pytest.fixture(scope="module")
def written(demo_company: Company, tmp_path_factory: pytest.TempPathFactory) -> list[PurePosixPath]:
    """Every file and folder of a project: its exports, its store, and a report of every format."""
    out = tmp_path_factory.mktemp("out")
    project = demo_company.project
    # The report of ``Project.report``, but with a ledger of its own: other tests read the company at the same time.
    kind = project.kinds["after_sales_monthly"]
    make(project.meter, project.configuration, out, QUIET, kind, "zh", FORMATS, out, project.theme, lambda *_: None)
    return [PurePosixPath(path.relative_to(base)) for base in (demo_company.folder, out) for path in base.rglob("*")]


def test_no_name_is_refused_by_windows(written: list[PurePosixPath]) -> None:
    names = {path.name for path in written}
    assert [name for name in names if REFUSED.search(name) or RESERVED.fullmatch(name)] == []
    assert [name for name in names if name != name.rstrip(". ")] == []


def test_no_two_names_differ_by_case_alone(written: list[PurePosixPath]) -> None:
    seen = Counter(str(path).lower() for path in set(written))
    assert [name for name, count in seen.items() if count > 1] == []


def test_no_path_is_too_long(written: list[PurePosixPath]) -> None:
    assert max(len(str(path)) for path in written) < LONGEST
