"""A project folder in one file, and back: every file with its digest, nothing half written.

The archive is a gzipped tar whose first member, ``backup.json``, lists every file with size and SHA-256. While it is
written no import runs, so that the data in it belong together.
"""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from shutil import copyfileobj, rmtree
from uuid import uuid4

from filelock import FileLock, Timeout

from kefu.errors import DataError, UsageError

MANIFEST = "backup.json"
LOCK = "import.lock"  # of an import, in the folder of the data
LEFT_OUT = ("data/cache", "data/landing", "workbench/static", "workbench/charts")  # what is made again by itself
LEFT_OUT_FILES = ("first.token",)
ENDS = (".lock", ".tmp", ".sqlite3", ".sqlite3-wal", ".sqlite3-shm")  # rows of the workbench come as ``dump``
DUMP = "workbench/rows.json"
PASSING = tuple(f"{folder}/" for folder in LEFT_OUT)
CHUNK = 1 << 20
WAIT = 600.0  # seconds an import may take to end
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Backup:
    """What an archive holds: when it was made, by which version of Kefu, and each file's size and digest."""

    made_at: str
    made_with: str
    files: Mapping[str, tuple[int, str]]

    @property
    def size(self) -> int:
        return sum(size for size, _ in self.files.values())


def write(project: Path, file: Path, *, made_with: str, dump: Path | None, progress: Progress) -> Backup:
    """Write the project into ``file``, which must not be there yet; ``dump`` holds the rows of the workbench.

    Raises UsageError where the file is there, DataError where an import does not end or the disk is full.
    """
    if file.exists():
        raise UsageError("{file}: is there already; name a file that is not", file=file)
    waiting = file.with_name(f".{uuid4().hex}.tmp")
    try:
        with FileLock(project / "data" / LOCK, timeout=WAIT) if (project / "data").is_dir() else nullcontext():
            held = dict(_files(project)) | ({DUMP: dump} if dump else {})
            told = Backup(
                datetime.now(UTC).isoformat(timespec="seconds"),
                made_with,
                {name: (path.stat().st_size, digest(path)) for name, path in sorted(held.items())},
            )
            _pack(waiting, told, held, progress)
        waiting.replace(file)
    except Timeout as error:
        raise DataError(
            "{folder}: an import has been running for {seconds:.0f} seconds; try again later",
            folder=project,
            seconds=WAIT,
        ) from error
    except OSError as error:
        raise DataError("{file}: could not be written ({error})", file=file, error=error) from error
    finally:
        waiting.unlink(missing_ok=True)
    return told


def read(file: Path) -> Backup:
    """What an archive says it holds; raises DataError where it is none."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            first = archive.next()
            stream = archive.extractfile(first) if first and first.name == MANIFEST else None
            if stream is None:
                raise DataError("{file}: is no backup of Kefu", file=file)
            said = json.loads(stream.read())
    except (OSError, tarfile.TarError, ValueError, EOFError) as error:
        raise DataError("{file}: is no backup of Kefu ({error})", file=file, error=error) from error
    return Backup(said["made_at"], said["made_with"], {name: (one[0], one[1]) for name, one in said["files"].items()})


def restore(file: Path, folder: Path, *, progress: Progress) -> Backup:
    """Unpack an archive into a folder that is not there yet (or empty), and hold every file against its digest.

    Raises UsageError where the folder holds something, DataError where a file is missing, altered or leads elsewhere;
    then nothing is left behind.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UsageError("{folder}: holds something already; name a folder that is not there yet", folder=folder)
    told = read(file)
    waiting = folder.with_name(f".{uuid4().hex}.tmp")
    try:
        _unpack(file, waiting, told, progress)
        if folder.exists():
            folder.rmdir()
        waiting.replace(folder)
    except (OSError, tarfile.TarError, EOFError) as error:
        raise DataError("{file}: could not be unpacked ({error})", file=file, error=error) from error
    finally:
        rmtree(waiting, ignore_errors=True)
    return told


def digest(path: Path) -> str:
    found = sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _files(project: Path) -> Iterator[tuple[str, Path]]:
    """Every file that cannot be made again, by its name in the project."""
    for path in sorted(project.rglob("*")):
        inside = path.relative_to(project)
        passing = path.name in LEFT_OUT_FILES or path.name.endswith(ENDS) or inside.as_posix().startswith(PASSING)
        if path.is_file() and not path.is_symlink() and not passing:
            yield inside.as_posix(), path


def _pack(file: Path, told: Backup, held: Mapping[str, Path], progress: Progress) -> None:
    done, whole = 0, max(told.size, 1)
    file.touch(mode=0o600)  # it holds the project's keys
    with tarfile.open(file, "w:gz", compresslevel=1) as archive:
        text = json.dumps(asdict(told), ensure_ascii=False).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
        for name, path in sorted(held.items()):
            archive.add(path, name, recursive=False)
            done += told.files[name][0]
            progress(name, done / whole)


def _unpack(file: Path, folder: Path, told: Backup, progress: Progress) -> None:
    done, whole, left = 0, max(told.size, 1), dict(told.files)
    folder.mkdir(parents=True)
    with tarfile.open(file, "r:gz") as archive:
        archive.next()
        for entry in archive:
            if entry.name == MANIFEST:
                continue
            size, wanted = left.pop(entry.name, (-1, ""))
            if not entry.isfile() or entry.size != size or _leads_out(entry.name):
                raise DataError("{file}: {name}: is not what the backup lists", file=file, name=entry.name)
            _write(archive, entry, folder / entry.name)
            if digest(folder / entry.name) != wanted:
                raise DataError("{file}: {name}: was altered since the backup was made", file=file, name=entry.name)
            done += size
            progress(entry.name, done / whole)
    if left:
        raise DataError("{file}: {name}: is missing from the backup", file=file, name=next(iter(left)))


def _write(archive: tarfile.TarFile, entry: tarfile.TarInfo, path: Path) -> None:
    """Write a regular file with the rights its owner had, and none to write for anybody else. (The filter of
    ``TarFile.extract`` that does the same came with a patch release of Python.)"""
    path.parent.mkdir(parents=True, exist_ok=True)
    source = archive.extractfile(entry)
    if source is None:
        raise tarfile.ExtractError(entry.name)
    with source, path.open("wb") as target:
        copyfileobj(source, target)
    path.chmod(entry.mode & 0o755 | 0o600)


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts
