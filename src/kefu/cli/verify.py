"""``kefu verify``: whether finished reports say what the data say, number by number."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kefu.cli import Command
from kefu.cli._parser import offer_json

if TYPE_CHECKING:
    from kefu.cli._screen import Screen
    from kefu.report.verification import Verified

SHOWN = 20


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "reports", metavar="REPORT", nargs="+", type=Path, help="a finished report, or a folder of them"
    )
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._place import project_of
    from kefu.cli._running import DOES_NOT_HOLD
    from kefu.cli._screen import Screen

    project = project_of(args)
    screen = Screen(args, project)
    with screen.progress() as progress:
        held = list(project.verify(_files(args.reports), progress=progress))
    for one in held:
        _tell(screen, one)
    screen.give([_as_data(one) for one in held])
    return 0 if all(one.holds for one in held) else DOES_NOT_HOLD


def _files(named: list[Path]) -> list[Path]:
    """The files named, and the reports in the folders named; raises NotFoundError where there is none."""
    from kefu.errors import NotFoundError
    from kefu.report.verification import known_as

    files: list[Path] = []
    for path in named:
        inside = sorted(path.rglob("*_????-??_*.*")) if path.is_dir() else [path]
        if not inside:
            raise NotFoundError("{path}: holds no report", path=path)
        files += inside
    for one in files:
        known_as(one)
    return files


def _tell(screen: Screen, one: Verified) -> None:
    key = "verified" if one.holds else "verified_not"
    screen.say(screen.word(key, file=one.file, numbers=one.numbers, faults=len(one.faults) + len(one.flaws)))
    for fault in one.faults[:SHOWN]:
        says = "verified_untraced" if not fault.expected else "verified_differs"
        ids = f" ({', '.join(fault.figures[:3])})" if fault.figures else ""
        screen.say("  " + screen.word(says, place=fault.place, found=fault.found, expected=fault.expected) + ids)
    for flaw in one.flaws[:SHOWN]:
        screen.say(f"  {flaw}")
    rest = len(one.faults[SHOWN:]) + len(one.flaws[SHOWN:])
    if rest:
        screen.say("  " + screen.word("verified_more", count=rest))
    if one.edited or one.removed:
        screen.advise("  " + screen.word("verified_edited", edited=len(one.edited), removed=len(one.removed)))


def _as_data(one: Verified) -> dict[str, Any]:
    return {
        "file": str(one.file),
        "holds": one.holds,
        "numbers": one.numbers,
        "faults": [
            {"place": fault.place, "found": fault.found, "expected": fault.expected, "figures": list(fault.figures)}
            for fault in one.faults
        ],
        "flaws": list(one.flaws),
        "edited": list(one.edited),
        "removed": list(one.removed),
    }


COMMAND = Command(
    title={"en": "whether a report says what the data say", "zh": "核对报告中的每个数字"},
    help="""
Reads every number in text, tables and charts back out of finished reports and holds it against the report made anew
from the data it was written from. Words may have been edited since; a number that stands where another should, or one
in an edited text that stands nowhere else on its page, does not hold. Also checks the file as such: text that spills or
overlaps, pictures without words and, with kefu[verify], the schemas of Office files. Ends with exit code 8 where
anything does not hold.

examples:
  kefu verify reports/2026-10
  kefu verify reports/2026-10/after_sales_monthly_2026-10_zh.pptx --json
""",
    configure=configure,
    run=run,
)
