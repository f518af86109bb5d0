"""``kefu schedule``: last month's report on a day of every month, by the machine's own cron or systemd."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, Namespace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.errors import UsageError

if TYPE_CHECKING:
    from kefu.cli._screen import Screen
    from kefu.cli._timetable import Timetable
    from kefu.project import Project

KIND = "after_sales_monthly"


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("--day", metavar="N", type=int, default=2, help="day of the month, 1 to 28; default: 2")
    parser.add_argument(
        "--at", metavar="HH:MM", default="08:00", help="time in the project's time zone; default: 08:00"
    )
    parser.add_argument("--kind", metavar="KIND", default=KIND, help=f"kind of report; default: {KIND}")
    parser.add_argument("--publish", metavar="NAME", default="", help="also freeze it as a version, submitted by NAME")
    parser.add_argument("--send", action="store_true", help="also send what is published through the channels")
    parser.add_argument("--environment", metavar="FILE", type=Path, help="file of NAME=value lines with the secrets")
    parser.add_argument("--now", action="store_true", help="do it now: what the printed lines call")
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen

    project = project_of(args)
    screen = Screen(args, project)
    if args.send and not args.publish:
        raise UsageError("--send: only what is published is sent; add --publish NAME")
    if args.now:
        return _do(screen, project, args)
    return _show(screen, _timetable(project, args))


def _timetable(project: Project, args: Namespace) -> Timetable:
    from kefu.cli._timetable import Timetable, steps

    folder = project.folder.resolve()
    kind = ("--kind", args.kind) if args.kind != KIND else ()
    ran = (sys.executable, "-m", "kefu", "schedule", "--project", str(folder))
    return Timetable(
        name=_unit_name(folder),
        command=(*ran, *kind, *steps(publish=args.publish, send=args.send)),
        day=args.day,
        time=args.at,
        timezone=project.configuration.timezone,
        environment=args.environment.resolve() if args.environment else None,
    )


def _unit_name(folder: Path) -> str:
    """A name for the units; a folder whose own name systemd would not take is told apart by a digest of its path."""
    if re.fullmatch(r"[A-Za-z0-9_-]+", folder.name):
        return f"kefu-{folder.name}"
    return f"kefu-{sha256(str(folder).encode()).hexdigest()[:8]}"


def _show(screen: Screen, table: Timetable) -> int:
    from kefu.cli._timetable import accepted

    if accepted(table.calendar) is False:
        raise UsageError(
            'systemd does not understand "{calendar}"; is timezone in kefu.yaml one it knows?', calendar=table.calendar
        )
    units = {f"{table.name}.service": table.service, f"{table.name}.timer": table.timer}
    screen.give({"cron": table.cron, "units": units, "calendar": table.calendar})
    screen.say(f"# cron: crontab -e ({screen.word('schedule_zone', zone=table.timezone)})")
    screen.say(table.cron)
    for name, text in units.items():
        screen.say(f"# systemd: ~/.config/systemd/user/{name}")
        screen.say(text)
    screen.advise(screen.word("schedule_next", name=table.name))
    return 0


def _do(screen: Screen, project: Project, args: Namespace) -> int:
    """Write last month's report in the project's language, verify it, and publish and send it where asked."""
    month = project.month_due()
    with screen.progress() as progress:
        made = project.report(month, kind=args.kind, progress=progress)
        if not args.publish:  # which verifies every file of the month itself
            project.proven(made.files, progress=progress)
    told = [str(path) for path in made.files]
    state = ""
    if args.publish:
        version = project.publish(month, kind=args.kind, by=args.publish)
        told.append(str(project.archive.place(version)))
        state = version.state
    for line in told:
        screen.say(line)
    if not args.send:
        screen.give({"month": str(month), "made": told, "state": state})
        return 0
    if state != "published":
        screen.give({"month": str(month), "made": told, "state": state})
        screen.warn(screen.word("schedule_waits"))
        return 0
    from kefu.cli._sending import hand_over

    return hand_over(screen, project, project.parcels(month, kind=args.kind))


COMMAND = Command(
    title={"en": "the report every month by itself", "zh": "每月定时生成、核对、发布、发送月报"},
    help="""
Prints a line for cron and units for systemd that write and verify last month's report on a day of every month, in the
project's time zone; with --publish and --send they also freeze and send it. Nothing is installed: you paste what you
want. The lines call "kefu schedule --now", which can be tried at any time. Where the data do not cover the month yet
it ends with exit code 4 and writes nothing. Where approvals are needed, publishing waits for them and nothing is sent.

examples:
  kefu schedule --day 3 --at 07:30
  kefu schedule --publish Wang --send --environment ~/.config/kefu/lantern.env
  kefu schedule --now
""",
    configure=configure,
    run=run,
)
