"""``kefu demo``: a made-up company, from its exports to its finished reports."""

from __future__ import annotations

import json
import shutil
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.configuration import FILE, LANGUAGES, Configuration
from kefu.errors import UsageError
from kefu.findings.written import read_month

if TYPE_CHECKING:
    from kefu.cli._screen import Screen
    from kefu.findings import Period
    from kefu.project import Project
    from kefu.report.making import Made

T = TypeVar("T")

MARKER = "kefu-demo.json"  # says that the folder is made by this command and may be made anew
OURS = ("exports", "data", "reports", "workbench", "calendars", "sla.yaml", "actions.csv", "blemishes.json", FILE)
FOLDER, TICKETS, SEED = Path("demo-company"), 60_000, 20
YEARS = range(2000, 2100)
COMPANY = "灯笼家电 Lantern Appliances (demo)"


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        nargs="?",
        type=Path,
        default=FOLDER,
        help=f"default: {FOLDER}; an older demo is replaced",
    )
    parser.add_argument("--tickets", metavar="N", type=int, default=TICKETS, help=f"over 26 months; default: {TICKETS}")
    parser.add_argument(
        "--seed", metavar="N", type=int, default=SEED, help=f"another company for another seed; default: {SEED}"
    )
    parser.add_argument(
        "--language", choices=(*LANGUAGES, "both"), default="both", help="language of the reports; default: both"
    )
    parser.add_argument(
        "--month", metavar="YYYY-MM", help="last month of the company; default: the last that was over a week ago"
    )
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._screen import Screen

    month = read_month(args.month) if args.month else None
    screen = Screen(args)
    check_company(args, month)
    clear(args.folder)
    demo = _Demo(screen, args.folder)
    project = demo.build(tickets=args.tickets, seed=args.seed, month=month)
    languages = LANGUAGES if args.language == "both" else (args.language,)
    reports: list[Made] = []
    for language in languages:
        reports.append(demo.report(project, language, month, reports[-1] if reports else None))
    _tell(screen, project, demo, reports)
    return 0


def check_company(args: Namespace, month: Period | None) -> None:
    """Refuse what cannot be made before anything is removed."""
    from kefu.demo.company import Company

    if args.seed < 0:
        raise UsageError("--seed: {seed} should be 0 or more", seed=args.seed)
    if month and month.start.year not in YEARS:
        raise UsageError(
            "--month: the company's calendar knows the years {first} to {last}", first=YEARS[0], last=YEARS[-1]
        )
    last = month.start if month else None
    Company.of(args.folder, tickets=args.tickets, seed=args.seed, last_month=last)


def clear(folder: Path) -> None:
    """Make way for a fresh demo: what an earlier one made goes, anything else is refused or kept."""
    if folder.exists() and not folder.is_dir():
        raise UsageError("{folder}: is a file; name a folder that is not there yet", folder=folder)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise UsageError(
            "{folder}: holds something that is no demo; name a folder that is not there yet", folder=folder
        )
    for name in OURS:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


class _Demo:
    """The steps of a demo and how long each took."""

    def __init__(self, screen: Screen, folder: Path) -> None:
        self.screen, self.folder = screen, folder
        self.seconds: dict[str, float] = {}

    def build(self, *, tickets: int, seed: int, month: Period | None) -> Project:
        """The company's project with its exports brought in by the ordinary import."""
        from kefu.demo import write_company
        from kefu.project import Project

        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / MARKER).write_text(json.dumps({"tickets": tickets, "seed": seed}), encoding="utf-8")
        language = self.screen.language
        project = Project.create(self.folder, Configuration(company=COMPANY, language=language))
        last = month.start if month else None
        self._step(
            "exports", lambda bar: write_company(self.folder, tickets=tickets, seed=seed, last_month=last, progress=bar)
        )
        files = sorted((self.folder / "exports").iterdir())
        self._step("import", lambda bar: project.import_files(files, progress=bar))
        return project

    def report(self, project: Project, language: str, month: Period | None, before: Made | None) -> Made:
        period = month or project.last_complete_month()
        target = project.folder / "reports" / str(period) / language
        return self._step(
            f"report_{language}",
            lambda bar: project.report(period, language=language, folder=target, before=before, progress=bar),
        )

    def _step(self, name: str, work: Callable[[Callable[[str, float], None]], T]) -> T:
        began = time.monotonic()
        with self.screen.progress() as bar:
            done = work(bar)
        self.seconds[name] = time.monotonic() - began
        self._tell_step(name)
        return done

    def _tell_step(self, name: str) -> None:
        from kefu.findings import Unit
        from kefu.narrative import formats

        took = formats.figure(self.seconds[name], Unit.SECONDS, self.screen.style)
        self.screen.advise(f"{self.screen.word(f'step_{name}')}  {took}")


def _tell(screen: Screen, project: Project, demo: _Demo, reports: list[Made]) -> None:
    figure = next((line.id for made in reports for line in made.document.figures), None)
    files = [path for made in reports for path in made.files]
    screen.give(
        {
            "project": str(project.folder),
            "seconds": {name: round(taken, 3) for name, taken in demo.seconds.items()},
            "files": [str(path) for path in files],
            "figure": figure,
        }
    )
    for path in files:
        screen.say(str(path))
    if figure:
        screen.advise(screen.word("after_demo", folder=project.folder, id=figure))


COMMAND = Command(
    title={"en": "a made-up company with its reports", "zh": "生成演示公司及其月报"},
    help="""
Makes a project of a made-up company of 50 agents in three groups: writes its exports of 26 months, as real systems give
them, brings them in with the ordinary import and writes the report of its last month in Chinese and in English. The
stories hidden in the data are known, so you can see whether the report finds them. Takes about two minutes.

A folder that is not empty is refused, unless an earlier demo made it (kefu-demo.json tells): then it is made anew, and
what you put under mappings/ and metrics/ stays.

examples:
  kefu demo
  kefu demo small --tickets 2000 --language en --month 2026-10
""",
    configure=configure,
    run=run,
    in_project=False,
)
