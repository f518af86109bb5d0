"""``kefu backup``: the whole project in one file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from kefu.cli import Command
from kefu.cli._parser import offer_json


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="file to write, such as kefu-2026-11-29.tar.gz")
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu import __version__
    from kefu.cli import _workbench
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen
    from kefu.store import backup

    project = project_of(args)
    screen = Screen(args, project)
    with TemporaryDirectory() as scratch, screen.progress() as progress:
        dump = Path(scratch) / "rows.json" if _workbench.holds_rows(project.folder) else None
        if dump:
            _workbench.manage(_workbench.environment(project.folder), "dump", str(dump))
        told = backup.write(project.folder, args.file, made_with=__version__, dump=dump, progress=progress)
    screen.give({"file": str(args.file), "files": len(told.files), "bytes": told.size, "made_at": told.made_at})
    screen.say(screen.word("backed_up", file=args.file, files=f"{len(told.files):,}", size=f"{told.size:,}"))
    return 0


COMMAND = Command(
    title={"en": "write the whole project into one file", "zh": "备份整个项目"},
    help="""
Writes everything of a project into one file: data, settings, reports, archive, and the rows of the workbench. No import
runs meanwhile. The file holds the project's keys, so keep it as you keep those. What can be made again is left out.

examples:
  kefu backup kefu-2026-11-29.tar.gz
  kefu restore kefu-2026-11-29.tar.gz company-again/
""",
    configure=configure,
    run=run,
)
