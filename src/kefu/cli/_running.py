"""From the words of a command line to an exit code: finding the command, and what is said when it fails."""

from __future__ import annotations

import errno
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from itertools import pairwise

from kefu.cli import COMMANDS, command_names
from kefu.cli._parser import TAKES_VALUE, command_parser, overview
from kefu.configuration import LANGUAGES
from kefu.errors import KefuError, UsageError, did_you_mean

DOES_NOT_HOLD = 8  # a finished report says other than the data
INTERRUPTED = 130  # 128 + SIGINT, as shells have it
OUR_FAULT = 1
NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG}
CANNOT_WRITE = 4
COLLECTED_AFTER = 50_000  # new objects: a report makes millions that stay; by itself Python looks after every 700
TRACEBACK = "KEFU_TRACEBACK"


def run(argv: Sequence[str] | None) -> int:
    """Run the command line ``argv`` (None: that of the process); nothing is raised."""
    _steady_output()
    gc.set_threshold(COLLECTED_AFTER)
    try:
        code = _dispatch(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except SystemExit as leaving:  # how argparse ends after --help
        return leaving.code if isinstance(leaving.code, int) else 0
    except KefuError as error:
        return _failed(_told(error, sys.argv[1:] if argv is None else argv), error.exit_code, error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _close_output()
        return 0
    except Exception as error:
        return _unexpected(error)
    return code


def _dispatch(words: list[str]) -> int:
    before, name, after = _split(words)
    if not name:
        return _without_command(before)
    members = command_names()
    if name not in members:
        raise UsageError('no command "{name}"{near}', name=name, near=did_you_mean(name, members))
    command = COMMANDS[members[name]]
    parser = command_parser(name, command)
    return command.run(parser.parse_args([*before, *after]))


def _without_command(words: Sequence[str]) -> int:
    if "--version" in words:
        from kefu import __version__

        print(f"kefu {__version__}")
        return 0
    unknown = [word for word in words if word not in ("-h", "--help")]
    if unknown:
        raise UsageError("{option}: comes without a command; see kefu --help", option=unknown[0])
    print(overview())
    return 0 if words else UsageError.exit_code


def _split(words: Sequence[str]) -> tuple[list[str], str, list[str]]:
    """What stands before the command, the command, what follows; options may stand on either side."""
    position = 0
    while position < len(words) and words[position].startswith("-"):
        position += 2 if words[position] in TAKES_VALUE else 1
    return list(words[:position]), words[position] if position < len(words) else "", list(words[position + 1 :])


def _told(error: KefuError, words: Sequence[str]) -> str:
    """The error in the language asked for, else that of the terminal; a kefu.yaml in error could not say its own."""
    from kefu.cli._screen import system_language
    from kefu.narrative.refusals import told

    asked = next((after for word, after in pairwise(words) if word == "--language"), "")
    asked = next((word.partition("=")[2] for word in words if word.startswith("--language=")), asked)
    language = asked if asked in LANGUAGES else system_language()
    return told(error, "zh" if language == "zh" else "en")


def _failed(message: str, code: int, error: BaseException) -> int:
    if os.environ.get(TRACEBACK):
        traceback.print_exception(error)
    print(f"kefu: {' '.join(message.split())}", file=sys.stderr)
    return code


def _unexpected(error: Exception) -> int:
    """A full disk or a closed folder is the reader's to mend; everything else is our own mistake."""
    if isinstance(error, OSError) and error.errno in NOT_WRITABLE:
        return _failed(f"{error.filename or 'output'}: {error.strerror}", CANNOT_WRITE, error)
    said = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
    hint = "" if os.environ.get(TRACEBACK) else f"; set {TRACEBACK}=1 and run it again to see where"
    return _failed(f"this is a fault of Kefu, not of your data ({said}){hint}", OUR_FAULT, error)


def _steady_output() -> None:
    """Chinese on every console: UTF-8 on Windows, and a mark instead of a failure where a letter is missing."""
    encoding = "utf-8" if os.name == "nt" else None
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=encoding, errors="replace")


def _close_output() -> None:
    """Nobody reads on (``kefu list metrics | head``): what is still in the buffer goes nowhere, without a complaint."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
