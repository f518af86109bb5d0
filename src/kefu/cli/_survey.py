"""Which files can be taken as they are, and which need a mapping first that is proposed and confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kefu.cleaning.mapping import fits, keep, renamed, tables_of
from kefu.cli._mapping import Desk, settled
from kefu.errors import DataError, KefuError
from kefu.project import Project
from kefu.sources.profiles import Found
from kefu.sources.profiles._proposal import Proposal, propose, source_name

HIDDEN = (".", "~$")


@dataclass(slots=True)
class Survey:
    """``chosen`` are files with the tables found in them; ``skipped`` those of a folder that cannot be taken, with the
    reason."""

    chosen: list[tuple[Path, list[Found]]] = field(default_factory=list)
    skipped: list[tuple[Path, str]] = field(default_factory=list)


def survey(project: Project, named: Sequence[Path], profile: str, desk: Desk) -> Survey:
    """Look at the files and folders a user named, each file once; one named itself that cannot be taken is an error."""
    found = Survey()
    seen: set[Path] = set()
    for one in named:
        for file in _files_of(one) if one.is_dir() else [one]:
            if file.resolve() in seen:
                continue
            seen.add(file.resolve())
            try:
                found.chosen.append((file, _tables(project, file, profile, desk)))
            except (KefuError, OSError, UnicodeError) as error:
                if not one.is_dir():
                    raise
                found.skipped.append((file, _told(error, file, one)))
    return found


def _told(error: Exception, file: Path, folder: Path) -> str:
    """The reason, with the file's place in the folder: every subfolder may have one of that name."""
    reason = str(error).removeprefix(f"{file.name}: ")
    return f"{file.relative_to(folder).as_posix()}: {reason}"


def _files_of(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not _is_hidden(path, folder))
    if not files:
        raise DataError("{folder}: holds no files", folder=folder)
    return files


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(HIDDEN) for part in path.relative_to(folder).parts)


def _tables(project: Project, file: Path, profile: str, desk: Desk) -> list[Found]:
    try:
        found = project.recognised(file, profile=profile)
    except DataError:
        if profile or not file.is_file():
            raise
        if not (_renamed(project, file) or _mapped(project, file, desk)):
            raise
        return project.recognised(file)
    lacking = any(one.absent and one.profile.name in project.own_profiles for one in found)
    return project.recognised(file, profile=profile) if lacking and _renamed(project, file) else found


def _renamed(project: Project, file: Path) -> bool:
    """Whether a mapping of the project was told of the file's new column names."""
    told = renamed(file, [project.folder / "mappings" / f"{name}.yaml" for name in project.own_profiles])
    if told:
        project.forget()
    return told


def _mapped(project: Project, file: Path, desk: Desk) -> bool:
    """Whether a mapping was proposed and accepted for a table of the file; sheets of one layout share it."""
    done: list[Proposal] = []
    for grid in tables_of(file):
        if any(fits(one, grid) for one in done):
            continue
        proposal = propose(grid, name=source_name(file.name.split(".")[0]))
        accepted = settled(proposal, grid, file.name, desk) if proposal else None
        if accepted:
            path = keep(accepted, project.folder / "mappings")
            desk.say(desk.word("mapping_kept", path=path))
            done.append(accepted)
    if done:
        project.forget()
    return bool(done)
