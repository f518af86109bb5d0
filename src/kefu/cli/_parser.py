"""The parsers of all commands: their common options, how they complain, and the page ``kefu --help`` shows."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import NoReturn

from kefu.cli import COMMANDS, Command, command_names
from kefu.configuration import LANGUAGES
from kefu.errors import UsageError

TAKES_VALUE = ("--project", "--language")  # common options that are followed by a word

COMMON = """\
options of every command:
  --project FOLDER   the project; default: the current folder or the nearest folder above it with kefu.yaml
  --language zh|en   language of what is printed; default: the project's
  --quiet            only the answer: no progress, no advice
  --json             the answer as JSON (all commands but new); progress and errors stay on stderr
  -h, --help         help of a command: kefu COMMAND --help"""

EXIT_CODES = """\
exit codes:
  0  done
  1  a fault of Kefu itself (KEFU_TRACEBACK=1 shows where)
  2  the command line was not understood
  3  a file somebody wrote is wrong (kefu.yaml, a metric, a mapping, a report kind)
  4  data cannot be read, or a file cannot be written
  5  not found: a project, a profile, a connection, a figure, a period without data
  6  an optional part of the installation is missing
  7  the data are beyond a limit of quality: in kefu.yaml (kefu check --fail)
  130  interrupted"""

EXAMPLES = """\
examples:
  kefu demo                                   a made-up company with its finished reports, in two minutes
  kefu new lantern --company "Lantern"        a project of your own
  kefu import --project lantern exports/      bring in every file of a folder
  kefu check                                  what is there, what was set aside, what can be measured
  kefu query csat --period 2026-01..2026-10 --grain month --by team
  kefu report 2026-10                         the monthly report as slides, workbook, page and text
  kefu explain F-d74c64aa                     from a number of the report back to its rows"""


COMPLAINTS = {
    r"unrecognized arguments: (?P<said>.*)": "unrecognized arguments: {said}; see {prog} --help",
    r"the following arguments are required: (?P<lacking>.*)": (
        "the following arguments are required: {lacking}; see {prog} --help"
    ),
    r"argument (?P<option>.*?): expected (one|at least one) argument": (
        "argument {option}: expected an argument; see {prog} --help"
    ),
    r"argument (?P<option>.*?): invalid choice: '?(?P<said>.*?)'? \(choose from (?P<known>.*)\)": (
        'argument {option}: no choice "{said}", choose from {known}; see {prog} --help'
    ),
    r"argument (?P<option>.*?): invalid \w+ value: '(?P<said>.*)'": (
        'argument {option}: "{said}" cannot be read; see {prog} --help'
    ),
    r"argument (?P<option>.*?): not allowed with argument (?P<other>.*)": (
        "argument {option}: not allowed with argument {other}; see {prog} --help"
    ),
}  # what argparse says in English, and the sentence it becomes


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line, like every other error."""

    def error(self, message: str) -> NoReturn:
        for shape, sentence in COMPLAINTS.items():
            if found := re.fullmatch(shape, message):
                raise UsageError(sentence, prog=self.prog, **found.groupdict())
        raise UsageError("{message}; see {prog} --help", message=message, prog=self.prog)


def command_parser(name: str, command: Command) -> Parser:
    """The parser of one command; what the command itself says of an option replaces the common option."""
    parser = Parser(
        prog=f"kefu {name}",
        description=f"{command.title['zh']} · {command.title['en']}\n\n{command.help.strip()}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        conflict_handler="resolve",
        allow_abbrev=False,
    )
    common = parser.add_argument_group("common options")
    if command.in_project:
        common.add_argument(
            "--project",
            metavar="FOLDER",
            type=Path,
            help="the project; default: the current folder or the nearest folder above it with kefu.yaml",
        )
    common.add_argument("--language", choices=LANGUAGES, help="language of what is printed; default: the project's")
    common.add_argument("--quiet", action="store_true", help="only the answer: no progress, no advice")
    command.configure(parser)
    parser.set_defaults(command=name)
    return parser


def offer_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json`` to a command whose answer a program would want."""
    parser.add_argument("--json", action="store_true", help="the answer as JSON on stdout")


def overview() -> str:
    """The page of ``kefu --help``."""
    commands = {word: COMMANDS[name].title for word, name in command_names().items()}
    lines = [f"  {word:<12} {title['en']} · {title['zh']}" for word, title in commands.items()]
    return "\n\n".join(
        [
            "usage: kefu COMMAND [options]",
            "Kefu (客服): from the raw records of customer service to the finished monthly report,\n"
            "every number traceable to its rows.\n从客服原始记录到写好的月报，每个数字都能追溯到原始行。",
            "commands:\n" + "\n".join(lines),
            f"{COMMON}\n  --version          kefu --version: the version installed",
            EXIT_CODES,
            EXAMPLES,
        ]
    )
