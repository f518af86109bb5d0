"""The reports of the made-up company as an outline: what each page says first and what it is made of.

The outlines in ``tests/golden`` are read in reviews; ``pytest tests/report/test_golden.py --update-golden`` writes them
anew. Nothing is left out that should be the same every time: the company comes from a seed and the numbers from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import assert_never

import pytest

from kefu.analyses import Study, run_all
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context
from kefu.report.document import (
    Block,
    Callout,
    Chart,
    Document,
    FigureRow,
    Heading,
    Image,
    Language,
    Notes,
    PageBreak,
    Paragraph,
    ProcessMap,
    Steps,
    Table,
    pages,
)
from kefu.report.kinds import KINDS, Kind
from kefu.report.making import compose
from tests.conftest import LAST_MONTH, Company

GOLDEN = Path(__file__).parents[1] / "golden"
TOLD = ("after_sales_monthly", "key_customer")


def outline(document: Document) -> str:
    return "\n".join(lines(document)) + "\n"


def lines(document: Document) -> Iterator[str]:
    yield f"# {document.title} · {document.period} · {document.organisation}"
    yield ""
    yield from (f"- cover: {card.name} {card.value} {card.unit}".rstrip() for card in document.cover)
    for page in pages(document):
        if page.opens_section:
            yield from ("", f"## {page.section}")
        yield from ("", f"### {page.heading.text}", "")
        yield from (f"> {said}" for said in leading(page.blocks))
        yield from (f"- {kind(block)}" for block in page.blocks)
    yield from ("", f"{document.source} | {document.generated}")


def leading(blocks: Sequence[Block]) -> list[str]:
    """The first thing the page says in words, if it says any."""
    said = [text for block in blocks for text in sentences(block)]
    return said[:1]


def sentences(block: Block) -> tuple[str, ...]:
    match block:
        case Paragraph(text=text):
            return (text,)
        case Callout(paragraphs=paragraphs):
            return paragraphs
        case Steps(items=items):
            return tuple(f"{item.title}: {item.text}" for item in items)
        case _:
            return ()


def kind(block: Block) -> str:
    """What a block is, and how much of it there is."""
    match block:
        case Chart(name=name, question=question, categories=categories, series=series):
            return f"chart {question} {name}: {len(series)} x {len(categories)}"
        case Table(name=name, rows=rows, columns=columns):
            return f"table {name}: {len(rows)} x {len(columns)}"
        case FigureRow(cards=cards):
            return f"figures: {', '.join(card.name for card in cards)}"
        case Callout(heading=heading, tone=tone, paragraphs=paragraphs):
            return f"callout {tone} ({len(paragraphs)}): {heading}"
        case Steps(items=items):
            return f"steps: {len(items)}"
        case Notes(lines=noted):
            return f"notes: {len(noted)}"
        case Heading(level=level, text=text):
            return f"heading {level}: {text}"
        case Paragraph(muted=muted):
            return "paragraph, muted" if muted else "paragraph"
        case ProcessMap(steps=steps, links=links):
            return f"process map: {len(steps)} steps, {len(links)} ways"
        case Image(name=name):
            return f"image {name}"
        case PageBreak():
            return "page break"
        case _:
            assert_never(block)


@pytest.fixture(scope="module", params=TOLD)
def study(request: pytest.FixtureRequest, demo_company: Company) -> tuple[Kind, Study]:
    project, kind = demo_company.project, KINDS[request.param]
    metrics = tuple(name for name in kind.metrics if project.meter.available(name))
    study = Study(project.meter, LAST_MONTH, metrics, project.configuration.country)
    return kind, replace(study, findings=run_all(study))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_has_the_outline_last_agreed_on(
    language: Language, study: tuple[Kind, Study], pytestconfig: pytest.Config
) -> None:
    kind, told = study
    document = compose(Context(told, told.findings, Narrator(language, told.meter.metrics), kind, "Lantern"))
    path = GOLDEN / f"{kind.name}.{language}.md"
    if pytestconfig.getoption("--update-golden"):
        path.write_text(outline(document), encoding="utf-8", newline="\n")
    assert outline(document).splitlines() == path.read_text(encoding="utf-8").splitlines()
