"""What is printed for cron and systemd is valid and runs the right thing; what it runs makes, verifies and sends."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

import kefu.project
from kefu.cli._timetable import Timetable, accepted
from kefu.errors import UsageError
from kefu.findings import Period
from kefu.project import month_before
from tests.cli.conftest import Run

SYSTEMD = shutil.which("systemd-analyze")
ODD = Timetable(
    "kefu-odd",
    ("/bin/echo", "--project", "/srv/月报 50% $HOME/it's", "--publish", 'Wang "A" \\ B'),
    3,
    "07:30",
    "Asia/Shanghai",
    Path("/etc/kefu/my secrets.env"),
)


def test_the_line_of_cron_runs_the_very_command(tmp_path: Path) -> None:
    zone, line, *rest = ODD.cron.splitlines()
    assert (zone, rest) == ("CRON_TZ=Asia/Shanghai", [])
    minute, hour, day, month, weekday, command = line.split(" ", 5)
    assert (minute, hour, day, month, weekday) == ("30", "7", "3", "*", "*")
    assert "%" not in command.replace(r"\%", "")  # cron takes a bare one for the end of the command
    given = command.replace(r"\%", "%").partition("; set +a; ")[2]
    done = subprocess.run(["sh", "-c", given], capture_output=True, text=True, check=True)
    assert done.stdout == " ".join(ODD.command[1:]) + "\n"
    secrets = tmp_path / "my secrets.env"
    secrets.write_text("GROUP_URL='https://example.com/?a=1&b=2'\n", encoding="utf-8")
    table = Timetable("kefu-x", ("printenv", "GROUP_URL"), 1, "00:00", "UTC", secrets)
    run = subprocess.run(["sh", "-c", table.cron.splitlines()[1].split(" ", 5)[5]], capture_output=True, check=True)
    assert run.stdout == b"https://example.com/?a=1&b=2\n"


def test_the_units_say_when_and_quote_what_they_run() -> None:
    assert "OnCalendar=*-*-03 07:30:00 Asia/Shanghai\n" in ODD.timer
    assert "EnvironmentFile=/etc/kefu/my secrets.env\n" in ODD.service
    line = next(one for one in ODD.service.splitlines() if one.startswith("ExecStart="))
    words = shlex.split(line.removeprefix("ExecStart="))
    assert tuple(one.replace("%%", "%").replace("$$", "$") for one in words) == ODD.command


@pytest.mark.skipif(SYSTEMD is None, reason="systemd-analyze is not on this machine")
def test_systemd_accepts_time_and_units(tmp_path: Path) -> None:
    assert accepted(ODD.calendar) is True
    assert accepted("*-*-03 07:30:00 Asia/Nowhere") is False
    for name, text in (("kefu-odd.service", ODD.service), ("kefu-odd.timer", ODD.timer)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    units = [str(tmp_path / name) for name in ("kefu-odd.service", "kefu-odd.timer")]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if "kefu-odd" in line] == []


@pytest.mark.parametrize(("day", "time"), [(0, "08:00"), (29, "08:00"), (1, "8:00"), (1, "24:00"), (1, "08:60")])
def test_a_day_or_time_not_every_month_has(day: int, time: str) -> None:
    with pytest.raises(UsageError, match=r"^--(day|at): "):
        Timetable("kefu-x", ("true",), day, time, "UTC")


def test_last_month_is_that_of_the_project() -> None:
    """At half past four in the afternoon of 31 October in Greenwich it is half past midnight of 1 November in China."""
    now = datetime(2026, 10, 31, 16, 30, tzinfo=UTC)
    assert str(month_before("Asia/Shanghai", now)) == "2026-10"
    assert str(month_before("UTC", now)) == "2026-09"


def test_it_prints_both_and_installs_nothing(run: Run, empty: Path) -> None:
    shown = run("schedule", "--project", empty, "--publish", "Wang", "--send", "--json").data
    assert shown["calendar"].startswith("*-*-02 08:00:00 ")
    assert set(shown["units"]) == {"kefu-empty.service", "kefu-empty.timer"}
    assert f"schedule --project {empty.resolve()} --now --publish Wang --send" in shown["cron"]
    assert run("schedule", "--project", empty, "--send").code == 2


def test_now_writes_and_verifies_what_the_data_cover(
    run: Run, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "lantern"
    shutil.copytree(project, folder)
    monkeypatch.setattr(kefu.project, "month_before", lambda *_: Period.month("2026-11"))
    early = run("schedule", "--now", "--project", folder)
    assert early.code == 4
    assert "2026-11: the data cover 2026-10 as the last whole month" in early.err
    assert not (folder / "reports" / "2026-11").exists()
    monkeypatch.setattr(kefu.project, "month_before", lambda *_: Period.month("2026-10"))
    file = folder / "kefu.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("approvals: 0", "approvals: 1"), encoding="utf-8")
    done = run("schedule", "--now", "--publish", "Wang", "--send", "--project", folder)
    assert done.code == 0
    assert "waiting for approval" in done.err
    assert len(list((folder / "reports" / "2026-10").iterdir())) == 4
    assert (folder / "archive" / "2026-10" / "after_sales_monthly" / "v001" / "version.json").is_file()
