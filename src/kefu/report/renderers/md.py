"""Text: the report as Markdown a person can read in any editor and a reviewer can compare line by line.

Pages end with the register's lines of the figures they use, so a number is found there without a page of brackets in
the sentences; what the register says of them is said there alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import assert_never

from kefu.narrative.formats import capital
from kefu.report.document import (
    Block,
    Callout,
    Card,
    Chart,
    Document,
    FigureRow,
    Heading,
    Image,
    Notes,
    PageBreak,
    Paragraph,
    ProcessMap,
    Steps,
    Table,
)
from kefu.report.renderers import Renderer, Said
from kefu.report.renderers._reading.cells import card_table, chart_table
from kefu.report.renderers._reading.figures import figures_of
from kefu.report.renderers._reading.numbers import unnumbered
from kefu.report.renderers._reading.references import line_numbers, references, unregistered, word_for
from kefu.report.renderers._reading.register import register_table
from kefu.report.renderers._reading.sections import pages_of, sections, topic, with_findings
from kefu.report.renderers._reading.tones import marked
from kefu.report.renderers._reading.words import words
from kefu.report.themes import Theme

ACTIVE = re.compile(r"[\\`*\[\]~]|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
LEADING = re.compile(r"^(\s*)(#{1,6}(?=\s)|[-+>](?=\s)|\d+(?=[.)]\s)|={2,}|-{2,})")
RULES = {"left": "---", "right": "---:", "center": ":---:"}


def render(document: Document, path: Path, theme: Theme) -> None:  # noqa: ARG001 - text has no colours
    """Write the document; blocks are parted by one empty line and the file ends with one line break."""
    parts = [part for part in text_of(document) if part]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8", newline="\n")


def text_of(document: Document) -> Iterator[str]:
    """Yield the blocks of the whole text: head, sections, register, foot."""
    said, numbers = words(document), line_numbers(document)
    yield f"# {escape(document.title)}"
    yield escape(document.subtitle)
    yield " · ".join(escape(part) for part in (document.organisation, document.period) if part)
    yield from (card_lines(document.cover, said) if document.cover else ())
    for section in sections(document):
        yield f"## {escape(section.title)}"
        used: list[str] = []
        for page in pages_of(section.blocks):
            tables = [block for block in page if isinstance(block, Table)]
            for block, told in with_findings(page):
                if ends_page(block):
                    yield lines_used(used, numbers, said)
                    used = []
                used += figures_of(block)
                if isinstance(block, Heading):
                    block = replace(block, eyebrow=topic(block.eyebrow, section.title))
                if told and isinstance(block, Chart | ProcessMap):
                    block = replace(block, alt="")
                if isinstance(block, Chart) and stands_in(block, tables):
                    yield from chart_head(block, said)
                else:
                    yield from lines_of(block, said, numbers)
        yield lines_used(used, numbers, said)
    yield from register(document, said)
    if document.imprint:
        yield "---"
    yield escape(" · ".join(document.imprint))


def ends_page(block: Block) -> bool:
    return isinstance(block, PageBreak) or (isinstance(block, Heading) and block.level == 2)


def lines_of(block: Block, said: dict[str, str], numbers: Mapping[str, int]) -> Iterator[str]:
    """Yield one block as text; every kind of block says something here, also pictures, notes only what the register
    (``numbers``: its lines by id) does not."""
    match block:
        case Heading(level=level, text=text, eyebrow=eyebrow):
            yield f"{'#' * (level + 1)} {escape(text)}"
            yield f"*{escape(eyebrow)}*" if eyebrow else ""
        case Paragraph(text=text, muted=muted):
            yield quoted([text]) if muted else escape(text)
        case FigureRow(cards=cards):
            yield from card_lines(cards, said)
        case Table() as table:
            yield from table_lines(table)
        case Chart() as chart:
            yield from chart_lines(chart, said)
        case ProcessMap() as drawn:
            yield from map_lines(drawn)
        case Callout(heading=heading, paragraphs=paragraphs, tone=tone):
            yield f"> **{escape(marked(heading, tone))}**\n>\n{quoted(paragraphs)}"
        case Steps() as steps:
            yield from step_lines(steps)
        case Image(name=name, alt=alt):
            yield f"> *{escape(name)}* {escape(alt)}"
        case Notes() as notes:
            lines = unregistered(notes, numbers)
            yield f"> *{escape(said['note'])}*\n>\n{quoted(lines)}" if lines else ""
        case PageBreak():
            yield ""
        case _:
            assert_never(block)


def card_lines(cards: Sequence[Card], said: dict[str, str]) -> Iterator[str]:
    yield grid(card_table(cards, said))


def table_lines(table: Table) -> Iterator[str]:
    yield f"**{escape(table.title)}**" if table.title else ""
    yield grid(table)
    yield quoted([table.note]) if table.note else ""


def chart_head(chart: Chart, said: dict[str, str]) -> Iterator[str]:
    unit = said["in_brackets"].format(escape(chart.told_unit)) if chart.told_unit else ""
    yield f"**{escape(chart.title)}**{unit}"
    yield quoted([capital(chart.alt)]) if chart.alt else ""


def stands_in(chart: Chart, tables: Sequence[Table]) -> bool:
    """Whether a table of its page has all that the chart would show, so that its numbers need not be told twice."""
    points = {
        (name, figure) for one in chart.series for name, figure in zip(chart.categories, one.figures, strict=False)
    }
    held = {(row[0].text, cell.figure) for table in tables for row in table.rows for cell in row if cell.figure}
    return bool(points) and all(one.figures for one in chart.series) and points <= held


def chart_lines(chart: Chart, said: dict[str, str]) -> Iterator[str]:
    """A chart is its finding in a sentence, where the page does not say it already, and the numbers it would show."""
    yield from chart_head(chart, said)
    yield grid(chart_table(chart, said))
    yield quoted([chart.source]) if chart.source else ""


def map_lines(drawn: ProcessMap) -> Iterator[str]:
    """A process map is its finding in a sentence and every way with its numbers."""
    yield f"**{escape(drawn.title)}**"
    yield quoted([drawn.alt]) if drawn.alt else ""
    yield grid(drawn.table)


def step_lines(steps: Steps) -> Iterator[str]:
    yield f"**{escape(steps.title)}**" if steps.title else ""
    lines = []
    for number, step in enumerate(steps.items, start=1):
        lines.append(f"{number}. **{escape(marked(step.title, step.tone))}** {escape(step.text)}".rstrip())
        lines += [f"   - {escape(line)}" for line in step.meta]
    yield "\n".join(lines)


def register(document: Document, said: dict[str, str]) -> Iterator[str]:
    """The figure register: one numbered line per figure, in the order of the document; a definition is said once."""
    if document.figures:
        yield f"## {escape(said['figures'])}"
        yield grid(register_table(document, said))


def grid(table: Table) -> str:
    rows = [[marked(cell.text, cell.tone) for cell in row] for row in table.rows]
    return pipes([column.header for column in table.columns], [RULES[c.align] for c in table.columns], rows)


def pipes(header: Sequence[str], rules: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A GitHub table without padding: a wider cell must not change the lines of its neighbours."""
    lines = [[boxed(text) for text in header], list(rules), *([boxed(text) for text in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def boxed(text: str) -> str:
    return escape(text).replace("|", "\\|")


def lines_used(ids: Sequence[str], numbers: Mapping[str, int], said: Mapping[str, str]) -> str:
    """The lines of the register a page stands on, and the ids of figures that have none."""
    found = [one.text if one.figure else f"`{one.text}`" for one in references(ids, numbers)]
    return f"*{escape(word_for(ids, said))} {', '.join(found)}*" if found else ""


def quoted(texts: Iterable[str]) -> str:
    return "\n>\n".join(f"> {escape(text)}" for text in texts)


def escape(text: str) -> str:
    """Keep text from turning into marks: only characters that would act, so that sentences stay readable."""
    flat = " ".join(text.split("\n")) if "\n" in text else text
    acting = ACTIVE.sub(lambda found: "&amp;" if found[0] == "&" else "\\" + found[0], flat)
    return LEADING.sub(lambda found: f"{found[1]}{lead(found[2])}", acting)


def lead(text: str) -> str:
    """Numbers are parted from their full stop; other marks get a backslash."""
    return f"{text}\\" if text.isdigit() else f"\\{text}"


def read(path: Path) -> Iterator[Said]:
    """Line by line, each under the heading it stands below."""
    here, counted = "head", Counter[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            here = unnumbered(line.lstrip("# "))
        if line.strip():
            counted[here] += 1
            yield Said(f"“{here}”", f"line {counted[here]}", line)


RENDERER = Renderer(title="Markdown", suffix=".md", render=render, read=read)
