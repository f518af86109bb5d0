"""The deck as a reader meets it: all is said, nothing spills, every chart can be edited, bytes repeat."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from openxml_audit import validate_pptx
from pptx import Presentation
from pptx.oxml.ns import qn

from kefu.report.document import (
    Block,
    Callout,
    Card,
    Cell,
    Chart,
    Column,
    Document,
    FigureRow,
    Heading,
    Image,
    Language,
    Notes,
    Paragraph,
    Question,
    Role,
    Series,
    Steps,
    Table,
    pages,
)
from kefu.report.renderers import RENDERERS
from kefu.report.renderers._pptx import fitting, tables, text
from kefu.report.renderers._pptx.arrange import arrange
from kefu.report.renderers._pptx.chart_series import column
from kefu.report.renderers._pptx.chart_xml import chart_xml
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.renderers._pptx.flow import flow
from kefu.report.renderers._pptx.forms import form_of
from kefu.report.renderers._pptx.grid import BODY_BOTTOM
from kefu.report.renderers._pptx.lint import C, lint
from kefu.report.renderers._pptx.marks import Form
from kefu.report.renderers._pptx.pieces import pieces_of
from kefu.report.renderers._pptx.reader import read
from kefu.report.renderers._pptx.waterfall import steps
from kefu.report.renderers._reading.numbers import unsigned
from kefu.report.themes import THEMES
from tests.report.specimen import specimen

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def workbooks(path: Path) -> Iterator[tuple[Any, io.BytesIO]]:
    """Every chart with the workbook inside it."""
    for slide in Presentation(str(path)).slides:
        for shape in slide.shapes:
            if getattr(shape, "has_chart", False) and shape.has_chart:
                yield shape.chart._chartSpace, io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)


def _render(document: Document, path: Path) -> Path:
    RENDERERS["pptx"].render(document, path, THEMES["light"])
    return path


@pytest.fixture(scope="module", params=LANGUAGES)
def deck(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Path]:
    document = specimen(request.param)
    return document, _render(document, tmp_path_factory.mktemp("deck") / f"{request.param}.pptx")


def _words(path: Path) -> str:
    """Everything written on the slides, charts' labels included."""
    found: list[str] = []
    for slide in Presentation(str(path)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if getattr(shape, "has_table", False) and shape.has_table:
                found.extend(cell.text_frame.text for cell in shape.table.iter_cells())
            if getattr(shape, "has_chart", False) and shape.has_chart:
                found.extend(
                    node.text or "" for node in shape.chart._chartSpace.iter() if node.tag.endswith(("}t", "}v"))
                )
    return _typed("\n".join(found))


def _typed(written: str) -> str:
    """The text without what holds a number to its unit and its sign, and without the break of a title."""
    return unsigned(written).replace("\u00a0", " ").replace("\v", "")


def _said(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Callout():
            yield from (block.heading, *block.paragraphs)
        case Table():
            yield from (
                block.title,
                block.note,
                *(c.header for c in block.columns),
                *(c.text for row in block.rows for c in row),
            )
        case Steps():
            yield from (block.title, *(one for s in block.items for one in (s.title, s.text, *s.meta)))
        case FigureRow():
            for card in block.cards:
                yield from (card.name, card.value, card.status, card.note, *(d.text for d in card.deltas))
        case Chart():
            limits = block.question is Question.INTERVAL  # whose columns are in the workbook
            named = (s.name for s in block.series if not (limits and s.role is Role.LIMIT))
            yield from (block.title, block.unit, block.source, *named)
            if (
                block.question is not Question.RELATION
            ):  # the names of dots are in the workbook; their labels are on the slide
                yield from block.categories
        case _:
            return


def test_everything_the_document_says_is_on_a_slide(deck: tuple[Document, Path]) -> None:
    document, path = deck
    words = _words(path)
    missing = [said for block in document.blocks for said in _said(block) if said and said not in words]
    assert missing == []


def test_nothing_spills_touches_or_needs_repair(deck: tuple[Document, Path]) -> None:
    assert lint(deck[1]) == []


def test_the_file_is_valid_open_xml(deck: tuple[Document, Path]) -> None:
    result = validate_pptx(str(deck[1]))
    assert [str(error) for error in result.errors] == []


def test_every_chart_is_native_and_its_workbook_holds_the_same_numbers(deck: tuple[Document, Path]) -> None:
    document, path = deck
    checked = 0
    for space, workbook in workbooks(path):
        sheet = openpyxl.load_workbook(workbook)["data"]
        for reference in space.iter(f"{C}numRef"):
            place = reference.find(f"{C}f").text.split("!")[1].replace("$", "")
            cells = [row[0].value for row in sheet[place]]
            cached = {int(p.get("idx")): float(p.find(f"{C}v").text) for p in reference.iter(f"{C}pt")}
            assert {i: v for i, v in enumerate(cells) if v is not None} == pytest.approx(cached)
            checked += len(cached)
    charts = sum(isinstance(block, Chart) for block in document.blocks)
    trends = sum(
        sum(v is not None for v in c.trend) > 1 for b in document.blocks if isinstance(b, FigureRow) for c in b.cards
    )
    assert len(list(workbooks(path))) == charts + trends
    assert checked > 300


def test_workbooks_say_which_figure_stands_behind_each_number(deck: tuple[Document, Path]) -> None:
    document, path = deck
    listed = {
        row[2]
        for _, book in workbooks(path)
        for row in openpyxl.load_workbook(book)["figures"].iter_rows(min_row=2, values_only=True)
    }
    wanted = {f for b in document.blocks if isinstance(b, Chart) for s in b.series for f in s.figures if f}
    assert wanted <= listed


def test_pictures_are_only_what_the_document_calls_a_picture(deck: tuple[Document, Path]) -> None:
    document, path = deck
    shown = [s for slide in Presentation(str(path)).slides for s in slide.shapes if s.shape_type == 13]
    assert len(shown) == sum(isinstance(block, Image) for block in document.blocks)


def test_sections_contents_links_numbers_and_notes(deck: tuple[Document, Path]) -> None:
    document, path = deck
    presentation = Presentation(str(path))
    xml = presentation.part._element.xml
    sections = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert all(f'name="{section}"' in xml for section in sections)
    contents = presentation.slides[1]
    targets = [s.click_action.target_slide for s in contents.shapes if s.has_text_frame and s.click_action.target_slide]
    assert len(targets) == 2 * len(sections)
    assert all(
        "slidenum" in slide._element.xml or slide is presentation.slides[0] for slide in list(presentation.slides)[1:]
    )
    noted = "\n".join(s.notes_slide.notes_text_frame.text for s in presentation.slides if s.has_notes_slide)
    assert all(line in noted for block in document.blocks if isinstance(block, Notes) for line in block.lines)


def test_signs_are_read_back_as_people_type_them(tmp_path: Path) -> None:
    """Who edits an English sentence types a hyphen, where the slide has a true minus."""
    block = Paragraph("The effect is -8.8 h (-14.6 to -6.0).")
    path = _render(Document("t", "", "o", "p", "en", (Heading(2, "Effect"), block)), tmp_path / "signs.pptx")
    assert "\u22128.8" in "".join(shape.text_frame.text for slide in Presentation(str(path)).slides
                                  for shape in slide.shapes if shape.has_text_frame)  # fmt: skip
    assert "The effect is -8.8\u00a0h (-14.6 to -6.0)." in [one.text for one in read(path)]


def test_a_long_table_repeats_its_header_on_continued_slides(deck: tuple[Document, Path]) -> None:
    document, path = deck
    table = next(b for b in document.blocks if isinstance(b, Table) and b.name == "incidents")
    drawn = [
        (slide, shape.table)
        for slide in Presentation(str(path)).slides
        for shape in slide.shapes
        if shape.name == "table:incidents"
    ]
    assert len(drawn) > 1
    assert sum(len(grid.rows) - 1 for _, grid in drawn) == len(table.rows)
    assert {grid.cell(0, 0).text_frame.text for _, grid in drawn} == {table.columns[0].header}
    assert all(document.words["continued"] in slide.shapes.title.text_frame.text for slide, _ in drawn[1:])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_document_gives_the_same_bytes(language: Language, tmp_path: Path) -> None:
    document = specimen(language)
    one, other = _render(document, tmp_path / "1.pptx"), _render(document, tmp_path / "2.pptx")
    assert one.read_bytes() == other.read_bytes()


def test_fonts_come_from_the_theme_and_text_states_its_language(deck: tuple[Document, Path]) -> None:
    document, path = deck
    tag = "zh-CN" if document.language == "zh" else "en-US"
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith("ppt/slides/slide"):
                xml = package.read(name).decode()
                assert "<a:latin" not in xml
                assert xml.count("<a:rPr") == xml.count(f'<a:rPr lang="{tag}"'), name


def test_a_document_with_next_to_nothing_still_makes_a_deck(tmp_path: Path) -> None:
    empty = Document(
        "T",
        "",
        "",
        "",
        "en",
        (
            Heading(2, "Only"),
            Chart("c", Question.PARTS, "", (), (), "none"),
            FigureRow(()),
            Table("t", (), ()),
            Steps(()),
            Heading(3, "End"),
        ),
    )
    path = _render(empty, tmp_path / "empty.pptx")
    assert len(Presentation(str(path)).slides) == 2
    assert lint(path) == []


def test_extremes_are_set_smaller_or_continued_but_never_spill(tmp_path: Path) -> None:
    document = specimen("zh")
    long = "一次解决率环比下降 1.3 个百分点，物流与退换货两类拖累，电话组降幅最大；" * 12
    card = Card(
        "非常非常长的指标名称（含后处理与转接的平均时长）" * 2,
        "1,234,567,890.12",
        "人民币元",
        "F-1",
        status="达标",
        target=long[:60],
        attainment=3.0,
        trend=(None, 1.0, None),
        note=long[:40],
        deltas=FigureRow(tuple(document.cover)).cards[0].deltas,
    )
    blocks: tuple[Block, ...] = (
        Heading(1, "节"),
        Heading(2, long[:150], long[:40]),
        Callout("为什么", (long * 6, long)),
        Paragraph(long * 9),
        FigureRow((card,) * 7),
        Heading(2, "x"),
        Paragraph("甲\n乙"),
    )
    path = _render(replace(document, blocks=blocks, title=long[:90], cover=(card,) * 4), tmp_path / "long.pptx")
    assert lint(path) == []
    squeezed = "".join(_words(path).split())
    assert squeezed.count("电话组降幅最大") >= 12 * (6 + 1 + 9)


@cache
def _one_of_each() -> dict[str, Block]:
    blocks = specimen("en").blocks
    chart = next(b for b in blocks if isinstance(b, Chart))
    narrow = next(b for b in blocks if isinstance(b, Table) and b.name == "frt.channels")
    wide = next(b for b in blocks if isinstance(b, Table) and b.name == "incidents")
    kinds = {
        kind.__name__: next(b for b in blocks if isinstance(b, kind))
        for kind in (Callout, Steps, FigureRow, Paragraph, Image)
    }
    return {"Chart": chart, "Narrow": narrow, "Wide": replace(wide, rows=wide.rows[:20]), **kinds}


_ORDERS = [*product(_one_of_each(), repeat=2), *list(product(_one_of_each(), repeat=3))[::7]]


@pytest.mark.parametrize("order", _ORDERS, ids="-".join)
def test_any_blocks_in_any_order_find_room(order: tuple[str, ...]) -> None:
    kinds = _one_of_each()
    pieces = pieces_of([kinds[name] for name in order])
    slides = flow(arrange(pieces))
    placed = [one for slide in slides for one in slide]
    assert len(placed) >= len(pieces)
    for slide in slides:
        assert max(one.box.y + one.box.h for one in slide) <= BODY_BOTTOM + 1e-6
        for i, one in enumerate(slide):
            for other in slide[i + 1 :]:
                apart_x = one.box.x + one.box.w <= other.box.x or other.box.x + other.box.w <= one.box.x
                apart_y = one.box.y + one.box.h <= other.box.y + 1e-6 or other.box.y + other.box.h <= one.box.y + 1e-6
                assert apart_x or apart_y


def test_a_waterfall_stands_right_also_across_zero() -> None:
    roles = {Role.START: "brand", Role.UP: "good", Role.DOWN: "bad"}
    kinds = (Role.START, Role.DOWN, Role.DOWN, Role.UP, Role.START)
    walked = steps(Series("n", (3.0, -5.0, 2.0, 6.5, 2.5), point_roles=kinds), roles)
    assert [(s.start, s.end) for s in walked] == [(0, 3), (3, -2), (-2, -4), (-4, 2.5), (0, 2.5)]
    assert [s.base for s in walked] == [0, 0, -2, 0, 0]
    assert [s.above for s in walked] == [3, 3, 0, 2.5, 2.5]
    assert [s.below for s in walked] == [0, -2, -2, -4, 0]
    assert [s.colour for s in walked] == ["brand", "bad", "bad", "good", "brand"]


def test_whiskers_reach_from_the_value_to_its_limits(deck: tuple[Document, Path]) -> None:
    """45 from 38 to 52, -12.5 from -30 to 5; the third answer has no interval and no whisker."""
    (bars,) = [space for space, _ in workbooks(deck[1]) if space.find(f".//{C}errBars") is not None]
    lengths = {
        side: {int(p.get("idx")): float(p.find(f"{C}v").text) for p in bars.find(f".//{C}{side}").iter(f"{C}pt")}
        for side in ("minus", "plus")
    }
    assert lengths == {"minus": {0: 7.0, 1: 17.5}, "plus": {0: 7.0, 1: 17.5}}
    (held,) = [book for space, book in workbooks(deck[1]) if space.find(f".//{C}errBars") is not None]
    heads = [cell.value for cell in next(openpyxl.load_workbook(held)["data"].iter_rows())]
    assert len(heads) == 7  # categories, value, label end, two limits, two lengths


def test_a_heat_map_is_a_table_whose_fills_follow_its_numbers(deck: tuple[Document, Path]) -> None:
    """8 is the largest: 55 % of 2456E6 over white is 87A2F1; of 4 it is half as much."""
    grid = next(
        shape.table
        for slide in Presentation(str(deck[1])).slides
        for shape in slide.shapes
        if shape.name == "table:hours"
    )
    fills = {cell.text: cell.fill.fore_color.rgb for cell in grid.iter_cells() if cell.text in ("4", "8")}
    assert (str(fills["8"]), str(fills["4"])) == ("87A2F1", "C3D1F8")


@pytest.mark.parametrize(
    ("values", "below"), [((5.0, 1.0, 3.0), {1}), ((5.0, 4.0), {1}), ((1.0, 2.0, 9.0), {0, 1}), ((2.0, 2.0), set())]
)
def test_labels_stand_where_their_line_does_not_run(values: tuple[float, ...], below: set[int]) -> None:
    """The steeper side decides: at 2 of 1, 2, 9 the line goes up by 7, so the label stands below."""
    series = Series("s", values, labels=tuple(map(str, values)))
    chart = Chart("c", Question.TREND, "", ("a", "b", "c")[: len(values)], (series,), "")
    (mark,) = form_of(chart, Colours(THEMES["light"]), 6.0, 3.0).marks
    assert {at for at, place in mark.positions.items() if place == "b"} == below


def test_a_band_begins_on_its_line_and_not_at_zero() -> None:
    """An area with a gap is drawn from zero by LibreOffice; before the first limit the band has no width."""
    series = (
        Series("n", (10.0, 12.0, None)),
        Series("low", (None, 12.0, 9.0), Role.LIMIT),
        Series("high", (None, 12.0, 16.0), Role.LIMIT),
    )
    chart = Chart("c", Question.FORECAST, "", ("a", "b", "c"), series, "")
    base, band, *_ = form_of(chart, Colours(THEMES["light"]), 6.0, 3.0).marks
    assert (base.values, band.values) == ((10.0, 12.0, 9.0), (0.0, 0.0, 7.0))


@pytest.mark.parametrize(
    ("names", "flat"),
    [
        (("在线", "电话"), False),
        (("物流可查询性", "电话"), True),
        (("Mail", "Returns and refunds"), True),
        (tuple("ABCDEFG"), True),
    ],
)
def test_long_names_and_many_categories_lay_bars_flat(names: tuple[str, ...], flat: bool) -> None:
    chart = Chart("c", Question.COMPARISON, "", names, (Series("s", (1.0,) * len(names)),), "")
    assert form_of(chart, Colours(THEMES["light"]), 6, 4).flat is flat


def test_measuring_works_without_any_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_font", lambda *_: None)
    text._ems.cache_clear()
    assert text.width("客服", 72.0) == pytest.approx(2.0)
    assert text.width("ab", 72.0) == pytest.approx(2 * 0.55 * 1.11)
    text._ems.cache_clear()


def test_breaks_and_tabs_within_a_line_count_as_spaces() -> None:
    assert text.width("a\r\n\r\nb\tc", 12) == text.width("a b c", 12)


def test_lines_neither_start_with_a_comma_nor_split_a_number() -> None:
    lines = text.wrap("一次解决率环比下降，物流拖累；共计 128,460 件（含转接）。", 12, 1.2)
    assert all(line[0] not in "，；。）" for line in lines)
    assert any("128,460" in line for line in lines)


def test_workbook_columns_have_their_letters() -> None:
    assert [column(i) for i in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


def test_every_page_of_the_specimen_has_its_finding_on_a_slide(deck: tuple[Document, Path]) -> None:
    """As the slide's title or, where two sparse pages share a slide, above the blocks of the second."""
    document, path = deck
    slides = list(Presentation(str(path)).slides)[2:]
    first = [[_typed(s.text_frame.text) for s in slide.shapes if s.has_text_frame] for slide in slides]
    titles = [said for said in first if document.words["continued"] not in said[0]]
    found = [page.heading.text for page in pages(document)]
    assert all(any(title in said for said in titles) for title in found)
    assert [said[0] for said in titles] == [title for title in found if any(title == said[0] for said in titles)]


@pytest.mark.parametrize(("count", "skip", "turn"), [(13, "1", "0"), (57, "5", "600")])
def test_many_names_below_an_axis_are_thinned_out_in_every_program(count: int, skip: str, turn: str) -> None:
    """57 days keep every fifth name: 12 of them. LibreOffice drops names only where they are turned, however little."""
    values = tuple(float(one) for one in range(count))
    chart = Chart("c", Question.TREND, "t", tuple(map(str, range(count))), (Series("s", values),), "a")
    colours = Colours(THEMES["light"])
    axis = etree.fromstring(chart_xml(form_of(chart, colours, 6.6, 2.7), colours, "en")).find(f".//{C}catAx")
    assert axis.find(f"{C}tickLblSkip").get("val") == skip
    assert next(axis.iter(qn("a:bodyPr"))).get("rot") == turn


@pytest.mark.parametrize("first", [0.2, 0.8])
def test_the_last_share_of_a_pareto_has_room_for_its_label(first: float) -> None:
    """100 % is written above its point: of a plot two inches high a label of 0.14 in needs 7 %, its distance 4 %. The
    first share stands above its bar, which takes 48 %, and that one's label."""
    bars = Series("n", (first, 1 - first))
    shares = Series("s", (first, 1.0), role=Role.CUMULATIVE, labels=("first", "100%"))
    chart = Chart("c", Question.PARETO, "t", ("a", "b"), (bars, shares), "a")
    form = form_of(chart, Colours(THEMES["light"]), 6.6, 2.7)
    assert form.second_high is not None
    assert form.second_low is not None
    span = form.second_high - form.second_low
    assert (form.second_high - 1.0) / span == pytest.approx(0.11)
    assert (first - form.second_low) / span > 0.65


def test_a_scale_of_counts_has_whole_steps() -> None:
    # 0 to 9.28 in four steps would be 2.5 apart, and 2.5 without decimals reads 3; 0 to 3 is one apart
    counts = fitting.rounded(Form([], (), low=0.0, high=9.28, show_values=True, number_format="#,##0"))
    shares = fitting.rounded(Form([], (), low=0.0, high=9.28, show_values=True, number_format="0.0"))
    few = fitting.rounded(Form([], (), low=0.0, high=2.9, show_values=True, number_format="#,##0"))
    assert (counts.step, counts.high) == (5.0, 10.0)
    assert (shares.step, shares.high) == (2.5, 10.0)
    assert (few.step, few.high) == (1.0, 3.0)


def test_short_texts_of_a_table_stay_on_one_line_where_a_wider_column_has_room() -> None:
    columns = (Column("问题类型", width=0.5), Column("工单量", "right", 3.0))
    table = Table("t", columns, ((Cell("故障排查与安装指导"), Cell("44")),))
    asked, wished = (tables.column_widths(table, 3.0, 12.0, wishes=one) for one in (False, True))
    assert asked[0] < wished[0]
    # nine characters of 12 points are 1.5 inches
    assert wished[0] > 9 * 12 / 72


def test_names_of_rows_are_whole_where_other_columns_have_the_room() -> None:
    heads = ("措施", "指标", "启动", "承诺", "实测", "95%区间", "结论", "责任人", "期限", "进展")
    columns = tuple(Column(head, "right" if place in (3, 4, 5) else "left") for place, head in enumerate(heads))
    ends = "2026-10-01 -8.8小时 -10.3小时 -14.6至-6.0小时 尚不能断定 投诉组 2026-12-01 已全员执行"
    names = (
        "投诉处理流程优化 投诉处理时长（平均）",
        "南方区新版话术 华南首次解决率",
        "邮件渠道加派两人 邮件首次响应时长",
    )
    told = [f"{one} {ends}" for one in names]
    rows = tuple(tuple(Cell(one, strong=place == 0) for place, one in enumerate(row.split())) for row in told)
    for size in (11.0, 10.5):
        measured = tables.plan(Table("effects", columns, rows), 12.23, size)
        # eight letters of a name are eight times its size
        assert (measured.widths[0] - 2 * tables._SIDE) * tables._SNUG >= 8 * size / 72
        assert tables._lonely(Table("effects", columns, rows), measured) == 0


def test_a_last_line_of_one_letter_takes_others_along() -> None:
    # thirteen letters of 12 points, of which six have room in a line: 6 + 6 + 1, or with one less 5 + 5 + 3
    said, room = "投诉处理流程优化与邮件渠道", 6.5 * 12 / 72
    free = text.evened(said, 12.0, room)
    assert 0.5 * 12 / 72 < free < 1.5 * 12 / 72
    assert [len(line) for line in text.wrap(said, 12.0, room - free)] == [5, 5, 3]
    assert text.evened(said[:9], 12.0, room) == 0.0  # 6 + 3
    assert text.evened(said[:7], 12.0, room) > 1.5 * 12 / 72  # 6 + 1, with one less 5 + 2: 4 + 3


def test_no_letter_of_a_name_stands_alone_beside_a_sentence() -> None:
    said = "客户在收到货物之后才得知延误的原因，客服没有在承诺的时间内回电，" * 3
    row = (Cell("投诉处理流程优化", strong=True), Cell(said), Cell("在线客服一组组长"))
    table = Table("t", (Column("措施", width=1.0), Column("说明", width=5.0), Column("责任人", width=1.0)), (row,))
    measured = tables.plan(table, 9.0, 11.0)
    # both names of eight letters fit in 1.22 inches, the three lines of the sentence in what is left of nine
    assert [len(lines) for column in tables._lines_of(table, measured) for lines in column] == [1, 1]


@pytest.mark.parametrize("amount", ["R$8.50万", "¥44.5万元", "€1,234", "US$12.0K"])
def test_an_amount_and_its_unit_stay_on_one_line_in_a_narrow_table(amount: str) -> None:
    heads = [Column("指标", width=1.9), Column("本月", "right", 1.1)]
    heads += [Column(head, "right") for head in ("环比", "同比", "近3月")]
    cells = ("销售额", amount, "▲ +39.3%", "▲ +195.0%", "▲ +34.4%")
    table = Table("narrow", tuple(heads), (tuple(Cell(one, strong=one == amount) for one in cells),))
    widths = [(one - 2 * tables._SIDE) * tables._SNUG for one in tables.plan(table, 5.0, 10.5).widths]
    assert text.wrap(amount, 10.5, widths[1], True) == (amount,)
    assert text.wrap("销售额", 10.5, widths[0], False) == ("销售额",)
    assert tables.least_width(table, 12.0) > 5.0  # in larger letters it needs a wider place


def test_a_stack_below_a_legend_of_two_lines_has_fewer_labels() -> None:
    def labels(names: tuple[str, ...]) -> list[str]:
        parts = tuple(
            Series(name, (0.075 if place else 0.625,), Role.CATEGORY, labels=("7.5%" if place else "62.5%",))
            for place, name in enumerate(names)
        )
        chart = Chart("mix", Question.COMPOSITION, "mix", ("Apr",), parts, alt="mix")
        return [one.labels[0] for one in form_of(chart, Colours(THEMES["light"]), 4.0, 2.45).marks]

    assert labels(tuple("ABCDEF")) == ["62.5%", *["7.5%"] * 5]  # .139 of 1.85 inches, as ten points; .122 of 1.63
    assert labels(tuple(f"Category of the kind {one}" for one in "ABCDEF")) == ["62.5%", *[""] * 5]
