"""``kefu check``: what data there are, how good they are, what can be measured, which files are wrong."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.errors import DefinitionError, UsageError

if TYPE_CHECKING:
    from kefu.cli._inspection import Inspection
    from kefu.cli._screen import Screen
    from kefu.project import Project


BEYOND_LIMITS = 7  # data that can be read and are not good enough: no fault of a file, a command or Kefu


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--quarantine",
        nargs="?",
        const="",
        metavar="FILE",
        help="list the rows that were set aside, of all files or of FILE (its name as imported); the first 20",
    )
    parser.add_argument(
        "--export", metavar="FILE.csv", type=Path, help="with --quarantine: write all of them to a CSV file"
    )
    parser.add_argument(
        "--personal", action="store_true", help="with --quarantine: show names and free text instead of masking them"
    )
    parser.add_argument(
        "--fail",
        action="store_true",
        help="end with exit code 7 when the data are beyond a limit of quality: in kefu.yaml",
    )
    parser.add_argument(
        "--as-of", metavar="YYYY-MM-DD", type=_day, help="the day the age of the data is counted to; default: today"
    )
    offer_json(parser)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f'--as-of: "{text}" is no day; write it as 2026-11-02') from None


def run(args: Namespace) -> int:
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen

    project = project_of(args)
    screen = Screen(args, project)
    if args.quarantine is None and args.export is None:
        return _state(screen, project, args)
    return _quarantine(screen, project, args)


def _state(screen: Screen, project: Project, args: Namespace) -> int:
    from kefu.cli._inspection import inspect
    from kefu.cli._quality import show

    found = inspect(project, screen.language, args.as_of or _today(project))
    screen.give(found.as_data())
    _show_files(screen, found)
    _show_tables(screen, found)
    _show_metrics(screen, found)
    show(screen, project, found)
    for problem in found.problems:
        screen.warn(problem)
    if found.problems:
        return DefinitionError.exit_code
    return BEYOND_LIMITS if args.fail and found.missed else 0


def _today(project: Project) -> date:
    return datetime.now(ZoneInfo(project.configuration.timezone)).date()


def _show_files(screen: Screen, found: Inspection) -> None:
    from kefu.cli._reasons import counted

    if not found.files:
        screen.say(screen.word("no_imports"))
        return
    headers = [screen.word(one) for one in ("file", "profile", "imported_at", "rows", "clean", "set_aside", "why")]
    rows = [
        [
            one.file,
            one.profile,
            one.imported_at[:10],
            f"{one.rows:,}",
            f"{one.clean:,}",
            f"{one.quarantined:,}",
            counted(one.reasons, screen.language),
        ]
        for one in found.files
    ]
    screen.table(headers, rows, right=(3, 4, 5))


def _show_tables(screen: Screen, found: Inspection) -> None:
    if not found.tables:
        return
    headers = [screen.word(one) for one in ("table", "title", "rows", "from", "to", "months_missing")]
    rows = [
        [one.name, one.title, f"{one.rows:,}", one.first[:10], one.last[:10], ", ".join(one.gaps)]
        for one in found.tables
    ]
    screen.say()
    screen.table(headers, rows, right=(2,))


def _show_metrics(screen: Screen, found: Inspection) -> None:
    if found.metrics_unread:
        screen.say(f"\n{screen.word('metrics_unread')}")
        return
    measurable = [one for one in found.metrics if not one.reason]
    missing = [one for one in found.metrics if one.reason]
    screen.say(f"\n{screen.word('measurable', count=len(measurable), all=len(found.metrics))}")
    if missing:
        headers = [screen.word(one) for one in ("metric", "title", "why_not")]
        screen.table(headers, [[one.name, one.title, one.reason] for one in missing])


def _quarantine(screen: Screen, project: Project, args: Namespace) -> int:
    from kefu.cli._quarantine import Quarantine

    held = Quarantine(project, screen.language, personal=args.personal)
    file = Path(args.quarantine).name if args.quarantine else ""
    held.require(file)
    total = held.count(file)
    if args.export is not None:
        held.export(file, args.export)
        screen.give({"rows": total, "export": str(args.export)})
        screen.say(screen.word("exported", count=f"{total:,}", file=args.export))
        return 0
    rows = held.first(file)
    screen.give({"rows": total, "first": [one.as_data() for one in rows]})
    if not rows:
        screen.say(screen.word("none_set_aside"))
        return 0
    headers = [screen.word(one) for one in ("file", "row", "why", "content")]
    screen.table(headers, [[one.file, str(one.row), one.told, one.brief()] for one in rows], right=(1,))
    if total > len(rows):
        screen.advise(screen.word("more_rows", shown=len(rows), all=f"{total:,}"))
    return 0


COMMAND = Command(
    title={"en": "the state of the data", "zh": "检查数据、隔离行与自定义文件"},
    help="""
Shows every file brought in with its rows, clean and set aside; every table with how far it reaches in time; which
metrics can be measured and why others cannot. Reads the project's own metrics/ and mappings/ and tries each metric:
when one is wrong, it says so and ends with exit code 3.

Then the quality of the data by source: how old the newest row is, empty fields, rows repeated or without the ticket or
order they belong to, days left out, what differs from earlier months, and platforms' own figures beside recomputed
ones. What is beyond a limit of quality: in kefu.yaml is named, and with --fail ends with exit code 7, for scheduled
runs. A limit of null is not looked at; sources: sets limits anew for one profile:

  quality:
    max_quarantined: 0.05        share of a source's rows set aside
    max_missing: 0.3             share of rows without one of its fields
    max_orphans: 0.05            share of rows whose ticket, order … is not there
    max_near_duplicates: 0.02    share of rows that look entered twice
    max_days_old: 45             days from the newest row to today
    max_days_without_rows: 3     days in a row
    max_drift: 0.25              stability index of a mix against the year before
    sources: {training_register: {max_days_old: 120}}
    platforms: {taobao: marketplace}    the channel a platform's figures speak of

examples:
  kefu check
  kefu check --fail --quiet
  kefu check --quarantine survey.xlsx
  kefu check --quarantine --export set-aside.csv
""",
    configure=configure,
    run=run,
)
