"""What a manager writes beside the numbers: ``commentary/<month>/<kind>.md``, or ``<kind>.<language>.md`` for one
language.

A heading of the second level names the section or chapter the text below belongs to; what stands before the first one
belongs to the first chapter. A heading of the third level is the title of a page of its own. Lists and bold come as
plain paragraphs: the words are the manager's, the layout is the report's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

from kefu.errors import DataError, DefinitionError, UsageError, did_you_mean
from kefu.findings import Period
from kefu.narrative.formats import Language
from kefu.report.document import Block, Notes
from kefu.report.kinds import Kind
from kefu.store.record import replace_file

FOLDER = "commentary"
HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
ITEM = re.compile(r"[-*+]\s+")
EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
NUMBER = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?")
COUNTED = re.compile(r"\d+[.)]\s")  # the number of a list's item


@dataclass(frozen=True, slots=True)
class Remark:
    """Paragraphs about a section or chapter; ``title`` is "" where the manager gave none."""

    about: str
    title: str
    paragraphs: tuple[str, ...]


def find(project: Path, month: Period, kind: str, language: Language) -> Path | None:
    """The file with the commentary on a month's report: the one in its language, else the one for both."""
    folder = project / FOLDER / str(month)
    named = (folder / f"{kind}.{language}.md", folder / f"{kind}.md")
    return next((one for one in named if one.is_file()), None)


def read(project: Path, month: Period, kind: Kind, language: Language) -> tuple[Remark, ...]:
    """The manager's remarks in the order written; raises DefinitionError for a heading that names nothing."""
    path = find(project, month, kind.name, language)
    if path is None:
        return ()
    place = path.relative_to(project).as_posix()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError("{place}: is no text in UTF-8; save it as UTF-8", place=place) from error
    return tuple(_remarks(text.splitlines(), _names(kind), kind.chapters[0].sections[0], place))


def written(project: Path, month: Period, kind: Kind, language: Language) -> dict[str, str]:
    """The text of the file as somebody wrote it, by section; what stands in no section is not among it."""
    path = find(project, month, kind.name, language)
    return {about: text.strip() for about, text in _parts(path, kind)} if path else {}


def write(project: Path, month: Period, kind: Kind, language: Language, section: str, text: str) -> Path:
    """Put ``text`` in the place of what was written about the section ("" takes it out); the rest stays as it was.

    It goes to the file the report reads in this language, by default to one for this language alone. Raises UsageError
    for a section the kind does not have and for a heading that would begin another one.
    """
    if not kind.names(section):
        raise UsageError('{kind}: has no section "{section}"', kind=kind.name, section=section)
    if wrong := next((line for line in text.splitlines() if _begins_section(line)), ""):
        raise UsageError(
            '"{line}" would begin another section; a title within one is written as ### Title', line=wrong.strip()
        )
    path = find(project, month, kind.name, language)
    held = dict(_parts(path, kind)) if path else {}
    held[section] = text.strip()
    order = [name for chapter in kind.chapters for name in chapter.sections]
    parts = [*_titles(path), *(f"## {name}\n\n{held[name].strip()}\n" for name in order if held.get(name, "").strip())]
    path = path or project / FOLDER / str(month) / f"{kind.name}.{language}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, "\n".join(parts))
    return path


def _parts(path: Path, kind: Kind) -> list[tuple[str, str]]:
    """Sections with the lines below their headings, as written; a section named twice has both."""
    names, held = _names(kind), dict[str, list[str]]()
    about = kind.chapters[0].sections[0]
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        heading = HEADING.fullmatch(line.strip())
        if heading and len(heading[1]) == 2:
            about = _about(plain(heading[2]), names, f"{path.name}, line {number}")
        elif not (heading and len(heading[1]) == 1):
            held.setdefault(about, []).append(line)
    return [(name, "\n".join(lines)) for name, lines in held.items()]


def _titles(path: Path | None) -> list[str]:
    """What the file is called, where it says so."""
    lines = path.read_text(encoding="utf-8-sig").splitlines() if path else []
    return [f"{line}\n" for line in lines if (heading := HEADING.fullmatch(line.strip())) and len(heading[1]) == 1]


def _begins_section(line: str) -> bool:
    heading = HEADING.fullmatch(line.strip())
    return bool(heading and len(heading[1]) < 3)


def _names(kind: Kind) -> dict[str, str]:
    """What headings may say: names of sections, and titles of chapters for the last of their sections."""
    chapters = {title: one.sections[-1] for one in kind.chapters for title in one.title.values()}
    return chapters | {name: name for one in kind.chapters for name in one.sections}


def _remarks(lines: Iterable[str], names: Mapping[str, str], first: str, place: str) -> Iterator[Remark]:
    about, title, held = first, "", list[str]()
    for number, line in enumerate(lines, start=1):
        heading = HEADING.fullmatch(line.strip())
        if heading is None:
            held.append(line)
            continue
        yield from _remark(about, title, held)
        held, said = [], plain(heading[2])
        match len(heading[1]):
            case 1:
                pass  # what the file is called
            case 2:
                about, title = _about(said, names, f"{place}, line {number}"), ""
            case _:
                title = said
    yield from _remark(about, title, held)


def _remark(about: str, title: str, lines: Iterable[str]) -> Iterator[Remark]:
    if paragraphs := _paragraphs(lines):
        yield Remark(about, title, paragraphs)


def _about(said: str, names: Mapping[str, str], place: str) -> str:
    known = {name.casefold(): section for name, section in names.items()}
    if said.casefold() not in known:
        raise DefinitionError(
            '{place}: the report has no section or chapter "{said}"{near}',
            place=place,
            said=said,
            near=did_you_mean(said, names),
        )
    return known[said.casefold()]


def _paragraphs(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines that follow each other are one paragraph; an empty line or the item of a list begins another."""
    found: list[str] = []
    broken = True
    for line in (one.strip() for one in lines):
        item = ITEM.match(line)
        if line and (broken or item or COUNTED.match(line)):
            found.append(plain(f"• {line[item.end() :]}" if item else line))
        elif line:
            found[-1] = f"{found[-1]}{'' if _han(found[-1][-1], line[0]) else ' '}{plain(line)}"
        broken = not line
    return tuple(found)


def plain(text: str) -> str:
    """The text without the marks of bold."""
    return EMPHASIS.sub(r"\2", text)


def _han(*characters: str) -> bool:
    """Whether lines are joined without a blank: between Chinese characters there is none."""
    return all(ord(one) > 0x2E7F for one in characters)


def untraced(remarks: Iterable[Remark], shown: Mapping[str, Iterable[Block]]) -> list[tuple[str, str]]:
    """Numbers of the remarks, each with the section, that stand nowhere on the section's pages (``shown``)."""
    found: list[tuple[str, str]] = []
    for one in remarks:
        pages = tuple(block for block in shown.get(one.about, ()) if not isinstance(block, Notes))
        known = {number for text in _texts(pages) for number in NUMBER.findall(text)}
        said = [*NUMBER.findall(one.title), *(number for text in one.paragraphs for number in _numbers(text))]
        found += [(one.about, number) for number in said if number not in known]
    return list(dict.fromkeys(found))


def _numbers(paragraph: str) -> list[str]:
    """The numbers of a paragraph but for that of a list's item."""
    counted = COUNTED.match(paragraph)
    return NUMBER.findall(paragraph[counted.end() :] if counted else paragraph)


def _texts(value: object) -> Iterator[str]:
    """Every text inside blocks, but for the ids of figures."""
    if isinstance(value, str):
        yield "" if value.startswith("F-") else value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _texts(getattr(value, one.name))
