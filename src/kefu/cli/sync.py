"""``kefu sync``: what is new at the project's connections is fetched and imported."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.errors import KefuError, NotFoundError

if TYPE_CHECKING:
    from kefu.cleaning.intake import Outcome
    from kefu.cli._screen import Screen
    from kefu.store.record import FileImport


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("names", metavar="NAME", nargs="*", help="connections/NAME.yaml; default: all of them")
    parser.add_argument(
        "--again", action="store_true", help='everything since "since" once more, not only what changed since last time'
    )
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen

    project = project_of(args)
    screen = Screen(args, project)
    names = list(dict.fromkeys(args.names)) or list(project.connections)
    if not names:
        raise NotFoundError("{folder}: has no connections; write connections/<name>.yaml", folder=project.folder)
    done: dict[str, Outcome] = {}
    failed: dict[str, KefuError] = {}
    for name in names:
        try:
            with screen.progress() as progress:
                done[name] = project.sync(name, again=args.again, progress=progress)
        except KefuError as error:  # the others are fetched all the same
            failed[name] = error
    screen.give([_as_data(screen, name, done.get(name), failed.get(name)) for name in names])
    _show(screen, done)
    for one in failed.values():
        screen.warn(" ".join(str(one).split()))
    return next((one.exit_code for one in failed.values()), 0)


def _as_data(screen: Screen, name: str, outcome: Outcome | None, error: KefuError | None) -> dict[str, Any]:
    from kefu.cleaning.reasons import as_data

    taken = outcome.taken if outcome else ()
    return {
        "connection": name,
        "status": "failed" if error else "imported" if taken else "nothing new",
        "error": str(error) if error else None,
        "files": [as_data(one, screen.language) for one in taken],
    }


def _show(screen: Screen, done: dict[str, Outcome]) -> None:
    """One line per file, or per connection that had nothing new, then why rows were set aside."""
    from kefu.cleaning.reasons import counted

    columns = ("connection", "file", "profile", "rows", "clean", "set_aside", "replaced", "state")
    lines = [[name, *cells] for name, outcome in done.items() for cells in _cells(screen, outcome)]
    if lines:
        screen.table([screen.word(one) for one in columns], lines, right=(3, 4, 5, 6))
    spoiled = [one for outcome in done.values() for one in outcome.taken if one.quarantined]
    if spoiled:
        screen.say(f"\n{screen.word('why_set_aside')}")
        for one in spoiled:
            screen.say(f"  {one.file}: {counted(one.reasons, screen.language)}")
        screen.advise(screen.word("see_quarantine"))


def _cells(screen: Screen, outcome: Outcome) -> list[list[str]]:
    if not outcome.taken:
        return [["", "", "", "", "", "", screen.word("nothing_new")]]
    return [[*_counts(one), screen.word("imported")] for one in outcome.taken]


def _counts(one: FileImport) -> list[str]:
    return [one.file, one.profile, f"{one.rows:,}", f"{one.clean:,}", f"{one.quarantined:,}", f"{one.replaced:,}"]


COMMAND = Command(
    title={"en": "fetch what is new at connections", "zh": "从已连接的系统获取新数据"},
    help="""
Fetches what is new at each connection (Zendesk, Chatwoot, Shopify, an SQL database) and imports it, all of one
connection together. Secrets come from the environment variables the connection names. What was fetched before an
interruption is kept, and the next run goes on from there; nothing is lost and nothing counted twice.

A connection that fails stops none of the others; the exit code is that of the first failure.

examples:
  kefu sync
  kefu sync helpdesk shop
  kefu sync helpdesk --again
""",
    configure=configure,
    run=run,
)
