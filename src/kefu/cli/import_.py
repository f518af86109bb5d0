"""``kefu import``: files become rows, and every row is counted: clean, or set aside with a reason."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.errors import DataError, NotFoundError, did_you_mean

if TYPE_CHECKING:
    from kefu.cleaning.intake import Outcome
    from kefu.cli._mapping import Desk
    from kefu.cli._screen import Screen
    from kefu.store.record import FileImport


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE|FOLDER", nargs="+", type=Path, help="a file, or a folder with files")
    parser.add_argument(
        "--as",
        dest="profile",
        metavar="PROFILE",
        default="",
        help="read every file by this profile (kefu list profiles)",
    )
    parser.add_argument("--yes", action="store_true", help="accept the mapping proposed for a file no profile fits")
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen
    from kefu.cli._survey import survey

    project = project_of(args)
    screen = Screen(args, project)
    if args.profile and args.profile not in project.profiles:
        near = did_you_mean(args.profile, project.profiles)
        raise NotFoundError('no profile "{name}"{near}', name=args.profile, near=near)
    found = survey(project, args.files, args.profile, _desk(screen, yes=args.yes))
    outcome = None
    if found.chosen:
        with screen.progress() as progress:
            outcome = project.take_in(found.chosen, facts_later=True, progress=progress)
    show(screen, outcome, found.skipped)
    return 0 if outcome else DataError.exit_code


def _desk(screen: Screen, *, yes: bool) -> Desk:
    """Where a mapping is confirmed: at the terminal, where there is one."""
    from kefu.cli._mapping import Desk

    there = sys.stdin is not None and sys.stdin.isatty() and not screen.json
    out = sys.stderr if screen.json else sys.stdout
    return Desk(sys.stdin if there else None, out, screen.language, yes=yes, width=screen.width)


def show(screen: Screen, outcome: Outcome | None, skipped: Sequence[tuple[Path, str]]) -> None:
    """One line per file, then the reasons of what was set aside, then what was skipped."""
    from kefu.cleaning.reasons import as_data

    taken, known = (outcome.taken, outcome.known) if outcome else ((), ())
    screen.give(
        {
            "files": [
                {"status": status, **as_data(one, screen.language)}
                for status, files in (("imported", taken), ("known", known))
                for one in files
            ],
            "skipped": [{"file": str(file), "reason": reason} for file, reason in skipped],
            "sequence": outcome.record.sequence if outcome else None,
        }
    )
    if taken or known:
        _show_files(screen, taken, known)
        _show_reasons(screen, taken)
        _show_columns(screen, taken)
    if outcome and outcome.record.owed:
        screen.advise(screen.word("facts_later"))
    for _, reason in skipped:
        screen.say(screen.word("skipped", reason=reason))
    if not taken and not known:
        screen.warn(screen.word("nothing_taken"))


def _show_files(screen: Screen, taken: Sequence[FileImport], known: Sequence[FileImport]) -> None:
    headers = [screen.word(one) for one in ("file", "profile", "rows", "clean", "set_aside", "replaced", "state")]
    rows = [[*_line(one), screen.word("imported")] for one in taken]
    rows += [[*_line(one), screen.word("known", when=one.imported_at[:10])] for one in known]
    screen.table(headers, rows, right=(2, 3, 4, 5))


def _line(one: FileImport) -> list[str]:
    return [one.file, one.profile, f"{one.rows:,}", f"{one.clean:,}", f"{one.quarantined:,}", f"{one.replaced:,}"]


def _show_reasons(screen: Screen, taken: Sequence[FileImport]) -> None:
    from kefu.cleaning.reasons import counted

    spoiled = [one for one in taken if one.quarantined]
    if not spoiled:
        return
    screen.say(f"\n{screen.word('why_set_aside')}")
    for one in spoiled:
        screen.say(f"  {one.file}: {counted(one.reasons, screen.language)}")
    screen.advise(screen.word("see_quarantine"))


def _show_columns(screen: Screen, taken: Sequence[FileImport]) -> None:
    """What a file has and no field speaks of, and what its profile speaks of and it has not."""
    for key, columns in (("columns_kept", "extra"), ("columns_absent", "absent")):
        told = {one.profile: getattr(one, columns) for one in taken if getattr(one, columns)}
        for profile, names in told.items():
            listed = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
            screen.say(screen.word(key, profile=profile, columns=listed))


COMMAND = Command(
    title={"en": "bring files in", "zh": "导入数据文件"},
    help="""
Recognises each table of each file by its headers (or reads it --as you say), cleans it and keeps it. Rows that cannot
be counted are set aside with a reason; none is dropped. All files of one import become visible together. Importing a
file again changes nothing; a row that was imported before is replaced by a later import of it. What figures are made of
is computed when something is first asked, once for all imports before it.

For a file no profile fits a mapping is proposed, column by column, and confirmed once: at the terminal, or with --yes.
It is kept under mappings/ and never asked for again. Columns no field speaks of are kept, and numbers can be sliced by
them (kefu query --by).

Files of a folder and its subfolders are taken in the order of their names; those that cannot be read are skipped and
named at the end. A file named on its own that cannot be read is an error (exit code 4), and nothing is imported.

examples:
  kefu import exports/
  kefu import october.csv --as shop_orders
""",
    configure=configure,
    run=run,
)
