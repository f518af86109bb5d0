"""``kefu check``: what data there are, how good they are, what can be measured, which files are wrong."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date, datetime
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
        raise UsageError('--as-of: "{text}" is no day; write it as 2026-11-02', text=text) from None


def run(args: Namespace) -> int:
    from kefu.cli._inspection import inspect
    from kefu.cli._place import project_of
    from kefu.cli._quality import show
    from kefu.cli._screen import Screen

    project = project_of(args)
    screen = Screen(args, project)
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
    from kefu.cleaning.reasons import counted

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


COMMAND = Command(
    title={"en": "the state of the data", "zh": "检查数据质量与自定义文件"},
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
""",
    configure=configure,
    run=run,
)
