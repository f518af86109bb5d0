"""The Word document: a file to go on working with – real styles, native charts, links that lead somewhere."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import PIL.Image
import pytest
from docx.oxml.ns import qn
from lxml import etree
from openxml_audit import OpenXmlValidator

from kefu.report.document import (
    Callout,
    Card,
    Cell,
    Chart,
    Column,
    Document,
    FigureLine,
    FigureRow,
    Heading,
    Image,
    Language,
    Notes,
    Paragraph,
    ProcessMap,
    Question,
    Role,
    Series,
    Step,
    Steps,
    Table,
    Tone,
    blocks_of,
)
from kefu.report.renderers import RENDERERS
from kefu.report.renderers._docx.cards import target
from kefu.report.renderers._docx.cover import close
from kefu.report.renderers._docx.pictures import broken, png
from kefu.report.renderers._docx.reader import pictures, read
from kefu.report.renderers._html.drawing import Entry
from kefu.report.renderers._pptx.lint import chart_problems
from kefu.report.renderers._reading.numbers import JOINER, bound, unsigned
from kefu.report.renderers._reading.tones import marked
from kefu.report.themes import THEMES
from kefu.report.verification import verify
from tests.report.reading import bare, texts
from tests.report.specimen import specimen
from tests.report.test_html import hostile

GOLDEN = Path(__file__).parents[1] / "golden"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def docx_of(document: Document, folder: Path, name: str = "report") -> Path:
    path = folder / f"{name}.docx"
    RENDERERS["docx"].render(document, path, THEMES["light"])
    return path


@pytest.fixture(scope="module")
def path(language: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return docx_of(specimen(language), tmp_path_factory.mktemp("docx"))


@pytest.fixture(scope="module")
def body(path: Path) -> Any:
    with zipfile.ZipFile(path) as parts:
        return etree.fromstring(parts.read("word/document.xml"))


def said(element: Any) -> str:
    """Its text without what holds the ends of a range together."""
    return "".join(node.text or "" for node in element.iter(f"{W}t")).replace(JOINER, "")


def styled(body: Any, name: str) -> list[str]:
    """The texts of the paragraphs in a style, in order."""
    return [said(one) for one in body.iter(f"{W}p") if style_of(one) == name]


def style_of(paragraph: Any) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def test_file_is_valid(path: Path) -> None:
    assert OpenXmlValidator().validate(str(path)).errors == []


def test_every_text_is_in_the_document(body: Any, language: Language) -> None:
    written = unsigned(bare(said(body)))
    assert [text for text in texts(specimen(language)) if bare(text) not in written] == []


def test_tables_say_what_the_document_says(body: Any, language: Language) -> None:
    found = {one.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val"): one for one in body.iter(f"{W}tbl")}
    for table in blocks_of(specimen(language), Table):
        assert isinstance(table, Table)
        rows = found[table.title or table.name].findall(f"{W}tr")
        written = [[said(cell).replace("\xa0", " ") for cell in row.findall(f"{W}tc")] for row in rows]
        wanted = [[marked(cell.text, cell.tone).replace("\xa0", " ") for cell in row] for row in table.rows]
        assert written == [[column.header for column in table.columns], *wanted]
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None


def test_cards_keep_their_order(body: Any, language: Language) -> None:
    document = specimen(language)
    names = [card.name for row in blocks_of(document, FigureRow) if isinstance(row, FigureRow) for card in row.cards]
    assert styled(body, "KefuCardName") == names


def test_headings_are_headings_and_none_is_empty(body: Any, language: Language) -> None:
    document = specimen(language)
    found = [said(one) for one in body.iter(f"{W}p") if style_of(one).startswith("Heading")]
    for heading in blocks_of(document, Heading):
        assert isinstance(heading, Heading)
        assert bound(heading.text) in found
    assert all(found)
    assert found[-1] == document.words["figures"]


def test_the_contents_have_a_link_and_the_page_of_every_heading(body: Any, path: Path) -> None:
    """Every entry has a page number of its own that the program that shows the file works out; until then it says what
    the page is taken to be: the cover and the contents come first, and no heading stands before the one above it."""
    entries = [one for one in body.iter(f"{W}p") if style_of(one) in ("TOC1", "TOC2")]
    headings = [said(one) for one in body.iter(f"{W}p") if style_of(one) in ("Heading1", "Heading2")]
    numbers = [[node.text for node in one.iter(f"{W}t")][-1] for one in entries]
    assert [bound(said(one).removesuffix(number)) for one, number in zip(entries, numbers, strict=True)] == headings
    pages = [int(number) for number in numbers]
    assert pages == sorted(pages)
    assert pages[0] >= 3
    for entry in entries:
        place = entry.find(f"{W}hyperlink").get(f"{W}anchor")
        assert [node.text.strip() for node in entry.iter(f"{W}instrText")] == [f"PAGEREF {place} \\h"]
        assert next(entry.iter(f"{W}fldChar")).get(f"{W}dirty") == "true"
    with zipfile.ZipFile(path) as parts:
        styles = etree.fromstring(parts.read("word/styles.xml")).iter(f"{W}style")
    for style in (
        one for one in styles if str(one.get(f"{W}styleId")).startswith("TOC") and one.find(f".//{W}tab") is not None
    ):
        assert style.find(f".//{W}tab").get(f"{W}leader") == "dot"
        assert style.find(f"{W}pPr/{W}ind[@{W}right]") is None  # LibreOffice shows no text behind a right indent
    begins = [one.get(f"{W}fldCharType") for one in body.iter(f"{W}fldChar")]
    assert begins.count("begin") == begins.count("separate") == begins.count("end")


def test_every_link_has_its_bookmark_and_ids_are_unique(body: Any) -> None:
    names = [one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")]
    ids = [one.get(f"{W}id") for one in body.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names))
    assert len(ids) == len(set(ids))
    links = {one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink")}
    assert links <= set(names)
    places = {name for name in names if name.startswith("Figure")}
    assert len(places & links) > len(places) // 2  # the register of the specimen has figures nothing names


def test_every_style_in_use_is_defined_and_none_is_made_by_hand(body: Any, path: Path) -> None:
    with zipfile.ZipFile(path) as parts:
        styles = etree.fromstring(parts.read("word/styles.xml"))
    defined = {one.get(f"{W}styleId") for one in styles.iter(f"{W}style")}
    used = {one.get(f"{W}val") for kind in ("pStyle", "rStyle", "tblStyle") for one in body.iter(W + kind)}
    assert used <= defined
    assert not list(body.iter(f"{W}sz", f"{W}b", f"{W}color", f"{W}rFonts"))


def test_numbers_are_not_taken_for_chinese_and_sources_stay_whole(path: Path, body: Any, language: Language) -> None:
    """Letters and digits that are said to be Chinese LibreOffice breaks anywhere, 2.9 between its digits."""
    with zipfile.ZipFile(path) as parts:
        styles = etree.fromstring(parts.read("word/styles.xml"))
    assert next(styles.iter(f"{W}lang")).get(f"{W}val") in ("en-US", "en-GB")
    (source,) = (one for one in styles.iter(f"{W}style") if one.get(f"{W}styleId") == "KefuSource")
    assert source.find(f"{W}pPr/{W}keepLines") is not None
    raised = [
        said(one) for one in body.iter(f"{W}r") if one.find(f"{W}rPr/{W}rStyle[@{W}val='KefuReference']") is not None
    ]
    openings = {one for one in raised if one.endswith("[")}
    assert openings == {"\xa0["} or (language == "zh" and openings == {"\xa0[", "["})
    assert not any("–" in one for one in raised)  # a line may end behind a dash


def test_han_has_a_font_of_its_own(path: Path) -> None:
    with zipfile.ZipFile(path) as parts:
        fonts = etree.fromstring(parts.read("word/styles.xml")).findall(f".//{W}rFonts")
    assert [font.get(f"{W}eastAsia") for font in fonts] == [THEMES["light"].han_font]
    assert not any("Theme" in key for font in fonts for key in font.attrib)


def test_every_picture_and_chart_has_words(body: Any, language: Language) -> None:
    alts = [one.get("descr") for one in body.iter("{*}docPr")]
    assert all(alts)
    assert len({one.get("id") for one in body.iter("{*}docPr")}) == len(alts)
    document = specimen(language)
    for block in (*blocks_of(document, Chart), *blocks_of(document, Image)):
        assert isinstance(block, Chart | Image)
        assert block.alt in alts


def test_every_chart_is_native_with_its_numbers(path: Path, language: Language) -> None:
    charts = [chart for chart in blocks_of(specimen(language), Chart) if isinstance(chart, Chart)]
    with zipfile.ZipFile(path) as parts:
        names = [name for name in parts.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", name)]
        drawn = {name: parts.read(name) for name in names}
        books = {name: parts.read(name.replace("charts", "embeddings").replace(".xml", ".xlsx")) for name in names}
    titles = {openpyxl.load_workbook(io.BytesIO(book)).properties.title: name for name, book in books.items()}
    for chart in charts:
        name = titles[chart.name]
        cached = {
            round(float(node.text), 9) for node in etree.fromstring(drawn[name]).iter("{*}v") if number(node.text)
        }
        held = openpyxl.load_workbook(io.BytesIO(books[name]))
        cells = {round(c.value, 9) for row in held["data"].iter_rows() for c in row if isinstance(c.value, int | float)}
        if chart.question is not Question.CONTRIBUTION:  # a waterfall is drawn from levels
            drawn_as_they_are = [
                series for series in chart.series if series.role is not Role.LIMIT
            ]  # bands are stacked
            values = {round(v, 9) for series in drawn_as_they_are for v in series.values if v is not None}
            assert values <= cached
            assert values <= cells
        figures = {str(c.value) for row in held["figures"].iter_rows(min_row=2) for c in row}
        assert {f for series in chart.series for f in series.figures if f} <= figures


def test_where_native_charts_are_not_drawn_well_a_picture_stands_in(path: Path, body: Any, language: Language) -> None:
    """LibreOffice squeezes the charts of a document with more than twenty; it takes what is offered instead."""
    shown = [one for one in body.iter(f"{MC}AlternateContent") if one.find(f".//{C}chart") is not None]
    with zipfile.ZipFile(path) as parts:
        assert len(shown) == sum(name.startswith("word/charts/chart") for name in parts.namelist())
        related = {
            one.get("Id"): one.get("Target") for one in etree.fromstring(parts.read("word/_rels/document.xml.rels"))
        }
        for one in shown:
            native, instead = (one.find(f"{MC}{name}") for name in ("Choice", "Fallback"))
            assert native.get("Requires") == "w14 wps"
            assert {body.nsmap.get(prefix) is not None for prefix in ("w14", "wps")} == {True}
            assert native.find(f".//{C}chart") is not None
            said_of = [part.find(f".//{WP}docPr").get("descr") for part in (native, instead)]
            assert said_of[0] == said_of[1]
            held = parts.read(f"word/{related[instead.find('.//{*}blip').get(f'{R}embed')]}")
            with PIL.Image.open(io.BytesIO(held)) as picture:
                assert picture.width >= 440  # a line of a card; a chart has 1280
    said_once = [one.spot for one in read(path) if one.spot.startswith("chart:") and "alternative" in one.spot]
    assert len(said_once) == len(shown)


def test_the_ground_of_a_picture_is_that_of_the_page() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="60" height="40" fill="#{}"/>'
    for ground in ("ffffff", "fdf6e3"):
        drawn = png(svg.format(ground) + '<circle cx="30" cy="20" r="9" fill="#2255ee"/></svg>')
        with PIL.Image.open(io.BytesIO(drawn)) as picture:
            assert picture.convert("RGB").getpixel((0, 0)) == tuple(bytes.fromhex(ground))


def test_a_document_libreoffice_saved_is_held_against_the_data_but_for_its_charts(
    path: Path, language: Language, tmp_path: Path
) -> None:
    """It keeps the pictures that stand in for the charts, and says in the file that it wrote it."""
    saved = tmp_path / "saved.docx"
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(saved, "w") as kept:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "word/document.xml":
                shown = etree.fromstring(content)
                charts = list(shown.iter(f"{MC}AlternateContent"))
                for one in charts:
                    one.getparent().replace(one, one.find(f"{MC}Fallback")[0])
                content = etree.tostring(shown)
            kept.writestr(name, content)
        kept.writestr("docProps/app.xml", "<Properties><Application>LibreOffice/7.4</Application></Properties>")
    found = verify(specimen(language), saved, RENDERERS["docx"], THEMES["light"])
    (flaw,) = found.flaws
    assert flaw.startswith(f"LibreOffice saved this file and made pictures of {len(charts)} of {len(charts)} charts")
    assert (found.faults, found.edited) == ((), ())
    assert all("chart:" in place for place in found.removed)
    assert found.numbers > 500


def test_a_legend_is_broken_where_the_chart_ends() -> None:
    entries = [Entry(f"{number} " + "很长的渠道名称" * 3, "#123456", "square") for number in range(5)]
    # 30 for the sign, 44 letters of 6.6 and 22 behind it are 342 pixels: one on a line of 640
    assert [len(line) for line in broken(entries)] == [1] * 5
    assert [len(line) for line in broken([replace(one, name="短") for one in entries])] == [5]


def test_two_boxes_in_a_row_stay_two_and_the_room_below_begins_no_page(tmp_path: Path) -> None:
    boxes = (Callout("一", ("甲", "乙")), Callout("二", tuple("丙丁戊子丑寅卯辰巳午未申酉戌己庚辛")))
    document = replace(specimen("zh"), blocks=(Heading(1, "A"), *boxes, Paragraph("后")))
    with zipfile.ZipFile(docx_of(document, tmp_path)) as parts:
        written = list(etree.fromstring(parts.read("word/document.xml")).iter(f"{W}p"))
    first = next(at for at, one in enumerate(written) if said(one) == "一")
    found = [(style_of(one), said(one)) for one in written[first : first + 12]]
    assert [text for style, text in found if style == "KefuGap"] == [""]  # between the two, none behind
    assert found[3][0] == "KefuGap"
    kept = {said(one) for one in written if one.find(f"{W}pPr/{W}keepNext") is not None}
    # the box of 18 lines may be broken inside, with three of them on either page
    assert set("一甲乙二丙丁戌己庚辛") & kept == set("一甲二丙己庚")
    room = {said(one): one.find(f"{W}pPr/{W}spacing") for one in written}
    assert [text for text in "甲乙丙辛" if room[text] is not None] == ["乙", "辛"]


def test_a_table_is_set_as_large_as_its_columns_allow(tmp_path: Path) -> None:
    wide = Table("w", tuple(Column(f"{number:02}:00–{number:02}:59", "right") for number in range(9)), ())
    narrow = Table("n", (Column("a"), Column("b")), ())
    document = replace(specimen("zh"), blocks=(Heading(1, "A"), wide, narrow))
    with zipfile.ZipFile(docx_of(document, tmp_path)) as parts:
        written = etree.fromstring(parts.read("word/document.xml"))
    # nine heads of 11 + 2 letters are 117, more than 104 of the smaller letters; broken behind the dash they have room
    assert "00:00–00:59" in styled(written, "KefuCell")
    assert {"a", "b"} <= set(styled(written, "KefuCell"))


def test_no_chart_would_be_repaired(path: Path) -> None:
    """Label places, ids of axes and series: what the schema does not see, looked at as in a deck."""
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if name.startswith("word/charts/chart"):
                assert list(chart_problems(etree.fromstring(parts.read(name)))) == []


def number(text: str | None) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", text or ""))


def test_pages_have_numbers_and_the_register_two_columns(path: Path) -> None:
    made: Any = docx.Document(str(path))
    text, register = made.sections
    assert text.different_first_page_header_footer
    assert [one._sectPr.find(qn("w:cols")).get(qn("w:num")) for one in (text, register)] == [None, "2"]
    for section in (text, register):
        assert section.page_width < section.page_height
        codes = [node.text.strip() for node in section.footer._element.iter(qn("w:instrText"))]
        assert codes == ["PAGE", "NUMPAGES"]
        assert section.header.paragraphs[0].text


def test_an_entry_of_the_register_says_only_what_it_has(tmp_path: Path) -> None:
    """The sample where it is not the value, the month where it is not the report's, inputs by their own entries."""
    formula = "part / total (F-00000001, F-99999999)"
    lines = (
        FigureLine("F-00000001", "Tickets", "East", "Oct 2026", "173", 173.0, "0", 173, "", "by the time they came in"),
        FigureLine("F-00000002", "Share", "", "Sep 2026", "20.6%", 0.206, "0.0%", 840, "18.0%–23.5%", formula),
        FigureLine("F-00000003", "Tickets", "", "Oct 2026", "10", 10.0, "0", None, "", "by their time (F-88888888)"),
    )  # fmt: skip
    document = replace(specimen("en"), period="Oct 2026", blocks=(Heading(1, "A"),), figures=lines)
    with zipfile.ZipFile(docx_of(document, tmp_path)) as parts:
        written = etree.fromstring(parts.read("word/document.xml"))
    assert any(f"18.0%–{JOINER}23.5%" in (node.text or "") for node in written.iter(f"{W}t"))
    assert styled(written, "KefuEntry") == [
        "1F-00000001Tickets · East  173  by the time they came in",
        "2F-00000002Share · Sep 2026  20.6% (18.0%–23.5%, n=840)  part / total [1, –]",
        "3F-00000003Tickets  10  by their time",
    ]
    links = [one.get(f"{W}anchor") for one in written.iter(f"{W}hyperlink") if said(one) == "1"]
    assert links == ["Figure1"]


