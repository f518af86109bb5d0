"""``kefu analyse``: one question put to a month, with how it is answered and what that takes for granted."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.findings.written import read_month

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kefu.analyses import Analysis
    from kefu.cli._screen import Screen
    from kefu.findings import Finding
    from kefu.narrative.narrator import Narrator
    from kefu.project import Project


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("analysis", metavar="ANALYSIS", help="name of an analysis (kefu list analyses)")
    parser.add_argument(
        "--month", metavar="MONTH", help="such as 2026-10; default: the last month the data cover to its end"
    )
    parser.add_argument(
        "--metrics",
        metavar="METRIC",
        nargs="+",
        default=[],
        help="indicators to look at (kefu list metrics); default: those of the reports",
    )
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.analyses import ANALYSES
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen
    from kefu.errors import NotFoundError, did_you_mean
    from kefu.narrative.narrator import Narrator

    month = read_month(args.month) if args.month else None
    project = project_of(args)
    if args.analysis not in ANALYSES:
        near = did_you_mean(args.analysis, ANALYSES)
        raise NotFoundError('no analysis "{name}"{near}', name=args.analysis, near=near)
    screen, analysis = Screen(args, project), ANALYSES[args.analysis]
    month = month or project.last_complete_month()
    findings = project.analyse(args.analysis, month, metrics=args.metrics)
    narrator = Narrator(screen.language, project.metrics, project.configuration.currency)
    account = _account(screen, args.analysis, analysis, project)
    screen.give({**account, "month": str(month), "findings": [_as_data(narrator, one) for one in findings]})
    for key, text in account.items():
        screen.pair(screen.word(key), text)
    screen.say()
    _tell(screen, narrator, findings)
    return 0


def _account(screen: Screen, name: str, analysis: Analysis, project: Project) -> dict[str, str]:
    """What the analysis says of itself, and the data it can draw on."""
    from kefu.cli._screen import titled
    from kefu.schema import ENTITIES

    held = [one for one in ENTITIES if one in project.record.reach]
    reach = [project.record.reach[one] for one in held]
    tables = ", ".join(titled(ENTITIES[one].title, screen.language) for one in held)
    days = f"{min(first for first, _ in reach)[:10]} – {max(last for _, last in reach)[:10]}" if reach else ""
    return {
        "analysis": f"{titled(analysis.title, screen.language)} ({name})",
        "question": titled(analysis.question, screen.language),
        "data": f"{tables} · {days}",
        "method": titled(analysis.method, screen.language),
        "reference": analysis.reference,
        "assumes": titled(analysis.assumes, screen.language),
    }


def _tell(screen: Screen, narrator: Narrator, findings: Sequence[Finding]) -> None:
    if not findings:
        screen.say(screen.word("no_findings"))
    for one in findings:
        screen.say(f"• {_told(narrator, one)}{narrator.word('stop')}")
        said = " · ".join([*narrator.caveats(one), *(figure.id for figure in one.figures.values())])
        screen.say(f"  {said}")


def _told(narrator: Narrator, finding: Finding) -> str:
    """The finding as a sentence; of a kind nobody has worded (an analysis added from outside), its figures by role."""
    if narrator.words_for(finding):
        return narrator.tell(finding)
    return f"{finding.kind}: {', '.join(f'{role} {narrator.show(one)}' for role, one in finding.figures.items())}"


def _as_data(narrator: Narrator, finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "told": _told(narrator, finding),
        "subject": dict(finding.subject),
        "caveats": list(finding.caveats),
        "figures": {
            role: {"id": one.id, "value": one.value, "unit": one.unit.value, "sample": one.sample}
            for role, one in finding.figures.items()
        },
    }


COMMAND = Command(
    title={"en": "put one question to a month", "zh": "单独运行一项分析"},
    help="""
Runs one analysis, and those it builds on, for a month: tells its question, the data, the method and where that is
described, what it takes for granted, and what it found, with caveats and the ids of the figures (kefu explain).

examples:
  kefu analyse change
  kefu analyse cause --month 2026-10 --metrics csat complaint_volume
  kefu analyse ranking --month 2026-10 --json
""",
    configure=configure,
    run=run,
)
