"""``python docs/public_pictures.py LOG``: the pages of the explanations that come from public data, drawn anew.

LOG is the log of the Italian help desk (docs/tutorials/italian_helpdesk_log.md). It is brought in and its report of one
month written in English; the pages chosen become pictures of the docs.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from gallery import drawable, few_colours, pages

from kefu.configuration import Configuration
from kefu.findings import Period
from kefu.project import Project

MONTH = "2012-12"
CHOSEN = {"causes.helpdesk": 14, "forecast.helpdesk": 25}  # picture of the docs: page of the report


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("log", type=Path, help="the help desk's log, as 4TU gives it")
    args = parser.parse_args()
    if drawable("pptx"):
        with TemporaryDirectory() as folder:
            drawn = pages(report(args.log, Path(folder)))
            for name, number in CHOSEN.items():
                few_colours(drawn[number - 1], name)


def report(log: Path, folder: Path) -> Path:
    """The month's slides."""
    settings = Configuration(company="Help desk", language="en", timezone="Europe/Rome", country="IT")
    project = Project.create(folder / "helpdesk", settings)
    project.import_files([log])
    made = project.report(Period.month(MONTH), language="en", formats=("pptx",), folder=folder / "report")
    return made.files[0]


if __name__ == "__main__":
    main()
