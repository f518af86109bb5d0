"""Damage to finished files: one digit of one number, anywhere a reader could see it.

Written against the formats themselves and not with the product's readers, or both would overlook the same places.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from lxml import etree
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ByteStringObject, ContentStream, NameObject

TEXT = re.compile(r"\{[^}]*\}(t|v)$")  # a:t, w:t, x:t; c:v and x:v
SEEN = re.compile(
    r"ppt/(slides|notesSlides|charts)/[^/]+\.xml|ppt/embeddings/.+"
    r"|xl/(worksheets|charts)/[^/]+\.xml|xl/sharedStrings\.xml"
    r"|word/(document|header\d*|footer\d*|footnotes)\.xml|word/charts/[^/]+\.xml|word/embeddings/.+"
)
LAST_DIGITS = re.compile(r"(?<=\.\d{6})\d+")  # of a stored fraction, which another program may write otherwise
SPECS = re.compile(r'(<script type="application/json" id="specifications">)(.*?)(</script>)', re.S)
UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.S)


def corrupted(content: bytes, suffix: str, random: Random) -> bytes:
    """The file with one digit changed."""
    damage: dict[str, Callable[[bytes, Random], bytes]] = {".md": _text, ".html": _page, ".pdf": _printed}
    return damage.get(suffix, _package)(content, random)


def _other(text: str, random: Random) -> str:
    """The text with one of its digits another one; a first digit does not become or stop being a zero."""
    last = {place for one in LAST_DIGITS.finditer(text) for place in range(*one.span())}
    digits = [place for place, letter in enumerate(text) if letter.isascii() and letter.isdigit()]
    at = random.choice([place for place in digits if place not in last])
    others = [digit for digit in "123456789" if digit != text[at]]
    return text[:at] + random.choice(others) + text[at + 1 :]


def _has_digit(text: str | None) -> bool:
    return bool(text) and any(letter.isascii() and letter.isdigit() for letter in text or "")


def _text(content: bytes, random: Random) -> bytes:
    lines = content.decode().split("\n")
    at = random.choice([place for place, line in enumerate(lines) if _has_digit(line)])
    lines[at] = _other(lines[at], random)
    return "\n".join(lines).encode()


def _page(content: bytes, random: Random) -> bytes:
    """A text of the page, or the data of one of its charts."""
    page = content.decode()
    if random.random() < 0.5:
        found = SPECS.search(page)
        assert found is not None
        specs = json.loads(found[2])
        holder, key = random.choice([one for one in _leaves(specs) if _has_digit(str(one[0][one[1]]))])
        kind = type(holder[key])
        holder[key] = kind(_other(str(holder[key]), random))
        text = json.dumps(specs, ensure_ascii=False).replace("&", "\\u0026").replace("<", "\\u003c")
        return (page[: found.start(2)] + text + page[found.end(2) :]).encode()
    spans, last = [], 0
    for tag in UNSEEN.finditer(page):
        spans.append((last, tag.start()))
        last = tag.end()
    start, end = random.choice([(a, b) for a, b in spans if _has_digit(re.sub(r"&#?\w+;", "", page[a:b]))])
    pieces = re.split(r"(&#?\w+;)", page[start:end])
    at = random.choice([place for place, piece in enumerate(pieces) if place % 2 == 0 and _has_digit(piece)])
    pieces[at] = _other(pieces[at], random)
    return (page[:start] + "".join(pieces) + page[end:]).encode()


def _leaves(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every holder and key of a number or a text in nested values."""
    for key, one in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(one, dict | list):
            yield from _leaves(one)
        elif isinstance(one, str | int | float) and not isinstance(one, bool):
            yield node, key


def _package(content: bytes, random: Random) -> bytes:
    """A text or number in a part of an Office file, or in the workbook behind one of its charts."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    while True:
        name = random.choice(sorted(one for one in parts if SEEN.fullmatch(one)))
        if name.endswith(".xlsx"):
            parts[name] = _package(parts[name], random)
            break
        root = etree.fromstring(parts[name])
        found = [one for one in root.iter(etree.Element) if TEXT.search(one.tag) and _has_digit(one.text)]
        found = [one for one in found if one.getparent().get("t") != "s"]  # there it counts texts and says nothing
        if found:
            chosen = random.choice(found)
            chosen.text = _other(chosen.text, random)
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            break
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return written.getvalue()


def _printed(content: bytes, random: Random) -> bytes:
    """A letter on a page of a PDF: the glyph of one digit put where that of another stands."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    page: Any = random.choice(writer.pages)
    stream = ContentStream(page["/Contents"].get_object(), writer)
    fonts = {name: _digits(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    found: list[tuple[Any, int, int, dict[str, bytes]]] = []
    font: dict[str, bytes] = {}
    for operands, operator in stream.operations:
        if operator == b"Tf":
            font = fonts[operands[0]]
        line = operands[0] if operator == b"TJ" else operands if operator == b"Tj" else []
        for place, holder in enumerate(line):
            glyphs = _glyphs(holder)
            spots = [at for at in range(0, len(glyphs), 2) if glyphs[at : at + 2] in font.values()]
            found += [(line, place, at, font) for at in spots]
    line, place, at, font = random.choice(found)
    glyphs = _glyphs(line[place])
    other = random.choice([code for code in font.values() if code != glyphs[at : at + 2]])
    line[place] = ByteStringObject(glyphs[:at] + other + glyphs[at + 2 :])
    page[NameObject("/Contents")] = writer._add_object(stream)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _glyphs(holder: Any) -> bytes:
    """The codes a text operand holds; nothing for the numbers between texts."""
    held: Any = getattr(holder, "original_bytes", holder)
    return bytes(held) if isinstance(holder, str | bytes) else b""


def _digits(font: Any) -> dict[str, bytes]:
    """The codes of the digits 1 to 9 in a font, from its table of letters."""
    table = font["/ToUnicode"].get_object().get_data().decode()
    pairs = re.findall(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>", table)
    return {chr(int(letter, 16)): bytes.fromhex(code) for code, letter in pairs if chr(int(letter, 16)) in "123456789"}


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
