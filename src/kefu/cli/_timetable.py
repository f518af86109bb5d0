"""The lines that make a machine run ``kefu schedule --now`` every month: for cron and for systemd."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kefu.errors import UsageError

TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
LAST_DAY = 28  # the last every month has


@dataclass(frozen=True, slots=True)
class Timetable:
    """``command`` runs on ``day`` of every month at ``time`` in the time zone; ``environment`` is a file of secrets
    (``NAME=value`` lines) or None, ``name`` that of the systemd units."""

    name: str
    command: tuple[str, ...]
    day: int
    time: str
    timezone: str
    environment: Path | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.day <= LAST_DAY:
            raise UsageError("--day: should be a day every month has, 1 to {last}", last=LAST_DAY)
        if not TIME.fullmatch(self.time):
            raise UsageError('--at: "{time}" is no time of day; write it as 08:00', time=self.time)
        if any(character in one for one in self.said for character in "\n\r\0"):
            raise UsageError("a path with a line break cannot be scheduled")

    @property
    def said(self) -> tuple[str, ...]:
        return (*self.command, self.name, str(self.environment or ""))

    @property
    def hour_minute(self) -> tuple[int, int]:
        hour, minute = self.time.split(":")
        return int(hour), int(minute)

    @property
    def calendar(self) -> str:
        """When, as systemd writes it (systemd.time(7)); the zone needs systemd 235."""
        return f"*-*-{self.day:02d} {self.time}:00 {self.timezone}"

    @property
    def cron(self) -> str:
        """A crontab's lines (crontab(5)): a percent sign would end the command, so it is escaped."""
        hour, minute = self.hour_minute
        read = f"set -a; . {shlex.quote(str(self.environment))}; set +a; " if self.environment else ""
        command = f"{read}{shlex.join(self.command)}".replace("%", r"\%")
        return f"CRON_TZ={self.timezone}\n{minute} {hour} {self.day} * * {command}\n"

    @property
    def service(self) -> str:
        held = f"EnvironmentFile={_escaped(str(self.environment))}\n" if self.environment else ""
        return (
            f"[Unit]\nDescription=Kefu: last month's report ({_escaped(self.name)})\n"
            f"\n[Service]\nType=oneshot\n{held}ExecStart={' '.join(_quoted(one) for one in self.command)}\n"
        )

    @property
    def timer(self) -> str:
        """``Persistent`` catches up on a run that was missed while the machine was off."""
        return (
            f"[Unit]\nDescription=Kefu: every month on day {self.day} at {self.time} ({self.timezone})\n\n"
            f"[Timer]\nOnCalendar={self.calendar}\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
        )


def accepted(calendar: str) -> bool | None:
    """Whether the systemd of this machine understands the time; None where there is no systemd to ask."""
    asked = shutil.which("systemd-analyze")
    if asked is None:
        return None
    done = subprocess.run([asked, "calendar", calendar], capture_output=True, check=False, timeout=30)  # noqa: S603
    return done.returncode == 0


def _quoted(word: str) -> str:
    """One argument of ExecStart (systemd.service(5), "Command lines"): no variable, no specifier, no escape in it."""
    word = _escaped(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{word}"' if re.search(r"[^\w@%+=:,./\\$-]", word) or not word else word


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def steps(*, publish: str, send: bool) -> Sequence[str]:
    """The words that follow ``kefu schedule`` in the scheduled command."""
    return ("--now", *(("--publish", publish) if publish else ()), *(("--send",) if send else ()))
