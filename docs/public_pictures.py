"""``python docs/public_pictures.py LOG``: the pages of the explanations that come from public data, drawn anew.

LOG is the log of the Italian help desk (docs/tutorials/italian_helpdesk_log.md). It is brought in and its report of one
month written in English; the pages chosen become pictures of the docs.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from gallery import drawable, few_colours, first_slide, pages

from kefu.configuration import Configuration
from kefu.findings import Period
from kefu.project import Project
from kefu.report.making import Made

MONTH = "2012-12"
CHOSEN = {"causes.helpdesk": "causes", "forecast.helpdesk": "forecast"}  # picture of the docs: the section it opens


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("log", type=Path, help="the help desk's log, as 4TU gives it")
    args = parser.parse_args()
    if drawable("pptx"):
        with TemporaryDirectory() as folder:
            made = report(args.log, Path(folder))
            [deck] = made.files
            drawn = pages(deck)
            for name, section in CHOSEN.items():
                few_colours(drawn[first_slide(deck, made, section)], name)


def report(log: Path, folder: Path) -> Made:
    """The month's slides."""
    settings = Configuration(company="Help desk", language="en", timezone="Europe/Rome", country="IT")
    project = Project.create(folder / "helpdesk", settings)
    project.import_files([log])
    return project.report(Period.month(MONTH), language="en", formats=("pptx",), folder=folder / "report")


if __name__ == "__main__":
    main()
