"""Help is complete, comes without loading anything heavy, and says what the exit codes mean."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kefu.cli import COMMANDS, command_names
from kefu.cli._parser import command_parser, overview
from tests.cli.conftest import Run

HEAVY = ("ibis", "django", "pandas", "duckdb", "pyarrow", "numpy", "rich", "babel")
WORDS = (
    "analyse", "backup", "check", "demo", "describe", "explain", "identity", "import", "list", "new", "publish",
    "quarantine", "query", "report", "restatement", "restore", "schedule", "send", "serve", "sync", "theme", "verify",
    "watch",
)  # fmt: skip


def test_every_command_is_named_as_people_type_it() -> None:
    assert tuple(command_names()) == WORDS


def test_the_overview_has_a_line_per_command_and_every_exit_code() -> None:
    page = overview()
    for word, name in command_names().items():
        assert f"  {word:<12} {COMMANDS[name].title['en']} · {COMMANDS[name].title['zh']}" in page
    for code in ("0", "1", "2", "3", "4", "5", "6", "130"):
        assert f"\n  {code}  " in page
    assert "kefu explain F-" in page


@pytest.mark.parametrize("word", WORDS)
def test_help_of_a_command_mentions_every_option(word: str, run: Run) -> None:
    shown = run(word, "--help")
    assert (shown.code, shown.err) == (0, "")
    command = COMMANDS[command_names()[word]]
    assert command.title["zh"] in shown.out
    assert "example" in shown.out or word == "list"
    for action in command_parser(word, command)._actions:
        assert action.help, action
        for option in action.option_strings or (str(action.metavar or ""),):
            assert option in shown.out


def test_only_what_gives_no_answer_has_no_json() -> None:
    parsers = {word: command_parser(word, COMMANDS[name]) for word, name in command_names().items()}
    assert [word for word, parser in parsers.items() if "--json" not in parser.format_help()] == ["new", "serve"]


@pytest.mark.parametrize("words", [["--help"], ["report", "--help"], ["query", "--help"], ["list", "rules"]])
def test_what_is_heavy_is_not_loaded(words: list[str]) -> None:
    program = (
        f"import sys; from kefu.cli import main; code = main({words!r}); "
        f"sys.stderr.write(' '.join(one for one in {HEAVY!r} if one in sys.modules)); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_of_a_command_loads_no_other_command() -> None:
    program = (
        "import sys; from kefu.cli import main; main(['explain', '--help']); "
        "sys.stderr.write(' '.join(sorted(one for one in sys.modules if one.startswith('kefu.cli.'))))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr.split() == ["kefu.cli._parser", "kefu.cli._running", "kefu.cli.explain"]


def test_the_module_runs_as_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "kefu", "--version"], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("kefu ")


def test_without_a_command_the_overview_is_shown(run: Run) -> None:
    shown = run()
    assert shown.code == 2
    assert "commands:" in shown.out
