"""The register of figures as a directory: two columns of small entries, each led by the number the text refers to.

A table of it takes three times the pages: most of its cells would be empty, say the month of the report or repeat the
value. Here an entry says only what it has: the month where it is another one, the sample where it is not the value
itself, the inputs of a formula where they have entries of their own; ``kefu explain`` knows all of them.
"""

from __future__ import annotations

from kefu.report.document import FigureLine
from kefu.report.renderers._docx.markup import bookmark, link, paragraph, run, tab
from kefu.report.renderers._docx.sheet import Sheet
from kefu.report.renderers._reading.numbers import joined
from kefu.report.renderers._reading.register import UNLISTED, earlier_lines, formula, named

SMALL = "KefuEntryNote"


def register(sheet: Sheet) -> str:
    """Every figure by its number, a bookmark that the numbers in the text jump to."""
    said = sheet.said["figures"]
    number, name = sheet.count("bookmark"), "_TocRegister"
    sheet.headings.append((1, said, name, sheet.page + 1))
    title = paragraph("Heading1", bookmark(number, name, run(said)), before=0)
    how = paragraph("KefuMuted", run(sheet.said["directory"].format(sheet.document.period)))
    lines = zip(sheet.document.figures, earlier_lines(sheet.document), strict=True)
    return title + how + "".join(entry(at, line, earlier, sheet) for at, (line, earlier) in enumerate(lines, start=1))


def entry(at: int, line: FigureLine, earlier: int, sheet: Sheet) -> str:
    """Number and id, each in a column of its own, then name, value, what bounds it and what it means."""
    place = bookmark(sheet.count("bookmark"), f"Figure{at}", run(str(at), "KefuEntryNumber"))
    value = run(f"  {line.shown}", "KefuStrong")
    meaning = run(f"  {sheet.said['as_entry'].format(earlier)}", SMALL) if earlier else defined(line, sheet)
    told = (run(named(line, sheet.document)), value, run(bounds(line, sheet), SMALL), meaning)
    return paragraph("KefuEntry", place, tab(), run(line.id, SMALL), tab(), *told)


def bounds(line: FigureLine, sheet: Sheet) -> str:
    """The interval and the sample, where the value is not the sample itself."""
    counted = line.sample is not None and line.told("sample") != line.shown
    found = [*([line.interval] if line.interval else []), *([f"n={line.told('sample')}"] if counted else [])]
    told = sheet.said["in_brackets"].format(", ".join(found)) if found else ""
    return joined(told, sheet.document.language)


def defined(line: FigureLine, sheet: Sheet) -> str:
    """The definition; the inputs of a formula as the numbers of their entries."""
    told, inputs = formula(line.definition)
    told = joined(told, sheet.document.language)
    if not any(one in sheet.numbers for one in inputs):
        return run(f"  {told}", SMALL) if told else ""
    numbers = (link(sheet.anchor(one), run(str(sheet.numbers.get(one, UNLISTED)), SMALL)) for one in inputs)
    return run(f"  {told} [", SMALL) + run(", ", SMALL).join(numbers) + run("]", SMALL)