def test_the_contents_leave_no_page_to_a_few_lines() -> None:
    # 13100 of a page; chapters of 460 and pages of 290 at first, of 430 and 262, of 410 and 240 when closer
    assert close([(1, 1)] * 5 + [(2, 1)] * 20) == 250  # 8100 of one page
    assert close([(1, 1)] * 10 + [(2, 1)] * 32) == 225  # 13880 would be a page and 780, 12684 is one page
    assert close([(1, 1)] * 10 + [(2, 1)] * 37) == 205  # 15330, 13994; 12980
    # 18110, 16520 and 15310 leave at most 5010 on a second page; 520 a chapter and 346 a page of it are 21290: 8190
    assert close([(1, 1)] * 11 + [(2, 1)] * 45) == 300


def test_cards_beside_one_another_have_their_lines_at_one_height(tmp_path: Path) -> None:
    judged = Card("a", "1", "", "", status="close", tone=Tone.WARN, target="target 2 · 50% attained")
    document = replace(specimen("en"), blocks=(Heading(1, "A"), FigureRow((judged, Card("b", "1", "", "")))))
    with zipfile.ZipFile(docx_of(document, tmp_path)) as parts:
        written = etree.fromstring(parts.read("word/document.xml"))
    row = next(one for one in written.iter(f"{W}tr") if "50% attained" in said(one).replace("\xa0", " "))
    cells = [[style_of(one) for one in cell.iter(f"{W}p")] for cell in row.iter(f"{W}tc")]
    assert cells[0] == cells[1]
    breaks = [len(list(cell.iter(f"{W}br"))) for cell in row.iter(f"{W}tc")]
    assert breaks[0] == breaks[1]


