"""``kefu serve``: the workbench in a browser, with the process that does its work."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kefu.cli import Command, _workbench
from kefu.errors import UsageError

if TYPE_CHECKING:
    from kefu.cli._screen import Screen

FIRST = "first.token"
DEMO = "kefu-demo.json"  # says that a folder is a made-up company
BETWEEN_LOOKS = 0.5  # seconds
LIVED_WELL = 60.0  # seconds after which an end is no failed start
LONGEST_PAUSE = 60.0
PATIENCE = 20.0  # seconds the server and the worker have to finish what they are at


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; default: this machine only")
    parser.add_argument("--port", type=int, default=8765, help="default: 8765")
    parser.add_argument("--workers", type=int, default=2, help="processes that answer; default: 2")
    parser.add_argument("--prepare", action="store_true", help="only make the database and the files ready, then end")


def run(args: Namespace) -> int:
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen

    if not _workbench.is_installed():
        raise UsageError("the workbench is not installed; pip install 'kefu[workbench]'")
    project = project_of(args)
    screen = Screen(args, project)
    environment = _environment(project.folder, args.host)
    _workbench.manage(environment, "migrate", "--noinput", "--verbosity=0")
    _workbench.manage(environment, "collect")
    _offer_first(screen, project.folder, environment, args)
    project.keep_facts()
    if args.prepare:
        return 0
    screen.say(screen.word("serving", address=f"http://{_shown(args.host)}:{args.port}/"))
    return _serve(environment, args)


def _environment(folder: Path, host: str) -> dict[str, str]:
    """The environment of the server and the worker; hosts that are named already stay."""
    hosts = {"localhost", "127.0.0.1", "[::1]", _shown(host)}
    return {"KEFU_HOSTS": ",".join(sorted(hosts)), **_workbench.environment(folder)}


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104 - only shown


def _offer_first(screen: Screen, folder: Path, environment: dict[str, str], args: Namespace) -> None:
    """Where nobody administers yet, say how the first administrator is made: with a token only this terminal shows."""
    if _workbench.manage(environment, "administrators") != "0":
        return
    if (folder / DEMO).is_file():
        _offer_demo(screen, environment)
        return
    file = folder / "workbench" / FIRST
    token = secrets.token_urlsafe(18)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as written:
        written.write(token)
    address = f"http://{_shown(args.host)}:{args.port}/accounts/first"
    screen.say(screen.word("first_administrator", address=address, token=token))


def _offer_demo(screen: Screen, environment: dict[str, str]) -> None:
    """A made-up company gets a person of every role, with one made-up password that is told here and nowhere else."""
    told = json.loads(_workbench.manage(environment, "demo_people"))
    screen.say(screen.word("demo_people", password=told["password"]))
    for username, role in told["people"].items():
        screen.say(f"  {username:12} {role[screen.language]}")


def _serve(environment: dict[str, str], args: Namespace) -> int:
    """Run server and worker until the server ends or somebody stops them; then end both."""
    server = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", args.host, "--port", str(args.port),
        "--workers", str(args.workers), "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers",
        "--log-level", "warning", "kefu.workbench.config.wsgi:application",
    ]  # fmt: skip
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    serving = _started(server, environment)
    worker = _Worker(environment)
    try:
        while serving.poll() is None:
            worker.keep()
            time.sleep(BETWEEN_LOOKS)
        return serving.returncode or 0
    except KeyboardInterrupt:
        return 0
    finally:
        for one in (serving, worker.running):
            _end(one)


def _started(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, env=environment)  # noqa: S603 - our own modules


class _Worker:
    """The process that does the work. Where it was killed, or lost its database, another takes up what it left; one
    that keeps ending is given longer and longer pauses."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment, self.pause, self.ended_at = environment, 0.0, 0.0
        self._start()

    def _start(self) -> None:
        self.running = _started([sys.executable, "-m", "kefu.workbench", "work"], self.environment)
        self.started_at, self.ended_at = time.monotonic(), 0.0

    def keep(self) -> None:
        """Start it again where it ended and its pause is over."""
        if self.running.poll() is None:
            return
        if not self.ended_at:
            self.ended_at = time.monotonic()
            lived = self.ended_at - self.started_at
            self.pause = 1.0 if lived > LIVED_WELL else min(2 * max(self.pause, 0.5), LONGEST_PAUSE)
        elif time.monotonic() - self.ended_at >= self.pause:
            self._start()


def _end(one: subprocess.Popen[bytes]) -> None:
    if one.poll() is None:
        one.terminate()
        try:
            one.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            one.kill()


COMMAND = Command(
    title={"en": "open the workbench in a browser", "zh": "打开网页工作台"},
    help="""
Serves dashboards, reports and the closed loop to a browser, together with the process that imports and builds. The
rows of the workbench are in workbench/ of the project; KEFU_DATABASE_URL names a PostgreSQL for many users instead.
The first start prints a token with which the first administrator is made.

examples:
  kefu serve
  kefu serve --host 0.0.0.0 --port 80        KEFU_HOSTS=kefu.example.com KEFU_HTTPS=1 behind a proxy with TLS
  KEFU_DATABASE_URL=postgresql://kefu@/kefu kefu serve
""",
    configure=configure,
    run=run,
)
