"""``kefu import``: files become rows, and every row is counted: clean, or set aside with a reason."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.errors import DataError, KefuError, NotFoundError, did_you_mean

if TYPE_CHECKING:
    from kefu.cleaning.intake import Outcome
    from kefu.cli._screen import Screen
    from kefu.sources.profiles import Profile
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
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen

    project = project_of(args)
    screen = Screen(args, project)
    if args.profile and args.profile not in project.profiles:
        raise NotFoundError(f'no profile "{args.profile}"{did_you_mean(args.profile, project.profiles)}')
    files, skipped = chosen_files(args.files, args.profile, project.profiles)
    outcome = None
    if files:
        with screen.progress() as progress:
            outcome = project.import_files(files, profile=args.profile, progress=progress)
    show(screen, outcome, skipped)
    return 0 if outcome else DataError.exit_code


def chosen_files(
    named: Sequence[Path], profile: str, profiles: Mapping[str, Profile]
) -> tuple[list[Path], list[tuple[Path, str]]]:
    """The files to take, each once, and those of a folder that no profile fits, with the reason."""
    chosen: dict[Path, Path] = {}
    skipped: list[tuple[Path, str]] = []
    for one in named:
        for file in _files_of(one) if one.is_dir() else [one]:
            reason = _misfit(file, profile, profiles) if one.is_dir() else ""
            if reason:
                skipped.append((file, reason))
            else:
                chosen.setdefault(file.resolve(), file)
    return list(chosen.values()), skipped


def _files_of(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))
    if not files:
        raise DataError(f"{folder}: holds no files")
    return files


def _misfit(file: Path, profile: str, profiles: Mapping[str, Profile]) -> str:
    """Why the file cannot be taken; "" when it can."""
    from kefu.sources.profiles import named, recognise

    try:
        if profile:
            named(file, profile, profiles)
        else:
            recognise(file, profiles)
    except KefuError as error:
        return str(error)
    except (OSError, UnicodeError) as error:
        return f"{file.name}: {error}"
    return ""


def show(screen: Screen, outcome: Outcome | None, skipped: Sequence[tuple[Path, str]]) -> None:
    """One line per file, then the reasons of what was set aside, then what was skipped."""
    from kefu.cli._reasons import as_data

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
    from kefu.cli._reasons import counted

    spoiled = [one for one in taken if one.quarantined]
    if not spoiled:
        return
    screen.say(f"\n{screen.word('why_set_aside')}")
    for one in spoiled:
        screen.say(f"  {one.file}: {counted(one.reasons, screen.language)}")
    screen.advise(screen.word("see_quarantine"))


COMMAND = Command(
    title={"en": "bring files in", "zh": "导入数据文件"},
    help="""
Recognises each file by its headers (or reads it --as you say), cleans it and keeps it. Rows that cannot be counted are
set aside with a reason; none is dropped. All files of one import become visible together. Importing a file again
changes nothing; a row that was imported before is replaced by a later import of it.

Files of a folder are taken in the order of their names; those that fit no profile are skipped and named at the end.
A file named on its own that fits nothing is an error (exit code 4), and nothing is imported.

examples:
  kefu import exports/
  kefu import october.csv --as shop_orders
""",
    configure=configure,
    run=run,
)
