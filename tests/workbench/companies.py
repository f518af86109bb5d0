"""A company of its own for one test: its folder, and the workbench that serves it for as long as the test runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kefu.configuration import Configuration
from kefu.project import Project
from kefu.workbench import company

if TYPE_CHECKING:
    from kefu.workbench.jobs.models import Job

HEADER = "坐席工号,姓名,班组,级别,入职日期"
GOOD = ("A1,王甲,电话组,初级,2024-01-05", "A2,李乙,在线组,中级,2024-02-06", "A3,赵丙,投诉组,高级,2024-03-07")
WRONG = "A4,钱丁,没有的组,初级,2024-13-01"  # a team and a day there are not
REPEATED = GOOD[0]


def make(folder: Path, **said: Any) -> Project:
    return Project.create(folder, Configuration(company="测试公司", **said))


def serve(settings: Any, folder: Path) -> None:
    """Have the workbench serve this folder; ``settings`` is pytest-django's fixture, which puts all back."""
    settings.KEFU_PROJECT, settings.HOME = folder, folder / "workbench"
    settings.HOME.mkdir(parents=True, exist_ok=True)
    company._held.__dict__.clear()


def result(job: Job) -> Any:
    """What the job says came of it, as JSON has it."""
    job.refresh_from_db()
    return job.result


def agents(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()
