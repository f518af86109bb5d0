"""Files of a watched folder that have settled: whoever writes them has finished.

A file has settled when two looks in a row see the same size and time. Files that programs write while they are not
done (hidden, locks, partial downloads) are none.
"""

from __future__ import annotations

from pathlib import Path

HIDDEN = (".", "~$")
UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".filepart", ".tmp", ".temp", ".lock", ".lck", ".swp")

Stamp = tuple[int, int]  # size and time of the last change


class Settling:
    """Remembers what each look at the folder saw, and which files were taken as they are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.before: dict[Path, Stamp] = {}
        self.taken: dict[Path, Stamp] = {}

    def look(self) -> list[Path]:
        """The files that have settled since they were taken last, in the order of their names; each is taken now."""
        now = self._stamps()
        settled = [path for path, stamp in now.items() if self.before.get(path) == stamp != self.taken.get(path)]
        self.taken = {path: stamp for path, stamp in self.taken.items() if path in now}
        self.taken.update({path: now[path] for path in settled})
        self.before = now
        return settled

    def again(self, path: Path) -> None:
        """The file could not be taken for a reason that is not its own: the next look gives it once more."""
        self.taken.pop(path, None)

    def _stamps(self) -> dict[Path, Stamp]:
        found = {}
        for path in sorted(self.folder.iterdir()):
            name = path.name.lower()
            if name.startswith(HIDDEN) or name.endswith(UNFINISHED):
                continue
            try:
                seen = path.stat()
                if path.is_file() and seen.st_size:
                    found[path] = (seen.st_size, seen.st_mtime_ns)
            except OSError:  # moved away between two steps
                continue
        return found
