"""The command line: one file per command, and ``main`` behind the console script ``kefu``.

To add a command, write ``<command>.py`` here with a module-level ``COMMAND = Command(...)``; its file name is the word
users type (a trailing underscore falls away, so ``import_.py`` is ``kefu import``). Commands parse input, call
``Project`` and show its answer; what is slow to load is imported inside ``run``, so that help comes at once.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kefu.registry import Family


@dataclass(frozen=True, slots=True)
class Command:
    """``title`` is the line in the list of commands, ``help`` the explanation above the options; ``configure`` adds the
    options, ``run`` returns the exit code. ``in_project`` is False for what makes the project itself."""

    title: Mapping[str, str]
    help: str
    configure: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]
    in_project: bool = True


COMMANDS: Family[Command] = Family(__name__, Command)


def command_names() -> dict[str, str]:
    """The word users type -> the member's name."""
    return {name.rstrip("_"): name for name in COMMANDS}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    from kefu.cli._running import run

    return run(argv)
