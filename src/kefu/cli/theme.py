"""``kefu theme``: a company's own presentation as the ground of its reports."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from kefu.cli import Command
from kefu.cli._parser import offer_json


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="a .pptx or .potx with the company's master and layouts"
    )
    parser.add_argument("--name", metavar="NAME", help="name of the theme; default: that of the file")
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen
    from kefu.errors import NotFoundError

    project = project_of(args)
    screen = Screen(args, project)
    if not args.file.is_file():
        raise NotFoundError("{file}: there is no such file", file=args.file)
    name = args.name or args.file.stem
    found = project.adopt_theme(args.file, name)
    where = project.folder / "themes" / f"{name}.yaml"
    screen.give({"theme": str(where), "matched": dict(found.matched), "fallbacks": list(found.fallbacks)})
    for key, value in found.matched:
        screen.pair(screen.word(f"theme_{key}"), value)
    for key in found.fallbacks:
        screen.say(f"▲ {screen.word(f'theme_{key}')}")
    screen.say(str(where))
    if project.configuration.theme != name:
        screen.advise(screen.word("theme_use", name=name))
    return 0


COMMAND = Command(
    title={"en": "use the company's own presentation", "zh": "采用公司自有PPT模板"},
    help="""
Looks a company's presentation over and makes it a theme of the project: finds the layouts for cover and pages by the
types of their placeholders, what of a page is free, its colours and fonts; says what it found and what falls back. The
result is themes/NAME.yaml, a file to edit, with a copy of the presentation beside it. With "theme: NAME" in kefu.yaml
reports are drawn on it; its colours and fonts are used in the other formats too.

examples:
  kefu theme acme.potx
  kefu theme ~/brand/template_2026.pptx --name acme
""",
    configure=configure,
    run=run,
)
