"""The package around the text: an empty document with our styles, lists, theme and properties, and how it is saved."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from kefu.report.document import Document
from kefu.report.renderers._docx.markup import NAMESPACES
from kefu.report.renderers._docx.styles import LANGUAGES, styles_xml
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.renderers._pptx.master import themed

CHINESE = LANGUAGES["zh"]
NOT_LAST = (
    "([{·‘“〈《「『【〔〖（．［｛￡￥" + "-+−–±≤≥$¥€£"
)  # Word's own, and signs that hold to the number behind them
NOT_FIRST = "!),.:;?]}¨·ˇˉ―‖’”…∶、。〃々〉》」』】〕〗！＂＇），．：；？］｀｜｝～￠" + "%‰–\N{NO-BREAK SPACE}"
MAIN, ROOT, PLACE = "word/document.xml", b"<w:document", "text {}"
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - office properties know no time zone
LEFT_OUT = ("stylesWithEffects", "thumbnail", "customXml", "extended-properties", "webSettings")
AFTER_COMPAT = {qn(f"w:{name}") for name in ("rsids", "themeFontLang", "clrSchemeMapping", "decimalSymbol")}
NUMBERS = (
    '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="400" '
    'w:hanging="400"/></w:pPr><w:rPr><w:b/><w:color w:val="{}"/></w:rPr></w:lvl></w:abstractNum>'
)


def blank(document: Document, colours: Colours) -> Any:
    """Return an empty python-docx document that holds nothing of its own but what Word needs."""
    made: Any = docx.Document()
    for holder in (made.part, made.part.package):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in LEFT_OUT:
                del holder.rels[key]
    styles = made.part.part_related_by(RELATIONSHIP_TYPE.STYLES)
    styles._element = parse_xml(styles_xml(colours.theme, document.language))
    settings(made)
    theme = made.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = themed(theme.blob, colours)
    describe(made, document)
    return made


def settings(made: Any) -> None:
    """Ask Word for its present layout rules; without them it opens the file in compatibility mode. Chinese is set as
    Word's own Chinese documents are: marks close up, and what may not end or begin a line is said, among it what holds
    to a number: "承诺-8.8" is never "承诺-" and "8.8"."""
    element = made.settings.element
    for old in element.findall(qn("w:compat")):
        element.remove(old)
    mode = (
        f'<w:compat {NAMESPACES}><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    before = next(one for one in element if one.tag in AFTER_COMPAT)
    before.addprevious(parse_xml(mode))
    element.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), CHINESE)
    spacing = element.find(qn("w:characterSpacingControl"))
    spacing.set(qn("w:val"), "compressPunctuation")
    for where, marks in (("Before", NOT_FIRST), ("After", NOT_LAST)):  # each directly behind the spacing
        rule = f'<w:noLineBreaks{where} {NAMESPACES} w:lang="{CHINESE}" w:val={quoteattr(marks)}/>'
        spacing.addnext(parse_xml(rule))


def describe(made: Any, document: Document) -> None:
    """Fill in the file's properties; its date is that of the data."""
    properties, when = made.core_properties, dated(document)
    properties.title, properties.subject, properties.author = document.title, document.period, document.organisation
    properties.language, properties.comments, properties.keywords = LANGUAGES[document.language], document.source, ""
    properties.last_modified_by, properties.revision = document.organisation, 1
    properties.created = properties.modified = when


def dated(document: Document) -> datetime:
    try:
        return datetime.fromisoformat(document.generated).replace(tzinfo=None)
    except ValueError:
        return EPOCH


def number_lists(made: Any, count: int, colour: str) -> None:
    """Give every list of steps numbers of its own that start at 1; list ``n`` has the id ``n``."""
    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
        for number in range(1, count + 1)
    )
    part = made.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    part._element = parse_xml(f"<w:numbering {NAMESPACES}>{NUMBERS.format(colour)}{lists}</w:numbering>")


def saved(made: Any, texts: Sequence[tuple[Any, str]]) -> bytes:
    """Return the file with each text of finished markup in front of its element of the body, and one fixed date on all
    parts, so that equal content is equal bytes.

    The markup is written where a comment keeps its place: to hang as many elements from one tree into another takes a
    hundred times as long as to read them.
    """
    first, held = io.BytesIO(), io.BytesIO()
    for number, (before, _) in enumerate(texts):
        before.addprevious(etree.Comment(PLACE.format(number)))
    made.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            fixed.compress_type, fixed.external_attr, fixed.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 0
            data = source.read(entry)
            if entry.filename == MAIN:
                data = filled(data, [text for _, text in texts])
            target.writestr(fixed, data)
    return held.getvalue()


def filled(body: bytes, texts: Sequence[str]) -> bytes:
    """The main part with the texts in their places; raises XMLSyntaxError where one is no markup."""
    root = body.index(ROOT) + len(ROOT)
    known = body[root : body.index(b">", root)]
    lacking = [one for one in NAMESPACES.split() if f"{one.partition('=')[0]}=".encode() not in known]
    body = body[:root] + "".join(f" {one}" for one in lacking).encode() + body[root:]
    for number, text in enumerate(texts):
        parse_xml(f"<w:body {NAMESPACES}>{text}</w:body>")
        body = body.replace(f"<!--{PLACE.format(number)}-->".encode(), text.encode())
    return body
