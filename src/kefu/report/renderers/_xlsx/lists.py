"""Long lists, such as the definitions of all indicators: each on a sheet of its own, its head on every printed page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kefu.report.document import Block, Heading, Notes, PageBreak, Paragraph, Table
from kefu.report.renderers._reading.sections import Section, pages_of, topic

LONG = 20  # rows


def lists_apart(sections: Iterable[Section]) -> Iterator[Section]:
    """Yield the sections, behind each the long lists among its pages, as sections of their own."""
    for section in sections:
        pages = list(pages_of(section.blocks))
        lists = [page for page in pages if is_list(page)] if len(pages) > 1 else []
        kept = tuple(block for page in pages if page not in lists for block in page)
        if kept:
            yield replace(section, blocks=kept)
        for page in lists:
            yield Section(section.number, title_of(page, section), tuple(page))


def is_list(page: Sequence[Block]) -> bool:
    """Whether a page is one long table and what is said of it."""
    tables = [block for block in page if isinstance(block, Table)]
    others = [block for block in page if not isinstance(block, Table | Heading | Paragraph | Notes | PageBreak)]
    return not others and len(tables) == 1 and len(tables[0].rows) >= LONG


def title_of(page: Sequence[Block], section: Section) -> str:
    """What the list is called: as its page is, in brief where that has a brief name."""
    heading = next((block for block in page if isinstance(block, Heading)), None)
    return (topic(heading.eyebrow, section.title) or heading.text) if heading else section.title
