"""``kefu restatement``: which figures of a published report today's data give otherwise, and why."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from kefu.cli import Command
from kefu.cli._parser import offer_json

if TYPE_CHECKING:
    from kefu.analyses.restatement.restating import Restatement
    from kefu.cli._screen import Screen
    from kefu.narrative.narrator import Narrator

SHOWN = 20


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("month", metavar="MONTH", help="month of the report, such as 2026-10")
    parser.add_argument("--kind", default="", help="kind of report; default: every kind that was written")
    parser.add_argument(
        "--since", metavar="N", type=int, help="the version written as of import N; default: the latest version"
    )
    parser.add_argument("--all", action="store_true", help=f"every figure that changed, not only the first {SHOWN}")
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.analyses.restatement.restating import restatements
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen
    from kefu.findings.written import read_month
    from kefu.narrative.narrator import Narrator

    project = project_of(args)
    screen, month = Screen(args, project), read_month(args.month)
    found = restatements(project.meter, project.data, month, kind=args.kind, since=args.since)
    screen.give([_data(one) for one in found])
    narrator = Narrator(screen.language, project.metrics, screen.currency)
    for one in found:
        _show(screen, narrator, one, len(one.changed) if args.all else SHOWN)
    return 0


def _show(screen: Screen, narrator: Narrator, one: Restatement, most: int) -> None:
    from kefu.narrative.restated import restated

    version = one.version
    counts = {"changed": len(one.changed), "all": len(one.changed) + one.unchanged}
    screen.say(
        screen.word("restated_heading", period=version.period, kind=version.kind, sequence=version.sequence, **counts)
    )
    if one.changed:
        names = ("metric", "slice", "period", "restated_then", "now", "restated_change", "why", "file")
        rows = [astuple(restated(narrator, changed)) for changed in one.changed[:most]]
        screen.table([screen.word(name) for name in names], rows, right=(3, 4, 5))
    if len(one.changed) > most:
        screen.advise(screen.word("restated_more", shown=most, all=len(one.changed)))
    if one.computed:
        screen.say(screen.word("quality_computed", count=one.computed, affected=one.affected))
    if one.undefined:
        screen.say(screen.word("restated_undefined", metrics=", ".join(one.undefined)))


def _data(one: Restatement) -> dict[str, Any]:
    from kefu.cli._inspection import finding_data

    version = one.version
    return {
        "period": version.period,
        "kind": version.kind,
        "sequence": version.sequence,
        "changed": [finding_data(changed) for changed in one.changed],
        "unchanged": one.unchanged,
        "computed": one.computed,
        "affected": one.affected,
        "undefined": list(one.undefined),
    }


COMMAND = Command(
    title={"en": "what changed since a published report", "zh": "已发布月报的数字更正"},
    help="""
Measures every figure of a report again on the data of today and lists those that changed by more than rounding: the
value as published, the value now, and why: files brought in since (late or corrected rows) or a changed definition.
What moved most in proportion comes first; figures that did not change are counted.

Every time a report is written its figures are noted with the import they stand on, so each version can be restated.

examples:
  kefu restatement 2026-10
  kefu restatement 2026-10 --all --json
  kefu restatement 2026-10 --since 3
""",
    configure=configure,
    run=run,
)
