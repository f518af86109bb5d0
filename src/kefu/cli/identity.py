"""``kefu identity``: which accounts are one person, why, and which may be."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.errors import UsageError

if TYPE_CHECKING:
    from kefu.cleaning.identity import Answer, Likely, Link
    from kefu.cleaning.privacy import Pseudonyms
    from kefu.cli._screen import Screen

FILES = "identities"
FIRST_ROWS = 50

WORDED = {"kind": "kind", "decided": "decided", "confidence": "confidence", "evidence": "evidence", "doubts": "doubt"}

Row = dict[str, Any]


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "verb",
        metavar="accept|separate",
        nargs="?",
        choices=("accept", "separate"),
        help="accept: the ids are one person; separate: each of them is nobody else",
    )
    parser.add_argument("ids", metavar="ID", nargs="*", help="ids as the sources have them, or as the lists show them")
    parser.add_argument("--review", action="store_true", help="list the pairs that may be one person")
    parser.add_argument("--kind", choices=("agent", "customer"), default="", help="only agents, or only customers")
    parser.add_argument("--export", metavar="FILE.csv", type=Path, help="write the whole list to a CSV file")
    parser.add_argument(
        "--personal", action="store_true", help="show customer numbers instead of pseudonyms, also in the export"
    )
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cleaning.identity import bring_up_to_date, decide
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen

    _check(args)
    project = project_of(args)
    screen = Screen(args, project)
    files, covering = project.folder / FILES, project.setting().pseudonyms
    if args.verb:
        answer, ids = decide(
            project.data, files, args.verb, args.ids, args.kind, project.pseudonyms,
            covering=covering, service=project.service,
        )  # fmt: skip
        screen.say(screen.word("identity_written", count=len(ids), folder=files))
    else:
        answer, ids = bring_up_to_date(project.data, files, covering=covering, service=project.service), []
    show(screen, args, answer, ids, None if args.personal else project.pseudonyms)
    return 0


def _check(args: Namespace) -> None:
    if args.verb and not args.ids:
        raise UsageError("{verb}: name the ids; see kefu identity --help", verb=args.verb)
    if args.verb and (args.review or args.export):
        raise UsageError("{verb}: lists nothing; ask for --review and --export without it", verb=args.verb)


def show(screen: Screen, args: Namespace, answer: Answer, ids: Sequence[str], pseudonyms: Pseudonyms | None) -> None:
    """The list asked for: links, those of the persons just decided about, or pairs to review. ``pseudonyms`` stand for
    ids that name a person, unless there are none."""
    if args.review:
        pairs = [one for one in answer.review if args.kind in ("", one.kind)]
        rows = [_pair_row(one, answer, pseudonyms=pseudonyms) for one in pairs]
    else:
        links = [one for one in answer.links if args.kind in ("", one.kind)]
        persons = {one.person_id for one in links if one.source_id in ids or one.person_id in ids}
        chosen = [one for one in links if not ids or one.person_id in persons]
        rows = [_link_row(one, answer, pseudonyms=pseudonyms) for one in chosen]
    unknown = [{"kind": kind, "line": one.line, "source_id": one.source_id} for kind, one in answer.unknown]
    screen.give({"changed": answer.changed, "review" if args.review else "linked": rows, "unknown": unknown})
    for one in unknown:
        screen.warn(screen.word("identity_unknown", **one))
    if args.export is not None:
        _export(screen, args.export, [_told(screen, row) for row in rows])
        return
    _show_table(screen, rows, "identity_none_likely" if args.review else "identity_none_linked")
    if not args.review and answer.review:
        screen.advise(screen.word("identity_to_review", count=len(answer.review)))


def _link_row(one: Link, answer: Answer, *, pseudonyms: Pseudonyms | None) -> Row:
    return {
        "kind": one.kind,
        "person": _shown(one.kind, one.person_id, pseudonyms=pseudonyms),
        "source_id": _shown(one.kind, one.source_id, pseudonyms=pseudonyms),
        "rows": answer.rows.get((one.kind, one.source_id), 0),
        "evidence": list(one.evidence),
        "decided": one.decided,
    }


def _pair_row(one: Likely, answer: Answer, *, pseudonyms: Pseudonyms | None) -> Row:
    return {
        "kind": one.kind,
        "first": _shown(one.kind, one.first, pseudonyms=pseudonyms),
        "second": _shown(one.kind, one.second, pseudonyms=pseudonyms),
        "first_rows": answer.rows.get((one.kind, one.first), 0),
        "second_rows": answer.rows.get((one.kind, one.second), 0),
        "confidence": one.confidence,
        "evidence": list(one.evidence),
        "doubts": list(one.doubts),
        "shared": one.shared,
    }


def _told(screen: Screen, row: Row) -> Row:
    """A row in words, for people."""
    told = {name: value for name, value in row.items() if name != "shared"}
    for name, family in WORDED.items():
        codes = row.get(name, [])
        if name in row:
            words = [codes] if isinstance(codes, str) else codes
            told[name] = "; ".join(screen.word(f"{family}_{one}", count=row.get("shared", 0)) for one in words)
    return told


def _shown(kind: str, one: str, *, pseudonyms: Pseudonyms | None) -> str:
    from kefu.cleaning.covering import covered, privacy_of

    return one if pseudonyms is None else str(covered(one, privacy_of(kind)[f"{kind}_id"], pseudonyms))


def _export(screen: Screen, path: Path, rows: Sequence[Row]) -> None:
    from kefu.cli._export import write_rows

    count = write_rows(path, rows)
    said = screen.word("exported", count=f"{count:,}", file=path)
    if screen.json:
        screen.warn(said)
    screen.say(said)


def _show_table(screen: Screen, rows: Sequence[Row], nothing: str) -> None:
    if not rows:
        screen.say(screen.word(nothing))
        return
    told = [_told(screen, row) for row in rows[:FIRST_ROWS]]
    numbers = [at for at, value in enumerate(told[0].values()) if isinstance(value, int)]
    texts = [[f"{value:,}" if isinstance(value, int) else str(value) for value in row.values()] for row in told]
    screen.table([screen.word(f"identity_{name}") for name in told[0]], texts, right=numbers)
    if len(rows) > FIRST_ROWS:
        screen.advise(screen.word("more_rows", shown=FIRST_ROWS, all=f"{len(rows):,}"))


COMMAND = Command(
    title={"en": "which accounts are one person", "zh": "同一个人的多个账号"},
    help="""
Lists the ids that count as one person, agents and customers, and why. Customers are linked by the same mobile number,
the same e-mail address or the same id written differently, unless their names or regions differ or more than three
share it; agents by the same id written differently only. --review lists pairs that may be one person and are for you
to decide.

accept ID ID … writes down that the ids are one person, separate ID … that each of them is nobody else. Decisions are
lines of identities/agents.csv and identities/customers.csv in the project (source_id,person_id,note), which you may
also edit yourself: every kefu identity brings them into effect. Rows keep the ids of their sources; taking a line away
undoes it.

examples:
  kefu identity
  kefu identity --review --kind agent --export likely.csv
  kefu identity accept 旗舰店:小美 专营店:小美
  kefu identity separate 3f2a9c1d
""",
    configure=configure,
    run=run,
)
