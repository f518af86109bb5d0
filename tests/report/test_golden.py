"""The report of the made-up company as an outline: what each page says first and what it is made of.

The outlines in ``tests/golden`` are read in reviews; ``pytest tests/report/test_golden.py --update-golden`` writes them
anew. Nothing is left out that should be the same every time: the company comes from a seed and the numbers from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import assert_never

import pytest

from kefu.analyses import Study, run_all
from kefu.narrative.narrator import Narrator
from kefu.project import Project
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
from kefu.report.kinds import KINDS
from kefu.report.making import compose
from tests.conftest import LAST_MONTH, Company

AT_FULL_SIZE = ("after_sales_monthly", "key_customer")
GOLDEN = Path(__file__).parents[1] / "golden"


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


def study(project: Project, kind: str) -> Study:
    """The last month of the company studied, with its findings."""
    metrics = tuple(project.meter.answerable(KINDS[kind].metrics))
    asked = Study(project.meter, LAST_MONTH, metrics, project.configuration.country)
    return replace(asked, findings=run_all(asked))


@pytest.fixture(scope="module")
def studied(request: pytest.FixtureRequest) -> Callable[[str], Study]:
    """A kind's study, made once for both languages; what one kind measured is known to the next."""

    @cache
    def opened(name: str) -> Project:
        company: Company = request.getfixturevalue(name)
        return company.project

    @cache
    def of(kind: str) -> Study:
        return study(opened("demo_company" if kind in AT_FULL_SIZE else "small_company"), kind)

    return of


@pytest.mark.parametrize(
    ("kind", "language"),
    [
        ("after_sales_monthly", "zh"),
        ("after_sales_monthly", "en"),
        ("key_customer", "zh"),
        ("key_customer", "en"),
        ("sales_service_monthly", "zh"),
        ("sales_service_monthly", "en"),
        ("management", "zh"),
        ("independent_shop", "zh"),
    ],
)
def test_the_report_has_the_outline_last_agreed_on(
    kind: str, language: Language, studied: Callable[[str], Study], pytestconfig: pytest.Config
) -> None:
    told = studied(kind)
    narrator = Narrator(language, told.meter.metrics)
    document = compose(Context(told, told.findings, narrator, KINDS[kind], "Lantern"))
    path = GOLDEN / f"{kind}.{language}.md"
    if pytestconfig.getoption("--update-golden"):
        path.write_text(outline(document), encoding="utf-8", newline="\n")
    assert outline(document).splitlines() == path.read_text(encoding="utf-8").splitlines()