def test_a_table_is_kept_on_a_page_by_its_lines_not_by_its_rows(tmp_path: Path) -> None:
    low = Table("low", (Column("a"), Column("b")), tuple((Cell(f"x{number}"), Cell("y")) for number in range(8)))
    high = Table(
        "high", (Column("a"), Column("b")), tuple((Cell(f"z{number}"), Cell("long " * 60)) for number in range(8))
    )
    document = replace(specimen("en"), blocks=(Heading(1, "A"), low, high))
    with zipfile.ZipFile(docx_of(document, tmp_path)) as parts:
        written = list(etree.fromstring(parts.read("word/document.xml")).iter(f"{W}p"))
    kept = {said(one) for one in written if one.find(f"{W}pPr/{W}keepNext") is not None}
    assert {f"x{number}" for number in range(8)} <= kept
    # 24 lines are no short table; a row of three is enough on either page, and the last holds to the source below
    assert [number for number in range(8) if f"z{number}" not in kept] == list(range(7))


def test_words_behind_numbers_stand_apart_from_them(tmp_path: Path) -> None:
    table = Table("t", (Column("n", "right"), Column("why")), ((Cell("12"), Cell("because")),))
    document = replace(specimen("en"), blocks=(Heading(1, "A"), table))
    with zipfile.ZipFile(docx_of(document, tmp_path)) as parts:
        written = {said(one): one for one in etree.fromstring(parts.read("word/document.xml")).iter(f"{W}p")}
    assert [written[text].find(f"{W}pPr/{W}ind") is not None for text in ("12", "because", "n", "why")] == [
        False,
        True,
    ] * 2


