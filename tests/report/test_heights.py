"""How high the blocks of Word are taken for: what the styles say of sizes, pitches and rooms, added up by hand."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from kefu.report.document import (
    Block,
    Callout,
    Card,
    Cell,
    Column,
    Delta,
    Document,
    FigureRow,
    Heading,
    Paragraph,
    Step,
    Steps,
    Table,
    Tone,
)
from kefu.report.renderers._docx.boxes import kept
from kefu.report.renderers._docx.grids import ends
from kefu.report.renderers._docx.heights import Height, height
from kefu.report.renderers._docx.writer import write
from kefu.report.themes import THEMES

LIGHT = THEMES["light"]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CARD = Card(
    "a", "1", "", "", status="close", tone=Tone.WARN, target="≥2", deltas=(Delta("MoM", "1"), Delta("YoY", "2"))
)


@pytest.mark.parametrize(
    ("block", "high"),
    [
        (Paragraph("one"), 18.1),
        (Paragraph("one", muted=True), 15.4),
        (Heading(2, "one"), 20.8),
        (Heading(2, "one", eyebrow="topic"), 33.8),
        (Steps((Step("do", "this"),)), 42.2),  # two lines of 18.1 and 6 behind them
        (Steps((Step("do", "this", ("owner",)),)), 56.7),  # and a small one of 14.5
        (Steps((Step("do", "this"),) * 3), 150.6),  # not broken: 24 are kept for what Word may need more
        (Callout("so", ("one", "two")), 67.2),  # three lines of 16.9, two times 3 between them, edges of 10.5
        (Table("t", (Column("a"),), ((Cell("1"),), (Cell("2"),))), 63.2),  # three rows of 16.4, 14 of the source below
        (FigureRow((CARD, CARD)), 103.2),  # 5 and 11.6 of the name, 30.5, four small lines of 12.9, 4.5
    ],
)
def test_a_block_is_as_high_as_its_lines(block: Block, high: float) -> None:
    assert height(block, LIGHT).high == pytest.approx(high, abs=0.05)


def test_of_what_may_be_broken_only_its_begin_has_to_stand_on_a_page() -> None:
    assert height(Paragraph("many words " * 60), LIGHT).least == pytest.approx(36.2)  # two lines
    box = Callout("so", ("one",) * 12)  # 13 lines with its heading
    assert height(box, LIGHT).least == pytest.approx(10.5 + 3 * 16.9 + 2 * 3)  # heading and two paragraphs
    short = height(replace(box, paragraphs=("one",) * 11), LIGHT)
    assert short.least == short.high
    assert height(FigureRow((CARD,) * 8), LIGHT) == Height(206.4, 206.4, 206.4, below=6.0, torn=103.2)
    three = height(FigureRow((CARD,) * 12), LIGHT)
    assert three.high == pytest.approx(309.6)
    assert three.torn == 103.2


def test_a_long_box_is_broken_where_three_lines_stand_on_either_page() -> None:
    two = "word " * 25  # 125 letters: two lines
    assert kept(Callout("so", (two,) * 5)) == [True] * 5 + [False]  # 11 lines
    assert kept(Callout("so", (two,) * 6)) == [True, False, False, False, False, True, False]  # 3 | 5 | 7 | 9 of 13
    assert kept(Callout("so", ())) == [False]


def test_rows_of_three_lines_stand_together_where_a_table_is_broken() -> None:
    assert [ends(one) for one in ([1, 1, 1, 1], [2, 2, 2], [4, 1], [1])] == [3, 2, 1, 1]


def test_a_short_table_may_be_broken_where_both_parts_have_rows_enough() -> None:
    table = Table("t", (Column("a"),), tuple((Cell(str(number)),) for number in range(8)))
    assert height(table, LIGHT).torn == pytest.approx(5 * 16.4)  # the head and four rows
    assert height(replace(table, rows=table.rows[:7]), LIGHT).torn is None
    heat = tuple((replace(cell, heat=0.5),) for (cell,) in table.rows)  # whose colours are compared
    assert height(replace(table, rows=heat), LIGHT).torn is None


@pytest.mark.parametrize(("cards", "before", "kept"), [(12, 5, True), (12, 19, False), (8, 14, False), (8, 17, True)])
def test_cards_stay_together_unless_a_page_would_be_white(
    tmp_path: Path, cards: int, before: int, *, kept: bool
) -> None:
    """Of 707 points a chapter takes 31.6 and 12, each paragraph 24.1: behind 19 of them 205 are left, more than a
    quarter of the page, which hold one of the three rows of cards, of 126.8 each; behind 5 there is room for all. Two
    rows of 178.4 are parted only behind 14, where 326 are left, more than 45 of a hundred; behind 17 are 254."""
    more = CARD.deltas if cards > 8 else CARD.deltas * 3  # four lines of 12.9
    trend = replace(CARD, trend=(1.0, 2.0, 3.0), deltas=more)  # 23.6 for its line
    paragraphs = tuple(Paragraph(f"line {number}") for number in range(before))
    document = Document(
        "T", "", "", "", "en", (Heading(1, "A"), *paragraphs, FigureRow((trend,) * cards), Paragraph("end"))
    )
    path = tmp_path / "cards.docx"
    path.write_bytes(write(document, LIGHT))
    with zipfile.ZipFile(path) as parts:
        written = etree.fromstring(parts.read("word/document.xml"))
    names = [one for one in written.iter(f"{W}p") if one.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "KefuCardName"]
    assert {one.find(f"{W}pPr/{W}keepNext") is not None for one in names} == {kept}


@pytest.mark.parametrize(("rows", "style"), [(36, "KefuCell"), (41, "KefuCellClose"), (60, "KefuCell")])
def test_the_last_table_is_set_closer_where_that_saves_a_page_of_a_few_rows(
    tmp_path: Path, rows: int, style: str
) -> None:
    """Of 707 points the title of the chapter takes 43.6 and what is around the rows 34.3; these and their head are 16.4
    high: 36 rows end at 685 and 41 at 767, but at 687 where they are 14.5; 60 take a second page either way."""
    lines = tuple((Cell(str(number)),) for number in range(rows))
    document = Document("T", "", "", "", "en", (Heading(1, "Terms"), Table("t", (Column("a"),), lines, "Terms")))
    path = tmp_path / "terms.docx"
    path.write_bytes(write(document, LIGHT))
    with zipfile.ZipFile(path) as parts:
        written = etree.fromstring(parts.read("word/document.xml"))
    used = {one.get(f"{W}val") for one in written.iter(f"{W}pStyle")}
    assert used & {"KefuCell", "KefuCellClose"} == {style}


@pytest.mark.parametrize(("rows", "free"), [(13, []), (14, ["2"])])
def test_the_last_row_that_stands_at_the_begin_of_a_broken_table_may_be_split(
    tmp_path: Path, rows: int, free: list[str]
) -> None:
    """Three rows of one line stand there, from "0" on; a table of thirteen rows is not broken."""
    lines = tuple((Cell(str(number)),) for number in range(rows))
    document = Document("T", "", "", "", "en", (Heading(1, "A"), Table("t", (Column("a"),), lines), Paragraph("end")))
    path = tmp_path / "rows.docx"
    path.write_bytes(write(document, LIGHT))
    with zipfile.ZipFile(path) as parts:
        written = etree.fromstring(parts.read("word/document.xml"))
    split = [one for one in written.iter(f"{W}tr") if one.find(f"{W}trPr/{W}cantSplit") is None]
    assert ["".join(one.itertext()) for one in split] == free


def test_a_source_of_several_lines_is_as_high_as_they_are() -> None:
    table = Table("t", (Column("a"),), ((Cell("1"),),))
    told = replace(table, note="word " * 60)  # 300 letters of 7.5 points: three lines of 10.9
    assert height(told, LIGHT).high - height(table, LIGHT).high == pytest.approx(2 * 10.9)
    bare = replace(table, rows=((Cell("1"),),) * 60)
    known = replace(bare, rows=tuple((Cell("1", figure=f"F-{number}"),) for number in range(0, 120, 2)))
    numbers = {f"F-{number}": number + 100 for number in range(120)}  # 60 of them, "100, 102": 300 letters
    assert height(known, LIGHT, numbers=numbers).high - height(bare, LIGHT).high == pytest.approx(2 * 10.9)
