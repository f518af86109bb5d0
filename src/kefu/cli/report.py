"""``kefu report``: the finished report of a month, as files."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.configuration import LANGUAGES
from kefu.errors import UsageError, did_you_mean
from kefu.findings.written import read_month

if TYPE_CHECKING:
    from kefu.cli._screen import Screen
    from kefu.report.making import Made

FORMATS = ("pptx", "xlsx", "html", "md")
KIND = "after_sales_monthly"
BOTH = "both"


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "month", metavar="MONTH", nargs="?", help="such as 2026-10; default: the last month the data cover to its end"
    )
    parser.add_argument(
        "--kind", metavar="KIND", default=KIND, help=f"kind of report (kefu list reports); default: {KIND}"
    )
    parser.add_argument("--language", choices=(*LANGUAGES, BOTH), help="language of the report; default: the project's")
    parser.add_argument(
        "--format",
        dest="formats",
        metavar="FORMAT",
        action="append",
        help=f"file to write (kefu list formats); may be repeated; default: {' '.join(FORMATS)}",
    )
    parser.add_argument(
        "--output", metavar="FOLDER", type=Path, help="where to write; default: reports/MONTH in the project"
    )
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen

    month = read_month(args.month) if args.month else None
    formats = _formats(args.formats)
    project = project_of(args)
    screen = Screen(args, project)
    wanted = month or project.last_complete_month()
    made: list[Made] = []
    for language in LANGUAGES if args.language == BOTH else (args.language or "",):
        with screen.progress() as progress:
            report = project.report(
                wanted,
                kind=args.kind,
                language=language,
                formats=formats,
                folder=args.output,
                before=made[-1] if made else None,
                progress=progress,
            )
        made.append(report)
    told = [_as_data(one, args.kind) for one in made]
    screen.give(told if args.language == BOTH else told[0])
    for one in made:
        _tell(screen, one)
    if made[0].document.figures:
        screen.advise(screen.word("explain_hint", id=made[0].document.figures[0].id))
    return 0


def _as_data(made: Made, kind: str) -> dict[str, Any]:
    return {
        "title": made.document.title,
        "period": made.document.period,
        "language": made.document.language,
        "kind": kind,
        "files": [str(path) for path in made.files],
        "figures": [line.id for line in made.document.figures],
        "untraced": [{"section": section, "number": number} for section, number in made.untraced],
    }


def _tell(screen: Screen, made: Made) -> None:
    for section, number in made.untraced:
        screen.warn(screen.word("untraced", section=section, number=number))
    for path in made.files:
        screen.say(str(path))
    if made.note:
        screen.warn(screen.word("model_fault", fault=made.note))


def _formats(named: list[str] | None) -> tuple[str, ...]:
    from kefu.report.renderers import RENDERERS

    formats = tuple(dict.fromkeys(named or FORMATS))
    for one in formats:
        if one not in RENDERERS:
            raise UsageError('--format: no format "{name}"{near}', name=one, near=did_you_mean(one, RENDERERS))
    return formats


COMMAND = Command(
    title={"en": "write the report of a month", "zh": "生成月报"},
    help="""
Writes the report as slides, workbook, web page and text, on request as a Word document and a PDF (--format docx,
--format pdf), and prints the paths. Every number of the report has an id for kefu explain. The same data give the same
report.

examples:
  kefu report
  kefu report 2026-10 --language en --format pptx --format xlsx --output october/
  kefu report --language both
""",
    configure=configure,
    run=run,
)
