"""Workbook: a tool to go on working with. Numbers are numbers, charts are native and stand on the cells beside them.

The contents lead to one sheet per section, and to one per long list; the last sheet is the register of every figure.
Nothing depends on the clock, so the same document gives the same bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from xlsxwriter import Workbook

from kefu.report.document import Document
from kefu.report.renderers import Renderer
from kefu.report.renderers._office.schema import breaches
from kefu.report.renderers._reading.sections import sections
from kefu.report.renderers._reading.words import words
from kefu.report.renderers._xlsx.blocks import draw_section
from kefu.report.renderers._xlsx.contents import Entry, write_contents
from kefu.report.renderers._xlsx.lists import lists_apart
from kefu.report.renderers._xlsx.looks import Looks, default_font
from kefu.report.renderers._xlsx.names import sheet_name
from kefu.report.renderers._xlsx.papers import paper_of
from kefu.report.renderers._xlsx.printing import footer_of
from kefu.report.renderers._xlsx.reader import read
from kefu.report.renderers._xlsx.register import write_register
from kefu.report.renderers._xlsx.sheet import Sheet
from kefu.report.themes import Theme

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def render(document: Document, path: Path, theme: Theme) -> None:
    """Write the workbook; no text is ever taken for a formula, a number or a link."""
    options = {
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": True,
        "default_format_properties": default_font(theme),
    }  # fmt: skip
    with Workbook(str(path), options) as book:
        describe(book, document)
        said, looks, taken = words(document), Looks(book, theme), set[str]()
        paper = paper_of(document.language)
        contents = book.add_worksheet(sheet_name(said["contents"], taken), paper)
        entries = []
        found = list(lists_apart(sections(document)))
        names = [sheet_name(section.title, taken) for section in found]
        register = sheet_name(said["figures"], taken)
        lines, tables = {line.id: line for line in document.figures}, set[str]()
        for section, name in zip(found, names, strict=True):
            footer = footer_of(document, section.title)
            sheet = Sheet(
                book.add_worksheet(name, paper), name, looks, said, register, lines, contents.get_name(), tables, footer
            )
            entries.append(Entry(section.title, name, draw_section(sheet, section)))
        if document.figures:
            footer = footer_of(document, said["figures"])
            write_register(book.add_worksheet(register, paper), document.figures, looks, said, footer)
            entries.append(Entry(said["figures"], register, ()))
        write_contents(contents, document, entries, looks, said)


def describe(book: Workbook, document: Document) -> None:
    """Fill in the file's properties; its date is that of the data."""
    try:
        created = datetime.fromisoformat(document.generated).replace(tzinfo=None)
    except ValueError:
        created = LONG_AGO.replace(tzinfo=None)
    book.set_properties({
        "title": document.title, "subject": document.period, "company": document.organisation,
        "comments": document.source, "created": created,
    })  # fmt: skip


RENDERER = Renderer(title="Excel", suffix=".xlsx", render=render, read=read, check=breaches)
