"""``python docs/public_pictures.py``: every picture of the explanations that comes from public data, drawn anew.

The data sets lie beside the repository (``../shared/data``, or the folder ``KEFU_DATA`` names). Each is brought in as
its tutorial says, the report of the month is written in English, and the page or process map named becomes a picture;
the car parts and the fans are pages of ``python -m bench stock forecast``. Names draw only these:
``python docs/public_pictures.py process_helpdesk stock.parts``. With ``--company FOLDER``, the made-up company as
``kefu demo FOLDER --month 2026-10`` makes it, its two pages are drawn as well.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from gallery import PICTURES, ROOT, drawable, few_colours, pages

from kefu.configuration import Configuration
from kefu.findings import Period
from kefu.project import Project
from kefu.report import document as blocks
from kefu.report.document import Document, Heading, ProcessMap
from kefu.report.renderers import RENDERERS
from kefu.report.renderers._process.svg import svg
from kefu.report.themes import THEMES

sys.path.append(str(ROOT))  # where bench is

SOURCES = {  # name: settings, files
    "helpdesk": (Configuration(company="Help desk", language="en", timezone="Europe/Rome", country="IT"),
                 ["helpdesk/helpdesk.csv.gz"]),
    "incidents": (Configuration(company="IT service desk", language="en", timezone="UTC"),
                  ["uci_incident_event_log/incident_event_log.csv.gz"]),
    "bank": (Configuration(company="Bank", language="en", timezone="Asia/Jerusalem", country="IL"),
             ["callcentre_bank/anonymous_bank_1999_02.tsv.gz"]),
    "olist": (Configuration(company="Olist", language="en", timezone="America/Sao_Paulo", country="BR", currency="BRL"),
              [f"olist_sample/olist_{one}_dataset.csv.gz"
               for one in ("orders", "order_items", "order_reviews", "customers", "products")]),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A block of the report of one month: its page becomes the picture, a process map stands by itself."""

    source: str
    month: str
    block: str
    kind: str = "after_sales_monthly"


SHOWN = {
    "process_helpdesk": Shown("helpdesk", "2012-07", "process.map"),
    "process_incidents": Shown("incidents", "2016-04", "process.map"),
    "forecast.helpdesk": Shown("helpdesk", "2012-07", "ticket_volume.forecast.model"),
    "causes.olist": Shown("olist", "2017-11", "revenue.contribution", "sales_service_monthly"),
    "staffing.bank": Shown("bank", "1999-02", "staffing.hours"),
}
OF_THE_COMPANY = {"stock.demo": ("2026-10", "stock.classes"), "failures.demo": ("2026-10", "failures.batches")}


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="pictures to draw; left out: all")
    parser.add_argument("--company", type=Path, help="folder of the made-up company")
    args = parser.parse_args()
    if args.company:
        SHOWN.update({name: Shown(str(args.company), *one) for name, one in OF_THE_COMPANY.items()})
    if drawable("pptx"):
        with TemporaryDirectory() as folder:
            drawn = ways(Path(folder))
            for name in args.names or drawn:
                drawn[name]()


def ways(folder: Path) -> dict[str, Callable[[], None]]:
    """How each picture is drawn; what one needs is made once."""
    measured = cache(partial(document, folder))
    found = {name: partial(draw, name, one, measured, folder) for name, one in SHOWN.items()}
    return found | {name: partial(benched, name, folder) for name in ("stock.parts", "forecast.parts", "forecast.bank")}


def draw(name: str, one: Shown, measured: Callable[..., Document], folder: Path) -> None:
    told = measured(one.source, one.month, one.kind)
    for page in blocks.pages(told):
        for block in page.blocks:
            if getattr(block, "name", "") == one.block:
                if isinstance(block, ProcessMap):
                    written(name, svg(block, THEMES["light"]))
                else:
                    slide(name, told, (Heading(1, page.section), page.heading, *page.blocks), folder)
                return
    raise SystemExit(f"{name}: the report of {one.month} has no {one.block}")


def document(folder: Path, source: str, month: str, kind: str) -> Document:
    """The report of a month."""
    made = brought(folder, source).report(Period.month(month), kind=kind, language="en", formats=(), folder=folder)
    return made.document


@cache
def brought(folder: Path, source: str) -> Project:
    """A public source brought in, or the company in a folder of that name."""
    from bench.public_data import FOLDER

    if source not in SOURCES:
        return Project(Path(source))
    settings, files = SOURCES[source]
    project = Project.create(folder / source, settings)
    project.import_files([FOLDER / one for one in files])
    return project


def slide(name: str, told: Document, shown: Iterable[blocks.Block], folder: Path) -> None:
    """One page of a report as slides: the cover, and the page."""
    one = Document(told.title, "", told.organisation, told.period, "en", tuple(shown), source=told.source,
                   words=told.words)  # fmt: skip
    path = folder / f"{name}.pptx"
    RENDERERS["pptx"].render(one, path, THEMES["light"])
    few_colours(pages(path)[1], name)


def benched(name: str, folder: Path) -> None:
    """A page that a benchmark writes."""
    from bench import fans, stock
    from bench.company import Place

    if name == "stock.parts":
        said, path = stock.measure(Place(folder, 0)), folder / "stock.pptx"
    else:
        said, path = fans.write(folder), folder / f"{name}.pptx"
    print("\n".join(said))
    few_colours(pages(path)[1], name)


def written(name: str, drawn: str) -> None:
    (PICTURES / f"{name}.svg").write_text(drawn, encoding="utf-8")
    print(f"{name}: {len(drawn) // 1024} KB")


if __name__ == "__main__":
    main()