def test_a_title_of_two_lines_does_not_end_in_a_lonely_word(tmp_path: Path) -> None:
    title = "Complaints rose to 173 and on-time delivery rate fell to 91.4%; 8 of 17 targets met"
    document = replace(specimen("en"), blocks=(Heading(1, "A"), Heading(2, title)))
    with zipfile.ZipFile(docx_of(document, tmp_path)) as parts:
        written = list(etree.fromstring(parts.read("word/document.xml")).iter(f"{W}p"))
    heading = next(one for one in written if style_of(one) == "Heading2")
    lines = [node.text for node in heading.iter(f"{W}t")]
    assert "".join(lines) == bound(title)
    assert len(lines) == 2
    assert len(lines[1]) > len(title) / 3
    entries = [said(one) for one in written if style_of(one) == "TOC2"]
    assert title in [one.rstrip("0123456789") for one in entries]  # there it has a line of its own length


def test_quotation_marks_of_an_english_text_are_straight(tmp_path: Path) -> None:
    """In a Chinese font a curly one is as wide as a Han."""
    document = replace(specimen("en"), blocks=(Heading(1, "A"), Paragraph("the calendar “Online”, open")))
    with zipfile.ZipFile(docx_of(document, tmp_path)) as parts:
        written = etree.fromstring(parts.read("word/document.xml"))
    assert 'the calendar "Online", open' in [said(one) for one in written.iter(f"{W}p")]


