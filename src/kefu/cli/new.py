"""``kefu new``: an empty project folder."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kefu.cli import Command
from kefu.configuration import LANGUAGES, Configuration
from kefu.errors import UsageError

DEFAULT = Configuration()


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="folder of the project; made when it is not there")
    parser.add_argument("--company", metavar="NAME", default="", help="name on the reports; default: the folder's name")
    parser.add_argument(
        "--language",
        choices=LANGUAGES,
        default=DEFAULT.language,
        help=f"language of reports and messages; default: {DEFAULT.language}",
    )
    parser.add_argument(
        "--timezone",
        metavar="Z",
        default=DEFAULT.timezone,
        help=f"zone in which days begin and end; default: {DEFAULT.timezone}",
    )
    parser.add_argument(
        "--country",
        metavar="CN",
        default=DEFAULT.country,
        help=f"two letters; whose public holidays count; default: {DEFAULT.country}",
    )
    parser.add_argument(
        "--currency",
        metavar="CNY",
        default=DEFAULT.currency,
        help=f"three letters (ISO 4217); what amounts are kept in; default: {DEFAULT.currency}",
    )


def run(args: Namespace) -> int:
    from kefu.cli._screen import Screen
    from kefu.project import Project

    _check(args)
    settings = Configuration(
        company=args.company or args.folder.resolve().name,
        language=args.language,
        timezone=args.timezone,
        country=args.country.upper(),
        currency=args.currency.upper(),
    )
    project = Project.create(args.folder, settings)
    screen = Screen(args, project)
    screen.say(screen.word("made_project", folder=project.folder))
    screen.advise(screen.word("after_new", folder=project.folder))
    return 0


def _check(args: Namespace) -> None:
    if args.folder.exists() and not args.folder.is_dir():
        raise UsageError("{folder}: is a file; a project is a folder", folder=args.folder)
    try:
        ZoneInfo(args.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(
            '--timezone: no time zone "{timezone}"; write it as Asia/Shanghai', timezone=args.timezone
        ) from None
    if not (len(args.country) == 2 and args.country.isascii() and args.country.isalpha()):
        raise UsageError('--country: "{country}" should be two letters, such as CN', country=args.country)
    if not (len(args.currency) == 3 and args.currency.isascii() and args.currency.isalpha()):
        raise UsageError('--currency: "{currency}" should be three letters, such as CNY', currency=args.currency)


COMMAND = Command(
    title={"en": "make an empty project", "zh": "新建项目"},
    help="""
Makes FOLDER with kefu.yaml (what the company is called, its language, time zone, country and currency), mappings/ for
your own import profiles and metrics/ for your own metrics.

example:
  kefu new lantern --company "Lantern Appliances" --language en --timezone Europe/Berlin --country DE --currency EUR
""",
    configure=configure,
    run=run,
    in_project=False,
)
