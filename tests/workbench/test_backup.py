"""The rows of the workbench go into a backup and come back, in another database too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from kefu.configuration import FILE, Configuration, write_configuration

MAKE = """
from kefu.workbench.accounts import services
from kefu.workbench.accounts.roles import Role
team = services.add_team(by=None, code="phone", name="电话组")
services.add_person(by=None, username="lead", password="a-long-pass-phrase", role=Role.LEAD, team=team)
"""
TELL = """
import json
from kefu.workbench.accounts.models import AuditEvent, User
lead = User.objects.get()
done = [one.what for one in AuditEvent.objects.all()]
print(json.dumps([lead.team.name, lead.check_password("a-long-pass-phrase"), done]))
"""


def manage(project: Path, *command: str) -> str:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("KEFU_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "KEFU_SECRET_KEY")
    }
    ran = subprocess.run(
        [sys.executable, "-m", "kefu.workbench", *command],
        env={**environment, "KEFU_PROJECT": str(project)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return ran.stdout


def test_people_and_the_audit_come_back(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        write_configuration(folder, Configuration(company="A"))
    assert (first / FILE).is_file()
    manage(first, "migrate", "-v0")
    manage(first, "shell", "-v0", "-c", MAKE)
    manage(first, "dump", str(tmp_path / "rows.json"))
    manage(second, "load", str(tmp_path / "rows.json"))
    told = json.loads(manage(second, "shell", "-v0", "-c", TELL))
    assert told == ["电话组", True, ["accounts.person_added", "accounts.team_added"]]