def test_lists_of_steps_each_start_at_one(body: Any, path: Path) -> None:
    numbers = [one.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val") for one in body.iter(f"{W}p")
               if style_of(one) == "ListNumber"]  # fmt: skip
    with zipfile.ZipFile(path) as parts:
        numbering = etree.fromstring(parts.read("word/numbering.xml"))
    starts = {one.get(f"{W}numId"): one.find(f"{W}lvlOverride/{W}startOverride").get(f"{W}val")
              for one in numbering.findall(f"{W}num")}  # fmt: skip
    assert set(numbers) == set(starts)
    assert set(starts.values()) == {"1"}


def test_notes_say_only_what_the_register_does_not(tmp_path: Path) -> None:
    document = specimen("en")
    notes = Notes((f"{document.figures[0].id} = 1", "by hand"))
    with zipfile.ZipFile(docx_of(replace(document, blocks=(Heading(1, "A"), notes)), tmp_path)) as parts:
        written = etree.fromstring(parts.read("word/document.xml"))
    assert styled(written, "KefuNote") == [document.words["note"], "by hand"]


def test_same_document_gives_the_same_bytes(path: Path, language: Language, tmp_path: Path) -> None:
    assert docx_of(specimen(language), tmp_path).read_bytes() == path.read_bytes()


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    with zipfile.ZipFile(docx_of(hostile(), tmp_path)) as parts:
        written = etree.fromstring(parts.read("word/document.xml"))
    assert "<script>alert(1)</script>" in said(written)


