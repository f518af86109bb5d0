"""Every style of the document, and nothing else: a user changes a look once, in Word's own list of styles.

Fonts are named for Latin and for Han apart; without the second, Word falls back to a Japanese serif.
"""

from __future__ import annotations

from kefu.report.document import Language, Tone
from kefu.report.renderers._docx.markup import NAMESPACES
from kefu.report.renderers._pptx.colours import tone_words
from kefu.report.themes import Theme

LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
LATIN = {"zh": "en-US", "en": "en-GB"}  # of letters and digits; taken for Chinese, LibreOffice breaks numbers anywhere
TEXT_WIDTH = 9524  # of an upright page: A4 less its margins, in twentieths of a point
COLUMN = 4940  # of the register: half the width of a page with narrow margins less what parts the two
ID, TOLD = 380, 1110  # where the id of an entry stands, and what it says
ENTRY = (  # lines as close as letters of this size allow
    f'<w:keepLines/><w:tabs><w:tab w:val="left" w:pos="{ID}"/><w:tab w:val="left" w:pos="{TOLD}"/></w:tabs>'
    '<w:spacing w:before="0" w:after="24" w:line="170" w:lineRule="exact"/>'
    f'<w:ind w:left="{TOLD}" w:hanging="{TOLD}"/>'
)
DOTTED_TAB = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>'


def styles_xml(theme: Theme, language: Language) -> bytes:
    """Return the whole styles part."""
    parts = [defaults(theme, language), *paragraphs(theme), *characters(theme), *tables(theme)]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}<w:styles {NAMESPACES}>{''.join(parts)}</w:styles>".encode()


def callout(tone: Tone) -> str:
    return f"KefuCallout{tone.value.title()}"


def pill(tone: Tone) -> str:
    return f"KefuPill{tone.value.title()}"


def tinted(tone: Tone) -> str:
    """The style of words that are good or bad without standing on a ground."""
    return f"KefuWord{tone.value.title()}"


def defaults(theme: Theme, language: Language) -> str:
    fonts = (
        f'<w:rFonts w:ascii="{theme.latin_font}" w:hAnsi="{theme.latin_font}" w:cs="{theme.latin_font}" '
        f'w:eastAsia="{theme.han_font}"/>'
    )
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="20"/>'
        f'<w:szCs w:val="20"/><w:lang w:val="{LATIN[language]}" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
        '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="300" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )


def paragraphs(theme: Theme) -> list[str]:
    """Headings and words; sizes in half points, spaces in twentieths."""
    ink, muted, brand = theme.palette["ink"], theme.palette["muted"], theme.palette["brand"]
    deep, rule = theme.palette["brand_dark"], theme.palette["line"]
    under = f'<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="4" w:color="{brand}"/></w:pBdr>'
    found = [
        # The colour stands here, not among the defaults: those LibreOffice puts above character styles in a table.
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:rPr><w:color w:val="{theme.palette["text"]}"/></w:rPr></w:style>',
        style("Title", "Title", spaced(0, 120, 264), look(60, ink, bold=True)),
        style("Subtitle", "Subtitle", spaced(0, 200), look(26, theme.palette["text"])),
        style("Heading1", "heading 1", f"<w:keepNext/><w:keepLines/>{under}{spaced(560, 240, 264)}{level(0)}",
              look(34, deep, bold=True)),
        style("Heading2", "heading 2", f"<w:keepNext/><w:keepLines/>{spaced(320, 140, 276)}{level(1)}",
              look(25, ink, bold=True)),
        style("Heading3", "heading 3", f"<w:keepNext/><w:keepLines/>{spaced(200, 100, 276)}{level(2)}",
              look(21, ink, bold=True)),
        style("Caption", "caption", f"<w:keepNext/><w:keepLines/>{spaced(220, 80)}", look(18, ink, bold=True)),
        style("Header", "header", f'{spaced(0, 0, 240)}', look(15, muted)),
        style("Footer", "footer", f'{spaced(0, 0, 240)}', look(15, muted)),
        style("TOCHeading", "TOC Heading", f"<w:keepNext/><w:pageBreakBefore/>{under}{spaced(0, 240, 264)}",
              look(34, deep, bold=True)),
        style("TOC1", "toc 1", DOTTED_TAB + spaced(130, 40, 250), look(19, deep, bold=True)),
        style("TOC2", "toc 2", f'{DOTTED_TAB}{spaced(0, 30, 250)}<w:ind w:left="240"/>', look(17)),
        style("ListNumber", "List Number", f"<w:keepLines/>{spaced(0, 120)}"),
        style("KefuOrganisation", "Kefu Organisation", spaced(3600, 160), look(22, brand, bold=True)),
        style("KefuPeriod", "Kefu Period", spaced(0, 5400), look(26, deep, bold=True)),
        style("KefuEyebrow", "Kefu Eyebrow", f"<w:keepNext/>{spaced(320, 0, 240)}", look(15, brand, bold=True)),
        style("KefuMuted", "Kefu Muted", spaced(0, 120), look(17, muted)),
        style("KefuSource", "Kefu Source", f"<w:keepLines/>{spaced(60, 240, 240)}", look(15, muted)),
        style("KefuExhibit", "Kefu Exhibit", f"<w:keepNext/>{spaced(0, 0, 240)}"),
        style("KefuCell", "Kefu Cell", spaced(30, 30, 250), look(17)),
        style("KefuCellClose", "Kefu Cell Close", spaced(24, 24, 240), look(16)),
        style("KefuCellSmall", "Kefu Cell Small", spaced(24, 24, 240), look(15)),
        style("KefuEntry", "Kefu Entry", ENTRY, look(13)),
        style("KefuCardName", "Kefu Card Name", spaced(60, 40, 240), look(16, ink, bold=True)),
        style("KefuCardValue", "Kefu Card Value", spaced(20, 40, 240), look(38, ink, bold=True)),
        style("KefuCardLine", "Kefu Card Line", spaced(10, 30, 240), look(15)),
        style("KefuGap", "Kefu Gap", spaced(0, 60, 120), look(8)),
        style("KefuNote", "Kefu Note",
              f'<w:pBdr><w:left w:val="single" w:sz="6" w:space="8" w:color="{rule}"/></w:pBdr>'
              f'{spaced(0, 40, 250)}<w:ind w:left="200"/>', look(16, muted)),
    ]  # fmt: skip
    return found + [boxed(theme, tone) for tone in Tone]


