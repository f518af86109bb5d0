"""The printed report: everything is there, letters are embedded, headings are bookmarks, pictures have words."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import IndirectObject

from kefu.errors import MissingPartError
from kefu.report.document import (
    Block,
    Callout,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Image,
    Language,
    Notes,
    Paragraph,
    ProcessMap,
    Question,
    Series,
    Table,
    Tone,
    blocks_of,
)
from kefu.report.renderers import RENDERERS
from kefu.report.renderers._pdf import fonts
from kefu.report.renderers._pdf.content import content
from kefu.report.renderers._pdf.pictures import chart_svg
from kefu.report.renderers._pdf.spread import spread
from kefu.report.renderers._reading.colours import contrast
from kefu.report.renderers._reading.sections import sections
from kefu.report.themes import THEMES, on_paper
from tests.report.reading import bare, texts
from tests.report.specimen import specimen
from tests.report.test_html import hostile

GOLDEN = Path(__file__).parents[1] / "golden"

pytestmark = pytest.mark.skipif(
    not any(name in fonts.installed() for name in fonts.FAMILIES), reason="no Chinese font here (fonts-noto-cjk)"
)


def pdf_of(document: Document, folder: Path, name: str = "report") -> Path:
    path = folder / f"{name}.pdf"
    RENDERERS["pdf"].render(document, path, THEMES["light"])
    return path


@pytest.fixture(scope="module")
def path(language: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pdf_of(specimen(language), tmp_path_factory.mktemp("pdf"))


@pytest.fixture(scope="module")
def reader(path: Path) -> PdfReader:
    return PdfReader(path)


def words_of(reader: PdfReader) -> str:
    return bare("".join(page.extract_text() for page in reader.pages))


def bookmarks(entries: list[Any], depth: int = 1) -> Iterator[tuple[int, str]]:
    for entry in entries:
        if isinstance(entry, list):
            yield from bookmarks(entry, depth + 1)
        else:
            yield depth, str(entry.title)


def elements(node: Any) -> Iterator[Any]:
    """Every element of the tree of tags."""
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, list):
        for one in node:
            yield from elements(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        yield from elements(node.get("/K", []))


def headings(document: Document) -> list[str]:
    """The headings of the document with those the sections open with, in order."""
    found = []
    for section in sections(document):
        found += [section.title, *(block.text for block in section.blocks if isinstance(block, Heading))]
    return found


def test_every_text_is_on_the_pages(reader: PdfReader, language: Language) -> None:
    printed = words_of(reader)
    parts = [
        part for text in texts(specimen(language)) for part in text.split(" · ")
    ]  # a card's stand below each other
    assert [part for part in parts if bare(part) not in printed] == []


def test_headings_are_the_bookmarks(reader: PdfReader, language: Language) -> None:
    document = specimen(language)
    said = [title for _, title in bookmarks(reader.outline)]
    assert said[-1] == document.words["figures"]
    assert said[-1 - len(headings(document)) : -1] == headings(document)
    assert all(said)


def test_bookmarks_are_those_last_agreed_on(reader: PdfReader, language: Language, pytestconfig: pytest.Config) -> None:
    outline = "\n".join(f"{'  ' * (depth - 1)}- {title}" for depth, title in bookmarks(reader.outline)) + "\n"
    golden = GOLDEN / f"specimen_pdf.{language}.md"
    if pytestconfig.getoption("--update-golden"):
        golden.write_text(outline, encoding="utf-8", newline="\n")
    assert outline.splitlines() == golden.read_text(encoding="utf-8").splitlines()


def test_file_says_its_language_title_and_standard(reader: PdfReader, path: Path, language: Language) -> None:
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == {"zh": "zh-CN", "en": "en-GB"}[language]
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata
    assert reader.metadata.title == f"{specimen(language).title} · {specimen(language).period}"
    assert b"pdfuaid:part" in path.read_bytes()


def test_every_picture_has_words_and_every_table_a_head(reader: PdfReader, language: Language) -> None:
    document = specimen(language)
    root: Any = reader.trailer["/Root"]
    found = list(elements(root["/StructTreeRoot"]["/K"]))
    alts = [str(one["/Alt"]) for one in found if one["/S"] == "/Figure" and "/Alt" in one]
    for block in (*blocks_of(document, Chart), *blocks_of(document, Image)):
        assert isinstance(block, Chart | Image)
        assert block.alt in alts
    assert all(alts)
    kinds = [str(one["/S"]) for one in found]
    filled = [table for table in blocks_of(document, Table) if isinstance(table, Table) and table.rows]
    maps = len(blocks_of(document, ProcessMap))  # each with a table of its ways
    assert kinds.count("/THead") == len(filled) + maps + 1  # and that of the register
    assert {"/H1", "/H2", "/H3", "/TOC", "/Link"} <= set(kinds)


def test_every_font_is_embedded(reader: PdfReader) -> None:
    resources: list[Any] = [page["/Resources"].get_object() for page in reader.pages]
    fonts_used = [font.get_object() for one in resources for font in one.get("/Font", {}).values()]
    assert fonts_used
    for font in fonts_used:
        inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in inner or "/FontFile3" in inner
        assert "/ToUnicode" in font


def test_numbers_lead_to_the_register(reader: PdfReader) -> None:
    last = {page.indirect_reference.idnum for page in reader.pages[-3:] if page.indirect_reference}
    links = [
        note.get_object()
        for page in reader.pages
        for note in page.get("/Annots", [])
        if note.get_object()["/Subtype"] == "/Link"
    ]
    targets = [(link.get("/Dest") or link["/A"]["/D"]).get_object() for link in links]
    assert sum(one[0].idnum in last for one in targets) > 20


def test_notes_say_only_what_the_register_does_not(tmp_path: Path) -> None:
    document = replace(
        specimen("en"), blocks=(Heading(1, "A"), Notes((f"{specimen('en').figures[0].id} = 1", "by hand")))
    )
    printed = words_of(PdfReader(pdf_of(document, tmp_path)))
    assert "byhand" in printed
    assert printed.count(document.figures[0].id) == 1


def test_same_document_gives_the_same_bytes(path: Path, language: Language, tmp_path: Path) -> None:
    assert pdf_of(specimen(language), tmp_path).read_bytes() == path.read_bytes()


def test_hostile_and_unprintable_texts_stay_texts(tmp_path: Path) -> None:
    assert "<script>alert(1)" in words_of(PdfReader(pdf_of(hostile(), tmp_path)))
    strange = "#pagebreak() *a* $x$ `b` \x07 \U000f0000 end"
    document = Document("T", "", "", "", "zh", (Heading(1, "一"), Paragraph(strange)))
    assert "#pagebreak()*a*$x$`b`" in words_of(PdfReader(pdf_of(document, tmp_path)))


def test_document_without_anything_is_a_cover(tmp_path: Path) -> None:
    assert len(PdfReader(pdf_of(Document("T", "", "", "", "en", ()), tmp_path)).pages) >= 1


def test_paper_has_a_theme_of_its_own_and_its_words_stand_out() -> None:
    paper = on_paper(THEMES["light"])
    assert paper is THEMES["print"]
    assert on_paper(paper) is paper
    for word in ("ink", "text", "muted", "brand", "good", "warn", "bad"):
        assert contrast(paper.palette[word], paper.palette["background"]) >= 4.5
    for theme in (THEMES["light"], paper):
        for ground in ("background", "surface"):  # lines to compare with carry meaning
            assert contrast(theme.palette["compare"], theme.palette[ground]) >= 3
    for tone in ("good", "warn", "bad", "brand"):
        assert contrast(paper.palette[tone], paper.palette[f"{tone}_soft"]) >= 4.5


@pytest.mark.parametrize(("pages", "taken"), [(30, 1), (65, 1), (76, 2)])
def test_contents_take_no_page_for_a_few_lines(pages: int, taken: int, tmp_path: Path) -> None:
    """A page holds 680 points below the word that heads it. At the usual distance a chapter of 18.8 and 65 lines of
    10.7 would take 714, at the closest, of 13.9 and 10.03, they take 666; with 76 lines it is 776."""
    document = Document("T", "", "", "", "en", (Heading(1, "A"), *(Heading(2, f"p{one}") for one in range(pages))))
    shown = [page.extract_text() for page in PdfReader(pdf_of(document, tmp_path)).pages]
    assert sum("....." in text.replace(" ", "") for text in shown) == taken


def test_quotation_marks_in_english_are_as_narrow_as_letters(tmp_path: Path) -> None:
    """A Han font sets them as wide as a character: 40 quoted letters of 26 points each are three lines of 476, and two
    where a mark takes half of that, 17 points a quoted letter."""
    document = Document("T", "", "", "", "en", (Heading(1, "A"), Paragraph("\u201cx\u201d " * 40)))
    lines = PdfReader(pdf_of(document, tmp_path)).pages[-1].extract_text().splitlines()
    assert len([line for line in lines if "x" in line]) == 2


def test_a_number_in_a_table_stands_off_the_words_on_both_sides(tmp_path: Path) -> None:
    """A number and its unit are not broken apart, and the gap between Han and digits is that of a running text."""
    said = "\u6b64\u524d180\u5929\u5185\u4ece2026\u5e7410\u67088\u65e5\u81f310\u670816\u65e5\u30011\u81f32.5"
    table = Table("t", (Column("\u53e3\u5f84"),), ((Cell(said),),))
    document = Document("T", "", "", "", "zh", (Heading(1, "A"), Paragraph(said), table))
    page = PdfReader(pdf_of(document, tmp_path)).pages[-1].extract_text()
    running, boxed = (line for line in page.splitlines() if "180" in line)
    assert boxed == running
    assert "\u6b64\u524d 180 \u5929\u5185" in boxed


def test_the_second_of_two_amounts_stands_off_its_unit_too(tmp_path: Path) -> None:
    """ "（1,212 元至 5,139 元）", with a gap before each unit."""
    said = "\u533a\u95f4\uff081,212\u5143\u81f35,139\u5143\uff09\uff0c8\u65e5\u81f316\u65e5\u53d1\u751f"
    document = Document("T", "", "", "", "zh", (Heading(1, "A"), Paragraph(said)))
    page = PdfReader(pdf_of(document, tmp_path)).pages[-1].extract_text()
    assert "5,139 \u5143" in page
    assert "16 \u65e5" in page


def test_a_heading_of_two_lines_ends_the_first_at_a_mark_and_leaves_no_word_alone(tmp_path: Path) -> None:
    cause = "nearly all of the change comes from the East region and delivery"
    even = "Customers who complain again are not seen to leave for good more often than others"
    blocks = (Heading(1, "A"), Heading(2, f"Complaints rose to 1,173; {cause}"), Heading(2, even))
    page = PdfReader(pdf_of(Document("T", "", "", "", "en", blocks), tmp_path)).pages[-1].extract_text()
    lines = [line.strip() for line in page.splitlines()]
    at = lines.index("Complaints rose to 1,173;")
    assert lines[at + 1] == cause
    first, second = lines[at + 2 : at + 4]
    assert f"{first} {second}" == even
    assert abs(len(first) - len(second)) < 12


def test_two_lying_charts_of_short_names_stand_side_by_side() -> None:
    """A third one, and one of long names, take the whole width."""
    short = Chart("a", Question.RANKING, "A", ("East", "West"), (Series("s", (2.0, 1.0)),), "said")
    long = replace(short, name="b", categories=("East", "The whole of the rest of the country"))
    blocks = (Heading(1, "A"), short, short, short, Paragraph("x"), short, long)
    found = content(Document("T", "", "", "", "en", blocks), on_paper(THEMES["light"]), "Noto Sans CJK SC")["blocks"]
    assert [one["kind"] for one in found] == ["heading", "pair", "chart", "paragraph", "chart", "chart"]


def test_two_narrow_tables_with_titles_stand_side_by_side(tmp_path: Path) -> None:
    """Two columns of 6 and 8 letters with their padding are narrow; a table of eight rows may be broken."""
    few, more = long_table(3, title="A"), long_table(8, title="B")
    blocks = (Heading(1, "A"), few, replace(few, title="C"), Paragraph("x"), few, more, long_table(3), few)
    document = Document("T", "", "", "", "en", blocks)
    found = content(document, on_paper(THEMES["light"]), "Noto Sans CJK SC")["blocks"]
    assert [one["kind"] for one in found] == ["heading", "pair", "paragraph", *["table"] * 4]
    printed = PdfReader(pdf_of(document, tmp_path)).pages[-1].extract_text()
    assert printed.count("row 2") == 6


def long_table(rows: int, *, note: str = "", title: str = "") -> Table:
    columns = (Column("name"), Column("number", "right"))
    cells = tuple((Cell(f"row {at}"), Cell(f"{at}")) for at in range(rows))
    return Table("t", columns, cells, title=title, note=note)


@pytest.mark.parametrize(("rows", "least"), [(5, 2), (10, 3), (40, 3)])
def test_a_broken_table_keeps_rows_together_at_both_ends(rows: int, least: int, tmp_path: Path) -> None:
    """Wherever the page ends, three rows or more stand below the head and above the end of a table, of one of five two,
    with their source; the heading goes with the first of them."""
    table = long_table(rows, note="the source")
    for before in range(8, 16):
        before_it: list[Block] = [Paragraph("before " * 50)] * before
        blocks = (Heading(1, "A"), *before_it, Heading(2, "B"), table)
        pages = PdfReader(pdf_of(Document("T", "", "", "", "en", blocks), tmp_path)).pages
        texts = [page.extract_text() for page in pages]
        counts = [count for text in texts if (count := len(re.findall(r"^row \d+", text, re.M)))]
        assert sum(counts) == rows
        assert min(counts) >= least
        (sourced,) = (text for text in texts if "the source" in text)
        assert f"row {rows - 1}" in sourced
        assert "row 0" in next(text for text in texts[2:] if re.search("^B$", text, re.M))


def test_a_long_box_is_broken_rather_than_leave_a_page_white(tmp_path: Path) -> None:
    """Six texts of four lines: wherever the page ends, its heading has one below it and the last one above it."""
    box = Callout("Boxed", tuple(f"text {at} " + "words " * 60 for at in range(6)), Tone.BAD)
    found = []
    for before in range(7, 14):
        before_it: list[Block] = [Paragraph("before " * 50)] * before
        blocks = (Heading(1, "A"), *before_it, box, long_table(7))
        pages = PdfReader(pdf_of(Document("T", "", "", "", "en", blocks), tmp_path)).pages
        texts = [re.findall(r"text (\d)", page.extract_text()) for page in pages]
        found.append([one for one in texts if one])
        assert sum(map(len, texts)) == 6
    parted = [one for one in found if len(one) == 2]
    assert parted
    assert all(len(last) >= 2 for _, last in parted)


@pytest.mark.parametrize(("columns", "close"), [(8, False), (9, True)])
def test_a_table_whose_numbers_need_more_than_the_line_is_set_smaller(columns: int, close: bool) -> None:
    """Amounts of ten letters with two of padding: eight take 96 of the hundred letters of a line, nine 108."""
    cells = tuple(Cell("¥1,234,567") for _ in range(columns))
    table = Table("t", tuple(Column("a", "right") for _ in range(columns)), (cells,))
    document = Document("T", "", "", "", "en", (Heading(1, "A"), table))
    [drawn] = [one for one in content(document, THEMES["light"], "")["blocks"] if one["kind"] == "table"]
    assert drawn["close"] == close


def test_a_table_of_few_rows_is_not_broken(tmp_path: Path) -> None:
    for before in range(10, 16):
        before_it: list[Block] = [Paragraph("before " * 50)] * before
        blocks = (Heading(1, "A"), *before_it, long_table(3))
        pages = PdfReader(pdf_of(Document("T", "", "", "", "en", blocks), tmp_path)).pages
        assert sum("row " in page.extract_text() for page in pages) == 1


@pytest.mark.parametrize("amount", ["+\u00a51,936", "-14.6\u20131.2 min", "[43, 1229\u20131231]"])
def test_an_amount_stays_on_one_line(amount: str, tmp_path: Path) -> None:
    """However many letters stand before it, what belongs together is not broken at a sign, a dash or a currency."""
    paragraphs = [Paragraph("x" * at + " y" * 35 + f" {amount} z") for at in range(1, 16)]
    if amount.startswith("["):
        ids = [f"F-{at:08x}" for at in (43, *range(1229, 1232))]
        lines = [replace(specimen("en").figures[0], id=f"F-{at:08x}", name="n") for at in range(1, 1232)]
        paragraphs = [Paragraph("x" * at + " y" * 50, tuple(ids)) for at in range(1, 16)]
        document = Document("T", "", "", "", "en", (Heading(1, "A"), *paragraphs), figures=tuple(lines))
    else:
        document = Document("T", "", "", "", "en", (Heading(1, "A"), *paragraphs))
    printed = "".join(page.extract_text() for page in PdfReader(pdf_of(document, tmp_path)).pages)
    whole = printed.replace("\u2060", "").replace("\u00a0", " ")
    assert whole.count(amount) == 15


def test_no_line_begins_with_a_mark_that_ends_a_clause(tmp_path: Path) -> None:
    """A mark behind an amount stays with it, however many characters stand before."""
    said = "\u516b\u6210\u53ef\u80fd\u5728 39\u201370 \u4e4b\u95f4\uff1b\u56de\u6d4b"
    paragraphs = [Paragraph("\u6b64" * at + said) for at in range(30, 50)]
    document = Document("T", "", "", "", "zh", (Heading(1, "A"), *paragraphs))
    pages = PdfReader(pdf_of(document, tmp_path)).pages
    lines = [line.strip() for page in pages for line in page.extract_text().splitlines()]
    assert sum("\uff1b" in line for line in lines) == 20
    assert [line for line in lines if line.startswith("\uff1b")] == []


def test_a_definition_of_the_register_is_broken_only_where_the_line_ends(tmp_path: Path) -> None:
    line = replace(specimen("en").figures[0], definition="80% lower limit of 2026-11-15 from history (F-04a62f3a)")
    document = Document("T", "", "", "", "en", (Heading(1, "A"),), figures=(replace(line, sample=1412),))
    page = PdfReader(pdf_of(document, tmp_path)).pages[-1].extract_text()
    assert line.definition in page
    assert "1,412" in page


def test_a_chart_is_drawn_lower_where_it_would_leave_a_page_half_empty(tmp_path: Path) -> None:
    """Between a page it fits on as it is and one on which it does not fit at all there is one on which it fits lower:
    words before it fill the page line by line, and its remark stays with it."""
    chart = Chart("a", Question.TREND, "A", ("Jan", "Feb"), (Series("s", (2.0, 1.0)),), "said")
    paper = on_paper(THEMES["light"])
    font = "Noto Sans CJK SC"
    low, usual = (chart_svg(chart, paper, font, low=one) for one in (True, False))
    drawn = []
    for before in range(20, 32):
        words: list[Block] = [Paragraph("before")] * before
        blocks = (Heading(1, "A"), *words, Heading(2, "B"), chart, Paragraph("Found", muted=True))
        document = Document("T", "", "", "", "en", blocks)
        laid_out = spread(content(document, paper, font), document, paper, font)
        drawn.append(next(one["svg"] for one in laid_out["blocks"] if one["kind"] == "chart"))
    assert set(drawn) == {low, usual}
    first = drawn.index(low)
    assert first > 0
    last = first + drawn.count(low)
    assert drawn[first:last] == [low] * (last - first)
    fitting, moved = (pages_with(tmp_path, chart, 20 + at) for at in (last - 1, last))
    assert fitting[0] == fitting[1] < moved[0] == moved[1]


def pages_with(tmp_path: Path, chart: Chart, before: int) -> tuple[int, int]:
    """The pages of the chart and of its remark behind so many words."""
    words: list[Block] = [Paragraph("before")] * before
    blocks = (Heading(1, "A"), *words, Heading(2, "B"), chart, Paragraph("Found", muted=True))
    pages = PdfReader(pdf_of(Document("T", "", "", "", "en", blocks), tmp_path)).pages
    texts = [page.extract_text() for page in pages]
    chart_at = next(at for at, text in enumerate(texts) if "Exhibit 1" in text)
    return chart_at, next(at for at, text in enumerate(texts) if "Found" in text)


def lines_at(page: PageObject) -> dict[str, float]:
    """How high above the foot of the page each text stands, in points."""
    found: dict[str, float] = {}

    def place(text: str, outer: Any, inner: Any, _font: Any, _size: Any) -> None:
        found.setdefault(text.strip(), outer[5] + outer[3] * inner[5])

    page.extract_text(visitor_text=place)
    return found


def test_the_lines_of_a_title_on_the_cover_do_not_touch(tmp_path: Path) -> None:
    """Letters of 32 points reach 23 up and 7 down: 14 between them and the next leave the lines 37 apart."""
    title = "Service performance of an independent shop"
    page = PdfReader(pdf_of(Document(title, "", "", "", "en", (Heading(1, "A"),)), tmp_path)).pages[0]
    first, second = (at for text, at in lines_at(page).items() if text.startswith(("Service", "independent")))
    assert first - second == pytest.approx(37.4, abs=0.5)


def test_an_entry_of_the_contents_of_two_lines_is_closer_in_itself_than_to_the_next(tmp_path: Path) -> None:
    """Forty entries, each of two lines, fill the page: their lines are set closer with them."""
    headings = [Heading(2, f"entry {at} " + "goes on and on " * 7 + "last") for at in range(30)]
    page = PdfReader(pdf_of(Document("T", "", "", "", "en", (Heading(1, "A"), *headings)), tmp_path)).pages[1]
    found = sorted(
        ((at, text) for text, at in lines_at(page).items() if text.startswith(("entry", "goes", "on", "and", "last"))),
        reverse=True,
    )
    gaps = {True: set[float](), False: set[float]()}
    for (one, _), (other, text) in pairwise(found):
        gaps[text.startswith("entry")].add(round(one - other, 1))
    assert max(gaps[False]) < min(gaps[True])


def test_an_id_of_the_register_stays_on_one_line(tmp_path: Path) -> None:
    """Of the digits of an id d is the widest; long texts beside it leave the column no more than it needs. Among the
    forty of a definition some would be broken at their hyphen."""
    inputs = "definition " * 20 + ", ".join(["F-a84ebeba"] * 40)
    line = replace(specimen("en").figures[0], id="F-dddddddd", name="name " * 20, definition=inputs)
    document = Document("T", "", "", "", "en", (Heading(1, "A"),), figures=(line,))
    printed = PdfReader(pdf_of(document, tmp_path)).pages[-1].extract_text()
    assert line.id in printed
    assert printed.count("F-a84ebeba") == 40


def test_machine_without_a_chinese_font_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "installed", lambda: frozenset({"DejaVu Sans"}))
    with pytest.raises(MissingPartError, match=r"apt install fonts-noto-cjk"):
        fonts.family("Microsoft YaHei")
    monkeypatch.setattr(fonts, "installed", lambda: frozenset({"PingFang SC", "Microsoft YaHei"}))
    assert fonts.family("Our Own Han") == "Microsoft YaHei"
    assert fonts.family("PingFang SC") == "PingFang SC"


LONG_TABLE = """
#let rows = json(bytes(sys.inputs.document)).rows
#set document(title: "Rows")
#set text(lang: "en")
#table(columns: 4, ..rows.flatten())
"""
ONE_AFTER_THE_OTHER = """
import random, resource, sys
from pathlib import Path
from kefu.report.renderers._pdf import press
press.TEMPLATE = Path(sys.argv[1])
for _ in range(6):
    press.press({"rows": [[str(random.random()) for _ in range(4)] for _ in range(600)]}, "2026-11-06")
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_a_process_that_prints_one_report_after_the_other_does_not_hold_them_all(tmp_path: Path) -> None:
    """Six long tables, each unlike the others: without forgetting, the sixth stands beside the five before it."""
    template = tmp_path / "rows.typ"
    template.write_text(LONG_TABLE, encoding="utf-8")
    run = [sys.executable, "-c", ONE_AFTER_THE_OTHER, str(template)]
    peaks = [int(one) for one in subprocess.run(run, check=True, capture_output=True, text=True).stdout.split()]
    assert len(peaks) == 6
    assert peaks[-1] < 1.2 * peaks[0]


def test_the_last_table_is_set_closer_where_a_page_of_few_rows_is_saved(tmp_path: Path) -> None:
    """Twenty rows of three lines are a little more than a page; before a further text they are as any other table."""
    rows = tuple((Cell(f"Name {place}"), Cell("a\nb\nc")) for place in range(20))
    table = Table("definitions", (Column("Indicator"), Column("Rules")), rows)
    pages = []
    for after in ((), (Paragraph("End."),)):
        document = Document("t", "", "o", "p", "en", (Heading(1, "A"), Heading(2, "B"), table, *after))
        RENDERERS["pdf"].render(document, tmp_path / "report.pdf", THEMES["light"])
        pages.append(len(PdfReader(tmp_path / "report.pdf").pages))
    assert pages == [3, 4]