def test_outline_is_the_one_last_agreed_on(body: Any, language: Language, pytestconfig: pytest.Config) -> None:
    """Every paragraph of the body with its style, tables as one line: what a reviewer reads in a diff."""
    lines = [line for element in body.find(f"{W}body") for line in outline(element)]
    golden = GOLDEN / f"specimen_docx.{language}.md"
    if pytestconfig.getoption("--update-golden"):
        golden.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    assert lines == golden.read_text(encoding="utf-8").splitlines()


def outline(element: Any) -> list[str]:
    if element.tag == f"{W}tbl":
        caption = element.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
        rows = element.findall(f"{W}tr")
        style = element.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val")
        return [f"[{style}] {caption}: {len(rows)} x {len(rows[0].findall(f'{W}tc'))}"]
    if element.tag != f"{W}p" or style_of(element).startswith("TOC"):
        return []
    drawings = [f" ({one.find(f'{WP}docPr').get('name')})" for one in pictures(element)]
    text = said(element)
    return [f"[{style_of(element)}] {text[:60]}{''.join(drawings)}".rstrip()] if text or drawings else []


def test_a_process_map_fits_its_page(body: Any, language: Language) -> None:
    """A page is 29.7 - 2 x 2.3 cm high, 9.9 inches; the map leaves room for its caption, note and a heading."""
    drawn = next(one for one in blocks_of(specimen(language), ProcessMap) if isinstance(one, ProcessMap))
    pictures = {one.find(f"{WP}docPr").get("descr"): one.find(f"{WP}extent") for one in body.iter(f"{WP}inline")}
    extent = pictures[drawn.alt]
    assert int(extent.get("cy")) <= 8.3 * 914400
    assert int(extent.get("cx")) <= 6.6 * 914400


