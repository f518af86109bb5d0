"""``kefu watch``: files are imported as they appear in a folder."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.errors import DataError, KefuError, NotFoundError, UsageError

if TYPE_CHECKING:
    from kefu.cleaning.intake import Outcome
    from kefu.cli._screen import Screen
    from kefu.project import Project
    from kefu.sources.live._folder import Settling

EVERY = 10.0  # seconds between two looks


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="the folder files are put into")
    parser.add_argument("--once", action="store_true", help="look twice, import what has settled, and end")
    parser.add_argument(
        "--every", metavar="SECONDS", type=float, default=EVERY, help=f"time between two looks; default: {EVERY:g}"
    )
    parser.add_argument(
        "--as",
        dest="profile",
        metavar="PROFILE",
        default="",
        help="read every file by this profile (kefu list profiles)",
    )
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen
    from kefu.sources.live._folder import Settling

    if not 0 < args.every < float("inf"):
        raise UsageError("--every: should be a number of seconds above 0")
    project = project_of(args)
    screen = Screen(args, project)
    if not args.folder.is_dir():
        raise NotFoundError("{folder}: is no folder", folder=args.folder)
    screen.advise(screen.word("watching", folder=args.folder))
    watch = _Watch(screen, project, Settling(args.folder), args.profile)
    try:
        watch.look()
        while True:
            sleep(args.every)
            watch.look()
            if args.once:
                return DataError.exit_code if watch.failed else 0
    except KeyboardInterrupt:  # how a watch is meant to end
        screen.advise(screen.word("watch_ended", count=f"{watch.taken:,}"))
        return 0


class _Watch:
    """Looks at the folder and imports what has settled, each file on its own: a bad one stops none of the others."""

    def __init__(self, screen: Screen, project: Project, settling: Settling, profile: str) -> None:
        self.screen, self.project, self.settling, self.profile = screen, project, settling, profile
        self.taken, self.failed, self.lost = 0, 0, False

    def look(self) -> None:
        try:
            files = self.settling.look()
        except OSError as error:  # a network drive that went away may come back
            if not self.lost:
                self.screen.warn(f"{self.settling.folder}: {error.strerror}")
            self.lost = True
            return
        self.lost = False
        for file in files:
            self._take(file)
            sys.stdout.flush()

    def _take(self, file: Path) -> None:
        try:
            with self.screen.progress() as progress:
                outcome = self.project.import_files([file], profile=self.profile, progress=progress)
        except KefuError as error:
            if _is_busy(error):
                self.settling.again(file)
            else:
                self._refuse(file, str(error))
        except Exception as error:  # also a fault of our own must not end the watch
            self._refuse(file, f"{file.name}: {type(error).__name__}: {error}")
        else:
            self.taken += 1
            self._tell(file, outcome)

    def _refuse(self, file: Path, reason: str) -> None:
        self.failed += 1
        reason = " ".join(reason.split())
        self._note({"file": str(file), "status": "failed", "reason": reason, "tables": []})
        self.screen.warn(self.screen.word("skipped", reason=reason))

    def _tell(self, file: Path, outcome: Outcome) -> None:
        from kefu.cleaning.reasons import as_data, counted

        language, status = self.screen.language, "imported" if outcome.taken else "known"
        tables = [as_data(one, language) for one in (*outcome.taken, *outcome.known)]
        self._note({"file": str(file), "status": status, "reason": None, "tables": tables})
        for one in outcome.known:
            self.screen.say(f"{one.file}: {self.screen.word('known', when=one.imported_at[:10])}")
        for one in outcome.taken:
            counts = {"rows": f"{one.rows:,}", "clean": f"{one.clean:,}", "set_aside": f"{one.quarantined:,}"}
            self.screen.say(self.screen.word("watch_took", file=one.file, profile=one.profile, **counts))
            if one.quarantined:
                self.screen.say(f"  {counted(one.reasons, language)}")

    def _note(self, entry: dict[str, object]) -> None:
        """One line of JSON for each file, as it happens."""
        if self.screen.json:
            print(json.dumps(entry, default=str))


def _is_busy(error: KefuError) -> bool:
    """Whether another import was running, which is no fault of the file."""
    from filelock import Timeout

    return isinstance(error.__cause__, Timeout)


COMMAND = Command(
    title={"en": "import files as they appear in a folder", "zh": "监视文件夹并自动导入"},
    help="""
Imports each file put into FOLDER once it has settled: its size and time are the same at two looks, and it is no hidden,
lock or partial file. Files stay where they are; one that was imported before, under whatever name, changes nothing. A
file that cannot be taken is named and left until it changes. Ctrl-C ends the watch.

--json prints one line for each file. With --once the exit code is 4 when a file could not be taken.

examples:
  kefu watch exports/
  kefu watch exports/ --every 60 --as shop_orders
  kefu watch exports/ --once
""",
    configure=configure,
    run=run,
)
