"""``kefu quarantine``: the rows that were set aside, listed, written to a sheet and brought back corrected."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.errors import DataError, UsageError

if TYPE_CHECKING:
    from kefu.cleaning.quarantine import Correction
    from kefu.cleaning.set_aside import SetAsideRows
    from kefu.cli._screen import Screen
    from kefu.project import Project

FIRST_ROWS = 20


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
    held = project.set_aside(screen.language, personal=args.personal)
    file = Path(args.file).name
    held.require(file)
    count = held.count(file)
    if args.export:
        _export(project, held, file, args.export)
        screen.say(screen.word("exported", count=f"{count:,}", file=args.export))
        screen.advise(screen.word("correct_and_bring_back", path=args.export))
        screen.give({"rows": count, "file": str(args.export)})
        return 0
    first = held.some(FIRST_ROWS, file=file)
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


def _export(project: Project, held: SetAsideRows, file: str, path: Path) -> None:
    """Write all rows, with the columns of their files: a workbook has a sheet for each kind of file."""
    from kefu.cli._export import write_rows

    if path.suffix.lower() == ".xlsx":
        project.write_set_aside(path, held, file=file)
        return
    kinds = held.kinds(file)
    if len(kinds) > 1:
        raise UsageError(
            "{path}: rows of several kinds of file do not fit one table; write an .xlsx, or name a FILE", path=path
        )
    write_rows(path, (one.cells() for kind in kinds for one in held.of_kind(kind, file)))


def _bring_back(screen: Screen, project: Project, file: Path) -> int:
    from kefu.cleaning.reasons import counted

    if not file.is_file():
        raise DataError("{file}: there is no such file", file=file)
    corrections = project.bring_back(file)
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
