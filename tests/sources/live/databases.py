"""Database servers of their own on a free port of this machine, for as long as a test needs them.

They are skipped, with the reason, where the server's programs are not installed or cannot be started.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

USER, PASSWORD = "reader", "p4ss'w%rd"
PATIENCE = 30.0  # seconds for a server to start


@contextmanager
def postgres() -> Iterator[int]:
    """A PostgreSQL server; gives its port."""
    initdb, control = _program("initdb"), _program("pg_ctl")
    with _room("postgres") as (folder, run):
        word = folder / "password"
        word.write_text(PASSWORD, encoding="utf-8")
        word.chmod(0o644)
        data, port = str(folder / "data"), _free_port()
        run([initdb, "-D", data, "-A", "scram-sha-256", "-U", USER, f"--pwfile={word}", "-E", "UTF8", "--locale=C"])
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        run([control, "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start"])
        try:
            yield port
        finally:
            run([control, "-D", data, "-m", "immediate", "-w", "stop"])


@contextmanager
def mysql() -> Iterator[int]:
    """A MariaDB server, which speaks as MySQL does; gives its port."""
    install, server = _program("mariadb-install-db"), _program("mariadbd")
    with _room("mysql") as (folder, run):
        data, port, first = folder / "data", _free_port(), folder / "first.sql"
        word = PASSWORD.replace("'", "''")
        statements = (  # one on each line, as the server reads them
            "CREATE DATABASE desk CHARACTER SET utf8mb4;",
            f"CREATE USER '{USER}'@'127.0.0.1' IDENTIFIED BY '{word}';",
            f"GRANT ALL ON desk.* TO '{USER}'@'127.0.0.1';",
        )
        first.write_text("\n".join([*statements, ""]), encoding="utf-8")
        first.chmod(0o644)
        run([install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"])
        words = [*run.as_user, server, "--no-defaults", f"--datadir={data}", f"--port={port}", f"--init-file={first}",
                 "--bind-address=127.0.0.1", f"--socket={folder}/socket", f"--pid-file={folder}/pid",
                 "--skip-name-resolve"]  # fmt: skip
        with (folder / "log").open("wb") as log, subprocess.Popen(words, stdout=log, stderr=log, cwd=folder) as running:
            try:
                _wait_for(port)
                yield port
            finally:
                running.terminate()


class _Run:
    """Runs a server's program, as the user it wants to be run by."""

    def __init__(self, as_user: Sequence[str], folder: Path) -> None:
        self.as_user, self.folder = as_user, folder

    def __call__(self, words: Sequence[str]) -> None:
        done = subprocess.run([*self.as_user, *words], capture_output=True, check=False, cwd=self.folder)
        if done.returncode:
            pytest.skip(f"{Path(words[0]).name} does not run here: {done.stderr.decode(errors='replace')[-300:]}")


@contextmanager
def _room(user: str) -> Iterator[tuple[Path, _Run]]:
    """A folder the server's user can enter, which pytest's own are not; servers refuse to run as root."""
    folder = Path(tempfile.mkdtemp(prefix=f"kefu-{user}-"))
    try:
        as_user: list[str] = []
        if os.name == "posix" and os.geteuid() == 0:
            try:
                shutil.chown(folder, user)
            except LookupError:
                pytest.skip(f"a database server does not run as root, and there is no user {user}")
            as_user = ["runuser", "-u", user, "--"]
        yield folder, _Run(as_user, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> str:
    """Debian keeps PostgreSQL's programs off the path."""
    beside = [str(path.parent) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))]
    found = shutil.which(name, path=os.pathsep.join([*beside, os.environ.get("PATH", ""), "/usr/sbin"]))
    if not found:
        pytest.skip(f"no such database server on this machine: {name} is not installed")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.skip(f"the database server did not start within {PATIENCE:.0f} seconds")
