"""``kefu quarantine``: the rows that were set aside, listed, written to a sheet and brought back corrected."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.errors import DataError

if TYPE_CHECKING:
    from kefu.cleaning.quarantine import Correction
    from kefu.cli._screen import Screen
    from kefu.project import Project


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", nargs="?", default="", help="only rows of this file (its name as imported)"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--export", metavar="FILE.xlsx", type=Path, help="write all of them to a workbook (or .csv), to be corrected"
    )
    what.add_argument("--bring-back", metavar="FILE.xlsx", type=Path, help="take the corrected rows of such a file in")
    parser.add_argument("--personal", action="store_true", help="show names and free text instead of masking them")
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen

    project = project_of(args)
    screen = Screen(args, project)
    if args.bring_back:
        return _bring_back(screen, project, args.bring_back)
    return _show(screen, project, args)


def _show(screen: Screen, project: Project, args: Namespace) -> int:
    from kefu.cli._quarantine import Quarantine

    held = Quarantine(project, screen.language, personal=args.personal)
    file = Path(args.file).name
    held.require(file)
    count = held.count(file)
    if args.export:
        held.export(file, args.export)
        screen.say(screen.word("exported", count=f"{count:,}", file=args.export))
        screen.advise(screen.word("correct_and_bring_back", path=args.export))
        screen.give({"rows": count, "file": str(args.export)})
        return 0
    first = held.first(file)
    screen.give({"rows": count, "first": [one.as_data() for one in first]})
    if not first:
        screen.say(screen.word("none_set_aside"))
        return 0
    headers = [screen.word(one) for one in ("file", "row", "why", "content")]
    screen.table(headers, [[one.file, f"{one.row:,}", one.told, one.brief()] for one in first], right=(1,))
    if count > len(first):
        screen.advise(screen.word("more_rows", shown=len(first), all=f"{count:,}"))
    screen.advise(screen.word("how_to_correct"))
    return 0


def _bring_back(screen: Screen, project: Project, file: Path) -> int:
    from kefu.cli._privacy import shown_forms
    from kefu.cli._reasons import counted

    if not file.is_file():
        raise DataError(f"{file}: there is no such file")
    corrections = project.bring_back(file, shown_forms(project))
    screen.give([_as_data(one) for one in corrections])
    headers = [screen.word(one) for one in ("file", "accepted", "still_wrong", "untouched", "why")]
    rows = [
        [one.file, f"{one.accepted:,}", f"{one.refused:,}", f"{one.untouched:,}", counted(one.reasons, screen.language)]
        for one in corrections
    ]
    screen.table(headers, rows, right=(1, 2, 3))
    return 0


def _as_data(one: Correction) -> dict[str, object]:
    return {
        "file": one.file,
        "accepted": one.accepted,
        "refused": one.refused,
        "untouched": one.untouched,
        "reasons": dict(one.reasons),
    }


COMMAND = Command(
    title={"en": "rows that were set aside", "zh": "查看、更正被隔离的行"},
    help="""
Rows that cannot be counted are set aside at import, each with its reasons; none is dropped. Without an option the first
20 are listed. --export writes all of them with the columns of their files, one sheet for each kind of file. Correct the
cells in a spreadsheet, leave the columns kefu_import and kefu_row as they are, and take the file in with --bring-back:
rows that are right now leave the quarantine for their tables; those still wrong, and those not touched, stay. A masked
cell that is left as it is keeps its value.

examples:
  kefu quarantine
  kefu quarantine survey.xlsx --export corrections.xlsx
  kefu quarantine --bring-back corrections.xlsx
""",
    configure=configure,
    run=run,
)
