"""``kefu report``: the finished report of a month, as files."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.configuration import LANGUAGES
from kefu.errors import UsageError, did_you_mean
from kefu.findings.written import read_month

FORMATS = ("pptx", "xlsx", "html", "md")
KIND = "after_sales_monthly"


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "month", metavar="MONTH", nargs="?", help="such as 2026-10; default: the last month the data cover to its end"
    )
    parser.add_argument(
        "--kind", metavar="KIND", default=KIND, help=f"kind of report (kefu list reports); default: {KIND}"
    )
    parser.add_argument("--language", choices=LANGUAGES, help="language of the report; default: the project's")
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
    with screen.progress() as progress:
        made = project.report(
            month or project.last_complete_month(),
            kind=args.kind,
            language=args.language or "",
            formats=formats,
            folder=args.output,
            progress=progress,
        )
    screen.give(
        {
            "title": made.document.title,
            "period": made.document.period,
            "language": made.document.language,
            "kind": args.kind,
            "files": [str(path) for path in made.files],
            "figures": [line.id for line in made.document.figures],
            "untraced": [{"section": section, "number": number} for section, number in made.untraced],
        }
    )
    for section, number in made.untraced:
        screen.warn(screen.word("untraced", section=section, number=number))
    for path in made.files:
        screen.say(str(path))
    if made.note:
        screen.warn(screen.word("model_fault", fault=made.note))
    if made.document.figures:
        screen.advise(screen.word("explain_hint", id=made.document.figures[0].id))
    return 0


def _formats(named: list[str] | None) -> tuple[str, ...]:
    from kefu.report.renderers import RENDERERS

    formats = tuple(dict.fromkeys(named or FORMATS))
    for one in formats:
        if one not in RENDERERS:
            raise UsageError(f'--format: no format "{one}"{did_you_mean(one, RENDERERS)}')
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
""",
    configure=configure,
    run=run,
)