def boxed(theme: Theme, tone: Tone) -> str:
    """A callout: a bar at the left and a soft ground; paragraphs that follow each other make one box."""
    strong, soft = (theme.palette[word] for word in tone_words(tone))
    edge = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'
        for side, size, space, colour in (("top", 4, 5, soft), ("left", 24, 8, strong), ("bottom", 4, 5, soft),
                                          ("right", 4, 6, soft))
    )  # fmt: skip
    properties = (
        f'<w:keepLines/><w:pBdr>{edge}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{soft}"/>'
        f'{spaced(0, 60, 280)}<w:ind w:left="220" w:right="160"/>'
    )
    return style(callout(tone), f"Kefu Callout {tone.value}", properties, look(0, theme.palette["ink"]))


def characters(theme: Theme) -> list[str]:
    muted, ink = theme.palette["muted"], theme.palette["ink"]
    found = [
        letters("KefuReference", "Kefu Reference", f'{look(22, muted)}<w:vertAlign w:val="superscript"/>'),
        letters("KefuUnit", "Kefu Unit", look(16, muted, bold=False)),
        letters("KefuNumber", "Kefu Exhibit Number", look(16, theme.palette["brand"], bold=True)),
        letters("KefuEntryNumber", "Kefu Entry Number", look(0, theme.palette["brand"], bold=True)),
        letters("KefuEntryNote", "Kefu Entry Note", look(12, muted)),
        letters("KefuStrong", "Kefu Strong", look(0, ink, bold=True)),
        letters("KefuHead", "Kefu Table Head", look(0, muted, bold=True)),
        letters("KefuFaint", "Kefu Faint", look(0, muted)),
    ]
    for tone in Tone:
        strong, soft = (theme.palette[word] for word in tone_words(tone))
        ground = f'<w:shd w:val="clear" w:fill="{soft}"/>'
        found.append(letters(pill(tone), f"Kefu Pill {tone.value}", look(0, strong, bold=True) + ground))
        colour = ink if tone is Tone.NEUTRAL else strong
        found.append(letters(tinted(tone), f"Kefu Word {tone.value}", look(0, colour, bold=True)))
    return found


def tables(theme: Theme) -> list[str]:
    rule, brand, ground = theme.palette["line"], theme.palette["brand"], theme.palette["background"]
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{rule}"/>' for side in ("bottom", "insideH")
    )
    gaps = "".join(
        f'<w:{side} w:val="single" w:sz="36" w:space="0" w:color="{ground}"/>' for side in ("insideH", "insideV")
    )
    inner = '<w:tblCellMar><w:left w:w="{0}" w:type="dxa"/><w:right w:w="{0}" w:type="dxa"/></w:tblCellMar>'
    head = (
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{brand}"/></w:tcBorders></w:tcPr></w:tblStylePr>'
    )
    return [
        grid_style("TableNormal", "Normal Table", inner.format(70), default=True),
        grid_style("KefuTable", "Kefu Table", f"<w:tblBorders>{lines}</w:tblBorders>{inner.format(70)}", head),
        grid_style(
            "KefuKeyNumbers",
            "Kefu Key Numbers",
            f'<w:tblBorders><w:top w:val="single" w:sz="12" w:space="0" '
            f'w:color="{brand}"/></w:tblBorders>{inner.format(100)}',
        ),
        grid_style("KefuCards", "Kefu Cards", f"<w:tblBorders>{gaps}</w:tblBorders>{inner.format(130)}"),
    ]


def style(key: str, name: str, properties: str, runs: str = "") -> str:
    return (
        f'<w:style w:type="paragraph"{custom(key)} w:styleId="{key}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{properties}</w:pPr>{f'<w:rPr>{runs}</w:rPr>' if runs else ''}</w:style>"
    )


def letters(key: str, name: str, runs: str) -> str:
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
        f"<w:qFormat/><w:rPr>{runs}</w:rPr></w:style>"
    )


def grid_style(key: str, name: str, properties: str, more: str = "", *, default: bool = False) -> str:
    kind = ' w:default="1"' if default else custom(key)
    based = "" if default else '<w:basedOn w:val="TableNormal"/>'
    return (
        f'<w:style w:type="table"{kind} w:styleId="{key}"><w:name w:val="{name}"/>{based}'
        f"<w:tblPr>{properties}</w:tblPr>{more}</w:style>"
    )


def custom(key: str) -> str:
    return ' w:customStyle="1"' if key.startswith("Kefu") else ""


def spaced(before: int, after: int, line: int = 300) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def level(number: int) -> str:
    return f'<w:outlineLvl w:val="{number}"/>'


def look(size: int, colour: str = "", *, bold: bool | None = None) -> str:
    """Weight, colour and size of letters, in the order the schema wants; 0 keeps the size."""
    weight = "" if bold is None else "<w:b/>" if bold else '<w:b w:val="0"/>'
    shade = f'<w:color w:val="{colour}"/>' if colour else ""
    points = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    return f"{weight}{shade}{points}"
