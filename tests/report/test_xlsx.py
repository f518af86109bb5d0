"""The workbook: numbers are numbers, charts are native, nothing in the data becomes a formula."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator
from xlsxwriter import Workbook

from kefu.findings import Unit
from kefu.narrative.formats import Style, cell_format, figure, kept_as
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
    Language,
    Paragraph,
    Question,
    Role,
    Series,
    Step,
    Steps,
    Table,
    blocks_of,
)
from kefu.report.renderers import RENDERERS
from kefu.report.renderers._reading.codes import shown as code_shown
from kefu.report.renderers._reading.waterfall import floor_of, leaps
from kefu.report.renderers._reading.words import DEFAULTS
from kefu.report.renderers._xlsx.blocks import step_table
from kefu.report.renderers._xlsx.breaks import Paging, Spot, paged
from kefu.report.renderers._xlsx.canvas import roomy, side_of, telling
from kefu.report.renderers._xlsx.cells import finer, kept
from kefu.report.renderers._xlsx.charts import chart_range, height_of, width_of
from kefu.report.renderers._xlsx.durations import timed
from kefu.report.renderers._xlsx.lines import PADDING, broken, evenly, is_doubtful, lines_of, room_of, scraps
from kefu.report.renderers._xlsx.looks import Looks
from kefu.report.renderers._xlsx.names import sheet_name
from kefu.report.renderers._xlsx.native import Ends, above_bars, ends_of, tick, with_room_inside
from kefu.report.renderers._xlsx.printing import footer_of
from kefu.report.renderers._xlsx.ranges import with_mark
from kefu.report.renderers._xlsx.sheet import (
    BUTTON,
    LEFT,
    Sheet,
    _room,
    head_room,
    unbroken,
    with_words_last,
    without_scraps,
)
from kefu.report.renderers._xlsx.waterfall import units_of
from kefu.report.renderers._xlsx.wholes import whole
from kefu.report.themes import THEMES
from tests.report.specimen import specimen

pytestmark = [
    pytest.mark.filterwarnings("ignore:Sparkline Group extension"),
    pytest.mark.filterwarnings("error:Unknown worksheet reference"),
]


def book_at(document: Document, folder: Path, name: str = "report") -> Path:
    path = folder / f"{name}.xlsx"
    RENDERERS["xlsx"].render(document, path, THEMES["light"])
    return path


@pytest.fixture(scope="module")
def path(language: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_at(specimen(language), tmp_path_factory.mktemp("xlsx"))


def values_of(path: Path, *, computed: bool = True) -> list[tuple[str, str, Any]]:
    book = openpyxl.load_workbook(path, data_only=computed)
    return [(s.title, c.coordinate, c.value) for s in book for row in s.iter_rows() for c in row if c.value is not None]


def test_file_is_valid(path: Path) -> None:
    result = OpenXmlValidator().validate(str(path))
    assert result.errors == []


def test_same_document_gives_the_same_bytes(path: Path, language: Language, tmp_path: Path) -> None:
    assert book_at(specimen(language), tmp_path).read_bytes() == path.read_bytes()


def test_contents_link_to_sheets_that_exist(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    links = [str(c.hyperlink.location) for row in book.worksheets[0].iter_rows() for c in row if c.hyperlink]
    assert {link.rsplit("!", 1)[0].strip("'") for link in links} == set(book.sheetnames[1:])


def test_every_number_of_a_table_is_a_number(path: Path, language: Language) -> None:
    written = {value for _, _, value in values_of(path) if isinstance(value, int | float)}
    for table in blocks_of(specimen(language), Table):
        assert isinstance(table, Table)
        for cell in (cell for row in table.rows for cell in row):
            assert cell.value is None or cell.value in written


def test_every_chart_is_native_and_stands_on_cells(path: Path, language: Language) -> None:
    charts = blocks_of(specimen(language), Chart)
    with zipfile.ZipFile(path) as parts:
        drawn = [parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/charts/chart")]
        alts = "".join(parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/drawings/drawing"))
    assert len(drawn) == len(charts)
    assert all("<c:f>" in chart for chart in drawn)
    kinds = "".join(drawn)
    for kind in ("lineChart", "barChart", "doughnutChart", "scatterChart", "percentStacked", '"bar"', '"col"'):
        assert kind in kinds
    for chart in charts:
        assert isinstance(chart, Chart)
        assert chart.alt in alts


def test_figure_ids_are_there_and_lead_to_the_register(path: Path, language: Language) -> None:
    document = specimen(language)
    texts = {value for _, _, value in values_of(path) if isinstance(value, str)}
    for chart in blocks_of(document, Chart):
        assert isinstance(chart, Chart)
        assert all(figure in texts for series in chart.series for figure in series.figures)
    register = openpyxl.load_workbook(path).worksheets[-1]
    assert register.auto_filter.ref == f"A1:I{len(document.figures) + 1}"
    assert register.freeze_panes == "B2"
    assert [row[0].value for row in register.iter_rows(min_row=2)] == [line.id for line in document.figures]
    assert [row[5].value for row in register.iter_rows(min_row=2)] == [line.value for line in document.figures]


def test_formulas_carry_their_value(path: Path) -> None:
    formulas = {(s, c): v for s, c, v in values_of(path, computed=False) if isinstance(v, str) and v.startswith("=")}
    cached = {(s, c): v for s, c, v in values_of(path)}
    assert formulas
    assert all(isinstance(cached[place], int | float) for place in formulas)
    sums = [place for place, formula in formulas.items() if formula.startswith("=SUM(")]
    assert 501.0 in {cached[place] for place in sums}


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-cmd|' /C calc'!A0", "@SUM(A1)", "http://example.org", "007"])
def test_texts_stay_texts(text: str, tmp_path: Path) -> None:
    chart = Chart("c", Question.COMPARISON, text, (text,), (Series(text, (1.0,), labels=(text,)),), text)
    dots = Chart("r", Question.RELATION, text, (text,), (Series(text, (1.0,), labels=(text,), x=(2.0,)),), text,
                 x_title=text, y_title=text)  # fmt: skip
    blocks = (Heading(1, text), Heading(2, text), Paragraph(text), Callout(text, (text,)), chart, dots,
              Table("t", (Column(text),), ((Cell(text),),), text, text))  # fmt: skip
    path = book_at(Document(text, text, text, text, "zh", blocks, generated=text), tmp_path)
    with zipfile.ZipFile(path) as parts:
        sheets = "".join(parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/worksheets/sheet"))
        drawn = "".join(parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/charts/chart"))
    assert "<f>" not in sheets
    assert f"<c:f>{text[1:]}" not in drawn
    assert sum(value == text for _, _, value in values_of(path)) >= 10


def test_sheet_names_are_short_allowed_and_unique() -> None:
    taken: set[str] = set()
    titles = ["一、总体/概览?", "一、总体 概览", "x" * 40, "X" * 40, "'quoted'", "History", "", "[]:*?/\\"]
    names = [sheet_name(title, taken) for title in titles]
    assert names == [
        "一、总体 概览",
        "一、总体 概览 2",
        "x" * 31,
        "X" * 29 + " 2",
        "quoted",
        "History 1",
        "Sheet",
        "Sheet 2",
    ]


def test_a_long_sheet_name_ends_behind_a_word() -> None:
    assert sheet_name("Next month's targets and outlook", set()) == "Next month’s targets and…"
    assert sheet_name("Team, training and performance", set()) == "Team, training and performance"


def test_waterfall_levels() -> None:
    series = Series(
        "N", (3.0, -5.0, None, -2.0, 6.5, 2.5), point_roles=(Role.START, *(Role.DOWN,) * 3, Role.UP, Role.START)
    )
    found = [(leap.before, leap.after) if leap else None for leap in leaps(series)]
    assert found == [(0.0, 3.0), (3.0, -2.0), None, (-2.0, -4.0), (-4.0, 2.5), (0.0, 2.5)]
    assert floor_of(leaps(series)) == -4.0
    high = Series("H", (78.0, 0.5, -1.5, 77.0))
    assert 70 < floor_of(leaps(high)) < 77


def parts(question: Question, *series: Series, code: str = "#,##0") -> Document:
    chart = Chart("c", question, "C", ("a", "b", "c"), series, "C", number_format=code)
    return Document("T", "", "", "2026", "en", (Heading(1, "S"), Heading(2, "P"), chart))


def formulas_of(document: Document, folder: Path) -> dict[str, tuple[str, float]]:
    """The formulas of the only section with their values, but for sums."""
    path = book_at(document, folder)
    written = {c: v for s, c, v in values_of(path, computed=False) if s == "S" and str(v).startswith("=")}
    cached = {c: v for s, c, v in values_of(path) if s == "S"}
    return {c: (v, cached[c]) for c, v in written.items() if not v.startswith("=SUM(") or "/" in v}


def test_parts_have_their_share_of_the_total(tmp_path: Path) -> None:
    """5 + 3 + 2 = 10"""
    found = formulas_of(parts(Question.PARTS, Series("N", (5.0, 3.0, 2.0))), tmp_path)
    first = min(int(place[1:]) for place in found)
    whole = f"SUM(C${first}:C${first + 2})"
    assert found == {f"D{first + at}": (f"=C{first + at}/{whole}", value) for at, value in enumerate((0.5, 0.3, 0.2))}
    assert formulas_of(parts(Question.DISTRIBUTION, Series("N", (0.5, 0.3, 0.2)), code="0%"), tmp_path) == {}


def test_a_trend_has_its_changes_and_its_gap_to_the_target(tmp_path: Path) -> None:
    """4, then nothing, then 7 against a target of 5: no change beside a missing number, 4 - 5 = -1, 7 - 5 = 2."""
    line, target = Series("N", (4.0, None, 7.0)), Series("Target", (5.0, 5.0, 5.0), Role.TARGET)
    found = formulas_of(parts(Question.TREND, line, target), tmp_path)
    first = min(int(place[1:]) for place in found)
    assert found == {f"F{first}": (f"=C{first}-D{first}", -1.0), f"F{first + 2}": (f"=C{first + 2}-D{first + 2}", 2.0)}
    found = formulas_of(parts(Question.TREND, Series("N", (4.0, 6.5, 7.0))), tmp_path)
    assert list(found.values()) == [(f"=C{first + 1}-C{first}", 2.5), (f"=C{first + 2}-C{first + 1}", 0.5)]


def test_a_pareto_computes_its_cumulative_shares_if_they_are_of_what_it_shows(tmp_path: Path) -> None:
    """6, 6 + 3 = 9 and 10 of 10"""
    bars = Series("N", (6.0, 3.0, 1.0))
    found = formulas_of(parts(Question.PARETO, bars, Series("Share", (0.6, 0.9, 1.0), Role.CUMULATIVE)), tmp_path)
    first = min(int(place[1:]) for place in found)
    whole = f"SUM(C${first}:C${first + 2})"
    assert found == {
        f"D{first + at}": (f"=SUM(C${first}:C{first + at})/{whole}", value) for at, value in enumerate((0.6, 0.9, 1.0))
    }
    others = Series("Share", (0.3, 0.45, 0.5), Role.CUMULATIVE)
    assert formulas_of(parts(Question.PARETO, bars, others), tmp_path) == {}


def test_whiskers_are_formulas_over_the_limits(tmp_path: Path) -> None:
    """4 between 3 and 6: 1 below and 2 above; the second has no interval."""
    limits = (Series("Low", (3.0, None, 1.0), Role.LIMIT), Series("High", (6.0, None, 2.5), Role.LIMIT))
    found = formulas_of(parts(Question.INTERVAL, Series("N", (4.0, 5.0, 2.0)), *limits), tmp_path)
    first = min(int(place[1:]) for place in found)
    below, above = sorted({place.rstrip("0123456789") for place in found})
    assert found == {
        f"{below}{first}": (f"=C{first}-D{first}", 1.0),
        f"{above}{first}": (f"=E{first}-C{first}", 2.0),
        f"{below}{first + 2}": (f"=C{first + 2}-D{first + 2}", 1.0),
        f"{above}{first + 2}": (f"=E{first + 2}-C{first + 2}", 0.5),
    }
    printed = openpyxl.load_workbook(tmp_path / "report.xlsx")["S"].print_area
    assert below > printed.split("$")[3]  # only the picture needs them


def test_the_shades_of_a_heat_map_follow_its_cells(path: Path) -> None:
    rules = [
        (str(area.sqref), rule)
        for sheet in openpyxl.load_workbook(path).worksheets
        for area in sheet.conditional_formatting
        for rule in area.rules
        if rule.type == "colorScale"
    ]
    ((area, rule),) = rules
    assert rule.colorScale.color[1].rgb[-6:] == "87A2F1"
    first, last = area.split(":")
    assert (first[0], last[0], int(last[1:]) - int(first[1:])) == ("C", "E", 1)


def test_tables_can_be_filtered_and_compute_their_ratios(tmp_path: Path) -> None:
    """9 / 12 = 0.75; without a target there is nothing to divide by"""
    heads = (Column("Name"), Column("Actual"), Column("Target"), Column("Attainment"))
    rows = tuple(
        (Cell(name), Cell("9", 9.0), Cell("", target), Cell("", ratio, "0%", quotient=(1, 2)))
        for name, target, ratio in (("a", 12.0, 0.75), ("b", 9.0, 1.0), ("c", None, None))
    )
    alike = Table("u", (Column("Name"), Column("name")), tuple((Cell(one), Cell(one)) for one in "abc"))
    blocks = (Heading(1, "S"), Heading(2, "P"), Table("t", heads, rows), alike)
    document = Document("T", "", "", "2026", "en", blocks)
    found = formulas_of(document, tmp_path)
    first = min(int(place[1:]) for place in found)
    assert found == {f"E{first}": (f"=C{first}/D{first}", 0.75), f"E{first + 1}": (f"=C{first + 1}/D{first + 1}", 1.0)}
    sheet = openpyxl.load_workbook(book_at(document, tmp_path))["S"]
    assert [one.ref for one in sheet.tables.values()] == [f"B{first - 1}:E{first + 2}"]
    assert all(one.autoFilter is not None for one in sheet.tables.values())
    assert OpenXmlValidator().validate(str(tmp_path / "report.xlsx")).errors == []


def test_a_row_of_totals_is_the_sum_of_the_rows_above_where_it_is(tmp_path: Path) -> None:
    """3 + 4 = 7; 1 + 1 is not 3, as where some belong to nobody."""
    parts = tuple((Cell(name), Cell("", a), Cell("", b)) for name, a, b in (("a", 3.0, 1.0), ("b", 4.0, 1.0)))
    total = (Cell("Total"), Cell("7", 7.0, "0"), Cell("3", 3.0, "0"))
    heads = (Column("Name"), Column("Parts", "right"), Column("Known", "right"))
    blocks = (Heading(1, "S"), Heading(2, "P"), Table("t", heads, (*parts, total), totalled=True))
    path = book_at(Document("T", "", "", "2026", "en", blocks), tmp_path)
    found = {place: said for sheet, place, said in values_of(path, computed=False) if str(said).startswith("=SUM(")}
    (place,) = found
    last = int(place[1:])
    assert found == {f"C{last}": f"=SUM(C{last - 2}:C{last - 1})"}
    assert ("S", place, 7.0) in values_of(path)


def table_of(*cells: Cell) -> Table:
    return Table("t", (Column("渠道"), Column("等待")), tuple((Cell(f"r{at}"), cell) for at, cell in enumerate(cells)))


def test_seconds_become_numbers_in_one_unit_of_their_column(tmp_path: Path) -> None:
    """89,356 s are 24.82 h and 3,480 s 0.97 h: a column is sorted by what it shows."""
    seconds = cell_format(Unit.SECONDS, Style("zh"))
    table = table_of(Cell("24.8小时", 89_356.0, seconds), Cell("58.0分钟", 3_480.0, seconds))
    path = book_at(Document("t", "", "", "", "zh", (Heading(1, "a"), table)), tmp_path)
    found = [cell for row in openpyxl.load_workbook(path).worksheets[1].iter_rows() for cell in row]
    held = [cell.value for cell in found if cell.number_format == '#,##0.0"小时"']
    assert held == [pytest.approx(24.8211, abs=1e-4), pytest.approx(0.9667, abs=1e-4)]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("value", [0.4, 59.0, 80.5, 3_480.0, 86_766.0, 172_650.0, 267_840.0, 3_574_642_000.0])
def test_a_time_reads_as_in_every_other_format(value: float, language: Language) -> None:
    """Whether the cell comes with that text or only with its code."""
    style = Style(language)
    text, code = str(figure(value, Unit.SECONDS, style)), cell_format(Unit.SECONDS, style)
    for told in (text, "", code_shown(value, code)):
        cell = timed(table_of(Cell(told, value, code))).rows[0][1]
        assert (cell.text, code_shown(cell.value or 0.0, cell.number_format)) == (text, text)


def test_times_a_formula_reckons_with_have_one_unit() -> None:
    """80.5 s are 80.5 / 3,600 of a target of one hour, however they are told: 1.3 min of 60 are both minutes or both
    seconds."""
    seconds = cell_format(Unit.SECONDS, Style("en"))
    share = Cell("2.2%", 80.5 / 3_600, "0.0%", quotient=(1, 2))
    cells = (Cell("a"), Cell("81 s", 80.5, seconds), Cell("1.0 h", 3_600.0, seconds), share)
    (row,) = timed(Table("t", tuple(map(Column, "ABCD")), (cells,))).rows
    assert (row[1].value or 0.0) / (row[2].value or 1.0) == pytest.approx(80.5 / 3_600)


def test_times_no_unit_of_which_tells_them_all_keep_their_own() -> None:
    """61 s are 0.0 of 7.6 hours, and 27,360 s say nothing."""
    seconds = cell_format(Unit.SECONDS, Style("zh"))
    table = table_of(Cell("61秒", 61.0, seconds), Cell("7.6小时", 27_360.0, seconds))
    held = [(row[1].value, row[1].number_format) for row in timed(table).rows]
    assert held == [(61.0, '#,##0"秒"'), (7.6, '#,##0.0"小时"')]


def test_a_count_and_an_amount_have_the_decimals_of_their_text() -> None:
    """31 failures are 6.6 times 4.7, not 5; R$96.84 is R$97 in a column of R$230."""
    money = cell_format(Unit.MONEY, Style("en", "BRL"))
    cells = (Cell("4.7", 4.69, "#,##0"), Cell("R$97", 96.84, money), Cell("R$96.84", 96.84, money))
    (row,) = kept(Table("t", (Column("A"),) * 3, (cells,)), {}).rows
    assert [cell.number_format for cell in row] == ["#,##0.0", '"R$"#,##0', money]


def test_items_of_a_list_longer_than_a_line_stand_below_one_another(tmp_path: Path) -> None:
    """Three lines of 14.75 points and one of air are 45 in whole pixels; a list of two that has room stays as it is."""
    people = [f"Resolver\u00a0{name}：96.7%（65.7%）" for name in (58, 2, 192)]
    rows = ((Cell("a"), Cell("、".join(people))), (Cell("b"), Cell("甲：1%（2%）、乙：3%（4%）")))
    table = Table("t", (Column("A"), Column("B")), rows)
    document = Document("T", "", "", "2026", "zh", (Heading(1, "S"), Heading(2, "P"), table))
    sheet = openpyxl.load_workbook(book_at(document, tmp_path))["S"]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if "Resolver" in str(cell.value)]
    assert cell.value == "\n".join(people)
    assert sheet.row_dimensions[cell.row].height == 45.0
    assert sheet.cell(cell.row + 1, cell.column).value == "甲：1%（2%）、乙：3%（4%）"


def test_a_time_below_zero_has_its_sign_once() -> None:
    seconds = cell_format(Unit.SECONDS, Style("en"))
    cell = timed(table_of(Cell("-8 s", -8.0, seconds))).rows[0][1]
    assert (cell.value, cell.number_format) == (-8.0, '"+"#,##0" s";"-"#,##0" s"')


def test_last_months_of_an_indicator_stand_below_each_other_as_dates_and_numbers(tmp_path: Path) -> None:
    """September 2026 begins on day 46,266 as programs count them, October 30 days later."""
    months = (date(2026, 9, 1), date(2026, 10, 1))
    card = Card("满意度", "93.5", "%", "F-1", trend=(0.9350000001, None), trend_starts=months,
                trend_figures=("F-2", ""))  # fmt: skip
    line = FigureLine("F-1", "满意度", "", "", "93.5%", 0.9350000001, "0.0%", 200, "", "")
    document = Document("T", "", "", "2026", "en", (Heading(1, "S"), Heading(2, "P"), FigureRow((card,))), (line,))
    path = book_at(document, tmp_path)
    sheet = openpyxl.load_workbook(path)["S"]
    told = [cell.value.date() for row in sheet.iter_rows() for cell in row if cell.number_format == "yyyy-mm"]
    assert told == list(months)
    shares = [c for row in sheet.iter_rows() for c in row if c.number_format == "0.0%" and c.value is not None]
    assert [c.value for c in shares] == [0.9350000001, 0.9350000001]  # the indicator, and its September
    assert shares[0].row < shares[1].row
    with zipfile.ZipFile(path) as held:
        drawn = held.read("xl/worksheets/sheet2.xml").decode()
    ((column, row),) = re.findall(r"<xm:sqref>([A-Z]+)(\d+)</xm:sqref>", drawn)
    assert int(row) == shares[0].row  # the sparkline stands beside its indicator, where it is not printed
    assert column > str(sheet.print_area).split("$")[3]


def test_words_in_a_last_column_run_over_and_widen_no_column_of_numbers(tmp_path: Path) -> None:
    """A note of 30 letters stands above a count of three digits, whose column stays as wide as its head."""
    note = "worth watching, based on a few"
    noted = Table("t", (Column("A"), Column("Note")), ((Cell("a"), Cell(note)),))
    counted = Table("u", (Column("A"), Column("Orders"), Column("B")), ((Cell("a"), Cell("235", 235.0), Cell("b")),))
    blocks = (Heading(1, "S"), Heading(2, "P"), noted, counted)
    sheet = openpyxl.load_workbook(book_at(Document("T", "", "", "2026", "en", blocks), tmp_path))["S"]
    assert sheet.column_dimensions["C"].width < 15
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == note]
    assert not cell.alignment.wrap_text
    assert sheet.cell(cell.row, 4).value is None
    alone = openpyxl.load_workbook(book_at(Document("T", "", "", "2026", "en", blocks[:3]), tmp_path))["S"]
    assert alone.column_dimensions["C"].width > 28


def test_running_text_is_as_wide_as_what_is_printed(tmp_path: Path) -> None:
    """A comment of 83 letters stands behind the times it was written, over merged columns up to the last one that is
    printed, on a line; the columns of numbers below stay narrow."""
    words = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen 15"
    said = Table(
        "t", (Column("A"), Column("Comment"), Column("N", "right")), ((Cell("a"), Cell(words), Cell("2", 2.0)),)
    )
    counted = Table("u", (Column("A"), Column("B"), Column("C")), ((Cell("a"), Cell("235", 235.0), Cell("c")),))
    blocks = (Heading(1, "S"), Heading(2, "P"), said, counted)
    sheet = openpyxl.load_workbook(book_at(Document("T", "", "", "2026", "en", blocks), tmp_path))["S"]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == words]
    (span,) = [one for one in sheet.merged_cells.ranges if cell.coordinate in one]
    last = str(sheet.print_area).split("$")[3]
    assert (cell.column_letter, str(span).split(":")[1].rstrip("0123456789")) == ("D", last)
    assert cell.alignment.wrap_text
    assert sheet.row_dimensions[cell.row].height < 20
    assert sheet.column_dimensions["D"].width < 15


def test_running_text_stays_where_ratios_know_their_places() -> None:
    long = "x " * 50
    cells = (Cell("a"), Cell(long), Cell("1", 1.0), Cell("2", 2.0), Cell("50.0%", 0.5, "0.0%", quotient=(2, 3)))
    table = Table("t", tuple(map(Column, "ABCDE")), (cells,))
    assert with_words_last(table) == table
    plain = replace(table, rows=((*cells[:4], Cell("50.0%", 0.5, "0.0%")),))
    assert [column.header for column in with_words_last(plain).columns] == ["A", "C", "D", "E", "B"]


def test_the_heads_of_an_only_table_are_on_every_printed_page(tmp_path: Path) -> None:
    """The only table of a sheet repeats its heads, of two neither does, for a sheet repeats but one place."""
    table = Table("t", (Column("Name"), Column("N")), ((Cell("a"), Cell("b")),))
    for tables, repeated in (((table,), "Name"), ((table, table), "S")):
        blocks = (Heading(1, "S"), Heading(2, "P"), *tables)
        sheet = openpyxl.load_workbook(book_at(Document("T", "", "", "2026", "en", blocks), tmp_path))["S"]
        row = int(re.findall(r"\d+", sheet.print_title_rows)[0])
        assert sheet.cell(row, 2).value == repeated


def test_a_time_takes_the_room_of_what_is_shown_of_it() -> None:
    """56 s: two digits, a space of 0.45 and a small s of 0.95 characters, and one character beside them."""
    seconds = cell_format(Unit.SECONDS, Style("en"))
    cell = timed(table_of(Cell("56 s", 56.0, seconds))).rows[0][1]
    assert _room(cell) == pytest.approx(1 + 2 + 0.45 + 0.95)


@pytest.mark.parametrize(("count", "over", "scale"), [(5, True, 100), (9, False, 77)])
def test_words_run_over_no_further_than_a_page_can_be_read(count: int, over: bool, scale: int) -> None:
    """A number of 15 digits and 4 commas takes 20.5 characters, 149 pixels with the edges of its column; 9 of them and
    the margin of 19 are 1,358 pixels, 1,018 points, of which a page of 792 shows 77 %. A note of 45 letters that ran
    over three more columns would leave 67 %."""
    number = Cell("123,456,789,012,345", 123456789012345.0, "#,##0")
    heads = tuple(Column(letter) for letter in "ABCDEFGHI"[:count])
    counted = Table("u", heads, ((number,) * count,))
    noted = Table("t", heads, ((*(Cell(""),) * (count - 1), Cell("normal variation, based on 655 of 840 tickets")),))
    with Workbook(BytesIO()) as book:
        sheet = sheet_in(book)
        sheet.plan([noted, counted], alone=[noted, counted])
        assert (noted in sheet.overrun, sheet.scale) == (over, scale)


def test_texts_that_may_take_a_line_less_are_told_from_others() -> None:
    """70 digits and 69 spaces of 0.45 take 101.05 characters; a narrow font has room for 5 % more than is counted."""
    text = ("1 " * 70).rstrip()
    assert [is_doubtful(text, chars + PADDING) for chars in (90, 97, 102)] == [False, True, False]


def test_a_box_is_wider_where_a_line_of_it_might_stay_empty() -> None:
    """Columns of 16 digits take 18.3 characters and 5 pixels, 19.01; of nine, a text has the first eight, 152.1, as a
    line should have 138. Of 153 digits the last ones then stand in a second line, or in a narrow font do not."""
    table = Table("t", tuple(Column(letter) for letter in "ABCDEFGHI"), ((Cell("1" * 16),) * 9,))
    lasts = []
    for boxed in ((), ("1" * 153,), ("1" * 170,)):  # 170 take two lines in any font
        with Workbook(BytesIO()) as book:
            sheet = sheet_in(book)
            sheet.plan([table], boxed=boxed)
            lasts.append(sheet.text_last)
    assert lasts == [8, 9, 8]


def test_what_shows_a_figure_or_a_change_is_a_number() -> None:
    """▲ 17.2 % over 717 is 840; a cell that says more than its figure stays a text."""
    line = FigureLine("F-1", "Tickets", "", "", "840", 840.0, "#,##0", 840, "", "")
    change = kept_as("▲ 17.2%", 840 / 717 - 1, None)
    row = (Cell("Tickets"), Cell("840", figure="F-1"), Cell("▲ 17.2%", *change), Cell("840 (12)", figure="F-1"))
    heads = (Column("Indicator"), Column("Now"), Column("MoM"), Column("Then (usual)"))
    table = kept(Table("t", heads, (row,)), {"F-1": line})
    assert [cell.value for cell in table.rows[0]] == [None, 840.0, pytest.approx(0.1715481), None]
    assert [column.align for column in table.columns] == ["left", "right", "right", "left"]
    assert table.rows[0][2].number_format == '"▲ "#,##0.0%;"▼ "#,##0.0%'


def test_a_chart_runs_along_dates_and_its_numbers_are_as_fine_as_its_labels(tmp_path: Path) -> None:
    """33.7 % - 35.0 % is -1.3 percentage points."""
    line = Series("Share", (0.35, 0.337), labels=("35.0%", "33.7%"))
    starts = (date(2026, 9, 1), date(2026, 10, 1))
    chart = Chart("c", Question.TREND, "C", ("Sep", "Oct"), (line,), "C", number_format="0%", starts=starts)
    document = Document("T", "", "", "2026", "en", (Heading(1, "S"), Heading(2, "P"), chart))
    found = formulas_of(document, tmp_path)
    ((place, (formula, value)),) = found.items()
    row = int(place[1:])
    assert (place, formula) == (f"D{row}", f"=(C{row}-C{row - 1})*100")
    assert value == pytest.approx(-1.3)
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["S"]
    assert (sheet[f"C{row}"].number_format, sheet[f"D{row}"].number_format) == ("0.0%", "0.0")
    assert sheet[f"B{row}"].value.date() == starts[1]
    with zipfile.ZipFile(tmp_path / "report.xlsx") as held:
        assert 'formatCode="[$-409]mmm"' in held.read("xl/charts/chart1.xml").decode()


def test_months_of_two_years_carry_theirs_along_an_axis_by_conditions(tmp_path: Path) -> None:
    """1 December 2025 is day 45,992 of a workbook, 1 January 2026 day 46,023."""
    starts = (date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))
    line = Series("Share", (0.35, 0.337, 0.3))
    chart = Chart("c", Question.TREND, "C", ("Dec", "Jan", "Feb"), (line,), "C", number_format="0%", starts=starts)
    document = Document("T", "", "", "2026", "en", (Heading(1, "S"), Heading(2, "P"), chart))
    RENDERERS["xlsx"].render(document, tmp_path / "report.xlsx", THEMES["light"])
    code = "[=45992][$-409]mmm yyyy;[=46023][$-409]mmm yyyy;[$-409]mmm"
    with zipfile.ZipFile(tmp_path / "report.xlsx") as held:
        assert f'formatCode="{code}"' in held.read("xl/charts/chart1.xml").decode()


@pytest.mark.parametrize(("first", "count", "code", "every"), [(4, 59, "m/d", 7), (1, 31, "d", 2), (5, 7, "d", 1)])
def test_days_along_an_axis_are_named_where_all_programs_have_room(
    tmp_path: Path, first: int, count: int, code: str, every: int
) -> None:
    """The axis is 0.94 * 520 = 489 pixels long; 59 names of 40 pixels fit every seventh day, 31 of 24 every second."""
    starts = tuple(date(2026, 10, first) + timedelta(days=day) for day in range(count))
    line = Series("N", tuple(float(day) for day in range(count)))
    chart = Chart("c", Question.TREND, "C", tuple(map(str, starts)), (line,), "C", number_format="0", starts=starts)
    book_at(Document("T", "", "", "2026", "en", (Heading(1, "S"), Heading(2, "P"), chart)), tmp_path)
    with zipfile.ZipFile(tmp_path / "report.xlsx") as held:
        (axis,) = re.findall("<c:dateAx>.*</c:dateAx>", held.read("xl/charts/chart1.xml").decode())
    assert f'<c:numFmt formatCode="{code}"' in axis
    assert f'<c:majorUnit val="{every}"/><c:majorTimeUnit val="days"/>' in axis


def test_the_end_of_a_waterfall_is_the_sum_of_its_steps_where_it_is(tmp_path: Path) -> None:
    """115.8 + 57.2 = 173.0, shown to the tenth: whole numbers of thirds would not add up."""
    roles = (Role.START, Role.UP, Role.START)
    found = sums_of(Series("N", (115.8, 57.2, 173.0), point_roles=roles), tmp_path)
    ((place, said),) = found.items()
    last = int(place[1:])
    assert said == (f"=SUM(C{last - 2}:C{last - 1})", 173.0, "#,##0.0")
    assert sums_of(Series("N", (115.8, 50.0, 173.0), point_roles=roles), tmp_path) == {}


def sums_of(series: Series, folder: Path) -> dict[str, tuple[str, float, str]]:
    """The sums in the numbers of a waterfall, with their values and formats."""
    path = book_at(parts(Question.CONTRIBUTION, series), folder)
    values, sheet = openpyxl.load_workbook(path, data_only=True)["S"], openpyxl.load_workbook(path)["S"]
    return {
        cell.coordinate: (cell.value, values[cell.coordinate].value, cell.number_format)
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).startswith("=SUM(")
    }


def test_steps_of_a_waterfall_of_shares_are_points(tmp_path: Path) -> None:
    """99.2 % less 7.8 points are 91.4 %; kept as points, the steps add up."""
    roles = (Role.START, Role.DOWN, Role.START)
    series = Series("N", (0.992, -0.078, 0.914), labels=("99.2%", "-7.8 pp", "91.4%"), point_roles=roles)
    path = book_at(parts(Question.CONTRIBUTION, series, code="0.0%"), tmp_path)
    sheet = openpyxl.load_workbook(path, data_only=True)["S"]
    cells = [row[2] for row in sheet.iter_rows(min_col=1) if row[1].value in ("a", "b", "c")]
    assert [cell.value for cell in cells] == pytest.approx([99.2, -7.8, 91.4])
    assert [cell.number_format for cell in cells] == ['0.0"%"', '0.0" pp"', '0.0"%"']


def test_a_step_of_nothing_has_the_unit_of_the_other_steps() -> None:
    """-0.00002 is labelled 0, and written 0.0 pp below 20.8 pp, in the decimals of the labels."""
    labels = ("50.0%", "+20.8 pp", "0", "70.8%")
    series = Series("N", (50.0, 20.815, -0.002, 70.813), labels=labels)
    chart = Chart("c", Question.CONTRIBUTION, "C", ("a", "b", "c", "d"), (series,), "C", number_format="0.0")
    assert units_of(chart) == ["%", " pp", " pp", "%"]
    codes = [row[1].number_format for row in chart_range(chart, DEFAULTS["en"]).rows]
    assert codes == ['0.0"%"', '0.0" pp"', '0.0" pp";0.0" pp"', '0.0"%"']


def test_days_are_dates_and_stand_where_their_column_does() -> None:
    """2026-10-01 is day 46296 of every program: 126 years, 31 of them leap ones, and 274 days after 1899-12-30."""
    table = kept(Table("t", (Column("A"), Column("Due")), ((Cell("x"), Cell("2026-10-01")),)), {})
    assert (table.rows[0][1].value, table.rows[0][1].number_format) == (46296.0, "yyyy-mm-dd")
    assert table.columns[1].align == "left"


def test_a_column_is_stretched_so_that_no_line_is_a_scrap() -> None:
    """Nine letters in a column for eight leave one alone; one more of two characters holds them all."""
    text = "首次响应时长中位数"
    table = Table("t", (Column("A"),), ((Cell(text),),))
    wide = 8 * 1.87 + PADDING
    assert scraps(text, wide) == 1
    assert lines_of(text, without_scraps([table], 0, wide)) == 1
    assert scraps("一二三四五六七八，九十一二", wide) == 1  # a comma at the start
    assert evenly("one two three four", 16) == ["one two ", "three four"]


def test_a_mark_stands_before_the_sign() -> None:
    assert with_mark("General", "●") == '"● "General'
    assert with_mark("#,##0", "●") == '"● "#,##0;"● "-#,##0'
    assert with_mark("[>=1000]#,##0;0.0", "●") == '[>=1000]"● "#,##0;"● "0.0'


def test_a_number_keeps_what_its_cell_says_beside_it() -> None:
    """Without it 73.0 % would be a yellow cell below a target of 85 %, and 3 hours a green one of one minute."""
    seconds = cell_format(Unit.SECONDS, Style("zh"))
    cells = (
        Cell("73.0% (target ≥75.0%)", 0.73, "0.0%"),
        Cell("Mostly early (0.23)", 0.231, "0.00"),
        Cell("≤1,200元", 1_200.0, cell_format(Unit.MONEY, Style("zh"))),
        Cell("15.0万元", 150_000.0, "#,##0"),
        Cell("1.5", 1.5, "#,##0"),
        Cell("3.1小时（目标≤4.0小时）", 11_290.0, seconds),
    )
    table = kept(Table("t", (Column("A"),) * len(cells), (cells,)), {})
    codes = [cell.number_format for cell in table.rows[0]]
    assert codes[:2] == ['0.0%" (target ≥75.0%)"', '"Mostly early ("0.00")";"Mostly early ("-0.00")"']
    assert codes[2] == '[>=100]"≤"#,##0"元";[=0]"≤"0"元";"≤"#,##0.00"元"'
    assert codes[3:5] == ["#,##0", "#,##0.0"]
    assert codes[5] == '#,##0.0"小时（目标≤4.0小时）"'


def test_a_small_share_is_not_shown_as_none() -> None:
    cells = (Cell("0.05%", 0.000478, "0.0%"), Cell("<0.1%", 0.00002, "0.0%"), Cell("0.0%", 0.0, "0.0%"))
    (row,) = kept(Table("t", (Column("A"),) * 3, (cells,)), {}).rows
    assert [cell.number_format for cell in row] == ["0.00%", '[<0.001]"<0.1%";0.0%', "0.0%"]


def test_findings_share_paper_where_they_fit_and_no_exhibit_is_cut() -> None:
    """Rows of 10 points on pages of 80, whose last empty row of 15 may fall off: 60 and 30 share one, 30 more would not
    fit; of 130 the second exhibit goes on."""
    spots = [Spot(0, "page"), Spot(1, "exhibit"), Spot(6, "page"), Spot(9, "page")]
    assert paged(spots, [10.0] * 12, 80).breaks == [9]
    long = [Spot(0, "page"), Spot(1, "exhibit"), Spot(7, "exhibit")]
    assert paged(long, [10.0] * 13, 80).breaks == [7]


def test_a_remark_stays_with_what_it_speaks_of_and_a_finding_is_torn_only_where_that_saves_paper() -> None:
    """50 and 50 with a remark of 20 on pages of 80 part before the second 50. Of a finding of 40 and one of 30 and 30
    on pages of 65 the second begins the next page whole, for two pages it is either way."""
    told = [Spot(0, "page"), Spot(5, "exhibit"), Spot(10, "exhibit"), Spot(15, "remark")]
    assert paged(told, [10.0] * 17, 80).breaks == [10]
    torn = [Spot(0, "page"), Spot(4, "page"), Spot(5, "exhibit"), Spot(7, "exhibit")]
    assert paged(torn, [10.0] * 10, 65).breaks == [4]


def test_a_forgotten_pair_of_letters_widens_its_column() -> None:
    """Of eleven letters nine would stand in the first line and two in the second."""
    assert unbroken("首次响应时长（中位数）", 15) == pytest.approx(
        room_of("首次响应时长（中位数）") * 0.9 + PADDING + BUTTON
    )
    assert unbroken("首次响应时长（中位数）", 9) == 9
    assert unbroken("Median first response time", 15) == 15


def test_behind_what_is_longer_than_a_page_a_new_one_begins() -> None:
    """Of 120 points on pages of 80 nobody knows where the last ones end: programs measure their fonts differently.
    Less the empty 30 before the next finding they take two pages, on pages of 90 but one."""
    spots, rows = [Spot(0, "page"), Spot(12, "page")], [10.0] * 13
    assert paged(spots, rows, 80) == Paging([12], 3)
    assert paged(spots, rows, 90) == Paging([12], 2)


def test_a_text_takes_as_many_lines_as_its_words_need() -> None:
    """Eight Han take 14.96 characters of width, with the air beside them 17.26."""
    assert lines_of("首次响应时长中位", 17.3) == 1
    assert lines_of("首次响应时长中位", 17.2) == 2
    assert lines_of("a very long word", 9) == 3
    assert lines_of("two\nlines", 40) == 2
    assert broken("one two three", 10) == ["one two ", "three"]
    assert broken("one two\u00a0three", 10) == ["one ", "two\u00a0three", ""]  # 8.9 of 7.7 characters: torn by force
    assert lines_of("aa bb\u00a0cc", 8) == 2  # aa and bb would share a line of 5.7


def test_no_line_of_the_contents_begins_with_a_closing_mark_or_is_torn_in_a_bracket() -> None:
    """A bracket of five is whole, and a quotation begins a line with its mark. Of eleven letters lines of seven and
    four end with the clause; what has no clause to end with is torn in the middle."""
    room = 10 * room_of("字") + PADDING
    assert evenly("近三个月客户；样本不足", room) == ["近三个月客户；", "样本不足"]
    assert evenly("近三个月客户以及样本不足", room) == ["近三个月客户", "以及样本不足"]
    assert evenly("尽管近三个月里面（含本月）合计", room) == ["尽管近三个月里面", "（含本月）合计"]
    assert evenly("尽管近三个月里“重点客户”", room - 2 * room_of("字"))[0] == "尽管近三个月里"
    assert evenly("最忙是11月10日至13日和十二月", room) == ["最忙是11月10日", "至13日和十二月"]
    assert evenly("达标率73.0%；其中包括在线组", room) == ["达标率73.0%；", "其中包括在线组"]


def test_a_line_of_the_contents_keeps_a_name_with_its_number() -> None:
    """Of 24 letters "Workgroup 1 (144)" takes 17 and begins a line of its own."""
    assert evenly("most so in Workgroup 1 (144), by history", 26) == [
        "most so in ",
        "Workgroup 1 (144), ",
        "by history",
    ]
    assert evenly("aaaaaaaaaaaaaaaaaaaaaaaa bb", 12) == ["aaaaaaaaaaaaaaaaaaaaaaaa ", "bb"]  # too long to keep


def test_bold_han_letters_are_no_wider() -> None:
    assert room_of("首次响应", bold=True) == room_of("首次响应")
    assert room_of("first", bold=True) > room_of("first")


def test_quotes_and_arrows_take_the_room_of_a_han_letter() -> None:
    assert room_of("“A” → B") == pytest.approx(3 * room_of("甲") + room_of("A B") + room_of(" "))


def test_a_head_breaks_before_its_brackets_and_a_long_one_in_its_middle() -> None:
    """Of 6 and 5 letters the 6 count; of 10 in a row half."""
    assert head_room("首次响应时长（中位数）") == pytest.approx(room_of("首次响应时长", bold=True) + BUTTON)
    assert head_room("重点客户回访覆盖情况") == pytest.approx(room_of("重点客户回", bold=True) + BUTTON)
    assert head_room("Median first response time") == pytest.approx(room_of("response", bold=True) + BUTTON)


def test_remarks_of_steps_stand_under_what_they_all_begin_with() -> None:
    """In cells of their own they begin as the others beside them do."""
    steps = Steps((Step("A", "…", ("Owner: Li", "Due: open")), Step("B", "…", ("Owner: open", "by May"))))
    table = step_table(steps, {"step": "Item", "meta": "Owner and date"})
    assert [column.header for column in table.columns] == ["Item", "Owner", ""]
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["1. A", "Li", "Due: open"],
        ["2. B", "Open", "By May"],
    ]


def test_remarks_of_steps_widen_no_column_of_numbers(tmp_path: Path) -> None:
    """A remark of 48 letters runs over as many columns as it needs, of which the first is that of a count."""
    counted = Table("t", (Column("A"), Column("N")), ((Cell("a"), Cell("1,234,567", 1_234_567.0)),))
    needed = "The quality department changes the cleaning line"
    steps = Steps((Step("First", "What it is about", (f"Support needed: {needed}",)),))
    blocks = (Heading(1, "S"), Heading(2, "P"), counted, steps)
    sheet = openpyxl.load_workbook(book_at(Document("T", "", "", "2026", "en", blocks), tmp_path))["S"]
    assert sheet.column_dimensions["C"].width < 16
    told = {cell.value: cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value}
    spans = {str(one).split(":")[0]: str(one).split(":")[1] for one in sheet.merged_cells.ranges}
    assert told[needed].startswith("C")
    assert spans[told[needed]][0] == chr(ord(told["What it is about"][0]) - 1) > "C"
    assert told["Support needed"][0] == "C"


def test_a_line_of_many_points_labels_the_few_a_reader_looks_for() -> None:
    line = Series("工单量", tuple(float(one) for one in (5, 9, 4, 6, 3, 7, 8, 6)), labels=tuple("59463786"))
    assert telling(line).labels == ("5", "9", "", "", "3", "", "", "6")
    few = Series("工单量", (5.0, 9.0), labels=("5", "9"))
    assert telling(few) == few


def test_a_line_that_ends_lowest_labels_no_second_point_instead() -> None:
    """The last of nine is the lowest too: three labels are left, not a fourth beside the first."""
    line = Series("N", (5.0, 6.0, 7.0, 9.0, 7.0, 6.0, 6.0, 5.0, 2.0), labels=tuple("567976652"))
    assert [at for at, label in enumerate(telling(line).labels) if label] == [0, 3, 8]


def test_labels_of_a_level_line_do_not_lie_on_one_another() -> None:
    level = Series("库存", (15.0,) * 13, labels=("15.0万元",) * 3 + ("",) * 9 + ("15.0万元",))
    assert [at for at, label in enumerate(telling(level).labels) if label] == [0, 2, 12]


def sheet_in(book: Workbook) -> Sheet:
    return Sheet(book.add_worksheet("s"), "s", Looks(book, THEMES["light"]), {}, "", {}, "", set(), "")


def test_what_is_counted_is_told_and_forecast_in_whole_numbers() -> None:
    """Shares of a Pareto and the mean a forecast is make no 38.0 of 38."""
    counted = Series("Cases", (38.0, 30.0))
    shares = Series("Share", (38 / 68, 1.0), Role.CUMULATIVE)
    pareto = Chart(
        "c", Question.PARETO, "C", ("A", "B"), (counted, shares), "C", number_format="0", second_number_format="0%"
    )
    assert (finer(pareto, "0"), finer(pareto, "0%")) == ("0", "0%")
    expected = Series("Forecast", (None, 51.5), Role.EXPECTED)
    forecast = Chart(
        "c", Question.FORECAST, "C", ("A", "B"), (Series("N", (44.0, None)), expected), "C", number_format="0"
    )
    assert finer(forecast, "0") == "0"


def test_a_long_list_has_a_sheet_of_its_own_and_its_head_on_every_page(tmp_path: Path) -> None:
    """Nineteen rows are no long list, twenty are one."""
    short, long = (
        Table("t", (Column("Indicator"), Column("Definition")), ((Cell("A"), Cell("B")),) * n) for n in (19, 20)
    )
    blocks = (
        Heading(1, "End"),
        Heading(2, "Data"),
        short,
        Heading(2, "How they are defined", eyebrow="End · Terms"),
        long,
    )
    path = book_at(Document("T", "", "", "2026", "en", blocks), tmp_path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Contents", "End", "Terms"]
    head = next(row for row in range(1, 20) if book["Terms"][f"B{row}"].value == "Indicator")
    assert book["Terms"].print_title_rows == f"${head}:${head}"
    assert book["Terms"].freeze_panes == f"C{head + 1}"


def test_a_long_range_below_its_picture_is_folded(tmp_path: Path) -> None:
    """Fifty days are folded with their heads, and the chart draws them all the same."""
    days = Series("N", tuple(map(float, range(50))))
    chart = Chart("c", Question.TREND, "C", tuple(map(str, range(50))), (days,), "C", number_format="0")
    document = Document("T", "", "", "2026", "en", (Heading(1, "S"), Heading(2, "P"), chart))
    book = openpyxl.load_workbook(book_at(document, tmp_path))
    folded = [row for row, look in book["S"].row_dimensions.items() if look.hidden]
    assert len(folded) == 51
    (hint,) = [cell for row in book["S"].iter_rows() for cell in row if "folded" in str(cell.value)]
    assert hint.row == min(folded) - 1
    assert hint.column > openpyxl.utils.column_index_from_string(str(book["S"].print_area).split("$")[3])  # not printed
    with zipfile.ZipFile(tmp_path / "report.xlsx") as held:
        assert '<c:plotVisOnly val="1"/>' not in held.read("xl/charts/chart1.xml").decode()


def test_a_line_runs_through_no_number_above_a_bar() -> None:
    """116 of 173 are 67 %: at 1.7 times its bar the chart would show the share where the number stands."""
    bars = Series("N", (116.0, 30.0, 14.0, 13.0))
    line = Series("Share", (116 / 173, 146 / 173, 160 / 173, 1.0), Role.CUMULATIVE)
    assert ends_of(line, bars) == Ends(1.3)
    assert ends_of(None, bars) == Ends(1.7)


def test_a_line_that_would_cross_numbers_stands_above_the_bars_with_three_labels() -> None:
    """Of twelve bars the first is 14 % and the tenth reaches 83 %: from nothing the line crosses the numbers of bars
    somewhere. It begins at 66 % of the height: (.14 - L) / (1.08 - L) = .66 makes L = -1.68."""
    counts = (118, 116, 96, 85, 70, 51, 46, 40, 38, 37, 35, 108)
    shares = tuple(sum(counts[: n + 1]) / 840 for n in range(12))
    bars = Series("N", tuple(map(float, counts)))
    line = Series("Share", shares, Role.CUMULATIVE, tuple(f"{one:.0%}" for one in shares))
    ends = ends_of(line, bars)
    assert (ends.bar_room, round(ends.lowest_share, 2)) == (2.1, -1.68)
    chart = Chart("p", Question.PARETO, "P", tuple("abcdefghijkl"), (bars, line), "")
    assert [label for label in above_bars(chart, line, [bars]).labels if label] == ["14%", "83%", "100%"]


def test_columns_have_all_their_labels_or_none() -> None:
    """Thirteen columns have 37 pixels each; "R$135.2K" takes more, and six of thirteen would be chance."""
    values = tuple(float(n) for n in range(13))
    long, short = (Series("R", values, labels=(text,) * 13) for text in ("R$135.2K", "13"))
    assert not any(roomy([long])[0].labels)
    assert all(roomy([short])[0].labels)
    assert not any(label for one in roomy([short, long]) for label in one.labels)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Resolution rate (7 days) and more", "Resolution rate (7_days) and more"),
        ("解决率（7天内）最好", "解决率（|7|天|内|）最好"),
        ("解决率（来源标记）最好", "解决率（来源标记）最好"),  # programs regard no joiner among Han letters
        ("contributes most (+¥10.43)", "contributes most (+|¥10.43)"),
        ("95% interval -14.2 to 26.9 pp", "95% interval -|14.2_to_26.9_pp"),
        ("区间23.5%–26.9%。", "区间23.5%–|26.9%。"),
        ("expect about 24.5 h, as before", "expect about 24.5_h, as before"),
    ],
)
def test_no_line_ends_in_a_bracket_a_range_or_before_an_amount(text: str, held: str) -> None:
    """``_`` a no-break space, ``|`` a word joiner."""
    assert whole(text).replace("\u00a0", "_").replace("\u2060", "|") == held


def test_what_is_kept_whole_takes_as_many_lines_as_it_is_counted() -> None:
    """In 8 characters: "Rate (7" takes 6.1, "(7 days)" 6.9, "days) of" 6.9."""
    assert broken(whole("Rate (7 days) of"), 8 + PADDING) == ["Rate ", "(7\u00a0days) ", "of"]
    assert (lines_of("Rate (7 days) of", 8 + PADDING), len(broken("Rate (7 days) of", 8 + PADDING))) == (3, 2)
    assert room_of("(7\u00a0days)\u2060") == room_of("(7 days)")


def test_only_texts_of_several_lines_are_joined_in_cells_and_all_are_read_back_plain(tmp_path: Path) -> None:
    told = "The rate " * 12 + "(+¥10.43) fell"
    table = Table("t", (Column("Rate (7 days)"),), ((Cell("Team 3 (7 days)"),),))
    document = Document("T", "", "", "2026", "en", (Heading(1, "S"), Heading(2, "P"), table, Paragraph(told * 2)))
    cells = [cell.value for row in openpyxl.load_workbook(book_at(document, tmp_path))["S"].rows for cell in row]
    assert "Team 3 (7 days)" in cells
    assert any("(+\u2060¥10.43)" in str(one) for one in cells)
    read = [said.text for said in RENDERERS["xlsx"].read(tmp_path / "report.xlsx")]
    assert told * 2 in [one.replace("\u00a0", " ") for one in read]


def test_every_name_beside_bars_is_told(tmp_path: Path) -> None:
    names = tuple(f"Name of a product line {n}" for n in range(14))
    bars = Series("N", tuple(map(float, range(14))))
    chart = Chart("c", Question.RANKING, "C", names, (bars,), "C", number_format="0")
    book_at(Document("T", "", "", "2026", "en", (Heading(1, "S"), Heading(2, "P"), chart)), tmp_path)
    with zipfile.ZipFile(tmp_path / "report.xlsx") as held:
        drawn = held.read("xl/charts/chart1.xml").decode()
    assert '<c:tickLblSkip val="1"/><c:tickMarkSkip val="1"/>' in drawn


def test_names_that_take_two_lines_have_the_room_beside_their_bars() -> None:
    """Eight bars of 38 pixels and 60 around them, where names of 40 letters take more than half of 520 pixels."""
    values = Series("A", (1.0,) * 8)
    chart = Chart("c", Question.RANKING, "C", tuple(f"{at} {'name ' * 8}" for at in range(8)), (values,), "C")
    assert height_of(chart) == 8 * 38 + 60
    assert height_of(replace(chart, categories=tuple("abcdefgh"))) == 280


@pytest.mark.parametrize(("language", "said"), [("en", 'Go on with "华东"'), ("zh", "Go on with “华东”")])
def test_quotation_marks_are_straight_in_english_cells(tmp_path: Path, language: Language, said: str) -> None:
    blocks = (Heading(1, "S"), Heading(2, "P"), Callout("What to do", ("Go on with “华东”",)))
    book = openpyxl.load_workbook(book_at(Document("T", "", "", "2026", language, blocks), tmp_path))
    assert said in [cell.value for row in book["S"].rows for cell in row]


def test_small_parts_of_a_bar_hold_no_label() -> None:
    large, small = Series("A", (95.0, 90.0), labels=("95%", "90%")), Series("B", (5.0, 10.0), labels=("5%", "10%"))
    chart = Chart("c", Question.COMPOSITION, "C", ("x", "y"), (large, small), "C")
    assert with_room_inside(chart, small, lying=False).labels == ("", "10%")
    assert with_room_inside(chart, large, lying=False).labels == ("95%", "90%")


def test_letters_are_printed_as_large_as_the_width_of_the_page_and_the_fewest_pages_let_them() -> None:
    """Of 525.6 points a page has 515.1 as far as fonts agree, and holds below its repeated head of 30 points 32 rows of
    15 at 100 % and 35 at 92 %, but at no percent that can be read, 78 the least, 45."""
    narrow = Table("t", (Column("A"), Column("B")), ((Cell("a"), Cell("1", 1.0)),))

    def printed(*findings: int) -> tuple[float, list[int]]:
        with Workbook(BytesIO()) as book:
            sheet = sheet_in(book)
            sheet.plan([narrow])
            assert sheet.scale == 100
            for rows in findings:
                sheet.mark("page")
                sheet.row += rows
            breaks = sheet.shrink()
            return sheet.scale, breaks

    assert printed(32) == (100, [])
    assert printed(35) == (92, [])
    assert printed(16, 16, 32) == (100, [32])
    assert printed(30, 45) == (100, [30])


def test_contents_have_a_second_half_only_where_one_is_too_short_for_a_page(tmp_path: Path) -> None:
    def columns(sections: int) -> str:
        blocks = tuple(Heading(level, f"Title {at}") for at in range(sections) for level in (1, 2))
        path = book_at(Document("T", "", "", "2026", "en", blocks), tmp_path)
        return str(openpyxl.load_workbook(path)["Contents"].print_area).split("$")[3]

    assert (columns(3), columns(30)) == ("F", "H")


def test_a_title_longer_than_the_sheet_takes_a_second_line(tmp_path: Path) -> None:
    short, long = "Complaints rose to 173", "Complaints rose to 173, and here is why " * 5
    blocks = (Heading(1, "S"), Heading(2, short), Paragraph("P"), Heading(2, long), Paragraph("P"))
    path = book_at(Document("T", "", "", "2026", "en", blocks), tmp_path)
    sheet = openpyxl.load_workbook(path)["S"]
    rows = {text: next(int(c[1:]) for s, c, v in values_of(path) if s == "S" and v == text) for text in (short, long)}
    assert sheet.row_dimensions[rows[long]].height == 2 * sheet.row_dimensions[rows[short]].height
    assert [str(one).startswith(f"B{rows[long]}:") for one in sheet.merged_cells.ranges].count(True) == 1


def test_texts_of_a_narrow_sheet_take_fewer_lines() -> None:
    told = Table(
        "t", (Column("A"), Column("B")), ((Cell("a"), Cell("A definition of some fifty letters and a few more")),)
    )
    with Workbook(BytesIO()) as book:
        sheet = sheet_in(book)
        sheet.plan([told])
    assert sheet.widths[LEFT + 1] > 40


def test_a_picture_without_room_beside_its_numbers_stands_above_them(tmp_path: Path) -> None:
    many = tuple(Series(f"A long name of group {at}", (123_456.78, 2.0, 3.0), Role.CATEGORY) for at in range(14))
    path = book_at(parts(Question.TREND, *many), tmp_path)
    head = next(int(c[1:]) for s, c, value in values_of(path) if s == "S" and value == many[0].name)
    with zipfile.ZipFile(path) as held:
        drawing = held.read("xl/drawings/drawing1.xml").decode()
    rows = [int(one) for one in re.findall(r"<xdr:row>(\d+)</xdr:row>", drawing)]
    assert max(rows) + 1 < head


def test_an_indicator_divides_its_value_and_its_target(tmp_path: Path) -> None:
    """48 of at least 60 attain 80 %, 4 of at most 3 attain 75 %."""
    cards = (
        Card("Score", "48", "", "F-1", goal="≥60", goal_figure="F-2", attainment=0.8, target="target ≥60"),
        Card("Days", "4", "", "F-3", goal="≤3", goal_figure="F-4", attainment=0.75, target="target ≤3"),
    )
    lines = tuple(
        FigureLine(one, one, "", "", shown, float(shown), "0", 1, "", "")
        for one, shown in (("F-1", "48"), ("F-2", "60"), ("F-3", "4"), ("F-4", "3"))
    )
    blocks = (Heading(1, "S"), Heading(2, "P"), FigureRow(cards))
    path = book_at(Document("T", "", "", "2026", "en", blocks, lines, cards), tmp_path)
    found = {(s, c): v for s, c, v in values_of(path, computed=False) if str(v).startswith("=")}
    for name, value, target, ratio in (("S", "C", "D", "E"), ("Contents", "C", "E", "F")):
        first, second = sorted(int(c[1:]) for s, c in found if s == name)
        assert found[name, f"{ratio}{first}"] == f"={value}{first}/{target}{first}"
        assert found[name, f"{ratio}{second}"] == f"={target}{second}/{value}{second}"
        sheet = openpyxl.load_workbook(path)[name]
        assert [sheet[f"{target}{row}"].number_format for row in (first, second)] == ['"≥"0;"≥"-0', '"≤"0;"≤"-0']


def test_the_cover_has_no_columns_without_anything_in_them(tmp_path: Path) -> None:
    cover = (Card("Tickets", "7,934", "", "F-1"), Card("Agents", "163", "", "F-2"))
    path = book_at(Document("T", "", "", "2026", "en", (Heading(1, "S"), Heading(2, "P")), cover=cover), tmp_path)
    told = {value for sheet, _, value in values_of(path) if sheet == "Contents"}
    assert {"Indicator", "Value", "Tickets", "163"} <= told
    assert not {"Status", "Target", "Attainment"} & told


def test_the_register_shows_its_numbers_in_full_and_is_for_the_screen(tmp_path: Path) -> None:
    line = FigureLine("F-1", "n", "", "", "10.9天", 942_947_880.0, cell_format(Unit.SECONDS, Style("zh")), 5, "", "")
    path = book_at(Document("T", "", "", "2026", "zh", (Heading(1, "S"), Heading(2, "P")), (line,)), tmp_path)
    register = openpyxl.load_workbook(path).worksheets[-1]
    assert register.column_dimensions["F"].width > len("942,947,880") + 2
    (place,) = set(register.print_area.split("!")[1].replace("$", "").split(":"))
    assert register[place].value is None
    assert register.column_dimensions[register[place].column_letter].hidden


def test_a_foot_names_report_month_and_sheet() -> None:
    told = Document("R&D 2", "", "", "Oct 2026", "en", ())
    assert footer_of(told, "Next month's P&L") == "&L&9 R&&D 2 · Oct 2026 · Next month's P&&L&R&9&P / &N"


def test_wide_tables_can_be_read_in_print() -> None:
    """Texts take more lines before the page is printed at half its size; numbers are never cut."""
    heads = (Column("Indicator"), *(Column(f"Oct {year}", "right") for year in range(2015, 2025)))
    numbers = (Cell("1,234,567.00", 1_234_567.0), *(Cell("1,234", 1_234.0) for _ in heads[2:]))
    last = Table("t", heads, ((Cell("Median first response time"), *numbers),))
    wordy = Table("t", (Column("A"),) * 8, ((Cell("A sentence that takes up quite some room"),) * 8,))
    with Workbook(BytesIO()) as book:
        sheet = sheet_in(book)
        sheet.plan([last, wordy])
    assert sheet.scale >= 70
    assert sheet.widths[LEFT + 1] >= len("1,234,567.00")


def test_a_column_is_wide_enough_for_the_number_its_cells_show() -> None:
    """167.7万元 is kept as 1,677,081元: nine digits and commas and a Han letter, where the text has five and two."""
    told = Cell("167.7万元", 1_677_081.0, '#,##0"元"')
    assert _room(told) == pytest.approx(room_of("1,677,081元") + 1)
    assert _room(Cell("167.7万元")) == room_of("167.7万元")


@pytest.mark.parametrize(("reach", "step"), [(0.9, 0.2), (1.0, 0.2), (0.45, 0.1), (120.0, 50.0), (60.0, 20.0)])
def test_an_axis_with_numbers_has_at_most_five_of_them(reach: float, step: float) -> None:
    assert tick(reach) == pytest.approx(step)


def test_a_label_stands_where_no_other_line_runs() -> None:
    """Of 200 pixels the plot has 3.7 for each second: 60 stands 15 above 56, in its label, 49 stands 29 above 41."""
    own = Series("Key customers", (80.0, 41.0, 56.0), labels=("80 s", "41 s", "56 s"))
    beside = Series("All customers", (50.0, 49.0, 60.0), Role.BESIDE)
    chart = Chart("c", Question.TREND, "C", ("1", "2", "3"), (own, beside), "")
    below = {"position": "below"}
    assert [side_of(chart, own, at) for at in range(3)] == [{}, below, below]
    told = replace(own, labels=("80 s", "", "56 s"))  # with those of its labels that are shown it is the same line
    assert side_of(chart, told, 2) == below
    alone = replace(chart, series=(own,))
    assert [side_of(alone, own, at) for at in range(3)] == [{}, below, {}]  # below in the trough only


def test_the_last_label_stands_beside_its_point_where_lines_run_above_and_below() -> None:
    """From 89 to 85 of an axis of about 6, 165 pixels high, the line falls on its slot of 244 by some 110: it covers 8
    to 17 pixels left of the point of a label above. A target at 85.0 is at the height of the point and crosses no
    label; one at 84.6, 11 pixels below, crosses all of that below. To the right half a slot is left, enough for 39."""
    own = Series("CSAT", (89.0, 85.0), labels=("89.0%", "85.0%"))
    sides = []
    for target in (85.0, 84.6):
        line = Series("Target", (target, target), Role.TARGET)
        sides.append(side_of(Chart("c", Question.TREND, "C", ("1", "2"), (own, line), ""), own, 1))
    assert sides == [{"position": "below"}, {"position": "right"}]


def test_a_label_right_of_its_point_says_so_to_every_program(tmp_path: Path) -> None:
    own = Series("CSAT", (89.0, 85.0), labels=("", "85.0%"))
    line = Series("Target", (84.6, 84.6), Role.TARGET)
    chart = Chart("c", Question.TREND, "C", ("1", "2"), (own, line), "C", number_format="0")
    document = Document("T", "", "", "2026", "en", (Heading(1, "S"), Heading(2, "P"), chart))
    with zipfile.ZipFile(book_at(document, tmp_path)) as held:
        drawn = held.read("xl/charts/chart1.xml").decode()
    assert re.findall(r'<c:dLblPos val="(\w+)"/>', drawn) == ["r", "t"]  # of its point, of the other ones


def test_a_last_label_without_room_beside_it_stands_left_of_a_steep_line() -> None:
    """Of 13 months a slot has 37.6 pixels: the half of it and an edge of 15 hold no 39. The line falls by 77 in one."""
    months = Series("Solved", (0.954,) * 12 + (0.927,), labels=("",) * 12 + ("92.7%",))
    line = Series("Target", (0.922,) * 13, Role.TARGET)
    chart = Chart("c", Question.TREND, "C", tuple(map(str, range(13))), (months, line), "")
    assert side_of(chart, months, 12) == {"position": "left"}
    held = replace(months, labels=("",) * 11 + ("95.4%", "92.7%"))
    assert side_of(chart, held, 12) == {}


def test_a_picture_above_its_days_is_as_wide_as_their_numbers(tmp_path: Path) -> None:
    """Two columns of 45 letters take 2 times 320 pixels; of a waterfall eight steps, the longest of 12 letters of 7
    pixels, are 94 % of what is drawn, 20 pixels of air aside: 734, of which the page has 640."""
    days = (date(2026, 10, 1), date(2026, 10, 2))
    trend = Chart("c", Question.TREND, "C", ("1", "2"), (Series("N", (1.0, 2.0)),), "C", starts=days)
    names = ("3-month mean", *"abcdef", "Now")
    steps = Chart("d", Question.CONTRIBUTION, "D", names, (Series("N", (1.0,) * 7 + (7.0,)),), "D")
    with Workbook(str(tmp_path / "w.xlsx")) as book:
        sheet = sheet_in(book)
        sheet.widths, sheet.last, sheet.said = [2.0, 45.0, 45.0], 2, DEFAULTS["en"]
        assert width_of(sheet, trend, LEFT) == width_of(sheet, steps, LEFT) == 640
        assert width_of(sheet, replace(trend, starts=()), LEFT) == 520
        sheet.widths, sheet.last = [2.0, *[45.0] * 3], 3
        assert width_of(sheet, steps, LEFT) == 734


def test_a_label_in_a_trough_keeps_off_the_axis() -> None:
    """Of 0.5 to 48.2 h the trough lies at the very foot of the plot; of 37 to 60 a seventh above it."""
    lows = [Series("a", values, labels=("", "37 min", "")) for values in ((48.2, 0.5, 3.0), (43.0, 37.0, 60.0))]
    charts = [Chart("c", Question.TREND, "C", ("1", "2", "3"), (one,), "") for one in lows]
    sides = [side_of(chart, one, 1) for chart, one in zip(charts, lows, strict=True)]
    assert sides == [{}, {"position": "below"}]
