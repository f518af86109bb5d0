"""Which project a command speaks of: the one named, or the nearest folder upwards that is one."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from kefu.configuration import FILE
from kefu.errors import NotFoundError
from kefu.project import Progress, Project, quiet


class Asked(Project):
    """A project asked by somebody who is told what keeps the answer."""

    def __init__(self, folder: Path, args: Namespace) -> None:
        super().__init__(folder)
        self.args = args

    def compute_facts(self, progress: Progress = quiet) -> None:
        from kefu.cli._screen import Screen

        screen = Screen(self.args, self)
        if sys.stderr.isatty() and not self.args.quiet:
            screen.warn(screen.word("facts_owed"))
        with screen.progress() as bar:
            super().compute_facts(bar if progress is quiet else progress)


def project_of(args: Namespace) -> Project:
    """The project of a command; raises NotFoundError where there is none."""
    if args.project is not None:
        return Asked(args.project, args)
    here = Path.cwd()
    found = _nearest(here)
    if found is None:
        raise NotFoundError(
            '{folder}: no {file} here or in any folder above; name it with --project, or make one with "kefu new"',
            folder=here,
            file=FILE,
        )
    return Asked(found, args)


def project_or_none(args: Namespace) -> Project | None:
    """The project of a command that can also speak of Kefu alone."""
    if args.project is None and _nearest(Path.cwd()) is None:
        return None
    return project_of(args)


def _nearest(folder: Path) -> Path | None:
    return next((one for one in (folder, *folder.parents) if (one / FILE).is_file()), None)
