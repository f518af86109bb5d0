"""``kefu publish``: a month's finished report frozen as a version, approved, listed, and made again as it was."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.findings.written import read_month

if TYPE_CHECKING:
    from kefu.cli._screen import Screen
    from kefu.findings import Period
    from kefu.project import Project
    from kefu.report.archive import Version

KIND = "after_sales_monthly"


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("month", metavar="MONTH", help="month of the report, such as 2026-10")
    parser.add_argument("--kind", metavar="KIND", default=KIND, help=f"kind of report; default: {KIND}")
    parser.add_argument("--by", metavar="NAME", default="", help="who does it; part of the record")
    parser.add_argument("--note", metavar="TEXT", default="", help="what to say with it")
    does = parser.add_mutually_exclusive_group()
    does.add_argument("--approve", action="store_true", help="approve the version that was submitted")
    does.add_argument("--return", dest="back", action="store_true", help="return it to whoever submitted it")
    does.add_argument("--list", action="store_true", help="every version of the month and what became of it")
    does.add_argument("--rebuild", metavar="FOLDER", type=Path, help="write a version again, as it was, into a folder")
    parser.add_argument("--version", metavar="N", type=int, default=0, help="which version; default: the last")
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen

    project, month = project_of(args), read_month(args.month)
    screen = Screen(args, project)
    if args.list:
        return _list(screen, project, month)
    if args.rebuild is not None:
        return _rebuild(screen, project, project.archive.version(month, args.kind, args.version), args.rebuild)
    if args.approve or args.back:
        from kefu.report.archive import step

        held = project.archive.version(month, args.kind, args.version)
        told = project.archive.add(held, step("approved" if args.approve else "returned", args.by, args.note))
    else:
        with screen.progress() as progress:
            told = project.publish(month, kind=args.kind, by=args.by, note=args.note, progress=progress)
    screen.give(_as_data(told))
    screen.say(_line(screen, told))
    screen.say(str(project.archive.place(told)))
    return 0


def _list(screen: Screen, project: Project, month: Period) -> int:
    held = project.archive.versions(month)
    screen.give([_as_data(one) for one in held])
    for one in held:
        screen.say(_line(screen, one))
        for step in one.steps:
            note = f" · {step.note}" if step.note else ""
            screen.say(f"  {step.at[:16].replace('T', ' ')} {screen.word(f'step_{step.what}')} · {step.by}{note}")
    if not held:
        screen.say(screen.word("none"))
    return 0


def _rebuild(screen: Screen, project: Project, version: Version, folder: Path) -> int:
    from kefu.cli._running import DOES_NOT_HOLD

    with screen.progress() as progress:
        same = project.rebuild(version, folder, progress=progress)
    screen.give(same)
    for name, held in same.items():
        screen.say(f"{folder / name}: {screen.word('rebuilt_same' if held else 'rebuilt_other')}")
    return 0 if all(same.values()) else DOES_NOT_HOLD


def _line(screen: Screen, one: Version) -> str:
    return screen.word(
        "version_line",
        period=one.period,
        kind=one.kind,
        number=one.number,
        state=screen.word(f"state_{one.state}"),
        approved=len(one.approved_by),
        needed=one.approvals,
    )


def _as_data(one: Version) -> dict[str, Any]:
    return {
        "period": one.period,
        "kind": one.kind,
        "version": one.number,
        "state": one.state,
        "import": one.sequence,
        "approved_by": list(one.approved_by),
        "approvals_needed": one.approvals,
        "made_with": one.made_with,
        "files": dict(one.files),
        "steps": [{"what": step.what, "by": step.by, "at": step.at, "note": step.note} for step in one.steps],
    }


COMMAND = Command(
    title={"en": "freeze and approve a finished report", "zh": "发布月报：提交、审批、存档"},
    help="""
Freezes the finished files of a month as a version in archive/, with the settings behind them, after every number in
them was verified. With "approvals: 1" in kefu.yaml a version counts as published once somebody else has approved it.
A version is never written again; a corrected report is the next one, and kefu restatement tells what changed between
them. With --rebuild a version is made again from the data and settings of its time and held against what was frozen.

examples:
  kefu publish 2026-10 --by Wang --note "October, after the late returns"
  kefu publish 2026-10 --approve --by Li
  kefu publish 2026-10 --list
  kefu publish 2026-10 --version 1 --rebuild october_as_it_was/
""",
    configure=configure,
    run=run,
)
