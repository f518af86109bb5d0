"""A backup holds all that cannot be made again, and nothing comes back that is not what it listed."""

from __future__ import annotations

import gzip
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest

from kefu.errors import DataError, UsageError
from kefu.store import backup


def quiet(_stage: str, _done: float) -> None:
    """Progress nobody watches."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "company"
    held = {
        "kefu.yaml": b"company: A\n",
        "data/current.json": b"{}",
        "data/cache/answers.sqlite": b"made again",
        "workbench/workbench.sqlite3": b"comes as rows",
        "workbench/secret.key": b"secret",
        "reports/2026-10/a.md": "# 月报\n".encode(),
    }
    for name, content in held.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def written(project: Path) -> Path:
    file = project.with_suffix(".tar.gz")
    dump = project.with_suffix(".json")
    dump.write_text("[]", encoding="utf-8")
    backup.write(project, file, made_with="0", dump=dump, progress=quiet)
    return file


def test_everything_comes_back_but_what_is_made_again(project: Path, tmp_path: Path) -> None:
    file, again = written(project), tmp_path / "again"
    told = backup.restore(file, again, progress=quiet)
    names = {path.relative_to(again).as_posix() for path in again.rglob("*") if path.is_file()}
    assert names == {
        "kefu.yaml",
        "data/current.json",
        "workbench/secret.key",
        "workbench/rows.json",
        "reports/2026-10/a.md",
    }
    assert set(told.files) == names
    assert (again / "reports/2026-10/a.md").read_text(encoding="utf-8") == "# 月报\n"
    assert file.stat().st_mode & 0o077 == 0  # nobody else may read the keys in it


def test_nothing_is_written_over(project: Path, tmp_path: Path) -> None:
    file = written(project)
    with pytest.raises(UsageError, match="is there already"):
        backup.write(project, file, made_with="0", dump=None, progress=quiet)
    with pytest.raises(UsageError, match="holds something already"):
        backup.restore(file, project, progress=quiet)


def test_what_was_altered_does_not_come_back(project: Path, tmp_path: Path) -> None:
    file = written(project)
    plain = gzip.decompress(file.read_bytes())
    file.write_bytes(gzip.compress(plain.replace(b"company: A\n", b"company: B\n")))
    with pytest.raises(DataError, match=r"kefu\.yaml: was altered"):
        backup.restore(file, tmp_path / "again", progress=quiet)
    assert not (tmp_path / "again").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".tmp")]


@pytest.mark.parametrize("name", ["../outside", "/etc/outside"])
def test_a_file_cannot_lead_elsewhere(name: str, tmp_path: Path) -> None:
    import io
    import json

    file, content = tmp_path / "evil.tar.gz", b"x"
    listed = {"made_at": "", "made_with": "", "files": {name: [1, sha256(content).hexdigest()]}}
    with tarfile.open(file, "w:gz") as archive:
        for member, text in ((backup.MANIFEST, json.dumps(listed).encode()), (name, content)):
            entry = tarfile.TarInfo(member)
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))
    with pytest.raises(DataError, match="is not what the backup lists"):
        backup.restore(file, tmp_path / "again", progress=quiet)


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "text.tar.gz"
    file.write_text("no archive", encoding="utf-8")
    with pytest.raises(DataError, match="is no backup of Kefu"):
        backup.restore(file, tmp_path / "again", progress=quiet)
