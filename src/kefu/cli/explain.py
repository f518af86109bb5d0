"""``kefu explain``: from a number back to its definition, its query, its data and the rows behind it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.errors import UsageError

ROWS = 20


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("figure", metavar="ID", help="id of a figure, such as F-d74c64aa; its beginning is enough")
    parser.add_argument("--rows", metavar="N", type=int, default=ROWS, help=f"rows to show; default: {ROWS}")
    parser.add_argument(
        "--export", metavar="FILE.csv", type=Path, help="write every row behind the figure to a CSV file"
    )
    parser.add_argument(
        "--personal", action="store_true", help="show names and free text instead of masking them, also in the export"
    )
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._account import Account
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen

    if args.rows < 0:
        raise UsageError("--rows: {rows} should be 0 or more", rows=args.rows)
    project = project_of(args)
    screen = Screen(args, project)
    explanation = project.explain(args.figure)
    account = Account(screen, project, explanation, rows=args.rows, personal=args.personal)
    if args.export is not None and not account.measured:
        raise UsageError("--export: this figure is computed from others and has no rows of its own; export its inputs")
    screen.give(account.as_data() if screen.json else None)
    account.tell()
    if args.export is not None:
        count = account.export(args.export)
        if screen.json:
            screen.warn(screen.word("exported", count=f"{count:,}", file=args.export))
        screen.say(screen.word("exported", count=f"{count:,}", file=args.export))
    return 0


COMMAND = Command(
    title={"en": "from a number back to its rows", "zh": "追溯一个数字的来源"},
    help="""
Tells where a figure of a report or a query comes from: what it means, the question asked, the value as shown and the
value now, whether the data or the definition have changed since, the SQL, the first rows, and the files those rows
came from with what was set aside there. A figure computed from others shows its formula and its inputs.

Names are replaced by a digest and free text is masked, unless you ask for --personal.

examples:
  kefu explain F-d74c64aa
  kefu explain d74c --export rows.csv
""",
    configure=configure,
    run=run,
)
