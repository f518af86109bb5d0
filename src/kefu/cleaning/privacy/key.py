"""The secret key of a project's pseudonyms: from the environment, or a file of the project made once."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from uuid import uuid4

from filelock import FileLock

from kefu.errors import DefinitionError

FILE = "pseudonym.key"
VARIABLE = "KEFU_PSEUDONYM_KEY"
SHORTEST = 32  # characters: 128 bits of a key written in hexadecimal


def read_key(folder: Path) -> bytes:
    """The key; makes ``folder/pseudonym.key`` where there is none. Raises DefinitionError for one that is no key."""
    said = os.environ.get(VARIABLE, "").strip()
    if said:
        return _of_environment(said)
    path = folder / FILE
    if not path.exists():
        _make(path)
    text = path.read_text(encoding="ascii", errors="replace").strip()
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise DefinitionError(
            "{path}: should be 64 hexadecimal digits; restore it from a backup, or remove it to start new pseudonyms",
            path=path,
        )
    return bytes.fromhex(text)


def _of_environment(said: str) -> bytes:
    if len(said) < SHORTEST:
        raise DefinitionError(
            "{variable}: should be at least {shortest} characters; make one with: openssl rand -hex 32",
            variable=VARIABLE,
            shortest=SHORTEST,
        )
    return said.encode()


def _make(path: Path) -> None:
    """Written beside and swapped under a lock: of two processes that start at once, the second reads the first's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.with_name(f"{path.name}.lock")
    with FileLock(lock):
        if path.exists():
            return
        beside = path.with_name(f"{path.name}.{uuid4().hex}.tmp")
        opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # never readable by others, not even new
        with os.fdopen(opened, "w", encoding="ascii", newline="\n") as stream:
            stream.write(secrets.token_hex(32) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