def test_what_is_found_in_a_process_stands_before_its_map(tmp_path: Path) -> None:
    """The map seldom fits on what is left of a page."""
    document = specimen("en")
    drawn = next(one for one in blocks_of(document, ProcessMap) if isinstance(one, ProcessMap))
    blocks = (Heading(1, "A"), drawn, Callout("Found", ("one",)), Callout("Also", ("two",)), Paragraph("after"))
    with zipfile.ZipFile(docx_of(replace(document, blocks=blocks), tmp_path)) as parts:
        written = etree.fromstring(parts.read("word/document.xml"))
    texts = [said(one) for one in written.iter(f"{W}p")]
    also = texts.index("Also")
    shown = next(at for at, text in enumerate(texts) if text.endswith(f"  {drawn.title}") and at > also)
    places = [texts.index("Found"), also, shown, texts.index(drawn.table.columns[0].header), texts.index("after")]
    assert places == sorted(places)


def test_two_lying_charts_of_short_names_stand_side_by_side(tmp_path: Path) -> None:
    """Each is 3.2 inches wide, of 6.6; a box behind them stays with them."""
    short = Chart("a", Question.RANKING, "A", ("East", "West"), (Series("s", (2.0, 1.0)),), "said")
    blocks = (Heading(1, "A"), short, replace(short, name="b"), Callout("Found", ("one",)))
    with zipfile.ZipFile(docx_of(Document("T", "", "", "", "en", blocks), tmp_path)) as parts:
        written = etree.fromstring(parts.read("word/document.xml"))
    cells = list(written.iter(f"{W}tc"))
    assert [len([*pictures(one)]) for one in cells] == [1, 1]
    assert {one.find(f".//{WP}extent").get("cx") for one in cells} == {str(round(3.2 * 914400))}
    table = next(written.iter(f"{W}tbl"))
    assert table.getnext().find(f"{W}pPr/{W}keepNext") is not None


def test_the_target_of_a_card_is_broken_before_how_far_it_is_attained() -> None:
    # a card of 2381 less its edges of 130 holds 24.95 letters of 85; Han and ≥ take 1.75 of them: 25.25 and 24.25
    assert target("目标≥173.0万元 · 达成96.9%", 2381) == "目标≥173.0万元 ·\n达成96.9%"
    assert target("目标≤1.0分钟 · 达成100.0%", 2381) == "目标≤1.0分钟 · 达成100.0%"
    assert target("target 1.0 min · 100.0% attained", 2381) == "target\xa01.0\xa0min ·\n100.0%\xa0attained"


def test_no_line_of_a_title_or_a_box_ends_within_a_number(tmp_path: Path) -> None:
    box = Callout("Saved 2.5 h of -¥251", ("text",))
    titles = (Heading(1, "One"), Heading(2, "Waiting takes 10.3 h of it"))
    path = docx_of(replace(specimen("en"), blocks=(*titles, box)), tmp_path)
    with zipfile.ZipFile(path) as package:
        written = package.read("word/document.xml").decode()
    assert "takes 10.3\xa0h of" in written
    assert "2.5\xa0h of −\u2060¥251" in written


def test_three_steps_of_one_answer_stay_together(tmp_path: Path) -> None:
    """Each but the last step is held to the next; of four none is."""
    three, four = (Steps(tuple(Step(f"step {at}", "text") for at in range(count))) for count in (3, 4))
    document = Document("T", "", "", "", "en", (Heading(1, "A"), three, four))
    with zipfile.ZipFile(docx_of(document, tmp_path)) as parts:
        body = etree.fromstring(parts.read("word/document.xml"))
    held = [
        (said(one).split("\n")[0], one.find(f"{W}pPr/{W}keepNext") is not None)
        for one in body.iter(f"{W}p")
        if style_of(one) == "ListNumber"
    ]
    assert [kept for _, kept in held] == [True, True, False, False, False, False, False]


def test_a_chapter_of_the_contents_is_held_to_its_first_page(tmp_path: Path) -> None:
    document = Document("T", "", "", "", "en", (Heading(1, "A"), Heading(2, "B"), Heading(2, "C"), Heading(1, "D")))
    with zipfile.ZipFile(docx_of(document, tmp_path)) as parts:
        body = etree.fromstring(parts.read("word/document.xml"))
    entries = [one for one in body.iter(f"{W}p") if style_of(one).startswith("TOC") and style_of(one) != "TOCHeading"]
    assert [one.find(f"{W}pPr/{W}keepNext") is not None for one in entries] == [True, False, False, False]
