"""``kefu restore``: a project from its backup."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.errors import UsageError


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="what kefu backup wrote")
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="folder of the project; must not hold anything yet")
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli import _workbench
    from kefu.cli._screen import Screen
    from kefu.project import FOLDERS, Project
    from kefu.store import backup

    screen = Screen(args)
    with screen.progress() as progress:
        told = backup.restore(args.file, args.folder, progress=progress)
    rows = args.folder / backup.DUMP
    if rows.is_file():
        if not _workbench.is_installed():
            raise UsageError(
                "{rows}: the workbench's rows wait here; pip install 'kefu[workbench]' and load them", rows=rows
            )
        _workbench.manage(_workbench.environment(args.folder), "load", str(rows))
        rows.unlink()
    for part in FOLDERS:  # the empty ones are in no backup
        (args.folder / part).mkdir(exist_ok=True)
    Project(args.folder)
    screen.give({"folder": str(args.folder), "files": len(told.files), "made_at": told.made_at})
    screen.say(screen.word("restored", folder=args.folder, made_at=told.made_at, files=f"{len(told.files):,}"))
    return 0


COMMAND = Command(
    title={"en": "make a project again from its backup", "zh": "从备份恢复项目"},
    help="""
Unpacks a backup into a new folder, holds every file against its digest and loads the rows of the workbench, into the
database KEFU_DATABASE_URL names (which must be empty) or into the project's own.

examples:
  kefu restore kefu-2026-11-29.tar.gz company-again/
""",
    configure=configure,
    run=run,
    in_project=False,
)
